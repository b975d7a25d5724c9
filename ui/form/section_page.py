"""One page of a section: a tight group of questions, Continue, and the words of what must be put right."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from enquiry_app.definitions.form_definition import Page as FormScreen
from ui.background import Background
from ui.form.answer_row import AnswerRows
from ui.form.danger_notice import DangerNotice
from ui.form.draft_editor import DraftEditor
from ui.page import Page
from ui.widgets.buttons import link_button, primary_button
from ui.widgets.error_summary import ErrorSummary
from ui.widgets.expander import Expander


class SectionPage(Page):
    """`done` when the person goes on, `left` when they go back to the task list, `urgent_requested` from the notice."""

    done = Signal()
    left = Signal()
    urgent_requested = Signal()

    def __init__(
        self, editor: DraftEditor, background: Background, screen: FormScreen, items: tuple[str, ...], caption: str
    ) -> None:
        super().__init__(screen.title, back=caption, intro=screen.intro)
        self.background = background
        self.page_title = editor.form.title
        self.summary = ErrorSummary(self)
        self.summary.problem_chosen.connect(self._go_to)
        self.content.addWidget(self.summary)
        self.notice = DangerNotice(editor, self)
        self.notice.urgent_requested.connect(self.urgent_requested)
        self.content.addWidget(self.notice)
        if screen.guidance:
            self.content.addWidget(Expander(self.tr("Help with this page"), screen.guidance))
        self.rows = AnswerRows(editor, screen.questions, items, self)
        self.content.addWidget(self.rows)
        self.continue_button = primary_button(self.tr("Continue"))
        self.list_button = link_button(self.tr("Save and go to the task list"))
        self.add_buttons(self.continue_button, self.list_button)
        self.continue_button.clicked.connect(self._on_continue)
        self.list_button.clicked.connect(self.left)
        self._told: list[Any] = []

    def first_focus(self) -> QWidget | None:
        """The first question."""
        return self.rows.first_field()

    def go_to_question(self, question: str) -> None:
        """Bring one question into sight and focus it."""
        for address, row in self.rows.rows.items():
            if address.question == question:
                row.focus_field()
                self.reveal(row)

    @Slot()
    def _on_continue(self) -> None:
        """Say once what must be put right; pressed again with nothing changed it goes on, since a draft may wait."""
        stopping = self.rows.stopping()
        if stopping and stopping != self._told:
            self._told = stopping
            self.summary.show_problems(stopping)
            self.scroll_to_top()
            return
        self.done.emit()

    @Slot(object)
    def _go_to(self, address: Any) -> None:
        self.go_to_question(address.question)
