"""The Hub in words: whom to ring at this minute, and by when an agency hears back. Pure."""

from __future__ import annotations

import datetime as dt

from enquiry_app.definitions.hub_definition import HubDefinition
from enquiry_app.enquiry.records import Enquiry
from enquiry_app.enquiry.statuses import FINISHED
from enquiry_app.enquiry.working_time import closing, due_at, london, moment_words, next_opening

NOT_THERE = ("draft", "awaiting_sign_off", "ready_to_hand_over")


def danger_words(hub: HubDefinition, now: dt.datetime) -> str:
    """The strip's sentence: 999 first, then the number that is answered at this minute."""
    closes = closing(hub.hours, now)
    if closes is not None:
        until = f"{london(hub.hours, closes):%H:%M}"
        return f"Child in danger now: ring 999, then the Hub {hub.phone} – open until {until}"
    opens = moment_words(hub.hours, next_opening(hub.hours, now), now)
    return (
        f"Child in danger now: ring 999, then out of hours {hub.out_of_hours_phone}"
        f" – the Hub {hub.phone} is closed until {opens}"
    )


def by_when_words(hub: HubDefinition, enquiry: Enquiry, now: dt.datetime) -> str:
    """What the agency waits for and until when; "" if nothing is owed."""
    if enquiry.sent_at is None or enquiry.status in NOT_THERE or enquiry.status in FINISHED:
        return ""
    if enquiry.status in ("waiting_for_referrer", "returned"):
        return "the Hub waits for you"
    target = hub.targets["rating_red" if enquiry.urgent else "next_step"]
    due = due_at(target, enquiry.received_at or enquiry.sent_at, hub.hours)
    if enquiry.status == "feedback_due":
        return "you will hear what was decided"
    if now > due:
        return f"you should have heard by {moment_words(hub.hours, due, now)}: ring the Hub"
    return f"you will hear back by {moment_words(hub.hours, due, now)}"
