"""Prepared words to read and to copy."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QApplication, QWidget

from ui.widgets.buttons import secondary_button
from ui.widgets.layouts import button_row, column
from ui.widgets.wrapping_label import WrappingLabel


class PreparedText(QWidget):
    """The words as they stand, and a button that copies them."""

    def __init__(self, words: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, layout = words, column(self, "tight")
        layout.addWidget(WrappingLabel(words))
        self.copy = secondary_button(self.tr("Copy"), self)
        self.copy.setAccessibleName(self.tr("Copy: {name}").format(name=name))
        self.copy.clicked.connect(self._on_copy)
        layout.addLayout(button_row((self.copy,)))

    @Slot()
    def _on_copy(self) -> None:
        QApplication.clipboard().setText(self._words)
        self.copy.setText(self.tr("Copied"))
