"""Dates and times as people type them, read tolerantly and said in plain words. Pure; `today` comes in."""

from __future__ import annotations

import datetime as dt
import re

from enquiry_app.enquiry.answers import CivilTime, FlexDate

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_BY_NAME = {month[:3].lower(): number for number, month in enumerate(MONTHS, 1)}
_ESTIMATED = re.compile(r"^(?:about|around|approx(?:imately)?|circa|ca?|est(?:imated)?|roughly)\b\.?\s*|^~\s*")
_WEEKDAY = re.compile(r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b[.,]?\s*")
_NUMERIC = re.compile(r"(\d{1,2})[/.\- ]+(\d{1,2})[/.\- ]+(\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?")
_DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[\s.\-]*(?:of\s+)?([a-z]{3,9})\.?,?[\s\-]*'?(\d{4}|\d{2})")
_MONTH_DAY = re.compile(r"([a-z]{3,9})\.?\s*(\d{1,2})(?:st|nd|rd|th)?,?\s+'?(\d{4}|\d{2})")
_MONTH_YEAR = re.compile(r"([a-z]{3,9})\.?,?[\s\-]*'?(\d{4}|\d{2})")
_NUMBER_YEAR = re.compile(r"(\d{1,2})[/.\- ](\d{4})")
_DAYS = {"today": 0, "now": 0, "yesterday": -1, "tomorrow": 1}
_OLDEST_YEAR = 1880

_CLOCK = re.compile(r"(?<![\d.:/-])(\d{1,2})\s*[:.]\s*(\d{2})(?::\d{2})?(?![\d:/-]|\.\d)\s*([ap])?\.?(?:m\b\.?)?")
_HOUR = re.compile(r"(?<![\d.:/-])(\d{1,2})\s*([ap])\.?m\b\.?")
_FOUR = re.compile(r"\s(\d{2})(\d{2})(?:\s*(?:h|hrs|hours))?$")
_ABOUT = re.compile(r"\b(?:about|around|approx(?:imately)?|circa|roughly)\b\.?|~")
_NAMED_TIMES = {"midday": dt.time(12), "noon": dt.time(12), "midnight": dt.time(0)}


def read_date(text: str, today: dt.date) -> FlexDate | None:
    """A date, full or in part, with `about` in front if estimated; None if it is none.

    Day comes before month. Two-digit years lie between 99 years ago and next year.
    """
    words = " ".join(text.lower().split()).strip(" ,.")
    plain = _ESTIMATED.sub("", words, count=1)
    iso = _read_iso(_WEEKDAY.sub("", plain, count=1), today)
    return FlexDate(iso, estimated=plain != words) if iso else None


def _read_iso(words: str, today: dt.date) -> str:
    """The ISO form (`2026`, `2026-11`, `2026-11-03`) of trimmed small-letter words, or ""."""
    if words in _DAYS:
        return (today + dt.timedelta(days=_DAYS[words])).isoformat()
    if match := _ISO.fullmatch(words):
        return _iso(match[1], match[2], match[3] or "", today)
    if match := _NUMERIC.fullmatch(words):
        return _iso(match[3], match[2], match[1], today)
    if match := _DAY_MONTH.fullmatch(words):
        return _iso(match[3], _month(match[2]), match[1], today)
    if match := _MONTH_DAY.fullmatch(words):
        return _iso(match[3], _month(match[1]), match[2], today)
    if match := _MONTH_YEAR.fullmatch(words):
        return _iso(match[2], _month(match[1]), "", today)
    if match := _NUMBER_YEAR.fullmatch(words):
        return _iso(match[2], match[1], "", today)
    return words if re.fullmatch(r"\d{4}", words) and _year_is_likely(int(words), today) else ""


def _month(name: str) -> str:
    """The number of a month given in full or by at least three letters, else ""."""
    number = _BY_NAME.get(name[:3], 0)
    known = number and (MONTHS[number - 1].lower().startswith(name) or name == "sept")
    return str(number) if known else ""


def _year_is_likely(year: int, today: dt.date) -> bool:
    return _OLDEST_YEAR <= year <= today.year + 20


def _iso(year: str, month: str, day: str, today: dt.date) -> str:
    """The parts as an ISO date if there is such a day, else ""."""
    if not month:
        return ""
    number = int(year)
    if len(year) == 2:
        number += today.year // 100 * 100
        if number > today.year + 1:
            number -= 100
    if not _year_is_likely(number, today) or not 1 <= int(month) <= 12:
        return ""
    try:
        found = dt.date(number, int(month), int(day or 1))
    except ValueError:
        return ""
    return found.isoformat() if day else found.isoformat()[:7]


def read_date_time(text: str, today: dt.date) -> CivilTime | None:
    """A full date with a time of day, or without if the time is not known; a time alone means today."""
    words = re.sub(r"(?<=\d)t(?=\d\d:)", " ", " ".join(text.lower().split())).strip(" ,.")
    plain = " ".join(_ABOUT.sub("", words).split()).strip(" ,.")
    time, rest = (None, plain) if read_date(plain, today) else _take_time(plain)
    rest = " ".join(re.sub(r"\b(?:at|on|h|hrs|hours)\b", " ", rest).split()).strip(" ,.")
    day = FlexDate(today.isoformat()) if time and not rest else read_date(rest, today)
    if day is None or day.full is None:
        return None
    return CivilTime(day.iso if time is None else f"{day.iso}T{time:%H:%M}", approximate=plain != words)


def _take_time(words: str) -> tuple[dt.time | None, str]:
    """The time of day found in the words, and the words without it."""
    for name, time in _NAMED_TIMES.items():
        if re.search(rf"\b{name}\b", words):
            return time, re.sub(rf"\b{name}\b", " ", words, count=1)
    for pattern in (_CLOCK, _HOUR, _FOUR):
        if match := pattern.search(words):
            groups = match.groups()
            half = groups[-1] if groups[-1] in ("a", "p") else ""
            minute = int(groups[1]) if groups[1] and groups[1].isdigit() else 0
            time_found = _time(int(groups[0]), minute, half)
            if time_found is not None:
                return time_found, f"{words[: match.start()]} {words[match.end() :]}".strip()
    return None, words


def _time(hour: int, minute: int, half: str) -> dt.time | None:
    """The time of day, `half` being "a", "p" or "" for the 24-hour clock."""
    if minute > 59 or hour > 23 or (half and not 1 <= hour <= 12):
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return dt.time(hour, minute)


def date_words(value: FlexDate) -> str:
    """For example "3 November 2026", "March 2019", "about 2019"."""
    parts = value.iso.split("-")
    words = parts[0]
    if len(parts) > 1:
        words = f"{MONTHS[int(parts[1]) - 1]} {words}"
    if len(parts) > 2:
        words = f"{int(parts[2])} {words}"
    return f"about {words}" if value.estimated else words


def time_words(value: CivilTime) -> str:
    """For example "3 November 2026, 14:05", "3 November 2026, about 14:00", "about 3 November 2026"."""
    day, _, time = value.iso.partition("T")
    words = date_words(FlexDate(day, estimated=value.approximate and not time))
    return f"{words}, {'about ' if value.approximate else ''}{time}" if time else words
