"""The Hub's panel of messages: ask, take up what is missing, read what came back and what was changed."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from enquiry_app.enquiry.answers import Address, Change
from tests.ui.screen_walking import assert_usable
from ui import unsent_words

QUESTION = "Who is at home tonight?"


@pytest.fixture(autouse=True)
def nothing_unsent():
    """Words one test leaves behind are not another's."""
    yield
    unsent_words.forget_all()


@pytest.fixture
def panel_of(application_as, window_of, settle):
    """Opens the messages of an enquiry in the worker's window; gives the page."""

    def make(enquiry_id: str, width: int = 1024, height: int = 700):
        window = window_of(application_as("worker"), width, height)
        window.page.table.row_opened.emit(enquiry_id)
        settle()
        window.page.panels.choose("messages")
        settle()
        return window.page

    return make


@pytest.fixture
def enquiry(sent):
    return sent("two-children")


def click(qtbot, button) -> None:
    qtbot.waitUntil(button.isVisible)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def shows(qtbot, widget, words: str) -> None:
    """Wait until the words stand there: a layout shows what it was given a moment later."""
    qtbot.waitUntil(lambda: words in words_on(widget))


def words_on(widget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def test_asking_by_keyboard(qtbot, panel_of, application_as, enquiry, settle):
    page = panel_of(enquiry.id)
    panel = page.panels.panel
    panel.box.setFocus()
    qtbot.keyClicks(panel.box, QUESTION)
    panel.ask.setFocus()
    qtbot.keyClick(panel.ask, Qt.Key.Key_Return)
    settle()
    settle()
    (message,) = application_as("teacher").conversation.of(enquiry.id)
    assert (message.text, message.kind) == (QUESTION, "question")
    assert message.due_at == dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.UTC)
    assert page.case.enquiry.status == "waiting_for_referrer"
    assert page.panels.tab("messages").text() == "Messages  1 open"
    words = words_on(page.panels.panel)
    assert "The referrer’s turn: 1 question open" in words
    assert "not read yet" in words
    assert page.panels.panel.box.toPlainText() == ""


def test_what_is_missing_is_added_with_one_click_and_only_once(qtbot, panel_of, enquiry, settle):
    panel = panel_of(enquiry.id).panels.panel
    lines = panel.lines.findChildren(QPushButton)
    assert lines[0].text() == "Was Sami Pengelly-Khan seen alone? If not, why not?"
    for line in (lines[0], lines[1], lines[0]):
        click(qtbot, line)
    assert panel.box.toPlainText() == f"{lines[0].text()}\n{lines[1].text()}"
    assert panel.dirty()


def test_only_telling_asks_nothing(qtbot, panel_of, application_as, enquiry, settle):
    page = panel_of(enquiry.id)
    panel = page.panels.panel
    click(qtbot, panel.write)
    assert panel.box_row.problem == "Write the message first"
    qtbot.keyClicks(panel.box, "A worker visits this afternoon.")
    click(qtbot, panel.write)
    settle()
    settle()
    (message,) = application_as("teacher").conversation.of(enquiry.id)
    assert message.kind == "information"
    assert page.case.enquiry.status == "received"


def test_what_came_back_is_new_once(qtbot, panel_of, application_as, enquiry, settle):
    question = application_as("worker").conversation.ask(enquiry.id, QUESTION)
    teacher = application_as("teacher").conversation
    teacher.write(enquiry.id, "answer", "Her aunt, until Friday.", question.id)
    page = panel_of(enquiry.id)
    words = words_on(page.panels.panel)
    for part in ("Her aunt, until Friday.", f"To “{QUESTION}”", "New", "✓ answered", "No question is open."):
        assert part in words
    settle()
    page.refresh()
    settle()
    assert "New" not in words_on(page.panels.panel)
    assert page.panels.tab("messages").text() == "Messages  2"
    assert all(m.read_at for m in teacher.of(enquiry.id) if not m.from_hub)


def test_a_question_past_its_time_says_so_and_two_tries_are_told(panel_of, application_as, enquiry, clock):
    worker = application_as("worker").conversation
    worker.ask(enquiry.id, QUESTION)
    clock.move(days=1)
    worker.ask(enquiry.id, "Please ring us.")
    clock.move(days=2)
    panel = panel_of(enquiry.id).panels.panel
    assert "overdue since" in words_on(panel)
    assert panel.tried.isVisible()
    assert "Asked 2 times" in panel.tried.accessibleName()


def test_words_not_sent_outlive_a_refresh_and_leaving(qtbot, panel_of, application_as, enquiry, settle):
    page = panel_of(enquiry.id)
    qtbot.keyClicks(page.panels.panel.box, "Half a question")
    application_as("teacher").conversation.write(enquiry.id, "chase", "Has anything happened?")
    page.refresh()
    settle()
    shows(qtbot, page.panels.panel, "Has anything happened?")
    assert page.panels.panel.box.toPlainText() == "Half a question"
    assert page.flush()
    assert panel_of(enquiry.id).panels.panel.box.toPlainText() == "Half a question"


def test_what_the_referrer_changed_after_sending_stands_in_the_thread(panel_of, application_as, enquiry):
    teacher = application_as("teacher")
    draft = teacher.amending.begin(enquiry.id)
    change = Change(Address("child_seen_alone", ("sami",)), "yes")
    teacher.drafting.save_changes(enquiry.id, draft.enquiry.version, (change,))
    preview = teacher.amending.preview(enquiry.id)
    teacher.amending.send(enquiry.id, preview.version)
    words = words_on(panel_of(enquiry.id).panels.panel)
    assert "Changed after sending" in words
    assert preview.sentences[0] in words


def test_after_the_decision_one_can_only_tell(qtbot, panel_of, store, clock, enquiry):
    with store.write() as work:
        work.change_enquiry(enquiry.id, version=enquiry.version, at=clock.now(), status="closed")
        work.commit()
    panel = panel_of(enquiry.id).panels.panel
    assert not panel.ask.isVisible()
    assert not panel.due.isVisible()
    assert panel.write.isVisible()


def test_a_time_that_cannot_be_read_is_asked_again(qtbot, panel_of, application_as, enquiry, settle):
    panel = panel_of(enquiry.id).panels.panel
    qtbot.keyClicks(panel.box, QUESTION)
    panel.due.setText("soon")
    click(qtbot, panel.ask)
    assert "Enter the date and time" in panel.due_row.problem
    settle()
    assert application_as("teacher").conversation.of(enquiry.id) == ()


@pytest.mark.parametrize("size", [(1024, 700), (1440, 900)])
def test_everything_is_named_large_enough_and_uncut(qtbot, panel_of, application_as, enquiry, settle, size):
    question = application_as("worker").conversation.ask(enquiry.id, QUESTION)
    application_as("teacher").conversation.write(enquiry.id, "answer", "Her aunt, until Friday.", question.id)
    assert_usable(qtbot, panel_of(enquiry.id, *size).panels)
