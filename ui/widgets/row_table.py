"""A table of whole rows of fixed height, two lines each, read and moved through by keyboard."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel, QItemSelectionModel, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ui.appearance import theme_in_use
from ui.widgets.row_delegate import RowDelegate, row_height


class RowTable(QTableView):
    """`name` is what a screen reader calls it."""

    def __init__(self, model: QAbstractItemModel, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(RowDelegate(self))
        self.setAccessibleName(name)
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

    def go_to(self, number: int) -> None:
        """Make a row the current one, in sight."""
        index = self.model().index(max(0, number), 0)
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index)

    def share_width(self, widths: Sequence[int], stretches: Sequence[int]) -> None:
        """Give each column its least width (pixels at the standard text size) and its share of what is left."""
        factor, whole = theme_in_use().text_factor, self.viewport().width()
        least = [width * factor for width in widths]
        left, squeeze = max(0, whole - sum(least)), min(1.0, whole / sum(least))
        for number, (width, stretch) in enumerate(zip(least, stretches, strict=True)):
            self.setColumnWidth(number, int(width * squeeze + left * stretch / sum(stretches)))
