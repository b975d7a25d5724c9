"""The checking agency's page, by keyboard and mouse on a real store: find, read, answer, correct; nothing typed is lost."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from tests.services.checking import ANSWER, put_checkers, question_to
from tests.ui.screen_walking import assert_usable, clipped, tab_order
from ui import unsent_words
from ui.checks.asked_page import AskedPage


@pytest.fixture
def opened(qtbot, application_as, window_of, asked, settle):
    """The officer's window with the question open; its page."""

    def make(width: int = 1024, height: int = 700) -> AskedPage:
        window = window_of(application_as("checker"), width, height)
        click(qtbot, window.page.rows[0])
        settle()
        return window.page

    return make


def click(qtbot, button) -> None:
    qtbot.waitUntil(button.isVisible)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def shows(qtbot, widget, words: str) -> None:
    """Wait until the words stand there: a layout shows what it was given a moment later."""
    qtbot.waitUntil(lambda: words in words_on(widget))


def words_on(page) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page))


def test_it_is_where_a_checking_agency_arrives_and_all_it_finds(application_as, window_of, asked):
    window = window_of(application_as("checker"))
    assert isinstance(window.page, AskedPage)
    assert "1 question waiting" in words_on(window.page)
    assert "Amira" not in words_on(window.page)  # names are shown once it is opened


def test_nothing_waiting_is_said_and_what_to_expect(application_as, window_of):
    window = window_of(application_as("checker"))
    assert "Nothing is waiting for your answer" in words_on(window.page)


def test_the_page_says_about_whom_what_why_and_whom_to_ring(opened, asked, application_as):
    words = words_on(opened())
    for part in ("Amira", "Born 14 March 2019", "Limekiln Lane", asked.question, asked.necessity, "Worker One"):
        assert part in words
    assert application_as("checker").hub.phone in words
    assert asked.agreement not in words


def test_answering_by_keyboard_alone(qtbot, opened, application_as, asked, settle):
    page = opened()
    form = page.view.form
    assert page.view.heading.hasFocus()  # first one reads; the answer may lie below the edge
    assert page.side.verticalScrollBar().value() == 0
    qtbot.waitUntil(lambda: not clipped(page))
    qtbot.keyClick(page.view.heading, Qt.Key.Key_Tab)
    assert form.box.hasFocus()
    assert form.box.visibleRegion().boundingRect().height() > form.box.height() / 2  # Tab brought it into sight
    qtbot.keyClicks(form.box, "Two calls in May, both verbal.")
    order = tab_order(page.view, form.box)
    qtbot.keyClick(form.box, Qt.Key.Key_Tab)
    assert order[1] is form.nothing
    assert form.nothing.hasFocus()
    form.reliability.button("own_record").setFocus()
    qtbot.keyClick(form.reliability.button("own_record"), Qt.Key.Key_Space)
    form.may_share.button("ask").setFocus()
    qtbot.keyClick(form.may_share.button("ask"), Qt.Key.Key_Space)
    page.view.send.setFocus()
    qtbot.keyClick(page.view.send, Qt.Key.Key_Return)
    settle()
    settle()
    (check,) = application_as("worker").checks.of(asked.enquiry_id)
    assert (check.status, check.answer, check.may_share) == ("answered", "Two calls in May, both verbal.", "ask")
    assert application_as("worker").cases.again(asked.enquiry_id).enquiry.status == "in_triage"
    assert page.view is None
    shows(qtbot, page, "Your answer is sent")
    shows(qtbot, page, "Answered by you")


def test_nothing_known_is_one_tick_and_asks_no_more(qtbot, opened, application_as, asked, settle):
    page = opened()
    click(qtbot, page.view.form.nothing)
    assert not page.view.form.row("reliability").isVisible()
    click(qtbot, page.view.send)
    settle()
    assert application_as("worker").checks.of(asked.enquiry_id)[0].status == "nothing_known"


def test_what_is_missing_stands_beside_the_field(qtbot, opened):
    page = opened()
    form = page.view.form
    click(qtbot, page.view.send)
    assert "say that nothing is known" in form.row("answer").problem
    qtbot.keyClicks(form.box, "Two calls in May.")
    click(qtbot, page.view.send)
    assert form.row("answer").problem == ""
    assert form.row("reliability").problem
    assert form.row("may_share").problem


def test_sensitive_material_is_not_asked_whether_it_may_be_told(qtbot, opened, application_as, asked, settle):
    page = opened()
    form = page.view.form
    qtbot.keyClicks(form.box, "A person at the address is under watch.")
    form.reliability.button("intelligence").click()
    form.police.click()
    assert not form.row("may_share").isVisible()
    click(qtbot, page.view.send)
    settle()
    check = application_as("worker").checks.of(asked.enquiry_id)[0]
    assert (check.police_only, check.may_share) == (True, "no")


def test_words_not_sent_come_back_after_leaving_and_locking(qtbot, opened, application_as, window_of, settle, asked):
    page = opened()
    qtbot.keyClicks(page.view.form.box, "Half a sentence")
    window = page.window()
    assert window.close_all()  # what the lock and the side bar do
    again = window_of(application_as("checker"))
    assert "answer begun, not sent" in again.page.rows[0].accessibleName()
    click(qtbot, again.page.rows[0])
    settle()
    assert again.page.view.form.box.toPlainText() == "Half a sentence"
    assert "has not been sent" in again.page.view.problem.accessibleName()
    assert unsent_words.are_there()
    again.page.view.form.show_words({})
    again.page.flush()
    assert not unsent_words.are_there()


def test_somebody_else_gets_nobodys_words(qtbot, opened, application_as, window_of, settle, people, store, agencies):
    page = opened()
    qtbot.keyClicks(page.view.form.box, "Half a sentence")
    page.flush()
    colleague = put_checkers(store, agencies["police"], agencies["clinic"])["police_two"]
    other = application_as("checker")
    other._seat_person(colleague)
    window = window_of(other)
    click(qtbot, window.page.rows[0])
    settle()
    assert window.page.view.form.box.toPlainText() == ""


def test_a_colleague_was_first_and_no_word_is_lost(qtbot, opened, application_as, settle, asked):
    page = opened()
    qtbot.keyClicks(page.view.form.box, "One with injury.")
    page.view.form.reliability.button("own_record").click()
    page.view.form.may_share.button("no").click()
    application_as("checker").checks.answer(asked.id, ANSWER, asked.version)
    click(qtbot, page.view.send)
    settle()
    assert "answered first" in page.view.problem.accessibleName()
    page.view._on_newest()
    settle()
    shows(qtbot, page, ANSWER.answer)
    assert page.view.form.box.toPlainText() == "One with injury."
    click(qtbot, page.view.send)
    settle()
    check = application_as("worker").checks.of(asked.enquiry_id)[0]
    assert (check.answer, len(check.earlier)) == ("One with injury.", 1)


def test_a_correction_starts_from_what_was_sent(qtbot, application_as, window_of, settle, asked):
    application_as("checker").checks.answer(asked.id, ANSWER, asked.version)
    page = window_of(application_as("checker")).page
    click(qtbot, page.rows[0])
    settle()
    assert page.view.form.box.toPlainText() == ANSWER.answer
    page.flush()
    assert not unsent_words.are_there()  # nothing was changed
    page.view.again.open_up()
    page.view.form.box.setPlainText("Three calls in May.")
    click(qtbot, page.view.send)
    settle()
    assert application_as("worker").checks.of(asked.enquiry_id)[0].answer == "Three calls in May."


def test_what_is_overdue_says_so_in_words_and_comes_first(application_as, window_of, asked, clock, agencies):
    worker = application_as("worker")
    soon = question_to(agencies["police"].id, question="Missing episodes since August?")
    worker.checks.ask(asked.enquiry_id, replace(soon, due=clock.now() + dt.timedelta(minutes=20)))
    clock.move(hours=1)
    page = window_of(application_as("checker")).page
    assert "1 overdue" in words_on(page)
    assert page.rows[0].title.whole_text() == "Missing episodes since August?"
    assert "Overdue since 12:20 today" in page.rows[0].caption.whole_text()
    assert "Overdue" in page.rows[0].accessibleName()


def test_a_question_taken_back_meanwhile_is_said(qtbot, opened, application_as, settle, asked):
    page = opened()
    application_as("worker").checks.cancel(asked.id, "The mother told us herself", asked.version)
    click(qtbot, page.view.form.nothing)
    click(qtbot, page.view.send)
    settle()
    assert "taken this question back" in page.view.problem.accessibleName()


@pytest.mark.parametrize("size", [(1024, 700), (1440, 900)])
def test_everything_is_named_large_enough_and_uncut(qtbot, opened, size):
    assert_usable(qtbot, opened(*size))
