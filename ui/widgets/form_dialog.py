"""A dialog of labelled rows with one button that says what it does."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from ui.appearance import size
from ui.widgets.buttons import danger_button, primary_button, secondary_button
from ui.widgets.heading import Heading
from ui.widgets.labelled_row import LabelledRow
from ui.widgets.layouts import column, row
from ui.widgets.wrapping_label import WrappingLabel


class FormDialog(QDialog):
    """Subclasses add rows to `body` and answer `problems`; accepted only when there are none."""

    def __init__(
        self, title: str, button: str, intro: str = "", dangerous: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(size("column") - 240)
        layout = column(self, "wide", "wide")
        layout.addWidget(Heading(title, 2))
        if intro:
            layout.addWidget(WrappingLabel(intro))
        self.body: QVBoxLayout = column(gap="normal")
        layout.addLayout(self.body)
        layout.addStretch(1)
        foot = row(gap="snug")
        self.accept_button = danger_button(button, self) if dangerous else primary_button(button, self)
        self.cancel_button = secondary_button(self.tr("Cancel"), self)
        foot.addWidget(self.accept_button)
        foot.addWidget(self.cancel_button)
        foot.addStretch(1)
        layout.addLayout(foot)
        self.accept_button.setDefault(True)
        self.accept_button.clicked.connect(self.try_to_accept)
        self.cancel_button.clicked.connect(self.reject)

    def problems(self) -> list[tuple[str, LabelledRow]]:
        """What must be put right first."""
        return []

    @Slot()
    def try_to_accept(self) -> None:
        """Close as accepted, or show what is wrong beside the fields."""
        found = self.problems()
        for each in self.findChildren(LabelledRow):
            each.show_problem(None)
        for message, row_at_fault in reversed(found):
            row_at_fault.show_problem(message)
            row_at_fault.focus_field()
        if not found:
            self.accept()
