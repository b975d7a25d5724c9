"""From the closed app to the closed app: sign in, type, lock, unlock where one left off, close. Real keys, real store."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from enquiry_app.composition import Application
from enquiry_app.security.profile import Profile
from enquiry_app.services.ports import NewPerson
from ui.doors import Doors
from ui.first_run.first_run import FirstRun
from ui.idle import IdleWatch
from ui.people.people_page import PeoplePage
from ui.session import Session
from ui.sign_in.own_password_page import OwnPasswordPage
from ui.sign_in.sign_in_page import SignInPage

PASSWORD, OWN = "nine brown otters swim", "forty slow kettles hum"


@pytest.fixture
def teacher_with_password(application_as, agencies, store):
    application_as("admin").accounts.add_person(
        NewPerson("merryn.hale", "Merryn Hale", "Teacher", "practitioner", PASSWORD, agency_id=agencies["school"].id)
    )
    return "merryn.hale"


@pytest.fixture
def session(qtbot, look, profile, clock, tmp_path):
    from ui.background import Background

    def sign_in(user, password):
        unlocked = Profile(profile.folder, profile._config_folder).unlock(user, password, clock)
        made = Application(profile, unlocked.store, unlocked.person, unlocked.check_key, clock)
        made.take_back(unlocked.identity)
        return made

    doors = Doors(
        folder=profile.folder,
        exists=lambda: profile.exists,
        user_names=profile.user_names,
        sign_in=sign_in,
        create=lambda _: None,
        practice=lambda: None,
        recover=lambda *_: None,
        prepare=lambda: None,
    )
    made = Session(doors, look, Background())
    qtbot.addWidget(made.window)
    yield made
    if not made.window.may_close:
        if made.application is not None:
            made.main.close_all()
            made.application.close()
        made.background.close()
    made.idle.watch(False)


def enter(qtbot, session, user_name="ada.admin", password="seven quiet herons wait"):
    page = session.window.centralWidget()
    assert isinstance(page, SignInPage)
    page.people.setCurrentText(user_name)
    qtbot.keyClicks(page.password.box, password)
    qtbot.keyClick(page.password.box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: session.main is not None, timeout=60_000)
    rest(qtbot, session)


def rest(qtbot, session):
    qtbot.waitUntil(lambda: not session.background.busy, timeout=60_000)


def come_new(qtbot, session, user_name):
    """Sign in with a password that somebody else set."""
    page = session.window.centralWidget()
    page.people.setCurrentText(user_name)
    qtbot.keyClicks(page.password.box, PASSWORD)
    qtbot.keyClick(page.password.box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(session.window.centralWidget(), OwnPasswordPage), timeout=60_000)
    rest(qtbot, session)


def fill_own(qtbot, page, given=PASSWORD, own=OWN, again=OWN):
    for box, words in ((page.given, given), (page.passwords.first, own), (page.passwords.second, again)):
        box.clear()
        qtbot.keyClicks(box.box, words)
    qtbot.keyClick(page.passwords.second.box, Qt.Key.Key_Return)


def choose_own(qtbot, session):
    fill_own(qtbot, session.window.centralWidget())
    qtbot.waitUntil(lambda: session.main is not None, timeout=60_000)
    rest(qtbot, session)


def test_a_password_given_by_somebody_else_is_changed_before_anything_is_shown(qtbot, session, teacher_with_password):
    session.start()
    come_new(qtbot, session, teacher_with_password)
    page = session.window.centralWidget()
    assert (session.application, session.main) == (None, None)
    assert page.given.box.hasFocus()
    for wrong in (
        {"again": "another one altogether"},
        {"own": PASSWORD, "again": PASSWORD},
        {"own": "x", "again": "x"},
    ):
        fill_own(qtbot, page, **wrong)
        rest(qtbot, session)
        assert session.main is None, wrong
    assert page.failed.isHidden(), "too short is said beside the field"
    fill_own(qtbot, page, given="not the password at all")
    rest(qtbot, session)
    assert page.failed.isVisible()
    fill_own(qtbot, page)
    qtbot.waitUntil(lambda: session.main is not None, timeout=60_000)
    rest(qtbot, session)
    assert not session.application.accounts.password_given()
    session.lock()
    enter(qtbot, session, teacher_with_password, OWN)  # and is asked no more


def test_whoever_chooses_no_password_of_their_own_is_signed_out(qtbot, session, teacher_with_password):
    session.start()
    come_new(qtbot, session, teacher_with_password)
    qtbot.mouseClick(session.window.centralWidget().back, Qt.MouseButton.LeftButton)
    assert isinstance(session.window.centralWidget(), SignInPage)
    come_new(qtbot, session, teacher_with_password)
    session.lock()  # as after minutes without a key, or when the system locks
    assert isinstance(session.window.centralWidget(), SignInPage)
    come_new(qtbot, session, teacher_with_password)
    session.close()
    assert session.window.may_close


def test_without_a_profile_the_app_begins_with_set_up(qtbot, look, tmp_path):
    from ui.background import Background

    doors = Doors(tmp_path, lambda: False, lambda: (), None, None, None, None, lambda: None)
    session = Session(doors, look, Background())
    qtbot.addWidget(session.window)
    session.start()
    assert isinstance(session.window.centralWidget(), FirstRun)
    session.close()


def test_lock_saves_clears_the_screen_and_unlock_returns_to_the_same_enquiry(
    qtbot, session, teacher_with_password, example_answers
):
    session.start()
    come_new(qtbot, session, teacher_with_password)
    choose_own(qtbot, session)
    draft = session.application.drafting.start(example_answers("two-children"))
    session.main.navigator.open_draft(draft.enquiry.id)
    rest(qtbot, session)
    qtbot.waitUntil(lambda: session.main.open_enquiry_id() == draft.enquiry.id)
    qtbot.keyClick(session.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: isinstance(session.window.centralWidget(), SignInPage))
    assert session.application is None
    assert session.main is None
    words = [box.text() for box in session.window.findChildren(QLineEdit)]
    assert not any("Pengelly" in word or draft.enquiry.title in word for word in words)
    assert draft.enquiry.title not in session.window.windowTitle()
    enter(qtbot, session, teacher_with_password, OWN)
    qtbot.waitUntil(lambda: session.main.open_enquiry_id() == draft.enquiry.id, timeout=10_000)


def test_the_lock_screen_lets_somebody_else_in_without_showing_the_first_ones_enquiry(qtbot, session):
    session.start()
    enter(qtbot, session)
    session.lock()
    page = session.window.centralWidget()
    qtbot.mouseClick(page._somebody_else, Qt.MouseButton.LeftButton)
    page = session.window.centralWidget()
    assert page.people.isEnabled()
    assert session._where is None


def test_closing_asks_only_when_something_is_not_saved(qtbot, session, monkeypatch):
    asked = []
    monkeypatch.setattr("ui.session.ask", lambda *_, **__: asked.append(1) or False)
    session.start()
    enter(qtbot, session)
    session.main.page.flush = lambda: False
    session.window.close()
    assert asked == [1]
    assert session.window.isVisible()
    del session.main.page.flush
    with qtbot.waitSignal(session.ended):
        session.window.close()
    assert not session.window.isVisible()
    assert asked == [1]


def test_an_idle_screen_warns_and_then_locks(qtbot, session):
    session.start()
    enter(qtbot, session)
    assert isinstance(session.main.page, PeoplePage)
    assert session.idle.minutes == 5
    session.idle.warned.emit(40)
    assert session.main.idle_notice.isVisible()
    assert "in 40 seconds" in session.main.idle_notice.accessibleName()
    session.idle.back.emit()
    assert not session.main.idle_notice.isVisible()
    session.idle.expired.emit()
    qtbot.waitUntil(lambda: isinstance(session.window.centralWidget(), SignInPage))


def test_any_key_starts_the_idle_time_anew(qtbot, qapp, look):
    watch = IdleWatch(minutes=15)
    watch.watch(True)
    box = QLineEdit()
    qtbot.addWidget(box)
    box.show()
    heard = []
    watch.back.connect(lambda: heard.append("back"))
    watch._on_warning()
    qtbot.keyClicks(box, "a")
    assert heard == ["back"]
    assert watch._end.remainingTime() > 14 * 60_000
    watch.watch(False)
    assert not watch._end.isActive()
