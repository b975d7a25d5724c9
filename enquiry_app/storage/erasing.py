"""Real deletion under the retention rules: every row about an enquiry goes, also the words its lists are searched by and
the details of its audit events. What stays: ids, hashes and times in the audit trail, the certificate, a tombstone.

Freed pages are overwritten by the database (`secure_delete`, and the same of the full-text index).
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, or_, select, update

from enquiry_app.enquiry.kept_records import AccessRule, Disclosure, IssuedPages, MailRecord, RetentionItem
from enquiry_app.enquiry.records import Enquiry
from enquiry_app.errors import AppError
from enquiry_app.storage import hub_tables, person_index
from enquiry_app.storage.enquiry_rows import enquiries, from_row, selected, seq_of
from enquiry_app.storage.hub_rows import TABLES
from enquiry_app.storage.tables import (
    AttachmentRow,
    DocumentRow,
    EnquiryPersonRow,
    EventDetailRow,
    EventRow,
    PersonRow,
    SentTextRow,
    SentVersionRow,
    StoreStateRow,
    TombstoneRow,
    table_of,
)

DESTROYED = "destroyed"  # kind of the tombstone
ON_HOLD = "This record is on hold: {reason} It cannot be deleted or destroyed until the hold is lifted."
_HELD_ALL = "Everything is on hold: {reason} Nothing can be deleted or destroyed until the hold is lifted."

_tombstone, _events, _details = table_of(TombstoneRow), table_of(EventRow), table_of(EventDetailRow)
_version, _text, _link = table_of(SentVersionRow), table_of(SentTextRow), table_of(hub_tables.LinkRow)
_COUNTED: Mapping[str, Table] = {"documents": table_of(DocumentRow), "attachments": table_of(AttachmentRow)}


def check_not_held(connection: Connection, enquiry_id: str) -> None:
    """Raise AppError with the reason if a hold forbids destroying this, or anything."""
    table = TABLES[RetentionItem]
    query = select(table.c.of_enquiry, table.c.words).where(
        table.c.kind == "hold", table.c.status == "open", table.c.of_enquiry.in_((enquiry_id, ""))
    )
    row = connection.execute(query.order_by(table.c.of_enquiry.desc())).first()
    if row is not None:
        reason = str(row.words.get("reason", "")).rstrip(".") + "."
        raise AppError((ON_HOLD if row.of_enquiry else _HELD_ALL).format(reason=reason))


def erase(connection: Connection, enquiry_id: str, *, despite_holds: bool = False) -> Mapping[str, Any]:
    """Destroy everything about an enquiry; returns what there was: counts, and the hashes of what was sent.

    `despite_holds` is for doing again, in a restored backup, what was decided when there was no hold. Raises NotFound.
    """
    if not despite_holds:
        check_not_held(connection, enquiry_id)
    seq = seq_of(connection, enquiry_id)
    sent = select(_version.c.number, _version.c.content_hash).where(_version.c.enquiry_seq == seq)
    was: dict[str, Any] = {"sent": [list(row) for row in connection.execute(sent.order_by(_version.c.number))]}
    for name, table in _COUNTED.items():
        counted = select(func.count()).select_from(table).where(table.c.enquiry_seq == seq)
        was[name] = connection.execute(counted).scalar_one()
    bury(connection, enquiry_id)
    numbers = select(_events.c.number).where(_events.c.subject_id == enquiry_id)
    was["event_details"] = connection.execute(delete(_details).where(_details.c.number.in_(numbers))).rowcount
    connection.execute(
        delete(_text).where(_text.c.version_seq.in_(select(_version.c.seq).where(_version.c.enquiry_seq == seq)))
    )
    with _thawed(connection, "sent_version", "DELETE"):
        connection.execute(delete(_version).where(_version.c.enquiry_seq == seq))
    for kind in (Disclosure, MailRecord, IssuedPages, AccessRule):
        connection.execute(delete(TABLES[kind]).where(TABLES[kind].c.of_enquiry == enquiry_id))
    connection.execute(delete(_link).where(_link.c.other_id == enquiry_id))
    person_index.remove(connection, seq)
    connection.execute(delete(enquiries).where(enquiries.c.seq == seq))
    return was


def bury(connection: Connection, enquiry_id: str) -> None:
    """Leave a tombstone, so that a restored backup does not bring it back, also where the enquiry is not here."""
    connection.execute(delete(_tombstone).where(_tombstone.c.subject_id == enquiry_id))
    commits = connection.execute(select(StoreStateRow.commits)).scalar_one()
    connection.execute(insert(_tombstone), {"subject_id": enquiry_id, "kind": DESTROYED, "commits": commits})


def is_destroyed(connection: Connection, enquiry_id: str) -> bool:
    """Whether this was destroyed here."""
    query = select(_tombstone.c.kind).where(_tombstone.c.subject_id == enquiry_id)
    return connection.execute(query).scalar() == DESTROYED


def tombstones(connection: Connection) -> tuple[tuple[str, str], ...]:
    """Id and kind of everything deleted here, in order."""
    query = select(_tombstone.c.subject_id, _tombstone.c.kind).order_by(_tombstone.c.commits)
    return tuple((row.subject_id, row.kind) for row in connection.execute(query))


def carry_over(connection: Connection, items: Sequence[RetentionItem]) -> None:
    """Take holds, reviews and certificates of the store that is replaced over into the restored one."""
    table = TABLES[RetentionItem]
    for item in items:
        words = {"reason": item.reason, "until": item.until, "details": dict(item.details)}
        values = {
            "version": item.version, "of_enquiry": item.of_enquiry, "kind": item.kind, "status": item.status,
            "at": item.at, "by": item.by, "words": words,
        }  # fmt: skip
        known = connection.execute(update(table).where(table.c.id == item.id).values(values))
        if not known.rowcount:
            connection.execute(insert(table), {"id": item.id, **values})


def untouched_since(
    connection: Connection, conditions: Sequence[tuple[Sequence[str], Sequence[str], Any]], after_seq: int, limit: int,
    without: Sequence[int] = (),
) -> tuple[Enquiry, ...]:  # fmt: skip
    """Enquiries nobody has changed since an instant, in order of their number: (statuses, outcomes or none, instant);
    without those of these numbers."""
    either = [
        enquiries.c.status.in_(tuple(statuses))
        & (enquiries.c.updated_at < before)
        & (enquiries.c.outcome.in_(tuple(outcomes)) if outcomes else enquiries.c.seq > 0)
        for statuses, outcomes, before in conditions
    ]
    if not either:
        return ()
    shown = [enquiries.c.seq.not_in(without)] if without else []
    query = selected().where(enquiries.c.seq > after_seq, or_(*either), *shown).order_by(enquiries.c.seq).limit(limit)
    return tuple(from_row(row) for row in connection.execute(query))


def births(connection: Connection, enquiry_seqs: Sequence[int]) -> Mapping[int, tuple[str, ...]]:
    """Dates of birth (ISO, perhaps partial, "" if not known) of the children each enquiry is about."""
    link, person = table_of(EnquiryPersonRow), table_of(PersonRow)
    query = (
        select(link.c.enquiry_seq, person.c.birth)
        .join(person, person.c.seq == link.c.person_seq)
        .where(link.c.enquiry_seq.in_(tuple(enquiry_seqs)), link.c.part.in_(("subject", "unborn")))
    )
    found: dict[int, tuple[str, ...]] = {}
    for row in connection.execute(query):
        found[row.enquiry_seq] = (*found.get(row.enquiry_seq, ()), row.birth)
    return found


@contextlib.contextmanager
def _thawed(connection: Connection, table: str, act: str) -> Iterator[None]:
    """Lift the rule that frozen rows are never deleted, for this one step of this transaction."""
    name = f"{table}_no_{act.lower()}"
    if connection.dialect.name != "sqlite":
        connection.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER {name}")
        yield
        connection.exec_driver_sql(f"ALTER TABLE {table} ENABLE TRIGGER {name}")
        return
    query = "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = ?"
    rule = connection.exec_driver_sql(query, (name,)).scalar_one()
    connection.exec_driver_sql(f"DROP TRIGGER {name}")
    yield
    connection.exec_driver_sql(str(rule))
