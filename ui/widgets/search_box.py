"""A search box that asks a moment after the last key, not at every key."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.icons import icon

PAUSE = 120  # ms: shorter than a reader notices, longer than the gap between two keys


class SearchBox(QLineEdit):
    """`searched(text)` with blanks trimmed."""

    searched = Signal(str)

    def __init__(self, name: str, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder or name)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 26 + 40)
        self.setClearButtonEnabled(True)
        self.addAction(QAction(icon("search", "text_muted"), "", self), QLineEdit.ActionPosition.LeadingPosition)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self.search_now)
        self.textChanged.connect(self._on_changed)
        self.returnPressed.connect(self.search_now)

    @Slot()
    def search_now(self) -> None:
        """Ask at once."""
        self._timer.stop()
        self.searched.emit(self.text().strip())

    @Slot()
    def _on_changed(self) -> None:
        self._timer.start()
