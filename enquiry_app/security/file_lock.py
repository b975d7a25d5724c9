"""One process at a time, by a lock on a file that the system lets go of when the process ends, however it ends."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from enquiry_app.errors import StoreUnavailable

HELD = "The keys of this profile are being changed in another window. Please wait a moment, then try again."


@contextlib.contextmanager
def only_process(path: Path, mode: int, held: str = HELD) -> Iterator[None]:
    """Hold the lock inside the block. Raises StoreUnavailable (`held`) at once if another process holds it."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, mode)
    try:
        try:
            _lock(handle)
        except OSError as fault:
            raise StoreUnavailable(held, "locked") from fault
        yield
    finally:
        os.close(handle)


def _lock(handle: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
