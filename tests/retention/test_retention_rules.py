"""When a record is due for review, by hand-worked days and by properties."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enquiry_app.definitions.outcomes import load_outcomes
from enquiry_app.definitions.retention_schedule import RetentionRule, read_retention
from enquiry_app.enquiry.kept_records import RetentionItem
from enquiry_app.enquiry.records import PROFILE_KINDS, STATUSES
from enquiry_app.enquiry.retention_rules import (
    due_day,
    latest_day,
    review_day,
    rule_words,
    shipped_schedule,
    standing_of,
    years_after,
)
from enquiry_app.errors import DefinitionError
from enquiry_app.resource_files import resource_text
from tests.fixtures_store import NOON

DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2060, 12, 31))


def rule(counted_from: str, years: int, at_least: int = 0) -> RetentionRule:
    return RetentionRule("r", "R", ("hub",), ("closed",), (), counted_from, years, at_least, "Because.")


@pytest.mark.parametrize(
    ("outcome", "last", "births", "due"),
    [
        ("D1", "2026-11-23", ["2018-02-03"], "2032-11-23"),
        ("D3", "2024-02-29", ["2018-02-03"], "2030-03-01"),
        ("D4", "2026-11-23", ["2018-02-03", "2021-06-30"], "2045-06-30"),
        ("D5", "2026-11-23", ["2018-02-03"], "2043-02-03"),
        ("D5", "2026-11-23", ["2016-02-29"], "2041-03-01"),
        ("D5", "2026-11-23", ["2018"], "2043-12-31"),
        ("D5", "2026-11-23", ["2018-02"], "2043-02-28"),
        ("D5", "2026-11-23", [""], "2051-11-20"),
        ("D5", "2026-11-23", [], "2051-11-20"),
        ("D8", "2026-11-23", ["2018-02-03"], "2043-02-03"),
        ("D6", "2026-11-23", ["2018-02-03"], "2061-11-23"),
        ("D7", "2026-11-23", [], "2061-11-23"),
        ("", "2026-11-23", [], "2032-11-23"),
    ],
)
def test_the_shipped_schedule_at_the_hub(outcome, last, births, due) -> None:
    found = shipped_schedule().rule_for("hub", "closed", outcome)
    assert review_day(found, dt.date.fromisoformat(last), births, dt.date(2026, 11, 20)) == dt.date.fromisoformat(due)


def test_an_agency_keeps_its_own_copy_until_25_whatever_was_decided() -> None:
    schedule = shipped_schedule()
    for outcome in ("", *load_outcomes().by_id):
        assert schedule.rule_for("partner", "closed", outcome).id == "own_copy"
    assert schedule.rule_for("partner", "not_referred", "").years == 25


def test_what_is_being_worked_on_is_never_due() -> None:
    schedule = shipped_schedule()
    for status in ("in_triage", "information_checks", "manager_decision", "feedback_due", "received"):
        assert schedule.rule_for("hub", status, "D1") is None


def test_every_outcome_is_covered_in_every_kind_of_hub_store() -> None:
    schedule = shipped_schedule()
    for store in ("hub", "shared", "practice"):
        for outcome in load_outcomes().by_id:
            assert schedule.rule_for(store, "closed", outcome) is not None, (store, outcome)


@given(DAYS, st.lists(DAYS, max_size=4), DAYS, st.integers(1, 40), st.integers(0, 10))
def test_never_due_before_the_least_time_nor_before_any_childs_birthday(last, births, made, years, at_least) -> None:
    due = review_day(rule("birthday", years, at_least), last, [day.isoformat() for day in births], made)
    assert due >= years_after(last, at_least)
    assert all(due >= years_after(day, years) for day in births)


@given(DAYS, st.integers(0, 60))
def test_years_later_is_the_same_day_but_for_29_february(day, years) -> None:
    later = years_after(day, years)
    assert later.year == day.year + years
    assert (later.month, later.day) == (day.month, day.day) or (day.month, day.day, later.month, later.day) == (
        2,
        29,
        3,
        1,
    )


@given(DAYS, st.sampled_from([4, 7, 10]))
def test_a_partial_birth_is_never_earlier_than_the_real_one(day, shown) -> None:
    assert latest_day(day.isoformat()[:shown], dt.date(2026, 1, 1)) >= day


def test_a_birth_that_cannot_be_read_counts_as_unknown() -> None:
    assert latest_day("about 2015", dt.date(2026, 1, 2)) == dt.date(2026, 1, 2)


def item(kind: str, status: str, of: str = "e", **changes) -> RetentionItem:
    return RetentionItem("i", 1, of, kind, status, NOON, "p", **changes)


def test_what_stands_is_the_open_holds_the_open_proposal_and_the_newest_keeping() -> None:
    items = [
        item("hold", "lifted"), item("hold", "open", ""), item("hold", "open", "another"), item("review", "declined"),
        item("review", "kept", until="2030-01-01"), item("review", "kept", until="2031-01-01"),
    ]  # fmt: skip
    standing = standing_of(items, "e")
    assert (len(standing.holds), standing.proposal, standing.kept_until) == (1, None, dt.date(2031, 1, 1))
    assert due_day(dt.date(2029, 5, 5), standing) == dt.date(2031, 1, 1)
    assert due_day(dt.date(2032, 5, 5), standing) == dt.date(2032, 5, 5)


def test_rules_in_words() -> None:
    assert rule_words(rule("last_contact", 1)) == ""
    assert rule_words(rule("birthday", 25, 6)) == "At least 6 years after the last contact."


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('outcomes = ["D4"]', 'outcomes = ["D99"]', "D99"),
        ("years = 35", "years = -1", "negative"),
        ('id = "draft"', 'id = "withdrawn"', "twice"),
        ('counted_from = "birthday"', 'counted_from = "moon"', "moon"),
        ('outcomes = ["D5", "D8"]', 'outcomes = ["D5"]', "D8"),
    ],
)
def test_a_wrong_schedule_is_refused_and_every_fault_named(tmp_path, old, new, told) -> None:
    text = resource_text("hub", "retention.toml")
    assert old in text
    (tmp_path / "retention.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DefinitionError) as refused:
        read_retention(tmp_path, PROFILE_KINDS, STATUSES)
    assert told in str([fault.message for fault in refused.value.faults])
