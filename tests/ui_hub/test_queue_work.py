"""The queue as it is worked down: what waits, take the next, views kept, initials only, urgent arrivals announced."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QInputDialog

from tests.ui.screen_walking import assert_usable
from ui.hub.case_page import CasePage
from ui.hub.queue_model import ID_ROLE


@pytest.fixture
def at_the_queue(application_as, window_of):
    return lambda who="worker", **size: window_of(application_as(who), **size)


def click(qtbot, button) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def ids(page) -> list[str]:
    return [page.model.index(number, 0).data(ID_ROLE) for number in range(page.model.rowCount())]


def test_take_the_next_takes_the_most_urgent_and_opens_it(qtbot, at_the_queue, sent, settle, application_as):
    enquiry = sent()
    window = at_the_queue()
    click(qtbot, window.page.next_one)
    settle()
    settle()
    assert isinstance(window.page, CasePage)
    assert window.page.enquiry_id == enquiry.id
    assert window.page.take.text() == "Yours"


def test_mine_and_overdue_are_tabs_of_their_own(qtbot, at_the_queue, sent, settle, application_as, clock):
    first, second = sent(), sent("two-children")
    application_as("worker").triage.take(first.id)
    clock.move(days=4)
    page = at_the_queue().page
    assert page.tabs.button("mine").text() == "Mine  1"
    assert page.tabs.button("overdue").text() == "Overdue  2"
    click(qtbot, page.tabs.button("mine"))
    settle()
    assert ids(page) == [first.id]
    click(qtbot, page.tabs.button("overdue"))
    settle()
    assert set(ids(page)) == {first.id, second.id}
    assert_usable(qtbot, page)


def test_words_of_the_worry_and_numbers_are_found_as_one_types(qtbot, at_the_queue, sent, settle):
    enquiry = sent("two-children")
    page = at_the_queue().page
    page.search.setFocus()
    qtbot.keyClicks(page.search, "hungr")
    qtbot.waitUntil(lambda: not page.search._timer.isActive())
    settle()
    assert ids(page) == [enquiry.id]
    qtbot.keyClicks(page.search, "zzz")
    qtbot.waitUntil(lambda: not page.search._timer.isActive())
    settle()
    assert ids(page) == []


def test_a_view_is_kept_under_a_name_and_chosen_again(qtbot, at_the_queue, sent, settle, monkeypatch):
    sent()
    page = at_the_queue().page
    click(qtbot, page.tabs.button("new"))
    page.rating.setCurrentIndex(page.rating.findData("red"))
    settle()
    monkeypatch.setattr(QInputDialog, "getText", lambda *_: ("Red and new", True))
    page.views._ask()
    settle()
    settle()
    click(qtbot, page.tabs.button("open"))
    page.rating.setCurrentIndex(0)
    settle()
    action = next(each for each in page.views.menu_shown.actions() if each.text() == "Red and new")
    action.trigger()
    settle()
    assert page.tabs.key == "new"
    assert page.rating.currentData() == "red"


def test_initials_only_where_others_may_look_on(qtbot, at_the_queue, sent):
    enquiry = sent("two-children")
    page = at_the_queue().page
    child = next(
        place
        for place in range(page.model.columnCount())
        if page.model.headerData(place, Qt.Orientation.Horizontal) == "Child"
    )
    assert page.model.index(0, child).data() == enquiry.title
    click(qtbot, page.names)
    assert page.model.index(0, child).data() == enquiry.initials
    assert enquiry.title.split()[0] not in page.model.index(0, child).data(Qt.ItemDataRole.AccessibleTextRole)


def test_an_urgent_arrival_is_announced_and_opened_from_anywhere(qtbot, at_the_queue, sent, settle):
    window = at_the_queue()
    settle()
    assert not window.arrivals.bar.isVisible()
    window.navigator.go("settings")
    enquiry = sent()
    with qtbot.waitSignal(window.arrivals.arrived):
        window.arrivals.look()
    assert window.arrivals.bar.isVisible()
    assert enquiry.title.split()[0] not in window.arrivals.bar.accessibleName()
    click(qtbot, window.arrivals.open_button)
    settle()
    assert isinstance(window.page, CasePage)
    window.arrivals.look()
    settle()
    assert not window.arrivals.bar.isVisible()  # somebody has opened it


def test_a_sound_is_heard_only_where_it_was_chosen(qtbot, at_the_queue, sent, settle, monkeypatch):
    from PySide6.QtWidgets import QApplication

    heard = []
    monkeypatch.setattr(QApplication, "beep", lambda: heard.append("beep"))
    window = at_the_queue()
    settle()
    sent()
    with qtbot.waitSignal(window.arrivals.arrived):
        window.arrivals.look()
    assert not heard
    window.sound_chosen.connect(lambda on: setattr(window, "sound", on))
    window.navigator.go("settings")
    window.page.sound.setFocus()
    qtbot.keyClick(window.page.sound, Qt.Key.Key_Space)
    assert window.page.sound.isChecked()
    sent("two-children")
    with qtbot.waitSignal(window.arrivals.arrived):
        window.arrivals.look()
    assert heard == ["beep"]


def test_the_small_window_holds_it(qtbot, at_the_queue, sent):
    sent()
    window = at_the_queue(width=1024, height=700)
    assert window.minimumSizeHint().width() <= 1024
    assert_usable(qtbot, window)
