"""The table of the queue: whole rows, fixed height, Enter opens."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ui.appearance import theme_in_use
from ui.hub.queue_columns import COLUMNS
from ui.hub.queue_delegate import QueueDelegate, row_height
from ui.hub.queue_model import ID_ROLE, QueueModel


class QueueTable(QTableView):
    """`row_opened(enquiry_id)` on Enter or double click."""

    row_opened = Signal(str)

    def __init__(self, model: QueueModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(QueueDelegate(self))
        self.setAccessibleName(self.tr("Queue"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setWordWrap(False)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(row_height())
        heads = self.horizontalHeader()
        heads.setHighlightSections(False)
        heads.setSectionsClickable(False)
        heads.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.doubleClicked.connect(self._on_double_clicked)

    def chosen_ids(self) -> list[str]:
        """The enquiries of the selected rows, from the top."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        found = (self.model().index(number, 0).data(ID_ROLE) for number in rows)
        return [each for each in found if each]

    def current_id(self) -> str:
        """The enquiry of the current row, or ""."""
        return self.currentIndex().data(ID_ROLE) or "" if self.currentIndex().isValid() else ""

    def go_to(self, number: int) -> None:
        """Make a row the current one."""
        index = self.model().index(max(0, number), 0)
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the current row."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current_id():
            self.row_opened.emit(self.current_id())
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width among the columns."""
        super().resizeEvent(event)
        factor = theme_in_use().text_factor
        least = [column.width * factor for column in COLUMNS]
        left = max(0, self.viewport().width() - sum(least))
        shares = sum(column.stretch for column in COLUMNS)
        squeeze = min(1.0, self.viewport().width() / sum(least))
        for number, column in enumerate(COLUMNS):
            self.setColumnWidth(number, int(least[number] * squeeze + left * column.stretch / shares))

    def _on_double_clicked(self, index: Any) -> None:
        self.row_opened.emit(index.data(ID_ROLE) or "")
