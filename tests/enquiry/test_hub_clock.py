"""What the Hub owes next: at every status and rating one target, counted from arrival, never paused."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enquiry_app.definitions.hub_definition import HubHours, load_hub
from enquiry_app.enquiry.hub_clock import next_due, target_of
from enquiry_app.enquiry.hub_records import RATINGS
from enquiry_app.enquiry.records import STATUSES, Enquiry
from enquiry_app.enquiry.statuses import OPEN_AT_THE_HUB
from enquiry_app.enquiry.working_time import is_working_day

HUB = load_hub()
UTC = dt.UTC
# Around year ends, Easters, leap days and both clock changes, and anywhere else.
EDGES = (
    (2024, 2, 28), (2024, 3, 28), (2024, 3, 30), (2025, 10, 24), (2025, 12, 24), (2026, 4, 2), (2026, 10, 23),
    (2027, 3, 26), (2028, 2, 28), (2028, 12, 29),
)  # fmt: skip


def between(first: tuple[int, int, int], days: int) -> st.SearchStrategy[dt.datetime]:
    start = dt.datetime(*first)  # noqa: DTZ001 - the strategy adds the zone
    return st.datetimes(start, start + dt.timedelta(days=days), timezones=st.just(UTC))


near_edges = st.sampled_from(EDGES).flatmap(lambda day: between(day, 6))
anywhere = between((2020, 1, 1), 5478)
moments = near_edges | anywhere


def enquiry(at: dt.datetime, **changes) -> Enquiry:
    plain = Enquiry(
        id="e", seq=1, reference="R", status="sent", version=1, owner_id="p", owner_name="", agency_id="a",
        agency_name="", agency_kind="school", form="f/1", matrix="m/1", urgent=False, created_at=at, updated_at=at,
        sent_at=at,
    )  # fmt: skip
    return replace(plain, **changes)


@given(moments, st.sampled_from(sorted(OPEN_AT_THE_HUB)), st.sampled_from(("", *RATINGS)), st.booleans())
def test_what_is_open_at_the_hub_always_has_a_due_time_after_its_arrival(at, status, rating, urgent) -> None:
    one = enquiry(at, status=status, rating=rating, urgent=urgent, decided_at=at)
    due, target = next_due(one, HUB)
    if status == "returned":
        assert (due, target) == (None, "")
        return
    assert target
    assert due > at


@given(moments)
def test_waiting_for_others_never_stops_the_clock(at) -> None:
    dues = {
        next_due(enquiry(at, status=status, rating="amber"), HUB)
        for status in ("in_triage", "waiting_for_referrer", "information_checks", "manager_decision")
    }
    assert len(dues) == 1


@given(moments)
def test_red_is_never_due_later_than_amber_nor_amber_than_the_next_step(at) -> None:
    red, amber, green = (next_due(enquiry(at, rating=rating), HUB)[0] for rating in ("red", "amber", "green"))
    assert red <= amber <= green


@given(moments)
def test_receipt_by_opening_changes_nothing(at) -> None:
    later = at + dt.timedelta(days=3)
    assert next_due(enquiry(at, status="received", received_at=later), HUB) == next_due(enquiry(at), HUB)


@given(moments)
def test_an_urgent_one_does_not_wait_for_the_next_morning_to_start(at) -> None:
    urgent, plain = next_due(enquiry(at, urgent=True), HUB)[0], next_due(enquiry(at), HUB)[0]
    assert urgent <= plain


@given(moments, st.lists(st.integers(0, 20), max_size=6))
def test_closures_only_put_off_and_the_day_due_is_a_working_day(at, offsets) -> None:
    days = {at.date() + dt.timedelta(days=offset): "Training" for offset in offsets}
    closed = replace(HUB, hours=HubHours(HUB.hours.days, closures=days))
    due, plain = next_due(enquiry(at, rating="amber"), closed)[0], next_due(enquiry(at, rating="amber"), HUB)[0]
    assert due >= plain
    assert is_working_day(closed.hours, due.astimezone(dt.UTC).date())


@pytest.mark.parametrize("status", ["feedback_due", "linked_to_open_case", "transferred"])
def test_after_the_decision_the_referrer_is_owed_an_answer_until_they_have_it(status) -> None:
    at = dt.datetime(2026, 11, 23, 10, tzinfo=UTC)
    decided = at + dt.timedelta(days=1)
    one = enquiry(at, status=status, decided_at=decided)
    assert next_due(one, HUB) == (dt.datetime(2026, 11, 25, 10, tzinfo=UTC), "feedback")
    assert target_of(replace(one, feedback_at=decided)) == ""


@pytest.mark.parametrize("status", [status for status in STATUSES if status not in OPEN_AT_THE_HUB])
def test_nothing_else_is_owed(status) -> None:
    at = dt.datetime(2026, 11, 23, 10, tzinfo=UTC)
    expected = "feedback" if status == "transferred" else ""
    assert target_of(enquiry(at, status=status)) == expected
