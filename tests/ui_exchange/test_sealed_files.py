"""Sealed files through two windows: a school's and a hub's, which share nothing but the files."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog

import ui.exchange.sealed_files as sealed_files
import ui.exchange.sealing as sealing
from enquiry_app.security.profile import Profile
from tests.ui.screen_walking import assert_usable
from ui.exchange.fingerprint_dialog import FingerprintDialog
from ui.exchange.seal_dialog import SealDialog
from ui.exchange.stores_page import StoresPage
from ui.hub.case_page import CasePage


@pytest.fixture
def hub_application(hub_template, tmp_path, clock):
    """The hub's own profile, opened by its worker."""
    from enquiry_app.composition import Application

    base, data_key, people = hub_template
    folder = shutil.copytree(base / "profile", tmp_path / "hub" / "profile", copy_function=shutil.copy)
    config = shutil.copytree(base / "config", tmp_path / "hub" / "config")
    profile = Profile(folder, config)
    store, _ = profile.open_store(data_key)
    made = Application(profile, store, people["worker"], b"h" * 32, clock)
    yield made
    store.close()


@pytest.fixture
def school_application(application_as, store):
    """The school in a store of its own kind, not shared with the hub."""
    from dataclasses import replace

    with store.write() as work:
        work.put_store_info(replace(work.store_info(), kind="partner"))
        work.commit()
    return application_as("teacher")


@pytest.fixture
def told(monkeypatch):
    """What message boxes said; each is closed at once."""
    said: list[str] = []

    def tell(_parent, title, text):
        said.append(f"{title}: {text}")

    for module in (sealed_files, sealing):
        monkeypatch.setattr(module, "tell", tell)
    monkeypatch.setattr(sealed_files, "report_error", lambda _parent, error: said.append(error.sentence))
    return said


@pytest.fixture
def answering(monkeypatch, qtbot):
    """Answers dialogs as a person would, by typing and pressing the button."""

    def use(heard: str) -> None:
        def compare(dialog):
            dialog.show()
            qtbot.keyClicks(dialog.line, heard)
            qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
            accepted = bool(dialog.result())
            dialog.hide()
            return accepted

        monkeypatch.setattr(FingerprintDialog, "exec", compare)

    return use


def drop(window, *files: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, buttons, keys))


def save_to(monkeypatch, path: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))


def click(qtbot, button) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_referral_is_sealed_dropped_and_answered_between_two_windows(
    qtbot,
    school_application,
    hub_application,
    window_of,
    settle,
    monkeypatch,
    tmp_path,
    told,
    answering,
    example_answers,
):
    # the hub gives out its file
    hub = window_of(hub_application, 1280, 860)
    hub.navigator.go("settings")
    click(qtbot, hub.page.sealed_files)
    assert isinstance(hub.page, StoresPage)
    save_to(monkeypatch, tmp_path / "bay.hub")
    click(qtbot, hub.page.save_own)
    settle()
    fingerprint = hub.page.fingerprint.text()
    assert len(fingerprint.split()) == 6
    assert_usable(qtbot, hub.page)

    # the school takes it, with the fingerprint heard over the telephone
    school = window_of(school_application, 1280, 860)
    answering(fingerprint.lower())
    drop(school, tmp_path / "bay.hub")
    settle()
    settle()
    assert told[-1].startswith("Kept: You can now seal enquiries for Bay Safeguarding Hub")

    # the school seals what it has sent
    draft = school_application.drafting.start(example_answers("two-children"))
    sent = school_application.submitting.send(draft.enquiry.id, draft.enquiry.version).enquiry
    school.navigator.open_enquiry(sent.id)
    settle()
    save_to(monkeypatch, tmp_path / "referral.enquiry")
    monkeypatch.setattr(SealDialog, "exec", lambda dialog: dialog.hub.currentText() == "Bay Safeguarding Hub")
    click(qtbot, school.page.seal)
    settle()
    settle()
    assert (tmp_path / "referral.enquiry").exists()
    assert told[-1] == "Sealed: Only Bay Safeguarding Hub can open it."

    # the hub opens it: first contact, then it is in the queue
    hub.navigator.go("queue")
    settle()
    school_keys = _fingerprint(school_application)
    answering(school_keys)
    drop(hub, tmp_path / "referral.enquiry")
    settle()
    settle()
    settle()
    assert told[-1].startswith(f"{sent.reference} from Torview Primary School: A new enquiry")
    assert hub.page.model.rowCount() == 1
    drop(hub, tmp_path / "referral.enquiry")
    settle()
    assert "already" in told[-1]

    # the hub takes it and answers with a sealed reply
    hub.page.table.row_opened.emit(sent.id)
    settle()
    assert isinstance(hub.page, CasePage)
    assert hub.page.reply.isVisible()
    click(qtbot, hub.page.take)
    settle()
    save_to(monkeypatch, tmp_path / "reply")
    click(qtbot, hub.page.reply)
    settle()
    assert (tmp_path / "reply.enquiry").exists()

    # the school opens the answer: its enquiry stands as at the hub
    drop(school, tmp_path / "reply.enquiry")
    settle()
    settle()
    assert told[-1].startswith(f"{sent.reference} from Bay Safeguarding Hub")
    assert school_application.drafting.of_my_agency()[0].status == "in_triage"


def test_a_wrong_fingerprint_goes_no_further(qtbot, hub_application, window_of, settle, tmp_path, told, answering):
    content, _ = hub_application.stores.own_card()
    (tmp_path / "x.hub").write_bytes(content.replace(b"Bay", b"Day"))
    window = window_of(hub_application)
    drop(window, tmp_path / "x.hub")
    settle()
    assert "damaged or changed" in told[-1]
    dialog = FingerprintDialog("Somebody", "AAAA BBBB CCCC DDDD EEEE FFFF")
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.keyClicks(dialog.line, "AAAA BBBB")
    click(qtbot, dialog.accept_button)
    assert dialog.isVisible()
    assert "not the fingerprint" in dialog.line_row.problem


@pytest.mark.parametrize("content", [b"", b"hello", b"age-encryption.org/v1\nxx"])
def test_anything_else_is_refused_in_a_sentence(qtbot, hub_application, window_of, settle, tmp_path, told, content):
    (tmp_path / "x.enquiry").write_bytes(content)
    hub_application.stores.own_card()
    window = window_of(hub_application)
    drop(window, tmp_path / "x.enquiry", tmp_path / "gone.enquiry")
    settle()
    settle()
    assert len(told) == 2
    assert "cannot be read" in told[-1]


def test_a_copied_file_is_opened_by_pasting(qtbot, hub_application, window_of, settle, tmp_path, told):
    (tmp_path / "x.enquiry").write_bytes(b"nothing")
    window = window_of(hub_application)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "x.enquiry"))])
    QApplication.clipboard().setMimeData(data)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.page.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    settle()
    QApplication.clipboard().clear()  # what Python made is gone before the clipboard is
    assert told


def _fingerprint(application) -> str:
    from enquiry_app.services.store_keys import keys_of

    with application.store.write() as work:
        return keys_of(work).public.fingerprint
