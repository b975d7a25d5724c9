"""Settling differences: stages, timers over weekends and bank holidays, prepared words."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enquiry_app.definitions.hub_definition import Contact, load_hub
from enquiry_app.definitions.hub_work import contact_of, load_escalation
from enquiry_app.enquiry.escalation_rules import first_stage, is_urgent, stage_due, stage_lines, stage_text
from enquiry_app.enquiry.hub_records import Disagreement
from enquiry_app.enquiry.working_time import is_working_day, london, working_days_between

HUB, ESCALATION = load_hub(), load_escalation()
NOW = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
FRIDAY = dt.datetime(2026, 11, 27, 12, tzinfo=dt.UTC)
START, END = dt.datetime(2024, 1, 1), dt.datetime(2031, 12, 31)  # noqa: DTZ001 - the time zone comes below
INSTANTS = st.datetimes(START, END, timezones=st.just(dt.UTC))


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def entry(stage, when=NOW, note="", due=None):
    made = {
        "stage": stage,
        "at": when.isoformat(),
        "by": "p",
        "with_whom": "Jo Reed, Hub" if note else "",
        "note": note,
    }
    return {**made, "due": due.isoformat()} if due else made


def a_difference(**changes) -> Disagreement:
    one = Disagreement(
        "d", 1, "e", "open", 1, "threshold", NOW, "p", due_at=NOW, about="Cold and hungry every Monday.",
        stages=(entry(1, due=NOW),),
    )  # fmt: skip
    return replace(one, **changes)


@pytest.mark.parametrize(
    ("stage", "urgent", "begins", "due"),
    [
        (1, False, "2026-11-27T12:00", "2026-12-01T12:00"),
        (1, True, "2026-11-27T12:00", "2026-11-27T17:00"),  # same day
        (1, True, "2026-11-28T12:00", "2026-11-30T17:00"),  # raised on a Saturday
        (2, False, "2026-11-27T12:00", "2026-12-01T12:00"),
        (2, True, "2026-11-27T12:00", "2026-11-30T12:00"),
        (3, False, "2026-12-23T12:00", "2026-12-30T12:00"),  # Christmas
        (4, False, "2026-11-23T12:00", "2026-11-30T12:00"),
    ],
)
def test_timers(stage, urgent, begins, due):
    assert stage_due(ESCALATION, stage, at(begins), HUB.hours, urgent=urgent) == at(due)


@given(INSTANTS, st.integers(1, 4), st.booleans())
def test_timers_end_on_working_days_and_urgent_ones_no_later(begins, stage, urgent):
    due = stage_due(ESCALATION, stage, begins, HUB.hours, urgent=urgent)
    local = london(HUB.hours, due).date()
    assert due > begins
    assert is_working_day(HUB.hours, local)
    assert due <= stage_due(ESCALATION, stage, begins, HUB.hours)
    assert working_days_between(HUB.hours, london(HUB.hours, begins).date(), local) <= 5


def test_it_begins_with_the_person_nearest_or_high_up_where_a_child_is_at_risk():
    assert (first_stage(ESCALATION, False), first_stage(ESCALATION, True)) == (1, 3)


@pytest.mark.parametrize(
    ("rating", "urgent", "at_risk", "short"),
    [("", False, False, False), ("red", False, False, True), ("", True, False, True), ("green", True, False, False),
     ("green", False, True, True)],
)  # fmt: skip
def test_when_the_shorter_times_hold(an_enquiry, rating, urgent, at_risk, short):
    assert is_urgent(an_enquiry(rating=rating, urgent=urgent), at_risk) is short


def test_the_stages_in_words():
    lines = stage_lines(a_difference(stage=2, stages=(entry(1), entry(2, note="Tried twice."))), ESCALATION, HUB, NOW)
    assert [line.state for line in lines] == ["done", "now", "to_come", "to_come"]
    assert lines[1].overdue
    assert lines[1].said[0]["note"] == "Tried twice."


def test_one_that_began_at_stage_three_did_not_use_the_first_two():
    one = a_difference(stage=3, stages=(entry(3),))
    assert [line.state for line in stage_lines(one, ESCALATION, HUB, NOW)] == ["not_used", "not_used", "now", "to_come"]
    settled = replace(one, status="settled", due_at=None)
    states = [line.state for line in stage_lines(settled, ESCALATION, HUB, NOW)]
    assert states == ["not_used", "not_used", "done", "not_used"]


def test_named_contacts_come_from_settings_and_their_number_follows_the_hubs():
    stage = ESCALATION.stage(3)
    named = replace(HUB, contacts={**HUB.contacts, stage.contact: Contact(stage.contact, "Rae Moss", "01632 960003")})
    assert contact_of(stage, named) == ("Rae Moss", "01632 960003")
    moved = replace(HUB, contacts={**HUB.contacts, "hub": Contact("hub", "Safeguarding Hub", "01632 960001")})
    assert contact_of(stage, moved)[1] == "01632 960001"
    assert contact_of(ESCALATION.stage(1), moved) == (ESCALATION.stage(1).with_whom, "01632 960001")


@pytest.fixture
def enquiry(an_enquiry):
    return an_enquiry(
        reference="TSH-2026-1",
        status="closed",
        sent_at=NOW,
        decided_at=at("2026-11-24T09:00"),
        title="Amira Pengelly-Khan",
    )


def test_the_prepared_letter_has_reference_dates_and_no_name_of_a_child(enquiry, people):
    due = at("2026-11-30T12:00")
    one = a_difference(
        stage=2, due_at=due, urgent=True, stages=(entry(1), entry(1, note="Rang twice."), entry(2, FRIDAY, "No.", due))
    )
    words = stage_text(one, 2, enquiry, HUB, FRIDAY, people["teacher"])
    for part in (
        "To: Hub manager, 01803 208100", "Enquiry TSH-2026-1, sent by", "23 November 2026", "24 November 2026",
        "stage 2 of 4", "Cold and hungry every Monday.", "spoke with Jo Reed, Hub. Rang twice.", "taken to Jo Reed, Hub. No.",
        "Please answer by Monday 30 November 2026 at 12:00.", ESCALATION.not_instead, "Teacher One",
    ):  # fmt: skip
        assert part in words
    assert "Amira" not in words


@pytest.mark.parametrize("stage", [1, 2, 3, 4])
def test_each_stage_is_prepared_before_anything_was_raised(enquiry, people, stage):
    words = stage_text(None, stage, enquiry, HUB, FRIDAY, people["teacher"])
    assert ESCALATION.stage(stage).ask in words
    assert "Please answer by" in words


def test_the_words_are_neutral():
    spoken = " ".join(
        [each.opening for each in ESCALATION.reasons] + [each.ask for each in ESCALATION.stages]
    ).casefold()
    assert not any(word in spoken for word in ("fault", "failed", "wrong", "complain", "refuse", "blame"))
