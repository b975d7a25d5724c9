"""Working time in England: across year end, Easter, 29 February, both clock changes and local closures."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enquiry_app.definitions.hub_definition import Target, hours_from, load_hub
from enquiry_app.enquiry.working_time import (
    add_working_days,
    add_working_time,
    closing,
    counts_from,
    due_at,
    is_open,
    is_working_day,
    london,
    next_opening,
    opening_words,
    time_left_words,
    waiting_words,
    working_days_between,
    working_time_between,
)
from enquiry_app.errors import DefinitionError

HOURS = load_hub().hours
LONDON = ZoneInfo("Europe/London")
DAY = Target("day", "One working day", "working_days", 1)
FOUR_HOURS = Target("four", "Four working hours", "working_hours", 4)
AT_ONCE = replace(FOUR_HOURS, at_once=True)


def at(text: str) -> dt.datetime:
    """London civil time as an instant."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=LONDON).astimezone(dt.UTC)


def civil(moment: dt.datetime) -> str:
    return london(HOURS, moment).strftime("%Y-%m-%d %H:%M")


minutes = st.integers(0, 13 * 366 * 24 * 60)
moments = minutes.map(lambda n: dt.datetime(2019, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=n))
amounts = st.integers(1, 60 * 60).map(lambda minutes: dt.timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-11-23", True),
        ("2026-11-28", False),  # Saturday
        ("2026-12-25", False),
        ("2026-12-28", False),  # Boxing Day, in lieu
        ("2027-03-26", False),  # Good Friday
        ("2027-03-29", False),  # Easter Monday
        ("2024-02-29", True),
        ("2022-09-19", False),  # one-off
    ],
)
def test_working_days_in_england(day, works):
    assert is_working_day(HOURS, dt.date.fromisoformat(day)) is works


@pytest.mark.parametrize(
    ("received", "target", "due"),
    [
        ("2026-11-23T10:00", DAY, "2026-11-24 10:00"),
        ("2026-11-23T16:30", DAY, "2026-11-25 09:00"),  # after 16:00 counts from the next working day
        ("2026-11-27T10:00", DAY, "2026-11-30 10:00"),
        ("2026-11-28T12:00", DAY, "2026-12-01 09:00"),  # Saturday counts from Monday
        ("2026-12-24T10:00", DAY, "2026-12-29 10:00"),
        ("2026-12-31T15:00", DAY, "2027-01-04 15:00"),
        ("2027-03-25T10:00", DAY, "2027-03-30 10:00"),  # over Easter
        ("2024-02-28T10:00", DAY, "2024-02-29 10:00"),
        ("2026-11-23T10:00", FOUR_HOURS, "2026-11-23 14:00"),
        ("2026-11-23T15:00", FOUR_HOURS, "2026-11-24 11:00"),
        ("2026-11-23T16:30", FOUR_HOURS, "2026-11-24 13:00"),
        ("2026-11-23T16:30", AT_ONCE, "2026-11-24 12:30"),  # urgent work counts at once
        ("2026-03-27T16:00", AT_ONCE, "2026-03-30 12:00"),  # clocks went forward on Sunday
        ("2026-10-23T16:00", AT_ONCE, "2026-10-26 12:00"),  # clocks went back on Sunday
        ("2026-11-23T07:00", FOUR_HOURS, "2026-11-23 13:00"),
    ],
)
def test_due_times(received, target, due):
    assert civil(due_at(target, at(received), HOURS)) == due


def test_clock_hours_are_not_working_hours():
    follow_up = load_hub().targets["written_follow_up"]
    assert civil(due_at(follow_up, at("2026-11-27T18:00"), HOURS)) == "2026-11-28 18:00"


@given(moments)
def test_next_opening_is_open_and_nothing_opens_before_it(moment):
    opens = next_opening(HOURS, moment)
    assert opens >= moment
    assert is_open(HOURS, opens)
    assert working_time_between(HOURS, moment, opens) == (
        dt.timedelta() if not is_open(HOURS, moment) else closing(HOURS, moment) - moment
    )


@given(moments, amounts)
def test_working_time_added_is_the_working_time_between(moment, amount):
    due = add_working_time(HOURS, moment, amount)
    assert working_time_between(HOURS, moment, due) == amount


@given(moments, amounts, amounts)
def test_adding_in_two_steps_is_adding_at_once(moment, first, second):
    stepwise = add_working_time(HOURS, add_working_time(HOURS, moment, first), second)
    assert working_time_between(HOURS, moment, stepwise) == first + second


@given(moments, st.integers(1, 45))
def test_working_days_land_on_a_working_day_so_many_days_later(moment, days):
    start = counts_from(HOURS, moment)
    due = add_working_days(HOURS, start, days)
    assert is_working_day(HOURS, london(HOURS, due).date())
    assert working_days_between(HOURS, london(HOURS, start).date(), london(HOURS, due).date()) == days


@given(moments)
def test_later_receipt_is_never_due_earlier(moment):
    later = moment + dt.timedelta(hours=1)
    for target in load_hub().targets.values():
        assert due_at(target, moment, HOURS) <= due_at(target, later, HOURS)


def test_a_local_closure_is_no_working_day():
    closed = hours_from(
        {"days": {"monday": ["09:00", "17:00"]}, "closures": [{"date": "2026-11-23", "reason": "Training"}]}
    )
    assert not is_open(closed, at("2026-11-23T10:00"))
    assert london(closed, next_opening(closed, at("2026-11-23T10:00"))).date() == dt.date(2026, 11, 30)


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ("2026-11-23T10:00", "The Hub is open until 17:00"),
        ("2026-11-23T18:00", "The Hub is closed until 09:00 tomorrow"),
        ("2026-11-27T18:00", "The Hub is closed until 09:00 on Monday 30 November"),
        ("2026-12-24T18:00", "The Hub is closed until 09:00 on Tuesday 29 December"),
        ("2026-11-23T06:00", "The Hub is closed until 09:00 today"),
    ],
)
def test_opening_words(now, words):
    assert opening_words(HOURS, at(now)) == words


@pytest.mark.parametrize(
    ("due", "now", "words"),
    [
        ("2026-11-23T13:20", "2026-11-23T10:00", "3 h 20 min left"),
        ("2026-11-23T13:00", "2026-11-23T10:00", "3 h left"),
        ("2026-11-23T10:20", "2026-11-23T10:00", "20 min left"),
        ("2026-11-24T10:00", "2026-11-23T16:00", "2 h left"),
        ("2026-11-26T10:00", "2026-11-23T10:00", "3 working days left"),
        ("2026-11-24T16:05", "2026-11-26T10:00", "overdue since Tuesday 16:05"),
        ("2026-11-23T09:00", "2026-11-23T10:00", "overdue since 09:00 today"),
    ],
)
def test_time_left_in_words(due, now, words):
    assert time_left_words(HOURS, at(due), at(now)) == words


def test_waiting_in_words():
    now = at("2026-11-23T10:00")
    waits = [dt.timedelta(minutes=5), dt.timedelta(hours=3, minutes=20), dt.timedelta(days=1), dt.timedelta(days=2)]
    assert [waiting_words(now - wait, now) for wait in waits] == ["5 min", "3 h 20 min", "1 day", "2 days"]


def test_every_fault_of_the_hours_is_named():
    with pytest.raises(DefinitionError) as refused:
        hours_from({"days": {"mondy": ["09:00", "17:00"], "friday": ["17:00", "09:00"]}, "closures": [{"day": "x"}]})
    assert [fault.key for fault in refused.value.faults] == ["days.mondy", "days.friday", "closures[0]"]
