"""Words for moments and counts."""

from __future__ import annotations

import datetime as dt

import pytest

from ui.formatting import clock_time, count, day_and_time, joined, seconds_in_words, short_moment

NOW = dt.datetime(2026, 7, 15, 12, 0, tzinfo=dt.UTC)


def test_moments_are_shown_in_london_time():
    assert day_and_time(NOW) == "15 July 2026, 13:00"
    assert day_and_time(dt.datetime(2026, 11, 3, 14, 5, tzinfo=dt.UTC)) == "3 November 2026, 14:05"
    assert clock_time(dt.datetime(2026, 11, 3, 10, 42, 7, tzinfo=dt.UTC), seconds=True) == "10:42:07"


@pytest.mark.parametrize(
    ("back", "words"),
    [
        (dt.timedelta(hours=1), "today at 12:00"),
        (dt.timedelta(days=1), "yesterday at 13:00"),
        (dt.timedelta(days=3), "Sunday at 13:00"),
        (dt.timedelta(days=30), "15 June"),
        (dt.timedelta(days=365), "15 July 2025"),
        (dt.timedelta(hours=-30), "16 July"),
    ],
)
def test_near_moments_have_near_words(back, words):
    assert short_moment(NOW - back, NOW) == words


def test_late_in_the_evening_today_is_the_london_day():
    late = dt.datetime(2026, 7, 15, 23, 30, tzinfo=dt.UTC)
    assert short_moment(late, late) == "today at 00:30"
    assert short_moment(NOW, late) == "yesterday at 13:00"


def test_counts_and_lists():
    assert (count(1, "enquiry", "enquiries"), count(12400, "enquiry", "enquiries")) == ("1 enquiry", "12,400 enquiries")
    assert joined(["name", "date of birth", "postcode"]) == "name, date of birth and postcode"
    assert joined(["name"]) == "name"
    assert joined([]) == ""


def test_seconds_are_whole_and_at_least_one():
    assert seconds_in_words(0.2) == "1 second"
    assert seconds_in_words(42) == "42 seconds"
    assert seconds_in_words(600) == "10 minutes"
