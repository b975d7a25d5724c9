"""Enquiry records to rows and back; version comparison between writers; deletion of drafts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from sqlalchemy import Connection, Row, Text, bindparam, delete, func, insert, select, update

from enquiry_app.enquiry.records import Enquiry
from enquiry_app.errors import AppError, EnquiryChangedElsewhere, NotFound
from enquiry_app.storage.column_types import to_microseconds
from enquiry_app.storage.tables import NEVER_DUE, EnquiryRow, SentVersionRow, StoreStateRow, TombstoneRow, table_of

enquiries = table_of(EnquiryRow)
_tombstone = table_of(TombstoneRow)

NO_ENQUIRY = "There is no such enquiry here."
CHANGED = "This enquiry was changed in another window or by somebody else after you opened it. Nothing was overwritten."
SENT_STAYS = "An enquiry that was sent is part of the record and cannot be deleted like a draft."

DESTROYED_STAYS = "This enquiry was destroyed here under the retention rules. It is not taken in again."

# What `change_enquiry` may set: not identity, version or times the store keeps itself.
CHANGEABLE = frozenset(
    {
        "reference", "status", "owner_id", "owner_name", "agency_id", "agency_name", "agency_kind", "form", "matrix",
        "urgent", "sent_at", "received_at", "place", "level", "title", "initials", "area", "youngest", "flags",
        "lead_id", "assigned_to", "rating", "seen", "repeats", "outcome", "due_at", "due_for", "acknowledged_at",
        "decided_at", "feedback_at", "closed_at", "amending",
    }
)  # fmt: skip
COLUMNS = [column for column in enquiries.c if column.name not in ("listed_at", "due_sort", "summary_digest")]


def due_sort(due: dt.datetime | None) -> int:
    """The number a due time is sorted by: what is not due comes last."""
    return NEVER_DUE if due is None else to_microseconds(due)


def from_row(row: Row[Any]) -> Enquiry:
    """The record of a row selected with `selected`."""
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
    values["reference"] = values["reference"] or ""
    values["flags"] = tuple(values["flags"])
    values["urgent"] = bool(values["urgent"])
    values["amending"] = bool(values["amending"])
    return Enquiry(**values)


def selected() -> Any:
    """A SELECT of the columns a record needs."""
    return select(*COLUMNS)


def read_by_id(connection: Connection, enquiry_id: str) -> Enquiry:
    """Raises NotFound."""
    row = connection.execute(selected().where(enquiries.c.id == enquiry_id)).first()
    if row is None:
        raise NotFound(NO_ENQUIRY)
    return from_row(row)


def read_by_reference(connection: Connection, reference: str) -> Enquiry | None:
    """The enquiry with exactly this reference, or None."""
    row = connection.execute(selected().where(enquiries.c.reference == reference)).first() if reference else None
    return from_row(row) if row else None


def read_by_seq(connection: Connection, seq: int) -> Enquiry | None:
    """The enquiry with this row number, or None."""
    row = connection.execute(selected().where(enquiries.c.seq == seq)).first()
    return from_row(row) if row else None


def seq_of(connection: Connection, enquiry_id: str) -> int:
    """The row number of an enquiry. Raises NotFound."""
    seq = connection.execute(select(enquiries.c.seq).where(enquiries.c.id == enquiry_id)).scalar()
    if seq is None:
        raise NotFound(NO_ENQUIRY)
    return int(seq)


def add(connection: Connection, enquiry: Enquiry) -> Enquiry:
    """Insert; `seq` of the given record is ignored. A draft deleted before (undo) loses its tombstone; what was destroyed
    under the retention rules is refused (AppError)."""
    values = {column.name: getattr(enquiry, column.name) for column in COLUMNS if column.name != "seq"}
    values["reference"] = enquiry.reference or None
    values["flags"] = list(enquiry.flags)
    values["listed_at"] = enquiry.sent_at or enquiry.created_at
    values["due_sort"] = due_sort(enquiry.due_at)
    values["summary_digest"] = ""
    buried = connection.execute(select(_tombstone.c.kind).where(_tombstone.c.subject_id == enquiry.id)).scalar()
    if buried == "destroyed":
        raise AppError(DESTROYED_STAYS)
    connection.execute(delete(_tombstone).where(_tombstone.c.subject_id == enquiry.id))
    connection.execute(insert(enquiries), values)
    return read_by_id(connection, enquiry.id)


def change(
    connection: Connection, enquiry_id: str, version: int, at: dt.datetime, columns: Mapping[str, Any]
) -> Enquiry:
    """Set columns and count one version up. Raises EnquiryChangedElsewhere if `version` is not the stored one."""
    unknown = set(columns) - CHANGEABLE
    if unknown:
        raise TypeError(f"not columns of an enquiry that may be changed: {sorted(unknown)}")
    values = dict(columns)
    if "reference" in values:
        values["reference"] = values["reference"] or None
    if "flags" in values:
        values["flags"] = list(values["flags"])
    if "due_at" in values:
        values["due_sort"] = due_sort(values["due_at"])
    if values.get("sent_at") is not None:
        values["listed_at"] = values["sent_at"]
    bump_version(connection, enquiry_id, version, {**values, "updated_at": at})
    return read_by_id(connection, enquiry_id)


def bump_version(connection: Connection, enquiry_id: str, version: int, values: Mapping[str, Any]) -> None:
    """The update by which writers compare: it hits only the version the writer had."""
    changed = connection.execute(
        update(enquiries)
        .where(enquiries.c.id == enquiry_id, enquiries.c.version == version)
        .values({**values, "version": version + 1})
    )
    if not changed.rowcount:
        _refuse(connection, enquiry_id, version)


def touch(connection: Connection, enquiry_id: str, version: int, at: dt.datetime, place: str | None) -> tuple[int, str]:
    """The same for an autosave, in one statement: returns row number and digest of the stored summary."""
    row = connection.execute(_TOUCH, {"of_id": enquiry_id, "of_version": version, "now": at, "at_place": place}).first()
    if row is None:
        _refuse(connection, enquiry_id, version)
    return row.seq, row.summary_digest


_TOUCH = (
    update(enquiries)
    .where(enquiries.c.id == bindparam("of_id"), enquiries.c.version == bindparam("of_version"))
    .values(
        version=enquiries.c.version + 1,
        updated_at=bindparam("now"),
        place=func.coalesce(bindparam("at_place", type_=Text()), enquiries.c.place),
    )
    .returning(enquiries.c.seq, enquiries.c.summary_digest)
)


def _refuse(connection: Connection, enquiry_id: str, version: int) -> NoReturn:
    stored = connection.execute(select(enquiries.c.version).where(enquiries.c.id == enquiry_id)).scalar()
    if stored is None:
        raise NotFound(NO_ENQUIRY)
    raise EnquiryChangedElsewhere(CHANGED, version, int(stored))


def remove(connection: Connection, enquiry_id: str, forget: Callable[[Connection, int], None]) -> None:
    """Delete a draft with all that belongs to it; a tombstone stays. A sent one is refused.

    `forget` takes it out of the person index first.
    """
    seq = seq_of(connection, enquiry_id)
    if connection.execute(select(SentVersionRow.seq).where(SentVersionRow.enquiry_seq == seq).limit(1)).first():
        raise AppError(SENT_STAYS)
    forget(connection, seq)
    connection.execute(delete(enquiries).where(enquiries.c.seq == seq))
    commits = connection.execute(select(StoreStateRow.commits)).scalar_one()
    connection.execute(insert(_tombstone), {"subject_id": enquiry_id, "kind": "enquiry", "commits": commits})
