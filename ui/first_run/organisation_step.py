"""Second step: whose profile this is, and who may reach its files."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from ui.first_run.step import Problems, Step
from ui.widgets.labelled_row import LabelledRow


class OrganisationStep(Step):
    """`kinds` are `(code, label)` of the agency_type list; a hub has no choice of kind."""

    def __init__(self, kinds: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Your organisation"), "", parent)
        self.name = QLineEdit(self)
        self.name_row = LabelledRow(
            self.tr("Name of the organisation"),
            self.name,
            self.tr("As the Hub knows it, for example Ashcombe Primary School."),
        )
        self.body.addWidget(self.name_row)
        self.kind = QComboBox(self)
        self.kind.addItem(self.tr("Choose…"), "")
        for code, label in kinds:
            self.kind.addItem(label, code)
        self.kind_row = LabelledRow(self.tr("Kind of organisation"), self.kind)
        self.body.addWidget(self.kind_row)
        self.shared_account = QCheckBox(
            self.tr("Several people use this profile from their own computer accounts"), self
        )
        self.shared_row = LabelledRow(
            self.tr("Who signs in to this computer"),
            self.shared_account,
            self.tr("Leave it empty if everybody uses the same computer account, or only you use it."),
        )
        self.shared_account.setAccessibleName(self.shared_account.text())
        self.body.addWidget(self.shared_row)

    def show_for(self, kind: str) -> None:
        """Ask only what this kind of profile needs."""
        self.kind_row.setVisible(kind in ("partner", "shared"))
        hub_place = self.kind.findData("hub")
        if kind == "shared" and hub_place < 0:
            self.kind.addItem(self.tr("Safeguarding Hub"), "hub")
        elif kind == "partner" and hub_place >= 0:
            self.kind.removeItem(hub_place)

    def agency_kind(self, profile_kind: str) -> str:
        """Code of the agency type."""
        return str(self.kind.currentData()) if profile_kind in ("partner", "shared") else "hub"

    def problems(self) -> Problems:
        """Name, and kind where asked."""
        found: Problems = []
        if not self.name.text().strip():
            found.append((self.tr("Enter the name of the organisation"), self.name_row))
        if self.kind_row.isVisibleTo(self) and not self.kind.currentData():
            found.append((self.tr("Choose the kind of organisation"), self.kind_row))
        return found
