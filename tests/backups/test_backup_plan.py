"""The plan of backups: what is kept, what goes, and that the only good one never does."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from enquiry_app.enquiry.reference import LONDON
from enquiry_app.security.backup_plan import Backup, is_due, is_overdue, space_for_backups, to_keep
from tests.fixtures_store import NOON

PLENTY = 10**12
moments = st.integers(0, 4 * 366 * 24 * 60).map(lambda minutes: NOON - dt.timedelta(minutes=minutes))
backups = st.lists(
    st.tuples(moments, st.integers(1, 1000), st.booleans()), max_size=60, unique_by=lambda given: given[0]
).map(lambda rows: [Backup(f"b{number}", *row) for number, row in enumerate(rows)])


def daily(count):
    return [Backup(f"d{back}", NOON - dt.timedelta(days=back), 10) for back in range(count)]


def test_a_year_and_a_half_of_daily_backups_becomes_days_weeks_and_months():
    kept = to_keep(daily(550), PLENTY, LONDON)
    made = sorted((each.made_at for each in daily(550) if each.name in kept), reverse=True)
    assert made[:7] == [NOON - dt.timedelta(days=back) for back in range(7)]  # NOON is a Monday
    assert {at.isocalendar()[:2] for at in made} >= {(2026, week) for week in (45, 46, 47, 48)}
    assert len({(at.year, at.month) for at in made}) == 12
    assert len(made) <= 23


def test_of_several_in_a_day_the_last_is_kept():
    day = [Backup(f"h{hour}", NOON.replace(hour=hour), 10) for hour in (8, 10, 17)]
    assert to_keep(day, PLENTY, LONDON) == {"h17"}


def test_without_room_the_newest_stay():
    assert to_keep(daily(30), 35, LONDON) == {"d0", "d1", "d2"}
    assert to_keep(daily(30), 0, LONDON) == {"d0"}


@given(backups, st.integers(0, 5000))
def test_the_newest_good_one_is_always_kept_and_the_cap_holds_otherwise(found, space):
    kept = to_keep(found, space, LONDON)
    good = sorted((each for each in found if each.good), key=lambda each: each.made_at)
    assert kept <= {each.name for each in found}
    if not good:
        assert kept == {each.name for each in found}
        return
    assert good[-1].name in kept
    stay = [each for each in good if each.name in kept]
    assert sum(each.size for each in stay) <= max(space, good[-1].size)
    assert len(stay) <= 23


@given(backups, st.integers(0, 5000))
def test_the_plan_applied_again_keeps_the_same(found, space):
    kept = to_keep(found, space, LONDON)
    assert to_keep([each for each in found if each.name in kept], space, LONDON) == kept


@given(backups, st.integers(0, 5000))
def test_no_older_one_stays_where_a_planned_newer_one_had_to_go(found, space):
    kept = to_keep([each for each in found if each.good], space, LONDON)
    wanted = to_keep([each for each in found if each.good], PLENTY, LONDON)
    by_age = sorted((each for each in found if each.name in wanted), key=lambda each: each.made_at, reverse=True)
    stays = [each.name in kept for each in by_age]
    assert stays == sorted(stays, reverse=True)


def test_a_damaged_one_is_kept_a_week_beside_a_good_one():
    bad = [Backup("old", NOON - dt.timedelta(days=8), 5, False), Backup("new", NOON - dt.timedelta(days=2), 5, False)]
    assert to_keep([*bad, Backup("good", NOON, 5)], PLENTY, LONDON) == {"new", "good"}


def test_days_begin_in_london():
    last = Backup("b", dt.datetime(2026, 7, 1, 22, 30, tzinfo=dt.UTC), 5)  # 23:30 British Summer Time
    assert not is_due(dt.datetime(2026, 7, 1, 22, 59, tzinfo=dt.UTC), 9, last, 8, LONDON)
    assert is_due(dt.datetime(2026, 7, 1, 23, 1, tzinfo=dt.UTC), 9, last, 8, LONDON)


def test_a_day_without_changes_needs_no_backup_and_the_first_is_due_at_once():
    last = Backup("b", NOON - dt.timedelta(days=3), 5)
    assert not is_due(NOON, 8, last, 8, LONDON)
    assert is_due(NOON, 0, None, 0, LONDON)


def test_after_three_days_somebody_is_reminded():
    assert is_overdue(NOON, None)
    assert not is_overdue(NOON, Backup("b", NOON - dt.timedelta(days=3), 5))
    assert is_overdue(NOON, Backup("b", NOON - dt.timedelta(days=3, seconds=1), 5))


def test_backups_take_half_of_the_room_there_is():
    assert space_for_backups(60, 40) == 50
