"""Setting up a profile and signing in to it, through the screen, with real keys and a real store."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import Qt
from screen_walking import assert_usable

from enquiry_app import composition
from enquiry_app.security.profile import Profile
from ui.doors import Doors
from ui.first_run.administrator_step import AdministratorStep
from ui.first_run.first_run import FirstRun
from ui.first_run.recovery_step import proof_of
from ui.sign_in.recover_page import RecoverPage
from ui.sign_in.sign_in_page import SignInPage

PASSWORD = "seven quiet herons wait"


@pytest.fixture
def doors_to(clock):
    def make(folder, config=None):
        return Doors(
            folder=folder,
            exists=lambda: Profile(folder, config).exists,
            user_names=lambda: Profile(folder, config).user_names(),
            sign_in=lambda user, password: Profile(folder, config).unlock(user, password, clock),
            create=partial(composition.create_profile, folder),
            practice=lambda: None,
            recover=lambda *given: Profile(folder, config).recover(*given, clock).store.close(),
            prepare=lambda: None,
        )

    return make


@pytest.fixture
def sign_in_page(qtbot, background, profile, doors_to):
    def make(locked_user=""):
        page = SignInPage(doors_to(profile.folder, profile._config_folder), background, locked_user)
        qtbot.addWidget(page)
        page.resize(1024, 700)
        page.show()
        qtbot.waitExposed(page)
        return page

    return make


def go_on(qtbot, wizard) -> None:
    qtbot.mouseClick(wizard.go_on, Qt.MouseButton.LeftButton)


def test_a_school_is_set_up_from_nothing(qtbot, background, settle, tmp_path, doors_to):
    doors = doors_to(tmp_path / "new")
    wizard = FirstRun(doors, background)
    qtbot.addWidget(wizard)
    wizard.resize(1024, 700)
    wizard.show()
    go_on(qtbot, wizard)
    assert wizard.kind.row.problem == "Choose what the app will be used for"
    assert_usable(qtbot, wizard)
    qtbot.mouseClick(wizard.kind.choice.button("partner"), Qt.MouseButton.LeftButton, pos=_mark())
    go_on(qtbot, wizard)
    assert_usable(qtbot, wizard)
    go_on(qtbot, wizard)
    assert wizard.organisation.name_row.problem
    assert wizard.organisation.kind_row.problem
    qtbot.keyClicks(wizard.organisation.name, "Ashcombe Primary School")
    wizard.organisation.kind.setCurrentIndex(1)
    go_on(qtbot, wizard)
    assert_usable(qtbot, wizard)
    assert wizard.contacts.boxes["hub"].text() == "01803 208100"
    go_on(qtbot, wizard)
    _fill_administrator(qtbot, wizard, "short")
    go_on(qtbot, wizard)
    assert wizard.administrator.passwords.first_row.problem
    assert_usable(qtbot, wizard)
    assert not doors.exists()
    _fill_administrator(qtbot, wizard, PASSWORD)
    go_on(qtbot, wizard)
    settle()
    assert doors.exists()
    assert wizard.administrator.passwords.password == ""
    assert_usable(qtbot, wizard)
    go_on(qtbot, wizard)
    assert wizard.step is wizard.recovery
    for row, box, proof in wizard.recovery._proofs:
        assert row.problem
        qtbot.keyClicks(box, proof.lower())
    with qtbot.waitSignal(wizard.finished):
        go_on(qtbot, wizard)
    assert doors.user_names() == ("corin.webb",)


def test_practice_needs_no_set_up(qtbot, background, tmp_path, doors_to):
    wizard = FirstRun(doors_to(tmp_path / "new"), background)
    qtbot.addWidget(wizard)
    wizard.show()
    qtbot.mouseClick(wizard.kind.choice.button("practice"), Qt.MouseButton.LeftButton, pos=_mark())
    with qtbot.waitSignal(wizard.practice_requested):
        go_on(qtbot, wizard)


def test_a_person_signs_in_with_the_keyboard_only(qtbot, settle, sign_in_page):
    page = sign_in_page()
    assert page.user_name() == "ada.admin"  # the only one with a key is chosen already
    page.first_focus().setFocus()
    qtbot.keyClicks(page.password.box, PASSWORD)
    with qtbot.waitSignal(page.signed_in, timeout=60_000) as heard:
        qtbot.keyClick(page.password.box, Qt.Key.Key_Return)
    unlocked = heard.args[0]
    assert unlocked.person.user_name == "ada.admin"
    assert page.password.text() == ""
    unlocked.store.close()


def test_a_wrong_password_is_said_plainly_and_slows_down(qtbot, settle, sign_in_page):
    page = sign_in_page()
    qtbot.keyClicks(page.password.box, "not my password")
    qtbot.mouseClick(page.button, Qt.MouseButton.LeftButton)
    settle()
    assert page.refused.isVisible()
    assert "password" in page.refused.accessibleName().lower()
    assert page.password.text() == ""
    assert_usable(qtbot, page)


def test_nothing_is_tried_without_name_and_password(qtbot, background, sign_in_page):
    page = sign_in_page()
    page.people.setCurrentText("")
    qtbot.mouseClick(page.button, Qt.MouseButton.LeftButton)
    assert page._name_row.problem == "Choose or type your user name"
    assert page._password_row.problem == "Type your password"


def test_the_sign_in_and_lock_screens_can_be_used_with_a_screen_reader(qtbot, sign_in_page):
    for page in (sign_in_page(), sign_in_page("ada.admin")):
        assert_usable(qtbot, page)


def test_the_lock_screen_keeps_the_name_and_offers_somebody_else(qtbot, sign_in_page):
    page = sign_in_page("ada.admin")
    assert page.user_name() == "ada.admin"
    assert not page.people.isEnabled()
    with qtbot.waitSignal(page.somebody_else_requested):
        qtbot.mouseClick(page._somebody_else, Qt.MouseButton.LeftButton)


def test_both_sheets_together_give_a_new_password(
    qtbot, background, settle, profile, doors_to, template_profile, clock
):
    page = RecoverPage(doors_to(profile.folder, profile._config_folder), background)
    qtbot.addWidget(page)
    page.resize(1024, 700)
    page.show()
    qtbot.mouseClick(page.button, Qt.MouseButton.LeftButton)
    assert page.user_row.problem
    assert all(row.problem for row in page.sheet_rows)
    assert_usable(qtbot, page)
    sheets = template_profile.sheets
    new = "nine brown otters swim"
    qtbot.keyClicks(page.user_name, "ada.admin")
    for box in (page.passwords.first.box, page.passwords.second.box):
        qtbot.keyClicks(box, new)
    for box in page.sheets:
        box.setPlainText(sheets.sheet_one)
    qtbot.mouseClick(page.button, Qt.MouseButton.LeftButton)
    settle()
    assert "two copies of the same sheet" in page.failed.accessibleName()
    page.sheets[1].setPlainText(sheets.sheet_two.lower())
    with qtbot.waitSignal(page.recovered, timeout=60_000) as heard:
        qtbot.mouseClick(page.button, Qt.MouseButton.LeftButton)
    assert heard.args == ["ada.admin"]
    profile.unlock("ada.admin", new, clock).store.close()


def test_the_proof_is_the_end_of_the_sheet_however_it_is_spaced():
    assert proof_of("AB12 CD34-EF56\n") == proof_of("ab12cd34ef56") == "EF56"


def test_the_first_administrator_is_a_person(qtbot, look):
    step = AdministratorStep()
    qtbot.addWidget(step)
    step.display_name.setText("School Office")
    step.user_name.setText("admin")
    assert [row for _, row in step.problems()][:2] == [step.display_row, step.user_row]
    assert "nobody’s own name" in step.problems()[1][0]
    step.display_name.setText("Corin Webb")
    step.user_name.setText("corin.webb")
    assert not {step.display_row, step.user_row} & {row for _, row in step.problems()}


def _fill_administrator(qtbot, wizard: FirstRun, password: str) -> None:
    step = wizard.administrator
    for box, text in (
        (step.display_name, "Corin Webb"),
        (step.user_name, "corin.webb"),
        (step.passwords.first.box, password),
        (step.passwords.second.box, password),
    ):
        box.clear()
        qtbot.keyClicks(box, text)


def _mark():
    from PySide6.QtCore import QPoint

    return QPoint(14, 14)
