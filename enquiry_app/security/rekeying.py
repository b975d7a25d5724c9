"""A new data key for a store: after somebody with access left for good, or a computer was lost.

The new generation is built beside the old: `keys/store.next.age`, then `store.next.db` under the new key, checked and
synced; then the store is swapped, then the key. Killed at any instant the next sign-in sees which key opens the store,
and finishes or drops the new generation (decision 18). Old backups keep the old key.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from enquiry_app.enquiry.permissions import require
from enquiry_app.errors import StoreDamaged, StoreUnavailable
from enquiry_app.security.key_files import NEXT_STORE_KEY, KeyFolder, PersonKey, new_data_key
from enquiry_app.security.private_files import sync_folder
from enquiry_app.services.ports import Clock

if TYPE_CHECKING:
    from enquiry_app.security.profile import Profile, Unlocked

NEXT_STORE = "store.next.db"
NOT_DONE = "The key could not be changed, so it stays as it was. Check that the disk is not full, then try again."


def make_new_key(profile: Profile, unlocked: Unlocked, clock: Clock) -> None:
    """Give the store a new data key; `unlocked.store` is closed by this, sign in again afterwards.

    Raises NotAllowed, StoreUnavailable (somebody else has the store open, disk full). The old key stays then.
    """
    require(unlocked.person, "change_settings")
    store = unlocked.store
    with store.write() as work:
        work.record("store:rekeyed", subject=unlocked.person.id, actor=unlocked.person.id, at=clock.now())
        work.commit()
    recipients = profile.recipients(store)
    store.close()
    new_key = new_data_key()
    with profile.keys.changing():
        try:
            profile.keys.write_data_key(new_key, recipients, NEXT_STORE_KEY)
            _write_next_store(profile.store_file, store.data_key, new_key)
        except BaseException:
            drop_next(profile.store_file, profile.keys)
            raise
        profile.keys.promote_next()


def _write_next_store(path: Path, old_key: bytes, new_key: bytes) -> None:
    """Copy the store under the new key, check the copy, put it in the store's place."""
    from enquiry_app.storage.alone import alone_with
    from enquiry_app.storage.backup import check_file
    from enquiry_app.storage.driver_errors import plain_errors
    from enquiry_app.storage.engine import connect, make_file

    target = path.with_name(NEXT_STORE)
    try:
        target.unlink(missing_ok=True)
        make_file(target, path.stat().st_mode & 0o777)
    except OSError as fault:
        raise StoreUnavailable(NOT_DONE) from fault
    with alone_with(path, old_key) as origin, plain_errors():
        with contextlib.closing(connect(target, old_key)) as copy:
            copy.execute("PRAGMA synchronous=FULL")
            origin.backup(copy)
            copy.execute(f"PRAGMA rekey=\"x'{new_key.hex()}'\"")
        check_file(target, new_key)
        if os.name == "posix":  # while nobody else can have the old file open
            _swap(target, path)
    if os.name != "posix":  # an open file cannot be replaced here
        _swap(target, path)
    sync_folder(path.parent)


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
