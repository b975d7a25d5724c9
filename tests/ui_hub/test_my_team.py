"""My team in the queue, and the people to assign to under their teams."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from ui.hub.worker_choice import WorkerChoice


@pytest.fixture
def team(application_as, people, agencies):
    """The worker's and the manager's."""
    teams = application_as("admin").teams
    made = teams.add(agencies["hub"].id, "Front door")
    teams.move((people["worker"].id, people["manager"].id), made.id)
    return made


def test_my_team_shows_what_a_colleague_works_on(qtbot, application_as, window_of, settle, sent, team):
    mine, _ = sent(), sent("two-children")
    application_as("worker").triage.take(mine.id)
    window = window_of(application_as("manager"))
    window.navigator.go("queue")
    settle()
    page = window.page
    button = page.tabs.button("team")
    assert button.text().split() == ["My", "team", "1"]
    assert page.model.rowCount() == 2
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    settle()
    assert page.model.rowCount() == 1
    assert page.model.row_at(0).enquiry.id == mine.id


def test_who_is_in_no_team_has_no_such_tab(application_as, window_of, settle):
    window = window_of(application_as("worker"))
    window.navigator.go("queue")
    settle()
    assert not window.page.tabs.button("team").isVisible()
    assert window.page.tabs.button("mine").isVisible()


def test_people_to_assign_to_stand_under_their_teams_and_teams_cannot_be_chosen(qtbot, look, people):
    worker = replace(people["worker"], team_id="f", team_name="Front door")
    manager, second = people["manager"], replace(people["second"], team_id="n", team_name="Night")
    choice = WorkerChoice((worker, manager, second), "n")
    qtbot.addWidget(choice)
    words = [choice.itemText(place) for place in range(choice.count())]
    headings = [each for each in words if not choice.itemData(words.index(each))]
    assert headings == ["Night", "Front door", "In no team"]
    assert choice.currentData() == second.id
    assert not any(choice.model().item(words.index(each)).isEnabled() for each in headings)
    choice.choose(manager.id)
    assert choice.currentText() == manager.display_name
    choice.setFocus()
    qtbot.keyClick(choice, Qt.Key.Key_Home)  # the first that can be chosen
    assert choice.currentData() == second.id


def test_without_teams_the_list_is_plain(qtbot, look, people):
    choice = WorkerChoice((people["worker"], people["manager"]))
    qtbot.addWidget(choice)
    assert [choice.itemData(place) for place in range(choice.count())] == [
        each.id for each in sorted((people["worker"], people["manager"]), key=lambda person: person.display_name)
    ]
