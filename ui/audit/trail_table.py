"""The table of the audit trail: whole rows of fixed height, drawn as those of the queue."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ui.appearance import theme_in_use
from ui.audit.trail_model import STRETCHES, WIDTHS, TrailModel
from ui.hub.queue_delegate import QueueDelegate, row_height


class TrailTable(QTableView):
    """Reading only."""

    def __init__(self, model: TrailModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(QueueDelegate(self))
        self.setAccessibleName(self.tr("Audit trail"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
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

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width among the columns."""
        super().resizeEvent(event)
        factor = theme_in_use().text_factor
        least = [width * factor for width in WIDTHS]
        left = max(0, self.viewport().width() - sum(least))
        squeeze = min(1.0, self.viewport().width() / sum(least))
        for number, (width, stretch) in enumerate(zip(least, STRETCHES, strict=True)):
            self.setColumnWidth(number, int(width * squeeze + left * stretch / sum(STRETCHES)))
