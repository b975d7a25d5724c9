"""The table of who may see what: a row for each kind of people, a column for each fact, as on the page for partners.
Boxes to tick, or words where it is only read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QGridLayout, QSizePolicy, QWidget

from ui.appearance import space
from ui.widgets.card import Line
from ui.widgets.wrapping_label import WrappingLabel

LEAST_WIDTH = 140  # of the column that names the people


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
        grid.setColumnMinimumWidth(0, LEAST_WIDTH)
        for column, fact in enumerate(self._definition.facts, 1):
            grid.setColumnStretch(column, 2)
            name = WrappingLabel(self.tr(fact.label), "strong")
            name.setToolTip(self.tr(fact.meaning))
            grid.addWidget(name, 0, column, Qt.AlignmentFlag.AlignTop)
        for number, audience in enumerate(self._definition.audiences):
            line = 2 * number + 1
            grid.addWidget(Line(), line, 0, 1, len(self._definition.facts) + 1)
            grid.addWidget(WrappingLabel(self.tr(audience.label)), line + 1, 0, Qt.AlignmentFlag.AlignVCenter)
            for column, fact in enumerate(self._definition.facts, 1):
                shown = fact.code in visibility.table[audience.role]
                cell = self._cell(fact, audience, shown, editable)
                if editable:
                    grid.addWidget(cell, line + 1, column, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
                else:
                    grid.addWidget(cell, line + 1, column)

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
        if not editable:
            return WrappingLabel(self.tr("Shown") if shown else self.tr("Not shown"), "body" if shown else "hint")
        box = QCheckBox(self)
        box.setChecked(shown)
        box.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        box.setAccessibleName(f"{self.tr(fact.label)}: {self.tr(audience.label)}")
        box.toggled.connect(self._on_toggled)
        self.boxes[audience.role, fact.code] = box
        return box

    @Slot(bool)
    def _on_toggled(self, _: bool) -> None:
        self.edited.emit()
