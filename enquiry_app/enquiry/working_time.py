"""Working time in England: when the hub is open, when something is due, how long is left, in words. Pure.

Rules (domain notes 5c): a working day is one with opening hours that is no bank holiday in England and no local
closure. What arrives after the cut-off, or on a day that is not a working day, counts from the next working day's
opening. There is no "pause". All arithmetic is done on London civil time and is right across both clock changes.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from enquiry_app.definitions.bank_holidays import bank_holidays as bank_holidays
from enquiry_app.definitions.hub_definition import HubHours, Target

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def is_working_day(hours: HubHours, day: dt.date) -> bool:
    """Whether the hub works on this civil date."""
    return day.weekday() in hours.days and day not in hours.closures and day not in bank_holidays(day.year)


def spans_from(hours: HubHours, day: dt.date) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    """Opening spans from this civil date on, as aware UTC instants, without end (a hub is open some day of the week).

    A span that a clock change swallows whole is left out.
    """
    zone = ZoneInfo(hours.zone)
    for offset in itertools.count():
        date = day + dt.timedelta(days=offset)
        if is_working_day(hours, date):
            times = hours.days[date.weekday()]
            opens, closes = (dt.datetime.combine(date, time, zone).astimezone(dt.UTC) for time in times)
            if opens < closes:
                yield opens, closes


def london(hours: HubHours, at: dt.datetime) -> dt.datetime:
    """The instant in the hub's civil time."""
    return at.astimezone(ZoneInfo(hours.zone))


def is_open(hours: HubHours, at: dt.datetime) -> bool:
    """Whether the hub is open at this instant."""
    return closing(hours, at) is not None


def closing(hours: HubHours, at: dt.datetime) -> dt.datetime | None:
    """When the hub closes today if it is open at this instant, else None."""
    opens, closes = next(spans_from(hours, london(hours, at).date()))
    return closes if opens <= at < closes else None


def next_opening(hours: HubHours, at: dt.datetime) -> dt.datetime:
    """The first opening at or after this instant."""
    return next(opens for opens, _ in spans_from(hours, london(hours, at).date()) if opens >= at)


def counts_from(hours: HubHours, received: dt.datetime, *, at_once: bool = False) -> dt.datetime:
    """The instant from which targets count: receipt within working time, else the next opening.

    With `at_once` (urgent work) the cut-off does not matter: within opening hours it counts from receipt.
    """
    local = london(hours, received)
    closes = closing(hours, received)
    in_time = local.time().replace(second=0, microsecond=0) <= hours.cut_off  # 16:00:30 is read, and counts, as 16:00
    if closes is not None and (at_once or in_time):
        return received
    if is_working_day(hours, local.date()) and local.time() < hours.days[local.weekday()][0]:
        return next_opening(hours, received)
    tomorrow = local.date() + dt.timedelta(days=1)
    return next(spans_from(hours, tomorrow))[0]


def add_working_time(hours: HubHours, start: dt.datetime, amount: dt.timedelta) -> dt.datetime:
    """The instant at which `amount` of open time has passed since `start`. Raises `ValueError` if it is negative."""
    if amount < dt.timedelta():
        raise ValueError("working time cannot be negative")
    left = amount
    for opens, closes in spans_from(hours, london(hours, start).date()):
        begins = max(opens, start)
        if begins >= closes:
            continue
        if closes - begins >= left:
            return begins + left
        left -= closes - begins
    raise AssertionError("opening spans never end")


def add_working_days(hours: HubHours, start: dt.datetime, days: int) -> dt.datetime:
    """The same civil time `days` working days later, brought inside that day's opening hours."""
    if days <= 0:
        return start
    local = london(hours, start)
    spans = spans_from(hours, local.date() + dt.timedelta(days=1))
    opens, closes = next(itertools.islice(spans, days - 1, None))
    same_time = dt.datetime.combine(london(hours, opens).date(), local.time(), ZoneInfo(hours.zone))
    return min(max(same_time.astimezone(dt.UTC), opens), closes)


def working_time_between(hours: HubHours, start: dt.datetime, end: dt.datetime) -> dt.timedelta:
    """Open time between two instants; zero if the end is not later."""
    total = dt.timedelta()
    for opens, closes in spans_from(hours, london(hours, start).date()):
        if opens >= end:
            break
        total += max(min(closes, end) - max(opens, start), dt.timedelta())
    return total


def working_days_between(hours: HubHours, start: dt.date, end: dt.date) -> int:
    """Working days after `start` up to and including `end`."""
    span = (end - start).days
    return sum(is_working_day(hours, start + dt.timedelta(days=n)) for n in range(1, span + 1))


def due_at(target: Target, received: dt.datetime, hours: HubHours) -> dt.datetime:
    """When a target is due for something received at this instant."""
    if target.kind == "hours":
        return received + dt.timedelta(hours=target.amount)
    start = counts_from(hours, received, at_once=target.at_once)
    if target.kind == "working_hours":
        return add_working_time(hours, start, dt.timedelta(hours=target.amount))
    return add_working_days(hours, start, target.amount)


def day_words(hours: HubHours, day: dt.date, today: dt.date) -> str:
    """ "today", "tomorrow", "Tuesday" within the week, else "Tuesday 8 December" (with the year if another)."""
    distance = (day - today).days
    if distance in (-1, 0, 1):
        return {-1: "yesterday", 0: "today", 1: "tomorrow"}[distance]
    words = _WEEKDAYS[day.weekday()]
    if abs(distance) < 7:
        return words
    words = f"{words} {day.day} {_MONTHS[day.month - 1]}"
    return words if day.year == today.year else f"{words} {day.year}"


def moment_words(hours: HubHours, at: dt.datetime, now: dt.datetime) -> str:
    """A moment near now: "16:05 today", "Tuesday 16:05", "Tuesday 8 December 16:05"."""
    local, today = london(hours, at), london(hours, now).date()
    day = day_words(hours, local.date(), today)
    return f"{local:%H:%M} {day}" if day in ("today", "tomorrow", "yesterday") else f"{day} {local:%H:%M}"


def time_left_words(hours: HubHours, due: dt.datetime, now: dt.datetime) -> str:
    """How long is left in working time: "3 h 20 min left", "2 working days left", "overdue since Tuesday 16:05".

    Where no working time lies between, the moment itself: "due Monday 09:00".
    """
    if now >= due:
        return f"overdue since {moment_words(hours, due, now)}"
    days = working_days_between(hours, london(hours, now).date(), london(hours, due).date())
    if days > 1:
        return f"{days} working days left"
    minutes = int(working_time_between(hours, now, due).total_seconds() // 60)
    if minutes < 60:
        return f"{minutes} min left" if minutes else f"due {moment_words(hours, due, now)}"
    return f"{minutes // 60} h {minutes % 60} min left" if minutes % 60 else f"{minutes // 60} h left"


def waiting_words(since: dt.datetime, now: dt.datetime) -> str:
    """How long something has waited by the clock: "5 min", "3 h 20 min", "2 days"."""
    minutes = max(int((now - since).total_seconds() // 60), 0)
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 24 * 60:
        return f"{minutes // 60} h {minutes % 60} min" if minutes % 60 else f"{minutes // 60} h"
    days = minutes // (24 * 60)
    return f"{days} day" if days == 1 else f"{days} days"


def opening_words(hours: HubHours, now: dt.datetime) -> str:
    """ "The Hub is open until 17:00" or "The Hub is closed until 09:00 on Monday 30 November"."""
    closes = closing(hours, now)
    if closes is not None:
        return f"The Hub is open until {london(hours, closes):%H:%M}"
    opens = london(hours, next_opening(hours, now))
    today = london(hours, now).date()
    if (opens.date() - today).days <= 1:
        return f"The Hub is closed until {opens:%H:%M} {day_words(hours, opens.date(), today)}"
    day = f"{_WEEKDAYS[opens.weekday()]} {opens.day} {_MONTHS[opens.month - 1]}"
    return f"The Hub is closed until {opens:%H:%M} on {day}"
