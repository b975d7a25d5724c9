"""A profile: one folder with the encrypted store, its keys, settings and backups. Making one and signing in to it.

settings.toml   kind and organisation: what is shown before anybody has signed in
store.db        the encrypted store (with -wal and -shm while it is open)
keys/           PERSON.age (behind a password), store.age (the data key, sealed to everybody's key)
set-aside/      PERSON_ID.age: words that could not be saved at the lock, sealed to their writer
anchor.json     how far the store had got; a second copy lies in the account's configuration folder
sign-in.log     refused sign-ins that are not in the audit trail yet
backups/
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from enquiry_app.enquiry.people_rules import fault_in_account
from enquiry_app.enquiry.records import PROFILE_KINDS, Agency, Person, StoreInfo
from enquiry_app.enquiry.reference import make_prefix
from enquiry_app.errors import AppError, SignInRefused, StoreUnavailable
from enquiry_app.security.hardening import harden_process
from enquiry_app.security.key_files import (
    KeyFolder,
    NotSealedToThisKey,
    PersonKey,
    WrongPassword,
    new_data_key,
    new_person_key,
    plain_user_name,
)
from enquiry_app.security.new_ids import new_id
from enquiry_app.security.passwords import check_new_password
from enquiry_app.security.private_files import FileModes, make_folder, modes_for, strict_umask, sync_folder
from enquiry_app.security.recovery_sheets import fingerprint_of, join_sheets, split_key
from enquiry_app.security.rekeying import finish_or_drop, settle
from enquiry_app.security.set_aside import SetAside
from enquiry_app.security.sign_in_log import UNKNOWN, SignInLog
from enquiry_app.services.clock_watch import note_clock_set_back
from enquiry_app.services.ports import KEYS_PENDING, Clock, NewPerson, RecoverySheets
from enquiry_app.settings import FILE_NAME, ProfileSettings, read_settings, write_settings

if TYPE_CHECKING:
    from enquiry_app.storage.anchor import Anchors
    from enquiry_app.storage.sql_store import SqlStore

__all__ = ["NewPerson", "Profile", "ProfileSetup", "RecoverySheets", "Unlocked"]

RECOVERY_RECIPIENT = "recovery_recipient"
CHECK_KEY = "check_key"
EXCHANGE_IDENTITY = "exchange_identity"

NO_PROFILE = "There is no profile in this folder. Please choose another folder, or set up a new profile."
NOT_EMPTY = "This folder is not empty. Please choose an empty or new folder for the profile."
CANNOT_MAKE = "The profile's folder cannot be made there. Please choose another folder."
REFUSED = "The user name or the password is not right. Please try again."
WAIT = "Too many tries with a wrong password. Please wait {words}, then try again."
NOT_ACTIVE = "This person may not sign in any more. Please ask an administrator."
WRONG_SHEETS = "These recovery sheets belong to another store, or were replaced by newer ones."
NO_SUCH_PERSON = "There is nobody with this user name who may sign in."


@dataclass(frozen=True)
class ProfileSetup:
    """What first run asks. `hub_contacts` overrides the shipped telephone numbers; `practice` is for ever."""

    kind: str
    organisation: str
    agency_kind: str
    administrator: NewPerson
    hub_contacts: Mapping[str, Any] = field(default_factory=dict)
    shared_account: bool = False
    practice: bool = False


@dataclass(frozen=True)
class Unlocked:
    """A profile somebody has signed in to. `check_key` makes check codes on pages; `identity` seals what only this
    person may open again."""

    store: SqlStore
    person: Person
    check_key: bytes = field(repr=False)
    identity: PersonKey = field(repr=False)
    anchor_was_missing: bool = False


class Profile:
    """A profile folder. `config_folder` holds the second anchor; by default the account's configuration folder.

    `second_anchor=False` is for a copy that is not in use, such as a backup.
    """

    def __init__(self, folder: Path, config_folder: Path | None = None, *, second_anchor: bool = True) -> None:
        self.folder = Path(folder)
        self._config_folder = config_folder
        self._second_anchor = second_anchor

    @property
    def exists(self) -> bool:
        """Whether there is a profile here. A folder half made by an interrupted set-up does not count."""
        return (self.folder / FILE_NAME).is_file()

    @property
    def settings(self) -> ProfileSettings:
        """Raises StoreUnavailable if there is no profile, StoreDamaged if its settings cannot be read."""
        if not self.exists:
            raise StoreUnavailable(NO_PROFILE, "gone")
        return read_settings(self.folder)

    @property
    def kind(self) -> str:
        """One of PROFILE_KINDS."""
        return self.settings.kind

    @property
    def practice(self) -> bool:
        """Whether this is a practice profile, with fictional people only."""
        return self.settings.practice

    @property
    def store_file(self) -> Path:
        """The encrypted store."""
        return self.folder / "store.db"

    @property
    def backup_folder(self) -> Path:
        """Where backups go unless another place is chosen."""
        return self.folder / "backups"

    @property
    def keys(self) -> KeyFolder:
        """The key files."""
        return KeyFolder(self.folder / "keys", self._modes())

    def set_aside_of(self, person_id: str) -> SetAside:
        """The words of this person that could not be saved when the screen was locked."""
        return SetAside(self.folder, person_id, self._modes())

    def user_names(self) -> tuple[str, ...]:
        """Everybody who has a key here."""
        return self.keys.user_names()

    def create(self, setup: ProfileSetup) -> RecoverySheets:
        """Make the profile with its administrator. All of it or nothing: it is built beside and moved into place.

        Raises PasswordRefused, StoreUnavailable (folder not empty, not writable, network or sync folder), or AppError,
        also for an administrator who is a room or a role and nobody's own account.
        """
        self._check_setup(setup)
        modes = modes_for(setup.shared_account)
        building = self.folder.with_name(f".{self.folder.name}.new-{secrets.token_hex(4)}")
        try:
            with strict_umask(modes):
                make_folder(building, modes)
                sheets = Profile(building, self._config_folder).fill(setup, modes)
                if self.folder.is_dir():
                    self.folder.rmdir()
                os.replace(building, self.folder)
                sync_folder(self.folder.parent)
        except OSError as fault:
            raise StoreUnavailable(CANNOT_MAKE, "read_only") from fault
        finally:
            shutil.rmtree(building, ignore_errors=True)
        return sheets

    def unlock(self, user_name: str, password: str, clock: Clock) -> Unlocked:
        """Sign in. Raises SignInRefused (with the wait before the next try), or what `open_store` raises."""
        name = user_name.strip().lower()
        log, counted = self._sign_in_log(), name if name in self.user_names() else UNKNOWN
        key = self._person_key(log, counted, name, password, clock)
        try:
            finish_or_drop(self.store_file, self.keys, key)
            data_key = self.keys.read_data_key(key)
        except NotSealedToThisKey as fault:
            raise SignInRefused(fault.sentence) from fault
        store, missing = self.open_store(data_key, clock)
        try:
            return self._enter(store, log, name, key, clock, anchor_was_missing=missing)
        except BaseException:
            store.close()
            raise

    def check_password(self, user_name: str, password: str, clock: Clock) -> None:
        """Raise SignInRefused unless this is the person's password; a wrong one counts as at the sign-in."""
        name, log = user_name.strip().lower(), self._sign_in_log()
        self._person_key(log, name, name, password, clock)

    def open_store(self, data_key: bytes, clock: Clock | None = None) -> tuple[SqlStore, bool]:
        """The store, and whether an anchor that should be there was missing. `clock` dates the backup before an upgrade."""
        from enquiry_app.clock import SystemClock
        from enquiry_app.security.upgrade_backup import maker_for
        from enquiry_app.storage.opening import open_store

        harden_process()
        anchors = self.anchors()
        missing = anchors.missing() > 0
        maker = maker_for(self.folder, data_key, clock or SystemClock(), self._modes())
        store = open_store(self.store_file, data_key, anchors, before_upgrade=maker)
        return store, missing

    def anchors(self) -> Anchors:
        """The anchor in the profile, and the one outside it (a throw-away practice profile has none outside)."""
        from enquiry_app.storage.anchor import Anchors

        settings = self.settings
        elsewhere: Path | None = self._outside() / f"{settings.store_id}.json"
        if settings.practice or not self._second_anchor:
            elsewhere = None
        return Anchors(self.folder / "anchor.json", elsewhere, self._modes(), self.backup_folder)

    def change_password(self, user_name: str, old: str, new: str, clock: Clock) -> None:
        """Put the person's key behind another password. Raises PasswordRefused or SignInRefused."""
        name = plain_user_name(user_name)
        check_new_password(new, name)
        log = self._sign_in_log()
        key = self._person_key(log, name, name, old, clock)
        self.keys.write_person(name, key, new)
        log.note_success(name, merged=0)

    def give_key(self, user_name: str, password: str) -> str:
        """A new key for a person behind this password; returns its public part. Raises PasswordRefused.

        The store opens with it after its public part was kept and `seal_to_everybody` was called.
        """
        name = plain_user_name(user_name)
        check_new_password(password, name)
        key = new_person_key()
        self.keys.write_person(name, key, password)
        return key.public

    def take_key(self, user_name: str) -> None:
        """Take a person's key file away."""
        self.keys.remove_person(user_name)

    def seal_to_everybody(self, store: SqlStore) -> None:
        """Seal the data key to all who may sign in and to the recovery key, and to nobody else."""
        self.keys.write_data_key(store.data_key, self.recipients(store))

    def recipients(self, store: SqlStore) -> tuple[str, ...]:
        """The public keys the data key is sealed to."""
        with store.read() as reading:
            recovery = reading.secret(RECOVERY_RECIPIENT)
            return (*reading.public_keys(), *([recovery.decode()] if recovery else []))

    def new_recovery_sheets(self, store: SqlStore) -> RecoverySheets:
        """Fresh sheets for the store; earlier ones open it no more (old backups stay open to them)."""
        recovery = new_person_key()
        with store.write() as work:
            work.put_secret(RECOVERY_RECIPIENT, recovery.public.encode())
            work.commit()
        self.seal_to_everybody(store)
        return split_key(recovery)

    def recovery_fingerprint(self, store: SqlStore) -> str:
        """The fingerprint that stands on the valid sheets."""
        with store.read() as reading:
            recovery = reading.secret(RECOVERY_RECIPIENT)
        return fingerprint_of(recovery.decode()) if recovery else ""

    def try_sheets(self, store: SqlStore, sheet_one: str, sheet_two: str) -> None:
        """Whether both sheets open this store as it is. Raises AppError if they do not."""
        recovery = join_sheets(sheet_one, sheet_two)
        try:
            fits = self.keys.read_data_key(recovery) == store.data_key
        except NotSealedToThisKey as fault:
            raise AppError(WRONG_SHEETS) from fault
        if not fits:
            raise AppError(WRONG_SHEETS)

    def recover(self, sheet_one: str, sheet_two: str, user_name: str, new_password: str, clock: Clock) -> Unlocked:
        """Open the store with both sheets, give the person a new key behind the new password, and sign them in."""
        name = plain_user_name(user_name)
        check_new_password(new_password, name)
        recovery = join_sheets(sheet_one, sheet_two)
        try:
            finish_or_drop(self.store_file, self.keys, recovery)
            data_key = self.keys.read_data_key(recovery)
        except NotSealedToThisKey as fault:
            raise AppError(WRONG_SHEETS) from fault
        store, _ = self.open_store(data_key)
        try:
            with store.write() as work:
                person = work.person_by_user_name(name)
                if person is None or not person.active:
                    raise AppError(NO_SUCH_PERSON)
                work.put_public_key(person.id, self.give_key(name, new_password))
                work.put_secret(KEYS_PENDING, b"1")
                work.record("person:recovered_with_sheets", subject=person.id, actor=person.id, at=clock.now())
                work.commit()
            self.seal_pending(store)
        finally:
            store.close()
        self._sign_in_log().note_success(name, merged=0)
        return self.unlock(name, new_password, clock)

    def seal_pending(self, store: SqlStore) -> None:
        """Finish sealing after people changed: also done at the next sign-in if it was interrupted."""
        self.seal_to_everybody(store)
        with store.write() as work:
            work.put_secret(KEYS_PENDING, b"")
            work.commit()

    # How it is done

    def _modes(self) -> FileModes:
        return modes_for(self.exists and read_settings(self.folder).shared_account)

    def _outside(self) -> Path:
        if self._config_folder is not None:
            return self._config_folder / "anchors"
        import platformdirs

        return Path(platformdirs.user_config_dir("enquiry-app", appauthor=False)) / "anchors"

    def _sign_in_log(self) -> SignInLog:
        return SignInLog(self.folder / "sign-in.log", self._modes())

    def _check_setup(self, setup: ProfileSetup) -> None:
        from enquiry_app.storage.locations import check_location

        if setup.kind not in PROFILE_KINDS:
            raise ValueError("not a kind of profile")
        check_location(self.folder)
        name = plain_user_name(setup.administrator.user_name)
        if setup.kind != "practice" and (fault := fault_in_account(name, setup.administrator.display_name)):
            raise AppError(fault)
        check_new_password(setup.administrator.password, name)
        if self.folder.exists() and (not self.folder.is_dir() or any(self.folder.iterdir())):
            raise StoreUnavailable(NOT_EMPTY)

    def fill(self, setup: ProfileSetup, modes: FileModes) -> RecoverySheets:
        """Put everything into the folder being built (`create` calls this); the settings come last."""
        from enquiry_app.storage.anchor import Anchors
        from enquiry_app.storage.opening import create_store

        practice = setup.practice or setup.kind == "practice"
        info = StoreInfo(
            id=new_id(),
            kind=setup.kind,
            prefix=make_prefix(secrets.token_bytes(16)),
            practice=practice,
            organisation=setup.organisation,
            settings={"hub_contacts": dict(setup.hub_contacts)},
        )
        data_key, recovery = new_data_key(), new_person_key()
        keys = KeyFolder(self.folder / "keys", modes)
        anchors = Anchors(self.folder / "anchor.json", None if practice else self._outside() / f"{info.id}.json", modes)
        administrator = new_person_key()
        keys.write_person(setup.administrator.user_name, administrator, setup.administrator.password)
        keys.write_data_key(data_key, [administrator.public, recovery.public])
        store = create_store(self.store_file, data_key, info, anchors, modes)
        try:
            _first_rows(store, setup, administrator.public, recovery.public)
        finally:
            store.close()
        settings = ProfileSettings(info.id, setup.kind, setup.organisation, practice, setup.shared_account)
        write_settings(self.folder, settings)
        return split_key(recovery)

    def _person_key(self, log: SignInLog, counted: str, name: str, password: str, clock: Clock) -> PersonKey:
        """The person's key, or the refusal: too early, or wrong. Both say the same for a name that does not exist."""
        wait = log.wait_seconds(counted, clock.now())
        if wait > 0:
            raise SignInRefused(WAIT.format(words=_wait_words(wait)), wait)
        try:
            return self.keys.read_person(name, password)
        except WrongPassword as fault:
            wait = log.note_refusal(counted, clock.now())
            sentence = f"{REFUSED} {_after_words(wait)}".strip()
            raise SignInRefused(sentence, wait) from fault

    def _enter(
        self, store: SqlStore, log: SignInLog, name: str, key: PersonKey, clock: Clock, *, anchor_was_missing: bool
    ) -> Unlocked:
        """Check the person, put waiting refusals into the audit trail, note the sign-in."""
        refusals = log.waiting()
        with store.write() as work:
            person = work.person_by_user_name(name)
            if person is None or not person.active:
                raise SignInRefused(NOT_ACTIVE)
            known = {one.user_name: one.id for one in work.people()}
            for refusal in refusals:
                subject = known.get(refusal.user_name, "")
                work.record("person:sign_in_refused", subject=subject, actor="", at=refusal.at)
            note_clock_set_back(work, person.id, clock.now())
            settle(work, store.data_key, person.id, clock.now())
            if store.upgraded_from:
                work.record(
                    "store:upgraded", subject=person.id, actor=person.id, at=clock.now(), before=store.upgraded_from
                )
            if anchor_was_missing:
                work.record("store:anchor_missing", subject=person.id, actor=person.id, at=clock.now())
            work.record("person:signed_in", subject=person.id, actor=person.id, at=clock.now())
            check_key, pending = work.secret(CHECK_KEY) or b"", work.secret(KEYS_PENDING)
            work.commit()
        log.note_success(name, merged=len(refusals))
        if pending:
            self.seal_pending(store)
        return Unlocked(store, person, check_key, key, anchor_was_missing)


def _first_rows(store: SqlStore, setup: ProfileSetup, public: str, recovery: str) -> None:
    """Agency, administrator, secrets of a new store."""
    from enquiry_app.clock import SystemClock

    agency = Agency(new_id(), setup.organisation, setup.agency_kind)
    person = person_of(setup.administrator, agency)
    with store.write() as work:
        work.put_agency(agency)
        work.put_person(person)
        work.put_public_key(person.id, public)
        work.put_secret(RECOVERY_RECIPIENT, recovery.encode())
        work.put_secret(CHECK_KEY, secrets.token_bytes(32))
        work.put_secret(EXCHANGE_IDENTITY, new_person_key().secret.encode())
        work.record("store:created", subject=person.id, actor=person.id, at=SystemClock().now(), kind=setup.kind)
        work.commit()


def person_of(new: NewPerson, agency: Agency) -> Person:
    """The record of somebody new, with a new id."""
    return Person(
        id=new_id(),
        user_name=plain_user_name(new.user_name),
        display_name=new.display_name.strip(),
        job_title=new.job_title.strip(),
        role=new.role,
        agency_id=agency.id,
        agency_name=agency.name,
        phone=new.phone.strip(),
        email=new.email.strip(),
    )


def _wait_words(seconds: float) -> str:
    """A waiting time as people say it, rounded up."""
    whole = int(seconds) + (seconds > int(seconds))
    if whole < 90:
        return f"{whole} second{'' if whole == 1 else 's'}"
    minutes = -(-whole // 60)
    return f"{minutes} minutes"


def _after_words(wait: float) -> str:
    return f"The next try is possible in {_wait_words(wait)}." if wait > 0 else ""
