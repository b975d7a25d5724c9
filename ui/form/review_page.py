"""Check answers: everything at once, with a Change link at each line, what is not sent, and what is still needed."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from enquiry_app.definitions.form_definition import Question, Section
from enquiry_app.enquiry.answers import Address
from enquiry_app.enquiry.problems import Problem
from enquiry_app.enquiry.question_kinds import kind_of
from ui.form.danger_notice import DangerNotice
from ui.form.draft_editor import DraftEditor
from ui.form.missing_list import MissingList
from ui.form.route import Stop
from ui.page import Page
from ui.widgets.buttons import link_button, primary_button, secondary_button
from ui.widgets.card import Line
from ui.widgets.error_summary import ErrorSummary
from ui.widgets.heading import Heading
from ui.widgets.layouts import column, row
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.wrapping_label import WrappingLabel


class ReviewPage(Page):
    """`change_requested(Stop, question)`, `send_requested`, `preview_requested`."""

    change_requested = Signal(object, str)
    send_requested = Signal()
    preview_requested = Signal()
    urgent_requested = Signal()
    not_referred_requested = Signal()

    def __init__(self, editor: DraftEditor) -> None:
        super().__init__(editor.tr("Check answers"), back=editor.tr("Task list"))
        self.page_title = self.tr("Check answers")
        self._editor = editor
        editor.look_again()
        self.summary = ErrorSummary(self)
        self.summary.problem_chosen.connect(self._on_problem)
        self.content.addWidget(self.summary)
        danger = DangerNotice(editor, self)
        danger.urgent_requested.connect(self.urgent_requested)
        self.content.addWidget(danger)
        self._problems()
        self._sections = column(gap="wide")
        self.content.addLayout(self._sections)
        self._not_sent()
        self._to_do = list(editor.form.sections)
        self._filling = QTimer(self)
        self._filling.setInterval(0)
        self._filling.timeout.connect(self._fill_one)
        self._fill_one()
        self._filling.start()
        amending = editor.enquiry.amending
        self.send_button = primary_button(
            self.tr("Look through the changes") if amending else self.tr("Create referral to the Hub")
        )
        self.send_button.clicked.connect(self._on_send)
        self.preview_button = secondary_button(self.tr("Preview the referral"), self, "document")
        self.preview_button.clicked.connect(self.preview_requested)
        self.add_buttons(self.send_button, self.preview_button)
        self.not_referred_button = link_button(self.tr("Considered, not referred"), self)
        self.not_referred_button.setAccessibleName(self.tr("Record as considered, not referred"))
        self.not_referred_button.clicked.connect(self.not_referred_requested)
        self.add_footer_end(self.not_referred_button)
        self.not_referred_button.setVisible(editor.enquiry.status == "draft")

    def first_focus(self) -> QWidget | None:
        """What is needed, else the send button."""
        return self.send_button

    def _problems(self) -> None:
        found = self._found()
        blocking = [p for p in found if p.blocks]
        warnings = [p for p in found if p.severity == "warn"]
        if blocking:
            self.summary.show_problems([(p.message, p.address) for p in blocking], take_focus=False)
        if warnings:
            missing = MissingList(self._editor, warnings, self)
            missing.chosen.connect(self.go)
            self.content.addWidget(missing)

    def _found(self) -> tuple[Problem, ...]:
        """Problems as they count: a change to what was sent as urgent needs no more than that did."""
        enquiry = self._editor.enquiry
        if enquiry.amending and enquiry.urgent:
            return self._editor.state_at("U").problems
        return self._editor.state.problems

    def _section(self, section: Section) -> None:
        items = self._editor.answers.items_of(section.collection) if section.collection else ("",)
        for item in items:
            path = (item,) if item else ()
            asked = [q for q in section.questions if self._editor.state.is_shown(Address(q.id, path))]
            if not asked:
                continue
            title = section.title
            if item:
                title = f"{title}: {self._editor.title_of(section.collection, path)}"
            box = column(gap="hair")
            box.addWidget(Heading(title, 2))
            for question in asked:
                box.addWidget(self._line(section, question, path))
                box.addWidget(Line())
            self._sections.addLayout(box)

    @Slot()
    def _fill_one(self) -> None:
        """One section at a time, so that a long enquiry does not hold up the window."""
        if self._to_do:
            self._section(self._to_do.pop(0))
        else:
            self._filling.stop()

    @property
    def complete(self) -> bool:
        """Whether every section is shown."""
        return not self._to_do

    def _line(self, section: Section, question: Question, path: tuple[str, ...]) -> QWidget:
        holder = QWidget(self)
        layout = row(holder, "normal")
        layout.setContentsMargins(0, 4, 0, 4)
        layout.addWidget(WrappingLabel(question.name, "strong"), 2)
        words = self._words(question, path)
        layout.addWidget(WrappingLabel(words or self.tr("Not provided"), "body" if words else "hint"), 3)
        change = link_button(self.tr("Change"), holder)
        change.setAccessibleName(self.tr("Change {what}").format(what=question.name))
        change.clicked.connect(partial(_go, self, Address(question.id, path)))
        layout.addWidget(change)
        return holder

    def _words(self, question: Question, path: tuple[str, ...]) -> str:
        editor = self._editor
        if question.kind == "items":
            collection = question.collection or question.id
            items = editor.answers.items_of(collection, path)
            return "\n".join(editor.title_of(collection, (*path, item)) for item in items)
        value = editor.answers.get(question.id, path)
        if value is None:
            return ""
        if question.kind == "matrix":
            from enquiry_app.enquiry.findings import ticked

            signs = [editor.application.matrix.indicators.get(i) for i in ticked(value)]
            return "\n".join(sign.text for sign in signs if sign)
        return kind_of(question).show(editor.form, question, value, editor.child_title)

    def _not_sent(self) -> None:
        hidden = [a for a in self._editor.state.not_sent if a.question in self._editor.form.questions]
        names = [self._editor.form.questions[a.question].name for a in hidden]
        if names:
            text = self.tr("Another answer hides these. They are kept here and do not go to the Hub: {names}.")
            bar = NoticeBar("info", self.tr("Not sent"), text.format(names=", ".join(dict.fromkeys(names))))
            self.content.addWidget(bar)

    @Slot()
    def _on_send(self) -> None:
        blocking = [p for p in self._found() if p.blocks]
        if blocking:
            self.summary.show_problems([(p.message, p.address) for p in blocking])
            self.scroll_to_top()
            return
        self.send_requested.emit()

    @Slot(object)
    def _on_problem(self, address: Any) -> None:
        self.go(address)

    def go(self, address: Address) -> None:
        """Ask for the screen on which this question stands."""
        form = self._editor.form
        if address.question in form.collections and address.question not in form.questions:
            section = next(s for s in form.sections if s.collection == address.question)
            self.change_requested.emit(Stop(section.id, "", "list"), "")
            return
        section = form.section_of[address.question]
        top = next(q for q in section.questions if q.id == address.question or address.question in _inner(q))
        page = next(p for p in section.pages if top in p.questions)
        item = address.items[0] if section.collection and address.items else ""
        self.change_requested.emit(Stop(section.id, item, page.id), top.id)


def _inner(question: Question) -> set[str]:
    return {inner.id for inner in question.questions}


def _go(page: ReviewPage, address: Address, *_: object) -> None:
    page.go(address)
