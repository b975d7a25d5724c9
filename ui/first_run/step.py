"""One step of the set-up: a title, fields, and the problems to put right before going on."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.widgets.heading import Heading
from ui.widgets.labelled_row import LabelledRow
from ui.widgets.layouts import column
from ui.widgets.wrapping_label import WrappingLabel

Problems = list[tuple[str, LabelledRow]]


class Step(QWidget):
    """Subclasses build fields into `body` and say what is missing in `problems`."""

    go_on_requested = Signal()

    def __init__(self, title: str, intro: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self.body: QVBoxLayout = column(self, "normal")
        self.body.addWidget(Heading(title, 1))
        if intro:
            self.body.addWidget(WrappingLabel(intro))

    def problems(self) -> Problems:
        """What must be put right, in the words shown, with the row it belongs to."""
        return []

    def rows(self) -> list[LabelledRow]:
        """All rows of the step."""
        return self.findChildren(LabelledRow)

    def check(self) -> bool:
        """Show the problems beside their fields; True if there is none."""
        found = self.problems()
        for row in self.rows():
            row.show_problem(None)
        for message, row in reversed(found):
            row.show_problem(message)
            row.focus_field()
        return not found

    def first_focus(self) -> None:
        """Put the focus where the step begins."""
        rows = self.rows()
        if rows:
            rows[0].focus_field()
