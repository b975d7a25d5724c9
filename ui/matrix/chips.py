"""One choice among a few, as chips in a flowing line: for evidence, where room is short."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from enquiry_app.definitions.matrix_definition import Coded
from ui.widgets.buttons import Button, chip_button
from ui.widgets.flow import FlowLayout


class ChipChoice(QWidget):
    """`chosen(code)`; pressing the chosen chip again takes the answer back ("")."""

    chosen = Signal(str)

    def __init__(self, choices: Sequence[Coded], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = FlowLayout(self, gap=6)
        self.chips: dict[str, Button] = {}
        for choice in choices:
            chip = chip_button(choice.label, self, checkable=True)
            chip.clicked.connect(partial(_pressed, self, choice.code))
            self.chips[choice.code] = chip
            layout.addWidget(chip)

    def choose(self, code: str) -> None:
        """Show this choice without telling anybody."""
        for each, chip in self.chips.items():
            chip.setChecked(each == code)

    def press(self, code: str) -> None:
        """The person pressed a chip."""
        code = code if self.chips[code].isChecked() else ""
        self.choose(code)
        self.chosen.emit(code)

    def focus_field(self) -> QWidget:
        """The chosen chip or the first."""
        return next((c for c in self.chips.values() if c.isChecked()), next(iter(self.chips.values())))

    def set_accessible(self, name: str, description: str) -> None:
        """Name every chip with the question."""
        for chip in self.chips.values():
            chip.setAccessibleName(f"{name}: {chip.text()}")
            chip.setAccessibleDescription(description)


def _pressed(chips: ChipChoice, code: str, *_: object) -> None:
    chips.press(code)
