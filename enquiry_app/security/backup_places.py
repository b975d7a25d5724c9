"""The places backups lie in, what can be said of each without a key, and copying one to the second place."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from enquiry_app.errors import AppError, StoreUnavailable
from enquiry_app.security.backup_plan import Backup, space_for_backups, to_keep
from enquiry_app.security.backups import ANCHOR, CHECKED, KEYS, STORE, digest_of
from enquiry_app.security.front_door import user_names_in
from enquiry_app.security.private_files import FileModes, strict_umask, sync_folder, sync_tree
from enquiry_app.settings import FILE_NAME, read_settings

GOOD, DAMAGED, UNKNOWN = "good", "damaged", "unknown"
SPARE = 16 * 1024 * 1024  # bytes left free beside a backup

MISSING = (
    "The second place for backups is not there: {place}. Connect the disk, or choose another place under Settings,"
    " Backups. The backup on this computer was made."
)
FULL = "There is not enough room for a backup in {place}: {needed} MB are needed. Make some room there, then try again."
NOT_COPIED = (
    "The backup could not be copied to the second place: {place}. Check that the disk is connected and can be written."
    " The backup on this computer was made."
)


@dataclass(frozen=True)
class FoundBackup:
    """A backup as it lies there. `made_at` is aware; `events` is how far its audit trail goes; `size` in bytes of the
    store's copy; `state` is one of GOOD, DAMAGED, UNKNOWN (made before backups kept a digest, or not looked at).
    `before_upgrade` is the schema it has if it was made before an upgrade, else ""."""

    folder: Path
    made_at: dt.datetime
    events: int
    size: int
    state: str
    second: bool = False
    before_upgrade: str = ""

    def for_plan(self) -> Backup:
        """As the plan sees it."""
        return Backup(self.folder.name, self.made_at, self.size, self.state != DAMAGED, bool(self.before_upgrade))

    def people(self) -> tuple[str, ...]:
        """User names that have a key in it."""
        return user_names_in(self.folder / KEYS)


def backups_in(place: Path, *, second: bool = False, thorough: bool = False) -> tuple[FoundBackup, ...]:
    """All backups in a folder, newest first. `thorough` reads every byte and compares it with what was checked."""
    try:
        folders = [each for each in place.iterdir() if each.name.startswith("backup-") and each.is_dir()]
    except OSError:
        return ()
    found = [_look_at(folder, second, thorough) for folder in folders]
    return tuple(sorted(found, key=lambda each: (each.made_at, each.folder.name), reverse=True))


def place_for(second_place: str, store_id: str) -> Path:
    """The folder of this store's backups in the second place: several stores may share one."""
    return Path(second_place) / f"enquiry-backups-{store_id[:8]}"


def check_room(place: Path, needed: int) -> None:
    """Raise StoreUnavailable unless so many bytes fit there."""
    probe = place if place.is_dir() else place.parent
    with contextlib.suppress(FileNotFoundError):
        if shutil.disk_usage(probe).free < needed + SPARE:
            raise StoreUnavailable(FULL.format(place=place, needed=(needed + SPARE) // 1_000_000), "full")


def copy_to_second(backup: Path, place: Path, modes: FileModes) -> Path:
    """Copy a checked backup to the second place and compare every file. Raises StoreUnavailable; no half copy stays."""
    if not place.is_dir():  # never made here: an empty mount point would fill the wrong disk
        raise StoreUnavailable(MISSING.format(place=place.parent), "gone")
    check_room(place, _bytes_of(backup))
    building = place / f".{backup.name}.new-{secrets.token_hex(2)}"
    try:
        with strict_umask(modes):
            shutil.copytree(backup, building, copy_function=shutil.copyfile)
        sync_tree(building)
        same = all(digest_of(path) == digest_of(backup / path.relative_to(building)) for path in _files(building))
        if not same:
            raise StoreUnavailable(NOT_COPIED.format(place=place.parent), "other")
        os.replace(building, place / backup.name)
        sync_folder(place)
    except OSError as fault:
        raise StoreUnavailable(NOT_COPIED.format(place=place.parent), "other") from fault
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return place / backup.name


def remove_old(place: Path, zone: dt.tzinfo) -> tuple[str, ...]:
    """Remove what the plan no longer keeps, and halves an interrupted run has left; returns the names removed."""
    found = backups_in(place)
    if not found:
        return ()
    free = shutil.disk_usage(place).free
    kept = to_keep([each.for_plan() for each in found], space_for_backups(free, sum(e.size for e in found)), zone)
    removed = []
    for each in found:
        if each.folder.name in kept:
            continue
        leaving = place / f".{each.folder.name}.old"
        with contextlib.suppress(OSError):
            os.replace(each.folder, leaving)
            removed.append(each.folder.name)
    for rest in (*place.glob(".backup-*.old"), *place.glob(".backup-*.new*")):
        shutil.rmtree(rest, ignore_errors=True)
    return tuple(removed)


def _look_at(folder: Path, second: bool, thorough: bool) -> FoundBackup:
    """Everything but the state comes from small files; without `thorough` only size and completeness are looked at."""
    store = folder / STORE
    size = store.stat().st_size if store.is_file() else 0
    note = _json_of(folder / CHECKED)
    anchor = _json_of(folder / ANCHOR)
    events = note.get("events", anchor.get("event", 0))
    whole = size > 0 and (folder / KEYS).is_dir() and (folder / FILE_NAME).is_file()
    digest = note.get("sha256")
    if not whole:
        state = DAMAGED
    elif not isinstance(digest, str):
        state = UNKNOWN
    else:
        state = GOOD if not thorough or _digest_or_none(store) == digest else DAMAGED
    moment = _moment_of(note.get("made_at"), folder)
    before = str(note.get("before_upgrade", ""))
    return FoundBackup(folder, moment, events if isinstance(events, int) else 0, size, state, second, before)


def state_of(folder: Path) -> str:
    """The state of one backup, every byte of its store read."""
    return _look_at(folder, False, True).state


def _moment_of(noted: object, folder: Path) -> dt.datetime:
    """When it was made: as noted, or as its name says, or as the file system says."""
    with contextlib.suppress(ValueError):
        if isinstance(noted, str) and (moment := dt.datetime.fromisoformat(noted)).tzinfo:
            return moment
    with contextlib.suppress(ValueError):
        return dt.datetime.strptime(folder.name[7:22], "%Y%m%d-%H%M%S").replace(tzinfo=dt.UTC)
    return dt.datetime.fromtimestamp(folder.stat().st_mtime, dt.UTC)


def _digest_or_none(path: Path) -> str | None:
    try:
        return digest_of(path)
    except OSError:
        return None


def _json_of(path: Path) -> dict[str, object]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def _bytes_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in _files(folder))


def backups_to_go_back_to(profile_folder: Path) -> tuple[FoundBackup, ...]:
    """Everything that can be restored, newest first: of this profile, of the second place, and beside profiles that
    were replaced by a restore. Works without a key, also where the profile's own settings cannot be read."""
    found = list(backups_in(profile_folder / "backups"))
    for replaced in profile_folder.parent.glob(f"{profile_folder.name}.replaced-*"):
        found += backups_in(replaced / "backups")
    with contextlib.suppress(AppError):
        settings = read_settings(profile_folder)
        if settings.second_place:
            found += backups_in(place_for(settings.second_place, settings.store_id), second=True)
    return tuple(sorted((each for each in found if each.state != DAMAGED), key=lambda each: each.made_at, reverse=True))


def backups_at(folder: Path) -> tuple[FoundBackup, ...]:
    """The backup in a folder somebody chose, whatever its name, or all that lie in it or in a store's folder there."""
    if (folder / STORE).is_file():
        found = _look_at(folder, second=True, thorough=False)
        return () if found.state == DAMAGED else (found,)
    places = (folder, *folder.glob("enquiry-backups-*"))
    listed = [each for place in places for each in backups_in(place, second=True) if each.state != DAMAGED]
    return tuple(sorted(listed, key=lambda each: each.made_at, reverse=True))


def events_now(profile_folder: Path) -> int:
    """How far the store had got by the note beside it; 0 if that cannot be read."""
    reached = _json_of(profile_folder / ANCHOR).get("event", 0)
    return reached if isinstance(reached, int) else 0
