"""The table of signs: arrows move, Space ticks, a letter goes on in the search box."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ui.matrix.cells import Cell
from ui.matrix.indicator_delegate import IndicatorDelegate, height_for
from ui.matrix.indicator_model import IndicatorModel


class MatrixTable(QTableView):
    """`pressed_cell(Cell)` by Space or click, `cell_entered(Cell)` as the current cell moves, `typed(str)` letters."""

    pressed_cell = Signal(object)
    cell_entered = Signal(object)
    typed = Signal(str)

    def __init__(self, model: IndicatorModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(IndicatorDelegate(self))
        self.setAccessibleName(self.tr("Signs by part of the child's life and level"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        head.setSectionsClickable(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        model.modelReset.connect(self.fit_rows)

    @property
    def cells(self) -> IndicatorModel:
        """The model."""
        return self.model()  # type: ignore[return-value]

    @Slot()
    def fit_rows(self) -> None:
        """Give each row the height its words need: measured once, not while painting."""
        if not self.isVisible():
            return  # measured once the width is known
        width = max(self.viewport().width() // 4, 80)
        model = self.cells
        for number in range(model.rowCount()):
            cells = [model.cell(model.index(number, column)) for column in range(4)]
            self.setRowHeight(number, max(height_for(cell, width) for cell in cells))

    def go_to(self, code: str) -> None:
        """Make the cell of a sign or dimension current and bring it into sight."""
        index = self.cells.index_of(code)
        if index.isValid():
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.scrollTo(index)

    def showEvent(self, event: QShowEvent) -> None:
        """Measure at the width it is shown with."""
        super().showEvent(event)
        self.fit_rows()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Measure again at the new width."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.fit_rows()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space and Enter press the cell; letters go to the search."""
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._press(self.currentIndex())
            return
        text = event.text()
        if text.isprintable() and text.strip() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.typed.emit(text)
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click presses the cell under it."""
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._press(self.indexAt(event.position().toPoint()))

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Tell which cell is current."""
        super().currentChanged(current, previous)
        if current.isValid():
            self.cell_entered.emit(self.cells.cell(current))

    def _press(self, index: QModelIndex) -> None:
        cell: Cell = self.cells.cell(index)
        if index.isValid() and cell.kind != "empty":
            self.pressed_cell.emit(cell)
