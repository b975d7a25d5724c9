"""A small repeating table of its own: rows as lines that open in place, add, remove with undo."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from ui.form.fields.field import Field
from ui.widgets.buttons import link_button, secondary_button
from ui.widgets.card import Card
from ui.widgets.layouts import clear, column, row
from ui.widgets.undo_bar import UndoBar
from ui.widgets.wrapping_label import WrappingLabel

UNDO_SECONDS = 10


class ItemsField(Field):
    """One row is open at a time, so that two hundred rows cost no more than their lines."""

    def build(self) -> None:
        """The rows, an undo bar and an add button."""
        self.collection = self.question.collection or self.question.id
        layout = column(self, "tight")
        self._rows = column(gap="tight")
        layout.addLayout(self._rows)
        self.undo_bar = UndoBar(self)
        self.undo_bar.undo_requested.connect(self._on_undo)
        layout.addWidget(self.undo_bar)
        known = self.editor.form.collections[self.collection]
        self.add_button = secondary_button(known.add_label or self.tr("Add"), self, "add")
        self.add_button.clicked.connect(self._on_add)
        layout.addWidget(self.add_button)
        self._open = ""
        self._before: Any = None
        self._shown: tuple[str, ...] | None = None

    def show_value(self, _value: Any) -> None:
        """List the rows there are."""
        items = self._items()
        if items != self._shown:
            self._show_rows()

    def focus_field(self) -> QWidget:
        """The add button."""
        return self.add_button

    def open_row(self, item: str) -> None:
        """Open one row for writing."""
        self._open = item
        self._show_rows()

    def _items(self) -> tuple[str, ...]:
        return self.editor.answers.items_of(self.collection, self.items)

    def _show_rows(self) -> None:
        self._shown = self._items()
        clear(self._rows)
        for number, item in enumerate(self._shown, 1):
            self._rows.addWidget(self._card(item, number) if item == self._open else self._line(item, number))

    def _title(self, item: str, number: int) -> str:
        known = self.editor.form.collections[self.collection]
        title = self.editor.title_of(self.collection, (*self.items, item))
        return f"{number}. {title or known.singular.capitalize()}"

    def _line(self, item: str, number: int) -> QWidget:
        line = Card(role="card")
        layout = row(gap="normal")
        title = self._title(item, number)
        layout.addWidget(WrappingLabel(title), 1)
        change, remove = link_button(self.tr("Change")), link_button(self.tr("Remove"))
        change.setAccessibleName(self.tr("Change {what}").format(what=title))
        remove.setAccessibleName(self.tr("Remove {what}").format(what=title))
        change.clicked.connect(partial(_open, self, item))
        remove.clicked.connect(partial(_remove, self, item))
        layout.addWidget(change)
        layout.addWidget(remove)
        line.add_layout(layout)
        return line

    def _card(self, item: str, number: int) -> QWidget:
        from ui.form.answer_row import AnswerRows

        card = Card(self._title(item, number))
        self.rows = AnswerRows(self.editor, self.question.questions, (*self.items, item), card)
        card.add(self.rows)
        buttons = row(gap="normal")
        done, remove = secondary_button(self.tr("Done with this one")), link_button(self.tr("Remove"))
        done.clicked.connect(partial(_open, self, ""))
        remove.clicked.connect(partial(_remove, self, item))
        buttons.addWidget(done)
        buttons.addWidget(remove)
        buttons.addStretch(1)
        card.add_layout(buttons)
        return card

    @Slot()
    def _on_add(self) -> None:
        self._open = self.editor.add_item(self.collection, self.items)
        self._show_rows()
        self.rows.focus_first()

    def remove(self, item: str) -> None:
        """Take a row away; it can be brought back for ten seconds."""
        self._before = (self.editor.answers, item)
        left = tuple(each for each in self._items() if each != item)
        self.editor.set_items(self.collection, self.items, left)
        self._show_rows()
        self.undo_bar.offer(self.tr("Removed."), UNDO_SECONDS)

    @Slot()
    def _on_undo(self) -> None:
        if self._before is not None:
            earlier, item = self._before
            self.editor.bring_back(earlier, self.collection, (*self.items, item))
            self._before = None
            self._show_rows()


def _open(field: ItemsField, item: str, *_: object) -> None:
    field.open_row(item)


def _remove(field: ItemsField, item: str, *_: object) -> None:
    field.remove(item)
