"""Changes somebody's name, job title, role, organisation or team."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from enquiry_app.enquiry.people_rules import fault_in_display_name
from enquiry_app.enquiry.records import Agency, Person, Team
from ui.people.person_dialog import ROLE_WORDS, roles_for
from ui.people.team_dialogs import TeamChoice
from ui.widgets.form_dialog import FormDialog
from ui.widgets.labelled_row import LabelledRow


class ChangeDialog(FormDialog):
    """`changed_person()` after it was accepted."""

    def __init__(
        self, person: Person, agencies: Sequence[Agency], kind: str, parent: QWidget | None = None,
        teams: Sequence[Team] = (),
    ) -> None:  # fmt: skip
        super().__init__(
            self.tr("Change {name}").format(name=person.display_name), self.tr("Save"),
            self.tr("With another role or organisation they are asked to sign in again at their next step."),
            parent=parent,
        )  # fmt: skip
        self._person = person
        self.display_name, self.job_title = QLineEdit(person.display_name, self), QLineEdit(person.job_title, self)
        self.role, self.agency = QComboBox(self), QComboBox(self)
        roles = roles_for(kind)
        for role in roles if person.role in roles else (*roles, person.role):
            self.role.addItem(self.tr(ROLE_WORDS[role]), role)
        for agency in agencies:
            self.agency.addItem(agency.name, agency.id)
        self.role.setCurrentIndex(self.role.findData(person.role))
        self.agency.setCurrentIndex(self.agency.findData(person.agency_id))
        self.team = TeamChoice(teams, self)
        self.name_row = LabelledRow(self.tr("Name"), self.display_name)
        self.team_row = LabelledRow(self.tr("Team"), self.team)
        for each in (
            self.name_row,
            LabelledRow(self.tr("Job title"), self.job_title, optional=True),
            LabelledRow(self.tr("What they do here"), self.role),
            LabelledRow(self.tr("Organisation"), self.agency),
            self.team_row,
        ):
            self.body.addWidget(each)
        self._on_agency()
        self.agency.currentIndexChanged.connect(self._on_agency)

    @Slot()
    def _on_agency(self) -> None:
        """Teams are of one organisation."""
        self.team_row.setVisible(self.team.show_agency(str(self.agency.currentData()), self._person.team_id))

    def changed_person(self) -> Person:
        """The person as they shall be."""
        return replace(
            self._person, display_name=" ".join(self.display_name.text().split()),
            job_title=self.job_title.text().strip(), role=str(self.role.currentData()),
            agency_id=str(self.agency.currentData()), team_id=self.team.team_id,
        )  # fmt: skip

    def problems(self) -> list[tuple[str, LabelledRow]]:
        """A person's name is needed."""
        fault = fault_in_display_name(self.display_name.text())
        return [(self.tr(fault), self.name_row)] if fault else []
