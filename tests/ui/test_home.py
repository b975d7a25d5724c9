"""Home, start and what follows, through the screen, on a real store."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from screen_walking import assert_usable

from ui.home.home_page import HomePage
from ui.home.sent_page import SentPage
from ui.home.start_page import StartPage


def click(qtbot, button: QWidget) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.fixture
def at_home(application_as, window_of):
    def arrive(who: str = "teacher"):
        return window_of(application_as(who))

    return arrive


def test_an_empty_home_says_how_to_begin(qtbot, at_home):
    window = at_home()
    assert isinstance(window.page, HomePage)
    assert window.page.empty.isVisible()
    assert_usable(qtbot, window)


def test_home_shows_drafts_and_what_the_hub_has(qtbot, at_home, application_as, sent, example_answers):
    application_as("teacher").drafting.start(example_answers("two-children"))
    enquiry = sent()
    window = at_home()
    page = window.page
    assert len(page.drafts.rows()) == 1
    assert len(page.with_hub.rows()) == 1
    assert page.with_hub.rows()[0].key == enquiry.id
    assert "answer due by 16:00 today; 4 h left" in page.with_hub.rows()[0].caption.whole_text().lower()
    assert "urgent" in page.with_hub.rows()[0].accessibleName()
    assert_usable(qtbot, window)


def test_searching_home_narrows_the_lists(qtbot, at_home, application_as, example_answers, settle):
    application_as("teacher").drafting.start(example_answers("two-children"))
    window = at_home()
    window.page.search.setFocus()
    qtbot.keyClicks(window.page.search, "zzzz")
    qtbot.keyClick(window.page.search, Qt.Key.Key_Return)
    settle()
    assert not window.page.drafts.rows()
    assert window.page._empty_title.text() == "Nothing found"
    window.page.search.clear()
    window.page.search.search_now()
    settle()
    assert len(window.page.drafts.rows()) == 1


def test_a_draft_is_deleted_and_brought_back(qtbot, at_home, application_as, example_answers, settle):
    application_as("teacher").drafting.start(example_answers("two-children"))
    window = at_home()
    page = window.page
    delete = next(b for b in page.drafts.findChildren(QWidget) if b.accessibleName().startswith("Delete the draft"))
    click(qtbot, delete)
    settle()
    qtbot.waitUntil(lambda: not page.drafts.rows())
    assert page.undo_bar.isVisible()
    click(qtbot, page.undo_bar.button)
    settle()
    qtbot.waitUntil(lambda: len(page.drafts.rows()) == 1)


def test_a_draft_is_really_gone_once_the_time_to_undo_is_over(
    qtbot, at_home, application_as, example_answers, settle, clock
):
    application = application_as("teacher")
    application.drafting.start(example_answers("two-children"))
    window = at_home()
    page = window.page
    delete = next(b for b in page.drafts.findChildren(QWidget) if b.accessibleName().startswith("Delete the draft"))
    click(qtbot, delete)
    settle()
    clock.move(seconds=11)
    page.undo_bar.over.emit()
    settle()
    assert application.drafting.mine() == ()


def test_somebody_new_is_asked_for_by_name_and_gets_a_draft(qtbot, at_home, settle):
    window = at_home()
    click(qtbot, window.page.start)
    page = window.page
    assert isinstance(page, StartPage)
    assert_usable(qtbot, window)
    click(qtbot, page.go_on)
    assert page.given_row.problem
    started = []
    page.draft_started.disconnect()
    page.draft_started.connect(started.append)
    qtbot.keyClicks(page.given_names, "Merryn")
    qtbot.keyClicks(page.family_name, "Pengelly")
    qtbot.keyClicks(page.birth_date, "3 11 2019")
    qtbot.keyClicks(page.postcode, "tq1 2ab")
    qtbot.keyClick(page.postcode, Qt.Key.Key_Return)
    settle()
    qtbot.waitUntil(lambda: bool(started))
    answers = started[0].answers
    (child,) = answers.items_of("children")
    assert answers.get("child_given_names", (child,)) == "Merryn"
    assert answers.get("child_birth_date", (child,)).iso == "2019-11-03"
    assert answers.get("child_address", (child,)).postcode == "TQ1 2AB"
    assert answers.get("child_born", (child,)) == "born"


def test_an_unborn_child_is_asked_for_by_due_date(qtbot, at_home, settle):
    window = at_home()
    window.navigator.go("new")
    page = window.page
    started = []
    page.draft_started.disconnect()
    page.draft_started.connect(started.append)
    page.unborn.setFocus()
    qtbot.keyClick(page.unborn, Qt.Key.Key_Space)
    assert page.birth_row.label.text().startswith("Due date")
    qtbot.keyClicks(page.birth_date, "14 2 2027")
    click(qtbot, page.go_on)
    settle()
    qtbot.waitUntil(lambda: bool(started))
    (child,) = started[0].answers.items_of("children")
    assert started[0].answers.get("child_due_date", (child,)).iso == "2027-02-14"


def test_one_child_does_not_get_two_enquiries_unnoticed(qtbot, at_home, sent, settle, example_answers):
    enquiry = sent()
    answers = example_answers("urgent")
    child = answers.items_of("children")[0]
    window = at_home()
    window.navigator.go("new")
    page = window.page
    started = []
    page.draft_started.disconnect()
    page.draft_started.connect(started.append)
    qtbot.keyClicks(page.given_names, answers.get("child_given_names", (child,)))
    qtbot.keyClicks(page.family_name, answers.get("child_family_name", (child,)))
    click(qtbot, page.go_on)
    settle()
    qtbot.waitUntil(page.similar.isVisible)
    assert not started
    assert [row.key for row in page.similar.rows()] == [enquiry.id]
    assert "family name" in page.similar.rows()[0].caption.whole_text()
    assert_usable(qtbot, window)
    click(qtbot, page.go_on_unnamed)
    settle()
    qtbot.waitUntil(lambda: bool(started))


def test_the_older_enquiry_about_the_same_child_can_be_opened_instead(qtbot, at_home, sent, settle, example_answers):
    sent()
    child = example_answers("urgent").items_of("children")[0]
    window = at_home()
    window.navigator.go("new")
    page = window.page
    qtbot.keyClicks(page.family_name, example_answers("urgent").get("child_family_name", (child,)))
    qtbot.keyClicks(page.given_names, example_answers("urgent").get("child_given_names", (child,)))
    click(qtbot, page.go_on)
    settle()
    qtbot.waitUntil(page.similar.isVisible)
    click(qtbot, page.similar.rows()[0])
    settle()
    qtbot.waitUntil(lambda: isinstance(window.page, SentPage))


def test_a_sent_enquiry_says_what_happens_next_and_by_when(qtbot, at_home, sent, settle):
    enquiry = sent()
    window = at_home()
    click(qtbot, window.page.with_hub.rows()[0])
    settle()
    qtbot.waitUntil(lambda: isinstance(window.page, SentPage) and window.page._next.isVisible())
    words = " ".join(label.text() for label in window.page.findChildren(QLabel))
    assert enquiry.reference in words
    assert "The Hub should answer by 16:00 today; 4 h left." in words
    assert "If you hear nothing" in words
    assert enquiry.title not in window.page.page_title
    assert_usable(qtbot, window)


def test_a_lead_sees_what_waits_and_signs_it_off(qtbot, application_as, window_of, example_answers, settle, people):
    teacher = application_as("teacher")
    draft = teacher.drafting.start(example_answers("two-children"))
    teacher.submitting.ask_sign_off(draft.enquiry.id, people["lead"].id)
    window = window_of(application_as("lead"))
    assert len(window.page.to_sign_off.rows()) == 1
    click(qtbot, window.page.to_sign_off.rows()[0])
    settle()
    qtbot.waitUntil(lambda: hasattr(window.page, "sign"))
    settle()
    page = window.page
    assert page.pdf.page_count > 0
    click(qtbot, page.give_back)
    assert page.comment_row.problem
    assert_usable(qtbot, window)
    qtbot.keyClicks(page.comment, "Good and clear.")
    click(qtbot, page.sign)
    settle()
    qtbot.waitUntil(lambda: isinstance(window.page, HomePage))
    (mine,) = teacher.drafting.mine()
    assert (mine.status, "signed_off" in mine.flags) == ("draft", True)


def test_the_author_can_take_back_what_waits_for_sign_off(
    qtbot, application_as, window_of, example_answers, settle, people
):
    teacher = application_as("teacher")
    draft = teacher.drafting.start(example_answers("two-children"))
    teacher.submitting.ask_sign_off(draft.enquiry.id, people["lead"].id)
    window = window_of(teacher)
    click(qtbot, window.page.drafts.rows()[0])
    settle()
    qtbot.waitUntil(lambda: hasattr(window.page, "take_back"))
    assert_usable(qtbot, window)
    page = window.page
    page.taken_back.disconnect()
    with qtbot.waitSignal(page.taken_back):
        click(qtbot, page.take_back)
        settle()
    assert teacher.drafting.mine()[0].status == "draft"
