"""The table of what is held: the space bar gives a row or withholds it as suggested."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from ui.disclosure.item_model import ItemModel
from ui.widgets.row_table import RowTable

WIDTHS, STRETCHES = (11, 9), (11, 9)  # parts: it has no least width


class ItemTable(RowTable):
    """`turned(row)` when the space bar is pressed on a row."""

    turned = Signal(int)

    def __init__(self, model: ItemModel, parent: QWidget | None = None) -> None:
        super().__init__(model, self.tr("What is held"), parent)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The space bar turns the row; all other keys move."""
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self.turned.emit(self.currentIndex().row())
            event.accept()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width."""
        super().resizeEvent(event)
        self.share_width(WIDTHS, STRETCHES)
