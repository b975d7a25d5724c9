"""The records of the Hub's work to rows and back. One mapping serves them all: fields of a record that are columns of
its table go there, the others into the row's `words`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields, replace
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Select, Table, func, insert, select, update

from enquiry_app.enquiry.exchange_records import ParcelRecord, Peer
from enquiry_app.enquiry.hub_records import (
    Amendment,
    CaseList,
    ChildDecision,
    Decision,
    Disagreement,
    HubRecord,
    InformationCheck,
    Letter,
    Link,
    LookUp,
    Message,
    NotReferred,
    SavedFilter,
    Step,
    Task,
)
from enquiry_app.enquiry.kept_records import AccessRule, Disclosure, IssuedPages, MailRecord, RetentionItem
from enquiry_app.errors import EnquiryChangedElsewhere, NotFound
from enquiry_app.storage import exchange_tables, hub_tables, kept_tables
from enquiry_app.storage.enquiry_rows import enquiries, seq_of
from enquiry_app.storage.tables import table_of

T = TypeVar("T", bound=HubRecord)
Conditions = Sequence[ColumnElement[bool]]

TABLES: Mapping[type[HubRecord], Table] = {
    Step: table_of(hub_tables.StepRow),
    InformationCheck: table_of(hub_tables.InformationCheckRow),
    Decision: table_of(hub_tables.DecisionRow),
    Message: table_of(hub_tables.MessageRow),
    Letter: table_of(hub_tables.LetterRow),
    Task: table_of(hub_tables.TaskRow),
    Disagreement: table_of(hub_tables.DisagreementRow),
    Link: table_of(hub_tables.LinkRow),
    NotReferred: table_of(hub_tables.NotReferredRow),
    Amendment: table_of(hub_tables.AmendmentRow),
    CaseList: table_of(hub_tables.CaseListRow),
    LookUp: table_of(hub_tables.LookUpRow),
    SavedFilter: table_of(hub_tables.SavedFilterRow),
    Peer: table_of(exchange_tables.PeerRow),
    ParcelRecord: table_of(exchange_tables.ParcelRow),
    Disclosure: table_of(kept_tables.DisclosureRow),
    MailRecord: table_of(kept_tables.MailRow),
    IssuedPages: table_of(kept_tables.IssuedPagesRow),
    AccessRule: table_of(kept_tables.AccessRuleRow),
    RetentionItem: table_of(kept_tables.RetentionRow),
}
GONE = "This is not here any more. Go back and open the enquiry again."
CHANGED = "Somebody else changed this after you opened it. Nothing was overwritten."


def find(
    connection: Connection, kind: type[T], /, enquiry_id: str = "", besides: Conditions = (), **where: Any
) -> tuple[T, ...]:
    """Every record of a kind, oldest first: of one enquiry, or of all. `where`: column = value, or one of a tuple;
    `at_before=…`: the column `at` is less."""
    query = _selected(kind).where(*_conditions(kind, enquiry_id, where), *besides).order_by(TABLES[kind].c.seq)
    return tuple(_from_row(kind, row) for row in connection.execute(query))


def newest(connection: Connection, kind: type[T], most: int, besides: Conditions = ()) -> tuple[T, ...]:
    """The newest records of a kind, newest first."""
    query = _selected(kind).where(*besides).order_by(TABLES[kind].c.seq.desc()).limit(most)
    return tuple(_from_row(kind, row) for row in connection.execute(query))


def count(
    connection: Connection, kind: type[HubRecord], /, enquiry_id: str = "", besides: Conditions = (), **where: Any
) -> int:
    """How many there are, asked as with `find`."""
    table = TABLES[kind]
    conditions = (*_conditions(kind, enquiry_id, where), *besides)
    query = select(func.count()).select_from(_joined(table)).where(*conditions)
    return int(connection.execute(query).scalar_one())


def get(connection: Connection, kind: type[T], record_id: str) -> T:
    """One record. Raises NotFound."""
    row = connection.execute(_selected(kind).where(TABLES[kind].c.id == record_id)).first()
    if row is None:
        raise NotFound(GONE)
    return _from_row(kind, row)


def add(connection: Connection, record: T) -> T:
    """Insert a record."""
    connection.execute(insert(TABLES[type(record)]), _to_row(connection, record))
    return record


def change(connection: Connection, record: T, version: int) -> T:
    """Write a record over the one of `version`; it is stored, and returned, as version + 1.

    Raises EnquiryChangedElsewhere if the stored version is another one, NotFound.
    """
    changed = replace(record, version=version + 1)
    table = TABLES[type(record)]
    values = _to_row(connection, changed)
    hit = connection.execute(update(table).where(table.c.id == record.id, table.c.version == version).values(values))
    if not hit.rowcount:
        stored = get(connection, type(record), record.id)
        raise EnquiryChangedElsewhere(CHANGED, version, stored.version)
    return changed


def remove(connection: Connection, kind: type[HubRecord], record_id: str) -> None:
    """Delete a record: for views a person keeps and what `services/tidying` removes, never for what happened to an
    enquiry."""
    table = TABLES[kind]
    connection.execute(table.delete().where(table.c.id == record_id))


def _joined(table: Table) -> Any:
    return table.join(enquiries, enquiries.c.seq == table.c.enquiry_seq) if "enquiry_seq" in table.c else table


def _selected(kind: type[HubRecord]) -> Select[Any]:
    table = TABLES[kind]
    extra = [enquiries.c.id.label("enquiry_id")] if "enquiry_seq" in table.c else []
    return select(table, *extra).select_from(_joined(table))


def _conditions(kind: type[HubRecord], enquiry_id: str, where: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    table = TABLES[kind]
    conditions: list[ColumnElement[bool]] = [enquiries.c.id == enquiry_id] if enquiry_id else []
    for name, value in where.items():
        if name not in table.c and name.endswith("_before"):
            conditions.append(table.c[name.removesuffix("_before")] < value)
            continue
        column = table.c[name]
        conditions.append(column.in_(value) if isinstance(value, tuple) else column == value)
    return conditions


def _to_row(connection: Connection, record: HubRecord) -> dict[str, Any]:
    table, values, words = TABLES[type(record)], {}, {}
    for name, value in asdict(record).items():
        if name == "enquiry_id":
            values["enquiry_seq"] = seq_of(connection, value)
        elif name in table.c:
            values[name] = value
        else:
            words[name] = value
    return {**values, "words": words}


def _from_row(kind: type[T], row: Any) -> T:
    columns = row._mapping  # noqa: SLF001 - SQLAlchemy's public name for it
    words = columns["words"]
    values = {}
    for each in fields(kind):
        if each.name in columns and each.name != "words":
            values[each.name] = columns[each.name]
        elif each.name in words:
            values[each.name] = tuple(words[each.name]) if isinstance(words[each.name], list) else words[each.name]
    if kind is Decision:
        values["children"] = tuple(ChildDecision(**child) for child in values.get("children", ()))
    return kind(**values)
