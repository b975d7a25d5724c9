"""The items of a repeated section: children, family, professionals. Add, change, remove with undo."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from enquiry_app.definitions.form_definition import Section
from enquiry_app.enquiry.sections import STATUS_WORDS
from ui.form.danger_notice import DangerNotice
from ui.form.draft_editor import DraftEditor
from ui.form.task_words import TONES
from ui.page import Page
from ui.widgets.buttons import link_button, primary_button, secondary_button
from ui.widgets.layouts import clear, column, row
from ui.widgets.row_button import RowButton
from ui.widgets.tag import StatusTag
from ui.widgets.undo_bar import UndoBar
from ui.widgets.wrapping_label import WrappingLabel

UNDO_SECONDS = 10


class ItemsListPage(Page):
    """`item_chosen(id)` opens one; `done` goes back to the task list."""

    item_chosen = Signal(str)
    done = Signal()

    def __init__(self, editor: DraftEditor, section: Section, caption: str) -> None:
        super().__init__(section.title, back=caption, intro=section.hint)
        self.page_title = editor.form.title
        self._editor, self._section = editor, section
        self._collection = editor.form.collections[section.collection]
        self.content.addWidget(DangerNotice(editor, self))
        self.undo_bar = UndoBar(self)
        self.undo_bar.undo_requested.connect(self._on_undo)
        self.content.addWidget(self.undo_bar)
        self._rows = column(gap="tight")
        self.content.addLayout(self._rows)
        self.add_button = secondary_button(self._collection.add_label or self.tr("Add"), self, "add")
        self.add_button.clicked.connect(self._on_add)
        self.content.addWidget(self.add_button)
        self.continue_button = primary_button(self.tr("Continue"))
        self.continue_button.clicked.connect(self.done)
        self.add_buttons(self.continue_button)
        self._before: Any = None
        self.refresh()

    def refresh(self) -> None:
        """List the items as they are now."""
        clear(self._rows)
        items = self._editor.answers.items_of(self._collection.id)
        if not items and self._collection.empty_text and not self._section.hint:  # the hint says the same
            self._rows.addWidget(WrappingLabel(self._collection.empty_text, "hint"))
        for item in items:
            self._rows.addWidget(self._row(item, len(items)))

    def first_focus(self) -> QWidget | None:
        """The first item, else the add button."""
        found = self.findChild(RowButton)
        return found or self.add_button

    def _row(self, item: str, how_many: int) -> QWidget:
        editor = self._editor
        holder = QWidget(self)
        layout = row(holder, "normal")
        state = editor.state.sections.get((self._section.id, item))
        status = state.status if state else "not_started"
        button = RowButton(item, editor.title_of(self._collection.id, (item,)), self._caption(item))
        words = STATUS_WORDS[status]
        button.add_end(StatusTag(words, TONES[status]), words)
        button.clicked.connect(partial(_emit, self.item_chosen, item))
        layout.addWidget(button, 1)
        if how_many > self._collection.minimum:
            remove = link_button(self.tr("Remove"), holder)
            remove.setAccessibleName(self.tr("Remove {name}").format(name=button.title.whole_text()))
            remove.clicked.connect(partial(_remove, self, item))
            layout.addWidget(remove)
        return holder

    def _caption(self, item: str) -> str:
        state = self._editor.state.sections.get((self._section.id, item))
        if state is None or not state.wanted:
            return ""
        return self.tr("{done} of {all} answered").format(done=state.answered, all=state.wanted)

    @Slot()
    def _on_add(self) -> None:
        self.item_chosen.emit(self._editor.add_item(self._collection.id))

    def remove(self, item: str) -> None:
        """Take an item away; it can be brought back for ten seconds."""
        self._before = (self._editor.answers, item)
        left = tuple(each for each in self._editor.answers.items_of(self._collection.id) if each != item)
        self._editor.set_items(self._collection.id, (), left)
        self._editor.look_again()
        self.refresh()
        self.undo_bar.offer(self.tr("Removed."), UNDO_SECONDS)

    @Slot()
    def _on_undo(self) -> None:
        if self._before is not None:
            earlier, item = self._before
            self._editor.bring_back(earlier, self._collection.id, (item,))
            self._editor.look_again()
            self._before = None
            self.refresh()


def _emit(signal: Any, value: object, *_: object) -> None:
    signal.emit(value)


def _remove(page: ItemsListPage, item: str, *_: object) -> None:
    page.remove(item)
