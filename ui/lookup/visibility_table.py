"""The table of who may see what: a row a fact, a column a kind of people. Boxes to tick, or words where it is only read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from ui.appearance import space
from ui.widgets.card import Line
from ui.widgets.wrapping_label import WrappingLabel


class VisibilityTable(QWidget):
    """`edited` when a box is ticked or unticked by the person."""

    edited = Signal()

    def __init__(self, visibility: Any, editable: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._definition = visibility.definition
        self.boxes: dict[tuple[str, str], QCheckBox] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(space("normal"))
        grid.setVerticalSpacing(space("tight"))
        grid.setColumnStretch(0, 3)
        for column, audience in enumerate(self._definition.audiences, 1):
            grid.setColumnStretch(column, 2)
            grid.addWidget(WrappingLabel(self.tr(audience.label), "strong"), 0, column, Qt.AlignmentFlag.AlignTop)
        for number, fact in enumerate(self._definition.facts):
            line = 2 * number + 1
            grid.addWidget(Line(), line, 0, 1, len(self._definition.audiences) + 1)
            name = WrappingLabel(self.tr(fact.label))
            name.setToolTip(self.tr(fact.meaning))
            grid.addWidget(name, line + 1, 0, Qt.AlignmentFlag.AlignVCenter)
            for column, audience in enumerate(self._definition.audiences, 1):
                shown = fact.code in visibility.table[audience.role]
                grid.addWidget(self._cell(fact, audience, shown, editable), line + 1, column)

    @property
    def table(self) -> Mapping[str, tuple[str, ...]]:
        """Role -> facts, as ticked."""
        return {
            audience.role: tuple(
                f.code for f in self._definition.facts if self.boxes[audience.role, f.code].isChecked()
            )
            for audience in self._definition.audiences
        }

    def first_focus(self) -> QWidget | None:
        """The first box."""
        return next(iter(self.boxes.values()), None)

    def _cell(self, fact: Any, audience: Any, shown: bool, editable: bool) -> QWidget:
        words = self.tr("Shown") if shown else self.tr("Not shown")
        if not editable:
            return WrappingLabel(words, "body" if shown else "hint")
        box = QCheckBox(words, self)
        box.setChecked(shown)
        box.setAccessibleName(f"{self.tr(fact.label)}: {self.tr(audience.label)}")
        box.toggled.connect(self._on_toggled)
        self.boxes[audience.role, fact.code] = box
        return box

    @Slot(bool)
    def _on_toggled(self, _: bool) -> None:
        for box in self.boxes.values():
            box.setText(self.tr("Shown") if box.isChecked() else self.tr("Not shown"))
        self.edited.emit()
