"""Working time against a plain count of quarter hours, with any hours and closures, around the days that go wrong."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enquiry_app.definitions.bank_holidays import bank_holidays, computed, shipped_table
from enquiry_app.definitions.hub_definition import HubHours, Target, load_hub
from enquiry_app.enquiry import working_time as wt

LONDON = ZoneInfo("Europe/London")
HOURS = load_hub().hours
QUARTER = dt.timedelta(minutes=15)
ONE_DAY = Target("t", "T", "working_days", 1)
RED = Target("t", "T", "working_hours", 4, at_once=True)
# Year ends, Easter, 29 February, both clock changes, an ordinary week.
TRICKY = [dt.date(*day) for day in (
    (2026, 12, 23), (2027, 12, 30), (2026, 4, 1), (2027, 3, 25), (2028, 2, 27), (2026, 3, 27), (2026, 10, 23), (2026, 9, 7),
)]  # fmt: skip

half_hours = st.integers(0, 47).map(lambda n: dt.time(n // 2, n % 2 * 30))
# Clock changes say some times between one and two at night twice or never; a plain count cannot speak for those.
later_half_hours = st.integers(4, 47).map(lambda n: dt.time(n // 2, n % 2 * 30))
near_days = st.builds(lambda day, n: day + dt.timedelta(days=n), st.sampled_from(TRICKY), st.integers(0, 9))


def london(text: str) -> dt.datetime:
    """ "2026-11-27 15:59" in London, as the store keeps instants."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=LONDON).astimezone(dt.UTC)


def civil(at: dt.datetime) -> str:
    return f"{at.astimezone(LONDON):%Y-%m-%d %H:%M}"


def hours_of(times: st.SearchStrategy[dt.time]) -> st.SearchStrategy[HubHours]:
    span = st.tuples(times, times).filter(lambda pair: pair[0] < pair[1])
    days = st.dictionaries(st.integers(0, 6), span, min_size=1)
    return st.builds(
        lambda d, closed: HubHours(d, closures=closed), days, st.dictionaries(near_days, st.just("x"), max_size=5)
    )


any_hours, day_hours = hours_of(half_hours), hours_of(later_half_hours)
instants = st.builds(
    lambda day, quarters: dt.datetime.combine(day, dt.time(), dt.UTC) + quarters * QUARTER,
    near_days,
    st.integers(0, 95),
)
amounts = st.integers(0, 120).map(lambda n: n * QUARTER)


def open_at(hours: HubHours, at: dt.datetime) -> bool:
    """The rule said again, plainly: the civil time stands between opening and closing of a day that counts."""
    local = at.astimezone(LONDON)
    day = local.date()
    if day in hours.closures or day in bank_holidays(day.year) or day.weekday() not in hours.days:
        return False
    opens, closes = hours.days[day.weekday()]
    return opens <= local.time() < closes


def quarters_open(hours: HubHours, start: dt.datetime, end: dt.datetime) -> dt.timedelta:
    count = max(int((end - start) / QUARTER), 0)
    return sum(open_at(hours, start + n * QUARTER) for n in range(count)) * QUARTER


@given(day_hours, instants)
def test_open_means_within_the_days_hours(hours, at):
    assert wt.is_open(hours, at) == open_at(hours, at)


@given(day_hours, instants, st.integers(0, 96 * 4))
def test_working_time_is_the_open_quarters_between(hours, start, quarters):
    end = start + quarters * QUARTER
    assert wt.working_time_between(hours, start, end) == quarters_open(hours, start, end)


@given(any_hours, instants, st.integers(0, 900), st.integers(0, 900))
def test_working_time_adds_up(hours, start, first, second):
    middle = start + first * QUARTER
    end = middle + second * QUARTER
    parts = wt.working_time_between(hours, start, middle) + wt.working_time_between(hours, middle, end)
    assert wt.working_time_between(hours, start, end) == parts


@given(any_hours, instants, amounts)
def test_time_added_is_time_between(hours, start, amount):
    end = wt.add_working_time(hours, start, amount)
    assert end >= start
    assert wt.working_time_between(hours, start, end) == amount


@given(day_hours, instants)
def test_the_next_opening_is_the_first_open_moment(hours, at):
    opens = wt.next_opening(hours, at)
    assert opens >= at
    assert wt.is_open(hours, opens)
    if not wt.is_open(hours, at):
        assert quarters_open(hours, max(at, opens - dt.timedelta(days=4)), opens) == dt.timedelta()


@given(day_hours, instants, instants, st.sampled_from([ONE_DAY, RED]))
def test_what_comes_later_is_never_due_earlier(hours, one, other, target):
    first, second = sorted((one, other))
    assert wt.due_at(target, first, hours) <= wt.due_at(target, second, hours)


@given(day_hours, instants, st.integers(1, 20))
def test_working_days_end_on_a_working_day_within_its_hours(hours, start, days):
    local = wt.add_working_days(hours, start, days).astimezone(LONDON)
    opens, closes = hours.days[local.weekday()]
    assert opens <= local.time() <= closes
    assert wt.working_days_between(hours, start.astimezone(LONDON).date(), local.date()) == days


def test_working_time_counts_across_years():
    start, end = london("2020-01-02 09:00"), london("2026-01-02 09:00")
    days = wt.working_days_between(HOURS, dt.date(2020, 1, 2), dt.date(2026, 1, 2))
    assert wt.working_time_between(HOURS, start, end) == dt.timedelta(hours=8 * days)


def test_negative_working_time_is_refused():
    with pytest.raises(ValueError, match="negative"):
        wt.add_working_time(HOURS, london("2026-11-27 10:00"), dt.timedelta(minutes=-1))


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-11-27 15:59", "2026-11-30 15:59"),
        ("2026-11-27 16:00", "2026-11-30 16:00"),  # at the cut-off is not after it
        ("2026-11-27 16:01", "2026-12-01 09:00"),
        ("2026-11-30 07:30", "2026-12-01 09:00"),  # before opening counts from opening
        ("2026-03-27 12:00", "2026-03-30 12:00"),  # same civil time after the clocks went forward
        ("2026-10-23 12:00", "2026-10-26 12:00"),  # and back
    ],
)
def test_edges_of_one_working_day(received, due):
    assert civil(wt.due_at(ONE_DAY, london(received), HOURS)) == due


def test_a_span_the_clock_change_swallows_is_left_out():
    hours = HubHours({6: (dt.time(1, 30), dt.time(2, 0)), 0: (dt.time(9), dt.time(10))})
    assert civil(wt.next_opening(hours, london("2026-03-28 12:00"))) == "2026-03-30 09:00"


@pytest.mark.parametrize(
    ("due", "now", "words"),
    [
        ("2026-11-30 11:00", "2026-11-27 16:00", "3 h left"),  # the weekend does not count
        ("2026-11-30 09:00", "2026-11-28 12:00", "due Monday 09:00"),  # no working time lies between
        ("2026-11-27 10:00", "2026-11-27 10:00", "overdue since 10:00 today"),
        ("2026-11-10 09:05", "2026-11-27 10:00", "overdue since Tuesday 10 November 09:05"),
        ("2025-12-10 09:05", "2026-11-27 10:00", "overdue since Wednesday 10 December 2025 09:05"),
    ],
)
def test_time_left_in_words_at_the_edges(due, now, words):
    assert wt.time_left_words(HOURS, london(due), london(now)) == words


def test_the_shipped_bank_holidays_are_the_librarys():
    assert {year: computed(year) for year in shipped_table()} == shipped_table()
    assert set(range(2020, 2041)) <= set(shipped_table())


def test_years_outside_the_table_are_worked_out():
    assert dt.date(2060, 12, 25) in bank_holidays(2060)
    assert bank_holidays(1998)
