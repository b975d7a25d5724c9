"""The power fails at any instant, and the disk keeps of what was not synced what it likes: what was saved is there (P1).

The app's work runs once on a layer that records every write and sync. Then a cut is made at random points of the record,
many times, and the app is opened on what the disk may hold then.
"""

from __future__ import annotations

import json
import random
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from enquiry_app.clock import SystemClock
from enquiry_app.security.backup_places import GOOD, backups_in
from enquiry_app.security.backups import check_set
from enquiry_app.security.front_door import finish_cut_short
from enquiry_app.security.private_files import PRIVATE
from enquiry_app.security.profile import Profile
from enquiry_app.security.recovery_sheets import join_sheets
from enquiry_app.security.rekeying import finish_or_drop
from enquiry_app.security.upgrade_backup import maker_for
from enquiry_app.storage import upgrade
from enquiry_app.storage.anchor import Anchors
from enquiry_app.storage.audit_chain import verify
from enquiry_app.storage.backup import check_file
from enquiry_app.storage.opening import check_pages, open_store
from tests.backups.stores_of_releases import digests, with_a_profile
from tests.fixtures_store import ADMINISTRATOR, PASSWORD
from tests.promises.disk_replay import Disk, Step, steps_of
from tests.promises.disk_shim import run_on_it
from tests.promises.disk_workloads import profile_in, whole_digest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="this machine cannot: files are recorded on Linux only")
STORES = Path(__file__).parent.parent / "fixtures_stores"
Check = Callable[[Path, list[Step], list[Step]], None]


class Recorded:
    """A folder before a piece of work, and every step of it."""

    def __init__(self, work: str, folder: Path, given: dict[str, str]) -> None:
        self.before = folder.with_name("before")
        self._work = folder.with_name("cut")
        shutil.copytree(folder, self.before)
        log = folder.with_name("record")
        run_on_it(["tests.promises.disk_workloads", work, str(folder)], folder, log, json.dumps(given))
        self.steps = steps_of(log)

    def cut(self, times: int, check: Check, seed: int = 0) -> int:
        """Cut the power so often, at random points, and once when all is done, and look at what is left. How many cuts met
        unsynced writes."""
        rng = random.Random(seed)
        points = [*sorted(rng.randrange(len(self.steps) + 1) for _ in range(times)), len(self.steps)]
        disk, at, unsynced = Disk(self.before), 0, 0
        for point in points:
            while at < point:
                disk.play(self.steps[at])
                at += 1
            unsynced += disk.unsynced() > 0
            shutil.rmtree(self._work, ignore_errors=True)
            disk.left_by_a_cut(self._work, rng)
            check(self._work, self.steps[:point], self.steps[point:])
        return unsynced


def said(steps: list[Step], key: str) -> list[object]:
    """What the work had put into the record of one kind, in order."""
    return [step.remark[key] for step in steps if step.kind == "m" and key in step.remark]


def check_sound(store) -> None:
    check_pages(store)
    verdict = verify(store)
    assert verdict.ok, verdict.sentence


@pytest.fixture
def folder(profile, tmp_path) -> Path:
    """Profile and configuration folder side by side, in a folder of their own."""
    whole = tmp_path / "disk"
    whole.mkdir()
    shutil.move(profile.folder, whole / "profile")
    shutil.move(tmp_path / "config" / "enquiry-app", whole / "config")
    return whole


@pytest.fixture
def secret(template_profile) -> str:
    return join_sheets(template_profile.sheets.sheet_one, template_profile.sheets.sheet_two).secret


@pytest.fixture
def enquiry(folder, template_profile, an_enquiry) -> str:
    store, _ = profile_in(folder).open_store(template_profile.data_key)
    draft = an_enquiry()
    with store.write() as work:
        work.add_enquiry(draft)
        work.commit()
    store.close()
    return draft.id


def cut_a_day(folder: Path, key: bytes, enquiry: str, times: int) -> None:
    recorded = Recorded("day", folder, {"key": key.hex(), "enquiry": enquiry})
    states = dict(zip(said(recorded.steps, "commits"), said(recorded.steps, "tables"), strict=True))
    assert len(states) > 45

    def check(left: Path, before: list[Step], after: list[Step]) -> None:
        store, _ = profile_in(left).open_store(key)
        try:
            check_sound(store)
            commits, known = store.position().commits, said(before, "commits")
            if known:
                assert commits in (known[-1], known[-1] + 1)  # all that was saved; at most what was being saved
            if commits in states:
                assert whole_digest(store) == states[commits]
            else:
                assert not known
        finally:
            store.close()

    assert recorded.cut(times, check) > times // 2


def test_a_day_cut_short(folder, template_profile, enquiry):
    cut_a_day(folder, template_profile.data_key, enquiry, 60)


@pytest.mark.prove
@pytest.mark.timeout(3600)
def test_a_day_cut_short_thousands_of_times(folder, template_profile, enquiry):
    cut_a_day(folder, template_profile.data_key, enquiry, 3000)


def cut_a_migration(release: str, folder: Path, times: int) -> None:
    shutil.copytree(STORES / release, folder, copy_function=shutil.copy)
    with_a_profile(folder)
    about = json.loads((folder / "about.json").read_text())
    key = bytes.fromhex(about["key"])
    recorded = Recorded("migration", folder, {"key": about["key"]})

    def check(left: Path, before: list[Step], after: list[Step]) -> None:
        first = maker_for(left, key, SystemClock(), PRIVATE)
        store = open_store(left / "store.db", key, Anchors(left / "anchor.json"), before_upgrade=first)
        try:
            check_sound(store)
            if said(before, "done"):
                assert store.upgraded_from == ""
            with store.read() as reading:
                run = lambda sql: reading.connection.exec_driver_sql(sql).fetchall()  # noqa: E731
                tables = about["tables"]
                assert digests(run, {name: table["columns"] for name, table in tables.items()}) == tables
        finally:
            store.close()
        made = backups_in(left / "backups", thorough=True)  # before the first change: it is there once the store is new
        assert any(each.state == GOOD and each.before_upgrade == about["schema"] for each in made)
        check_file(made[0].folder / "store.db", key)

    assert about["schema"] != upgrade.HEAD
    assert recorded.cut(times, check) > times // 3


@pytest.mark.parametrize("release", ["v0_1_0", "v0_2_0"])
def test_a_migration_cut_short(release, tmp_path):
    cut_a_migration(release, tmp_path / "disk", 25)


@pytest.mark.prove
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("release", ["v0_1_0", "v0_2_0", "v0_3_0"])
def test_a_migration_cut_short_hundreds_of_times(release, tmp_path):
    cut_a_migration(release, tmp_path / "disk", 500)


def cut_a_new_key(folder: Path, secret: str, template, enquiry: str, times: int) -> None:
    recorded = Recorded("new_key", folder, {"secret": secret})
    recovery = join_sheets(template.sheets.sheet_one, template.sheets.sheet_two)

    def check(left: Path, before: list[Step], after: list[Step]) -> None:
        profile = profile_in(left)
        finish_or_drop(profile.store_file, profile.keys, recovery)
        key = profile.keys.read_data_key(recovery)
        if said(before, "done"):
            assert key != template.data_key
        store, _ = profile.open_store(key)
        try:
            check_sound(store)
            with store.read() as reading:
                assert reading.enquiry(enquiry).id == enquiry
        finally:
            store.close()

    assert recorded.cut(times, check) > times // 3


def test_a_change_of_key_cut_short(folder, secret, template_profile, enquiry):
    cut_a_new_key(folder, secret, template_profile, enquiry, 30)


@pytest.mark.prove
@pytest.mark.timeout(3600)
def test_a_change_of_key_cut_short_hundreds_of_times(folder, secret, template_profile, enquiry):
    cut_a_new_key(folder, secret, template_profile, enquiry, 500)


def cut_a_backup(folder: Path, secret: str, key: bytes, enquiry: str, times: int) -> None:
    recorded = Recorded("backup", folder, {"secret": secret, "enquiry": enquiry})

    def check(left: Path, before: list[Step], after: list[Step]) -> None:
        profile = profile_in(left)
        places = profile.backup_folder
        made = {path.name for path in places.glob("backup-*")} if places.is_dir() else set()
        assert set(said(before, "done")) <= made
        for name in made:  # what has the name of a backup is one
            check_set(places / name, key)
            keys = Profile(places / name, second_anchor=False).keys
            assert keys.user_names() == profile.keys.user_names()
        store, _ = profile.open_store(key)
        check_sound(store)
        store.close()

    assert recorded.cut(times, check) > times // 3


def test_a_backup_cut_short(folder, secret, template_profile, enquiry):
    cut_a_backup(folder, secret, template_profile.data_key, enquiry, 30)


@pytest.mark.prove
@pytest.mark.timeout(3600)
def test_a_backup_cut_short_hundreds_of_times(folder, secret, template_profile, enquiry):
    cut_a_backup(folder, secret, template_profile.data_key, enquiry, 500)


def cut_a_restore(folder: Path, secret: str, template, enquiry: str, times: int) -> None:
    run_on_it(
        ["tests.promises.disk_workloads", "backup", str(folder)], folder, None,
        json.dumps({"secret": secret, "enquiry": enquiry}),
    )  # fmt: skip
    (older, _) = sorted((folder / "profile" / "backups").iterdir(), key=lambda path: path.stat().st_mtime)
    shutil.copytree(older, folder / "taken", copy_function=shutil.copy)
    prefix = prefix_of(profile_in(folder), template.data_key)
    recorded = Recorded("restore", folder, {"backup": "taken"})
    seen = set()

    def check(left: Path, before: list[Step], after: list[Step]) -> None:
        profile = profile_in(left)
        finish_cut_short(profile.folder)
        found = prefix_of(profile, template.data_key)
        seen.add(found == prefix)
        if said(before, "done"):
            assert found != prefix
        if found != prefix:  # the former profile stays beside
            (former,) = left.glob("profile.replaced-*")
            check_file(former / "store.db", template.data_key)

    assert recorded.cut(times, check) > times // 3
    assert seen == {True, False}


def prefix_of(profile: Profile, key: bytes) -> str:
    """The prefix of its references, which a restore changes. The store is looked through."""
    store, _ = profile.open_store(key)
    try:
        check_sound(store)
        with store.read() as reading:
            return reading.store_info().prefix
    finally:
        store.close()


def test_a_restore_cut_short(folder, secret, template_profile, enquiry):
    cut_a_restore(folder, secret, template_profile, enquiry, 60)


@pytest.mark.prove
@pytest.mark.timeout(3600)
def test_a_restore_cut_short_hundreds_of_times(folder, secret, template_profile, enquiry):
    cut_a_restore(folder, secret, template_profile, enquiry, 500)


def cut_a_set_up(folder: Path, times: int) -> None:
    folder.mkdir()
    recorded = Recorded("set_up", folder, {})

    def check(left: Path, before: list[Step], after: list[Step]) -> None:
        profile = profile_in(left)
        if said(before, "done"):
            assert profile.exists
        if profile.exists:  # then all of it is there
            assert profile.user_names() == (ADMINISTRATOR,)
            assert profile.settings.kind == "partner"
            assert profile.keys.read_person(ADMINISTRATOR, PASSWORD)

    assert recorded.cut(times, check) > times // 3


def test_a_set_up_cut_short(tmp_path):
    cut_a_set_up(tmp_path / "disk", 25)


@pytest.mark.prove
@pytest.mark.timeout(3600)
def test_a_set_up_cut_short_hundreds_of_times(tmp_path):
    cut_a_set_up(tmp_path / "disk", 500)


def test_a_change_of_password_cut_short(folder, secret):
    path = Path("profile", "keys", f"{ADMINISTRATOR}.age")
    recorded = Recorded("password", folder, {"secret": secret, "password": "nine slow otters swim past"})
    old, new = (recorded.before / path).read_bytes(), (folder / path).read_bytes()
    seen = set()

    def check(left: Path, before: list[Step], after: list[Step]) -> None:
        found = (left / path).read_bytes()
        assert found in ((new,) if said(before, "done") else (old, new))  # two files that open, and nothing else
        seen.add(found)

    recorded.cut(200, check)
    assert seen == {old, new}
