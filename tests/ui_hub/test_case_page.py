"""The Hub's screen for one enquiry, by mouse and keyboard, on a real store."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from tests.ui.screen_walking import assert_usable
from ui.hub.case_page import CasePage


@pytest.fixture
def opened(qtbot, application_as, window_of, sent, settle):
    """The worker's window with the example enquiry opened from the queue."""

    def make(who: str = "worker", width: int = 1440, height: int = 900):
        enquiry = sent("two-children")
        window = window_of(application_as(who), width, height)
        window.page.table.row_opened.emit(enquiry.id)
        settle()
        assert isinstance(window.page, CasePage)
        return window

    return make


def click(qtbot, button) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_taking_and_rating_are_seen_at_once(qtbot, opened, settle):
    page = opened().page
    click(qtbot, page.take)
    settle()
    settle()
    assert page.take.text() == "Yours"
    triage = page.panels.panel
    click(qtbot, triage.rating.button("amber"))
    qtbot.keyClicks(triage.reason, "The children are safe with their aunt today")
    click(qtbot, triage.rate)
    settle()
    settle()
    assert page.panels.tab("triage").text() == "Triage  Amber"
    assert "Rated amber" in page.history.words
    assert page.case.enquiry.status == "in_triage"
    assert_usable(qtbot, page)


def test_a_refusal_stands_in_the_panel_and_keeps_what_was_typed(qtbot, opened, settle):
    page = opened().page
    triage = page.panels.panel
    triage.reason.setFocus()
    qtbot.keyClicks(triage.reason, "First thoughts")
    click(qtbot, triage.rate)
    settle()
    assert triage.problem.isVisible()
    assert page.panels.panel is triage
    assert triage.reason.toPlainText() == "First thoughts"


def test_the_later_of_two_is_told_and_loses_no_word(qtbot, opened, application_as, settle):
    page = opened().page
    manager = application_as("manager")
    triage = page.panels.panel
    qtbot.keyClicks(triage.reason, "Injury seen by the school nurse today")
    click(qtbot, triage.rating.button("red"))
    manager.triage.rate(page.enquiry_id, "green", "Nothing new since.", manager.queue.page().rows[0].enquiry.version)
    click(qtbot, triage.rate)
    settle()
    settle()
    assert "Somebody else saved first" in triage.problem.accessibleName()
    assert triage.reason.toPlainText() == "Injury seen by the school nurse today"
    click(qtbot, triage.rate)  # the newest is known now: saving again says red, with the reason
    settle()
    settle()
    assert page.case.enquiry.rating == "red"
    assert "had been green" in page.history.words


def test_reading_what_somebody_else_has(qtbot, opened, application_as, settle):
    window = opened()
    worker, manager = window.application, application_as("manager")
    manager.triage.take(window.page.enquiry_id)
    window.page.refresh()
    settle()
    assert window.page.take.text() == manager.person.display_name
    assert not window.page.take.isEnabled()
    assert worker.may("rate_enquiry")


def test_tabs_are_chosen_by_keys_and_keep_typed_words(qtbot, opened, settle):
    page = opened().page
    if len(page.panels.keys) < 2:
        pytest.fail("there should be more than one panel")
    triage = page.panels.panel
    qtbot.keyClicks(triage.reason, "Half a sentence")
    qtbot.keyClick(page, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert page.panels.panel is not triage
    page.refresh()
    settle()
    qtbot.keyClick(page, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert page.panels.panel.reason.toPlainText() == "Half a sentence"


@pytest.mark.parametrize("size", [(1024, 700), (1440, 900)])
def test_nothing_important_is_hidden(qtbot, opened, size):
    window = opened("worker", *size)
    page = window.page
    for widget in (page.heading, page.take, page.next, page.pdf, page.panels.tab("triage"), page.history):
        assert widget.isVisible()
        place = widget.mapTo(window, widget.rect().topLeft())
        assert 0 <= place.x() < size[0]
        assert 0 <= place.y() < size[1]
    assert_usable(qtbot, window)
