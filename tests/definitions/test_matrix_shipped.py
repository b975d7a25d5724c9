"""The shipped matrix: its shape, its wording, and that a stored version reads back as it was."""

from __future__ import annotations

import dataclasses
import json
import re

import pytest

from enquiry_app.definitions.load_matrix import load_matrix
from enquiry_app.definitions.matrix_definition import matrix_from_canonical_json
from enquiry_app.definitions.matrix_vocabulary import LEVEL_CODES
from enquiry_app.resource_files import resource

MATRIX = load_matrix()


def carrying(flag):
    return [i for i in MATRIX.indicators.values() if flag in i.flags]


def test_the_bank_has_its_size():
    assert len(MATRIX.indicators) == 422
    assert len(carrying("S47")) == 68
    assert len(carrying("IMM")) == 13
    assert len(MATRIX.dimensions) == 30


def test_twenty_dimensions_in_three_domains_and_ten_blocks_outside():
    counted = [sum(d.domain == domain.code for d in MATRIX.dimensions) for domain in MATRIX.domains]
    assert counted == [7, 6, 7, 10]
    assert len(MATRIX.twenty) == 20
    assert all(d.specialist == (d.domain == "outside") for d in MATRIX.dimensions)


def test_every_dimension_has_signs_at_every_level():
    for dimension in MATRIX.dimensions:
        assert all(dimension.at_level(level) for level in (1, 2, 3, 4)), dimension.code


def test_levels_are_the_levels_of_the_rules():
    assert tuple(level.code for level in MATRIX.levels) == LEVEL_CODES
    assert MATRIX.level("4-S47").legal_basis == "Children Act 1989, section 47"


def test_signs_of_danger_are_of_level_4_and_ordinary_life_carries_no_flag():
    assert all(i.level == 4 for i in (*carrying("S47"), *carrying("IMM"), *carrying("DUTY")))
    assert not [i.id for i in MATRIX.indicators.values() if i.level == 1 and i.flags]


def test_every_pathway_is_used_and_says_what_to_do():
    assert {f for i in MATRIX.indicators.values() for f in i.flags} == {p.flag for p in MATRIX.pathways}
    assert all(p.prompt and p.guidance and p.fields for p in MATRIX.pathways)
    assert {p.flag for p in MATRIX.pathways if p.kind == "danger"} == {"IMM", "S47", "DUTY"}


def test_no_two_signs_of_a_dimension_read_the_same():
    for dimension in MATRIX.dimensions:
        texts = [i.text.casefold() for i in dimension.indicators]
        assert len(texts) == len(set(texts)), dimension.code


def test_the_owner_says_that_partners_must_approve():
    assert "approval" in MATRIX.owner


def test_every_search_word_leads_to_a_sign():
    lines = [
        " " + " ".join(re.findall("[a-z0-9]+", f"{i.text} {MATRIX.dimension(i.dimension).name}".lower()))
        for i in MATRIX.indicators.values()
    ]
    blocks = {d.code for d in MATRIX.dimensions}
    for typed, meant in MATRIX.synonyms.items():
        for name in meant:
            folded = " " + " ".join(re.findall("[a-z0-9]+", name.lower()))
            assert name in blocks or any(folded in line for line in lines), (typed, name)


def test_a_stored_version_reads_back_the_same():
    again = matrix_from_canonical_json(MATRIX.to_canonical_json())
    assert again == MATRIX
    assert again.content_hash() == MATRIX.content_hash()
    assert again.indicator("HEA4b").flagged


def test_canonical_json_is_sorted_and_without_white_space():
    text = MATRIX.to_canonical_json()
    assert text == json.dumps(json.loads(text), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def test_a_version_stored_before_signs_had_search_words_is_readable():
    data = json.loads(MATRIX.to_canonical_json())
    for dimension in data["dimensions"]:
        for indicator in dimension["indicators"]:
            del indicator["synonyms"]
    assert matrix_from_canonical_json(json.dumps(data)) == MATRIX


@pytest.mark.parametrize("change", [{"version": "x"}, {"owner": "x"}, {"poverty_dimensions": ()}])
def test_any_change_changes_the_hash(change):
    assert dataclasses.replace(MATRIX, **change).content_hash() != MATRIX.content_hash()


def test_look_up_by_id_and_code():
    assert MATRIX.indicator("CCE4b").dimension == "CCE"
    assert MATRIX.dimension("HEA").name == "Health"
    assert MATRIX.domain_of(MATRIX.indicator("HOU3a")) == "family"
    assert MATRIX.pathway("PREV").title == "Prevent"
    assert MATRIX.pathway("NONE") is None
    with pytest.raises(KeyError):
        MATRIX.indicator("HEA9z")


def test_the_shipped_matrix_is_read_once():
    assert load_matrix() is load_matrix()
    assert load_matrix(resource("matrix")) == MATRIX
