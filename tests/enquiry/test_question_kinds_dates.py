"""Dates and times as people type them, and said in plain words."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enquiry_app.enquiry.answers import CivilTime, FlexDate
from enquiry_app.enquiry.date_reading import MONTHS, date_words, read_date, read_date_time, time_words

TODAY = dt.date(2026, 11, 3)


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("3 jan 2026", "2026-01-03"),
        ("3 January 2026", "2026-01-03"),
        ("3rd of january, 2026", "2026-01-03"),
        ("03/01/26", "2026-01-03"),
        ("3.1.2026", "2026-01-03"),
        ("3-1-26", "2026-01-03"),
        ("3 11 2017", "2017-11-03"),
        ("  3   Nov   2026 ", "2026-11-03"),
        ("Nov 3, 2026", "2026-11-03"),
        ("Mon 2 Nov 2026", "2026-11-02"),
        ("3jan2026", "2026-01-03"),
        ("3 january '17", "2017-01-03"),
        ("2026-11-03", "2026-11-03"),
        ("2026-11", "2026-11"),
        ("jan 2026", "2026-01"),
        ("Sept 2020", "2020-09"),
        ("11/2026", "2026-11"),
        ("2026", "2026"),
        ("today", "2026-11-03"),
        ("Yesterday", "2026-11-02"),
        ("tomorrow", "2026-11-04"),
        ("3.1.83", "1983-01-03"),
        ("3.1.27", "2027-01-03"),
        ("3.1.28", "1928-01-03"),
        ("29 feb 2024", "2024-02-29"),
    ],
)
def test_dates_are_read(typed, iso):
    assert read_date(typed, TODAY) == FlexDate(iso)


@pytest.mark.parametrize(
    "typed", ["about march 2019", "c. march 2019", "~ mar 2019", "approx mar 2019", "est mar 2019"]
)
def test_an_estimate_is_marked(typed):
    assert read_date(typed, TODAY) == FlexDate("2019-03", estimated=True)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "31/2/2026",
        "29 feb 2025",
        "12/25/2026",
        "3 jan",
        "jan",
        "mar 3",
        "hello",
        "0311",
        "99/99/99",
        "1066",
        "3 foo 2026",
        "32 jan 2026",
    ],
)
def test_what_is_no_date_is_not_guessed(typed):
    assert read_date(typed, TODAY) is None


@pytest.mark.parametrize(
    ("typed", "iso", "approximate"),
    [
        ("9.30", "2026-11-03T09:30", False),
        ("14:05", "2026-11-03T14:05", False),
        ("2pm", "2026-11-03T14:00", False),
        ("noon", "2026-11-03T12:00", False),
        ("today 14:05", "2026-11-03T14:05", False),
        ("yesterday 2pm", "2026-11-02T14:00", False),
        ("2.30 pm yesterday", "2026-11-02T14:30", False),
        ("12am today", "2026-11-03T00:00", False),
        ("12 pm today", "2026-11-03T12:00", False),
        ("3/11/26 9.30", "2026-11-03T09:30", False),
        ("3.11.2026 at 14:05", "2026-11-03T14:05", False),
        ("3.11.26", "2026-11-03", False),
        ("3/11/26 1405", "2026-11-03T14:05", False),
        ("2026-11-03T14:05", "2026-11-03T14:05", False),
        ("at 9:15 on 3 jan 2026", "2026-01-03T09:15", False),
        ("mon 2 nov 2026 8 a.m.", "2026-11-02T08:00", False),
        ("3 nov 2026", "2026-11-03", False),
        ("about 2pm today", "2026-11-03T14:00", True),
        ("today about 14:00", "2026-11-03T14:00", True),
        ("about 3 nov 2026", "2026-11-03", True),
    ],
)
def test_times_are_read(typed, iso, approximate):
    assert read_date_time(typed, TODAY) == CivilTime(iso, approximate)


@pytest.mark.parametrize(
    "typed", ["", "25:00", "nov 2026", "2026", "at", "9:75", "13pm today", "soon", "31/2/26 14:00"]
)
def test_what_is_no_time_is_not_guessed(typed):
    assert read_date_time(typed, TODAY) is None


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (FlexDate("2026-11-03"), "3 November 2026"),
        (FlexDate("2019-03", True), "about March 2019"),
        (FlexDate("2019"), "2019"),
    ],
)
def test_dates_in_words(value, words):
    assert date_words(value) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (CivilTime("2026-11-03T14:05"), "3 November 2026, 14:05"),
        (CivilTime("2026-11-03T14:00", True), "3 November 2026, about 14:00"),
        (CivilTime("2026-11-03"), "3 November 2026"),
        (CivilTime("2026-11-03", True), "about 3 November 2026"),
    ],
)
def test_times_in_words(value, words):
    assert time_words(value) == words


dates = st.dates(min_value=dt.date(1930, 1, 1), max_value=dt.date(2040, 1, 1))


@given(dates, st.sampled_from([4, 7, 10]), st.booleans())
def test_words_are_read_back(date, length, estimated):
    value = FlexDate(date.isoformat()[:length], estimated)
    assert read_date(date_words(value), TODAY) == value


@given(dates, st.none() | st.times(), st.booleans())
def test_time_words_are_read_back(date, time, approximate):
    iso = f"{date}T{time:%H:%M}" if time else date.isoformat()
    value = CivilTime(iso, approximate)
    assert read_date_time(time_words(value), TODAY) == value


@given(dates, st.sampled_from(["/", ".", "-", " "]))
def test_day_comes_before_month(date, mark):
    assert read_date(f"{date.day}{mark}{date.month}{mark}{date.year}", TODAY) == FlexDate(date.isoformat())


@given(dates, st.integers(3, 9))
def test_months_may_be_cut_short(date, length):
    name = MONTHS[date.month - 1][:length]
    assert read_date(f"{date.day} {name} {date.year}", TODAY) == FlexDate(date.isoformat())


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text):
    for read in (read_date, read_date_time):
        value = read(text, TODAY)
        if value is not None:
            dt.datetime.fromisoformat(value.iso + "-01-01"[len(value.iso) - 4 :] if len(value.iso) < 10 else value.iso)
