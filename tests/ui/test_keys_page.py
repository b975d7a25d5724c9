"""Settings, Keys: the sheets tried and made anew, and a new key for the store, each through the window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit
from screen_walking import assert_usable

from enquiry_app.security.recovery_sheets import join_sheets
from tests.ui.test_session import enter, rest, session  # noqa: F401
from ui.settings.keys_page import KeysPage
from ui.settings.settings_page import SettingsPage
from ui.settings.sheets_dialogs import NewSheetsDialog, TrySheetsDialog
from ui.sign_in.sign_in_page import SignInPage


@pytest.fixture
def sure(monkeypatch):
    """Answers yes; gives what was asked."""
    asked = []

    def answer(_parent, title, *_, **__):
        asked.append(title)
        return True

    monkeypatch.setattr("ui.settings.keys_page.ask", answer)
    return asked


@pytest.fixture
def keys_page(qtbot, application_as, window_of, settle):
    def go(width: int = 1024, height: int = 700):
        window = window_of(application_as("admin"), width, height)
        window.navigator.go("settings")
        settle()
        settings = window.page
        assert isinstance(settings, SettingsPage)
        qtbot.mouseClick(settings.keys, Qt.MouseButton.LeftButton)
        settle()
        assert isinstance(window.page, KeysPage)
        return window

    return go


def in_the_next_dialog(qtbot, act) -> None:
    def run():
        dialog = QApplication.activeModalWidget()
        if dialog is None:
            QTimer.singleShot(20, run)
            return
        try:
            act(dialog)
        finally:
            if dialog.isVisible():
                dialog.reject()

    QTimer.singleShot(0, run)


def signed_in(qtbot, session):  # noqa: F811
    """At work, having typed the passphrase a moment ago."""
    session.start()
    enter(qtbot, session)
    session.application.seat.held.confirmed_at = session.application.clock.now()


def press(qtbot, dialog) -> None:
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("size", [(1024, 700), (1440, 900)])
def test_who_has_a_key_and_when_the_sheets_were_in_hand(qtbot, keys_page, size, template_profile):
    window = keys_page(*size)
    page = window.page
    assert template_profile.sheets.fingerprint in page.sheets.text()
    assert "not tried since" in page.sheets.text()
    assert "Ada Admin" in page.people.text()
    assert not page.due.isVisible()
    assert_usable(qtbot, window)


def test_both_sheets_are_tried_and_a_slip_is_said(qtbot, keys_page, settle, template_profile):
    page = keys_page().page
    sheets = template_profile.sheets

    def type_sheets(one: str, two: str):
        def act(dialog: TrySheetsDialog) -> None:
            press(qtbot, dialog)
            assert dialog.isVisible(), "both are needed"
            assert_usable(qtbot, dialog)
            for box, text in zip(dialog.boxes, (one, two), strict=True):
                box.setPlainText(text)
            press(qtbot, dialog)

        return act

    in_the_next_dialog(qtbot, type_sheets(sheets.sheet_one, sheets.sheet_two[:-1] + "?"))
    qtbot.mouseClick(page.try_sheets, Qt.MouseButton.LeftButton)
    settle()
    assert page.outcome.kind == "danger"
    in_the_next_dialog(qtbot, type_sheets(sheets.sheet_one, sheets.sheet_two))
    qtbot.mouseClick(page.try_sheets, Qt.MouseButton.LeftButton)
    settle()
    assert page.outcome.accessibleName() == "Both sheets together open this store."
    assert "last tried 23 November 2026" in page.sheets.text()


def test_new_sheets_are_shown_once_and_proved(qtbot, keys_page, settle, sure, profile, store):
    page = keys_page().page
    shown = []

    def act(dialog: NewSheetsDialog) -> None:
        press(qtbot, dialog)
        assert dialog.isVisible(), "their ends have to be typed first"
        shown.extend(box.toPlainText() for box in dialog.step.findChildren(QPlainTextEdit))
        for box, sheet in zip(dialog.step.findChildren(QLineEdit), shown, strict=True):
            qtbot.keyClicks(box, "".join(sheet.split()).replace("-", "")[-4:])
        press(qtbot, dialog)

    in_the_next_dialog(qtbot, act)
    qtbot.mouseClick(page.new_sheets, Qt.MouseButton.LeftButton)
    settle()
    qtbot.waitUntil(lambda: page.outcome.isVisible())
    assert page.outcome.kind == "success"
    assert sure == ["Make new recovery sheets?"]
    assert profile.keys.read_data_key(join_sheets(*shown)) == store.data_key


def test_the_store_gets_a_new_key_and_one_signs_in_again(qtbot, session, sure):  # noqa: F811
    signed_in(qtbot, session)
    old = session.application.store.data_key
    session.main.navigator.go("settings")
    rest(qtbot, session)
    qtbot.mouseClick(session.main.page.keys, Qt.MouseButton.LeftButton)
    rest(qtbot, session)
    qtbot.mouseClick(session.main.page.new_key, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: session.main is None, timeout=60_000)
    qtbot.waitUntil(lambda: isinstance(session.window.centralWidget(), SignInPage), timeout=60_000)
    refused = session.window.centralWidget().refused
    assert (refused.kind, refused.accessibleName()) == ("success", "The store has a new key. Please sign in again.")
    enter(qtbot, session)
    assert session.application.store.data_key != old
    with session.application.store.read() as reading:
        assert any(event.tag == "store:rekeyed" for event in reading.events())


def test_with_another_window_open_the_old_key_stays_and_it_is_said(
    qtbot,
    session,  # noqa: F811
    sure,
    profile,
    template_profile,
):
    signed_in(qtbot, session)
    other, _ = profile.open_store(template_profile.data_key)
    with other.read() as reading:
        reading.store_info()
        session.main.navigator.go("settings")
        rest(qtbot, session)
        qtbot.mouseClick(session.main.page.keys, Qt.MouseButton.LeftButton)
        rest(qtbot, session)
        qtbot.mouseClick(session.main.page.new_key, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: isinstance(session.window.centralWidget(), SignInPage), timeout=60_000)
    refused = session.window.centralWidget().refused
    assert refused.kind == "danger"
    assert "open" in refused.accessibleName()
    other.close()
    enter(qtbot, session)
    assert session.application.store.data_key == template_profile.data_key
