"""Drafts somebody asked to delete: for ten seconds it can be undone, then the draft is really gone.

The wait is held in memory only. If the app ends meanwhile the draft stays: a word must never be lost by accident.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

UNDO_SECONDS = 10


@dataclass(frozen=True)
class Undo:
    """A deletion that can still be undone, until this instant."""

    enquiry_id: str
    until: dt.datetime


class WaitingDeletions:
    """The deletions that wait for their ten seconds."""

    def __init__(self) -> None:
        self._until: dict[str, dt.datetime] = {}

    def add(self, enquiry_id: str, now: dt.datetime) -> Undo:
        """Begin the wait."""
        undo = Undo(enquiry_id, now + dt.timedelta(seconds=UNDO_SECONDS))
        self._until[enquiry_id] = undo.until
        return undo

    def undo(self, enquiry_id: str) -> bool:
        """End the wait without deleting; False if it is too late."""
        return self._until.pop(enquiry_id, None) is not None

    def done(self, enquiry_id: str) -> None:
        """Forget a deletion that was carried out."""
        self._until.pop(enquiry_id, None)

    def over(self, now: dt.datetime | None) -> tuple[str, ...]:
        """The drafts whose wait is over at this instant; all of them if `now` is None."""
        return tuple(found for found, until in self._until.items() if now is None or until <= now)

    def __contains__(self, enquiry_id: str) -> bool:
        return enquiry_id in self._until
