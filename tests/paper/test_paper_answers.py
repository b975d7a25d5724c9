"""Answers written into fields and read out of them: the same comes back, and what cannot be placed is never lost."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enquiry_app.definitions.form_definition import Form
from enquiry_app.definitions.load_form import load_form
from enquiry_app.definitions.load_matrix import load_matrix
from enquiry_app.enquiry.answers import Absent, Answers, CivilTime, FlexDate, Postal, Typed
from enquiry_app.enquiry.paper_answers import LIST_LIMIT, TOO_MANY, UNKNOWN, PaperAnswers, read, written
from enquiry_app.enquiry.paper_fields import Place, path_of, place_of
from enquiry_app.enquiry.paper_reading import (
    BESIDE,
    FILES,
    NO_CHILD,
    NO_CODE,
    NO_SIGN,
    NOT_A_CHOICE,
    NOT_HERE,
    TWO_ABSENCES,
)
from tests.builders import random_answers

TODAY = dt.date(2026, 11, 23)
FORM: Form = load_form()


def read_back(fields: dict[str, str]) -> PaperAnswers:
    count = itertools.count(1)
    return read(FORM, load_matrix(), fields, TODAY, lambda: f"i{next(count)}")


def only(fields: dict[str, str], question: str, items: tuple[str, ...] = ()):
    """The answer, with nothing lost on the way."""
    found = read_back(fields)
    assert found.not_placed == ()
    return found.answers.get(question, items)


def lost(fields: dict[str, str]) -> list[tuple[str, str]]:
    return [(each.text, each.why) for each in read_back(fields).not_placed]


@settings(max_examples=20)
@given(st.integers(0, 2**32), st.sampled_from([0.1, 0.5, 0.9]))
def test_what_is_written_is_read_back(seed, share):
    answers = random_answers(FORM, Random(seed), load_matrix(), share)
    first = read_back(fields := written(FORM, answers))
    again = read_back(written(FORM, first.answers))
    assert again.answers == first.answers
    missing = Counter(fields.values()) - Counter(written(FORM, first.answers).values())
    told = [each.text for each in first.not_placed]
    assert all(any(text in each for each in told) for text in missing)


@settings(max_examples=50)
@given(
    st.dictionaries(
        st.sampled_from([*FORM.questions, "x", ""]).flatmap(
            lambda question: st.sampled_from(
                ["", "children.1.", "children.0.", "children.1.body_marks.2.", "1.children."]
            ).flatmap(
                lambda around: st.sampled_from(
                    ["", ":reason", ":postcode", ":kind", ":1", ":sign1", ":absent:not_known", ":x"]
                ).map(lambda part: f"{around}{question}{part}")
            )
        ),
        st.text(max_size=40),
        max_size=30,
    )
)
def test_any_words_in_any_fields_are_placed_or_listed(fields):
    found = read_back(fields)
    assert len(found.not_placed) <= LIST_LIMIT
    for name, text in fields.items():
        if text.strip() and place_of(FORM, name) is None:
            assert text in [each.text for each in found.not_placed]


def test_names_of_fields_are_taken_apart_as_they_were_put_together():
    for question, chain in FORM.chain_of.items():
        slots = tuple(range(2, 2 + len(chain)))
        assert place_of(FORM, path_of(FORM, question, slots)) == Place(question, slots)
    for name in (
        "worry.1",
        "children.worry",
        "children.x.child_gp",
        "children.0.child_gp",
        "children.1.worry",
        "",
        ".",
    ):
        assert place_of(FORM, name) is None


def test_a_retired_question_is_followed_to_what_it_became():
    from dataclasses import replace

    older = replace(FORM, retired={"old_worry": "older_worry", "older_worry": "worry"})
    assert place_of(older, "old_worry") == Place("worry", ())


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("3/11/17", FlexDate("2017-11-03")), ("3rd November 2017", FlexDate("2017-11-03")), ("about 2017", FlexDate("2017", True)),
        ("Nov 2017", FlexDate("2017-11")), ("sometime in spring", Typed("sometime in spring")),
    ],
)  # fmt: skip
def test_dates_are_read_the_uk_way(typed, value):
    found = read_back({"children.1.child_birth_date": typed})
    assert found.answers.get("child_birth_date", ("i1",)) == value
    assert [each.text for each in found.not_placed] == ([typed] if isinstance(value, Typed) else [])


def test_times_choices_ticks_and_codes():
    assert only({"known_at": "3.11.2026 at 2pm"}, "known_at") == CivilTime("2026-11-03T14:00")
    assert only({"danger_now": "yes"}, "danger_now") == "yes"
    assert only({"danger_now": "Not known"}, "danger_now") == Absent("not_known")
    assert only({"danger_now": "absent:not_known", "danger_now:reason": " ask  Mum "}, "danger_now") == Absent(
        "not_known", "ask Mum"
    )
    assert only({"children.1.child_language": "Polish"}, "child_language", ("i1",)) == "pol"
    assert only(
        {"children.1.child_disability:HAND": "yes", "children.1.child_disability:MOB": "x"}, "child_disability", ("i1",)
    ) == ("MOB", "HAND")
    assert only({"declaration": "yes"}, "declaration") == "yes"
    assert only({"children.1.child_nhs_number": "999 000 0018"}, "child_nhs_number", ("i1",)) == "9990000018"


def test_a_missing_answer_takes_its_words_as_the_reason():
    assert only(
        {"children.1.child_gp:not_known": "yes", "children.1.child_gp": "school has it"}, "child_gp", ("i1",)
    ) == Absent("not_known", "school has it")
    assert lost(
        {"children.1.child_family_name:not_known": "yes", "children.1.child_family_name:not_applicable": "yes"}
    ) == [("Not known, Does not apply", TWO_ABSENCES)]
    assert lost({"children.1.child_disability:HAND": "yes", "children.1.child_disability:absent:not_known": "yes"}) == [
        ("Not known", BESIDE)
    ]
    assert lost({"danger_now": "yes", "danger_now:reason": "unsure"}) == [("unsure", BESIDE)]


def test_addresses_with_and_without_a_postcode_of_their_own():
    key = "children.1.child_address"
    assert only({key: "1 Example Street\nTorquay tq1 3dr"}, "child_address", ("i1",)) == Postal(
        "1 Example Street\nTorquay", "TQ1 3DR"
    )
    assert only(
        {key: "1 Example Street", f"{key}:postcode": "tq13dr", f"{key}:kind": "refuge"}, "child_address", ("i1",)
    ) == Postal("1 Example Street", "TQ1 3DR", "", "refuge")
    assert only({key: "moving", f"{key}:not_known": "yes"}, "child_address", ("i1",)) == Absent("not_known", "moving")
    both = read_back({key: "1 Example Street TQ2 5AA", f"{key}:postcode": "TQ1 3DR"})
    assert both.answers.get("child_address", ("i1",)) == Postal("1 Example Street\nTQ2 5AA", "TQ1 3DR")


def test_rows_belong_to_their_child_and_keep_their_order():
    fields = {
        "children.3.child_given_names": "Sam", "children.1.child_given_names": "Robin",
        "children.3.body_marks.2.mark_where": "left arm", "household.1.member_relationship:3": "mother",
        "chronology.1.event_children:1": "yes", "chronology.1.event_what": "It began",
    }  # fmt: skip
    answers = read_back(fields).answers
    robin, sam = answers.items_of("children")
    assert [answers.get("child_given_names", (child,)) for child in (robin, sam)] == ["Robin", "Sam"]
    (mark,) = answers.items_of("body_marks", (sam,))
    assert answers.get("mark_where", (sam, mark)) == "left arm"
    (event,) = answers.items_of("chronology")
    assert answers.get("event_children", (event,)) == (robin,)


def test_signs_are_read_by_their_codes_several_in_a_box_too():
    row = {
        "children.1.matrix:sign2": "bas3a, HEA2A",
        "children.1.matrix:when2": "Now",
        "children.1.matrix:source2": "seen",
    }
    found = only(row, "matrix", ("i1",))
    assert [(sign["indicator"], sign["when"], sign["source"]) for sign in found["observations"]] == [
        ("BAS3a", "now", "seen"), ("HEA2a", "now", "seen"),
    ]  # fmt: skip
    assert lost({"children.1.matrix:sign1": "BAS9z"}) == [("BAS9z", NO_SIGN)]
    assert lost({"children.1.matrix:note1": "often"}) == [("often", NO_CODE)]


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"nobody_asked": "words"}, UNKNOWN), ({"worry:colour": "words"}, NOT_HERE), ({"enquiry_type": "words"}, NOT_A_CHOICE),
        ({"attachments": "words"}, FILES), ({"chronology.1.event_what": "It began", "chronology.1.event_children:4": "words"}, NO_CHILD),
        ({f"children.{n}.child_known_as": f"words {n}" for n in range(1, 22)}, TOO_MANY),
    ],
)  # fmt: skip
def test_what_cannot_be_placed_is_told_with_its_reason(fields, why):
    (line,) = read_back(fields).not_placed
    assert (line.why, line.text.split()[0]) == (why, "words")


def test_words_that_are_too_long_are_kept_whole_beside_the_draft():
    found = read_back({"children.1.child_case_number": "A" * 21, "worry": "B" * 12_001})
    assert [len(each.text) for each in found.not_placed] == [12_001, 21]
    assert found.answers.values == {}


def test_where_says_whose_it_is():
    (line,) = read_back({"children.2.body_marks.1.mark_side": "inside"}).not_placed
    assert line.where == "Child 2, mark 1: Front or back"
    assert "inside" not in repr(line)
    assert isinstance(read_back({}).answers, Answers)
