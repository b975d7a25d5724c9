"""Answers to rows and back, the log of their changes, and the frozen content of what was sent."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from enquiry_app.enquiry.answers import Address, Answers, Change, ItemsChange, ItemsKey
from enquiry_app.enquiry.stored_values import value_from_json, value_to_json
from enquiry_app.storage.column_types import compact_json, to_microseconds
from enquiry_app.storage.tables import AnswerChangeRow, AnswerRow, table_of

VALUE, ITEMS = "v", "i"
_MINUTE = 60_000_000

_answer = table_of(AnswerRow)
_change = table_of(AnswerChangeRow)


def path_to_text(items: Sequence[str]) -> str:
    """Item ids as a column: "" for none, else a JSON list."""
    return compact_json(list(items)) if items else ""


def path_from_text(text: str) -> tuple[str, ...]:
    """The item ids of a column."""
    return tuple(json.loads(text)) if text else ()


def read_answers(connection: Connection, enquiry_seq: int) -> Answers:
    """All answers of an enquiry."""
    query = select(_answer.c.kind, _answer.c.question, _answer.c.path, _answer.c.value)
    rows = connection.execute(query.where(_answer.c.enquiry_seq == enquiry_seq)).all()
    return _answers((row.kind, row.question, row.path, row.value) for row in rows)


def _answers(rows: Iterable[tuple[str, str, str, str]]) -> Answers:
    values: dict[Address, Any] = {}
    items: dict[ItemsKey, tuple[str, ...]] = {}
    for kind, question, path, text in rows:
        if kind == VALUE:
            values[Address(question, path_from_text(path))] = value_from_json(json.loads(text))
        else:
            items[ItemsKey(question, path_from_text(path))] = tuple(json.loads(text))
    return Answers(values, items)


def write_changes(
    connection: Connection,
    enquiry_seq: int,
    changes: Sequence[Change | ItemsChange],
    at: dt.datetime,
    by: str,
) -> None:
    """Apply the changes in order, and keep them in the log of changes (the last of each minute)."""
    written: dict[tuple[str, str, str], str | None] = {}
    for change in changes:
        if isinstance(change, ItemsChange):
            _drop_answers_of_gone_items(connection, enquiry_seq, change, written)
            key = (ITEMS, change.key.collection, path_to_text(change.key.parent))
            written[key] = compact_json(list(change.items))
        else:
            key = (VALUE, change.address.question, path_to_text(change.address.items))
            blank = change.value is None or change.value == "" or change.value == ()
            written[key] = None if blank else compact_json(value_to_json(change.value))
    if not written:
        return
    _write_current(connection, enquiry_seq, written)
    _log(connection, enquiry_seq, written, at, by)


def _write_current(connection: Connection, seq: int, written: Mapping[tuple[str, str, str], str | None]) -> None:
    kept = [_row(seq, key, value) for key, value in written.items() if value is not None]
    gone = [_row(seq, key, None) for key, value in written.items() if value is None]
    if kept:
        connection.execute(_statements(connection.dialect.name)[0], kept)
    for row in gone:
        connection.execute(_DELETE, {f"of_{name}": value for name, value in row.items() if name != "value"})


def _log(
    connection: Connection,
    seq: int,
    written: Mapping[tuple[str, str, str], str | None],
    at: dt.datetime,
    by: str,
) -> None:
    minute = to_microseconds(at) // _MINUTE
    rows = [{**_row(seq, key, value), "minute": minute, "at": at, "by": by} for key, value in written.items()]
    connection.execute(_statements(connection.dialect.name)[1], rows)


@functools.cache
def _statements(dialect: str) -> tuple[Any, Any]:
    """Write or replace an answer; write or replace this minute's change. Built once: they run with every autosave."""
    make: Any = (sqlite if dialect == "sqlite" else postgresql).insert
    current, change = make(_answer), make(_change)
    return (
        current.on_conflict_do_update(
            index_elements=["enquiry_seq", "kind", "question", "path"], set_={"value": current.excluded.value}
        ),
        change.on_conflict_do_update(
            index_elements=["enquiry_seq", "minute", "kind", "question", "path", "by"],
            set_={"value": change.excluded.value, "at": change.excluded.at},
        ),
    )


_DELETE = delete(_answer).where(
    _answer.c.enquiry_seq == bindparam("of_enquiry_seq"),
    _answer.c.kind == bindparam("of_kind"),
    _answer.c.question == bindparam("of_question"),
    _answer.c.path == bindparam("of_path"),
)


def _drop_answers_of_gone_items(
    connection: Connection, seq: int, change: ItemsChange, written: dict[tuple[str, str, str], str | None]
) -> None:
    """Items that leave a collection take their answers (and nested collections) along, as `Answers.with_items` does."""
    parent, depth = tuple(change.key.parent), len(change.key.parent)
    key = (ITEMS, change.key.collection, path_to_text(parent))
    stored = (
        written.get(key)
        or connection.execute(
            select(_answer.c.value).where(
                _answer.c.enquiry_seq == seq,
                _answer.c.kind == ITEMS,
                _answer.c.question == change.key.collection,
                _answer.c.path == key[2],
            )
        ).scalar()
    )
    gone = set(json.loads(stored) if stored else ()) - set(change.items)
    if not gone:
        return
    rows = connection.execute(
        select(_answer.c.kind, _answer.c.question, _answer.c.path).where(
            _answer.c.enquiry_seq == seq, _answer.c.path != ""
        )
    ).all()
    for address in {*written, *((row.kind, row.question, row.path) for row in rows)}:
        path = path_from_text(address[2])
        if len(path) > depth and path[:depth] == parent and path[depth] in gone:
            written[address] = None


def _row(seq: int, key: tuple[str, str, str], value: str | None) -> dict[str, Any]:
    return {"enquiry_seq": seq, "kind": key[0], "question": key[1], "path": key[2], "value": value}


def read_changes(connection: Connection, enquiry_seq: int) -> tuple[tuple[dt.datetime, str, Change | ItemsChange], ...]:
    """The log of changes in order: when, by whom, what. Items come before values of the same instant."""
    query = (
        select(_change)
        .where(_change.c.enquiry_seq == enquiry_seq)
        .order_by(_change.c.at, _change.c.kind, _change.c.question, _change.c.path)
    )
    return tuple((row.at, row.by, _as_change(row)) for row in connection.execute(query))


def _as_change(row: Any) -> Change | ItemsChange:
    path = path_from_text(row.path)
    if row.kind == ITEMS:
        return ItemsChange(ItemsKey(row.question, path), tuple(json.loads(row.value)) if row.value else ())
    return Change(Address(row.question, path), None if row.value is None else value_from_json(json.loads(row.value)))


def answers_to_plain(answers: Answers) -> dict[str, Any]:
    """Answers as plain JSON values in one fixed order, without loss."""
    return {
        "values": sorted(
            ([a.question, list(a.items), value_to_json(value)] for a, value in answers.values.items()),
            key=lambda row: (row[0], row[1]),
        ),
        "items": sorted([key.collection, list(key.parent), list(ids)] for key, ids in answers.items.items()),
    }


def answers_from_plain(data: Mapping[str, Any]) -> Answers:
    """What `answers_to_plain` was given."""
    return Answers(
        {Address(question, tuple(path)): value_from_json(value) for question, path, value in data["values"]},
        {ItemsKey(collection, tuple(parent)): tuple(ids) for collection, parent, ids in data["items"]},
    )


def text_hash(text: str) -> str:
    """SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()
