"""The audit trail as a chain: each event carries the hash of the one before, so a changed past shows.

Hashed are number, time, actor, tag, subject and a salted digest of the details. The details themselves lie in a row
that erasure may destroy without breaking the chain.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, insert, select

from enquiry_app.enquiry.audit_trail import REFUSED, AuditVerdict, set_back
from enquiry_app.enquiry.records import Event
from enquiry_app.errors import StoreDamaged
from enquiry_app.storage.anchor import Anchor
from enquiry_app.storage.column_types import compact_json, to_microseconds
from enquiry_app.storage.tables import EventDetailRow, EventRow, StoreStateRow, TombstoneRow, table_of

if TYPE_CHECKING:
    from enquiry_app.storage.sql_store import SqlStore

START = "0" * 64  # what the first event follows

ROLLED_BACK = (
    "The store is in an earlier state than when it was last used: the newest entries are missing. It was changed by"
    " something other than this app, so it is not opened. Please restore the last backup."
)
WAY_FORWARD = (
    "Keep this store as it is, as evidence. Restore the newest backup made before this event, check that one too, and"
    " tell whoever is responsible for data protection."
)
RESTORED = "store:restored"
PROGRESS_EVERY = 5000  # events

_events = table_of(EventRow)
_details = table_of(EventDetailRow)


def details_digest(salt: bytes, details: Mapping[str, str]) -> str:
    """Salted SHA-256 of an event's details."""
    return hashlib.sha256(salt + compact_json(dict(details)).encode()).hexdigest()


def event_hash(previous: str, number: int, at: dt.datetime, actor: str, tag: str, subject: str, digest: str) -> str:
    """The hash of an event, chained to the previous one."""
    body = compact_json([previous, number, to_microseconds(at), actor, tag, subject, digest])
    return hashlib.sha256(body.encode()).hexdigest()


def head(connection: Connection) -> tuple[int, str]:
    """Number and hash of the last event; (0, START) if there is none."""
    row = connection.execute(_HEAD).first()
    return (row.number, row.hash) if row else (0, START)


_HEAD = select(_events.c.number, _events.c.hash).order_by(_events.c.number.desc()).limit(1)


def append(
    connection: Connection, *, at: dt.datetime, actor: str, tag: str, subject: str, details: Mapping[str, str]
) -> tuple[int, str]:
    """Add one event; returns its number and hash."""
    number, previous = head(connection)
    number += 1
    salt = secrets.token_bytes(16)
    digest = details_digest(salt, details)
    hashed = event_hash(previous, number, at, actor, tag, subject, digest)
    connection.execute(
        insert(_events),
        {
            "number": number,
            "at": at,
            "actor_id": actor,
            "tag": tag,
            "subject_id": subject,
            "digest": digest,
            "hash": hashed,
        },
    )
    connection.execute(insert(_details), {"number": number, "salt": salt, "details": dict(details)})
    return number, hashed


def read_events(connection: Connection, subject_id: str = "", limit: int = 0) -> tuple[Event, ...]:
    """Events in order, of one subject or all; `limit` keeps the newest ones."""
    query = (
        select(_events, _details.c.details)
        .outerjoin(_details, _details.c.number == _events.c.number)
        .order_by(_events.c.number.desc())
    )
    if subject_id:
        query = query.where(_events.c.subject_id == subject_id)
    if limit:
        query = query.limit(limit)
    rows = connection.execute(query).all()
    return tuple(
        Event(row.number, row.at, row.actor_id, row.tag, row.subject_id, row.details or {}) for row in reversed(rows)
    )


def check_anchor(connection: Connection, anchor: Anchor) -> None:
    """Raise StoreDamaged if the store is behind the anchor, or its past differs from it."""
    commits = connection.execute(select(StoreStateRow.commits)).scalar_one()
    stored = connection.execute(select(_events.c.hash).where(_events.c.number == anchor.event)).scalar() or START
    if commits < anchor.commits or (anchor.event and stored != anchor.head):
        raise StoreDamaged(ROLLED_BACK)


def verify(store: SqlStore, on_progress: Callable[[int, int], None] | None = None) -> AuditVerdict:
    """Walk the whole chain, and compare it with what was noted outside the store: the anchors, and those of backups.

    `on_progress` is told how many events of how many were looked at.
    """
    anchor, witnesses = store.anchors.read(), store.anchors.witnesses()
    jumps: list[int] = []
    with store.read() as reading:
        connection = reading.connection
        events, total = 0, head(connection)[0]
        erased = frozenset(connection.execute(select(TombstoneRow.subject_id)).scalars())
        for number, fault in _faults(connection, erased, jumps):
            if fault:
                return _bad(number, number, fault, jumps)
            events = number
            if on_progress is not None and number % PROGRESS_EVERY == 0:
                on_progress(number, total)
        if anchor is not None and (found := _against(connection, anchor, events)):
            return _bad(events, *found, jumps)
        for witness in witnesses:
            if (found := _against(connection, witness, events)) and not _restored_before(connection, witness):
                return _bad(events, found[0], f"{found[1]} A backup says so.", jumps)
    return AuditVerdict(True, events, None, f"All {events} events are as they were written.", "", tuple(jumps))


def _bad(events: int, first: int, fault: str, jumps: list[int]) -> AuditVerdict:
    return AuditVerdict(False, events, first, f"Event {first}: {fault}", WAY_FORWARD, tuple(jumps))


def _against(connection: Connection, noted: Anchor, events: int) -> tuple[int, str] | None:
    """The first event that is not as noted outside, and what is wrong with it; None if the trail has all of it."""
    if noted.event > events:
        return events + 1, f"missing; the trail once reached event {noted.event}."
    if not noted.event:
        return None
    if hash_at(connection, noted.event) != noted.head:
        return noted.event, "the whole trail was written anew; it is not the one noted outside."
    return None


def hash_at(connection: Connection, number: int) -> str:
    """The hash of the event with this number, "" if there is none."""
    return connection.execute(select(_events.c.hash).where(_events.c.number == number)).scalar() or ""


def _restored_before(connection: Connection, noted: Anchor) -> bool:
    """Whether the trail itself says that an older backup was put in place, so that what was noted came to an end."""
    query = select(_events.c.number).where(_events.c.tag == RESTORED, _events.c.number <= noted.event).limit(1)
    return connection.execute(query).first() is not None


def _faults(connection: Connection, erased: frozenset[str], jumps: list[int]) -> Iterator[tuple[int, str]]:
    """Each expected number with what is wrong there ("" if nothing). Events earlier than the one before go to `jumps`."""
    query = (
        select(_events, _details.c.salt, _details.c.details)
        .outerjoin(_details, _details.c.number == _events.c.number)
        .order_by(_events.c.number)
        .execution_options(yield_per=500)
    )
    before: dt.datetime | None = None
    previous, expected = START, 1
    for row in connection.execute(query):
        if row.number != expected:
            yield expected, "missing."
            return
        if set_back(row.tag, row.at, before):
            jumps.append(expected)
        yield expected, _fault_of(row, previous, erased)
        previous, expected = row.hash, expected + 1
        before = before if row.tag == REFUSED else row.at


def _fault_of(row: Any, previous: str, erased: frozenset[str]) -> str:
    hashed = event_hash(previous, row.number, row.at, row.actor_id, row.tag, row.subject_id, row.digest)
    if hashed != row.hash:
        return "not as it was written, or out of order."
    if row.salt is None:
        return "" if row.subject_id in erased else "its details were taken away."
    if details_digest(row.salt, row.details) != row.digest:
        return "its details are not as they were written."
    return ""
