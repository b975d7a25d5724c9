"""Connections to the encrypted file: one writer, a few readers. The only place that hands a key to SQLCipher.

The key is the raw 32-byte data key; it goes to `PRAGMA key` and never into a URL, a log or an exception.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2 as sqlcipher

from enquiry_app.errors import StoreUnavailable
from enquiry_app.storage.driver_errors import GONE

BUSY_SECONDS = 10.0
READERS = 3
# A checkpoint copies the log back and waits for the disk; kept out of nearly every save, done at idle and on close.
LOG_PAGES_BEFORE_CHECKPOINT = 4000
KEY_BYTES = 32

_ALWAYS = ("foreign_keys=ON", "temp_store=MEMORY", "trusted_schema=OFF", "cell_size_check=ON")
_WRITER = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "secure_delete=ON",
    f"wal_autocheckpoint={LOG_PAGES_BEFORE_CHECKPOINT}",
)
_READER = ("query_only=ON",)


@dataclass(frozen=True)
class Engines:
    """`writer` begins every transaction IMMEDIATE and has one connection; `reader` cannot change anything."""

    writer: Engine
    reader: Engine

    def dispose(self) -> None:
        """Close every connection."""
        self.reader.dispose()
        self.writer.dispose()


def connect(path: Path, key: bytes, busy_seconds: float = BUSY_SECONDS) -> Any:
    """A bare SQLCipher connection in autocommit, keyed. A wrong key shows only at the first read."""
    if len(key) != KEY_BYTES:
        raise ValueError("the data key has 32 bytes")
    connection = sqlcipher.connect(str(path), timeout=busy_seconds, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA cipher_log_level=NONE")  # else faults are written to stderr
    connection.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
    return connection


def open_engines(path: Path, key: bytes, busy_seconds: float = BUSY_SECONDS) -> Engines:
    """Engines for an existing store file. Raises StoreUnavailable if there is no such file."""
    if not path.is_file():
        raise StoreUnavailable(GONE, "gone")
    writer = _engine(path, key, busy_seconds, _WRITER, size=1)
    reader = _engine(path, key, busy_seconds, _READER, size=READERS)
    _begin_with(writer, "BEGIN IMMEDIATE")
    _begin_with(reader, "BEGIN")
    return Engines(writer, reader)


def make_file(path: Path, mode: int) -> None:
    """An empty file with these permission bits; SQLite gives the log files beside it the same. Never overwrites."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        if os.name == "posix":
            os.fchmod(handle, mode)
    finally:
        os.close(handle)


def _engine(path: Path, key: bytes, busy_seconds: float, pragmas: tuple[str, ...], size: int) -> Engine:
    return create_engine(
        "sqlite+pysqlite:///store",
        module=sqlcipher,
        creator=_creator(path, key, busy_seconds, pragmas),
        poolclass=QueuePool,
        pool_size=size,
        max_overflow=0,
        pool_timeout=busy_seconds + 1,
        hide_parameters=True,
    )


def _creator(path: Path, key: bytes, busy_seconds: float, pragmas: tuple[str, ...]) -> Callable[[], Any]:
    def make() -> Any:
        if not path.is_file():  # SQLite would make an empty one
            raise StoreUnavailable(GONE, "gone")
        connection = connect(path, key, busy_seconds)
        try:
            for pragma in (*_ALWAYS, *pragmas):
                connection.execute(f"PRAGMA {pragma}")
        except BaseException:
            connection.close()
            raise
        return connection

    return make


def _begin_with(engine: Engine, statement: str) -> None:
    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(statement)
