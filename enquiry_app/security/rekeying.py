"""A new data key for a store: after somebody with access left for good, or a computer was lost.

The new generation is built beside the old: `keys/store.next.age`, then `store.next.db` under the new key, checked and
synced; then the store is swapped, then the key. Killed at any instant the next sign-in sees which key opens the store,
and finishes or drops the new generation (decision 18). Old backups keep the old key. Nobody's password is needed: the new
key is sealed to the public keys of all who may sign in, and to the recovery key.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from enquiry_app.enquiry.permissions import require
from enquiry_app.errors import StoreDamaged, StoreUnavailable
from enquiry_app.security.key_files import NEXT_STORE_KEY, KeyFolder, PersonKey, new_data_key
from enquiry_app.security.private_files import sync_folder
from enquiry_app.services.ports import Clock, Work

if TYPE_CHECKING:
    from enquiry_app.enquiry.records import Person
    from enquiry_app.security.profile import Profile
    from enquiry_app.storage.sql_store import SqlStore

NEXT_STORE = "store.next.db"
CHANGING_FROM = "rekey_from"  # secret: the mark of the old data key, while it is being changed
NOT_DONE = "The key could not be changed, so it stays as it was. Check that the disk is not full, then try again."
PAGES_AT_ONCE = 256

Progress = Callable[[str, float], None]  # the step, and which part of it is done (0 to 1)
COPYING, ENCRYPTING, CHECKING, SWAPPING = "copying", "encrypting", "checking", "swapping"


def _tell_nobody(step: str, part: float) -> None:
    """Where nobody watches."""


class SignedIn(Protocol):
    """Somebody signed in to a store."""

    @property
    def store(self) -> SqlStore: ...
    @property
    def person(self) -> Person: ...


def make_new_key(profile: Profile, unlocked: SignedIn, clock: Clock, progress: Progress = _tell_nobody) -> bytes:
    """Give the store a new data key, and return it; `unlocked.store` is closed by this, whatever happens.

    Raises NotAllowed, StoreUnavailable (somebody else has the store open, disk full). The old key stays then.
    """
    require(unlocked.person, "change_settings")
    store, old_key, new_key = unlocked.store, unlocked.store.data_key, new_data_key()
    with store.write() as work:
        work.put_secret(CHANGING_FROM, _mark_of(old_key))
        work.commit()
    recipients = profile.recipients(store)
    store.close()
    with profile.keys.changing():
        try:
            profile.keys.write_data_key(new_key, recipients, NEXT_STORE_KEY)
            _write_next_store(profile.store_file, old_key, new_key, progress)
        except BaseException:
            drop_next(profile.store_file, profile.keys)
            raise
        profile.keys.promote_next()
    again, _ = profile.open_store(new_key)
    with again.write() as work:
        settle(work, new_key, unlocked.person.id, clock.now())
        work.commit()
    again.close()
    return new_key


def settle(work: Work, data_key: bytes, actor: str, at: dt.datetime) -> None:
    """Note in the audit trail what became of a change of key that was begun. The caller commits."""
    begun_from = work.secret(CHANGING_FROM)
    if not begun_from:
        return
    tag = "store:rekey_dropped" if begun_from == _mark_of(data_key) else "store:rekeyed"
    work.record(tag, subject=actor, actor=actor, at=at)
    work.put_secret(CHANGING_FROM, b"")


def _mark_of(data_key: bytes) -> bytes:
    """Tells keys apart and says nothing of them."""
    return hashlib.sha256(b"data key\n" + data_key).digest()


def _write_next_store(path: Path, old_key: bytes, new_key: bytes, progress: Progress = _tell_nobody) -> None:
    """Copy the store under the new key, check the copy, put it in the store's place."""
    from enquiry_app.storage.alone import alone_with
    from enquiry_app.storage.backup import check_file
    from enquiry_app.storage.driver_errors import plain_errors

    target = path.with_name(NEXT_STORE)
    _make_empty(target, path.stat().st_mode & 0o777)
    with alone_with(path, old_key) as origin, plain_errors():
        _copy(origin, target, old_key, new_key, progress)
        progress(CHECKING, 0.0)
        check_file(target, new_key)
        progress(SWAPPING, 0.0)
        if os.name == "posix":  # while nobody else can have the old file open
            _swap(target, path)
    if os.name != "posix":  # an open file cannot be replaced here
        _swap(target, path)
    sync_folder(path.parent)


def _make_empty(target: Path, mode: int) -> None:
    from enquiry_app.storage.engine import make_file

    try:
        target.unlink(missing_ok=True)
        make_file(target, mode)
    except OSError as fault:
        raise StoreUnavailable(NOT_DONE) from fault


def _copy(origin: Any, target: Path, old_key: bytes, new_key: bytes, progress: Progress) -> None:
    from enquiry_app.storage.engine import connect

    def on_pages(_status: int, remaining: int, total: int) -> None:
        progress(COPYING, 1 - remaining / total if total else 1.0)

    with contextlib.closing(connect(target, old_key)) as copy:
        copy.execute("PRAGMA synchronous=FULL")
        origin.backup(copy, pages=PAGES_AT_ONCE, progress=on_pages)
        progress(ENCRYPTING, 0.0)
        copy.execute(f"PRAGMA rekey=\"x'{new_key.hex()}'\"")


def _swap(target: Path, path: Path) -> None:
    try:
        os.replace(target, path)
    except OSError as fault:
        raise StoreUnavailable(NOT_DONE) from fault


def finish_or_drop(path: Path, keys: KeyFolder, key: PersonKey) -> None:
    """After an interrupted change of key: keep the generation that opens the store, forget the other."""
    if not keys.has_next():
        return
    with keys.changing():
        if not keys.has_next():  # the other process finished meanwhile
            return
        if _opens(path, keys.read_data_key(key, NEXT_STORE_KEY)):
            keys.promote_next()
        else:
            drop_next(path, keys)


def drop_next(path: Path, keys: KeyFolder) -> None:
    """Forget a new generation that never took over."""
    for ending in ("", "-journal", "-wal", "-shm"):
        path.with_name(NEXT_STORE + ending).unlink(missing_ok=True)
    keys.drop_next()


def _opens(path: Path, data_key: bytes) -> bool:
    from enquiry_app.storage.driver_errors import plain_errors
    from enquiry_app.storage.engine import connect

    try:
        with plain_errors(), contextlib.closing(connect(path, data_key)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except StoreDamaged:
        return False
    return True
