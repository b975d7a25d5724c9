"""Adds a person who may sign in."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from enquiry_app.enquiry.people_rules import fault_in_display_name, fault_in_user_name
from enquiry_app.enquiry.records import Agency, Team
from enquiry_app.services.ports import NewPerson
from ui.first_run.administrator_step import USER_NAME
from ui.people.team_dialogs import TeamChoice
from ui.widgets.form_dialog import FormDialog
from ui.widgets.labelled_row import LabelledRow, text_width
from ui.widgets.new_password_rows import NewPasswordRows

ROLE_WORDS = {
    "practitioner": "Practitioner – writes and sends enquiries",
    "safeguarding_lead": "Safeguarding lead – also signs off for the organisation",
    "hub_worker": "Hub worker – works through the queue",
    "hub_manager": "Hub manager – also decides and approves",
    "checking_agency": "Checking agency – answers the Hub’s questions",
    "auditor": "Auditor – reads samples, changes nothing",
    "administrator": "Administrator – people and settings, no enquiries",
}
HUB_ROLES = ("hub_worker", "hub_manager", "checking_agency", "auditor")
AGENCY_ROLES = ("practitioner", "safeguarding_lead")


def roles_for(kind: str) -> tuple[str, ...]:
    """The roles that make sense in a profile of this kind."""
    offered = {"partner": AGENCY_ROLES, "hub": HUB_ROLES}.get(kind, AGENCY_ROLES + HUB_ROLES)
    return (*offered, "administrator")


class PersonDialog(FormDialog):
    """`new_person()` after it was accepted."""

    def __init__(
        self, agencies: Sequence[Agency], kind: str, taken: Sequence[str], parent: QWidget | None = None,
        teams: Sequence[Team] = (),
    ) -> None:  # fmt: skip
        super().__init__(self.tr("Add a person"), self.tr("Add this person"), parent=parent)
        self._taken = set(taken)
        self.display_name, self.job_title = QLineEdit(self), QLineEdit(self)
        self.user_name = text_width(QLineEdit(self), 24)
        self.role, self.agency = QComboBox(self), QComboBox(self)
        for role in roles_for(kind):
            self.role.addItem(self.tr(ROLE_WORDS[role]), role)
        for agency in agencies:
            self.agency.addItem(agency.name, agency.id)
        self.team = TeamChoice(teams, self)
        self.team_row = LabelledRow(self.tr("Team"), self.team)
        self.name_row = LabelledRow(self.tr("Name"), self.display_name)
        self.user_row = LabelledRow(
            self.tr("User name"), self.user_name, self.tr("Small letters, digits, dots and dashes.")
        )
        rows = (
            self.name_row,
            LabelledRow(self.tr("Job title"), self.job_title, optional=True),
            LabelledRow(self.tr("What they do here"), self.role),
            LabelledRow(self.tr("Organisation"), self.agency),
            self.team_row,
            self.user_row,
        )
        for each in rows:
            self.body.addWidget(each)
        self._on_agency()
        self.agency.currentIndexChanged.connect(self._on_agency)
        self.passwords = NewPasswordRows(self)
        self.body.addWidget(self.passwords)

    @Slot()
    def _on_agency(self) -> None:
        """Teams are of one organisation."""
        self.team_row.setVisible(self.team.show_agency(str(self.agency.currentData())))

    def new_person(self) -> NewPerson:
        """The person as typed."""
        return NewPerson(
            user_name=self.user_name.text().strip(),
            display_name=self.display_name.text().strip(),
            job_title=self.job_title.text().strip(),
            role=str(self.role.currentData()),
            password=self.passwords.password,
            agency_id=str(self.agency.currentData() or ""),
            team_id=self.team.team_id,
        )

    def problems(self) -> list[tuple[str, LabelledRow]]:
        """Name, user name, password."""
        found = []
        user_name = self.user_name.text().strip()
        if not self.display_name.text().strip():
            found.append((self.tr("Enter the person’s name"), self.name_row))
        elif fault := fault_in_display_name(self.display_name.text()):
            found.append((self.tr(fault), self.name_row))
        if not USER_NAME.fullmatch(user_name):
            found.append((self.tr("Enter a user name of 2 to 32 small letters, digits, dots or dashes"), self.user_row))
        elif user_name in self._taken:
            found.append((self.tr("Somebody already has this user name"), self.user_row))
        elif fault := fault_in_user_name(user_name):
            found.append((fault, self.user_row))
        return found + self.passwords.problems(user_name)
