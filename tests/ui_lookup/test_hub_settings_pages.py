"""The Hub's numbers and hours in Settings: typed, saved, in force at once."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt

from enquiry_app.definitions.hub_definition import Contact, load_hub_of
from tests.ui.screen_walking import assert_usable


@pytest.fixture
def page_of(application_as, window_of, settle):
    """The page behind one of the two buttons in the administrator's settings."""

    def make(button: str):
        window = window_of(application_as("admin"))
        window.navigator.go("settings")
        settle()
        getattr(window.page, button).click()
        settle()
        return window, window.page

    return make


def type_into(qtbot, box, text: str) -> None:
    box.setFocus()
    box.selectAll()
    qtbot.keyClicks(box, text)


def stored_hub(application):
    with application.store.read() as read:
        return load_hub_of(read.store_info().settings)


@pytest.mark.parametrize("who", ["teacher", "lead", "worker", "manager", "checker"])
def test_only_the_administrator_finds_them_in_settings(application_as, window_of, settle, who) -> None:
    window = window_of(application_as(who))
    window.navigator.go("settings")
    settle()
    assert not hasattr(window.page, "hub_contacts")


def test_a_new_number_is_saved_by_enter_and_in_force_at_once(qtbot, page_of, settle) -> None:
    window, page = page_of("hub_contacts")
    assert_usable(qtbot, page)
    assert page.focusWidget() is page.box("hub", "phone")
    seat_before = window.application.seat
    type_into(qtbot, page.box("hub", "phone"), "01632 960500")
    qtbot.keyClick(page.box("hub", "phone"), Qt.Key.Key_Return)
    settle()
    assert page.outcome.accessibleName() == "Saved"
    assert stored_hub(window.application).phone == "01632 960500"
    assert window.application.hub.phone == window.application.seat.hub.phone == "01632 960500"
    assert window.application.seat is not seat_before
    window.navigator.go("help")
    settle()
    assert "01632 960500" in "\n".join(
        each.accessibleName() for each in window.page.findChildren(type(page.outcome._text))
    )


def test_a_number_nobody_can_ring_is_marked_where_it_stands(qtbot, page_of, settle) -> None:
    window, page = page_of("hub_contacts")
    type_into(qtbot, page.box("out_of_hours", "phone"), "ask reception")
    qtbot.mouseClick(page.save, Qt.MouseButton.LeftButton)
    settle()
    assert page.outcome.kind == "danger"
    assert page.row_of("phone.out_of_hours").problem == "Enter a telephone number, for example 01632 960000."
    assert page.focusWidget() is page.box("out_of_hours", "phone")
    assert stored_hub(window.application).out_of_hours_phone == "0300 456 4876"
    assert page.edited


def test_hours_are_typed_as_people_write_them(qtbot, page_of, settle) -> None:
    window, page = page_of("hub_hours")
    assert_usable(qtbot, page)
    qtbot.mouseClick(page.days["saturday"].open, Qt.MouseButton.LeftButton)
    type_into(qtbot, page.days["saturday"].opens, "10")
    type_into(qtbot, page.days["saturday"].closes, "1pm")
    type_into(qtbot, page.days["monday"].opens, "8.30")
    qtbot.mouseClick(page.days["friday"].open, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(page.save, Qt.MouseButton.LeftButton)
    settle()
    hours = window.application.hub.hours
    assert hours == stored_hub(window.application).hours
    assert hours.days[5] == (dt.time(10), dt.time(13))
    assert hours.days[0] == (dt.time(8, 30), dt.time(17))
    assert 4 not in hours.days
    assert page.days["monday"].opens.text() == "08:30"


def test_closures_are_added_taken_out_and_saved(qtbot, page_of, settle) -> None:
    window, page = page_of("hub_hours")
    type_into(qtbot, page.closure_day, "24 Dec 2026")
    type_into(qtbot, page.closure_reason, "Training day")
    qtbot.keyClick(page.closure_reason, Qt.Key.Key_Return)
    assert page.closures == [(dt.date(2026, 12, 24), "Training day")]
    assert page.focusWidget() is page.closure_day
    qtbot.mouseClick(page.add_button, Qt.MouseButton.LeftButton)
    assert page._day_row.problem.startswith("Enter a day")
    type_into(qtbot, page.closure_day, "31/12/2026")
    type_into(qtbot, page.closure_reason, "Move")
    qtbot.mouseClick(page.save, Qt.MouseButton.LeftButton)  # a line typed and not added is not lost
    settle()
    assert dict(window.application.hub.hours.closures) == {
        dt.date(2026, 12, 24): "Training day", dt.date(2026, 12, 31): "Move",
    }  # fmt: skip
    take_out = next(
        each for each in page.findChildren(type(page.save)) if each.accessibleName() == "Take out 24 December 2026"
    )
    qtbot.mouseClick(take_out, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(page.save, Qt.MouseButton.LeftButton)
    settle()
    assert list(window.application.hub.hours.closures) == [dt.date(2026, 12, 31)]


@pytest.mark.parametrize(
    ("fill", "field", "words"),
    [
        (lambda page: page.days["monday"].opens.setText("18:00"), "days.monday", "the earlier first"),
        (lambda page: page.days["tuesday"].closes.setText("late"), "days.tuesday", "the earlier first"),
        (lambda page: page.cut_off.setText("teatime"), "cut_off", "Enter a time"),
        (lambda page: page.cut_off.setText("20:00"), "cut_off", "at which the Hub is open"),
    ],
)
def test_hours_that_cannot_be_are_marked_where_they_stand(qtbot, page_of, settle, fill, field, words) -> None:
    window, page = page_of("hub_hours")
    fill(page)
    qtbot.mouseClick(page.save, Qt.MouseButton.LeftButton)
    settle()
    assert words in page.row_of(field).problem
    assert "hub_hours" not in window.application.store_info.settings


def test_a_hub_that_is_never_open_is_refused_in_words(qtbot, page_of, settle) -> None:
    _, page = page_of("hub_hours")
    for line in page.days.values():
        line.open.setChecked(False)
    qtbot.mouseClick(page.save, Qt.MouseButton.LeftButton)
    settle()
    assert page.outcome.accessibleDescription() == "Choose at least one day on which the Hub is open."


def test_leaving_with_unsaved_changes_asks(qtbot, page_of, monkeypatch) -> None:
    window, page = page_of("hub_hours")
    assert page.flush() is True
    qtbot.mouseClick(page.days["sunday"].open, Qt.MouseButton.LeftButton)
    monkeypatch.setattr("ui.settings.hub_page.ask", lambda *_: False)
    window.close_page()
    assert window.page is page


def test_a_window_open_elsewhere_takes_the_new_number_at_its_next_step(application_as, window_of, settle) -> None:
    window = window_of(application_as("teacher"))
    assert "01803 208100" in window.danger_strip.text
    seat = window.application.seat
    window.navigator.go("help")
    settle()
    assert window.application.seat is seat, "nothing changed, nothing is built anew"
    hub = Contact("hub", "Safeguarding Hub", "01632 960500", "In opening hours")
    application_as("admin").hub_settings.set_contacts([hub])
    window.navigator.go("home")
    settle()
    assert "01632 960500" in window.danger_strip.text
    assert window.application.seat.hub.phone == "01632 960500"
