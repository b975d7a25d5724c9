"""The people of the Hub to give an enquiry to, under the names of their teams, one's own team first."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QComboBox, QWidget

from enquiry_app.enquiry.people_rules import by_team
from enquiry_app.enquiry.records import Person


class WorkerChoice(QComboBox):
    """`currentData()` is a person's id. Names of teams cannot be chosen, and are left out where nobody is in one."""

    def __init__(self, people: Iterable[Person], own_team_id: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        teams = by_team(people, own_team_id)
        in_teams = any(name for name, _ in teams)
        for name, members in teams:
            if in_teams:
                self._add_heading(name or self.tr("In no team"))
            for person in members:
                self.addItem(person.display_name, person.id)
                place = self.count() - 1
                spoken = self.tr("{name}, {team}").format(name=person.display_name, team=name)
                self.setItemData(place, spoken if name else person.display_name, Qt.ItemDataRole.AccessibleTextRole)
        self.choose("")

    def choose(self, person_id: str) -> None:
        """Choose somebody; the first one where this id is not among them."""
        places = [place for place in range(self.count()) if self.itemData(place)]
        wanted = self.findData(person_id) if person_id else -1
        self.setCurrentIndex(wanted if wanted >= 0 else (places[0] if places else -1))

    def _add_heading(self, words: str) -> None:
        self.addItem(words)
        model = self.model()
        if isinstance(model, QStandardItemModel):
            item = model.item(self.count() - 1)
            item.setEnabled(False)
            font = item.font()
            font.setBold(True)
            item.setFont(font)
