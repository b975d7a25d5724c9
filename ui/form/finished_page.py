""" "Have you finished this section?" Yes, or No, I'll come back later."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from enquiry_app.definitions.form_definition import Section
from ui.form.draft_editor import DraftEditor
from ui.page import Page
from ui.widgets.buttons import primary_button
from ui.widgets.labelled_row import LabelledRow
from ui.widgets.radio_group import RadioGroup


class FinishedPage(Page):
    """The answer is kept like any other."""

    done = Signal()

    def __init__(self, editor: DraftEditor, section: Section, items: tuple[str, ...], caption: str) -> None:
        super().__init__(section.title, back=caption)
        self.page_title = editor.form.title
        self._editor, self._section, self._items = editor, section, items
        self.group = RadioGroup([("yes", self.tr("Yes"), ""), ("no", self.tr("No, I'll come back later"), "")])
        self.group.choose(str(editor.answers.get(section.finished_question, items) or ""))
        self.group.chosen.connect(self._on_chosen)
        self.add(LabelledRow(self.tr("Have you finished this section?"), self.group))
        self.continue_button = primary_button(self.tr("Continue"))
        self.continue_button.clicked.connect(self.done)
        self.add_buttons(self.continue_button)

    def first_focus(self) -> QWidget | None:
        """The choice."""
        return self.group.focus_field()

    @Slot(str)
    def _on_chosen(self, code: str) -> None:
        self._editor.set_answer(self._section.finished_question, self._items, code)
