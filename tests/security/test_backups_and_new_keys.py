"""A backup is proven, a restore goes on from it (P8), a new data key survives being killed at any instant."""

from __future__ import annotations

import os
import shutil
import time

import pytest

from enquiry_app.errors import AppError, NotAllowed, NotFound, SignInRefused, StoreDamaged, StoreUnavailable
from enquiry_app.security import rekeying
from enquiry_app.security.backups import make_backup, restore_backup
from enquiry_app.security.key_files import NEXT_STORE_KEY, new_data_key
from enquiry_app.security.profile import Profile, Unlocked
from enquiry_app.security.recovery_sheets import join_sheets
from enquiry_app.storage.audit_chain import verify
from enquiry_app.storage.opening import check_pages
from tests.fixtures_store import ADMINISTRATOR, PASSWORD


@pytest.fixture
def recovery(template_profile):
    """The recovery identity, which opens the store without the slow work of a password."""
    return join_sheets(template_profile.sheets.sheet_one, template_profile.sheets.sheet_two)


@pytest.fixture
def unlocked(store, people, recovery) -> Unlocked:
    """What the administrator has after signing in."""
    return Unlocked(store, people["admin"], b"", recovery)


def add(store, draft):
    with store.write() as work:
        work.add_enquiry(draft)
        work.commit()


def test_a_backup_is_a_whole_profile_and_checked(profile, unlocked, an_enquiry, clock, tmp_path):
    draft = an_enquiry()
    add(unlocked.store, draft)
    made = make_backup(profile, unlocked, tmp_path / "elsewhere", clock)
    assert {path.name for path in made.folder.iterdir()} == {
        "store.db", "keys", "settings.toml", "anchor.json", "checked.json",
    }  # fmt: skip
    assert made.events == verify(unlocked.store).events
    copied = Profile(made.folder, second_anchor=False)
    opened, missing = copied.open_store(unlocked.store.data_key)
    assert not missing
    with opened.read() as reading:
        assert reading.enquiry(draft.id).id == draft.id
    opened.close()
    with pytest.raises(NotAllowed):
        make_backup(profile, Unlocked(unlocked.store, an_enquiry_owner(unlocked), b"", unlocked.identity), None, clock)


def an_enquiry_owner(unlocked):
    with unlocked.store.read() as reading:
        return reading.person_by_user_name("teacher.one")


def test_no_half_backup_stays_where_the_store_is_damaged(profile, unlocked, template_profile, clock, tmp_path):
    unlocked.store.close()
    content = bytearray(profile.store_file.read_bytes())
    content[40 * 4096 + 77] ^= 1
    profile.store_file.write_bytes(content)
    again, _ = profile.open_store(template_profile.data_key)
    with pytest.raises(StoreDamaged):
        make_backup(profile, Unlocked(again, unlocked.person, b"", unlocked.identity), tmp_path / "to", clock)
    assert list((tmp_path / "to").iterdir()) == []
    again.close()


def test_a_restore_goes_on_from_the_backup(profile, unlocked, template_profile, an_enquiry, clock, tmp_path):
    kept, deleted, later = an_enquiry(), an_enquiry(), an_enquiry()
    add(unlocked.store, kept)
    add(unlocked.store, deleted)
    made = make_backup(profile, unlocked, tmp_path / "to", clock)
    add(unlocked.store, later)
    with unlocked.store.write() as work:
        prefix = work.store_info().prefix
        work.delete_enquiry(deleted.id)
        work.record("enquiry:deleted", subject=deleted.id, actor="p", at=clock.now())
        work.commit()
    with pytest.raises(StoreUnavailable) as told:  # the store is open here
        restore_backup(made.folder, profile, ADMINISTRATOR, PASSWORD, clock)
    assert told.value.reason == "locked"
    unlocked.store.close()
    restored = restore_backup(made.folder, profile, ADMINISTRATOR, PASSWORD, clock)
    assert restored.deleted_again == 1
    assert restored.prefix != prefix
    assert (restored.replaced / "store.db").is_file()
    store, missing = profile.open_store(template_profile.data_key)
    assert not missing
    check_pages(store)
    assert verify(store).ok
    with store.read() as reading:
        assert reading.store_info().prefix == restored.prefix
        assert reading.enquiry(kept.id)
        for gone in (deleted, later):
            with pytest.raises(NotFound):
                reading.enquiry(gone.id)
    store.close()
    assert [path.name for path in profile.folder.parent.iterdir() if path.name.startswith(".")] == []


def test_a_folder_that_is_no_backup_changes_nothing(profile, clock, tmp_path):
    (tmp_path / "other").mkdir()
    with pytest.raises(StoreUnavailable):
        restore_backup(tmp_path / "other", profile, ADMINISTRATOR, PASSWORD, clock)
    assert profile.exists


def test_a_new_key_opens_for_the_same_people_and_the_old_key_does_not(profile, unlocked, recovery, an_enquiry, clock):
    draft = an_enquiry()
    add(unlocked.store, draft)
    old = unlocked.store.data_key
    rekeying.make_new_key(profile, unlocked, clock)
    new = profile.keys.read_data_key(recovery)
    assert new != old
    with pytest.raises(StoreDamaged):
        profile.open_store(old)
    store, _ = profile.open_store(new)
    check_pages(store)
    assert verify(store).ok
    with store.read() as reading:
        assert reading.enquiry(draft.id).id == draft.id
    store.close()
    assert {path.name for path in profile.folder.iterdir()} >= {"store.db", "keys"}
    assert not any("next" in path.name for path in profile.folder.rglob("*"))


def test_a_new_key_waits_until_everybody_has_closed_the_store(profile, unlocked, template_profile, recovery, clock):
    other, _ = profile.open_store(template_profile.data_key)
    with other.read() as reading:
        assert reading.people()
    with pytest.raises(StoreUnavailable) as told:
        rekeying.make_new_key(profile, unlocked, clock)
    assert told.value.reason == "locked"
    other.close()
    assert profile.keys.read_data_key(recovery) == template_profile.data_key
    profile.open_store(template_profile.data_key)[0].close()


@pytest.mark.parametrize("instant", ["key written", "store half copied", "store swapped"])
def test_a_change_of_key_killed_at_each_step_is_finished_or_dropped(
    profile, store, template_profile, recovery, instant
):
    """What lies there after a kill at each step, and what the next sign-in makes of it."""
    recipients = profile.recipients(store)
    store.close()
    new = new_data_key()
    profile.keys.write_data_key(new, recipients, NEXT_STORE_KEY)
    if instant == "store half copied":
        (profile.folder / rekeying.NEXT_STORE).write_bytes(b"half")
    if instant == "store swapped":
        rekeying._write_next_store(profile.store_file, template_profile.data_key, new)
    rekeying.finish_or_drop(profile.store_file, profile.keys, recovery)
    wanted = new if instant == "store swapped" else template_profile.data_key
    assert profile.keys.read_data_key(recovery) == wanted
    profile.open_store(wanted)[0].close()
    assert not any("next" in path.name for path in profile.folder.rglob("*"))


def test_a_change_of_key_killed_at_random_instants_never_locks_anybody_out(
    profile, store, template_profile, recovery, people
):
    store.close()
    from enquiry_app.clock import SystemClock

    for number in range(6):
        key = profile.keys.read_data_key(recovery)
        child = os.fork()
        if child == 0:
            try:
                mine, _ = profile.open_store(key)
                rekeying.make_new_key(profile, Unlocked(mine, people["admin"], b"", recovery), SystemClock())
            finally:
                os._exit(0)
        time.sleep(0.04 * number)  # the instant of the kill, not a wait for something
        os.kill(child, 9)
        os.waitpid(child, 0)
        rekeying.finish_or_drop(profile.store_file, profile.keys, recovery)
        again, _ = profile.open_store(profile.keys.read_data_key(recovery))
        check_pages(again)
        assert verify(again).ok
        again.close()


def test_two_processes_cannot_change_the_keys_at_once(profile, recovery):
    profile.keys.write_data_key(new_data_key(), [recovery.public], NEXT_STORE_KEY)
    with profile.keys.changing(), pytest.raises(StoreUnavailable) as told:
        rekeying.finish_or_drop(profile.store_file, profile.keys, recovery)
    assert told.value.reason == "locked"


def test_a_key_file_that_is_damaged_or_gone_says_so(profile, recovery, clock):
    sealed = profile.folder / "keys" / "store.age"
    content = bytearray(sealed.read_bytes())
    content[-1] ^= 1
    sealed.write_bytes(content)
    with pytest.raises(StoreDamaged):
        profile.keys.read_data_key(recovery)
    sealed.unlink()
    with pytest.raises(StoreUnavailable):
        profile.keys.read_data_key(recovery)
    shutil.rmtree(profile.folder / "keys")
    with pytest.raises((SignInRefused, AppError)):
        profile.unlock(ADMINISTRATOR, PASSWORD, clock)
