"""A write transaction for many new enquiries at once: the rows of `SqlWork`, gathered in memory, written at the commit.

Every enquiry can be read, only those added in this very transaction changed in it. A test holds the outcome equal to that of the
ordinary way, row by row.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import secrets
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import Connection, Dialect, Table, func, select, text, update

from enquiry_app.enquiry.answers import Answers, Change, ItemsChange
from enquiry_app.enquiry.hub_records import HubRecord
from enquiry_app.enquiry.records import Enquiry, Person, SentVersion, Suggested
from enquiry_app.enquiry.stored_values import value_to_json
from enquiry_app.errors import EnquiryChangedElsewhere
from enquiry_app.services.ports import IndexedPerson, Summary
from enquiry_app.storage import audit_chain, enquiry_rows, hub_rows, person_index
from enquiry_app.storage.answer_rows import ITEMS, VALUE, path_to_text
from enquiry_app.storage.column_types import compact_json, to_microseconds
from enquiry_app.storage.person_matching import keys_of
from enquiry_app.storage.sent_rows import choice_values, frozen_content, version_values
from enquiry_app.storage.sql_store import SqlWork
from enquiry_app.storage.summary_rows import summary_digest
from enquiry_app.storage.tables import (
    AnswerChangeRow,
    AnswerRow,
    DocumentRow,
    EnquiryPersonRow,
    EnquiryRow,
    EventDetailRow,
    EventRow,
    LevelChoiceRow,
    PersonKeyRow,
    PersonRow,
    Row,
    SentTextRow,
    SentVersionRow,
    StoreStateRow,
    table_of,
)

T = TypeVar("T", bound=HubRecord)

_MINUTE = 60_000_000
# The order in which rows may be written: what is referred to comes first.
_ORDER: tuple[type[Row], ...] = (
    EnquiryRow, PersonRow, EnquiryPersonRow, PersonKeyRow, LevelChoiceRow, SentVersionRow, SentTextRow, DocumentRow,
    EventRow, EventDetailRow,
)  # fmt: skip
_ANSWER = ("enquiry_seq", "kind", "question", "path", "value")
_CHANGE = ("enquiry_seq", "minute", "kind", "question", "path", "by", "at", "value")
_KEPT_WITH_SEQ: tuple[type[Row], ...] = (EnquiryRow, PersonRow, SentVersionRow, DocumentRow)


@dataclasses.dataclass
class _New:
    """An enquiry of this transaction: its record, answers, people and what else the row needs."""

    record: Enquiry
    answers: Answers = dataclasses.field(default_factory=Answers)
    current: dict[tuple[str, str, str], str] = dataclasses.field(default_factory=dict)
    summary: Summary = dataclasses.field(default_factory=Summary)
    digest: str = ""
    revealed: dict[str, Suggested] = dataclasses.field(default_factory=dict)
    sent: list[SentVersion] = dataclasses.field(default_factory=list)
    log: dict[tuple[int, str, str, str, str], tuple[int, str | None]] = dataclasses.field(default_factory=dict)


class BulkWork(SqlWork):
    """Gathers; `commit()` writes everything."""

    def __init__(self, connection: Connection, store_id: str, anchors: Any) -> None:
        super().__init__(connection, store_id, anchors)
        self._new: dict[str, _New] = {}
        self._rows: dict[type[Row], list[dict[str, Any]]] = defaultdict(list)
        self._answers: list[tuple[Any, ...]] = []
        self._changes: list[tuple[Any, ...]] = []
        self._hub_records: list[HubRecord] = []
        self._people_known: dict[str, Person] = {}
        self._next = {row: self._last(row) for row in _KEPT_WITH_SEQ}
        self._chain = audit_chain.head(connection)
        self._reference = 0

    def commit(self) -> None:
        self._gather()
        for row in _ORDER:
            _insert(self.connection, table_of(row), self._rows[row])
        _insert_tuples(self.connection, table_of(AnswerRow), _ANSWER, self._answers)
        _insert_tuples(self.connection, table_of(AnswerChangeRow), _CHANGE, self._changes)
        self._write_words()
        for record in self._hub_records:
            hub_rows.add(self.connection, record)
        if self._reference:
            self.connection.execute(update(table_of(StoreStateRow)).values(references_given=self._reference))
        for gathered in (self._new, self._rows, self._answers, self._changes, self._hub_records):
            gathered.clear()
        self._head = self._chain
        super().commit()

    def record(self, tag: str, *, subject: str, actor: str, at: dt.datetime, **details: str) -> None:
        number, previous = self._chain[0] + 1, self._chain[1]
        salt = secrets.token_bytes(16)
        digest = audit_chain.details_digest(salt, details)
        hashed = audit_chain.event_hash(previous, number, at, actor, tag, subject, digest)
        self._rows[EventRow].append(
            {
                "number": number, "at": at, "actor_id": actor, "tag": tag, "subject_id": subject, "digest": digest,
                "hash": hashed,
            }
        )  # fmt: skip
        self._rows[EventDetailRow].append({"number": number, "salt": salt, "details": dict(details)})
        self._chain = (number, hashed)

    def person(self, person_id: str) -> Person:
        if person_id not in self._people_known:
            self._people_known[person_id] = super().person(person_id)
        return self._people_known[person_id]

    def enquiry(self, enquiry_id: str) -> Enquiry:
        new = self._new.get(enquiry_id)
        return new.record if new else super().enquiry(enquiry_id)

    def answers(self, enquiry_id: str) -> Answers:
        new = self._new.get(enquiry_id)
        return new.answers if new else super().answers(enquiry_id)

    def revealed(self, enquiry_id: str) -> Mapping[str, Suggested]:
        new = self._new.get(enquiry_id)
        return new.revealed if new else super().revealed(enquiry_id)

    def sent_version(self, enquiry_id: str, number: int = 0) -> SentVersion:
        new = self._new.get(enquiry_id)
        return new.sent[number - 1] if new else super().sent_version(enquiry_id, number)

    def add_enquiry(self, enquiry: Enquiry) -> Enquiry:
        added = dataclasses.replace(enquiry, seq=self._seq(EnquiryRow))
        self._new[added.id] = _New(added)
        return added

    def save_answers(
        self,
        enquiry_id: str,
        *,
        version: int,
        changes: Sequence[Change | ItemsChange],
        summary: Summary,
        place: str | None,
        at: dt.datetime,
        by: str,
    ) -> int:
        new = self._new[enquiry_id]
        _check_version(new.record, version)
        new.answers = _applied(new.answers, changes)
        for change in changes:
            self._log(new, change, at, by)
        columns = {
            name: getattr(summary, name)
            for name in ("title", "initials", "area", "youngest", "level", "urgent", "flags", "seen")
        }
        if place is not None:
            columns["place"] = place
        new.record = dataclasses.replace(new.record, version=version + 1, updated_at=at, **columns)
        new.summary, new.digest = summary, summary_digest(summary)
        return version + 1

    def change_enquiry(self, enquiry_id: str, *, version: int, at: dt.datetime, **columns: Any) -> Enquiry:
        new = self._new[enquiry_id]
        _check_version(new.record, version)
        if set(columns) - enquiry_rows.CHANGEABLE:
            raise TypeError("not columns of an enquiry that may be changed")
        new.record = dataclasses.replace(new.record, version=version + 1, updated_at=at, **columns)
        return new.record

    def add_hub_record(self, record: T) -> T:
        self._hub_records.append(record)
        return record

    def next_reference_number(self) -> int:
        self._reference = self._reference + 1 if self._reference else super().next_reference_number()
        return self._reference

    def add_revealed(self, enquiry_id: str, revealed: Suggested) -> None:
        new = self._new[enquiry_id]
        new.revealed[revealed.child] = revealed
        self._rows[LevelChoiceRow].append(choice_values(revealed, new.record.seq))

    def add_sent_version(self, sent: SentVersion) -> None:
        content = frozen_content(sent)
        self._new[sent.enquiry_id].sent.append(sent)
        seq = self._seq(SentVersionRow)
        values = version_values(sent, self._new[sent.enquiry_id].record.seq, content)
        self._rows[SentVersionRow].append({"seq": seq, **values})
        self._rows[SentTextRow].append({"version_seq": seq, "content": content})

    def put_document(self, enquiry_id: str, copy: str, data: bytes, sha256: str, at: dt.datetime) -> None:
        self._rows[DocumentRow].append(
            {
                "seq": self._seq(DocumentRow), "enquiry_seq": self._new[enquiry_id].record.seq, "copy": copy,
                "sha256": sha256, "made_at": at, "data": data,
            }
        )  # fmt: skip

    def _last(self, row: type[Row]) -> int:
        """The largest row number ever given in this table."""
        table = table_of(row)
        largest = self.connection.execute(select(func.max(table.c.seq))).scalar() or 0
        if self.connection.dialect.name != "sqlite" or not table.dialect_options["sqlite"]["autoincrement"]:
            return int(largest)
        query = text("SELECT seq FROM sqlite_sequence WHERE name = :name")
        return max(int(largest), self.connection.execute(query, {"name": table.name}).scalar() or 0)

    def _seq(self, row: type[Row]) -> int:
        self._next[row] += 1
        return self._next[row]

    def _log(self, new: _New, change: Change | ItemsChange, at: dt.datetime, by: str) -> None:
        """The answer as it stands, and the last of each minute, address and person, as the ordinary way keeps them."""
        micro = to_microseconds(at)
        key, value = _plain(change)
        if value is None:
            new.current.pop(key, None)
        else:
            new.current[key] = value
        new.log[(micro // _MINUTE, *key, by)] = (micro, value)

    def _gather(self) -> None:
        """Turn the new enquiries into rows."""
        for new in self._new.values():
            record = {column.name: getattr(new.record, column.name) for column in enquiry_rows.COLUMNS}
            record["reference"] = new.record.reference or None
            listed = new.record.sent_at or new.record.created_at
            due = enquiry_rows.due_sort(new.record.due_at)
            row = {**record, "listed_at": listed, "due_sort": due, "summary_digest": new.digest}
            self._rows[EnquiryRow].append(row)
            seq = new.record.seq
            self._answers += [(seq, *key, value) for key, value in new.current.items()]
            self._changes += [(seq, *key, at, value) for key, (at, value) in new.log.items()]
            for person in new.summary.people:
                self._add_person(seq, person)

    def _add_person(self, enquiry_seq: int, person: IndexedPerson) -> None:
        seq = self._seq(PersonRow)
        values = {f.name: getattr(person, f.name) for f in dataclasses.fields(person) if f.name not in ("item", "part")}
        self._rows[PersonRow].append({"seq": seq, **values})
        link = {"enquiry_seq": enquiry_seq, "item": person.item, "part": person.part, "person_seq": seq}
        self._rows[EnquiryPersonRow].append(link)
        self._rows[PersonKeyRow] += [{"key": key, "person_seq": seq} for key in keys_of(person)]

    def _write_words(self) -> None:
        """What the lists find the new enquiries by."""
        if self.connection.dialect.name != "sqlite":
            return
        rows = [(new.record.seq, *_words(new)) for new in self._new.values()]
        if rows:
            self.connection.exec_driver_sql(
                "INSERT INTO enquiry_search (rowid, names, reference, postcode, phones, told) VALUES (?, ?, ?, ?, ?, ?)",
                rows,
            )


def _applied(answers: Answers, changes: Sequence[Change | ItemsChange]) -> Answers:
    """What `Answers.with_changes` gives where no item goes, in one step for all changes."""
    values, items = dict(answers.values), dict(answers.items)
    for change in changes:
        if isinstance(change, ItemsChange):
            if set(items.get(change.key, ())) - set(change.items):
                raise ValueError("many new enquiries at once: items are added, never taken away")
            items[change.key] = change.items
        elif change.value is None:
            values.pop(change.address, None)
        else:
            values[change.address] = change.value
    return Answers(values, items)


def _plain(change: Change | ItemsChange) -> tuple[tuple[str, str, str], str | None]:
    """Kind, question and path of a change as they lie in columns, and its value."""
    if isinstance(change, ItemsChange):
        return (ITEMS, change.key.collection, _path(change.key.parent)), compact_json([*change.items])
    value = None if change.value is None else compact_json(value_to_json(change.value))
    return (VALUE, change.address.question, _path(change.address.items)), value


_path = lru_cache(maxsize=4096)(path_to_text)


def _words(new: _New) -> tuple[str, ...]:
    people = sorted(new.summary.people, key=lambda person: person.item)
    names = " ".join(f"{person.given_names} {person.known_as} {person.family_name}" for person in people)
    places = " ".join(f"{person.postcode} {person.postcode.replace(' ', '')}" for person in people if person.postcode)
    answers = (value for (kind, *_), value in sorted(new.current.items()) if kind == VALUE)
    told = person_index.told_of(answers) if new.record.reference else ""
    return names, new.record.reference, places, person_index.phones_of(people), told


def _check_version(record: Enquiry, version: int) -> None:
    if record.version != version:
        raise EnquiryChangedElsewhere(enquiry_rows.CHANGED, version, record.version)


def _insert(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows of one shape through the driver itself, values turned as the columns' own types turn them."""
    if not rows:
        return
    names = tuple(rows[0])
    turn = [_processor(table, name, connection.dialect) for name in names]
    _insert_tuples(connection, table, names, list(_tuples(rows, names, turn)))


def _insert_tuples(connection: Connection, table: Table, names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows whose values are as the driver takes them."""
    if not rows:
        return
    dialect = connection.dialect
    mark = "?" if dialect.paramstyle == "qmark" else "%s"
    quoted = ", ".join(dialect.identifier_preparer.quote(name) for name in names)
    statement = f"INSERT INTO {table.name} ({quoted}) VALUES ({', '.join([mark] * len(names))})"  # noqa: S608 - names of ours
    connection.exec_driver_sql(statement, list(rows))


def _processor(table: Table, name: str, dialect: Dialect) -> Any:
    kind = table.c[name].type
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _tuples(rows: Iterable[Mapping[str, Any]], names: Sequence[str], turn: Sequence[Any]) -> Iterable[tuple[Any, ...]]:
    for row in rows:
        yield tuple(
            process(row[name]) if process and not isinstance(row[name], int) else row[name]
            for name, process in zip(names, turn, strict=True)
        )
