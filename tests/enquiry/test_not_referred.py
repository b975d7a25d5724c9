"""What the record of considered and not referred has to say, and when its review is due."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enquiry_app.enquiry.hub_records import NotReferred
from enquiry_app.enquiry.not_referred import (
    NotReferredInput,
    ReviewInput,
    problems_of,
    review_problems,
    review_state,
)

TODAY = dt.date(2026, 11, 23)
WHOLE = NotReferredInput(
    "The Hub's advice line", "Offer early help and look again.", "The family has accepted help at school.",
    "Sam meets Robin weekly; mother comes on Friday.", dt.date(2026, 12, 14),
)  # fmt: skip
SIGNED = NotReferred("r", 1, "e", dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC), "p", "2026-12-14")


def test_a_whole_record_has_no_problem() -> None:
    assert problems_of(WHOLE, TODAY, danger=False) == ()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("advice_from", " "), ("advice", ""), ("reason", "no"), ("plan", ""), ("review_on", None),
        ("review_on", TODAY), ("review_on", dt.date(2026, 11, 1)), ("review_on", dt.date(2028, 1, 1)),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_at_its_field(field, value) -> None:
    (problem,) = problems_of(replace(WHOLE, **{field: value}), TODAY, danger=False)
    assert problem.field == field
    assert problem.message
    assert not problem.message.endswith(".")


def test_where_danger_is_marked_a_reason_is_asked_for_and_enough() -> None:
    assert [each.field for each in problems_of(WHOLE, TODAY, danger=True)] == ["danger_reason"]
    told = replace(WHOLE, danger_reason="The Hub was phoned at 10:00 and has it already.")
    assert problems_of(told, TODAY, danger=True) == ()


def test_a_review_says_how_the_child_is_and_may_be_the_last() -> None:
    assert review_problems(ReviewInput("Robin eats breakfast at school now.", None), TODAY) == ()
    assert [p.field for p in review_problems(ReviewInput("ok", TODAY), TODAY)] == ["note", "review_on"]


@pytest.mark.parametrize(
    ("day", "state", "words"),
    [
        ("2026-12-14", "ahead", "review on 14 December 2026"),
        ("2026-11-23", "today", "review today"),
        ("2026-11-22", "overdue", "review overdue since 22 November 2026: 1 day"),
        ("2026-11-09", "overdue", "review overdue since 9 November 2026: 14 days"),
        ("", "none", "no further review"),
    ],
)
def test_when_the_review_is_due(day, state, words) -> None:
    found = review_state(replace(SIGNED, review_on=day), TODAY)
    assert (found.state, found.words) == (state, words)


def test_what_was_opened_again_needs_no_review() -> None:
    assert review_state(replace(SIGNED, reopened_at=SIGNED.signed_at), dt.date(2030, 1, 1)).state == "none"


@given(st.dates(dt.date(2026, 1, 1), dt.date(2028, 12, 31)), st.dates(dt.date(2026, 1, 1), dt.date(2028, 12, 31)))
def test_a_review_is_overdue_exactly_after_its_day(day, today) -> None:
    found = review_state(replace(SIGNED, review_on=day.isoformat()), today)
    assert (found.state == "overdue") == (day < today)
