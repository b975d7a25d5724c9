"""A drop-down list for narrow columns: as wide as it is given, and not changed by scrolling past it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget


class SteadyCombo(QComboBox):
    """Choices are `(code, label)`; the first entry stands for nothing chosen."""

    def __init__(self, choices: Sequence[tuple[str, str]], nothing: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(10)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.addItem(nothing, "")
        for code, label in choices:
            self.addItem(label, code)
            self.setItemData(self.count() - 1, label, Qt.ItemDataRole.ToolTipRole)

    @property
    def code(self) -> str:
        """The chosen code, or ""."""
        return self.currentData() or ""

    def choose(self, code: str) -> None:
        """Choose; an unknown code chooses nothing."""
        self.setCurrentIndex(max(0, self.findData(code)))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolling moves the page, never the choice."""
        event.ignore()
