"""Whom to ring at this minute."""

from __future__ import annotations

import datetime as dt

from enquiry_app.definitions.hub_definition import load_hub
from ui.hub_words import danger_words

OPEN = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)
SATURDAY = dt.datetime(2026, 11, 28, 12, 0, tzinfo=dt.UTC)


def test_while_the_hub_is_open_its_own_number_is_given_with_the_closing_time():
    words = danger_words(load_hub(), OPEN)
    assert words == "Child in danger now: ring 999, then the Hub 01803 208100 – open until 17:00"


def test_while_the_hub_is_closed_the_out_of_hours_number_comes_first():
    words = danger_words(load_hub(), SATURDAY)
    assert words.index("999") < words.index("0300 456 4876") < words.index("01803 208100")
    assert "closed until Monday 09:00" in words


def test_the_words_change_on_the_minute_of_closing():
    before = dt.datetime(2026, 11, 23, 16, 59, tzinfo=dt.UTC)
    assert "open until" in danger_words(load_hub(), before)
    assert "closed" in danger_words(load_hub(), before + dt.timedelta(minutes=1))
