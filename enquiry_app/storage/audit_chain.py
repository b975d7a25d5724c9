"""The audit trail as a chain: each event carries the hash of the one before, so a changed past shows.

Hashed are number, time, actor, tag, subject and a salted digest of the details. The details themselves lie in a row
that erasure may destroy without breaking the chain.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, insert, select

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

_events = table_of(EventRow)
_details = table_of(EventDetailRow)


@dataclass(frozen=True)
class AuditVerdict:
    """`first_bad` is the number of the first event that is missing or not as it was written."""

    ok: bool
    events: int
    first_bad: int | None
    sentence: str


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


def verify(store: SqlStore) -> AuditVerdict:
    """Walk the whole chain and compare its end with the anchor."""
    anchor = store.anchors.read()
    with store.read() as reading:
        connection = reading.connection
        expected = 1
        erased = frozenset(connection.execute(select(TombstoneRow.subject_id)).scalars())
        for number, fault in _faults(connection, erased):
            expected = number + 1
            if fault:
                return AuditVerdict(False, number, number, f"Event {number}: {fault}")
        events = expected - 1
        if anchor is not None and events < anchor.event:
            sentence = f"Event {events + 1}: missing; the trail once reached event {anchor.event}."
            return AuditVerdict(False, events, events + 1, sentence)
        if anchor is not None and anchor.event:
            stored = connection.execute(select(_events.c.hash).where(_events.c.number == anchor.event)).scalar_one()
            if stored != anchor.head:
                sentence = f"Event {anchor.event}: the whole trail was written anew; it is not the one noted outside."
                return AuditVerdict(False, events, anchor.event, sentence)
    return AuditVerdict(True, events, None, f"All {events} events are as they were written.")


def _faults(connection: Connection, erased: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Each expected number with what is wrong there ("" if nothing)."""
    query = (
        select(_events, _details.c.salt, _details.c.details)
        .outerjoin(_details, _details.c.number == _events.c.number)
        .order_by(_events.c.number)
        .execution_options(yield_per=500)
    )
    previous, expected = START, 1
    for row in connection.execute(query):
        if row.number != expected:
            yield expected, "missing."
            return
        yield expected, _fault_of(row, previous, erased)
        previous, expected = row.hash, expected + 1


def _fault_of(row: Any, previous: str, erased: frozenset[str]) -> str:
    hashed = event_hash(previous, row.number, row.at, row.actor_id, row.tag, row.subject_id, row.digest)
    if hashed != row.hash:
        return "not as it was written, or out of order."
    if row.salt is None:
        return "" if row.subject_id in erased else "its details were taken away."
    if details_digest(row.salt, row.details) != row.digest:
        return "its details are not as they were written."
    return ""
