"""The first day: the app is set up from nothing, a teacher is added, signs in, writes the first words, and finds them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt

from enquiry_app.services.ports import NewPerson
from ui.background import Background
from ui.first_run.first_run import FirstRun
from ui.launch import make_doors
from ui.people.people_page import PeoplePage
from ui.session import Session
from ui.sign_in.own_password_page import OwnPasswordPage
from ui.sign_in.sign_in_page import SignInPage

pytestmark = pytest.mark.timeout(300)
ADMINISTRATOR, TEACHER = "seven quiet herons wait", "nine brown otters swim"
TEACHERS_OWN = "three warm stones hum"
MARK = QPoint(14, 14)


@pytest.fixture
def session(qtbot, look, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    made = Session(make_doors(tmp_path / "new"), look, Background())
    qtbot.addWidget(made.window)
    yield made
    if made.application is not None:
        made.main.close_all()
        made.application.close()
    made.background.close()
    made.idle.watch(False)


def rest(qtbot, session):
    qtbot.waitUntil(lambda: not session.background.busy, timeout=60_000)


def set_up(qtbot, session):
    """The five steps of the first run, by keys and clicks."""
    wizard = session.window.centralWidget()
    assert isinstance(wizard, FirstRun)

    def go_on():
        qtbot.mouseClick(wizard.go_on, Qt.MouseButton.LeftButton)

    qtbot.mouseClick(wizard.kind.choice.button("partner"), Qt.MouseButton.LeftButton, pos=MARK)
    go_on()
    qtbot.keyClicks(wizard.organisation.name, "Ashcombe Primary School")
    wizard.organisation.kind.setCurrentIndex(1)
    go_on()
    go_on()
    step = wizard.administrator
    texts = (step.display_name, "Corin Webb"), (step.user_name, "corin.webb")
    for box, text in (*texts, (step.passwords.first.box, ADMINISTRATOR), (step.passwords.second.box, ADMINISTRATOR)):
        box.clear()
        qtbot.keyClicks(box, text)
    go_on()
    qtbot.waitUntil(lambda: wizard.step is wizard.recovery, timeout=60_000)
    for _, box, proof in wizard.recovery._proofs:
        qtbot.keyClicks(box, proof.lower())
    go_on()
    qtbot.waitUntil(lambda: isinstance(session.window.centralWidget(), SignInPage), timeout=20_000)


def enter(qtbot, session, user_name, password):
    page = session.window.centralWidget()
    page.people.setCurrentText(user_name)
    qtbot.keyClicks(page.password.box, password)
    qtbot.keyClick(page.password.box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: session.main is not None, timeout=60_000)
    rest(qtbot, session)


def test_from_an_empty_computer_to_the_first_words_kept(qtbot, session):
    session.start()
    set_up(qtbot, session)
    enter(qtbot, session, "corin.webb", ADMINISTRATOR)
    assert isinstance(session.main.page, PeoplePage)
    school = session.application.accounts.agencies()[0]
    teacher = NewPerson("merryn.hale", "Merryn Hale", "Teacher", "practitioner", TEACHER, agency_id=school.id)
    session.application.accounts.add_person(teacher)
    session.lock()
    qtbot.mouseClick(session.window.centralWidget()._somebody_else, Qt.MouseButton.LeftButton)
    page = session.window.centralWidget()
    page.people.setCurrentText("merryn.hale")
    qtbot.keyClicks(page.password.box, TEACHER)
    qtbot.keyClick(page.password.box, Qt.Key.Key_Return)

    # the administrator knows that password, so the teacher chooses another one first
    qtbot.waitUntil(lambda: isinstance(session.window.centralWidget(), OwnPasswordPage), timeout=60_000)
    page = session.window.centralWidget()
    boxes = (page.given, page.passwords.first, page.passwords.second)
    for box, words in zip(boxes, (TEACHER, TEACHERS_OWN, TEACHERS_OWN), strict=True):
        qtbot.keyClicks(box.box, words)
    qtbot.mouseClick(page.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: session.main is not None, timeout=60_000)
    rest(qtbot, session)

    # the teacher starts an enquiry; the first question is whether anybody is in danger
    session.main.navigator.go("new")
    start = session.main.page
    qtbot.keyClicks(start.given_names, "Tamsin")
    qtbot.keyClicks(start.family_name, "Loveridge")
    qtbot.mouseClick(start.go_on, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: hasattr(session.main.page, "editor"), timeout=20_000)
    form = session.main.page
    assert form.editor.place.startswith("danger|")
    form.show_tasks()
    enquiry_id = form.enquiry_id
    assert session.main.close_all()
    session.background.finish_writes()
    kept = session.application.drafting.open(enquiry_id)
    child = kept.answers.items_of("children")[0]
    assert kept.answers.get("child_given_names", (child,)) == "Tamsin"
