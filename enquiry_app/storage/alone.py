"""Having a store file to oneself: for what replaces the file under everybody's feet (new key, restore)."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlcipher

from enquiry_app.errors import StoreUnavailable
from enquiry_app.storage.driver_errors import plain_errors
from enquiry_app.storage.engine import connect

IN_USE = (
    "The store is open in another window or program. Please close it everywhere, on every account of this computer,"
    " then try again."
)
_BUSY_SECONDS = 1.0


@contextlib.contextmanager
def alone_with(path: Path, key: bytes) -> Iterator[Any]:
    """A connection that keeps everybody else out until the block ends. Its log file is written back first.

    Raises StoreUnavailable if anybody has the store open, StoreDamaged if the key does not open it.
    """
    with plain_errors(), contextlib.closing(connect(path, key, _BUSY_SECONDS)) as connection:
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        try:
            # Only the last connection can leave the write-ahead log; the others hold a shared lock while open.
            connection.execute("PRAGMA journal_mode=DELETE").fetchone()
            connection.execute("PRAGMA locking_mode=EXCLUSIVE").fetchone()
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("COMMIT")  # the lock stays in this mode, and a copy can be read from here
        except sqlcipher.OperationalError as fault:
            if getattr(fault, "sqlite_errorcode", 0) & 0xFF == 5:  # SQLITE_BUSY
                raise StoreUnavailable(IN_USE, "locked") from None
            raise
        yield connection
