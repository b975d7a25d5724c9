"""When tasks are due, what they need, in what order they stand."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enquiry_app.definitions.hub_definition import load_hub
from enquiry_app.definitions.hub_work import DueRule, load_pathway_tasks
from enquiry_app.enquiry.hub_records import Task
from enquiry_app.enquiry.task_rules import (
    due_of,
    end_of_day,
    follow_up_due,
    in_order,
    problems_of_done,
    result_words,
    rule_due,
)
from enquiry_app.enquiry.working_time import is_working_day, london, working_days_between

HOURS = load_hub().hours
PATHWAYS = load_pathway_tasks()
MONDAY = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
START, END = dt.datetime(2024, 1, 1), dt.datetime(2031, 12, 31)  # noqa: DTZ001 - the time zone comes below
INSTANTS = st.datetimes(START, END, timezones=st.just(dt.UTC))


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def a_task(**changes) -> Task:
    return replace(Task("t", 1, "e", "action", "", "open", MONDAY, "p", what="Visit", who="Ines"), **changes)


@pytest.mark.parametrize(
    ("rule", "taken_on", "due"),
    [
        (DueRule("hours", 72), "2026-11-27T16:00", "2026-11-30T16:00"),  # a return home interview, over a weekend
        (DueRule("working_days", 1), "2026-11-27T12:00", "2026-11-30T12:00"),
        (DueRule("working_days", 1), "2026-11-28T12:00", "2026-11-30T12:00"),  # a Saturday does not wait for Monday
        (DueRule("working_days", 1), "2026-12-24T12:00", "2026-12-29T12:00"),  # 25th, weekend, 28th for Boxing Day
        (DueRule("working_days", 2), "2027-03-25T12:00", "2027-03-31T11:00"),  # Easter, and the clocks go forward
        (DueRule("by_close", 0), "2026-11-23T12:00", "2026-11-23T17:00"),
        (DueRule("by_close", 0), "2026-11-23T18:00", "2026-11-24T17:00"),
        (DueRule("by_close", 1), "2026-11-23T18:00", "2026-11-24T17:00"),
        (DueRule("by_close", 1), "2026-11-27T12:00", "2026-11-30T17:00"),
    ],
)
def test_due_times(rule, taken_on, due):
    assert rule_due(rule, at(taken_on), HOURS) == at(due)


@given(INSTANTS, st.integers(1, 20))
def test_working_days_are_counted_over_weekends_and_bank_holidays(taken_on, days):
    due = rule_due(DueRule("working_days", days), taken_on, HOURS)
    first, last = london(HOURS, taken_on).date(), london(HOURS, due).date()
    assert due > taken_on
    assert is_working_day(HOURS, last)
    assert working_days_between(HOURS, first, last) == days


@given(INSTANTS, st.integers(0, 5))
def test_the_close_is_a_closing_time_of_a_working_day(taken_on, days):
    due = rule_due(DueRule("by_close", days), taken_on, HOURS)
    local = london(HOURS, due)
    assert due > taken_on
    assert is_working_day(HOURS, local.date())
    assert local.time() == HOURS.days[local.weekday()][1]
    if days:
        assert working_days_between(HOURS, london(HOURS, taken_on).date(), local.date()) == days


@given(INSTANTS, INSTANTS, st.sampled_from(["hours", "working_days", "by_close"]), st.integers(1, 6))
def test_what_is_taken_on_later_is_never_due_earlier(one, other, kind, amount):
    first, second = sorted((one, other))
    rule = DueRule(kind, amount)
    assert rule_due(rule, first, HOURS) <= rule_due(rule, second, HOURS)


@given(INSTANTS)
def test_the_follow_up_is_three_months_on_a_working_day(closed):
    day, due = london(HOURS, closed).date(), london(HOURS, follow_up_due(HOURS, closed)).date()
    assert is_working_day(HOURS, due)
    assert 89 <= (due - day).days <= 92 + 5


@pytest.mark.parametrize(
    ("closed", "due"),
    [
        ("2026-11-30T12:00", "2027-03-01T17:00"),
        ("2027-11-30T12:00", "2028-02-29T17:00"),
        ("2026-01-31T12:00", "2026-04-30T16:00"),
    ],
)
def test_short_months(closed, due):
    assert follow_up_due(HOURS, at(closed)) == at(due)


def test_a_day_is_due_at_its_close_and_a_closed_day_at_five():
    assert end_of_day(HOURS, dt.date(2026, 11, 27)) == at("2026-11-27T17:00")
    assert end_of_day(HOURS, dt.date(2026, 11, 28)) == at("2026-11-28T17:00")
    assert end_of_day(HOURS, dt.date(2026, 7, 1)) == at("2026-07-01T16:00")


def test_words_of_time_left_are_for_open_tasks_only():
    task = a_task(due_at=MONDAY - dt.timedelta(hours=1))
    assert due_of(task, HOURS, MONDAY).overdue
    assert due_of(task, HOURS, MONDAY).words == "overdue since 11:00 today"
    assert due_of(replace(task, status="done"), HOURS, MONDAY).words == ""


def test_the_soonest_stands_first_and_what_is_done_last():
    late, soon, none = (
        a_task(id=key, due_at=due) for key, due in (("l", at("2026-12-01T12:00")), ("s", MONDAY), ("n", None))
    )
    old, new = (
        a_task(id=key, status="done", done_at=done) for key, done in (("o", MONDAY), ("d", at("2026-11-24T09:00")))
    )
    assert [task.id for task in in_order((old, late, none, new, soon))] == ["s", "l", "n", "d", "o"]


@pytest.mark.parametrize(
    ("kind", "code", "result", "evidence", "missing"),
    [
        ("action", "", "", "", []),
        ("clock", "strategy", "", "", []),
        ("follow_up", "", "", "", ["result", "evidence"]),
        ("follow_up", "", "safer", "yes", ["evidence"]),
        ("follow_up", "", "fine", "Seen at school, settled", ["result"]),
        ("follow_up", "", "not_known", "The family has moved away", []),
        ("pathway", "DASH", "", "", ["result"]),
        ("pathway", "DASH", "fine", "", ["result"]),
        ("pathway", "DASH", "referred", "", []),
    ],
)
def test_what_must_be_said_when_done(kind, code, result, evidence, missing):
    found = problems_of_done(a_task(kind=kind, code=code), result, "", evidence, MONDAY.date(), PATHWAYS)
    assert list(found) == missing


def test_results_in_words():
    assert result_words(a_task(kind="follow_up", result="worse"), PATHWAYS) == "Worse: tell a hub manager today"
    assert result_words(a_task(kind="pathway", code="DASH", result="referred"), PATHWAYS) == "Referred to MARAC"
    assert result_words(a_task(result="Both seen"), PATHWAYS) == "Both seen"
