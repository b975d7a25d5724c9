"""The administrator's screen: adding, disabling, new passwords, on a real store with real keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from screen_walking import assert_usable

from enquiry_app.enquiry.records import Team
from ui.people.change_dialog import ChangeDialog
from ui.people.first_password_dialog import FirstPasswordDialog
from ui.people.person_dialog import PersonDialog, roles_for
from ui.people.team_dialogs import TeamNameDialog
from ui.widgets.tag import StatusTag

PASSWORD = "nine brown otters swim"


@pytest.fixture
def fill(qtbot):
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
def people_page(application_as, window_of):
    return lambda: window_of(application_as("admin")).page


def named(page: QWidget, name: str) -> QWidget:
    return next(each for each in page.findChildren(QWidget) if each.accessibleName() == name)


def test_somebody_is_added_and_can_sign_in(qtbot, people_page, fill, settle, profile, clock):
    page = people_page()

    def act(dialog: PersonDialog) -> None:
        assert_usable(qtbot, dialog)
        qtbot.keyClicks(dialog.display_name, "Merryn Hale")
        qtbot.keyClicks(dialog.user_name, "merryn.hale")
        dialog.agency.setCurrentIndex(dialog.agency.findText("Torview Primary School"))
        qtbot.keyClicks(dialog.passwords.first.box, PASSWORD)
        qtbot.keyClicks(dialog.passwords.second.box, PASSWORD)

    fill(act)
    qtbot.mouseClick(page.add_person, Qt.MouseButton.LeftButton)
    settle()
    qtbot.waitUntil(lambda: "Merryn Hale" in [person.display_name for person in page._people])
    unlocked = profile.unlock("merryn.hale", PASSWORD, clock)
    assert unlocked.person.role == "practitioner"
    unlocked.store.close()


def test_a_person_with_faults_is_not_added(qtbot, look, agencies):
    dialog = PersonDialog(tuple(agencies.values()), "partner", ["taken.name"])
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.keyClicks(dialog.user_name, "taken.name")
    qtbot.keyClicks(dialog.passwords.first.box, "taken.name")
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    assert dialog.isVisible()
    assert dialog.name_row.problem
    assert dialog.user_row.problem == "Somebody already has this user name"
    assert dialog.passwords.first_row.problem


def test_only_roles_that_make_sense_are_offered():
    assert roles_for("partner") == ("practitioner", "safeguarding_lead", "administrator")
    assert "practitioner" not in roles_for("hub")
    assert len(roles_for("shared")) == 7


def test_somebody_who_leaves_is_disabled_and_can_be_enabled(qtbot, people_page, fill, settle, monkeypatch, people):
    page = people_page()
    monkeypatch.setattr("ui.people.people_page.ask", lambda *_, **__: True)
    name = people["teacher"].display_name
    qtbot.mouseClick(named(page, f"Disable: {name}"), Qt.MouseButton.LeftButton)
    settle()
    qtbot.waitUntil(lambda: not next(p for p in page._people if p.id == people["teacher"].id).active)

    def act(dialog: FirstPasswordDialog) -> None:
        qtbot.keyClicks(dialog.passwords.first.box, PASSWORD)
        qtbot.keyClicks(dialog.passwords.second.box, PASSWORD)

    fill(act)
    qtbot.mouseClick(named(page, f"Enable: {name}"), Qt.MouseButton.LeftButton)
    settle()
    qtbot.waitUntil(lambda: next(p for p in page._people if p.id == people["teacher"].id).active)


def test_an_organisation_is_added(qtbot, people_page, fill, settle):
    page = people_page()

    def act(dialog) -> None:
        assert_usable(qtbot, dialog)
        qtbot.keyClicks(dialog.name_box, "Harbour Nursery")

    fill(act)
    qtbot.mouseClick(page.add_agency, Qt.MouseButton.LeftButton)
    settle()
    qtbot.waitUntil(lambda: "Harbour Nursery" in [agency.name for agency in page._agencies])


def test_one_changes_ones_own_password(qtbot, application_as, window_of, fill, settle, profile, clock):
    window = window_of(application_as("admin"))
    window.navigator.go("settings")
    page = window.page

    def act(dialog) -> None:
        assert_usable(qtbot, dialog)
        qtbot.keyClicks(dialog.old_box.box, "seven quiet herons wait")
        qtbot.keyClicks(dialog.passwords.first.box, PASSWORD)
        qtbot.keyClicks(dialog.passwords.second.box, PASSWORD)

    fill(act)
    qtbot.mouseClick(page.change_password, Qt.MouseButton.LeftButton)
    settle()
    qtbot.waitUntil(page.password_changed.isVisible)
    profile.unlock("ada.admin", PASSWORD, clock).store.close()


def team_of(page, person_id):
    return next(person.team_name for person in page._people if person.id == person_id)


def test_a_team_is_added_filled_renamed_and_closed(qtbot, people_page, fill, settle, people):
    page, hub = people_page(), people["worker"].agency_name
    worker, manager = people["worker"], people["manager"]

    def named_so(words):
        def act(dialog):
            assert_usable(qtbot, dialog)
            dialog.name_box.clear()
            qtbot.keyClicks(dialog.name_box, words)

        return act

    def press(button, act):
        fill(act)
        qtbot.mouseClick(named(page, button), Qt.MouseButton.LeftButton)
        settle()

    press(f"Add a team: {hub}", named_so("Front door"))
    press(f"Add a team: {hub}", named_so("Night"))
    press("Who is in it: Front door", lambda dialog: [dialog.boxes[each.id].click() for each in (worker, manager)])
    assert (team_of(page, worker.id), team_of(page, manager.id)) == ("Front door", "Front door")
    press("Rename: Front door", named_so("First contact"))
    assert team_of(page, worker.id) == "First contact"

    def elsewhere(dialog):
        assert_usable(qtbot, dialog)
        dialog.team.setCurrentIndex(dialog.team.findText("Night"))

    press(f"Change: {manager.display_name}", elsewhere)
    assert team_of(page, manager.id) == "Night"

    def to_night(dialog):
        assert_usable(qtbot, dialog)
        dialog.target.setCurrentIndex(dialog.target.findText("Night"))

    press("Close: First contact", to_night)
    assert (team_of(page, worker.id), [team.name for team in page._teams.teams]) == ("Night", ["Night"])


def test_a_name_of_another_team_is_refused_beside_the_field(qtbot, look):
    dialog = TeamNameDialog("Add a team", "Add this team", ["Front door"])
    qtbot.addWidget(dialog)
    dialog.show()
    for typed, problem in (("", "Give the team a name."), ("FRONT DOOR", "There is a team with this name")):
        dialog.name_box.setText(typed)
        qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
        assert dialog.name_row.problem.startswith(problem)


def test_teams_follow_the_organisation_chosen(qtbot, look, agencies, people):
    teams = (Team("t", agencies["hub"].id, "Front door"),)
    dialog = ChangeDialog(people["worker"], tuple(agencies.values()), "shared", None, teams)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.team_row.isVisible()
    dialog.team.setCurrentIndex(dialog.team.findData("t"))
    assert dialog.changed_person().team_id == "t"
    dialog.agency.setCurrentIndex(dialog.agency.findData(agencies["school"].id))
    assert not dialog.team_row.isVisible()
    assert dialog.changed_person().team_id == ""


def test_of_two_administrators_one_asks_for_a_new_password_and_the_other_sets_it(
    qtbot, people_page, fill, settle, profile, store, clock, application_as, agencies, monkeypatch
):
    from enquiry_app.composition import Application
    from enquiry_app.services.ports import NewPerson

    admin = application_as("admin")
    new = NewPerson("ola.other", "Ola Other", "", "administrator", PASSWORD, agency_id=agencies["school"].id)
    other = admin.accounts.add_person(new)
    page = people_page()
    asked = []
    monkeypatch.setattr("ui.people.people_page.ask", lambda _page, title, *_: asked.append(title) or True)
    told = []
    monkeypatch.setattr("ui.people.people_page.tell", lambda _page, title, *_: told.append(title))
    link = "New password: Teacher One"
    qtbot.mouseClick(named(page, link), Qt.MouseButton.LeftButton)
    settle()
    assert asked == ["Ask for a new password for Teacher One?"]
    assert "New password asked for" in [each.text() for each in page.findChildren(StatusTag)]
    qtbot.mouseClick(named(page, link), Qt.MouseButton.LeftButton)
    settle()
    assert told == ["You asked for this already"]
    assert_usable(qtbot, page.window())
    second = Application(profile, store, other, b"k" * 32, clock)
    second.seat.held.confirmed_at = clock.now()
    page._application = second
    page.refresh()
    settle()

    def act(dialog: FirstPasswordDialog) -> None:
        for row in (dialog.passwords.first, dialog.passwords.second):
            qtbot.keyClicks(row.box, PASSWORD)

    fill(act)
    qtbot.mouseClick(named(page, link), Qt.MouseButton.LeftButton)
    settle()
    assert profile.keys.read_data_key(profile.keys.read_person("teacher.one", PASSWORD)) == store.data_key
    assert "New password asked for" not in [each.text() for each in page.findChildren(StatusTag)]
