"""Keeping backups: the one of each day by itself, one when asked, the second place, and trying one out."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from enquiry_app.enquiry.permissions import require
from enquiry_app.enquiry.records import Person
from enquiry_app.enquiry.reference import LONDON
from enquiry_app.errors import AppError, StoreDamaged, StoreUnavailable
from enquiry_app.security.backup_places import (
    DAMAGED,
    GOOD,
    FoundBackup,
    backups_in,
    check_room,
    copy_to_second,
    place_for,
    remove_old,
)
from enquiry_app.security.backup_plan import is_due, is_overdue
from enquiry_app.security.backups import STORE, BackupMade, make_set, open_set
from enquiry_app.security.file_lock import only_process
from enquiry_app.security.private_files import PRIVATE, modes_for, strict_umask
from enquiry_app.security.profile import Profile
from enquiry_app.services.ports import Clock
from enquiry_app.services.refusals import Acting
from enquiry_app.services.use_case import use_case
from enquiry_app.settings import write_settings

if TYPE_CHECKING:
    from enquiry_app.storage.sql_store import SqlStore

NO_FOLDER = "This folder is not there. Please choose a folder that exists, on a disk that is connected."
SAME_PLACE = "This folder lies in the profile itself. Choose a folder on another disk, or a drive of your organisation."
CANNOT_USE = "Nothing can be written to this folder. Please choose another one."
IN_PRACTICE = "Practice is thrown away when it is closed, so no backups are made of it."
BUSY = "A backup is being made in another window. Please wait until it is done."
OTHER_KEY = (
    "This backup was made before the store was given its present key, so it cannot be tried here. It still opens with"
    " an administrator's password of that time."
)
TRIED = "It was restored into a temporary folder, opened, compared and thrown away. Your store was not touched."
NOT_THE_SAME_TRAIL = (
    "This backup is sound, but its audit trail is not the beginning of today's: it comes from another store, or from"
    " before a restore."
)


@dataclass(frozen=True)
class Kept:
    """What a run did: `made` is None where nothing was due; `second_problem` is a sentence about the second place."""

    made: BackupMade | None
    removed: int = 0
    second_problem: str = ""


@dataclass(frozen=True)
class Overview:
    """What the page of backups shows, newest first. `second_there` is False while the second place is away."""

    backups: tuple[FoundBackup, ...]
    second_place: str
    second_there: bool
    overdue: bool
    events_now: int


@dataclass(frozen=True)
class Trial:
    """How trying a backup out went. `records` counts enquiries in it and now; `lost` the events since."""

    good: bool
    sentence: str
    records: int = 0
    records_now: int = 0
    lost: int = 0


class BackupKeeping:
    """For the person signed in. Runs beside the window; only one process of a profile makes backups at a time."""

    def __init__(self, store: SqlStore, profile: Profile, clock: Clock, person: Person) -> None:
        self._store, self._profile, self._clock, self._person = store, profile, clock, person
        self._seat = Acting(store.for_person(person), clock, person)

    @use_case("", "store:backed_up", "store:backup_removed")
    def keep_up(self) -> Kept:
        """Make today's backup if something changed since the last one. Whoever is signed in may: nothing is shown.

        Raises StoreUnavailable or StoreDamaged; a second place that fails is only told, the first has its backup.
        """
        if self._profile.practice:
            return Kept(None)
        last = next((each for each in self._here() if each.state != DAMAGED and not each.before_upgrade), None)
        events = self._store.position().event
        due = is_due(self._clock.now(), events, last.for_plan() if last else None, last.events if last else 0, LONDON)
        if not due:
            return Kept(None)
        try:
            return self._run()
        except StoreUnavailable as fault:
            if fault.reason == "locked":  # another window is making it
                return Kept(None)
            raise

    @use_case("change_settings", "store:backed_up", "store:backup_removed")
    def back_up_now(self) -> Kept:
        """Make a backup at once. Raises NotAllowed, StoreUnavailable, StoreDamaged."""
        self._require()
        if self._profile.practice:
            raise AppError(IN_PRACTICE)
        return self._run()

    @use_case("change_settings", unaudited="dates and sizes of backups")
    def overview(self) -> Overview:
        """All backups of both places, each read through. Takes as long as reading them. Raises NotAllowed."""
        self._require()
        chosen = self._profile.settings.second_place
        second = self._second()
        there = second is not None and second.is_dir()
        found = list(backups_in(self._profile.backup_folder, thorough=True))
        if second is not None and there:
            found += backups_in(second, second=True, thorough=True)
        found.sort(key=lambda each: each.made_at, reverse=True)
        last = next((each.for_plan() for each in found if each.state == GOOD), None)
        overdue = not self._profile.practice and is_overdue(self._clock.now(), last)
        return Overview(tuple(found), chosen, there, overdue, self._store.position().event)

    @use_case("", unaudited="whether a backup is due")
    def overdue(self) -> bool:
        """Whether the last good backup is older than three days. False for those it is not the business of."""
        if self._profile.practice or self._person.role != "administrator":
            return False
        last = next((each.for_plan() for each in self._here() if each.state != DAMAGED), None)
        return is_overdue(self._clock.now(), last)

    @use_case("change_settings", "store:second_place")
    def choose_second_place(self, folder: str) -> None:
        """Copy every backup to this folder as well, from the next one on; "" for no second place.

        Raises NotAllowed, or AppError for a folder that will not do.
        """
        self._require()
        settings = self._profile.settings
        if folder:
            self._prepare_second(folder, settings.store_id)
        write_settings(self._profile.folder, replace(settings, second_place=folder))
        with self._store.write() as work:
            chosen = "chosen" if folder else "none"
            work.record("store:second_place", subject=self._person.id, actor=self._person.id, at=self._clock.now(),
                        place=chosen)  # fmt: skip
            work.commit()

    @use_case("change_settings", "store:backup_tried")
    def try_restore(self, backup: Path) -> Trial:
        """Restore a backup into a temporary folder, open it, compare it with the store, throw it away.

        Raises NotAllowed, or StoreUnavailable if the temporary folder cannot be written.
        """
        self._require()
        trial = self._tried(backup)
        with self._store.write() as work:
            work.record("store:backup_tried", subject=self._person.id, actor=self._person.id, at=self._clock.now(),
                        backup=backup.name, outcome="good" if trial.good else "not good")  # fmt: skip
            work.commit()
        return trial

    def _require(self) -> None:
        """Raise NotAllowed unless the person may do this, AccessEnded if they were disabled or moved meanwhile."""
        require(self._person, "change_settings")
        with self._store.for_person(self._person).read():
            pass

    def _here(self) -> tuple[FoundBackup, ...]:
        return backups_in(self._profile.backup_folder)

    def _second(self) -> Path | None:
        settings = self._profile.settings
        return place_for(settings.second_place, settings.store_id) if settings.second_place else None

    def _run(self) -> Kept:
        place = self._profile.backup_folder
        modes = modes_for(self._profile.settings.shared_account)
        with only_process(self._profile.folder / "backups.lock", modes.file, BUSY):
            check_room(place, self._profile.store_file.stat().st_size)
            made = make_set(self._profile, self._store, self._person.id, place, self._clock)
            removed, problem, second = [*remove_old(place, LONDON)], "", self._second()
            if second is not None:
                try:
                    copy_to_second(made.folder, second, modes)
                    removed += remove_old(second, LONDON)
                except StoreUnavailable as fault:
                    problem = fault.sentence
            self._note_removed(len(removed))
        return Kept(made, len(removed), problem)

    def _note_removed(self, count: int) -> None:
        if not count:
            return
        with self._store.write() as work:
            work.record("store:backup_removed", subject=self._person.id, actor=self._person.id, at=self._clock.now(),
                        count=str(count))  # fmt: skip
            work.commit()

    def _prepare_second(self, folder: str, store_id: str) -> None:
        chosen = Path(folder)
        if not chosen.is_absolute() or not chosen.is_dir():
            raise AppError(NO_FOLDER)
        real = chosen.resolve()
        if self._profile.folder.resolve() in (real, *real.parents):
            raise AppError(SAME_PLACE)
        place = place_for(folder, store_id)
        try:
            with strict_umask(PRIVATE):
                place.mkdir(exist_ok=True)
        except OSError as fault:
            raise AppError(CANNOT_USE) from fault
        if not os.access(place, os.W_OK):
            raise AppError(CANNOT_USE)

    def _tried(self, backup: Path) -> Trial:
        from enquiry_app.storage.backup import compare

        with _thrown_away(backup) as copy:
            try:
                with open_set(copy, self._store.data_key) as restored:
                    found = compare(restored, self._store)
            except StoreDamaged as fault:
                return Trial(False, OTHER_KEY if _intact(copy) else fault.sentence)
            except (AppError, OSError):
                return Trial(False, "This backup cannot be opened: a part of it is not there. Use another one.")
        sentence = TRIED if found.beginning_of_now else NOT_THE_SAME_TRAIL
        return Trial(found.beginning_of_now, sentence, found.records, found.records_now, found.events_since)


def _intact(backup: Path) -> bool:
    """Whether its bytes are those that were checked: then only the key can be another."""
    found = {each.folder.name: each.state for each in backups_in(backup.parent, thorough=True)}
    return found.get(backup.name) == GOOD


@contextmanager
def _thrown_away(backup: Path) -> Iterator[Path]:
    """A copy of the backup in a temporary folder. It is as encrypted as the backup."""
    base = Path(tempfile.mkdtemp(prefix="enquiry-trial-"))
    try:
        try:
            check_room(base, (backup / STORE).stat().st_size if (backup / STORE).is_file() else 0)
            with strict_umask(PRIVATE):
                shutil.copytree(backup, base / backup.name, copy_function=shutil.copyfile)
        except OSError as fault:
            raise StoreUnavailable("The backup could not be copied for the trial. Is its disk connected?") from fault
        yield base / backup.name
    finally:
        shutil.rmtree(base, ignore_errors=True)
