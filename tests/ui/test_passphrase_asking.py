"""What hands much out or cannot be undone asks for the passphrase again, and then does what was begun."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel
from screen_walking import assert_usable

from enquiry_app.errors import PassphraseNeeded, SignInRefused
from enquiry_app.services.confirmation import VALID_FOR
from enquiry_app.services.producing_documents import MANY
from ui.sign_in.passphrase_asking import PassphraseDialog

RIGHT, WRONG = "seven quiet herons wait", "seven quiet herons went"


@pytest.fixture
def admin(application_as, clock):
    """An administrator some time after signing in."""
    made = application_as("admin")
    clock.move(minutes=VALID_FOR.total_seconds() / 60 + 1)
    return made


def test_a_passphrase_typed_holds_for_five_minutes_and_is_forgotten_at_the_lock(admin, clock):
    with pytest.raises(PassphraseNeeded):
        admin.accounts.new_recovery_sheets()
    with pytest.raises(SignInRefused):
        admin.confirm_passphrase(WRONG)
    with pytest.raises(PassphraseNeeded):
        admin.accounts.new_recovery_sheets()
    clock.move(minutes=5)  # the pause after a wrong one
    admin.confirm_passphrase(RIGHT)
    assert admin.accounts.new_recovery_sheets()
    clock.move(minutes=VALID_FOR.total_seconds() / 60)
    assert admin.accounts.new_recovery_sheets()
    clock.move(seconds=1)
    with pytest.raises(PassphraseNeeded):
        admin.audit.export()
    admin.confirm_passphrase(RIGHT)
    clock.now = _earlier(clock.now(), dt.timedelta(hours=1))
    with pytest.raises(PassphraseNeeded):  # a clock set back opens nothing
        admin.audit.export()
    admin.seat.held.forget()
    assert admin.seat.held.confirmed_at is None


def _earlier(now, span):
    return lambda: now - span


def test_roles_passwords_and_exports_ask_everyday_work_does_not(admin, application_as, clock, people, agencies):
    accounts, teacher = admin.accounts, people["teacher"]
    from dataclasses import replace

    for act in (
        lambda: accounts.change_person(replace(teacher, role="safeguarding_lead")),
        lambda: accounts.reset_password(teacher.id, "some other good words"),
        lambda: accounts.enable(teacher.id, "some other good words"),
        lambda: admin.audit.export(),
    ):
        with pytest.raises(PassphraseNeeded):
            act()
    assert accounts.change_person(replace(teacher, job_title="Head of year")).job_title == "Head of year"
    worker = application_as("worker")
    clock.move(minutes=6)
    worker.documents.begin_many(MANY - 1)
    with pytest.raises(PassphraseNeeded):
        worker.documents.begin_many(MANY)


def test_the_screen_asks_again_after_a_wrong_one_and_goes_on_after_the_right_one(
    qtbot, admin, window_of, settle, clock
):
    window = window_of(admin)
    asked, done, failed = [], [], []

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, PassphraseDialog) or not dialog.isVisible():
            return
        asked.append("\n".join(label.text() for label in dialog.findChildren(QLabel)))
        if len(asked) == 1:
            assert_usable(qtbot, dialog)
        clock.move(minutes=10)
        qtbot.keyClicks(dialog.box.box, WRONG if len(asked) == 1 else RIGHT)
        qtbot.keyClick(dialog.box.box, Qt.Key.Key_Return)

    timer = QTimer(window)
    timer.timeout.connect(answer)
    timer.start(20)
    window.background.run(admin.accounts.new_recovery_sheets, done.append, failed.append, window)
    qtbot.waitUntil(lambda: bool(done or failed), timeout=30_000)
    timer.stop()
    assert len(asked) == 2
    assert "make sure that it is you" in " ".join(asked[0].split()) or "sure that it is you" in asked[0]
    assert "not right" in asked[1] or "wrong" in asked[1].lower()
    assert done
    assert not failed


def test_given_up_nothing_is_done_and_that_is_said(qtbot, admin, window_of):
    window = window_of(admin)
    done, failed = [], []

    def cancel() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, PassphraseDialog):
            qtbot.mouseClick(dialog.cancel_button, Qt.MouseButton.LeftButton)

    timer = QTimer(window)
    timer.timeout.connect(cancel)
    timer.start(20)
    window.background.run(admin.audit.export, done.append, failed.append, window)
    qtbot.waitUntil(lambda: bool(done or failed), timeout=30_000)
    timer.stop()
    assert not done
    assert isinstance(failed[0], PassphraseNeeded)
