"""The audit trail as a table of any length: knows the numbers of all events asked for, holds only those in sight.

`data` never asks the store: an event that is not here yet shows its number, and its block is asked for by
`block_wanted`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt

from ui.formatting import clock_time, day
from ui.widgets.row_cells import CELL_ROLE, Cell
from ui.widgets.row_model import BlockModel

BLOCK = 100
HEADS = ("When", "Who", "What", "About")
WIDTHS = (165, 165, 220, 200)
STRETCHES = (0, 1, 3, 1)
Index = QModelIndex | QPersistentModelIndex


class TrailModel(BlockModel):
    """Numbers come from `Auditing.find`, rows from `Auditing.rows`."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(HEADS, BLOCK, parent)
        self._numbers: Sequence[int] = ()

    def show_numbers(self, numbers: Sequence[int]) -> None:
        """Start anew with these events."""
        self._numbers = numbers
        self.start(len(numbers))

    def numbers_of(self, block: int) -> tuple[int, ...]:
        """The numbers of the events of one block."""
        return tuple(self._numbers[block * BLOCK : (block + 1) * BLOCK])

    def show_block(self, block: int, rows: Sequence[Any]) -> None:
        """Put a block that has arrived in its place."""
        self.put_block(block, {row.event.number: row for row in rows})

    def row_at(self, place: int) -> Any | None:
        """The TrailRow at a place of the table, or None while it is not here."""
        block = self._blocks.get(place // BLOCK)
        return block.get(self._numbers[place]) if block is not None and place < len(self._numbers) else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt: the cell, or its words."""
        if not index.isValid() or role not in _ANSWERED:
            return None
        row = self.row_at(index.row())
        if row is None:
            self.want(index.row())
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
        return " ".join(cell.words)


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
