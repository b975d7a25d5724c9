"""Work on paper by screen: the form saved, filled in, read back, what found no place; entry from paper."""

from __future__ import annotations

import pikepdf
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton

import ui.paper.filled_forms as filled_forms
import ui.printing as printing
from enquiry_app.enquiry.answers import CivilTime
from scripts.acting import Writer
from tests.form_screens import (  # noqa: F401
    appearance,
    application_as,
    background,
    look,
    no_garbage_left,
    settle,
    window_of,
)
from tests.paper.filling import filled
from tests.services.conftest import example
from tests.ui.screen_walking import assert_usable
from ui.form.form_page import FormPage
from ui.paper.paper_page import PaperPage
from ui.paper.where_to_dialog import WhereToDialog

WORDS = {
    "worry": "He comes to school cold and hungry.", "children.1.child_given_names": "Robin",
    "children.1.child_birth_date": "in spring", "_more1": "Ask the aunt.",
}  # fmt: skip


@pytest.fixture
def app(application_as):  # noqa: F811
    return application_as("teacher")


@pytest.fixture
def chosen(monkeypatch, tmp_path):
    """Files that dialogs give: set `save` or `open`."""
    paths = {"save": tmp_path / "form.pdf", "open": tmp_path / "filled.pdf"}
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(paths["save"]), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(paths["open"]), ""))
    return paths


@pytest.fixture
def paper(app, window_of, settle):  # noqa: F811
    """The window, open at the page for paper."""
    window = window_of(app)
    window.page.paper.click()
    settle()
    assert isinstance(window.page, PaperPage)
    return window


def listed(window) -> list[str]:
    return [label.text() for label in window.page.not_placed.findChildren(QLabel) if label.isVisibleTo(window)]


def test_from_the_blank_form_to_the_answers_in_a_draft(paper, app, chosen, settle, background, qtbot):  # noqa: F811
    paper.page.save_button.click()
    settle()
    chosen["open"].write_bytes(filled(chosen["save"].read_bytes(), WORDS))
    paper.page.read_button.click()
    settle()
    settle()
    page = paper.page
    assert isinstance(page, FormPage)
    answers = page.editor.answers
    (child,) = answers.items_of("children")
    assert (answers.get("worry"), answers.get("child_given_names", (child,))) == (WORDS["worry"], "Robin")
    assert answers.get("referrer_name") == app.person.display_name
    assert page.not_placed.isVisibleTo(paper)
    qtbot.waitUntil(lambda: {"Not placed (2)", "“in spring”", "“Ask the aunt.”"} <= set(listed(paper)))
    writer = Writer(background, lambda: page)
    buttons = {button.accessibleName(): button for button in page.not_placed.findChildren(QPushButton)}
    buttons["Dealt with: Child 1: Date of birth"].click()
    settle()
    qtbot.waitUntil(lambda: "“in spring”" not in listed(paper))
    page.show_review()
    writer.settle()
    assert any(WORDS["worry"] in label.text() for label in page.screen.findChildren(QLabel))
    page.not_placed.short_button.click()
    settle()
    assert not page.not_placed.isVisibleTo(paper)


def test_the_list_comes_back_with_the_draft(empty_form, paper, app, chosen, settle):  # noqa: F811
    form = filled(empty_form, WORDS)
    enquiry = app.blank_forms.read(form).draft.enquiry.id
    paper.navigator.open_draft(enquiry)
    settle()
    settle()
    assert "Not placed (2)" in listed(paper)


def test_a_draft_is_saved_as_a_form_with_what_is_known(empty_form, paper, app, chosen, settle):  # noqa: F811
    form = filled(empty_form, WORDS)
    paper.navigator.show_read_form(app.blank_forms.read(form))
    settle()
    paper.page.screen.paper_button.click()
    settle()
    read = app.blank_forms.read(chosen["save"].read_bytes())
    assert read.draft.answers.get("worry") == WORDS["worry"]


@pytest.mark.parametrize("choice", ["into", "new", pytest.param("neither", marks=pytest.mark.prove)])
def test_a_form_goes_back_into_its_draft_if_that_is_chosen(paper, app, chosen, settle, qtbot, choice):  # noqa: F811
    draft = app.drafting.start(example("two-children")).enquiry
    made = app.blank_forms.of(draft.id).data
    chosen["open"].write_bytes(filled(made, {"children.1.child_known_as": "Ami"}))
    asked = []

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, WhereToDialog) and dialog.isVisible() and not asked:
            asked.append(True)
            assert_usable(qtbot, dialog)
            if choice == "neither":
                dialog.reject()
                return
            qtbot.keyClick(dialog.where.button(choice), Qt.Key.Key_Space)
            dialog.accept_button.click()

    timer = QTimer()
    timer.timeout.connect(answer)
    timer.start(20)
    paper.page.read_button.click()
    qtbot.waitUntil(lambda: bool(asked), timeout=30_000)
    timer.stop()
    settle()
    settle()
    assert len(app.drafting.mine()) == (2 if choice == "new" else 1)
    if choice == "neither":
        assert isinstance(paper.page, PaperPage)
        return
    editor = paper.page.editor
    assert (editor.enquiry.id == draft.id) is (choice == "into")
    assert editor.answers.get("child_known_as", editor.answers.items_of("children")[:1]) == "Ami"


def test_the_form_is_printed_with_the_matrix_on_its_side(paper, app, settle, monkeypatch, tmp_path):  # noqa: F811
    from PySide6.QtPrintSupport import QPrinter

    def printer(_parent):
        made = QPrinter(QPrinter.PrinterMode.ScreenResolution)
        made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        made.setOutputFileName(str(tmp_path / "printed.pdf"))
        return made

    monkeypatch.setattr(printing, "choose_printer", printer)
    paper.page.print_button.click()
    settle()
    with pikepdf.open(tmp_path / "printed.pdf") as printed:
        wide = [float(page.mediabox[2]) > float(page.mediabox[3]) for page in printed.pages]
    assert wide[:-2] == [False] * (len(wide) - 2)
    assert wide[-2:] == [True, True]


@pytest.mark.parametrize("way", ["drop", "paste"])
def test_a_form_may_be_dropped_on_the_window_or_pasted(empty_form, paper, app, tmp_path, settle, way):  # noqa: F811
    file = tmp_path / "Form.PDF"
    file.write_bytes(filled(empty_form, WORDS))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    if way == "drop":
        rest = (data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
        paper.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, *rest))
    else:
        QApplication.clipboard().setMimeData(data)
        paper._on_paste()
    settle()
    assert isinstance(paper.page, FormPage)


def test_a_pdf_that_is_no_form_is_refused_in_words_and_nothing_is_changed(paper, app, chosen, settle, monkeypatch):  # noqa: F811
    said = []
    monkeypatch.setattr(filled_forms, "report_error", lambda _parent, error: said.append(error.sentence))
    for content in (b"rubbish", None):
        chosen["open"].unlink(missing_ok=True)
        if content:
            chosen["open"].write_bytes(content)
        paper.page.read_button.click()
        settle()
    assert len(said) == 2
    assert said[0].startswith("This is not a PDF")
    assert isinstance(paper.page, PaperPage)
    assert app.drafting.mine() == ()


def test_entry_from_paper_asks_for_date_and_author_and_begins_a_draft(paper, settle):  # noqa: F811
    page = paper.page
    page.start_button.click()
    assert page.date_row.problem
    assert page.author_row.problem
    page.date.setText("tomorrow")
    page.start_button.click()
    assert "after today" in page.date_row.problem
    page.date.setText("1.11.2026 9:30")
    page.author.setText("Sam Visitor")
    page.role.setText("Health visitor")
    page.came.choose("post")
    page.start_button.click()
    settle()
    assert isinstance(paper.page, FormPage)
    answers = paper.page.editor.answers
    assert answers.get("written_at") == CivilTime("2026-11-01T09:30")
    assert [answers.get(q) for q in ("paper_original", "paper_original_role", "paper_came")] == [
        "Sam Visitor", "Health visitor", "post",
    ]  # fmt: skip


@pytest.mark.parametrize("size", [(1024, 700), (1440, 900)])
def test_the_page_is_usable_by_keyboard_and_fits(qtbot, app, window_of, settle, size):  # noqa: F811
    window = window_of(app, *size)
    window.page.paper.click()
    settle()
    assert_usable(qtbot, window.page)
