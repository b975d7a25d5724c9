"""Considered, not referred: what the record has to say, when its review is due, and what its paper is made of. Pure.

Source: Keeping children safe in education (decisions and the reasons for them are written down); domain notes 1b.
Nothing here forbids: where a sign of significant harm is marked it says to phone the Hub, and asks why not.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from enquiry_app.enquiry.hub_records import NotReferred
from enquiry_app.enquiry.records import Enquiry

LEAST_WORDS = 15  # characters of a reason that says something
LONGEST_WAIT = 366  # days until a review


@dataclass(frozen=True)
class NotReferredInput:
    """What the person writes. `review_on` is a day; `danger_reason` is needed only where danger is marked."""

    advice_from: str
    advice: str
    reason: str
    plan: str
    review_on: dt.date | None
    danger_reason: str = ""

    def __repr__(self) -> str:
        return "NotReferredInput()"


@dataclass(frozen=True)
class ReviewInput:
    """How the child is now, and the next review; None if none is needed any more."""

    note: str
    review_on: dt.date | None

    def __repr__(self) -> str:
        return "ReviewInput()"


@dataclass(frozen=True)
class InputProblem:
    """What is missing in a field, in a sentence without a full stop."""

    field: str
    message: str


@dataclass(frozen=True)
class ReviewState:
    """Whether the review is `overdue`, `today`, `ahead` or `none`, and the same in words."""

    state: str
    words: str


@dataclass(frozen=True)
class NotReferredPaper:
    """What the printed record is made of. `names`: person id -> display name."""

    enquiry: Enquiry
    record: NotReferred
    names: Mapping[str, str]
    today: dt.date
    made_at: dt.datetime
    organisation: str
    practice: bool

    def __repr__(self) -> str:
        return f"NotReferredPaper({self.enquiry.id})"


def problems_of(given: NotReferredInput, today: dt.date, *, danger: bool) -> tuple[InputProblem, ...]:
    """What is still missing, in the order of the fields."""
    found = []
    if not given.advice_from.strip():
        found.append(InputProblem("advice_from", "Say whom you asked; if nobody, write nobody"))
    if not given.advice.strip():
        found.append(InputProblem("advice", "Say what the advice was; if nobody was asked, say why"))
    if len(given.reason.strip()) < LEAST_WORDS:
        found.append(InputProblem("reason", "Say why this is not referred, in a sentence"))
    if danger and len(given.danger_reason.strip()) < LEAST_WORDS:
        found.append(InputProblem("danger_reason", "Say why this is not referred although danger is marked"))
    if len(given.plan.strip()) < LEAST_WORDS:
        found.append(InputProblem("plan", "Say who will do what instead, in a sentence"))
    if message := _review_problem(given.review_on, today):
        found.append(InputProblem("review_on", message))
    return tuple(found)


def review_problems(given: ReviewInput, today: dt.date) -> tuple[InputProblem, ...]:
    """The same for a review."""
    found = []
    if len(given.note.strip()) < LEAST_WORDS:
        found.append(InputProblem("note", "Say how the child is now, in a sentence"))
    if given.review_on is not None and (message := _review_problem(given.review_on, today)):
        found.append(InputProblem("review_on", message))
    return tuple(found)


def _review_problem(day: dt.date | None, today: dt.date) -> str:
    if day is None:
        return "Enter the day on which you will look again, for example 14 12 2026"
    if day <= today:
        return "The review has to lie ahead"
    if (day - today).days > LONGEST_WAIT:
        return "The review has to be within a year"
    return ""


def review_state(record: NotReferred, today: dt.date) -> ReviewState:
    """When the review is due, seen from a London day."""
    if record.reopened_at is not None or not record.review_on:
        return ReviewState("none", "" if record.reopened_at else "no further review")
    day = dt.date.fromisoformat(record.review_on)
    words = f"{day.day} {day:%B %Y}"
    if day < today:
        days = (today - day).days
        return ReviewState("overdue", f"review overdue since {words}: {days} {'day' if days == 1 else 'days'}")
    if day == today:
        return ReviewState("today", "review today")
    return ReviewState("ahead", f"review on {words}")
