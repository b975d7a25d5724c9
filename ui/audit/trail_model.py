"""The audit trail as a table of any length: knows the numbers of all events asked for, holds only those in sight.

`data` never asks the store: an event that is not here yet shows its number, and its block is asked for by
`block_wanted`.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal, Slot

from ui.formatting import clock_time, day
from ui.hub.queue_columns import Cell
from ui.hub.queue_model import CELL_ROLE

BLOCK = 100
KEPT = 40
HEADS = ("When", "Who", "What", "About")
WIDTHS = (165, 165, 220, 200)
STRETCHES = (0, 1, 3, 1)
Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class TrailModel(QAbstractTableModel):
    """`block_wanted(number of block)`; numbers come from `Auditing.find`, rows from `Auditing.rows`."""

    block_wanted = Signal(int)

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self._numbers: Sequence[int] = ()
        self._blocks: OrderedDict[int, dict[int, Any]] = OrderedDict()
        self._wanted: set[int] = set()
        self._asked: set[int] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._ask)

    def show_numbers(self, numbers: Sequence[int]) -> None:
        """Start anew with these events."""
        self.beginResetModel()
        self._numbers = numbers
        self._blocks = OrderedDict()
        self._wanted, self._asked = set(), set()
        self.endResetModel()

    def numbers_of(self, block: int) -> tuple[int, ...]:
        """The numbers of the events of one block."""
        return tuple(self._numbers[block * BLOCK : (block + 1) * BLOCK])

    def show_block(self, block: int, rows: Sequence[Any]) -> None:
        """Put a block that has arrived in its place."""
        self._asked.discard(block)
        self._blocks[block] = {row.event.number: row for row in rows}
        while len(self._blocks) > KEPT:
            self._blocks.popitem(last=False)
        first, last = block * BLOCK, min((block + 1) * BLOCK, len(self._numbers)) - 1
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(HEADS) - 1))

    def row_at(self, place: int) -> Any | None:
        """The TrailRow at a place of the table, or None while it is not here."""
        block = self._blocks.get(place // BLOCK)
        return block.get(self._numbers[place]) if block is not None and place < len(self._numbers) else None

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Qt: all events asked for, here or not."""
        return 0 if parent.isValid() else len(self._numbers)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Qt: the columns."""
        return 0 if parent.isValid() else len(HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt: the headings."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.tr(HEADS[section])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt: the cell, or its words."""
        if not index.isValid() or role not in _ANSWERED:
            return None
        row = self.row_at(index.row())
        if row is None:
            self._want(index.row() // BLOCK)
            waiting = self.tr("Event {number}").format(number=self._numbers[index.row()])
            return waiting if role == Qt.ItemDataRole.DisplayRole and index.column() == 0 else None
        cell = _cells(row)[index.column()]
        if role == CELL_ROLE:
            return cell
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == 0:
            return ", ".join(
                filter(None, (c.text if c.text == c.whole else f"{c.text} {c.below}" for c in _cells(row)))
            )
        return " ".join(filter(None, (cell.text, cell.whole or cell.below)))

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


_ANSWERED = (
    Qt.ItemDataRole.DisplayRole, CELL_ROLE, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole,
)  # fmt: skip


def _cells(row: Any) -> tuple[Cell, Cell, Cell, Cell]:
    event = row.event
    return (
        Cell(f"{day(event.at)}", f"{clock_time(event.at, seconds=True)} · event {event.number:,}"),
        Cell(row.who, row.role),
        Cell(row.what, row.clock or row.details, "warning" if row.clock else "", "strong", row.clock or row.details),
        Cell(row.about),
    )
