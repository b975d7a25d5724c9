"""Words typed and not sent: they outlive the lock, belong to their writer, and closing the app asks before losing them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from enquiry_app.services.ports import NewPerson
from tests.ui.test_session import OWN, PASSWORD, choose_own, come_new, enter, rest, session  # noqa: F401
from ui import unsent_words
from ui.checks.asked_page import AskedPage
from ui.sign_in.sign_in_page import SignInPage


@pytest.fixture
def officer(application_as, agencies):
    """Somebody of the police with a password."""
    application_as("admin").accounts.add_person(
        NewPerson("robin.dale", "Robin Dale", "Officer", "checking_agency", PASSWORD, agency_id=agencies["police"].id)
    )
    return "robin.dale"


@pytest.fixture
def answering(qtbot, session, officer, asked, monkeypatch):  # noqa: F811
    """The officer's session with half an answer typed. A window left open at the end of a test asks nobody."""
    monkeypatch.setattr("ui.session.ask", lambda *_, **__: True)
    session.start()
    come_new(qtbot, session, officer)
    choose_own(qtbot, session)
    open_first(qtbot, session)
    qtbot.keyClicks(session.main.page.view.form.box, "Half an answer")
    return session


def open_first(qtbot, session) -> None:  # noqa: F811
    assert isinstance(session.main.page, AskedPage)
    qtbot.waitUntil(lambda: bool(session.main.page.rows))
    session.main.page.rows[0].click()
    qtbot.waitUntil(lambda: session.main.page.view is not None)


def test_the_lock_covers_at_once_and_gives_the_words_back(qtbot, answering, officer):
    qtbot.keyClick(answering.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: isinstance(answering.window.centralWidget(), SignInPage))
    enter(qtbot, answering, officer, OWN)
    rest(qtbot, answering)
    open_first(qtbot, answering)
    assert answering.main.page.view.form.box.toPlainText() == "Half an answer"


def test_closing_asks_before_words_are_lost(qtbot, answering, monkeypatch):
    said, answers = [], [False, True]
    monkeypatch.setattr("ui.session.ask", lambda _parent, title, *_, **__: said.append(title) or answers[len(said) - 1])
    answering.window.close()
    assert said == ["You have typed something that is not sent"]
    assert answering.window.isVisible()
    assert answering.main.page.view.form.box.toPlainText() == "Half an answer"
    with qtbot.waitSignal(answering.ended):
        answering.window.close()
    assert not unsent_words.are_there()


def test_closing_with_nothing_typed_asks_nothing(qtbot, answering, monkeypatch):
    monkeypatch.setattr("ui.session.ask", lambda *_, **__: pytest.fail("nothing is unsent"))
    answering.main.page.view.form.box.setPlainText("")
    with qtbot.waitSignal(answering.ended):
        answering.window.close()


def test_words_are_kept_by_person_and_place(application_as):
    officer, worker = application_as("checker"), application_as("worker")
    unsent_words.keep(officer, "check:1", {"answer": "Known"})
    assert unsent_words.given_back(officer, "check:1") == {"answer": "Known"}
    assert unsent_words.given_back(officer, "check:2") == {}
    assert unsent_words.given_back(worker, "check:1") == {}
    unsent_words.keep(officer, "check:1", {"answer": "", "nothing": False})
    assert not unsent_words.are_there()
