"""The Hub's panel of checks: ask by form, see where each stands, write down an answer, take a question back."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from tests.services.checking import ANSWER, question_to
from tests.ui.screen_walking import assert_usable
from ui import unsent_words
from ui.hub.panels.asking_form import OTHER


@pytest.fixture(autouse=True)
def nothing_unsent():
    """Words one test leaves behind are not another's."""
    yield
    unsent_words.forget_all()


@pytest.fixture
def panel_of(qtbot, application_as, window_of, sent, settle):
    """Opens the checks of the example in the worker's window; gives the page."""

    def make(enquiry_id: str = "", who: str = "worker", width: int = 1024, height: int = 700):
        window = window_of(application_as(who), width, height)
        window.page.table.row_opened.emit(enquiry_id or sent("two-children").id)
        settle()
        window.page.panels.choose("checks")
        settle()
        return window.page

    return make


def click(qtbot, button) -> None:
    qtbot.waitUntil(button.isVisible)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def shows(qtbot, widget, words: str) -> None:
    """Wait until the words stand there: a layout shows what it was given a moment later."""
    qtbot.waitUntil(lambda: words in words_on(widget))


def words_on(widget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def open_form(qtbot, page, settle):
    click(qtbot, page.panels.panel.ask)
    settle()
    return page.panels.panel.form


def fill(qtbot, form, block) -> None:
    qtbot.keyClicks(block.necessity, "They alone hold the calls; we decide today.")
    form.basis.button("public_task").click()
    form.agreement.button("not_safe").click()
    qtbot.keyClicks(form.agreement_words, "She would be at risk if he learned of it.")


def test_asking_the_police_from_the_form(qtbot, panel_of, application_as, settle, agencies):
    page = panel_of()
    form = open_form(qtbot, page, settle)
    block = form.blocks[agencies["police"].id]
    assert form.first_focus().hasFocus()
    assert not block.question.isVisible()
    block.tick.click()
    assert block.source.currentData() == "police"
    assert block.question.toPlainText().startswith("In the last two years")  # begun by the kind of agency
    fill(qtbot, form, block)
    form.children_ticks["unborn"].click()
    click(qtbot, form.send)
    settle()
    settle()
    (check,) = application_as("worker").checks.of(page.enquiry_id)
    assert (check.agency_name, check.source, check.children) == ("Bay Police", "police", ("amira", "sami"))
    assert check.due_at == dt.datetime(2026, 11, 23, 14, 0, tzinfo=dt.UTC)  # urgent, not rated yet: as red
    assert page.panels.tab("checks").text() == "Checks  1 open"
    assert page.case.enquiry.status == "information_checks"
    assert page.panels.panel.form is None
    shows(qtbot, page.panels.panel, "2 h left")
    assert "Asked Bay Police" in page.history.words


def test_several_at_once_and_one_without_a_seat(qtbot, panel_of, application_as, settle, agencies):
    page = panel_of()
    form = open_form(qtbot, page, settle)
    police, other = form.blocks[agencies["police"].id], form.blocks[OTHER]
    for block in (police, other):
        block.tick.click()
        qtbot.keyClicks(block.necessity, "The decision turns on it today.")
    qtbot.keyClicks(other.agency, "Harbour Housing")
    other.source.setCurrentIndex(other.source.findData("housing"))
    assert other.question.toPlainText().startswith("Who lives at the address")
    fill(qtbot, form, police)
    click(qtbot, form.send)
    settle()
    settle()
    names = {check.agency_name for check in application_as("worker").checks.of(page.enquiry_id)}
    assert names == {"Bay Police", "Harbour Housing"}


def test_all_that_is_missing_is_said_at_once_before_anybody_is_asked(qtbot, panel_of, application_as, settle, agencies):
    page = panel_of()
    form = open_form(qtbot, page, settle)
    click(qtbot, form.send)
    assert form.row("agencies").problem == "Choose at least one agency"
    block = form.blocks[agencies["police"].id]
    block.tick.click()
    form.due.setText("some time")
    click(qtbot, form.send)
    assert form.row("agencies").problem == ""
    assert "why this agency is needed" in block.row("necessity").problem
    for field in ("lawful_basis", "agreement_code", "agreement", "due"):
        assert form.row(field).problem, field
    assert form.summary.isVisible()
    assert form.summary.accessibleDescription().count(";") == 4
    settle()
    assert application_as("worker").checks.of(page.enquiry_id) == ()


def test_a_question_somebody_wrote_in_is_not_replaced(qtbot, panel_of, settle, agencies):
    form = open_form(qtbot, panel_of(), settle)
    block = form.blocks[agencies["police"].id]
    block.tick.click()
    block.question.setPlainText("Only this: was he arrested on Friday?")
    block.source.setCurrentIndex(block.source.findData("justice"))
    assert block.question.toPlainText() == "Only this: was he arrested on Friday?"


def test_an_open_form_outlives_a_refresh_and_leaving(qtbot, panel_of, settle, agencies):
    page = panel_of()
    form = open_form(qtbot, page, settle)
    block = form.blocks[agencies["police"].id]
    block.tick.click()
    fill(qtbot, form, block)
    page.refresh()
    settle()
    assert page.panels.panel.form is form
    assert page.flush()
    again = panel_of(page.enquiry_id).panels.panel
    settle()
    words = again.form.blocks[agencies["police"].id]
    assert words.tick.isChecked()
    assert words.necessity.toPlainText() == "They alone hold the calls; we decide today."
    assert again.form.agreement.code == "not_safe"
    click(qtbot, again.form.cancel)
    assert not unsent_words.are_there()


def test_an_answer_by_telephone_is_written_down(qtbot, panel_of, application_as, sent, settle):
    enquiry = sent("two-children")
    worker = application_as("worker")
    worker.checks.ask(enquiry.id, question_to(agency_name="Harbour Housing", source="housing"))
    page = panel_of(enquiry.id)
    (card,) = page.panels.panel.cards
    card.record.open_up()
    qtbot.keyClicks(card.form.box, "Eviction is set for January.")
    card.form.reliability.button("own_record").click()
    card.form.may_share.button("yes").click()
    click(qtbot, card.save)
    assert "who told you" in card.form.row("told_by").problem
    qtbot.keyClicks(card.form.told_by, "Jo Pascoe, housing officer")
    click(qtbot, card.save)
    settle()
    settle()
    words = words_on(page.panels.panel)
    assert "Eviction is set for January." in words
    assert "told by Jo Pascoe, housing officer" in words
    assert "The family may be told" in words
    assert page.case.enquiry.status == "in_triage"
    assert page.panels.tab("checks").text() == "Checks  1"


def test_police_material_is_marked_where_it_stands(panel_of, application_as, sent, agencies):
    enquiry = sent("two-children")
    check = application_as("worker").checks.ask(enquiry.id, question_to(agencies["police"].id))
    given = dataclasses.replace(ANSWER, police_only=True)
    application_as("checker").checks.answer(check.id, given, check.version)
    page = panel_of(enquiry.id)
    words = words_on(page.panels.panel)
    assert ANSWER.answer in words
    assert "Not for letters or the family" in words
    assert ANSWER.answer not in page.history.words


def test_taking_a_question_back_needs_a_reason(qtbot, panel_of, application_as, sent, settle, agencies):
    enquiry = sent("two-children")
    application_as("worker").checks.ask(enquiry.id, question_to(agencies["police"].id))
    page = panel_of(enquiry.id)
    (card,) = page.panels.panel.cards
    card.back.open_up()
    click(qtbot, card.cancel)
    settle()
    assert "Say why" in page.panels.panel.problem.accessibleName()
    qtbot.keyClicks(card.reason, "The mother told us herself")
    qtbot.keyClick(card.reason, Qt.Key.Key_Return)
    settle()
    settle()
    shows(qtbot, page.panels.panel, "Taken back: The mother told us herself")
    assert page.case.enquiry.status == "in_triage"


def test_an_answer_that_comes_while_one_writes_is_shown_and_no_word_lost(
    qtbot, panel_of, application_as, sent, settle, agencies
):
    enquiry = sent("two-children")
    worker = application_as("worker")
    police = worker.checks.ask(enquiry.id, question_to(agencies["police"].id))
    worker.checks.ask(enquiry.id, question_to(agency_name="Harbour Housing", source="housing"))
    page = panel_of(enquiry.id)
    housing = next(card for card in page.panels.panel.cards if card.check.agency_name == "Harbour Housing")
    housing.record.open_up()
    qtbot.keyClicks(housing.form.box, "Half a sentence")
    application_as("checker").checks.answer(police.id, ANSWER, police.version)
    page.refresh()
    settle()
    cards = {card.check.agency_name: card for card in page.panels.panel.cards}
    shows(qtbot, cards["Bay Police"], ANSWER.answer)
    assert cards["Harbour Housing"].form.box.toPlainText() == "Half a sentence"


def test_the_agency_answered_before_the_question_was_taken_back(
    qtbot, panel_of, application_as, sent, settle, agencies
):
    enquiry = sent("two-children")
    check = application_as("worker").checks.ask(enquiry.id, question_to(agencies["police"].id))
    page = panel_of(enquiry.id)
    (card,) = page.panels.panel.cards
    card.back.open_up()
    qtbot.keyClicks(card.reason, "The mother told us herself")
    application_as("checker").checks.answer(check.id, ANSWER, check.version)
    click(qtbot, card.cancel)
    settle()
    settle()
    assert "answered or cancelled already" in page.panels.panel.problem.accessibleName()
    shows(qtbot, page.panels.panel, ANSWER.answer)


def test_after_the_decision_nobody_is_asked_any_more(panel_of, sent, store, clock):
    enquiry = sent("two-children")
    with store.write() as work:
        work.change_enquiry(enquiry.id, version=enquiry.version, at=clock.now(), status="feedback_due")
        work.commit()
    assert not panel_of(enquiry.id).panels.panel.ask.isEnabled()


@pytest.mark.parametrize("size", [(1024, 700), (1440, 900)])
def test_everything_is_named_large_enough_and_uncut(qtbot, panel_of, application_as, sent, settle, agencies, size):
    enquiry = sent("two-children")
    application_as("worker").checks.ask(enquiry.id, question_to(agencies["police"].id))
    page = panel_of(enquiry.id, "worker", *size)
    card = page.panels.panel.cards[0]
    for fold in (card.record, card.back):
        fold.open_up()
    form = open_form(qtbot, page, settle)
    for block in form.blocks.values():
        block.tick.click()
    assert_usable(qtbot, page.panels)
