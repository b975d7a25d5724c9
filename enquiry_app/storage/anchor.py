"""The anchor: a note outside the store of how far it had got, so that a store put back to an earlier state is noticed.

SQLCipher notices changed pages of the main file but not of the write-ahead log: one flipped bit there silently drops
the newest commits. So after each commit its number and the head of the audit chain are written to two small files,
one in the profile and one in the account's configuration folder. The store may be ahead of them (a kill between commit
and note), never behind. A roll-back of the whole machine is not noticed by this.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from enquiry_app.security.private_files import PRIVATE, FileModes, make_folder, write_atomically


@dataclass(frozen=True)
class Anchor:
    """`commits` counts transactions of the store; `event` and `head` are number and hash of its last audit event."""

    store_id: str
    commits: int
    event: int
    head: str


class Anchors:
    """The files the anchor is kept in: the first beside the store, a second elsewhere. `backups` is the folder whose
    backups have anchors of their own: they are only read, as witnesses of how far the trail had got."""

    def __init__(
        self, beside: Path, elsewhere: Path | None = None, modes: FileModes = PRIVATE, backups: Path | None = None
    ) -> None:
        self._files = [(beside, modes)] + ([(elsewhere, PRIVATE)] if elsewhere else [])
        self._backups = backups

    def read(self) -> Anchor | None:
        """The furthest anchor that can be read, or None if there is none."""
        found = [anchor for path, _ in self._files if (anchor := _read(path)) is not None]
        return max(found, key=lambda anchor: anchor.commits, default=None)

    def read_beside(self) -> Anchor | None:
        """The anchor beside the store alone."""
        return _read(self._files[0][0])

    def witnesses(self) -> tuple[Anchor, ...]:
        """The anchors in backups, the furthest first."""
        if self._backups is None or not self._backups.is_dir():
            return ()
        found = (_read(folder / self._files[0][0].name) for folder in self._backups.iterdir())
        return tuple(sorted((anchor for anchor in found if anchor), key=lambda anchor: -anchor.event))

    def missing(self) -> int:
        """How many of the files are not there or cannot be read."""
        return sum(_read(path) is None for path, _ in self._files)

    def note(self, anchor: Anchor, *, sync: bool = False) -> None:
        """Write it to every file that can be written. A failure leaves an older note, which is allowed.

        Notes have one length and overwrite each other in place: that is as good as whole for a process that is killed,
        and costs an autosave next to nothing. One half written by a failing disk does not fit its check, and is none.
        `sync` waits for the disk.
        """
        noted = asdict(anchor)
        content = json.dumps({**noted, "check": _check(noted)}).encode().ljust(_LENGTH - 1) + b"\n"
        for path, modes in self._files:
            with contextlib.suppress(OSError):
                if not _overwrite(path, content, sync):
                    if not path.parent.is_dir():
                        make_folder(path.parent)
                    write_atomically(path, content, modes, sync=sync)


_LENGTH = 256
_CHECK_LENGTH = 16


def _overwrite(path: Path, content: bytes, sync: bool) -> bool:
    """Write over the file if it is there; whether it was."""
    try:
        handle = os.open(path, os.O_WRONLY | getattr(os, "O_BINARY", 0))
    except FileNotFoundError:
        return False
    try:
        os.write(handle, content)
        if sync:
            os.ftruncate(handle, len(content))
            os.fsync(handle)
    finally:
        os.close(handle)
    return True


def _check(noted: Mapping[str, object]) -> str:
    """Fits only a note that was written whole."""
    return hashlib.sha256(json.dumps(noted, sort_keys=True).encode()).hexdigest()[:_CHECK_LENGTH]


def _read(path: Path) -> Anchor | None:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        check = data.pop("check", None)  # notes of 0.3.0 and before have none
        if check is not None and check != _check(data):
            return None
        anchor = Anchor(**data)
    except (OSError, ValueError, TypeError, AttributeError):
        return None
    return anchor if isinstance(anchor.commits, int) and isinstance(anchor.event, int) else None
