"""The task list: the whole enquiry at a glance, every task one row, with the five statuses in words."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from enquiry_app.definitions.form_definition import Section
from enquiry_app.enquiry.sections import STATUS_WORDS
from ui.form.danger_notice import DangerNotice
from ui.form.draft_editor import DraftEditor
from ui.form.route import LIST, Stop, adds_items
from ui.form.task_words import TONES
from ui.page import Page
from ui.widgets.buttons import link_button, primary_button
from ui.widgets.heading import Heading
from ui.widgets.layouts import clear, column
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.row_button import RowButton
from ui.widgets.tag import StatusTag


class TaskListPage(Page):
    """`task_chosen(Stop)` with page "" opens a section where it is unfinished."""

    task_chosen = Signal(object)
    review_requested = Signal()
    urgent_requested = Signal()
    not_referred_requested = Signal()
    paper_requested = Signal()
    access_requested = Signal()

    def __init__(self, editor: DraftEditor, notice: str = "") -> None:
        super().__init__(
            editor.form.title, back=editor.tr("Back to the enquiry") if editor.enquiry.amending else editor.tr("Home")
        )
        self.page_title = editor.form.title
        self._editor = editor
        if notice:
            self.content.addWidget(NoticeBar("info", notice))
        danger = DangerNotice(editor, self)
        danger.urgent_requested.connect(self.urgent_requested)
        self.content.addWidget(danger)
        self._groups = column(gap="wide")
        self.content.addLayout(self._groups)
        self.not_referred_button = link_button(self.tr("Not referring? Record it as considered, not referred"), self)
        self.not_referred_button.clicked.connect(self.not_referred_requested)
        self.not_referred_button.setVisible(editor.enquiry.status == "draft")
        self.add(self.not_referred_button)
        self.paper_button = link_button(self.tr("Save as a form to fill in on paper, with what is known"), self)
        self.paper_button.clicked.connect(self.paper_requested)
        self.add(self.paper_button)
        self.access_button = link_button(self.tr("About somebody who works with children? Make it confidential"), self)
        self.access_button.clicked.connect(self.access_requested)
        self.add(self.access_button)
        amending = editor.enquiry.amending
        self.review_button = primary_button(
            self.tr("Check answers and send the change") if amending else self.tr("Check answers and send")
        )
        self.review_button.clicked.connect(self.review_requested)
        self.urgent_button = link_button(self.tr("Urgent: send the short form"), self, "phone")
        self.urgent_button.clicked.connect(self.urgent_requested)
        self.add_buttons(self.review_button)
        self.add_footer_end(self.urgent_button)
        self.urgent_button.setVisible(not amending)
        self.refresh()

    def refresh(self) -> None:
        """Show the tasks as they stand now."""
        self._editor.look_again()
        self.show_title(self._editor.form.title, self._progress())
        clear(self._groups)
        for group in self._editor.form.groups:
            rows = [row for name in group.sections for row in self._rows(self._editor.form.section(name))]
            if rows:
                box = column(gap="hair")
                box.addWidget(Heading(group.title, 2))
                for row in rows:
                    box.addWidget(row)
                self._groups.addLayout(box)

    def first_focus(self) -> QWidget | None:
        """The first task that is not completed, else Check answers."""
        for row in self.findChildren(RowButton):
            if row.property("status") not in ("completed", "cannot_start"):
                return row
        return self.review_button

    def _progress(self) -> str:
        states = [s for (_, item), s in self._editor.state.sections.items() if not item and s.status != "cannot_start"]
        done = sum(state.status == "completed" for state in states)
        return self.tr("{done} of {all} tasks completed. Leave what you do not know; nothing here needs proof.").format(
            done=done, all=len(states)
        )

    def _rows(self, section: Section) -> list[QWidget]:
        state = self._editor.state
        if section.collection and not adds_items(self._editor, section):
            children = self._editor.answers.items_of(section.collection)
            asked = [item for item in children if (section.id, item) in state.sections]
            return [self._row(section, item, f"{section.title}: {self._title(section, item)}") for item in asked]
        whole = state.sections.get((section.id, ""))
        if whole is None or (whole.status == "cannot_start" and not section.collection):
            return []
        title = section.title
        if section.collection:
            names = [self._title(section, item) for item in self._editor.answers.items_of(section.collection)]
            return [self._row(section, "", title, ", ".join(names) or section.hint)]
        return [self._row(section, "", title)]

    def _row(self, section: Section, item: str, title: str, caption: str = "") -> RowButton:
        found = self._editor.state.sections.get((section.id, item))
        status = found.status if found else "not_started"
        row = RowButton(f"{section.id}|{item}", title, caption or section.hint)
        row.setProperty("status", status)
        row.add_end(StatusTag(STATUS_WORDS[status], TONES[status]), STATUS_WORDS[status])
        page = LIST if section.collection and not item else ""
        row.clicked.connect(partial(_emit, self.task_chosen, Stop(section.id, item, page)))
        return row

    def _title(self, section: Section, item: str) -> str:
        return self._editor.title_of(section.collection, (item,))


def _emit(signal: Any, value: object, *_: object) -> None:
    signal.emit(value)
