"""The children of the imported case list: written all at once, found again by the keys that find indexed people."""

from __future__ import annotations

import hashlib
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, func, select

from enquiry_app.enquiry.case_list_reading import CaseEntry
from enquiry_app.enquiry.look_up_rules import CaseMatch
from enquiry_app.services.ports import IndexedPerson
from enquiry_app.storage import store_rows
from enquiry_app.storage.hub_tables import CaseEntryKeyRow, CaseEntryRow
from enquiry_app.storage.person_matching import Match, compare, folded, keys_of
from enquiry_app.storage.tables import table_of

BATCH = 5_000  # rows written between two words about how far it is
CANDIDATES = 400  # looked at in detail; keys shared by more children say little
SHOWN = 10
ROOM_KIB = 192 * 1024  # memory for pages while a list is written; 200,000 children take about this much

_ENTRY_COLUMNS = ("given_names", "family_name", "birth", "known", "worker", "team", "phone")
_WRITTEN = ("seq", "list_id", "id", *_ENTRY_COLUMNS)
_entry = table_of(CaseEntryRow)
_key = table_of(CaseEntryKeyRow)


@dataclass(frozen=True, repr=False)
class KeyedEntries:
    """Entries with ids and keys, made before the store is locked for writing."""

    rows: Sequence[tuple[Any, ...]]  # id, then the columns of an entry
    keys: Sequence[tuple[str, int]]  # key, place of its entry in `rows` from 0


def keyed(
    connection: Connection, entries: Sequence[CaseEntry], on_progress: Callable[[int], None] | None = None
) -> KeyedEntries:
    """Work out ids and keys: the slow part of an import. `on_progress` gets the number of entries done."""
    store_id = store_rows.read_info(connection).id
    seen: Counter[tuple[str, str, str]] = Counter()
    rows, keys = [], []
    for place, entry in enumerate(entries):
        same = (entry.given_names, entry.family_name, entry.birth)
        seen[same] += 1
        columns = (getattr(entry, name) for name in _ENTRY_COLUMNS)
        rows.append((_entry_id(store_id, *same, str(seen[same])), *columns))
        keys += [(key, place) for key in keys_of(_person(entry))]
        if on_progress is not None and (place + 1) % BATCH == 0:
            on_progress(place + 1)
    keys.sort()  # keys lie in this order in the table: it then grows at its end
    return KeyedEntries(rows, keys)


def put(
    connection: Connection, list_id: str, entries: KeyedEntries, on_progress: Callable[[int], None] | None = None
) -> None:
    """Make these the entries of the case list, in place of all others. `on_progress` gets the rows written."""
    with _room_for_pages(connection):
        connection.execute(delete(_key))
        connection.execute(delete(_entry))
        first = int(connection.execute(select(func.max(_entry.c.seq))).scalar() or 0) + 1
        rows = [(first + place, list_id, *row) for place, row in enumerate(entries.rows)]
        keys = [(key, first + place) for key, place in entries.keys]
        done = 0
        for table, names, values in ((_entry, _WRITTEN, rows), (_key, ("key", "entry_seq"), keys)):
            for start in range(0, len(values), BATCH):
                batch: list[tuple[Any, ...]] = [*values[start : start + BATCH]]
                _insert(connection, table, names, batch)
                done += len(batch)
                if on_progress is not None:
                    on_progress(done)


@contextmanager
def _room_for_pages(connection: Connection) -> Iterator[None]:
    """Room in memory for the pages of the whole list: else each is sealed and opened again many times over, and
    everybody else waits three times as long to save."""
    if connection.dialect.name != "sqlite":
        yield
        return
    before = connection.exec_driver_sql("PRAGMA cache_size").scalar()
    connection.exec_driver_sql(f"PRAGMA cache_size = -{ROOM_KIB}")
    try:
        yield
    finally:
        connection.exec_driver_sql(f"PRAGMA cache_size = {before}")


def _insert(connection: Connection, table: Table, names: Sequence[str], rows: list[tuple[Any, ...]]) -> None:
    """Insert rows through the driver itself: turning each value over again would cost most of the time."""
    mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
    statement = f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({', '.join([mark] * len(names))})"  # noqa: S608 - names of ours
    connection.exec_driver_sql(statement, rows)


def like(connection: Connection, wanted: IndexedPerson) -> tuple[CaseMatch, ...]:
    """Entries that may be this child, best first. `same`: given name, family name and full date of birth agree."""
    keys = sorted(keys_of(wanted))
    if not keys:
        return ()
    found: list[tuple[tuple[int, ...], CaseMatch]] = []
    for entry in _candidates(connection, keys):
        match = compare(wanted, _person(entry))
        if match is not None:
            strength = "same" if _is_same(wanted, entry) else match.strength
            found.append((_order(strength, match), CaseMatch(entry, strength, match.facts)))
    found.sort(key=lambda each: each[0])
    return tuple(match for _, match in found[:SHOWN])


def get(connection: Connection, entry_id: str) -> CaseEntry | None:
    """One entry, if it is in the list now."""
    row = connection.execute(select(_entry).where(_entry.c.id == entry_id)).first()
    return _from_row(row) if row is not None else None


def _candidates(connection: Connection, keys: Sequence[str]) -> Iterable[CaseEntry]:
    """The entries that share most keys with those given."""
    shared = (
        select(_key.c.entry_seq, func.count().label("n"))
        .where(_key.c.key.in_(bindparam("keys", expanding=True)))
        .group_by(_key.c.entry_seq)
        .order_by(func.count().desc(), _key.c.entry_seq)
        .limit(CANDIDATES)
        .subquery()
    )
    query = select(_entry).join(shared, shared.c.entry_seq == _entry.c.seq).order_by(shared.c.n.desc(), _entry.c.seq)
    return [_from_row(row) for row in connection.execute(query, {"keys": list(keys)})]


def _from_row(row: Any) -> CaseEntry:
    values = {name: getattr(row, name) for name in _ENTRY_COLUMNS}
    return CaseEntry(**{**values, "known": bool(row.known)}, id=row.id)


def _person(entry: CaseEntry) -> IndexedPerson:
    return IndexedPerson("", "subject", entry.given_names, entry.family_name, birth=entry.birth)


def _is_same(wanted: IndexedPerson, entry: CaseEntry) -> bool:
    return (
        len(wanted.birth) == 10
        and wanted.birth == entry.birth
        and bool(folded(wanted.family_name))
        and folded(wanted.family_name) == folded(entry.family_name)
        and _first_name(wanted.given_names) == _first_name(entry.given_names) != ""
    )


def _first_name(names: str) -> str:
    return folded(names.split(" ")[0])


def _order(strength: str, match: Match) -> tuple[int, ...]:
    return (strength != "same", *match.order)


def _entry_id(store_id: str, *words: str) -> str:
    """An id that the same child has in the next list too, so that links to it last."""
    digest = hashlib.sha256("\x1f".join((store_id, *words)).encode()).digest()
    return str(uuid.UUID(bytes=digest[:16], version=5))
