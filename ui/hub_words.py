"""The Hub in words: whom to ring at this minute. Pure."""

from __future__ import annotations

import datetime as dt

from enquiry_app.definitions.hub_definition import HubDefinition
from enquiry_app.enquiry.working_time import closing, london, moment_words, next_opening


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
