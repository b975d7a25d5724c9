"""Whom to ring at this minute, and by when an agency hears back."""

from __future__ import annotations

import datetime as dt

import pytest

from enquiry_app.definitions.hub_definition import load_hub
from enquiry_app.enquiry.records import Enquiry
from ui.hub_words import by_when_words, danger_words

OPEN = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)
SATURDAY = dt.datetime(2026, 11, 28, 12, 0, tzinfo=dt.UTC)


def an_enquiry(status="received", urgent=False, sent_at=OPEN):
    return Enquiry(
        "e", 1, "K7-1", status, 1, "p", "Asha Carter", "a", "Ashcombe", "school", "f/1", "m/1", urgent,
        OPEN, OPEN, sent_at=sent_at, title="A child",
    )  # fmt: skip


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


def test_an_agency_is_told_by_when_it_hears_back_and_when_to_ring():
    hub = load_hub()
    assert by_when_words(hub, an_enquiry(), OPEN) == "you will hear back by 12:00 tomorrow"
    assert by_when_words(hub, an_enquiry(urgent=True), OPEN) == "you will hear back by 16:00 today"
    late = OPEN + dt.timedelta(days=3)
    assert by_when_words(hub, an_enquiry(), late).endswith(": ring the Hub")


@pytest.mark.parametrize("status", ["draft", "awaiting_sign_off", "ready_to_hand_over", "closed", "withdrawn"])
def test_nothing_is_promised_for_what_the_hub_does_not_have_or_has_finished(status):
    assert by_when_words(load_hub(), an_enquiry(status), OPEN) == ""


def test_a_question_of_the_hub_is_the_agency_s_turn():
    assert by_when_words(load_hub(), an_enquiry("waiting_for_referrer"), OPEN) == "the Hub waits for you"
