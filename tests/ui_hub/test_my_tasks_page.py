"""My tasks: what waits for me in any enquiry; Enter opens it at the right panel, and there is a way back."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from enquiry_app.enquiry.hub_records import Task
from tests.ui.screen_walking import assert_usable
from ui.hub.case_page import CasePage
from ui.hub.my_tasks_page import MyTasksPage
from ui.widgets.row_button import RowButton

FRIDAY = dt.datetime(2026, 11, 27, 17, tzinfo=dt.UTC)
ABOUT = "We see the child's needs at a different level: cold and hungry every Monday."


@pytest.fixture
def enquiry(sent):
    return sent("two-children")


@pytest.fixture
def place(qtbot, application_as, window_of, settle):
    """The window of somebody at their tasks, from the side bar."""

    def go(who: str = "manager", width: int = 1440, height: int = 900):
        window = window_of(application_as(who), width, height)
        qtbot.mouseClick(window.rail.button("tasks"), Qt.MouseButton.LeftButton)
        settle()
        assert isinstance(window.page, MyTasksPage)
        return window

    return go


@pytest.fixture
def filled(application_as, enquiry, people, clock):
    """An action, a follow-up that is due, a review and a disagreement, for the manager."""
    manager = application_as("manager")
    manager.tasks.add(enquiry.id, "Ring the school nurse", "", people["manager"].id, FRIDAY)
    with manager.store.write() as work:
        for key, kind, words in (
            ("f", "follow_up", "Is the child safer?"),
            ("r", "repeat_review", "Third enquiry in May"),
        ):
            work.add_hub_record(
                Task(key, 1, enquiry.id, kind, "", "open", clock.now(), "", due_at=clock.now(), what=words)
            )
        work.commit()
    application_as("teacher").disagreements.raise_(enquiry.id, "threshold", ABOUT)


def titles(page) -> list[str]:
    return [row.title.whole_text() for row in page.rows]


def test_an_empty_list_says_so(qtbot, place):
    window = place("worker")
    assert window.page.rows == []
    assert "Nothing waits for you here" in window.page.summary.text()
    assert_usable(qtbot, window)


@pytest.mark.parametrize("size", [(1024, 700), (1440, 900)])
def test_everything_that_waits_for_a_manager(qtbot, place, filled, size):
    window = place("manager", *size)
    assert titles(window.page) == [
        "Ring the school nurse", "Follow-up: is the child safer?", "Disagreement, stage 1: The level of need",
        "Third enquiry in May",
    ]  # fmt: skip
    assert window.page.summary.text() == "4 things to see to, 2 overdue."
    assert "4 working days left" in window.page.rows[0].accessibleName()
    assert_usable(qtbot, window)


def test_a_worker_sees_their_own_and_what_is_nobodys(place, filled):
    assert titles(place("worker").page) == ["Follow-up: is the child safer?"]


@pytest.mark.parametrize(("row", "panel"), [(0, "Tasks"), (1, "Tasks"), (2, "Disagreements")])
def test_enter_opens_the_enquiry_at_its_panel_and_there_is_a_way_back(qtbot, place, filled, settle, row, panel):
    window = place()
    page = window.page
    page.rows[row].setFocus()
    qtbot.keyClick(page.rows[row], Qt.Key.Key_Return)
    settle()
    assert isinstance(window.page, CasePage)
    assert window.page.panels.panel.title == panel
    qtbot.mouseClick(window.page.back, Qt.MouseButton.LeftButton)
    settle()
    assert window.page is page


def test_what_was_done_meanwhile_is_gone_after_coming_back(qtbot, place, filled, settle, application_as, enquiry):
    window = place()
    page = window.page
    qtbot.keyClick(page.rows[0], Qt.Key.Key_Return)
    settle()
    manager = application_as("manager")
    task = next(each for each in manager.tasks.of(enquiry.id) if each.kind == "action")
    manager.tasks.done(task.id, "She rings back at two", "", "", task.version)
    qtbot.mouseClick(window.page.back, Qt.MouseButton.LeftButton)
    settle()
    qtbot.waitUntil(lambda: "Ring the school nurse" not in titles(page))


def test_looking_again_leaves_the_person_where_they_are(qtbot, place, filled, settle):
    window = place()
    qtbot.keyClick(window.page.rows[0], Qt.Key.Key_Return)
    settle()
    case = window.page
    window.activateWindow()
    case.panels.panel.more.open_up()
    case.panels.panel.cards[0].change.setFocus()
    name = case.panels.panel.cards[0].change.accessibleName()
    before = case.panels.panel
    case.refresh()
    settle()
    assert case.panels.panel is not before
    assert case.panels.panel.more.button.isChecked()
    assert window.focusWidget().accessibleName() == name


def test_a_manager_finds_the_numbers_of_a_year_and_a_worker_does_not(qtbot, place, filled, settle):
    assert place("worker").page.themes is None
    page = place().page
    assert page.themes.button.text() == "Disagreements in the last twelve months: 1"
    page.themes.open_up()
    page.refresh()
    settle()
    assert page.themes.button.isChecked()
    words = " ".join(label.text() for label in page.themes.findChildren(QLabel))
    assert words == "What about: The level of need 1. How far they went: stage 1: 1. Not settled: 1."


def test_a_manager_finds_what_was_lowered_below_a_sign_of_harm_and_opens_it(qtbot, place, application_as, sent, settle):
    enquiry = sent("urgent")
    manager = application_as("manager")
    with manager.store.write() as work:
        now = work.enquiry(enquiry.id)
        work.change_enquiry(now.id, version=now.version, at=now.updated_at, flags=("protection",), level="3")
        work.commit()
    assert place("worker").page.lowered is None
    window = place()
    page = window.page
    assert page.lowered.button.text() == "Level below a sign of significant harm, in the last twelve months: 1"
    qtbot.mouseClick(page.lowered.button, Qt.MouseButton.LeftButton)
    row = page.lowered.findChild(RowButton)
    assert row.title.whole_text() == "The referrer chose Level 3"
    assert_usable(qtbot, window)
    row.setFocus()
    qtbot.keyClick(row, Qt.Key.Key_Return)
    settle()
    assert window.page.panels.panel.title == "Decision"
