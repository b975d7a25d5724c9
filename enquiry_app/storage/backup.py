"""A verified copy of the store file, made while the store may be in use. The copy is encrypted with the same key."""

from __future__ import annotations

import contextlib
from pathlib import Path

from enquiry_app.errors import StoreDamaged, StoreUnavailable
from enquiry_app.security.private_files import PRIVATE, FileModes, make_folder, sync_folder
from enquiry_app.storage.driver_errors import DAMAGED, NOT_WRITTEN, plain_errors
from enquiry_app.storage.engine import connect, make_file

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
