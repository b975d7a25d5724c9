"""Words for moments, counts and lists, the same on every screen. Times are shown in London time."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def day(moment: dt.datetime | dt.date) -> str:
    """`3 November 2026`."""
    local = _local(moment)
    return f"{local.day} {local:%B %Y}"


def iso_day(text: str) -> str:
    """`2026-11-03` as `3 November 2026`; a month or a year alone stay as they are."""
    return day(dt.date.fromisoformat(text)) if len(text) == 10 else text


def day_and_time(moment: dt.datetime) -> str:
    """`3 November 2026, 14:05`."""
    return f"{day(moment)}, {clock_time(moment)}"


def clock_time(moment: dt.datetime, seconds: bool = False) -> str:
    """`14:05`, or `14:05:07`."""
    return f"{_local(moment):%H:%M:%S}" if seconds else f"{_local(moment):%H:%M}"


def short_moment(moment: dt.datetime, now: dt.datetime) -> str:
    """`today at 14:05`, `yesterday at 14:05`, `Monday at 14:05` within a week, else `3 November`, with the year if another."""
    local, today = _local(moment), _local(now)
    days = (_as_date(today) - _as_date(local)).days
    if days == 0:
        return f"today at {local:%H:%M}"
    if days == 1:
        return f"yesterday at {local:%H:%M}"
    if 1 < days < 7:
        return f"{local:%A} at {local:%H:%M}"
    return f"{local.day} {local:%B}" if local.year == today.year else day(moment)


def count(number: int, singular: str, plural: str = "") -> str:
    """`1 enquiry`, `12,400 enquiries`."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def joined(words: list[str] | tuple[str, ...], last: str = "and") -> str:
    """`a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def seconds_in_words(seconds: float) -> str:
    """`1 second`, `45 seconds`, `2 minutes`."""
    whole = max(1, round(seconds))
    return count(whole, "second") if whole < 90 else count(round(whole / 60), "minute")


def _local(moment: dt.datetime | dt.date) -> dt.datetime | dt.date:
    return moment.astimezone(LONDON) if isinstance(moment, dt.datetime) else moment


def _as_date(moment: dt.datetime | dt.date) -> dt.date:
    return moment.date() if isinstance(moment, dt.datetime) else moment
