"""Run as a program on the recording layer: `python -m tests.promises.disk_workloads WORK FOLDER`, keys in JSON on standard
input. Does one piece of the app's work on the profile in FOLDER and puts into the record how far it has got.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from sqlalchemy import event

from enquiry_app.clock import SystemClock
from enquiry_app.enquiry.answers import Address, Change
from enquiry_app.security.backups import make_set, restore_backup
from enquiry_app.security.key_files import person_key
from enquiry_app.security.private_files import PRIVATE
from enquiry_app.security.profile import NewPerson, Profile, ProfileSetup, Unlocked
from enquiry_app.security.rekeying import make_new_key
from enquiry_app.security.upgrade_backup import maker_for
from enquiry_app.services.ports import Summary
from enquiry_app.storage.anchor import Anchors
from enquiry_app.storage.opening import open_store
from tests.backups.stores_of_releases import digests
from tests.fixtures_store import ADMINISTRATOR, PASSWORD
from tests.promises.disk_shim import mark
from tests.promises.hub_day import HubDay
from tests.services.conftest import Desks

SAVES = 24


def whole_digest(store) -> dict[str, object]:
    """Every table as a digest."""
    with store.read() as reading:
        found = digests(lambda sql: reading.connection.exec_driver_sql(sql).fetchall())
    return {table: entry["sha256"] for table, entry in found.items()}


def watch(store) -> None:
    """Put the state after each transaction into the record."""
    seen = []

    def done(*_) -> None:
        commits = store.position().commits
        if not seen or seen[-1] != commits:
            seen.append(commits)
            mark(commits=commits, tables=whole_digest(store))

    done()
    event.listen(store.engines.writer, "checkin", done)


def profile_in(folder: Path) -> Profile:
    return Profile(folder / "profile", folder / "config")


def desks_of(store) -> Desks:
    with store.read() as reading:
        people = {person.user_name.removesuffix(".one"): person for person in reading.people()}
    return Desks(store, SystemClock(), people)


class Typist:
    """Saves one draft again and again."""

    def __init__(self, enquiry_id: str) -> None:
        self._enquiry_id, self._text = enquiry_id, ""

    def save(self, store) -> None:
        """Some more words, saved as the app does, with an event now and then."""
        self._text += "Nobody was at home when she came back from school. " * 4
        with store.write() as work:
            version = work.enquiry(self._enquiry_id).version
            work.save_answers(
                self._enquiry_id, version=version, changes=[Change(Address("worry"), self._text)],
                summary=Summary(title=self._text[-8:]), place="worry", at=SystemClock().now(), by="robot",
            )  # fmt: skip
            if version % 4 == 0:
                work.record("enquiry:edited", subject=self._enquiry_id, actor="robot", at=SystemClock().now())
            work.commit()


def day(folder: Path, given: dict[str, str]) -> None:
    """Somebody types while the Hub works on an enquiry; the log is written back now and then, the store closed once."""
    profile, key = profile_in(folder), bytes.fromhex(given["key"])
    store, _ = profile.open_store(key)
    watch(store)
    hub, typist = HubDay(desks_of(store)), Typist(given["enquiry"])
    for number, act in enumerate(hub.acts()):
        for _ in range(2):
            typist.save(store)
        act()
        if number % 4 == 2:
            store.tidy()
        if number == 8:
            store.close()
            store, _ = profile.open_store(key)
            watch(store)
            desks = desks_of(store)
            hub.teacher, hub.worker, hub.manager = desks("teacher"), desks("worker"), desks("manager")
    store.close()


def migration(folder: Path, given: dict[str, str]) -> None:
    """A store of an earlier release is opened for the first time."""
    key = bytes.fromhex(given["key"])
    first = maker_for(folder, key, SystemClock(), PRIVATE)
    store = open_store(folder / "store.db", key, Anchors(folder / "anchor.json"), before_upgrade=first)
    mark(done="migration")
    store.close()


def unlocked(profile: Profile, given: dict[str, str]) -> Unlocked:
    """The administrator, without the slow work of a password."""
    key = person_key(given["secret"])
    store, _ = profile.open_store(profile.keys.read_data_key(key))
    with store.read() as reading:
        person = reading.person_by_user_name(ADMINISTRATOR)
    return Unlocked(store, person, b"", key)


def new_key(folder: Path, given: dict[str, str]) -> None:
    """The store gets a new data key."""
    profile = profile_in(folder)
    make_new_key(profile, unlocked(profile, given), SystemClock())
    mark(done="new_key")


def backup(folder: Path, given: dict[str, str]) -> None:
    """Two backups, with a save between."""
    profile = profile_in(folder)
    opened = unlocked(profile, given)
    typist = Typist(given["enquiry"])
    for _ in range(2):
        typist.save(opened.store)
        made = make_set(profile, opened.store, opened.person.id, profile.backup_folder, SystemClock())
        mark(done=made.folder.name)
    opened.store.close()


def restore(folder: Path, given: dict[str, str]) -> None:
    """The profile is replaced by a backup of itself."""
    restore_backup(folder / given["backup"], profile_in(folder), ADMINISTRATOR, PASSWORD, SystemClock())
    mark(done="restore")


def set_up(folder: Path, _: dict[str, str]) -> None:
    """A profile is made."""
    administrator = NewPerson(ADMINISTRATOR, "Ada Admin", "Office manager", "administrator", PASSWORD)
    profile_in(folder).create(ProfileSetup("partner", "Torview Primary School", "school", administrator))
    mark(done="set_up")


def password(folder: Path, given: dict[str, str]) -> None:
    """The administrator's password is changed."""
    profile_in(folder).keys.write_person(ADMINISTRATOR, person_key(given["secret"]), given["password"])
    mark(done="password")


WORK = {each.__name__: each for each in (day, migration, new_key, backup, restore, set_up, password)}


if __name__ == "__main__":
    WORK[sys.argv[1]](Path(sys.argv[2]), json.loads(sys.stdin.read()))
