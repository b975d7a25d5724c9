"""A refused act leaves a line in the audit trail: who tried what, with which record (OWASP ASVS 5.0, 16.3.2).

Written after the refused method has ended and its transaction is gone, in one of its own. The same refusal is written
once an hour, so that nobody can fill the trail by trying. What cannot be written (a full disk, a person whose access
has ended meanwhile) changes nothing about the refusal.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from dataclasses import dataclass
from typing import Protocol

from enquiry_app.enquiry.audit_trail import REFUSED_ACT, TrailQuery
from enquiry_app.enquiry.records import Person
from enquiry_app.errors import AppError, Refused
from enquiry_app.services.ports import Clock, Readable, Store

AGAIN_AFTER = dt.timedelta(hours=1)


class Place(Protocol):
    """Where somebody acts; a seat is one."""

    @property
    def store(self) -> Store: ...
    @property
    def clock(self) -> Clock: ...
    @property
    def person(self) -> Person: ...


@dataclass(frozen=True)
class Acting:
    """The place of somebody who sits at no seat."""

    store: Store
    clock: Clock
    person: Person


def note_refusal(place: Place, refusal: Refused, asked_for: str) -> None:
    """Write that this person was refused; `asked_for` is an action of `permissions.py`. Raises nothing of its own."""
    action, now = refusal.action or asked_for, place.clock.now()
    with contextlib.suppress(AppError), place.store.write() as work:
        if not _noted_lately(work, place.person.id, refusal.enquiry_id, action, now):
            work.record(REFUSED_ACT, subject=refusal.enquiry_id, actor=place.person.id, at=now, action=action)
            work.commit()


def _noted_lately(read: Readable, person_id: str, subject: str, action: str, now: dt.datetime) -> bool:
    wanted = TrailQuery((person_id,), (REFUSED_ACT,), (subject,), now - AGAIN_AFTER)
    return any(event.details.get("action") == action for event in read.events_numbered(read.event_numbers(wanted)))
