"""Backups that make themselves, the second place, and trying one out: with real stores."""

from __future__ import annotations

import contextlib
import shutil
from types import SimpleNamespace

import pytest

from enquiry_app.errors import AppError, NotAllowed, StoreUnavailable
from enquiry_app.security import backup_keeping, backup_places
from enquiry_app.security.backup_keeping import OTHER_KEY, BackupKeeping
from enquiry_app.security.backup_places import DAMAGED, GOOD, backups_in
from enquiry_app.security.profile import Unlocked
from enquiry_app.security.recovery_sheets import join_sheets
from enquiry_app.security.rekeying import make_new_key


@pytest.fixture
def keeping(profile, store, people, clock):
    """Backups as the administrator deals with them."""
    return BackupKeeping(store, profile, clock, people["admin"])


def changed(store, clock):
    with store.write() as work:
        work.record("person:signed_in", subject="p", actor="p", at=clock.now())
        work.commit()


def flip(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def test_one_a_day_with_changes_whoever_is_signed_in(profile, store, people, clock):
    anybody = BackupKeeping(store, profile, clock, people["teacher"])
    assert anybody.keep_up().made
    changed(store, clock)
    assert anybody.keep_up().made is None  # the same day
    clock.move(days=1)
    assert anybody.keep_up().made
    clock.move(days=1)
    assert anybody.keep_up().made is None  # nothing happened
    found = backups_in(profile.backup_folder, thorough=True)
    assert [each.state for each in found] == [GOOD, GOOD]
    assert found[0].events == store.position().event
    with store.read() as reading:
        assert [event.tag for event in reading.events(people["teacher"].id)].count("store:backed_up") == 2


def test_only_the_administrator_sees_and_makes_them_by_hand(profile, store, people, clock, tmp_path):
    teacher = BackupKeeping(store, profile, clock, people["teacher"])
    calls = (
        teacher.back_up_now, teacher.overview, lambda: teacher.choose_second_place(str(tmp_path)),
        lambda: teacher.try_restore(tmp_path),
    )  # fmt: skip
    for call in calls:
        with pytest.raises(NotAllowed):
            call()
    assert not teacher.overdue()


def test_old_ones_go_by_the_plan_and_that_is_in_the_trail(keeping, profile, store, clock):
    for _ in range(3):
        keeping.back_up_now()
        clock.move(hours=1)
    (profile.backup_folder / ".backup-20250101-000000-aaaa.new").mkdir()
    assert keeping.back_up_now().removed == 1
    assert len(backups_in(profile.backup_folder)) == 1
    assert [each.name for each in profile.backup_folder.iterdir() if each.name.startswith(".")] == []
    with store.read() as reading:
        assert reading.newest_event("store:backup_removed").details == {"count": "1"}


def test_a_second_place_gets_a_copy_and_says_when_it_is_away(keeping, profile, clock, tmp_path):
    place = tmp_path / "drive"
    with pytest.raises(AppError):
        keeping.choose_second_place(str(place))
    place.mkdir()
    keeping.choose_second_place(str(place))
    kept = keeping.back_up_now()
    assert kept.second_problem == ""
    overview = keeping.overview()
    assert overview.second_there
    assert [(each.second, each.state) for each in overview.backups].count((True, GOOD)) == 1
    shutil.rmtree(place)
    place.mkdir()  # the mount point of a drive that was taken out
    clock.move(days=1)
    kept = keeping.back_up_now()
    assert kept.made
    assert "is not there" in kept.second_problem
    assert list(place.iterdir()) == []
    assert not keeping.overview().second_there


def test_the_profile_itself_is_no_second_place(keeping, profile):
    with pytest.raises(AppError):
        keeping.choose_second_place(str(profile.folder))


def test_a_full_disk_is_said_before_anything_is_written(keeping, profile, monkeypatch):
    monkeypatch.setattr(backup_places.shutil, "disk_usage", lambda _: SimpleNamespace(free=1000))
    with pytest.raises(StoreUnavailable) as told:
        keeping.back_up_now()
    assert told.value.reason == "full"
    assert "MB are needed" in told.value.sentence
    assert backups_in(profile.backup_folder) == ()


def test_a_changed_byte_shows_in_the_list_and_in_the_trial(keeping, profile):
    made = keeping.back_up_now().made
    flip(made.folder / "store.db")
    assert keeping.overview().backups[0].state == DAMAGED
    assert keeping.overview().overdue
    assert not keeping.try_restore(made.folder).good


def test_a_damaged_backup_does_not_count_as_the_only_good_one(keeping, profile, clock):
    first = keeping.back_up_now().made
    (first.folder / "settings.toml").unlink()
    assert keeping.overdue()
    clock.move(days=1)
    assert keeping.keep_up().made


def test_a_trial_counts_and_compares_and_leaves_nothing(
    keeping, profile, store, clock, an_enquiry, tmp_path, monkeypatch
):
    monkeypatch.setattr(backup_keeping.tempfile, "tempdir", str(tmp_path))
    with store.write() as work:
        work.add_enquiry(an_enquiry())
        work.commit()
    made = keeping.back_up_now().made
    with store.write() as work:
        work.add_enquiry(an_enquiry())
        work.commit()
    changed(store, clock)
    before = {path: path.read_bytes() for path in made.folder.rglob("*") if path.is_file()}
    trial = keeping.try_restore(made.folder)
    assert trial.good
    assert (trial.records, trial.records_now) == (1, 2)
    assert trial.lost == 1
    assert not list(tmp_path.glob("enquiry-trial-*"))
    assert before == {path: path.read_bytes() for path in made.folder.rglob("*") if path.is_file()}


def test_a_backup_from_before_a_new_key_says_so(keeping, profile, store, people, clock, template_profile):
    made = keeping.back_up_now().made
    recovery = join_sheets(template_profile.sheets.sheet_one, template_profile.sheets.sheet_two)
    make_new_key(profile, Unlocked(store, people["admin"], b"", recovery), clock)
    again, _ = profile.open_store(profile.keys.read_data_key(recovery))
    trial = BackupKeeping(again, profile, clock, people["admin"]).try_restore(made.folder)
    assert (trial.good, trial.sentence) == (False, OTHER_KEY)
    again.close()


def test_two_windows_do_not_back_up_at_once(keeping, profile):
    from enquiry_app.security.file_lock import only_process

    with only_process(profile.folder / "backups.lock", 0o600), pytest.raises(StoreUnavailable) as told:
        keeping.back_up_now()
    assert told.value.reason == "locked"
    assert "another window" in told.value.sentence


def test_the_daily_one_leaves_it_to_the_window_that_is_at_it(keeping, profile):
    from enquiry_app.security.file_lock import only_process

    with only_process(profile.folder / "backups.lock", 0o600):
        assert keeping.keep_up().made is None
    assert keeping.keep_up().made


def test_a_screen_locked_in_the_middle_of_a_backup_leaves_no_half_one(keeping, profile, store, monkeypatch):
    from enquiry_app.security import backups

    copy = backups._copy_set

    def locked_then(*given):
        copy(*given)
        store.close()

    monkeypatch.setattr(backups, "_copy_set", locked_then)
    with contextlib.suppress(AppError):  # whoever is gone is told nothing
        keeping.keep_up()
    left = list(profile.backup_folder.iterdir())
    assert all(each.state == GOOD for each in backups_in(profile.backup_folder, thorough=True))
    assert not [each for each in left if each.name.startswith(".")]
