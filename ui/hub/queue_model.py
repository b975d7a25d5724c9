"""The queue as a table of any length: knows how many rows there are, holds only the blocks in sight.

`data` never asks the store: a row that is not here yet shows nothing and its block is asked for by `block_wanted`.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt

from ui.hub.queue_columns import COLUMNS, spoken
from ui.widgets.row_cells import CELL_ROLE
from ui.widgets.row_model import BlockModel

BLOCK = 128
ID_ROLE = Qt.ItemDataRole.UserRole + 2
Index = QModelIndex | QPersistentModelIndex


class QueueModel(BlockModel):
    """`role` is the reader's role, for the words of statuses."""

    def __init__(self, role: str, parent: Any = None) -> None:
        super().__init__([column.heading for column in COLUMNS], BLOCK, parent)
        self._role = role

    def show_names(self, names: bool) -> None:
        """Whole names, or initials only where others may look on."""
        self._role = self._role.partition("+")[0] + ("" if names else "+initials")
        self.rows_changed(0, self._total - 1)

    def show_first(self, rows: tuple[Any, ...], total: int) -> None:
        """Start anew with the first block and the number of all rows."""
        self.start(total, {0: rows})

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

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt: words of a cell, the cell itself, or the enquiry's id."""
        if not index.isValid():
            return None
        row = self.row_at(index.row())
        if row is None:
            self.want(index.row())
            return "…" if role == Qt.ItemDataRole.DisplayRole and index.column() == 1 else None
        if role == ID_ROLE:
            return row.enquiry.id
        if role in (Qt.ItemDataRole.DisplayRole, CELL_ROLE):
            cell = COLUMNS[index.column()].cell(row, self._role)
            return cell if role == CELL_ROLE else cell.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            cell = COLUMNS[index.column()].cell(row, self._role)
            return spoken(row, self._role) if index.column() == 1 else " ".join(cell.words)
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(COLUMNS[index.column()].cell(row, self._role).words)
        return None
