"""Retention on screen: what is due, holds, proposing, confirming by somebody else, the certificate."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from enquiry_app.enquiry.hub_records import LookUp
from tests.services.conftest import desks  # noqa: F401
from tests.services.test_writing_letters import decide
from ui.retention.reason_dialog import ReasonDialog
from ui.retention.review_card import ReviewCard
from ui.retention.review_page import ReviewPage
from ui.widgets.buttons import Button


@pytest.fixture
def old(application_as, desks, clock, sent):  # noqa: F811
    """Closed a long time ago."""
    enquiry = sent("two-children")
    worker, manager = desks("worker"), desks("manager")
    decide(worker, manager, enquiry.id, rating="red")
    letter = worker.letters.compose(enquiry.id)
    worker.letters.send(letter.id, "app", letter.version)
    worker.closing.close(enquiry.id, worker.version(enquiry.id))
    clock.move(days=365.25 * 40)
    return enquiry


@pytest.fixture
def page_of(qtbot, application_as, background, settle):
    def make(who: str) -> ReviewPage:
        made = ReviewPage(application_as(who), background)
        qtbot.addWidget(made)
        made.resize(1000, 640)
        made.show()
        settle()
        settle()
        return made

    return make


@pytest.fixture
def say(monkeypatch):
    """Answers every dialog that asks why."""

    def accept(dialog) -> int:
        dialog.box.setPlainText("Nothing has happened since.")
        dialog.line.setText("31 August 2070")
        assert dialog.problems() == []
        return 1

    monkeypatch.setattr(ReasonDialog, "exec", accept)


def words(page) -> str:
    return "\n".join(label.text() for label in page.findChildren(type(page.all_held._title)))


def press(page, what: str, settle) -> None:
    (card,) = page.findChildren(ReviewCard)
    card.asked.emit(what)
    settle()
    settle()


def offered(page) -> set[str]:
    (card,) = page.findChildren(ReviewCard)
    return {button.objectName() for button in card.findChildren(type(page.hold_all)) if button.objectName()}


def test_nothing_due_is_said(page_of) -> None:
    page = page_of("manager")
    assert not page.findChildren(ReviewCard)
    assert "Nothing is due." in words(page)
    assert "Nothing has been destroyed here." in words(page)


def test_one_proposes_another_confirms(page_of, settle, old, say, monkeypatch) -> None:
    first = page_of("manager")
    assert offered(first) == {"propose", "keep", "hold"}
    press(first, "propose", settle)
    assert offered(first) == {"decline", "hold"}, "not by the same person"
    second = page_of("second")
    assert "confirm" in offered(second)
    asked: list[str] = []
    monkeypatch.setattr(
        "ui.retention.review_page.ask", lambda _page, title, *_rest, **_more: asked.append(title) or True
    )
    press_confirm(second, settle)
    assert old.reference in asked[0]
    assert not second.findChildren(ReviewCard)
    assert f"{old.reference}, destroyed" in words(second)


def press_confirm(page, settle) -> None:
    press(page, "confirm", settle)


def test_a_hold_takes_the_other_ways_away_until_it_is_lifted(page_of, settle, old, say) -> None:
    page = page_of("manager")
    press(page, "hold", settle)
    assert offered(page) == {"keep"}
    assert "Nothing has happened since." in words(page)
    (item, name) = page._found.holds[0]
    page.lift(item, name)
    settle()
    settle()
    assert offered(page) == {"propose", "keep", "hold"}


def test_everything_on_hold_is_said_at_the_top(page_of, settle, old, say) -> None:
    page = page_of("manager")
    page.hold_all.click()
    settle()
    settle()
    assert not page.all_held.isHidden()
    assert page.hold_all.isHidden()
    page.lift_all.click()
    settle()
    settle()
    assert page.all_held.isHidden()


def test_kept_longer_it_leaves_the_list(page_of, settle, old, say) -> None:
    page = page_of("manager")
    press(page, "keep", settle)
    assert not page.findChildren(ReviewCard)


def test_the_administrator_sees_the_reference_only(page_of, old) -> None:
    page = page_of("admin")
    assert old.reference in words(page)
    assert old.title
    assert old.title not in words(page)
    assert offered(page) == set()


def test_a_reason_and_a_day_to_come_are_needed(qtbot, look, clock) -> None:
    dialog = ReasonDialog("Keep", "Keep it", "", clock.now().date(), until=True)
    qtbot.addWidget(dialog)
    assert len(dialog.problems()) == 2
    dialog.box.setPlainText("Because of the sister.")
    dialog.line.setText("1 January 2020")
    assert [row for _, row in dialog.problems()] == [dialog.until_row]
    dialog.line.setText("1 January 2030")
    assert dialog.problems() == []


def test_what_is_kept_for_a_time_is_removed_by_a_person(
    qtbot, page_of, application_as, settle, clock, store, monkeypatch
):
    from enquiry_app.services.case_listing import Asked

    application_as("teacher").case_list.look_up(Asked("Zebedee", "Quillfeather", "2015"), "considering_enquiry")
    clock.move(days=3000)
    monkeypatch.setattr("ui.retention.tidy_part.ask", lambda *_, **__: True)
    page = page_of("admin")
    (button,) = [each for each in page.findChildren(Button) if each.text() == "Remove 1…"]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    settle()
    settle()
    with store.read() as read:
        assert not read.hub_records(LookUp)
    assert "Last removed: 1 on" in words(page)
    assert "Quillfeather" not in words(page)
