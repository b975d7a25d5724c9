"""On every screen of a practice profile: says that nothing is real, and lets one change places with other people."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QLabel, QWidget

from ui.appearance import space
from ui.widgets.layouts import row
from ui.widgets.style import styled
from ui.widgets.wrapping_label import WrappingLabel


class PracticeBanner(QFrame):
    """`application.accounts.people()` fills the switcher."""

    person_chosen = Signal(str)

    def __init__(self, application: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        styled(self, "strip", "info")
        layout = row(self, "snug")
        layout.setContentsMargins(space("wide"), space("hair"), space("wide"), space("hair"))
        layout.addWidget(
            WrappingLabel(self.tr("Practice – nothing here is real or sent"), "strong"),
            1,
        )
        label = QLabel(self.tr("&You are"))
        layout.addWidget(label)
        self.people = QComboBox(self)
        self.people.setAccessibleName(self.tr("Person you are in practice"))
        label.setBuddy(self.people)
        for person in application.accounts.people():
            if person.active:
                role = person.role.replace("_", " ")
                self.people.addItem(f"{person.display_name} – {role}, {person.agency_name}", person.id)
        self.people.setCurrentIndex(self.people.findData(application.person.id))
        self.people.setMaximumWidth(600)
        self.people.activated.connect(self._on_chosen)
        layout.addWidget(self.people)

    def _on_chosen(self, index: int) -> None:
        self.person_chosen.emit(self.people.itemData(index))
