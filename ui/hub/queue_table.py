"""The table of the queue: Enter opens a row, several can be chosen."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from ui.hub.queue_columns import COLUMNS
from ui.hub.queue_model import ID_ROLE, QueueModel
from ui.widgets.row_table import RowTable


class QueueTable(RowTable):
    """`row_opened(enquiry_id)` on Enter or double click."""

    row_opened = Signal(str)

    def __init__(self, model: QueueModel, parent: QWidget | None = None) -> None:
        super().__init__(model, self.tr("Queue"), parent)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.doubleClicked.connect(self._on_double_clicked)

    def chosen_ids(self) -> list[str]:
        """The enquiries of the selected rows, from the top."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        found = (self.model().index(number, 0).data(ID_ROLE) for number in rows)
        return [each for each in found if each]

    def current_id(self) -> str:
        """The enquiry of the current row, or ""."""
        return self.currentIndex().data(ID_ROLE) or "" if self.currentIndex().isValid() else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the current row."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current_id():
            self.row_opened.emit(self.current_id())
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width among the columns."""
        super().resizeEvent(event)
        self.share_width([column.width for column in COLUMNS], [column.stretch for column in COLUMNS])

    def _on_double_clicked(self, index: Any) -> None:
        self.row_opened.emit(index.data(ID_ROLE) or "")
