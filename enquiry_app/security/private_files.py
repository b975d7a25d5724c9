"""Files and folders nobody else may read, written so that a kill or a full disk never leaves half of one."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class FileModes:
    """Permission bits for what a profile holds."""

    folder: int
    file: int


PRIVATE = FileModes(0o700, 0o600)
SHARED = FileModes(0o2770, 0o660)  # a folder of a group: several operating-system accounts, one profile


def modes_for(shared_account: bool) -> FileModes:
    """The modes of a profile that belongs to one account, or to a group."""
    return SHARED if shared_account else PRIVATE


_NO_SUCH_CALL = (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP)  # drives of some kinds cannot sync a folder


@contextlib.contextmanager
def strict_umask(modes: FileModes = PRIVATE) -> Iterator[None]:
    """Nothing made inside the block is readable beyond `modes`, whatever umask the account has."""
    before = os.umask(0o777 & ~modes.folder)
    try:
        yield
    finally:
        os.umask(before)


def make_folder(folder: Path, modes: FileModes = PRIVATE) -> None:
    """Make the folder (and its parents) if it is missing, and close it to others. A new one survives a power cut."""
    new = [each for each in (folder, *folder.parents) if not each.exists()]
    with strict_umask(modes):
        folder.mkdir(parents=True, exist_ok=True)
    for each in new:
        sync_folder(each.parent)
    if os.name == "posix" and (folder.stat().st_mode & 0o7777) != modes.folder:
        os.chmod(folder, modes.folder)


def sync_folder(folder: Path) -> None:
    """Make a rename or a new name in this folder survive a power cut (where the system can)."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as fault:
        if fault.errno not in _NO_SUCH_CALL:
            raise
    finally:
        os.close(handle)


def sync_tree(folder: Path) -> None:
    """Write every file and folder below, and the folder itself, through to the disk. Raises OSError."""
    for path in folder.rglob("*"):
        if path.is_dir():
            sync_folder(path)
        elif path.is_file():
            sync_file(path)
    sync_folder(folder)


def sync_file(path: Path) -> None:
    """Write a finished file through to the disk. Raises OSError."""
    with path.open("rb+") as file:  # Windows syncs only what may be written
        os.fsync(file.fileno())


def write_atomically(path: Path, content: bytes, modes: FileModes = PRIVATE, *, sync: bool = True) -> None:
    """Replace the file by this content: readers see the old or the new one, never a part.

    `sync` waits until the disk has it; without, a power cut may bring the old content back. Raises OSError.
    """
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, modes.file)
    try:
        with os.fdopen(handle, "wb") as file:
            if os.name == "posix":
                os.fchmod(file.fileno(), modes.file)
            file.write(content)
            file.flush()
            if sync:
                os.fsync(file.fileno())
        os.replace(beside, path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    if sync:
        sync_folder(path.parent)
