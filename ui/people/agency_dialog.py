"""Adds an organisation."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from ui.widgets.form_dialog import FormDialog
from ui.widgets.labelled_row import LabelledRow


class AgencyDialog(FormDialog):
    """`name` and `kind` after it was accepted; `kinds` are `(code, label)`."""

    def __init__(self, kinds: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Add an organisation"), self.tr("Add this organisation"), parent=parent)
        self.name_box = QLineEdit(self)
        self.kind_box = QComboBox(self)
        for code, label in kinds:
            self.kind_box.addItem(label, code)
        self.name_row = LabelledRow(self.tr("Name"), self.name_box)
        self.body.addWidget(self.name_row)
        self.body.addWidget(LabelledRow(self.tr("Kind of organisation"), self.kind_box))

    @property
    def name(self) -> str:
        """The name as typed."""
        return self.name_box.text().strip()

    @property
    def kind(self) -> str:
        """Code of the agency type."""
        return str(self.kind_box.currentData())

    def problems(self) -> list[tuple[str, LabelledRow]]:
        """A name is needed."""
        return [] if self.name else [(self.tr("Enter the name of the organisation"), self.name_row)]
