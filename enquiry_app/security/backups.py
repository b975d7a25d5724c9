"""A backup is one verified set: store, keys, settings and anchor in a folder of its own. And restoring from one.

The set is built beside its place, every page of the copy is read and its audit chain walked before it is called good.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from enquiry_app.enquiry.kept_records import RetentionItem
from enquiry_app.enquiry.permissions import require
from enquiry_app.enquiry.reference import make_prefix
from enquiry_app.errors import AppError, StoreDamaged, StoreUnavailable
from enquiry_app.security.front_door import finish_restore, finished_restore
from enquiry_app.security.key_files import NotSealedToThisKey, PersonKey
from enquiry_app.security.private_files import FileModes, make_folder, modes_for, strict_umask, sync_folder, sync_tree
from enquiry_app.security.profile import Profile, Unlocked
from enquiry_app.services.ports import Clock
from enquiry_app.settings import FILE_NAME, read_settings

if TYPE_CHECKING:
    from enquiry_app.storage.sql_store import SqlStore, SqlWork

DESTROYED = "destroyed"  # kind of a tombstone, as `storage.erasing` writes it
STORE, KEYS, ANCHOR = "store.db", "keys", "anchor.json"
CHECKED = "checked.json"  # how the store's copy was when it was found sound
NOT_A_BACKUP = "This folder is not a backup of a profile: it has no settings, keys and store in it."
CANNOT_WRITE = "The backup could not be written there. Check that the disk is connected, not full and can be written."
BEHIND = "The backup does not reach as far as the store. Please make it again; if this comes back, tell whoever keeps this computer."
CANNOT_RESTORE = "The profile could not be put in place. Check that its folder can be written and is not in use."


@dataclass(frozen=True)
class BackupMade:
    """`size` in bytes of the store's copy; `events` is how far its audit trail goes."""

    folder: Path
    size: int
    events: int


@dataclass(frozen=True)
class Restored:
    """`replaced` is where the former profile lies now; `deleted_again` counts what was deleted after the backup and
    was deleted again; it is None if the former store could not be asked."""

    prefix: str
    events: int
    replaced: Path | None
    deleted_again: int | None


def make_backup(profile: Profile, unlocked: Unlocked, target: Path | None, clock: Clock) -> BackupMade:
    """Copy the profile to a new folder in `target` (by default its own `backups/`) and check the copy.

    Raises NotAllowed, StoreUnavailable, StoreDamaged; no half backup stays behind.
    """
    require(unlocked.person, "change_settings")
    return make_set(profile, unlocked.store, unlocked.person.id, target or profile.backup_folder, clock)


def make_set(profile: Profile, store: SqlStore, person_id: str, folder: Path, clock: Clock) -> BackupMade:
    """What `make_backup` does, whoever is signed in: the backup that is made by itself asks for no administrator."""
    now = clock.now()
    name = f"backup-{now:%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"
    with store.write() as work:
        work.record("store:backed_up", subject=person_id, actor=person_id, at=now, backup=name)
        work.commit()
    reached = store.position().event
    modes = modes_for(profile.settings.shared_account)
    with built_beside(folder / name, modes.folder) as building:
        _copy_set(profile, store, building)
        events = check_set(building, store.data_key)
        if events < reached:
            raise StoreDamaged(BEHIND)
        note_checked(building, now, events, modes.file)
    return BackupMade(folder / name, (folder / name / STORE).stat().st_size, events)


def restore_backup(backup: Path, profile: Profile, user_name: str, password: str, clock: Clock) -> Restored:
    """Put a backup in the place of the profile. An administrator's password as it was at the backup is needed.

    The former profile is kept beside. The restored one gets a new reference prefix, so that numbers given since are
    not given again, and what was deleted since is deleted again. Raises what `Profile.unlock` raises, NotAllowed,
    StoreDamaged or StoreUnavailable; the former profile stays in place then.
    """
    if not all((backup / part).exists() for part in (FILE_NAME, KEYS, STORE)):
        raise StoreUnavailable(NOT_A_BACKUP, "gone")
    modes = modes_for(read_settings(backup).shared_account)
    stamp = f"{clock.now():%Y%m%d-%H%M%S}"
    former = profile.folder.is_dir() and any(profile.folder.iterdir())
    replaced = profile.folder.with_name(f"{profile.folder.name}.replaced-{stamp}") if former else None
    _drop_halves(profile.folder)
    building = profile.folder.with_name(f".{profile.folder.name}.restoring-{secrets.token_hex(4)}")
    try:
        with strict_umask(modes):
            shutil.copytree(backup, building, copy_function=shutil.copy)
            _close_to_others(building, modes.folder, modes.file)
            restored = _make_current(building, profile, user_name, password, clock)
            _note_anchor(profile, building)
            sync_tree(building)
            _put_in_place(building, profile.folder, replaced)
    except OSError as fault:
        raise StoreUnavailable(CANNOT_RESTORE, "read_only") from fault
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return replace(restored, replaced=replaced)


def _note_anchor(profile: Profile, building: Path) -> None:
    """Note outside the profile how far the restored store goes, while the former one still is in place: a store may be
    ahead of its anchor, never behind, whatever cuts the restore short."""
    coming = copy(profile)
    coming.folder = building
    anchors = coming.anchors()
    anchor = anchors.read_beside()
    if anchor is not None:
        anchors.note(anchor, sync=True)


def _put_in_place(building: Path, folder: Path, replaced: Path | None) -> None:
    """Two renames, between which there is no profile: whoever starts the app then finishes (`finish_restore`)."""
    finished = finished_restore(folder)
    os.replace(building, finished)
    sync_folder(folder.parent)
    if replaced is not None:
        os.replace(folder, replaced)
    elif folder.is_dir():
        folder.rmdir()
    try:
        if not finish_restore(folder):
            raise FileNotFoundError(finished)
    except OSError:
        if replaced is not None:
            os.replace(replaced, folder)
        raise
    sync_folder(folder.parent)


def _drop_halves(folder: Path) -> None:
    """Take away what restores that were cut short have left: nobody goes on from it."""
    for rest in (finished_restore(folder), *folder.parent.glob(f".{folder.name}.restoring-*")):
        shutil.rmtree(rest, ignore_errors=True)


@contextlib.contextmanager
def built_beside(folder: Path, mode: int) -> Iterator[Path]:
    """A folder that appears under its name only when all of it is there."""
    building = folder.with_name(f".{folder.name}.new")
    try:
        if not folder.parent.is_dir():
            make_folder(folder.parent, FileModes(mode, mode))
        make_folder(building)
        yield building
        sync_tree(building)
        os.replace(building, folder)
        sync_folder(folder.parent)
    except OSError as fault:
        raise StoreUnavailable(CANNOT_WRITE, "other") from fault
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _copy_set(profile: Profile, store: SqlStore, building: Path) -> None:
    from enquiry_app.storage.anchor import Anchors
    from enquiry_app.storage.backup import copy_file

    copy_file(profile.store_file, store.data_key, building / STORE)
    shutil.copytree(profile.folder / KEYS, building / KEYS, copy_function=shutil.copy)
    shutil.copy(profile.folder / FILE_NAME, building / FILE_NAME)
    with _opened(building, store.data_key) as copied:  # the anchor of the copy itself, not of the store that goes on
        Anchors(building / ANCHOR).note(copied.position(), sync=True)


def note_checked(folder: Path, at: dt.datetime, events: int, mode: int, before_upgrade: str = "") -> None:
    """Write beside a checked set what it was: its moment, how far it goes, and the digest of the store's copy; and the
    schema it has where it was made before an upgrade."""
    note: dict[str, object] = {"made_at": at.isoformat(), "events": events, "sha256": digest_of(folder / STORE)}
    if before_upgrade:
        note["before_upgrade"] = before_upgrade
    path = folder / CHECKED
    path.write_text(json.dumps(note), encoding="utf-8")
    os.chmod(path, mode)


def digest_of(path: Path) -> str:
    """SHA-256 of a file in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def check_set(folder: Path, data_key: bytes) -> int:
    """Raise StoreDamaged unless store, chain and keys of the set are sound; returns the number of events."""
    with open_set(folder, data_key) as store:
        return store.position().event


@contextlib.contextmanager
def open_set(folder: Path, data_key: bytes) -> Iterator[SqlStore]:
    """The store of a set, opened and read through: pages, audit chain, anchor. Raises StoreDamaged."""
    with _opened(folder, data_key) as store:
        check_open(store)
        yield store


@contextlib.contextmanager
def _opened(folder: Path, data_key: bytes) -> Iterator[SqlStore]:
    from enquiry_app.storage.anchor import Anchors
    from enquiry_app.storage.opening import open_store

    store = open_store(folder / STORE, data_key, Anchors(folder / ANCHOR), allow_any_place=True)
    try:
        yield store
    finally:
        store.close()


def _make_current(folder: Path, former: Profile, user_name: str, password: str, clock: Clock) -> Restored:
    """Open the copy with the password it has, and make it the store that goes on."""
    unlocked = Profile(folder, second_anchor=False).unlock(user_name, password, clock)
    store = unlocked.store
    try:
        require(unlocked.person, "change_settings")
        check_open(store)
        deleted_since = _deleted_in(former, unlocked.identity)
        prefix = make_prefix(secrets.token_bytes(16))
        with store.write() as work:
            again = 0
            if deleted_since is not None:
                work.carry_over(deleted_since.retention)
                again = sum(_delete_again(work, *deleted) for deleted in deleted_since.tombstones)
            work.put_store_info(replace(work.store_info(), prefix=prefix))
            work.record("store:restored", subject=unlocked.person.id, actor=unlocked.person.id, at=clock.now())
            work.commit()
        events = store.position().event
    finally:
        store.close()
    return Restored(prefix, events, None, None if deleted_since is None else again)


def _delete_again(work: SqlWork, enquiry_id: str, kind: str) -> bool:
    """Delete in the restored store what was deleted since, draft or destroyed record. Whether it was there."""
    if kind == DESTROYED:
        return work.bury_again(enquiry_id)
    with contextlib.suppress(AppError):  # not in the backup, or only deleted there
        work.delete_enquiry(enquiry_id)
        return True
    return False


def check_open(store: SqlStore) -> None:
    """Read an opened copy through: pages and audit chain. Raises StoreDamaged."""
    from enquiry_app.storage.audit_chain import verify
    from enquiry_app.storage.opening import check_pages

    check_pages(store)
    verdict = verify(store)
    if not verdict.ok:
        raise StoreDamaged(verdict.sentence)


@dataclass(frozen=True)
class _Since:
    """What the restored store has to be told of the one it replaces: deletions (id, kind), holds and certificates."""

    tombstones: tuple[tuple[str, str], ...]
    retention: tuple[RetentionItem, ...]


def _deleted_in(former: Profile, key: PersonKey) -> _Since | None:
    """What was deleted in the store that is replaced; None if it cannot be asked."""
    if not former.exists or not former.store_file.is_file():
        return None
    from enquiry_app.storage.alone import alone_with

    try:
        data_key = former.keys.read_data_key(key)
        with alone_with(former.store_file, data_key):
            pass  # nobody may go on writing into a store that is put aside
    except (StoreDamaged, NotSealedToThisKey):
        return None
    try:
        store, _ = former.open_store(data_key)
    except AppError:
        return None
    try:
        with store.read() as reading:
            return _Since(reading.tombstones(), reading.hub_records(RetentionItem))
    finally:
        store.close()


def _close_to_others(folder: Path, folder_mode: int, file_mode: int) -> None:
    if os.name != "posix":
        return
    os.chmod(folder, folder_mode)
    for path in folder.rglob("*"):
        os.chmod(path, folder_mode if path.is_dir() else file_mode)
