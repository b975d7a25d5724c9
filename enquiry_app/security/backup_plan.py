"""Which backups are kept: the last of each of 7 days, 4 weeks and 12 months, as far as the space allows. A pure rule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

DAYS, WEEKS, MONTHS = 7, 4, 12
DAMAGED_KEPT = dt.timedelta(days=7)
UPGRADE_KEPT = dt.timedelta(days=90)  # by then somebody has noticed if the new version does not read the old records
REMINDER_AFTER = dt.timedelta(days=3)


@dataclass(frozen=True)
class Backup:
    """What the plan has to know of a backup: its name, when it was made (aware), bytes, whether it is sound, and whether
    it was made before an upgrade of the store."""

    name: str
    made_at: dt.datetime
    size: int
    good: bool = True
    before_upgrade: bool = False


def is_due(now: dt.datetime, events: int, last: Backup | None, last_events: int, zone: dt.tzinfo) -> bool:
    """Whether today's backup is still to be made: the trail has moved on, and the last good backup is of another day.

    A last backup of a later day (the clock was set back) counts as another day: one too many is better than none.
    """
    if last is None:
        return True
    return events > last_events and now.astimezone(zone).date() != last.made_at.astimezone(zone).date()


def is_overdue(now: dt.datetime, last: Backup | None) -> bool:
    """Whether somebody has to be reminded: no good backup, or the last one is older than three days."""
    return last is None or now - last.made_at > REMINDER_AFTER


def to_keep(backups: Sequence[Backup], space: int, zone: dt.tzinfo) -> frozenset[str]:
    """Names of the backups that are kept, in the time zone in which days begin.

    `space` is how many bytes all of them may take; the newest good one is kept whatever it takes. When they do not
    fit, those that go first are the ones furthest back. A damaged one is kept for a week beside a newer good one, for
    somebody to look at, and for ever where there is no newer good one. One made before an upgrade stands for no day: it
    is kept for a quarter of a year beside what the plan keeps.
    """
    good = sorted((each for each in backups if each.good), key=lambda each: (each.made_at, each.name), reverse=True)
    damaged = [each for each in backups if not each.good]
    if not good:
        return frozenset(each.name for each in damaged)
    ordinary = [each for each in good if not each.before_upgrade]
    planned = {each.name for period, most in _periods(zone) for each in _last_of_each(ordinary, period, most)}
    kept, used = {good[0].name}, good[0].size
    for each in good[1:]:
        if each.name not in planned:
            continue
        used += each.size
        if used > space:
            break
        kept.add(each.name)
    kept |= {each.name for each in good if each.before_upgrade and each.made_at + UPGRADE_KEPT > good[0].made_at}
    kept |= {each.name for each in damaged if each.made_at + DAMAGED_KEPT > good[0].made_at}
    return frozenset(kept)


def space_for_backups(free: int, used: int) -> int:
    """Bytes all backups of a place may take: half of what would be free without them."""
    return (free + used) // 2


def _periods(zone: dt.tzinfo) -> tuple[tuple[Callable[[dt.datetime], Hashable], int], ...]:
    def day(at: dt.datetime) -> Hashable:
        return at.astimezone(zone).date()

    def week(at: dt.datetime) -> Hashable:
        return at.astimezone(zone).isocalendar()[:2]

    def month(at: dt.datetime) -> Hashable:
        return at.astimezone(zone).year, at.astimezone(zone).month

    return (day, DAYS), (week, WEEKS), (month, MONTHS)


def _last_of_each(good: Sequence[Backup], period: Callable[[dt.datetime], Hashable], most: int) -> list[Backup]:
    """The newest backup of each of the last `most` periods that have one; `good` is newest first."""
    found: dict[Hashable, Backup] = {}
    for each in good:
        found.setdefault(period(each.made_at), each)
    return list(found.values())[:most]
