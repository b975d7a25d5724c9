"""One hash over everything that was sent: any difference shows."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enquiry_app.enquiry.answers import Address, Answers, ItemsKey
from enquiry_app.enquiry.records import SentVersion, Suggested
from enquiry_app.services.freezing import content_hash, sealed_version, without_hidden

AT = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
CHOICE = Suggested("a", "2", "Because it is so.", AT, "p1", {"suggested": "3"}, "m/1")
SENT = SentVersion(
    "e1", 1, Answers({Address("worry"): "W"}, {ItemsKey("children"): ("a",)}), "f/1", "m/1", "1.0",
    {"a": {"suggested": "3"}}, {"a": CHOICE}, AT, "p1", "",
)  # fmt: skip


@pytest.mark.parametrize(
    "changed",
    [
        replace(SENT, enquiry_id="e2"),
        replace(SENT, number=2),
        replace(SENT, answers=SENT.answers.with_answer("worry", (), "W.")),
        replace(SENT, answers=SENT.answers.with_items("children", (), ("a", "b"))),
        replace(SENT, form="f/2"),
        replace(SENT, matrix="m/2"),
        replace(SENT, engine="1.1"),
        replace(SENT, suggestions={"a": {"suggested": "2"}}),
        replace(SENT, revealed={}),
        replace(SENT, revealed={"a": replace(CHOICE, first_level="3")}),
        replace(SENT, revealed={"a": replace(CHOICE, chosen_at=AT + dt.timedelta(microseconds=1))}),
        replace(SENT, sent_at=AT + dt.timedelta(seconds=1)),
        replace(SENT, sent_by="p2"),
    ],
)
def test_any_difference_changes_the_hash(changed) -> None:
    assert content_hash(changed, "R") != content_hash(SENT, "R")


def test_the_reference_belongs_to_the_hash() -> None:
    assert content_hash(SENT, "R") != content_hash(SENT, "S")


def test_the_hash_does_not_depend_on_itself_or_on_the_order_of_entry() -> None:
    sealed = sealed_version(SENT, "R")
    assert content_hash(sealed, "R") == sealed.content_hash
    one = Answers({Address("a"): "1", Address("b"): "2"})
    other = Answers({Address("b"): "2", Address("a"): "1"})
    assert content_hash(replace(SENT, answers=one), "R") == content_hash(replace(SENT, answers=other), "R")


@given(st.dictionaries(st.text(min_size=1, max_size=4), st.text(min_size=1, max_size=4), max_size=6), st.data())
def test_hidden_answers_go_and_no_others(values, data) -> None:
    answers = Answers({Address(question): value for question, value in values.items()})
    hidden = data.draw(st.sets(st.sampled_from(sorted(values)))) if values else set()
    kept = without_hidden(answers, [Address(question) for question in hidden])
    assert {a.question for a in kept.addresses()} == set(values) - hidden
