"""Enquiries whose level lies below a sign of significant harm: for the manager who answers for them.

Either nobody at the referrer's chose a level as high as what they saw calls for, or two managers at the Hub decided below
it. Both may be right; somebody looks at all of them. Source: domain notes 5e (second person), users' walk of the manager.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from enquiry_app.enquiry.deciding_rules import BELOW_PROTECTION, level_label
from enquiry_app.enquiry.hub_records import Decision
from enquiry_app.enquiry.records import Enquiry
from enquiry_app.services.hub_queue import only_with_the_hub
from enquiry_app.services.ports import QueueFilter, Readable
from enquiry_app.services.seat import Seat
from enquiry_app.services.use_case import use_case

A_YEAR = dt.timedelta(days=365)
MOST = 200  # rows; more than a person reads


@dataclass(frozen=True)
class Lowered:
    """One of them, and who chose or decided the level, in words."""

    enquiry: Enquiry
    words: str

    def __repr__(self) -> str:
        return f"Lowered({self.enquiry.id})"


class LoweredLevels:
    """A use case of hub managers."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    @use_case("decide", unaudited="list rows are not records opened")
    def of_a_year(self) -> tuple[Lowered, ...]:
        """Those of the last twelve months, open and closed, the newest first; at most MOST."""
        seat = self._seat
        seat.require("decide")
        since = seat.now() - A_YEAR
        with seat.store.read() as read:
            names = {person.id: person.display_name for person in read.people()}
            found = read.enquiries(only_with_the_hub(QueueFilter(below_protection=True)), "newest", MOST)
            recent = [each for each in found if (each.sent_at or each.created_at) >= since]
            return tuple(Lowered(each, _words(read, each, names)) for each in recent)


def _words(read: Readable, enquiry: Enquiry, names: dict[str, str]) -> str:
    finals = read.hub_records(Decision, enquiry.id, status="final")
    lowered = [each for each in finals if each.second_because == BELOW_PROTECTION]
    if lowered:
        last = lowered[-1]
        return f"The Hub decided {level_label(last.level)}: {_both(last, names)}"
    chosen = level_label(enquiry.level)
    return f"The referrer chose {chosen}" if chosen else "The referrer chose no level"


def _both(decision: Decision, names: dict[str, str]) -> str:
    people: Sequence[str] = [names.get(each, "") for each in (decision.decided_by, decision.seconded_by)]
    return " and ".join(filter(None, people))
