"""The matrix as a table: signs under their dimension, levels as columns, so that severity reads left to right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from enquiry_app.definitions.matrix_definition import Matrix
from enquiry_app.enquiry.findings import observation
from ui.matrix.cells import EMPTY, Cell, is_checked

Index = QModelIndex | QPersistentModelIndex
CELL_ROLE = Qt.ItemDataRole.UserRole + 1
COMPLETE_ROLE = Qt.ItemDataRole.UserRole + 2
HEADS = ("1 – Universal", "2 – Early help", "3 – Several agencies", "4 – Statutory")


class IndicatorModel(QAbstractTableModel):
    """Holds rows made by `cells.rows_for`; never looks anything up while painting but in dictionaries."""

    def __init__(self, matrix: Matrix, parent: Any = None) -> None:
        super().__init__(parent)
        self._matrix = matrix
        self._rows: list[tuple[Cell, Cell, Cell, Cell]] = []
        self._findings: Mapping[str, Any] = {}

    def show_rows(self, rows: list[tuple[Cell, Cell, Cell, Cell]], findings: Mapping[str, Any]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows, self._findings = rows, findings
        self.endResetModel()

    def show_findings(self, findings: Mapping[str, Any]) -> None:
        """Show other ticks in the same rows."""
        self._findings = findings
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, 3))

    def cell(self, index: Index) -> Cell:
        """The cell at an index."""
        return self._rows[index.row()][index.column()] if index.isValid() else EMPTY

    def index_of(self, code: str) -> QModelIndex:
        """Where a sign or dimension stands; an invalid index if it is not shown."""
        for number, row in enumerate(self._rows):
            for column, cell in enumerate(row):
                if cell.code == code:
                    return self.index(number, column)
        return QModelIndex()

    def rowCount(self, parent: Index | None = None) -> int:
        """Qt: rows."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """Qt: the four levels."""
        return 0 if parent is not None and parent.isValid() else 4

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt: the levels' names."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return HEADS[section]
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.AccessibleTextRole:
            return f"Level {HEADS[section]}"
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Qt: empty cells cannot be chosen."""
        cell = self.cell(index)
        if cell.kind == "empty":
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt: text, tick, and what a screen reader says."""
        cell = self.cell(index)
        if role == CELL_ROLE:
            return cell
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == Qt.ItemDataRole.CheckStateRole and cell.kind in ("sign", "state"):
            checked = is_checked(self._matrix, self._findings, cell)
            return Qt.CheckState.Checked if checked else Qt.CheckState.Unchecked
        if role == COMPLETE_ROLE and cell.kind == "sign":
            found = observation(self._findings, cell.code)
            return found is None or bool(found.get("when") and found.get("source"))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(cell)
        return None

    def _spoken(self, cell: Cell) -> str:
        if cell.kind == "sign":
            dimension = self._matrix.dimension(self._matrix.indicator(cell.code).dimension).name
            ticked = "ticked" if is_checked(self._matrix, self._findings, cell) else "not ticked"
            danger = ", phone the Hub if you see this" if cell.flagged else ""
            return f"{cell.text}, {dimension}, level {cell.level}, {ticked}{danger}"
        if cell.kind == "state":
            chosen = "chosen" if is_checked(self._matrix, self._findings, cell) else "not chosen"
            return f"{self._matrix.dimension(cell.code).name}: {cell.text}, {chosen}"
        closed = ", closed, press space to open" if cell.state == "closed" else ""
        return f"{cell.text}{closed}"
