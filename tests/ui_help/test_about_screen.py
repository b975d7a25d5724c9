"""The pages about the app, read, searched, saved and printed from Help."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

import ui.printing
from enquiry_app.definitions.help_pages import PAGES
from ui.help.about_page import AboutPage
from ui.help.help_page import HelpPage


@pytest.fixture
def about(window_of, application_as, settle, qtbot):
    """Opens Help by F1 and one of its pages by its button."""

    def open_page(who: str = "teacher", page_id: str = "security") -> tuple[AboutPage, object]:
        window = window_of(application_as(who))
        QTest.keyClick(window, Qt.Key.Key_F1)
        settle()
        help_page = window.findChild(HelpPage)
        QTest.mouseClick(help_page.about[page_id], Qt.MouseButton.LeftButton)
        settle()
        return window.findChild(AboutPage), window

    return open_page


@pytest.mark.parametrize("page_id", PAGES)
def test_each_page_opens_from_help(about, page_id):
    page, _ = about("teacher", page_id)
    assert page.page_id == page_id
    assert page.text.title in page.words.toPlainText()
    assert page.words.accessibleName() == page.text.title
    assert page.words.hasFocus()


def test_arrows_in_the_list_turn_to_the_next_page(about, settle):
    page, _ = about()
    page.pages.setFocus()
    QTest.keyClick(page.pages, Qt.Key.Key_Down)
    settle()
    assert page.page_id == "keys"
    assert "Data key" in page.words.toPlainText()


def test_words_are_found_again_and_again_and_missing_ones_said(about):
    page, window = about()
    QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert page.search.hasFocus()
    QTest.keyClicks(page.search, "recovery sheets")
    QTest.keyClick(page.search, Qt.Key.Key_Return)
    first = page.words.textCursor().selectionStart()
    assert page.words.textCursor().selectedText().lower() == "recovery sheets"
    QTest.mouseClick(page.next, Qt.MouseButton.LeftButton)
    assert page.words.textCursor().selectionStart() > first
    page.search.clear()
    QTest.keyClicks(page.search, "unicorns")
    QTest.keyClick(page.search, Qt.Key.Key_Return)
    assert page.found.text() == "Not on this page."


def test_the_assessment_is_saved_as_pdf_and_as_a_page_to_complete(about, settle, tmp_path, monkeypatch):
    _, window = about("admin", "impact")
    chosen = iter([(str(tmp_path / "a.pdf"), ""), (str(tmp_path / "a.html"), "Web page (*.html)")])
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: next(chosen))
    for _ in range(2):
        QTest.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
        settle()
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    assert "Data protection impact assessment" in (tmp_path / "a.html").read_text(encoding="utf-8")


def test_a_page_is_printed_and_stands_in_the_trail(about, settle, application_as, monkeypatch, tmp_path):
    def choose(_):
        from PySide6.QtPrintSupport import QPrinter

        printer = QPrinter()
        printer.setOutputFileName(str(tmp_path / "printed.pdf"))
        return printer

    monkeypatch.setattr(ui.printing, "choose_printer", choose)
    page, _ = about("manager", "keys")
    QTest.mouseClick(page.to_print, Qt.MouseButton.LeftButton)
    settle()
    assert (tmp_path / "printed.pdf").read_bytes().startswith(b"%PDF")
    auditing = application_as("manager").audit
    assert "statement:printed" in [row.event.tag for row in auditing.rows(auditing.find()[:5])]
