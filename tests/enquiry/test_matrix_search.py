"""Signs are found by the words people use."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enquiry_app.definitions.load_matrix import load_matrix
from enquiry_app.enquiry.matrix_search import search_indicators

MATRIX = load_matrix()


def found(text, **age):
    return [i.id for i in search_indicators(MATRIX, text, **age)]


@pytest.mark.parametrize(
    ("typed", "among"),
    [
        ("bruise", {"HEA4b", "HEA4a", "SAF4b"}),
        ("bruises", {"HEA4b", "HEA4a"}),
        ("Bruising", {"HEA4b", "HEA4a"}),
        ("weed", {"HEA3d", "FHF4b", "SAF3d"}),
        ("county lines", {"CCE4a", "CCE3b", "CCE2a"}),
        ("hungry", {"PRE4b", "BAS3a", "INC2b"}),
        ("not going to school", {"EDU3a", "EDU4a", "EDU2a"}),
        ("hit by dad", {"SAF4a"}),
        ("smack", {"SAF4b", "GUI3b"}),
        ("knives", {"CCE3d", "EMB4e"}),
        ("self harm", {"EMB3a", "EMB4a"}),
        ("selfharm", {"EMB3a", "EMB4a"}),
        ("wants to die", {"EMB4a"}),
        ("mum depressed", {"FHF2b"}),
        ("domestic violence", {"DVA3a", "DVA4f"}),
        ("ran off, missing overnight", {"MIS3b"}),
        ("nudes", {"ONL3b", "CHC3b"}),
        ("teacher", {"SAF4d", "SAF2d"}),
        ("food bank", {"INC2b"}),
        ("young carer", {"YCA2a", "YCA4a"}),
        ("HEA4b", {"HEA4b"}),
        ("Łózeczko nappy", {"BAS3a"}),
        ("parents' delusions", {"FHF4a"}),
        ("strangulaton", {"DVA4a"}),
        ("autisitc", set()),
    ],
)
def test_everyday_words_lead_to_signs(typed, among):
    assert among <= set(found(typed))


def test_the_words_themselves_come_before_their_synonyms_then_the_higher_level():
    bruise = search_indicators(MATRIX, "bruise")
    assert bruise[0].id == "HEA4b"
    assert [i.level for i in bruise[1:]] == sorted((i.level for i in bruise[1:]), reverse=True)


def test_the_order_of_words_and_capitals_do_not_matter():
    assert found("school attendance") == found("ATTENDANCE  School!")


def test_a_word_is_found_from_its_beginning():
    assert set(found("suicid")) >= set(found("suicidal"))
    assert "EMB4e" in found("fire-se")


def test_every_word_counts_where_a_sign_has_them_all():
    assert found("private contact older") == ["ONL3a"]


def test_where_no_sign_has_them_all_the_rarer_word_leads():
    assert found("parent intoxicated")[0] == "BAS4b"


@pytest.mark.parametrize("typed", ["", "  ", "a", "!?", "the of", "zzzzqqq"])
def test_nothing_is_found_for_nothing(typed):
    assert found(typed) == []


def test_only_signs_that_fit_the_child():
    assert "HEA4b" in found("bruise", age_years=0)
    assert "HEA4b" not in found("bruise", age_years=9)
    assert set(found("baby", unborn=True)) <= {i.id for i in MATRIX.indicators_for(unborn=True, age_years=None)}


def test_two_matrices_of_one_name_are_searched_apart():
    health = MATRIX.dimension("HEA")
    signs = tuple(dataclasses.replace(i, synonyms=("blotch",)) if i.id == "HEA4b" else i for i in health.indicators)
    changed = dataclasses.replace(health, indicators=signs)
    other = dataclasses.replace(MATRIX, dimensions=(changed, *MATRIX.dimensions[1:]))
    assert [i.id for i in search_indicators(other, "blotch")] == ["HEA4b"]
    assert found("blotch") == []


@given(place=st.integers(0, 421))
@settings(max_examples=120, deadline=None)
def test_every_sign_is_found_by_its_own_wording(place):
    indicator = list(MATRIX.indicators.values())[place]
    assert indicator.id in found(indicator.text)


@given(text=st.text(max_size=60))
@settings(max_examples=100, deadline=None)
def test_anything_may_be_typed(text):
    ids = found(text)
    assert len(ids) == len(set(ids))
