"""Check answers, what is not sent, the urgent path, and every screen as a screen reader meets it."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest

from enquiry_app.definitions.load_form import load_form
from scripts.acting import Writer
from tests.form_screens import CHILD
from tests.ui.screen_walking import clipped, too_small, unnamed
from ui.form.review_page import ReviewPage
from ui.form.route import FINISHED, LIST, SUGGESTION, Stop, stops_of
from ui.form.section_page import SectionPage
from ui.form.urgent_page import UrgentPage
from ui.home.sent_page import SentPage


def review(writer: Writer) -> None:
    writer.form.show_review()
    writer.wait_until(lambda: writer.screen.complete)


def test_change_opens_the_question_and_continue_comes_back(at_stop):
    writer = at_stop("worry")
    review(writer)
    change = [b for b in writer.see(type(writer.screen.send_button)) if b.accessibleName() == "Change Given names"]
    assert change
    writer.click(change[0])
    writer.settle()
    assert isinstance(writer.screen, SectionPage)
    assert writer.row("child_given_names").field.field.line.hasFocus()
    writer.answer("child_given_names", "Tamsin May")
    writer.go_on()
    assert isinstance(writer.screen, ReviewPage)
    writer.wait_until(lambda: writer.screen.complete)
    assert "Tamsin May" in writer.read()


def test_answers_that_another_answer_hides_are_listed_as_not_sent(at_stop, family):
    answers = family.with_answer("danger_what", (), "He has a knife").with_answer("danger_now", (), "no")
    writer = at_stop("worry", answers=answers)
    review(writer)
    name = writer.form.editor.form.question("danger_what").name
    words = writer.read()
    assert "Not sent" in words
    assert name in words.split("do not go to the Hub:")[1].splitlines()[0]
    assert "He has a knife" not in words


def test_what_blocks_is_pointed_out_and_nothing_is_sent(at_stop):
    writer = at_stop("worry")
    review(writer)
    writer.press("Create referral to the Hub", writer.screen)
    assert isinstance(writer.screen, ReviewPage)
    assert writer.screen.summary.isVisible()


def test_urgent_goes_with_the_least(at_stop, teacher):
    writer = at_stop("worry")
    writer.form.show_urgent()
    writer.settle()
    assert isinstance(writer.screen, UrgentPage)
    assert "999" in writer.read()
    writer.answer("worry", "He hit her and said that he would come back tonight.")
    writer.answer("referrer_phone", "01803 000111")
    writer.press("Send to the Hub now", writer.screen)
    writer.wait_until(lambda: isinstance(writer.screen, SentPage), "It was not sent.")
    enquiry = writer.screen.enquiry
    assert enquiry.urgent
    assert enquiry.reference


def test_urgent_says_what_little_is_missing(at_stop):
    writer = at_stop("worry")
    writer.form.show_urgent()
    writer.settle()
    writer.press("Send to the Hub now", writer.screen)
    writer.wait_until(lambda: writer.screen.summary.isVisible())
    assert isinstance(writer.screen, UrgentPage)


def test_the_form_can_be_filled_without_a_mouse(at_stop):
    writer = at_stop("danger")
    focused = writer.form.window().focusWidget
    seen = []
    for _ in range(12):
        seen.append(focused())
        QTest.keyClick(focused(), "\t")
    assert writer.screen.continue_button in seen
    assert any(writer.row("danger_now").isAncestorOf(each) for each in seen)


@pytest.mark.parametrize("section", [section.id for section in load_form().sections])
def test_every_screen_names_its_inputs_and_cuts_nothing(qtbot, at_stop, section):
    writer = at_stop("danger")
    editor = writer.form.editor
    known = editor.form.section(section)
    item = ""
    if known.collection:
        item = CHILD if known.collection == "children" else (
            next(iter(editor.answers.items_of(known.collection)), "") or editor.add_item(known.collection)
        )  # fmt: skip
    stops = [stop for stop in stops_of(editor, known, item) if stop.page not in (FINISHED, SUGGESTION)]
    if known.collection and section in ("children", "household", "professionals"):
        stops.append(Stop(section, "", LIST))
    assert stops
    for stop in stops:
        writer.form.show_stop(stop)
        writer.settle()
        qtbot.waitUntil(lambda: not clipped(writer.screen) and not too_small(writer.screen), timeout=5000)
        assert unnamed(writer.screen) == [], stop


@pytest.mark.parametrize("name", ["show_tasks", "show_review", "show_urgent"])
def test_the_screens_around_the_sections_name_their_inputs(qtbot, at_stop, name):
    writer = at_stop("danger")
    getattr(writer.form, name)()
    writer.settle()
    if isinstance(writer.screen, ReviewPage):
        writer.wait_until(lambda: writer.screen.complete)
    qtbot.waitUntil(lambda: not clipped(writer.screen) and not too_small(writer.screen), timeout=5000)
    assert unnamed(writer.screen) == []
