"""A verified copy of the store file, made while the store may be in use. The copy is encrypted with the same key."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from enquiry_app.errors import StoreDamaged, StoreUnavailable
from enquiry_app.security.private_files import PRIVATE, FileModes, make_folder, sync_folder
from enquiry_app.storage.driver_errors import DAMAGED, NOT_WRITTEN, plain_errors
from enquiry_app.storage.engine import connect, make_file

if TYPE_CHECKING:
    from enquiry_app.storage.sql_store import SqlStore

_PAGES_AT_ONCE = 512


def copy_file(source: Path, key: bytes, target: Path, modes: FileModes = PRIVATE) -> Path:
    """Copy a store to a new file and check every page of the copy.

    Raises StoreDamaged if the source cannot be read or the copy is not sound, StoreUnavailable if it cannot be
    written; no half copy stays behind.
    """
    try:
        if not target.parent.is_dir():
            make_folder(target.parent, modes)
        make_file(target, modes.file)
    except OSError as fault:
        raise StoreUnavailable(NOT_WRITTEN) from fault
    try:
        with plain_errors():
            with contextlib.closing(connect(source, key)) as origin, contextlib.closing(connect(target, key)) as copy:
                copy.execute("PRAGMA synchronous=FULL")
                origin.backup(copy, pages=_PAGES_AT_ONCE)
            check_file(target, key)
        sync_folder(target.parent)
    except BaseException:
        for ending in ("", "-wal", "-shm", "-journal"):
            Path(f"{target}{ending}").unlink(missing_ok=True)
        raise
    return target


def check_file(path: Path, key: bytes) -> None:
    """Read every page of a store file. Raises StoreDamaged."""
    with plain_errors(), contextlib.closing(connect(path, key)) as connection:
        sound = (
            not connection.execute("PRAGMA cipher_integrity_check").fetchall()
            and connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            and not connection.execute("PRAGMA foreign_key_check").fetchall()
        )
    if not sound:
        raise StoreDamaged(DAMAGED)


@dataclass(frozen=True)
class Compared:
    """A copy beside the store it was made of. `beginning_of_now`: its audit trail is the beginning of the store's."""

    records: int
    records_now: int
    events_since: int
    beginning_of_now: bool


def compare(copy: SqlStore, store: SqlStore) -> Compared:
    """Count the enquiries of both, and compare the audit trails where the copy's ends."""
    with copy.read() as then, store.read() as now:
        number, head = then.trail_head()
        number_now, _ = now.trail_head()
        return Compared(
            _enquiries(copy), _enquiries(store), max(0, number_now - number), now.trail_hash(number) == head
        )


def _enquiries(store: SqlStore) -> int:
    with store.read() as reading:
        return int(reading.connection.exec_driver_sql("SELECT count(*) FROM enquiry").scalar_one())
