"""People and organisations of this store, for the administrator."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from enquiry_app.enquiry.records import Agency, Person, Team
from enquiry_app.services.accounts import ASK_FOR_RESET, CONFIRM_RESET, WAIT_FOR_SECOND
from ui.background import Background
from ui.messages import ask, report_error, tell
from ui.page import Page
from ui.people.agency_dialog import AgencyDialog
from ui.people.change_dialog import ChangeDialog
from ui.people.first_password_dialog import FirstPasswordDialog
from ui.people.person_dialog import ROLE_WORDS, PersonDialog
from ui.people.team_doors import TeamDoors
from ui.widgets.buttons import link_button, primary_button, secondary_button
from ui.widgets.card import Card, Line
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.heading import Heading
from ui.widgets.layouts import Row, button_row, clear, column, row
from ui.widgets.tag import StatusTag
from ui.widgets.wrapping_label import WrappingLabel


class PeoplePage(Page):
    """Lists everybody by organisation; adds and disables."""

    page_title = "People"
    roles_requested = Signal()

    def __init__(self, application: Any, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("People"),
            intro=self.tr("Everybody signs in with their own name. Somebody who leaves is disabled, never deleted."),
            wide=True,
            parent=parent,
        )
        self._application, self._background = application, background
        self._people: tuple[Person, ...] = ()
        self._agencies: tuple[Agency, ...] = ()
        self._resets: dict[str, str] = {}  # person id -> one of RESET_STEPS
        self._teams = TeamDoors(self, application, self._do)
        self.add_person = primary_button(self.tr("Add a person"), self, "add")
        self.add_agency = secondary_button(self.tr("Add an organisation"), self)
        self.add_agency.setVisible(application.store_info.kind in ("shared", "hub", "practice"))
        self.roles = link_button(self.tr("Who may do what"), self)
        self.content.addLayout(button_row((self.add_person, self.add_agency, self.roles)))
        self._lists = column(gap="wide")
        self.content.addLayout(self._lists)
        self.roles.clicked.connect(self.roles_requested)
        self.add_person.clicked.connect(self._ask_person)
        self.add_agency.clicked.connect(self._ask_agency)
        self.refresh()

    def first_focus(self) -> QWidget:
        """What one mostly comes for."""
        return self.add_person

    @Slot()
    def refresh(self) -> None:
        """Load everybody again."""
        self._background.read(partial(_load, self._application), self._show, partial(report_error, self), self)

    def _show(
        self, loaded: tuple[tuple[Person, ...], tuple[Agency, ...], tuple[Team, ...], dict[str, str]]
    ) -> None:  # fmt: skip
        self._people, self._agencies, self._teams.teams, self._resets = loaded
        self._teams.people = self._people
        clear(self._lists)
        for agency in self._agencies:
            members = [person for person in self._people if person.agency_id == agency.id]
            teams = self._teams.of_agency(agency.id)
            if members or teams:
                self._show_agency(agency, members, teams)

    def _show_agency(self, agency: Agency, members: list[Person], teams: tuple[Team, ...]) -> None:
        """One card for each team, and one for those of none."""
        self._lists.addLayout(self._teams.agency_line(agency))
        for team in teams:
            self._lists.addLayout(self._teams.team_line(team))
            self._show_members([person for person in members if person.team_id == team.id])
        of_none = [person for person in members if not person.team_id]
        if of_none and teams:
            self._lists.addWidget(Heading(self.tr("In no team"), 3))
        if of_none:
            self._show_members(of_none)

    def _show_members(self, members: list[Person]) -> None:
        card = Card(gap="tight")
        if not members:
            card.add(WrappingLabel(self.tr("Nobody is in this team yet."), "hint"))
        for number, person in enumerate(members):
            if number:
                card.add(Line())
            card.add_layout(self._row(person))
        self._lists.addWidget(card)

    def _row(self, person: Person) -> Row:
        line = row(gap="snug")
        words = column(gap="")
        words.addWidget(ElidedLabel(person.display_name, "strong"))
        role = self.tr(ROLE_WORDS[person.role]).split(" – ")[0]
        words.addWidget(ElidedLabel(" · ".join(filter(None, (role, person.job_title, person.user_name))), "caption"))
        line.addLayout(words, 1)
        if not person.active:
            line.addWidget(StatusTag(self.tr("Disabled"), "neutral"))
            line.addWidget(self._link(self.tr("Enable"), person, self._ask_enable))
        else:
            line.addWidget(self._link(self.tr("Change"), person, self._ask_change))
        if self._resets.get(person.id) in (WAIT_FOR_SECOND, CONFIRM_RESET):
            line.addWidget(StatusTag(self.tr("New password asked for"), "warning"))
        if person.active and person.id != self._application.person.id:
            line.addWidget(self._link(self.tr("New password"), person, self._ask_new_password))
            line.addWidget(self._link(self.tr("Disable"), person, self._ask_disable))
        return line

    def _link(self, words: str, person: Person, slot: Callable[..., None]) -> QWidget:
        button = link_button(words, self)
        button.setAccessibleName(f"{words}: {person.display_name}")
        button.clicked.connect(partial(slot, person))
        return button

    @Slot()
    def _ask_person(self) -> None:
        taken = [person.user_name for person in self._people]
        dialog = PersonDialog(self._agencies, self._application.store_info.kind, taken, self, self._teams.teams)
        if dialog.exec():
            self._do(partial(self._application.accounts.add_person, dialog.new_person()))

    @Slot()
    def _ask_agency(self) -> None:
        kinds = [(choice.code, choice.label) for choice in self._application.form.code_lists["agency_type"].choices]
        kinds.append(("hub", self.tr("Safeguarding Hub")))
        dialog = AgencyDialog(kinds, self)
        if dialog.exec():
            self._do(partial(self._application.accounts.add_agency, dialog.name, dialog.kind))

    def _ask_change(self, person: Person, *_: object) -> None:
        dialog = ChangeDialog(person, self._agencies, self._application.store_info.kind, self, self._teams.teams)
        if dialog.exec():
            self._do(partial(self._application.accounts.change_person, dialog.changed_person()))

    def _ask_disable(self, person: Person, *_: object) -> None:
        sure = ask(
            self, self.tr("Disable {name}?").format(name=person.display_name),
            self.tr("They are signed out at their next step and can no longer sign in. Their enquiries stay. Older "
                    "backups still open with their password."),
            self.tr("Disable"), self.tr("Cancel"), dangerous=True,
        )  # fmt: skip
        if sure:
            self._do(partial(self._application.accounts.disable, person.id))

    def _ask_enable(self, person: Person, *_: object) -> None:
        title = self.tr("Enable {name}").format(name=person.display_name)
        dialog = FirstPasswordDialog(title, self.tr("Enable"), person.user_name, self)
        if dialog.exec():
            self._do(partial(self._application.accounts.enable, person.id, dialog.password))

    def _ask_new_password(self, person: Person, *_: object) -> None:
        """Where there are two administrators, one asks for it and the other sets it."""
        step = self._resets.get(person.id, "")
        if step in (ASK_FOR_RESET, WAIT_FOR_SECOND):
            self._ask_for_reset(person, step)
            return
        title = self.tr("New password for {name}").format(name=person.display_name)
        dialog = FirstPasswordDialog(title, self.tr("Set this password"), person.user_name, self)
        if dialog.exec():
            self._do(partial(self._application.accounts.reset_password, person.id, dialog.password))

    def _ask_for_reset(self, person: Person, step: str) -> None:
        if step == WAIT_FOR_SECOND:
            tell(
                self, self.tr("You asked for this already"),
                self.tr("Another administrator sets the new password here, under People. Your wish holds for a week."),
            )  # fmt: skip
            return
        sure = ask(
            self, self.tr("Ask for a new password for {name}?").format(name=person.display_name),
            self.tr("It takes two administrators: you ask for it, another one sets it here, under People. Tell them, and "
                    "make sure it is really {name} who asks.").format(name=person.display_name),
            self.tr("Ask for it"), self.tr("Cancel"),
        )  # fmt: skip
        if sure:
            self._do(partial(self._application.accounts.ask_reset, person.id))

    def _do(self, work: Any) -> None:
        self._background.run(work, self._on_done, partial(report_error, self), self)

    def _on_done(self, _: object) -> None:
        self.refresh()


def _load(application: Any) -> tuple[tuple[Person, ...], tuple[Agency, ...], tuple[Team, ...], dict[str, str]]:
    accounts = application.accounts
    return accounts.people(), accounts.agencies(), application.teams.open_teams(), accounts.reset_steps()
