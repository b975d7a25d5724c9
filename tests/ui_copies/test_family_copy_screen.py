"""The copy for the family through the screen: asked first, read before it is given, kept; and large print."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel

from tests.ui.screen_walking import assert_usable
from ui.copies.copy_preview import CopyPreview
from ui.copies.family_copy_dialog import FamilyCopyDialog


@pytest.fixture
def sent_page(application_as, window_of, sent, settle):
    enquiry = sent("two-children")
    window = window_of(application_as("teacher"))
    window.navigator.open_enquiry(enquiry.id)
    settle()
    return window.page


@pytest.fixture
def answer(qtbot):
    """Answers every dialog that comes by what it is."""
    timers = []

    def begin(**by_kind):
        def look():
            dialog = QApplication.activeModalWidget()
            act = by_kind.get(type(dialog).__name__) if dialog is not None and dialog.isVisible() else None
            if act is not None:
                act(dialog)

        timer = QTimer()
        timer.timeout.connect(look)
        timer.start(20)
        timers.append(timer)

    yield begin
    for timer in timers:
        timer.stop()


def words_of(widget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel))


def test_asked_then_read_then_kept(qtbot, sent_page, answer, settle):
    seen = []

    def fill(dialog: FamilyCopyDialog) -> None:
        if not seen:
            assert_usable(qtbot, dialog)
            dialog.accept_button.click()
            assert dialog.safe_row.problem
            for code in ("no", "not_sure"):
                qtbot.keyClick(dialog.safe.button(code), Qt.Key.Key_Space)
                assert dialog.stop.isVisible()
                dialog.accept_button.click()
                assert dialog.isVisible()
            qtbot.keyClick(dialog.safe.button("yes"), Qt.Key.Key_Space)
            dialog.accept_button.click()
            assert dialog.to_whom_row.problem
            assert dialog.because_row.problem
            seen.append("asked")
            qtbot.keyClicks(dialog.to_whom, "Her mother")
            qtbot.keyClicks(dialog.because, "She told us herself")
            dialog.large_box.setChecked(True)
            dialog.accept_button.click()

    def read(dialog: CopyPreview) -> None:
        if dialog.pdf.page_count:
            seen.append(dialog.pdf.text())
            dialog.done_button.click()

    answer(FamilyCopyDialog=fill, CopyPreview=read)
    qtbot.mouseClick(sent_page.family.make, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(seen) == 2, timeout=30_000)
    settle()
    assert "Copy of the enquiry for the" in seen[1]
    words = [label.text() for label in sent_page.family.findChildren(QLabel)]
    assert any(text.startswith("Given to Her mother") for text in words)


def test_cancelled_nothing_is_made(qtbot, sent_page, answer, settle):
    answer(FamilyCopyDialog=lambda dialog: dialog.cancel_button.click())
    qtbot.mouseClick(sent_page.family.make, Qt.MouseButton.LeftButton)
    settle()
    application = sent_page._application
    assert application.documents.given_to_the_family(sent_page.enquiry.id) == ()


def test_the_hub_gives_the_same_copy_from_its_own_page(
    qtbot, application_as, window_of, sent, settle, answer, monkeypatch, tmp_path
):
    enquiry = sent("two-children")
    window = window_of(application_as("worker"), 1440, 900)
    window.page.table.row_opened.emit(enquiry.id)
    settle()
    page, seen, target = window.page, [], tmp_path / "family.html"
    qtbot.waitUntil(page.family.isEnabled, timeout=30_000)
    monkeypatch.setattr("ui.home.document_actions.QFileDialog.getSaveFileName", lambda *_: (str(target), ""))

    def fill(dialog: FamilyCopyDialog) -> None:
        qtbot.keyClick(dialog.safe.button("yes"), Qt.Key.Key_Space)
        dialog.to_whom.setText("Their father")
        dialog.because.setText("He asked us for help")
        dialog.accept_button.click()

    def read(dialog: CopyPreview) -> None:
        if dialog.pdf.page_count and not seen:
            seen.append(dialog.pdf.text())
            dialog.to_read.click()
            dialog.done_button.click()

    answer(FamilyCopyDialog=fill, CopyPreview=read)
    qtbot.mouseClick(page.family, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(seen), timeout=30_000)
    settle()
    settle()
    assert "Copy of the enquiry for the" in seen[0]
    assert target.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    given = window.application.documents.given_to_the_family(enquiry.id)
    assert [(each.to_whom, each.purpose) for each in given] == [("Their father", "He asked us for help")]


def test_ones_own_copy_is_saved_as_text_too(qtbot, sent_page, settle, monkeypatch, tmp_path):
    target = tmp_path / "own.txt"
    monkeypatch.setattr("ui.home.document_actions.QFileDialog.getSaveFileName", lambda *_: (str(target), ""))
    qtbot.mouseClick(sent_page.to_read, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(target.exists, timeout=30_000)
    assert target.read_text(encoding="utf-8").startswith(
        sent_page._application.documents.referral(sent_page.enquiry.id, "own").as_text()[:200]
    )


def test_ones_own_copy_is_saved_in_large_print(qtbot, sent_page, settle, monkeypatch, tmp_path):
    target = tmp_path / "large.pdf"
    monkeypatch.setattr("ui.home.document_actions.QFileDialog.getSaveFileName", lambda *_: (str(target), ""))
    qtbot.mouseClick(sent_page.large, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(target.exists, timeout=30_000)
    plain = sent_page._application.documents.referral(sent_page.enquiry.id, "own")
    assert target.read_bytes() != plain.data


def test_a_page_is_checked_from_settings(qtbot, application_as, window_of, sent, settle, monkeypatch, tmp_path):
    enquiry = sent("two-children")
    window = window_of(application_as("teacher"))
    made = window.application.documents.referral(enquiry.id, "own")
    window.navigator.go("settings")
    window.page.page_check.setFocus()
    qtbot.keyClick(window.page.page_check, Qt.Key.Key_Space)
    page = window.page
    assert_usable(qtbot, page)
    qtbot.mouseClick(page.check, Qt.MouseButton.LeftButton)
    assert page.reference_row.problem
    assert page.code_row.problem
    qtbot.keyClicks(page.reference, enquiry.reference)
    page.number.setValue(2)
    qtbot.keyClicks(page.code, made.page_codes[1].lower())
    qtbot.keyClick(page.code, Qt.Key.Key_Return)
    settle()
    assert "Genuine" in words_of(page.verdict)
    page.number.setValue(1)
    qtbot.mouseClick(page.check, Qt.MouseButton.LeftButton)
    settle()
    assert "belongs to page 2" in words_of(page.verdict)
    page.code.setText("7K2M")
    qtbot.mouseClick(page.check, Qt.MouseButton.LeftButton)
    settle()
    assert "12 letters and digits" in words_of(page.verdict)
    file = tmp_path / "brought.pdf"
    file.write_bytes(made.data)
    monkeypatch.setattr("ui.copies.page_check_page.QFileDialog.getOpenFileName", lambda *_: (str(file), ""))
    qtbot.mouseClick(page.choose, Qt.MouseButton.LeftButton)
    settle()
    assert "last byte" in words_of(page.verdict)
