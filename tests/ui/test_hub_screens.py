"""The Hub's queue and its view of an enquiry, through the screen, on a real store."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QWidget
from screen_walking import assert_usable

import ui.printing
from tests.print_choosing import printing
from ui.hub import queue_printing
from ui.hub.case_page import CasePage
from ui.hub.queue_columns import COLUMNS
from ui.hub.queue_model import BLOCK, ID_ROLE, QueueModel
from ui.hub.queue_page import QueuePage
from ui.print_choice import pages_to_print


def click(qtbot, button: QWidget) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def a_printer(monkeypatch, tmp_path):
    """A printer that puts its pages into a file."""
    printed = tmp_path / "printed.pdf"

    def choose(_parent):
        made = QPrinter(QPrinter.PrinterMode.ScreenResolution)
        made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        made.setOutputFileName(str(printed))
        return made

    monkeypatch.setattr(ui.printing, "choose_printer", choose)
    return printed


@pytest.fixture
def at_the_queue(application_as, window_of):
    return lambda: window_of(application_as("worker"))


def rows_shown(page: QueuePage) -> list[str]:
    return [page.model.index(number, 0).data(ID_ROLE) for number in range(page.model.rowCount())]


def test_an_empty_queue_says_so(qtbot, at_the_queue):
    window = at_the_queue()
    assert isinstance(window.page, QueuePage)
    assert window.page.empty.isVisible()
    assert_usable(qtbot, window)


def test_what_is_sent_lies_in_the_queue_with_words_for_urgency_level_and_time(qtbot, at_the_queue, sent):
    enquiry = sent()
    page = at_the_queue().page
    assert rows_shown(page) == [enquiry.id]
    cells = {column.key: page.model.index(0, place).data() for place, column in enumerate(COLUMNS)}
    assert cells["rating"] in ("Urgent", "Danger")
    assert "left" in cells["due"]
    assert cells["child"] == enquiry.title
    assert cells["holder"] == "Nobody yet"
    spoken = page.model.index(0, 1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert enquiry.reference in spoken
    assert page.tabs.button("new").text() == "New  1"
    assert_usable(qtbot, page)


def test_tabs_search_and_urgent_narrow_the_queue(qtbot, at_the_queue, sent, settle):
    enquiry = sent()
    page = at_the_queue().page
    click(qtbot, page.tabs.button("finished"))
    settle()
    assert rows_shown(page) == []
    click(qtbot, page.tabs.button("open"))
    settle()
    assert rows_shown(page) == [enquiry.id]
    page.search.setFocus()
    qtbot.keyClicks(page.search, "zzzz")
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    settle()
    assert rows_shown(page) == []
    page.search.clear()
    qtbot.keyClicks(page.search, enquiry.reference)
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    settle()
    assert rows_shown(page) == [enquiry.id]


def test_enter_opens_the_first_and_marks_it_received(qtbot, at_the_queue, sent, settle, application_as):
    enquiry = sent()
    window = at_the_queue()
    window.page.table.setFocus()
    qtbot.keyClick(window.page.table, Qt.Key.Key_Return)
    settle()
    view = window.page
    assert isinstance(view, CasePage)
    qtbot.waitUntil(lambda: view.pdf.page_count > 0, timeout=10_000)
    assert enquiry.reference in view.pdf.text()
    assert view.to_print.isEnabled()
    assert application_as("teacher").drafting.mine()[0].status == "received"
    assert_usable(qtbot, window)


def test_going_back_keeps_the_place_in_the_queue(qtbot, at_the_queue, sent, settle):
    first, second = sent(), sent("two-children")
    window = at_the_queue()
    page = window.page
    page.table.go_to(1)
    chosen = page.table.current_id()
    assert chosen in (first.id, second.id)
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    settle()
    window.page.closed.emit()
    settle()
    assert window.page is page
    assert page.table.current_id() == chosen


def test_next_takes_the_row_below_and_the_last_goes_back(qtbot, at_the_queue, sent, settle):
    sent(), sent("two-children")
    window = at_the_queue()
    page = window.page
    before = rows_shown(page)
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    settle()
    click(qtbot, window.page.next)
    settle()
    assert isinstance(window.page, CasePage)
    assert window.page.enquiry_id == before[1]
    click(qtbot, window.page.next)
    settle()
    assert window.page is page


def first_pages(data: bytes, number: int) -> str:
    command = ["pdftotext", "-l", str(number), "-", "-"]
    return subprocess.run(command, input=data, capture_output=True, check=True).stdout.decode()


@pytest.mark.parametrize("part", ["everything", "without_appendix", "page_one"])
def test_many_are_printed_as_one_job_with_the_parts_chosen(
    qtbot, at_the_queue, sent, settle, application_as, monkeypatch, tmp_path, part
):
    printer = a_printer(monkeypatch, tmp_path)
    first, second = sent(), sent("two-children")
    page = at_the_queue().page
    page.table.selectAll()
    assert page.print_chosen.text() == "Print 2"
    with printing(part) as asked:
        click(qtbot, page.print_chosen)
        qtbot.waitUntil(printer.exists, timeout=20_000)
    assert "Print 2 referrals?" in asked[0]
    assert "not for the family" in asked[0]
    assert first.reference in asked[0]
    documents = application_as("worker").documents
    papers = [documents.referral(each.id).data for each in (first, second)]
    wanted = [pages_to_print(data, part) for data in papers]
    with pikepdf.open(printer) as made:
        assert len(made.pages) == sum(wanted)
    if part == "page_one":
        assert wanted == [1, 1]
    elif part == "without_appendix":
        texts = [first_pages(data, number) for data, number in zip(papers, wanted, strict=True)]
        assert all("Appendix: signs" not in text for text in texts)
        assert any("6. What needs to happen?" in text for text in texts)


def test_many_are_saved_by_reference_and_can_be_stopped(qtbot, at_the_queue, sent, settle, monkeypatch, tmp_path):
    told, folder = [], tmp_path / "referrals"
    folder.mkdir()
    monkeypatch.setattr(queue_printing, "ask", lambda *_: True)
    monkeypatch.setattr(queue_printing, "tell", lambda _page, title, words: told.append(title))
    monkeypatch.setattr(queue_printing.QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    first, second = sent(), sent("two-children")
    page = at_the_queue().page
    page.table.selectAll()
    page._save()
    qtbot.waitUntil(lambda: told == ["Saved"], timeout=20_000)
    assert {file.name for file in folder.iterdir()} == {
        f"{first.reference}-referral.pdf", f"{second.reference}-referral.pdf"
    }  # fmt: skip
    with printing():
        page._printing.print_these(page._chosen_rows())
    qtbot.waitUntil(lambda: page._printing.progress is not None)
    page._printing.progress.cancel()
    qtbot.waitUntil(lambda: told[-1] == "Stopped", timeout=20_000)
    page._save()
    qtbot.waitUntil(lambda: page._printing.progress is not None)
    page._printing.progress.cancel()
    qtbot.waitUntil(lambda: told[2:] == ["Stopped"], timeout=20_000)
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()
    page._save()
    qtbot.waitUntil(lambda: told[3:] == ["Not all could be saved"], timeout=20_000)
    assert page._printing.progress is None


def test_a_saved_copy_is_named_by_its_reference_only(qtbot, at_the_queue, sent, settle, monkeypatch, tmp_path):
    enquiry = sent()
    offered = []

    def ask(_parent, _title, name, _filter):
        offered.append(name)
        return str(tmp_path / Path(name).name), ""

    monkeypatch.setattr("ui.home.document_actions.QFileDialog.getSaveFileName", ask)
    window = at_the_queue()
    window.page.table.row_opened.emit(enquiry.id)
    settle()
    qtbot.waitUntil(lambda: window.page.to_save.isEnabled(), timeout=10_000)
    click(qtbot, window.page.to_save)
    settle()
    (name,) = offered
    assert enquiry.reference in name
    assert not any(part in name for part in enquiry.title.replace(",", "").split())
    saved = tmp_path / Path(name).name
    assert saved.read_bytes().startswith(b"%PDF")
    assert saved.stat().st_mode & 0o077 == 0


def test_the_model_keeps_the_rules_of_qt(qtbot, application_as, sent):
    sent()
    page = application_as("worker").queue.page()
    model = QueueModel("hub_worker")
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show_first(page.rows, 3 * BLOCK)
    assert model.rowCount() == 3 * BLOCK
    assert tester.model() is model


def test_rows_far_away_are_asked_for_once_and_appear(qtbot, application_as, sent):
    sent()
    (row,) = application_as("worker").queue.page().rows
    model = QueueModel("hub_worker")
    model.show_first(tuple(row for _ in range(BLOCK)), 1000 * BLOCK)
    asked = []
    model.block_wanted.connect(asked.append)
    for _ in range(3):
        assert model.index(500 * BLOCK + 7, 0).data(ID_ROLE) is None
    qtbot.waitUntil(lambda: asked == [500])
    other = replace(row, enquiry=replace(row.enquiry, id="far"))
    model.put_block(500, tuple(other for _ in range(BLOCK)))
    assert model.index(500 * BLOCK + 7, 0).data(ID_ROLE) == "far"
    for block in range(1, 60):
        model.put_block(block, tuple(row for _ in range(BLOCK)))
    assert model.index(500 * BLOCK + 7, 0).data(ID_ROLE) is None  # let go again: memory stays small


def test_an_answer_that_was_overtaken_is_not_shown(qtbot, at_the_queue, sent, settle):
    sent()
    page = at_the_queue().page
    shown = rows_shown(page)
    page._show((page._asked - 1, type("Page", (), {"rows": (), "total": 0})(), {}))
    assert rows_shown(page) == shown
