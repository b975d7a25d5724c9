"""The queue as a table of any length: knows how many rows there are, holds only the blocks in sight.

`data` never asks the store: a row that is not here yet shows nothing and its block is asked for by `block_wanted`.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal, Slot

from ui.hub.queue_columns import COLUMNS, spoken

BLOCK = 128
KEPT = 40
CELL_ROLE = Qt.ItemDataRole.UserRole + 1
ID_ROLE = Qt.ItemDataRole.UserRole + 2
Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class QueueModel(QAbstractTableModel):
    """`role` is the reader's role, for the words of statuses."""

    block_wanted = Signal(int)

    def __init__(self, role: str, parent: Any = None) -> None:
        super().__init__(parent)
        self._role = role
        self._total = 0
        self._blocks: OrderedDict[int, tuple[Any, ...]] = OrderedDict()
        self._wanted: set[int] = set()
        self._asked: set[int] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._ask)

    def show_names(self, names: bool) -> None:
        """Whole names, or initials only where others may look on."""
        self._role = self._role.partition("+")[0] + ("" if names else "+initials")
        if self._total:
            self.dataChanged.emit(self.index(0, 0), self.index(self._total - 1, len(COLUMNS) - 1))

    def show_first(self, rows: tuple[Any, ...], total: int) -> None:
        """Start anew with the first block and the number of all rows."""
        self.beginResetModel()
        self._total = total
        self._blocks = OrderedDict({0: rows})
        self._wanted, self._asked = set(), set()
        self.endResetModel()

    def show_block(self, block: int, rows: tuple[Any, ...]) -> None:
        """Put a block that has arrived in its place."""
        self._asked.discard(block)
        self._blocks[block] = rows
        while len(self._blocks) > KEPT:
            self._blocks.popitem(last=False)
        first = block * BLOCK
        last = min(first + BLOCK, self._total) - 1
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(COLUMNS) - 1))

    def row_at(self, number: int) -> Any | None:
        """The QueueRow of a table row, or None while it is not here."""
        rows = self._blocks.get(number // BLOCK)
        place = number % BLOCK
        return rows[place] if rows is not None and place < len(rows) else None

    def number_of(self, enquiry_id: str) -> int:
        """Table row of an enquiry among the blocks held, or -1."""
        for block, rows in self._blocks.items():
            for place, row in enumerate(rows):
                if row.enquiry.id == enquiry_id:
                    return block * BLOCK + place
        return -1

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Qt: all rows, here or not."""
        return 0 if parent.isValid() else self._total

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Qt: the columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt: the headings."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.tr(COLUMNS[section].heading)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt: words of a cell, the cell itself, or the enquiry's id."""
        if not index.isValid():
            return None
        row = self.row_at(index.row())
        if row is None:
            self._want(index.row() // BLOCK)
            return "…" if role == Qt.ItemDataRole.DisplayRole and index.column() == 1 else None
        if role == ID_ROLE:
            return row.enquiry.id
        if role in (Qt.ItemDataRole.DisplayRole, CELL_ROLE):
            cell = COLUMNS[index.column()].cell(row, self._role)
            return cell if role == CELL_ROLE else cell.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            cell = COLUMNS[index.column()].cell(row, self._role)
            return (
                spoken(row, self._role)
                if index.column() == 1
                else " ".join(filter(None, (cell.text, cell.whole or cell.below)))
            )
        if role == Qt.ItemDataRole.ToolTipRole:
            cell = COLUMNS[index.column()].cell(row, self._role)
            return "\n".join(filter(None, (cell.text, cell.whole or cell.below)))
        return None

    def _want(self, block: int) -> None:
        if block in self._asked or block in self._wanted:
            return
        self._wanted.add(block)
        self._timer.start()

    @Slot()
    def _ask(self) -> None:
        wanted, self._wanted = self._wanted, set()
        self._asked |= wanted
        for block in sorted(wanted):
            self.block_wanted.emit(block)
