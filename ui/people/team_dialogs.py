"""What is asked about a team: its name, who is in it, and where its people go when it closes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from enquiry_app.enquiry.audit_trail import role_words
from enquiry_app.enquiry.people_rules import fault_in_team_name
from enquiry_app.enquiry.records import Person, Team
from ui.widgets.form_dialog import FormDialog
from ui.widgets.labelled_row import LabelledRow
from ui.widgets.layouts import column
from ui.widgets.steady_combo import SteadyCombo


class TeamNameDialog(FormDialog):
    """`name` after it was accepted; `others` are the names of the agency's other teams."""

    def __init__(
        self, title: str, button: str, others: Sequence[str], name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(title, button, parent=parent)
        self._others = others
        self.name_box = QLineEdit(name, self)
        self.name_row = LabelledRow(self.tr("Name of the team"), self.name_box)
        self.body.addWidget(self.name_row)

    @property
    def name(self) -> str:
        """The name as typed."""
        return self.name_box.text().strip()

    def problems(self) -> list[tuple[str, LabelledRow]]:
        """A name no other team of the agency has."""
        fault = fault_in_team_name(self.name, self._others)
        return [(self.tr(fault), self.name_row)] if fault else []


class MembersDialog(FormDialog):
    """One tick for each person of the agency; `members` are ids after it was accepted."""

    def __init__(self, team: Team, people: Sequence[Person], parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Who is in {team}").format(team=team.name), self.tr("Save"),
            self.tr("Somebody is in one team at a time. What they work on goes with them."), parent=parent,
        )  # fmt: skip
        self.boxes: dict[str, QCheckBox] = {}
        lines = column(gap="tight")
        for person in people:
            elsewhere = self.tr("now in {team}").format(team=person.team_name)
            now = elsewhere if person.team_id not in ("", team.id) else ""
            ended = "" if person.active else self.tr("disabled")
            box = QCheckBox(" – ".join(filter(None, (person.display_name, role_words(person.role), now, ended))), self)
            box.setChecked(person.team_id == team.id)
            self.boxes[person.id] = box
            lines.addWidget(box)
        self.body.addLayout(lines)

    @property
    def members(self) -> tuple[str, ...]:
        """Ids of those ticked."""
        return tuple(person_id for person_id, box in self.boxes.items() if box.isChecked())


class CloseTeamDialog(FormDialog):
    """`move_to` after it was accepted: another team's id, or "" for none."""

    def __init__(self, team: Team, others: Sequence[Team], members: int, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Close {team}?").format(team=team.name), self.tr("Close this team"),
            self.tr("Nobody is in it any more from then on. What was recorded about it stays in the audit trail."),
            dangerous=True, parent=parent,
        )  # fmt: skip
        self.target = SteadyCombo([(other.id, other.name) for other in others], self.tr("No team"), self)
        self.target_row = LabelledRow(self.tr("Where its people go"), self.target)
        self.body.addWidget(self.target_row)
        self.target_row.setVisible(bool(members and others))

    @property
    def move_to(self) -> str:
        """The team its people go to."""
        return self.target.code


class TeamChoice(QComboBox):
    """The teams of one agency, for one person: `team_id` is "" for none. Follows the agency by `show_agency`."""

    def __init__(self, teams: Sequence[Team], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._teams = teams

    def show_agency(self, agency_id: str, team_id: str = "") -> bool:
        """Offer this agency's teams; gives whether it has any."""
        self.clear()
        self.addItem(self.tr("No team"), "")
        for team in self._teams:
            if team.agency_id == agency_id:
                self.addItem(team.name, team.id)
        self.setCurrentIndex(max(0, self.findData(team_id)))
        return self.count() > 1

    @property
    def team_id(self) -> str:
        """The team chosen."""
        return self.currentData() or ""
