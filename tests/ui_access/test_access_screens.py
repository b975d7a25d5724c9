"""Who may open one enquiry, and who may do what, by mouse and keyboard in the real window."""

from __future__ import annotations

import dataclasses
import os

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from enquiry_app.errors import NotAllowed
from ui.access.access_page import AccessPage
from ui.access.roles_page import RolesPage
from ui.access.standing_page import StandingPage

WHY = "They are cousins of mine"


def shot(widget, name: str) -> None:
    """A picture for those who want to look, where they say so."""
    if folder := os.environ.get("ENQUIRY_APP_PICTURES"):
        for _ in range(20):
            QApplication.processEvents()
        widget.grab().save(f"{folder}/{name}.png")


@pytest.fixture
def in_dialog(qtbot):
    """Fills the next dialog by a function and presses its button."""

    def later(act) -> None:
        def run():
            dialog = QApplication.activeModalWidget()
            if dialog is None:
                QTimer.singleShot(20, run)
                return
            try:
                act(dialog)
                qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
            finally:
                if dialog.isVisible():
                    dialog.reject()

        QTimer.singleShot(0, run)

    return later


@pytest.fixture
def access_of(application_as, window_of, settle):
    def make(who: str, enquiry_id: str):
        window = window_of(application_as(who))
        window.navigator.open_access(enquiry_id)
        settle()
        assert isinstance(window.page, AccessPage)
        return window

    return make


def test_a_worker_closes_an_enquiry_to_themselves_and_is_back_at_the_queue(
    qtbot, sent, access_of, in_dialog, settle, application_as
) -> None:
    enquiry = sent()
    window = access_of("worker", enquiry.id)
    page = window.page
    assert page.restrict.isHidden()
    shot(window, "access-worker")
    in_dialog(lambda dialog: qtbot.keyClicks(dialog.box, WHY))
    qtbot.mouseClick(page.know, Qt.MouseButton.LeftButton)
    settle()
    assert not isinstance(window.page, AccessPage)
    shot(window, "queue-closed-row")
    with pytest.raises(NotAllowed):
        application_as("worker").cases.open(enquiry.id)
    window.navigator.open_received(enquiry.id)
    settle()
    shot(window, "case-closed")
    assert "know this family" in window.page.problem.accessibleName() or window.page.problem.isVisible()


def test_a_manager_lifts_a_conflict_from_the_list(qtbot, sent, access_of, in_dialog, settle, application_as) -> None:
    enquiry = sent()
    application_as("worker").guarding.declare_conflict(enquiry.id, WHY)
    window = access_of("manager", enquiry.id)
    shot(window, "access-manager")
    qtbot.mouseClick(window.page.every, Qt.MouseButton.LeftButton)
    settle()
    assert isinstance(window.page, StandingPage)
    shot(window, "standing")
    window.page.access_requested.emit(enquiry.id)
    settle()
    page = window.page
    in_dialog(lambda dialog: qtbot.keyClicks(dialog.box, "Another family"))
    lift = next(b for b in page.findChildren(type(page.every)) if "no conflict" in b.accessibleName())
    qtbot.mouseClick(lift, Qt.MouseButton.LeftButton)
    settle()
    assert application_as("worker").cases.open(enquiry.id)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_manager_makes_it_confidential_and_names_people(
    qtbot, sent, access_of, in_dialog, settle, people, application_as, look, theme, store
) -> None:
    look.choose(theme, "standard")
    with store.write() as work:
        long = dataclasses.replace(people["worker"], display_name="Wilhelmina Featherstonehaugh-Cholmondeley " * 2)
        work.put_person(long)
        work.commit()
    enquiry = sent()
    window = access_of("manager", enquiry.id)
    page = window.page

    def act(dialog) -> None:
        dialog.people.boxes[people["worker"].id].setChecked(True)
        dialog.about.boxes[people["second"].id].setChecked(True)
        qtbot.keyClicks(dialog.box, "An allegation was made")
        shot(dialog, f"confidential-dialog-{theme}")

    in_dialog(act)
    qtbot.mouseClick(page.hide_it, Qt.MouseButton.LeftButton)
    settle()
    shot(window, f"access-confidential-{theme}")
    assert "Manager One" in page.open_to.text()
    assert "Second One" in page.because.text()
    assert not application_as("second").queue.page().rows
    assert application_as("worker").queue.page().rows


@pytest.mark.parametrize(("theme", "who"), [("light", "worker"), ("dark", "admin")])
def test_the_table_of_roles_shows_ones_own_first_and_any_other(
    qtbot, application_as, window_of, settle, look, theme, who
) -> None:
    look.choose(theme, "standard")
    window = window_of(application_as(who))
    window.navigator.go("help")
    settle()
    qtbot.mouseClick(window.page.roles, Qt.MouseButton.LeftButton)
    settle()
    page = window.page
    assert isinstance(page, RolesPage)
    assert page.role.currentData() == {"worker": "hub_worker", "admin": "administrator"}[who]
    shot(window, f"roles-{theme}")
    page.role.setCurrentIndex(page.role.findData("hub_manager"))
    settle()
    shot(window, f"roles-manager-{theme}")


def test_the_same_family_name_is_asked_about_before_it_opens(
    qtbot, sent, application_as, window_of, settle, store, people
) -> None:
    enquiry = sent()
    with store.read() as read:
        surname = next(each.family_name for each in read.indexed_people(enquiry.id) if each.family_name)
    with store.write() as work:
        work.put_person(dataclasses.replace(people["worker"], display_name=f"Jo {surname}"))
        work.commit()
        people = {**people, "worker": work.person(people["worker"].id)}
    application = application_as("worker")
    application._seat_person(people["worker"])
    window = window_of(application)
    window.navigator.open_received(enquiry.id)
    settle()
    page = window.page
    shot(window, "ties")
    assert page.case is None
    qtbot.waitUntil(page.ties.isVisible)
    qtbot.mouseClick(page.ties.no, Qt.MouseButton.LeftButton)
    settle()
    assert page.case is not None
    window.navigator.open_received(enquiry.id)
    settle()
    assert window.page.case is not None


def test_somebody_disabled_is_back_at_the_sign_in_at_their_next_step(
    qtbot, application_as, background, settle, store, people, look, profile
) -> None:
    from ui.doors import Doors
    from ui.session import Session

    doors = Doors(
        profile.folder, lambda: True, profile.user_names, lambda *_: None, lambda _: None, lambda: None,
        lambda *_: None, lambda: None,
    )  # fmt: skip
    session = Session(doors, look, background)
    qtbot.addWidget(session.window)
    session.window.show()
    session.enter(application_as("worker"))
    settle()
    with store.write() as work:
        work.put_person(dataclasses.replace(people["worker"], active=False))
        work.commit()
    session.main.navigator.go("queue")
    settle()
    assert session.application is None
    page = session.window.centralWidget()
    shot(session.window, "ended")
    assert not page.refused.isHidden()


def test_the_people_page_moves_somebody_to_another_role(
    qtbot, application_as, window_of, settle, in_dialog, people, store
) -> None:
    window = window_of(application_as("admin"))
    window.navigator.go("people")
    settle()
    page = window.page
    shot(window, "people")

    def act(dialog) -> None:
        dialog.role.setCurrentIndex(dialog.role.findData("hub_manager"))
        shot(dialog, "change-person")

    in_dialog(act)
    button = next(b for b in page.findChildren(type(page.roles)) if b.accessibleName() == "Change: Worker One")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    settle()
    with store.read() as read:
        assert read.person(people["worker"].id).role == "hub_manager"


def test_a_draft_is_made_confidential_before_it_is_sent(
    qtbot, application_as, example_answers, window_of, settle, in_dialog
) -> None:
    teacher = application_as("teacher")
    draft = teacher.drafting.start(example_answers("two-children")).enquiry
    window = window_of(teacher)
    window.navigator.open_draft(draft.id)
    settle()
    window.page.access_requested.emit(draft.id)
    settle()
    page = window.page
    assert isinstance(page, AccessPage)
    in_dialog(lambda dialog: qtbot.keyClicks(dialog.box, "It is about a colleague"))
    qtbot.mouseClick(page.hide_it, Qt.MouseButton.LeftButton)
    settle()
    assert "Teacher One" in page.open_to.text()
    assert not application_as("lead").drafting.of_my_agency()
