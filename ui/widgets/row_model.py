"""Models of tables of rows: their headings, and tables of any length that hold only the blocks in sight.

`data` never asks the store: a row that is not here yet has its block asked for by `block_wanted`.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal, Slot

KEPT = 40  # blocks
Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class RowModel(QAbstractTableModel):
    """A table with these headings."""

    def __init__(self, heads: Sequence[str], parent: Any = None) -> None:
        super().__init__(parent)
        self._heads = tuple(heads)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Qt: the columns."""
        return 0 if parent.isValid() else len(self._heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt: the headings."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.tr(self._heads[section])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def rows_changed(self, first: int, last: int) -> None:
        """Tell the table that these rows read differently now."""
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self._heads) - 1))


class BlockModel(RowModel):
    """`block_wanted(number of block)` for rows in sight that are not here; `row_at` gives those that are."""

    block_wanted = Signal(int)

    def __init__(self, heads: Sequence[str], block: int, parent: Any = None) -> None:
        super().__init__(heads, parent)
        self._block = block
        self._total = 0
        self._blocks: OrderedDict[int, Any] = OrderedDict()
        self._wanted: set[int] = set()
        self._asked: set[int] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._ask)

    def start(self, total: int, blocks: dict[int, Any] | None = None) -> None:
        """Start anew with so many rows and the blocks that are here."""
        self.beginResetModel()
        self._total = total
        self._blocks = OrderedDict(blocks or {})
        self._wanted, self._asked = set(), set()
        self.endResetModel()

    def put_block(self, block: int, rows: Any) -> None:
        """Put a block that has arrived in its place; the one that came first goes when there are many."""
        self._asked.discard(block)
        self._blocks[block] = rows
        while len(self._blocks) > KEPT:
            self._blocks.popitem(last=False)
        self.rows_changed(block * self._block, min((block + 1) * self._block, self._total) - 1)

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Qt: all rows, here or not."""
        return 0 if parent.isValid() else self._total

    def want(self, row: int) -> None:
        """Ask for the block of a row, once."""
        block = row // self._block
        if block not in self._asked and block not in self._wanted:
            self._wanted.add(block)
            self._timer.start()

    @Slot()
    def _ask(self) -> None:
        wanted, self._wanted = self._wanted, set()
        self._asked |= wanted
        for block in sorted(wanted):
            self.block_wanted.emit(block)
