"""When a record is due for review under the retention schedule, and what stands in the way of destroying it. Pure."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from enquiry_app.definitions.retention_schedule import RetentionRule, RetentionSchedule, load_retention
from enquiry_app.enquiry.kept_records import RetentionItem
from enquiry_app.enquiry.records import PROFILE_KINDS, STATUSES

LONGEST_YEARS = 120


@dataclass(frozen=True)
class Standing:
    """What was decided about one record: holds that are in force, a proposal that waits, until when it is kept."""

    holds: tuple[RetentionItem, ...] = ()
    proposal: RetentionItem | None = None
    kept: RetentionItem | None = None

    @property
    def kept_until(self) -> dt.date | None:
        """The day somebody decided to keep it until; None if nobody did."""
        return dt.date.fromisoformat(self.kept.until) if self.kept is not None and self.kept.until else None


def shipped_schedule() -> RetentionSchedule:
    """The schedule of this version."""
    return load_retention(PROFILE_KINDS, STATUSES)


def review_day(rule: RetentionRule, last_contact: dt.date, births: Iterable[str], made: dt.date) -> dt.date:
    """The day on which somebody has to decide. `births`: ISO dates of the children, perhaps partial, "" if not known.

    The youngest child counts; of a partial date the latest day it can be; an unknown birth is taken to be `made`, the
    day the enquiry was made, so that a record is never due too soon for want of a date.
    """
    after = years_after(last_contact, rule.least_years)
    if rule.counted_from == "last_contact":
        return after
    known = [latest_day(birth, made) for birth in births] or [made]
    return max(after, years_after(max(known), rule.years))


def latest_day(birth: str, unknown: dt.date) -> dt.date:
    """The latest day a date of birth can be: 31 December of `2015`, 30 June of `2015-06`."""
    parts = birth.split("-") if birth else []
    try:
        year, month = int(parts[0]), int(parts[1]) if len(parts) > 1 else 12
        day = int(parts[2]) if len(parts) > 2 else calendar.monthrange(year, month)[1]
        return dt.date(year, month, day)
    except (IndexError, ValueError):
        return unknown


def years_after(day: dt.date, years: int) -> dt.date:
    """The same day years later; for 29 February in other years 1 March, when an age is reached in England and Wales."""
    year = day.year + min(years, LONGEST_YEARS)
    try:
        return day.replace(year=year)
    except ValueError:
        return dt.date(year, 3, 1)


def standing_of(items: Sequence[RetentionItem], of_enquiry: str) -> Standing:
    """What holds for an enquiry, from the items about it and about everything (of no enquiry)."""
    own = [item for item in items if item.of_enquiry in (of_enquiry, "")]
    holds = tuple(item for item in own if item.kind == "hold" and item.status == "open")
    reviews = [item for item in own if item.kind == "review" and item.of_enquiry == of_enquiry]
    proposals = [item for item in reviews if item.status == "proposed"]
    kept = [item for item in reviews if item.status == "kept"]
    return Standing(holds, proposals[-1] if proposals else None, kept[-1] if kept else None)


def due_day(by_schedule: dt.date, standing: Standing) -> dt.date:
    """The day of the review: that of the schedule, or a later one that was decided."""
    return max(by_schedule, standing.kept_until or by_schedule)


def rule_words(rule: RetentionRule) -> str:
    """What a rule says beside its reason: the least time, where a birthday is counted to; "" if nothing."""
    if rule.counted_from == "last_contact" or not rule.at_least_years:
        return ""
    return f"At least {rule.at_least_years} year{'' if rule.at_least_years == 1 else 's'} after the last contact."
