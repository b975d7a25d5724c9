"""Backups on the screen: by themselves, on the administrator's page, and from the sign-in screen back to one."""

from __future__ import annotations

import shutil

import pytest

from enquiry_app.errors import StoreDamaged
from enquiry_app.security.backup_places import backups_in
from enquiry_app.security.profile import Profile
from tests.fixtures_store import ADMINISTRATOR, PASSWORD
from ui.backups.backups_page import BackupsPage
from ui.backups.restore_page import RestorePage
from ui.launch import make_doors
from ui.sign_in.sign_in_page import SignInPage


@pytest.fixture
def page(qtbot, application_as, background, settle):
    made = BackupsPage(application_as("admin"), background)
    qtbot.addWidget(made)
    made.resize(1024, 700)
    made.show()
    settle()
    return made


def said(notice):
    return f"{notice.accessibleName()} {notice.accessibleDescription()}"


def test_the_backup_of_the_day_is_made_beside_the_window(application_as, window_of, settle, profile):
    window = window_of(application_as("teacher"))
    assert window.backup_bar.timer.isActive()
    window.backup_bar.timer.stop()
    window.backup_bar.look()
    settle()
    assert len(backups_in(profile.backup_folder)) == 1
    assert not window.backup_bar.isVisible()
    assert window.backup_bar.timer.isActive()


def test_a_failure_is_said_once_and_can_be_closed(application_as, window_of, settle, profile):
    profile.backup_folder.rmdir() if profile.backup_folder.is_dir() else None
    profile.backup_folder.write_text("in the way")
    window = window_of(application_as("teacher"))
    window.backup_bar.look()
    settle()
    assert window.backup_bar.isVisible()
    assert "You can go on working" in said(window.backup_bar.notice)
    window.backup_bar.close_button.click()
    window.backup_bar.look()
    settle()
    assert not window.backup_bar.isVisible()


def test_the_administrator_makes_one_and_tries_it(page, settle):
    assert page.overdue.isVisible()
    assert page.reading.isVisible()
    page.now_button.click()
    settle()
    assert "made and checked" in said(page.outcome)
    assert not page.overdue.isVisible()
    page.rows[0].try_button.click()
    settle()
    assert "This backup works" in said(page.outcome)
    assert "thrown away" in said(page.outcome)


def test_the_second_place_is_shown_and_its_absence_said(page, settle, tmp_path):
    place = tmp_path / "drive"
    place.mkdir()
    page.use_second(str(place))
    settle()
    page.now_button.click()
    settle()
    assert sorted(row.backup.second for row in page.rows) == [False, True]
    shutil.rmtree(place)
    page.now_button.click()
    settle()
    assert page.second_away.isVisible()
    assert "is not there" in said(page.outcome)
    page.drop.click()
    settle()
    assert not page.second_away.isVisible()


def test_from_a_damaged_store_back_to_the_backup(
    qtbot,
    page,
    settle,
    background,
    profile,
    store,
    people,
    an_enquiry,
):
    page.now_button.click()
    settle()
    with store.write() as work:
        work.add_enquiry(an_enquiry())
        work.record("enquiry:started", subject="e", actor="p", at=an_enquiry().created_at)
        work.commit()
    store.close()
    doors = make_doors(profile.folder)
    restoring = RestorePage(doors, background)
    qtbot.addWidget(restoring)
    restoring.show()
    assert "1 event of the audit trail" in said(restoring.story)
    restoring.password.box.setText("not the password at all")
    restoring.people.setCurrentText(ADMINISTRATOR)
    restoring.try_to_restore()
    settle()
    assert "Nothing was changed" in said(restoring.outcome)
    restoring.password.box.setText(PASSWORD)
    restoring.try_to_restore()
    settle()
    assert "The backup is in place" in said(restoring.outcome)
    assert restoring.go_on.isVisible()
    replaced = next(profile.folder.parent.glob("profile.replaced-*"))
    assert (replaced / "store.db").is_file()
    assert [each.folder.parent.parent for each in doors.backups()] == [replaced]
    opened, _ = Profile(profile.folder).open_store(store_key(profile, store))
    with opened.read() as reading:
        assert reading.newest_event("store:restored")
    opened.close()


def store_key(profile, store):
    from enquiry_app.clock import SystemClock

    unlocked = Profile(profile.folder).unlock(ADMINISTRATOR, PASSWORD, SystemClock())
    key = unlocked.store.data_key
    unlocked.store.close()
    return key


def test_a_folder_that_is_chosen_is_looked_into(qtbot, background, profile, page, settle, tmp_path):
    page.now_button.click()
    settle()
    elsewhere = tmp_path / "stick"
    shutil.move(profile.backup_folder, elsewhere)
    restoring = RestorePage(make_doors(profile.folder), background)
    qtbot.addWidget(restoring)
    restoring.show()
    assert "No backup is found" in said(restoring.story)
    restoring.take_folder(str(tmp_path / "config"))
    assert "no backup" in said(restoring.outcome)
    restoring.take_folder(str(elsewhere))
    assert restoring.which.count() == 1
    assert "Everything will be as it was on" in said(restoring.story)


def test_the_sign_in_screen_offers_it_where_the_store_is_damaged(qtbot, background, profile):
    sign_in = SignInPage(make_doors(profile.folder), background)
    qtbot.addWidget(sign_in)
    with qtbot.waitSignal(sign_in.backup_requested):
        sign_in.to_backup.click()
    sign_in._on_failed(StoreDamaged("The store is damaged."))
    offered = [each for each in sign_in.refused.findChildren(type(sign_in.button)) if "backup" in each.text()]
    with qtbot.waitSignal(sign_in.backup_requested):
        offered[0].click()
