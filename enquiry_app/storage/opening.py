"""Makes a store and opens one: place, key, schema version, anchor, in that order, each with its own plain refusal."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from enquiry_app.enquiry.records import StoreInfo
from enquiry_app.errors import StoreDamaged, StoreUnavailable
from enquiry_app.security.private_files import PRIVATE, FileModes
from enquiry_app.storage import audit_chain, store_rows
from enquiry_app.storage.anchor import Anchors
from enquiry_app.storage.driver_errors import DAMAGED, READ_ONLY, plain_errors
from enquiry_app.storage.engine import BUSY_SECONDS, make_file, open_engines
from enquiry_app.storage.locations import check_location
from enquiry_app.storage.sql_store import SqlStore
from enquiry_app.storage.upgrade import upgrade_if_needed

EXISTS = "There is a store in this folder already."
_LOOKS = 3


def create_store(path: Path, key: bytes, info: StoreInfo, anchors: Anchors, modes: FileModes = PRIVATE) -> SqlStore:
    """A new, empty store that says this of itself. Raises StoreUnavailable if the place will not do."""
    check_location(path.parent)
    if path.exists():
        raise StoreUnavailable(EXISTS)
    try:
        make_file(path, modes.file)
    except OSError as fault:
        raise StoreUnavailable(READ_ONLY, "read_only") from fault
    engines = open_engines(path, key)
    try:
        with plain_errors():
            upgrade_if_needed(engines.writer, None)
        store = SqlStore(engines, info.id, anchors, key)
        with store.write() as work:
            work.put_store_info(info)
            work.commit()
    except BaseException:
        engines.dispose()
        for ending in ("", "-wal", "-shm"):
            Path(f"{path}{ending}").unlink(missing_ok=True)
        raise
    return store


def open_store(
    path: Path,
    key: bytes,
    anchors: Anchors,
    *,
    before_upgrade: Callable[[str], object] | None = None,
    busy_seconds: float = BUSY_SECONDS,
    allow_any_place: bool = False,
) -> SqlStore:
    """An existing store, its schema brought up to date; `before_upgrade` is called with the schema it has before anything
    is changed, and may refuse. `allow_any_place` is for a copy that is only looked at by one process, such as a backup on a network drive.

    Raises StoreUnavailable (not there, locked, read-only, bad place), StoreDamaged (bytes changed, wrong key, behind
    its anchor) or StoreTooNew; the store is left as it is then.
    """
    if not allow_any_place:
        check_location(path.parent)
    check_writable(path)
    unwritten = _has_log(path)
    try:
        return _open(path, key, anchors, before_upgrade, busy_seconds)
    except StoreDamaged:
        # A power cut while the log was written back may have torn the first page, whose first bytes SQLCipher needs before
        # it looks into the log. Closing has written the log back, and with it that page.
        if not unwritten or _has_log(path):
            raise
        return _open(path, key, anchors, before_upgrade, busy_seconds)


def _has_log(path: Path) -> bool:
    """Whether something may wait to be written back into the main file."""
    log = Path(f"{path}-wal")
    return log.is_file() and log.stat().st_size > 0


def _open(
    path: Path, key: bytes, anchors: Anchors, before_upgrade: Callable[[str], object] | None, busy_seconds: float
) -> SqlStore:
    anchor = anchors.read()  # before the store, which may go ahead meanwhile
    engines = open_engines(path, key, busy_seconds)
    try:
        with plain_errors():
            upgraded_from = upgrade_if_needed(engines.writer, before_upgrade)
            with engines.reader.connect() as connection:
                if anchor is not None:
                    audit_chain.check_anchor(connection, anchor)
                store_id = store_rows.read_info(connection).id
        if anchor is not None and anchor.store_id != store_id:
            raise StoreDamaged(audit_chain.ROLLED_BACK)
    except BaseException:
        engines.dispose()
        raise
    store = SqlStore(engines, store_id, anchors, key)
    store.upgraded_from = upgraded_from or ""
    return store


@contextlib.contextmanager
def opened_as_it_is(path: Path, key: bytes) -> Iterator[SqlStore]:
    """A store with the schema it has, also an earlier one, to be read through and not to work with."""
    engines = open_engines(path, key)
    try:
        with plain_errors(), engines.reader.connect() as connection:
            store_id = store_rows.read_info(connection).id
        yield SqlStore(engines, store_id, Anchors(path.with_name("anchor.json")), key)
    finally:
        engines.dispose()


def check_writable(path: Path) -> None:
    """Refuse a store whose file or folder cannot be written: opening a record could not be noted then (decision 7)."""
    if not path.is_file():
        return
    if not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
        raise StoreUnavailable(READ_ONLY, "read_only")


def check_pages(store: SqlStore) -> None:
    """Read every page of the store: seal of each page, structure, references. Raises StoreDamaged."""
    sound = any(_seals_hold(store) for _ in range(_LOOKS))
    if sound:
        # What a connection that searched before remembers of the search's index, SQLite's check takes for what is there.
        store.engines.reader.dispose()
        with store.read() as reading:
            run = reading.connection.exec_driver_sql
            structure = [row[0] for row in run("PRAGMA integrity_check").fetchall()]
            sound = structure == ["ok"] and not run("PRAGMA foreign_key_check").fetchall()
    if not sound:
        raise StoreDamaged(DAMAGED)


def _seals_hold(store: SqlStore) -> bool:
    """Whether the seal of each page of the main file is right. SQLCipher looks past the write-ahead log: a page that a
    power cut tore while it was written back stands whole in the log, so the log is written back first; and a page that
    another process writes back at this moment is looked at again."""
    with contextlib.suppress(StoreUnavailable):  # a full disk has no room for it, and then nothing is half written back
        store.tidy()
    with store.read() as reading:
        return not reading.connection.exec_driver_sql("PRAGMA cipher_integrity_check").fetchall()
