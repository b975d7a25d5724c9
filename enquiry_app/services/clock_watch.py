"""Notices jumps of the computer's clock: times in the audit trail are only as good as the clock that gave them.

Two looks: at sign-in, whether it is earlier than the last event of the trail; while somebody works, whether the clock
has moved otherwise than the seconds that really went by (by more than a day ahead, or back at all).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from enquiry_app.enquiry.audit_trail import EARLIER_ALLOWED, REFUSED

if TYPE_CHECKING:
    from enquiry_app.services.ports import Clock, Work

AHEAD_ALLOWED = dt.timedelta(days=1)
JUMPED = "clock:jumped"


@dataclass(eq=False, repr=False)
class ClockWatch:
    """Remembers when it last looked, by the clock and by the seconds that went by."""

    _clock: Clock | None = None
    _at: dt.datetime | None = None
    _steady: float = 0.0

    def jumped(self, clock: Clock) -> int:
        """By how many seconds the clock has jumped since the last look, negative for back; 0 for not noticeably."""
        count = getattr(clock, "monotonic", None)
        if count is None:
            return 0
        now, steady = clock.now(), float(count())
        before, passed = self._at, dt.timedelta(seconds=steady - self._steady)
        known, self._clock = self._clock is clock, clock
        self._at, self._steady = now, steady
        if before is None or not known:
            return 0
        drift = now - (before + passed)
        return round(drift.total_seconds()) if drift > AHEAD_ALLOWED or drift < -EARLIER_ALLOWED else 0


def note_jump(work: Work, person_id: str, at: dt.datetime, seconds: int) -> None:
    """Write that the clock jumped, before the event that shows it."""
    work.record(JUMPED, subject="", actor=person_id, at=at, seconds=str(seconds))


def note_clock_set_back(work: Work, person_id: str, now: dt.datetime) -> None:
    """At sign-in: write that the clock is behind the last event, if it is."""
    last = [event for event in work.events(limit=20) if event.tag != REFUSED]
    if last and now < last[-1].at - EARLIER_ALLOWED:
        note_jump(work, person_id, now, round((now - last[-1].at).total_seconds()))
