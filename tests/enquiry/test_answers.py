"""Answers never change in place, know what changed, and drop what belonged to a dropped item."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enquiry_app.definitions.load_form import load_form
from enquiry_app.enquiry.answers import Address, Answers, CivilTime, FlexDate, ItemsKey
from tests.builders import random_answers, with_answers
from tests.enquiry.strategies import answers_of

FORM = load_form()


def test_an_answer_makes_new_answers():
    before = Answers()
    after = before.with_answer("worry", (), "text")
    assert before.get("worry") is None
    assert after.get("worry") == "text"


@pytest.mark.parametrize("nothing", [None, "", ()])
def test_nothing_takes_an_answer_away(nothing):
    answers = Answers().with_answer("worry", (), "text")
    assert answers.with_answer("worry", (), nothing).values == {}


def test_no_change_gives_the_same_object():
    answers = Answers().with_answer("worry", (), "text").with_items("children", (), ("a",))
    assert answers.with_answer("worry", (), "text") is answers
    assert answers.with_answer("meaning", (), None) is answers
    assert answers.with_items("children", (), ("a",)) is answers


def test_answers_of_a_dropped_item_go_with_all_that_is_nested_in_it():
    answers = Answers().with_items("children", (), ("a", "b")).with_items("homes", ("a",), ("h",))
    answers = with_answers(answers, {"given": "A"}, "a").with_answer("until", ("a", "h"), FlexDate("2020"))
    answers = with_answers(answers, {"given": "B"}, "b").with_answer("given", ("ab",), "not a")
    left = answers.with_items("children", (), ("b",))
    assert set(left.values) == {Address("given", ("b",)), Address("given", ("ab",))}
    assert left.items == {ItemsKey("children"): ("b",)}


def test_reordering_items_keeps_their_answers():
    answers = Answers().with_items("children", (), ("a", "b")).with_answer("given", ("a",), "A")
    assert answers.with_items("children", (), ("b", "a")).get("given", ("a",)) == "A"


@given(answers_of(FORM), answers_of(FORM))
def test_changes_since_turn_the_earlier_into_the_later(earlier, later):
    again = earlier.with_changes(later.changes_since(earlier))
    assert again.values == later.values
    assert {k: v for k, v in again.items.items() if v} == {k: v for k, v in later.items.items() if v}


def test_nothing_changed_gives_no_changes():
    answers = random_answers(FORM)
    assert answers.changes_since(answers) == ()


def test_print_shows_no_answer():
    answers = Answers().with_answer("worry", (), "secret")
    assert "secret" not in repr(answers)


@pytest.mark.parametrize(
    ("iso", "first", "last"),
    [
        ("2026", dt.date(2026, 1, 1), dt.date(2026, 12, 31)),
        ("2028-02", dt.date(2028, 2, 1), dt.date(2028, 2, 29)),
        ("2026-11-03", dt.date(2026, 11, 3), dt.date(2026, 11, 3)),
    ],
)
def test_the_span_a_date_may_mean(iso, first, last):
    date = FlexDate(iso)
    assert (date.earliest, date.latest) == (first, last)
    assert date.full == (first if first == last else None)


@given(st.dates(min_value=dt.date(1900, 1, 1)), st.sampled_from([4, 7, 10]))
def test_a_date_lies_within_the_span_of_its_parts(date, length):
    partial = FlexDate(date.isoformat()[:length])
    assert partial.earliest <= date <= partial.latest


def test_a_civil_time_knows_its_parts():
    assert CivilTime("2026-11-03T14:05").time == dt.time(14, 5)
    assert CivilTime("2026-11-03").time is None
    assert CivilTime("2026-11-03T14:05").date == dt.date(2026, 11, 3)
