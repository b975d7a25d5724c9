"""A request answered at the screen, by keyboard where it matters: found, chosen, marked, read, given, saved, in the log."""

from __future__ import annotations

import os

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from tests.ui.screen_walking import assert_usable
from ui.disclosure.check_dialog import CheckDialog
from ui.disclosure.find_page import FindPage
from ui.disclosure.given_page import GivenPage
from ui.disclosure.log_page import DisclosuresPage
from ui.disclosure.marking_page import MarkingPage


@pytest.fixture
def window(application_as, window_of, sent, settle, qtbot):
    record = sent("two-children")
    window = window_of(application_as("manager"))
    qtbot.mouseClick(window.rail.button("disclosures"), Qt.MouseButton.LeftButton)
    settle()
    window.record = record
    return window


@pytest.fixture
def marking(qtbot, window, settle) -> MarkingPage:
    """Began from the enquiry's own reference."""
    assert isinstance(window.page, DisclosuresPage)
    assert_usable(qtbot, window.page)
    qtbot.keyClick(window.page.new, Qt.Key.Key_Space)
    page = window.page
    assert isinstance(page, FindPage)
    assert_usable(qtbot, page)
    page.look.click()
    assert page.family_row.problem
    qtbot.keyClicks(page.reference, window.record.reference)
    qtbot.keyClick(page.reference, Qt.Key.Key_Return)
    settle()
    chosen = page._people.itemAt(0).widget()
    qtbot.keyClick(chosen, Qt.Key.Key_Space)
    settle()
    tick, record = page._ticks[window.record.id]
    assert record.item
    assert tick.isChecked()
    tick.setChecked(False)
    assert not page.go_on.isEnabled()
    tick.setChecked(True)
    assert_usable(qtbot, page)
    shoot(window, "find")
    page.go_on.click()
    settle()
    assert isinstance(window.page, MarkingPage)
    return window.page


def shoot(window, name: str) -> None:
    """A picture for whoever asks for one."""
    folder = os.environ.get("SHOOT_TO")
    if folder:
        QTest.qWait(300)
        window.grab().save(f"{folder}/{name}.png")


def words_on(page) -> str:
    return " ".join(label.text() for label in page.findChildren(QLabel))


def test_marked_by_keyboard_filtered_and_kept(qtbot, window, marking, settle) -> None:
    assert_usable(qtbot, marking)
    shoot(window, "marking")
    rows = marking.model.rowCount()
    assert rows > 30
    withheld, every = marking.model.counts
    assert 0 < withheld < every == rows
    qtbot.keyClick(marking.table, Qt.Key.Key_Down)
    item = marking.model.item_at(marking.table.currentIndex().row())
    assert marking.panel.text.toPlainText() == item.text
    turned = next(n for n in range(rows) if marking.model.marks[marking.model.item_at(n).key].whole)
    marking.table.go_to(turned)
    other = marking.model.item_at(turned)
    qtbot.keyClick(marking.table, Qt.Key.Key_Space)
    assert not marking.model.marks[other.key]
    qtbot.keyClick(marking.table, Qt.Key.Key_Space)
    assert marking.model.marks[other.key] == other.suggested
    marking.shown.choose("given")
    settle()
    item = next(i for n in range(rows) if (i := marking.model.item_at(n)) and len(i.text.split()) > 8)
    marking.table.go_to(next(n for n in range(rows) if marking.model.item_at(n) is item))
    marking.panel.text.setFocus()
    qtbot.keyClick(marking.panel.text, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    for _ in range(2):
        both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        qtbot.keyClick(marking.panel.text, Qt.Key.Key_Right, both)
    qtbot.keyClick(marking.panel.text, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(marking.panel.text, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)  # into the second word
    qtbot.keyClick(marking.panel.withhold, Qt.Key.Key_Space)
    passage = " ".join(item.text.split()[:2])
    assert marking.model.marks[item.key].parts == ((passage, "third_party"),)
    shoot(window, "passage")
    marking.panel.choice.setFocus()
    qtbot.keyClicks(marking.panel.choice, "Legal")
    marking.panel.choice.activated.emit(marking.panel.choice.currentIndex())
    settle()
    assert marking.model.marks[item.key].whole == "legal_privilege"
    marking.shown.choose("changed")
    settle()
    assert [marking.model.item_at(n).key for n in range(marking.model.rowCount())] == [item.key]
    shoot(window, "withheld")
    opened = marking._service.open(marking._id)
    assert opened.marks[item.key].whole == "legal_privilege"
    qtbot.mouseClick(marking.back, Qt.MouseButton.LeftButton)
    settle()
    assert isinstance(window.page, DisclosuresPage)
    assert "begun" in words_on(window.page)
    shoot(window, "log-draft")


def test_read_given_saved_and_in_the_log(qtbot, window, marking, settle, monkeypatch, tmp_path) -> None:
    seen = []

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, CheckDialog) or not dialog.isVisible() or not dialog.pdf.page_count:
            return
        if not seen:
            seen.append(dialog.pdf.text())
            shoot(dialog, "check")
            assert not dialog.make.isEnabled()
            dialog.read.setChecked(True)
            dialog.large.setChecked(True)
            dialog.make.click()
            assert dialog.to_whom_row.problem
            qtbot.keyClicks(dialog.to_whom, "Her solicitor")
            qtbot.keyClicks(dialog.purpose, "She asked on 3 November")
            dialog.make.click()

    timer = QTimer()
    timer.timeout.connect(answer)
    timer.start(20)
    marking.check.click()
    qtbot.waitUntil(lambda: isinstance(window.page, GivenPage), timeout=60_000)
    timer.stop()
    assert "DRAFT" in seen[0]
    page = window.page
    assert_usable(qtbot, page)
    shoot(window, "given")
    for button, name in ((page.save_given, "give.pdf"), (page.save_whole, "file.pdf")):
        target = tmp_path / name
        monkeypatch.setattr(
            "ui.home.document_actions.QFileDialog.getSaveFileName", lambda *_, target=target: (str(target), "")
        )
        assert page.unsaved.isVisible()
        button.click()
        assert target.read_bytes().startswith(b"%PDF-")
    assert not page.unsaved.isVisible()
    assert page._made.disclosure.details["large"]
    target = tmp_path / "give.txt"
    monkeypatch.setattr("ui.home.document_actions.QFileDialog.getSaveFileName", lambda *_: (str(target), ""))
    page.to_read.click()
    assert "What is held about you" in target.read_text(encoding="utf-8")
    window.close_page()
    settle()
    assert isinstance(window.page, DisclosuresPage)
    words = words_on(window.page)
    assert "given to Her solicitor" in words
    assert "Withheld: " in words
    shoot(window, "log")


def test_nothing_is_lost_when_a_request_is_given_up(qtbot, window, marking, settle, monkeypatch) -> None:
    window.close_page()
    settle()
    monkeypatch.setattr("ui.disclosure.log_page.ask", lambda *_, **__: True)
    page = window.page
    line = page._application.disclosures.all()[0]
    page._on_drop(line)
    settle()
    assert page._application.disclosures.all() == ()
    assert "Nothing has been given" in words_on(page)


def test_looked_for_by_name_and_birth_and_somebody_else_drops_the_record_begun_from(qtbot, window, settle) -> None:
    window.page.new.click()
    page = window.page
    record, people = page._service.people_of(window.record.reference)
    child = next(each for each in people if each.part == "subject")
    qtbot.keyClicks(page.given_names, child.given_names)
    qtbot.keyClicks(page.family_name, child.family_name)
    qtbot.keyClicks(page.birth, "32 13 2019")
    qtbot.keyClick(page.birth, Qt.Key.Key_Return)
    assert page.birth_row.problem
    page.birth.clear()
    year, month, day = child.birth.split("-")
    qtbot.keyClicks(page.birth, f"{day} {month} {year}")
    qtbot.keyClick(page.birth, Qt.Key.Key_Return)
    settle()
    assert page._ticks[window.record.id][0].isChecked()
    page._take(record, child)
    settle()
    assert page._begun_from is not None
    page.given_names.clear()
    page.family_name.clear()
    qtbot.keyClicks(page.family_name, "Nobodyknows")
    page.look.click()
    settle()
    assert page._ticks == {}
    assert not page.go_on.isEnabled()
    assert "Nothing was found" in words_on(page)


def test_in_the_dark_and_in_large_letters_everything_fits(qtbot, window, marking, settle, look) -> None:
    look.choose("dark", "large")
    assert_usable(qtbot, marking)
    shoot(window, "marking-dark")
    window.close_page()
    settle()
    shoot(window, "log-dark")
    assert_usable(qtbot, window.page)
