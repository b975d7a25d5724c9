"""The Hub's panel "Known?": who may be the same child, linking and undoing, the case list, nobody found."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from enquiry_app.enquiry.answers import FlexDate
from tests.builders import ready_answers, with_answers
from tests.ui.screen_walking import assert_usable


@pytest.fixture
def send(application_as):
    def make(name="Robin", born="2017-03-02"):
        teacher = application_as("teacher")
        changed = {"child_given_names": name, "child_birth_date": FlexDate(born)}
        if name != "Robin":
            changed["child_nhs_number"] = None
        draft = teacher.drafting.start(with_answers(ready_answers(), changed, "child-1"))
        return teacher.submitting.send(draft.enquiry.id, draft.enquiry.version).enquiry

    return make


@pytest.fixture
def page_of(application_as, window_of, settle):
    def make(enquiry_id, width=1440, height=900):
        window = window_of(application_as("worker"), width, height)
        window.page.table.row_opened.emit(enquiry_id)
        settle()
        window.page.panels.choose("known")
        settle()
        return window.page

    return make


def words_on(widget) -> str:
    QApplication.processEvents()  # what was just added is shown, what was taken away is gone
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def click(qtbot, button) -> None:
    qtbot.waitUntil(button.isVisible)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_linking_and_undoing_by_keyboard(qtbot, page_of, send, settle, clock):
    before = send()
    clock.move(days=20)
    page = page_of(send().id)
    assert page.panels.tab("known").text().endswith("1")
    panel = page.panels.panel
    (card,) = panel.cards
    assert "same date of birth" in words_on(card)
    assert before.reference in words_on(card)
    assert panel.first_focus() is card.buttons["same_child"]
    assert before.reference in card.buttons["sibling"].accessibleName()
    assert_usable(qtbot, panel)
    card.buttons["same_child"].setFocus()
    qtbot.keyClick(card.buttons["same_child"], Qt.Key.Key_Return)
    settle()
    qtbot.waitUntil(lambda: bool(page.panels.panel.cards and page.panels.panel.cards[0].linked))
    assert not page.panels.tab("known").text().endswith("1")
    (card,) = page.panels.panel.cards
    assert "Linked: same child" in words_on(card)
    click(qtbot, card.undo)
    qtbot.keyClick(card.because, Qt.Key.Key_Return)
    assert "Say why" in words_on(card)
    qtbot.keyClicks(card.because, "Two children of the same name")
    qtbot.keyClick(card.because, Qt.Key.Key_Return)
    settle()
    qtbot.waitUntil(lambda: bool(page.panels.panel.cards) and page.panels.panel.cards[0].linked is None)


def test_a_brother_is_offered_as_one_first(page_of, send):
    send("Casper", "2014-07-19")
    (card,) = page_of(send().id).panels.panel.cards
    assert next(iter(card.buttons)) == "sibling"
    assert "may be a brother or sister" in words_on(card)
    assert "another date of birth" in words_on(card)


def test_nobody_found_is_no_proof(page_of, send):
    panel = page_of(send().id).panels.panel
    assert panel.cards == []
    assert "Not found" in words_on(panel)
    assert "no proof" in words_on(panel)


def test_earlier_enquiries_stand_below_with_what_came_of_them(qtbot, page_of, send, clock):
    old = send()
    clock.move(days=400)
    newer = send()
    clock.move(days=10)
    panel = page_of(send().id).panels.panel
    assert [each.enquiry.id for each in panel.known.earlier] == [newer.id, old.id]
    qtbot.waitUntil(lambda: "1 enquiry in the twelve months" in words_on(panel))
    assert "Nothing decided yet" in words_on(panel)


def test_somebody_else_is_said_with_a_reason_and_the_other_enquiry_opened(
    qtbot, page_of, window_of, send, settle, clock
):
    before = send()
    clock.move(days=20)
    page = page_of(send().id)
    (card,) = page.panels.panel.cards
    click(qtbot, card.not_same)
    qtbot.keyClick(card.because, Qt.Key.Key_Return)
    assert "Say why" in words_on(card)
    qtbot.keyClicks(card.because, "Cousins of one name")
    qtbot.keyClick(card.because, Qt.Key.Key_Return)
    settle()
    qtbot.waitUntil(lambda: bool(page.panels.panel.cards) and page.panels.panel.cards[0].candidate.apart is not None)
    assert page.panels.tab("known").text() == "Known?"
    (card,) = page.panels.panel.cards
    assert "Cousins of one name" in words_on(card)
    click(qtbot, card.put_back)
    settle()
    qtbot.waitUntil(lambda: bool(page.panels.panel.cards) and page.panels.panel.cards[0].candidate.apart is None)
    window = page.window()
    click(qtbot, page.panels.panel.cards[0].opening)
    settle()
    qtbot.waitUntil(lambda: window.findChildren(type(page))[-1].enquiry_id == before.id)
