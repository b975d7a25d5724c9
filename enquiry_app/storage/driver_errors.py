"""Turns what the database driver says into our own errors with plain sentences. The driver's own text stays out."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from sqlalchemy import exc
from sqlcipher3 import dbapi2 as sqlcipher

from enquiry_app.errors import AppError, StoreDamaged, StoreUnavailable

LOCKED = "The store is busy: another window or program is writing to it. Nothing was lost; please try again."
FULL = (
    "The disk is full, so this could not be saved. Make some room, then try again; what you typed is still on the"
    " screen."
)
READ_ONLY = (
    "The store cannot be written: its folder or file is read-only for you. Ask whoever looks after this computer to"
    " allow writing to the profile folder."
)
GONE = "The store cannot be opened: its file or folder is not there, or you may not read it."
NOT_WRITTEN = (
    "The disk did not accept the data, so this could not be saved. Check that the disk is connected and not full, then"
    " try again."
)
DAMAGED = (
    "The store is damaged, or was changed by something other than this app, so nothing is shown from it. Please restore"
    " the last backup."
)
OTHER = "The store did not answer as it should, so nothing was changed. Please try again; if it stays, restart the app."

# Primary result codes of SQLite (the low byte of an extended one).
_BUSY, _BUSY_TABLE, _READ_ONLY, _INTERRUPT, _IO, _CORRUPT, _FULL, _CANNOT_OPEN, _NOT_A_DATABASE = (
    5, 6, 8, 9, 10, 11, 13, 14, 26,
)  # fmt: skip
_PERMISSION = 3

INTERRUPTED = "This search was stopped because a newer one took its place."


def as_app_error(fault: BaseException) -> AppError | None:
    """Our error for what the driver raised, or None where it is a defect of ours (a constraint, a wrong statement)."""
    original = getattr(fault, "orig", None) or fault
    code = getattr(original, "sqlite_errorcode", None)
    if code is not None:
        return _from_sqlite(code & 0xFF)
    if isinstance(fault, exc.TimeoutError):
        return StoreUnavailable(LOCKED, "locked")
    if isinstance(original, MemoryError):
        return StoreUnavailable(OTHER)
    if type(original).__module__.startswith("psycopg") and isinstance(fault, exc.OperationalError):
        return StoreUnavailable(GONE, "gone")
    return None


def _from_sqlite(code: int) -> AppError | None:
    if code in (_BUSY, _BUSY_TABLE):
        return StoreUnavailable(LOCKED, "locked")
    if code == _FULL:
        return StoreUnavailable(FULL, "full")
    if code == _READ_ONLY:
        return StoreUnavailable(READ_ONLY, "read_only")
    if code in (_CANNOT_OPEN, _PERMISSION):
        return StoreUnavailable(GONE, "gone")
    if code == _IO:
        return StoreUnavailable(NOT_WRITTEN, "other")
    if code in (_CORRUPT, _NOT_A_DATABASE):
        return StoreDamaged(DAMAGED)
    if code == _INTERRUPT:
        return StoreUnavailable(INTERRUPTED, "other")
    return None


@contextlib.contextmanager
def plain_errors() -> Iterator[None]:
    """Inside the block, faults of disk, lock and damage arrive as `StoreUnavailable` or `StoreDamaged`.

    The driver's exception is not chained: its text may hold a path or a value.
    """
    try:
        yield
    except (exc.DBAPIError, exc.TimeoutError, sqlcipher.Error) as fault:
        ours = as_app_error(fault)
        if ours is None:
            raise
        raise ours from None
