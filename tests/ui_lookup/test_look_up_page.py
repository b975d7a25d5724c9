"""Looking a child up, as a lead, a teacher, a checker and the Hub do it: typing, choosing, pressing Enter."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from tests.fixtures_case_list import TODAY
from tests.ui.screen_walking import assert_usable


@pytest.fixture
def look_up(application_as, window_of, settle):
    """The window of somebody, at the look-up page."""

    def make(who: str):
        window = window_of(application_as(who))
        window.rail.findChild(type(window.lock_button), "lookup").click()
        settle()
        return window

    return make


def ask(qtbot, page, settle, given="Amira", family="Sorenson", birth="3/11/2019", purpose="contact_worker") -> None:
    for box, text in ((page.given_names, given), (page.family_name, family), (page.birth, birth)):
        box.setFocus()
        box.selectAll()
        qtbot.keyClicks(box, text)
    qtbot.mouseClick(page.purpose.button(purpose), Qt.MouseButton.LeftButton)
    page.birth.setFocus()
    qtbot.keyClick(page.birth, Qt.Key.Key_Return)
    settle()


def test_a_lead_is_told_known_with_worker_and_date(qtbot, look_up, imported, settle) -> None:
    imported(as_of=dt.date(2026, 11, 3))
    page = look_up("lead").page
    assert page.focusWidget() is page.given_names
    ask(qtbot, page, settle)
    words = page.answer.words()
    assert "Known to children’s social care" in words
    assert "True on 3 November 2026; 20 days old" in words
    assert "Dilys Wren" in words
    assert "01632 960111" in words
    assert page.focusWidget() is page.answer
    assert page.answer.accessibleName() == "Answer: Known to children’s social care"
    assert "Dilys Wren" in page.answer.accessibleDescription()
    assert_usable(qtbot, page)


def test_a_teacher_is_told_known_and_no_more(qtbot, look_up, imported, settle) -> None:
    imported()
    page = look_up("teacher").page
    ask(qtbot, page, settle)
    assert "Known to children’s social care" in page.answer.words()
    assert "Dilys Wren" not in page.answer.words()
    assert "Bay Team" not in page.answer.words()


@pytest.mark.parametrize(
    ("given", "family", "birth", "words"),
    [
        ("Noel", "Quist", "24 12 2012", "That is no reason not to make an enquiry"),
        ("Amyra", "Sorensen", "3 Nov 2019", "similar, but not clearly the same"),
        ("Amira", "Sorenson", "2019", "similar, but not clearly the same"),
    ],
)
def test_the_other_answers_say_what_to_do(qtbot, look_up, imported, settle, given, family, birth, words) -> None:
    imported()
    page = look_up("checker").page
    ask(qtbot, page, settle, given, family, birth)
    assert words in page.answer.words()
    assert "01803 208100" in page.answer.words()


def test_what_is_missing_is_said_beside_each_field_and_nothing_is_recorded(qtbot, look_up, imported, settle) -> None:
    imported()
    window = look_up("lead")
    page = window.page
    qtbot.mouseClick(page.go_on, Qt.MouseButton.LeftButton)
    assert page.given_row.problem == "Enter given names"
    assert page.family_row.problem == "Enter the family name"
    assert page.birth_row.problem.startswith("Enter the date of birth")
    assert page.purpose_row.problem == "Choose what you need to know this for"
    assert page.focusWidget() is page.given_names
    ask(qtbot, page, settle, birth="the third")
    assert page.birth_row.problem == "Enter a date, for example 3 11 2019"
    ask(qtbot, page, settle, purpose="other")
    assert page.words_row.problem == "Write what you need to know this for"
    assert not page.answer.isVisible()
    with window.application.store.read() as read:
        assert not [event for event in read.events() if event.tag == "look_up:answered"]


def test_an_answer_never_stands_beside_another_name(qtbot, look_up, imported, settle) -> None:
    imported()
    page = look_up("lead").page
    ask(qtbot, page, settle)
    assert page.answer.isVisible()
    qtbot.keyClicks(page.given_names, "x")
    assert not page.answer.isVisible()
    ask(qtbot, page, settle)
    qtbot.mouseClick(page.another, Qt.MouseButton.LeftButton)
    assert page.given_names.text() == page.birth.text() == ""
    assert page.purpose.code == "contact_worker"
    assert page.focusWidget() is page.given_names
    assert not page.answer.isVisible()


def test_no_list_and_an_old_list_are_said_before_anybody_asks(qtbot, look_up, imported, settle) -> None:
    page = look_up("lead").page
    assert page.stale.accessibleName() == "There is no list yet"
    imported(as_of=TODAY - dt.timedelta(days=31))
    page.refresh()
    settle()
    assert page.stale.isVisible()
    assert "31 days old" in page.stale.accessibleDescription()
    ask(qtbot, page, settle, "Noel", "Quist", "24 12 2012")
    assert "too old to say" in page.answer.words()
    ask(qtbot, page, settle)
    assert "The worker may have changed since" in page.answer.words()


def test_the_whole_page_is_reached_by_tab(qtbot, look_up, imported) -> None:
    imported()
    page = look_up("lead").page
    reached = []
    for _ in range(12):
        reached.append(page.focusWidget())
        QTest.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
    for field in (page.given_names, page.family_name, page.birth, page.words, page.visibility):
        assert field in reached


@pytest.mark.parametrize(("who", "has"), [("teacher", True), ("checker", True), ("manager", True), ("admin", False)])
def test_who_finds_the_page_where(look_up, imported, who, has) -> None:
    page = look_up(who).page
    assert (type(page).__name__ == "LookUpPage") == has
    if not has:
        assert type(page).__name__ == "VisibilityPage"


def test_anybody_may_read_who_sees_what_from_here(qtbot, look_up, imported, settle) -> None:
    imported()
    window = look_up("teacher")
    qtbot.mouseClick(window.page.visibility, Qt.MouseButton.LeftButton)
    settle()
    page = window.page
    assert page.table.boxes == {}
    assert not page.choose_file.isVisible()
    assert not page.save_table.isVisible()
    assert not page.show_look_ups.isVisible()
    assert page.save_pdf.isVisible()
    assert_usable(qtbot, page)


def test_an_enquiry_begins_with_what_was_typed(qtbot, look_up, imported, settle) -> None:
    imported()
    window = look_up("teacher")
    page = window.page
    assert not page.start.isVisible()
    ask(qtbot, page, settle, "Noel", "Quist", "24 12 2012")
    qtbot.mouseClick(page.start, Qt.MouseButton.LeftButton)
    settle()
    begun = window.page
    assert type(begun).__name__ == "StartPage"
    assert (begun.given_names.text(), begun.family_name.text(), begun.birth_date.text()) == (
        "Noel",
        "Quist",
        "24 12 2012",
    )


def test_the_hub_is_offered_no_enquiry_of_its_own(qtbot, look_up, imported, settle) -> None:
    imported()
    page = look_up("worker").page
    ask(qtbot, page, settle)
    assert page.answer.isVisible()
    assert not page.start.isVisible()


@pytest.mark.parametrize(
    ("who", "looking", "listing"), [("teacher", True, False), ("manager", True, True), ("admin", False, True)]
)
def test_help_says_what_concerns_this_person(qtbot, application_as, window_of, settle, who, looking, listing) -> None:
    window = window_of(application_as(who))
    window.navigator.go("help")
    settle()
    words = "\n".join(label.text() for label in window.page.findChildren(QLabel))
    assert ("All doubt becomes “ask the Hub”" in words) == looking
    assert ("Delete the exported file afterwards" in words) == listing
    assert_usable(qtbot, window.page)
