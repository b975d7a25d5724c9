"""What is held about the person as a table: what it is, what it says, and what holds for it now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt

from enquiry_app.enquiry.disclosing import AccessItem, Mark
from ui.widgets.row_cells import CELL_ROLE, Cell
from ui.widgets.row_model import RowModel

HEADS = ("What", "Given or withheld")
FILTERS = ("all", "withheld", "given", "changed")
Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class ItemModel(RowModel):
    """Rows of one filter, in the order of the records. Holds the marks that hold now."""

    def __init__(self, reasons: Mapping[str, str], parent: Any = None) -> None:
        super().__init__(HEADS, parent)
        self._reasons = reasons
        self._items: tuple[AccessItem, ...] = ()
        self._names: Mapping[str, tuple[str, str]] = {}
        self._rows: list[AccessItem] = []
        self.marks: dict[str, Mark] = {}
        self.shown = "all"

    def show_work(
        self, items: Sequence[AccessItem], marks: Mapping[str, Mark], names: Mapping[str, tuple[str, str]]
    ) -> None:
        """Start anew with these items."""
        self._items, self._names, self.marks = tuple(items), names, dict(marks)
        self.filter(self.shown)

    def filter(self, shown: str) -> None:
        """Show one of FILTERS."""
        self.beginResetModel()
        self.shown = shown
        self._rows = [item for item in self._items if self._fits(item)]
        self.endResetModel()

    def _fits(self, item: AccessItem) -> bool:
        mark = self.marks[item.key]
        fits = {
            "all": True, "withheld": bool(mark), "given": not mark, "changed": mark != item.suggested,
        }  # fmt: skip
        return fits[self.shown]

    def item_at(self, place: int) -> AccessItem | None:
        """The item of a row."""
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def set_mark(self, key: str, mark: Mark) -> None:
        """Another mark holds for this item. It stays in sight until the filter is chosen again."""
        self.marks[key] = mark
        for number, item in enumerate(self._rows):
            if item.key == key:
                self.rows_changed(number, number)

    @property
    def counts(self) -> tuple[int, int]:
        """How many are withheld, whole or in part, of how many."""
        return sum(1 for item in self._items if self.marks[item.key]), len(self._items)

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Qt: the items of the filter."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt: the cell, its words, or all of it for a screen reader."""
        item = self.item_at(index.row()) if index.isValid() else None
        if item is None:
            return None
        if role == CELL_ROLE:
            return self._cells(item)[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cells(item)[index.column()].text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{item.heading}, {item.label}, {self.words_of(item)}" if not index.column() else self.words_of(item)
        return None

    def words_of(self, item: AccessItem) -> str:
        """What holds for an item, in words."""
        mark = self.marks[item.key]
        if mark.whole:
            return self.tr("Withheld: {reason}").format(reason=self._reasons[mark.whole])
        if mark.parts:
            return self.tr("{number} passages withheld").format(number=len(mark.parts)) if len(mark.parts) > 1 else (
                self.tr("1 passage withheld")
            )  # fmt: skip
        return self.tr("Given")

    def _cells(self, item: AccessItem) -> tuple[Cell, Cell]:
        mark = self.marks[item.key]
        record = self._names[item.enquiry_id][0] if len(self._names) > 1 else ""
        where = " · ".join(filter(None, (item.about, item.heading, record)))
        first = Cell(item.label, where, look="strong")
        state = self.tr("Withheld") if mark.whole else self.words_of(item)
        tone = "danger" if mark.whole else "warning" if mark.parts else ""
        reason = self._reasons[mark.whole] if mark.whole else " ".join(item.text.split())[:80]
        return first, Cell(state, reason, tone)
