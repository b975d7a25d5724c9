"""The teams on the page of people: a line for each with what can be done to it, and the dialogs behind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from enquiry_app.enquiry.records import Agency, Person, Team
from ui.people.team_dialogs import CloseTeamDialog, MembersDialog, TeamNameDialog
from ui.widgets.buttons import link_button
from ui.widgets.heading import Heading
from ui.widgets.layouts import Row, row


class TeamDoors(QObject):
    """`run` does a piece of work beside the window and shows the page anew."""

    def __init__(self, page: QWidget, application: Any, run: Callable[[Callable[[], Any]], None]) -> None:
        super().__init__(page)
        self._page, self._application, self._run = page, application, run
        self.teams: tuple[Team, ...] = ()
        self.people: tuple[Person, ...] = ()

    def agency_line(self, agency: Agency) -> Row:
        """The agency's name, and a way to add a team."""
        line = row(gap="snug")
        line.addWidget(Heading(agency.name, 2), 1)
        line.addWidget(self._link(self.tr("Add a team"), agency.name, partial(self._ask_add, agency)))
        return line

    def team_line(self, team: Team) -> Row:
        """The team's name, and what can be done to it."""
        line = row(gap="snug")
        line.addWidget(Heading(team.name, 3), 1)
        for words, slot in (
            (self.tr("Who is in it"), self._ask_members), (self.tr("Rename"), self._ask_rename),
            (self.tr("Close"), self._ask_close),
        ):  # fmt: skip
            line.addWidget(self._link(words, team.name, partial(slot, team)))
        return line

    def of_agency(self, agency_id: str) -> tuple[Team, ...]:
        """The teams of one agency, by name."""
        return tuple(team for team in self.teams if team.agency_id == agency_id)

    def _link(self, words: str, name: str, slot: Callable[..., None]) -> QWidget:
        button = link_button(words, self._page)
        button.setAccessibleName(f"{words}: {name}")
        button.clicked.connect(slot)
        return button

    def _ask_add(self, agency: Agency, *_: object) -> None:
        title = self.tr("Add a team to {agency}").format(agency=agency.name)
        dialog = TeamNameDialog(title, self.tr("Add this team"), _names(self.of_agency(agency.id)), parent=self._page)
        if dialog.exec():
            self._run(partial(self._application.teams.add, agency.id, dialog.name))

    def _ask_rename(self, team: Team, *_: object) -> None:
        others = [other for other in self.of_agency(team.agency_id) if other.id != team.id]
        title = self.tr("Another name for {team}").format(team=team.name)
        dialog = TeamNameDialog(title, self.tr("Save"), _names(others), team.name, self._page)
        if dialog.exec():
            self._run(partial(self._application.teams.rename, team.id, dialog.name))

    def _ask_members(self, team: Team, *_: object) -> None:
        people = [person for person in self.people if person.agency_id == team.agency_id]
        dialog = MembersDialog(team, people, self._page)
        if dialog.exec():
            self._run(partial(self._application.teams.set_members, team.id, dialog.members))

    def _ask_close(self, team: Team, *_: object) -> None:
        others = [other for other in self.of_agency(team.agency_id) if other.id != team.id]
        members = sum(person.team_id == team.id for person in self.people)
        dialog = CloseTeamDialog(team, others, members, self._page)
        if dialog.exec():
            self._run(partial(self._application.teams.close, team.id, dialog.move_to))


def _names(teams: Sequence[Team]) -> list[str]:
    return [team.name for team in teams]
