"""Messages: questions to the referrer, what came back, and what they changed after sending."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QWidget

from enquiry_app.definitions.checks_definition import QUESTION, load_checks
from enquiry_app.enquiry.checking_rules import UNDECIDED, open_questions, tries
from enquiry_app.enquiry.working_time import due_at, time_left_words
from ui import unsent_words
from ui.form.fields.text_fields import GrowingBox
from ui.formatting import LONDON, count
from ui.hub.panels.message_card import ChangesCard, MessageCard
from ui.hub.panels.panel import CasePanel
from ui.widgets.buttons import link_button, primary_button, secondary_button
from ui.widgets.heading import Heading
from ui.widgets.labelled_row import LabelledRow
from ui.widgets.layouts import add_to, button_row, clear, column
from ui.widgets.moment_line import MomentLine
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.style import styled
from ui.widgets.wrapping_label import WrappingLabel

CHANGED = "Changed after sending"  # what the history calls an amendment of the referrer
ENOUGH_TRIES = 2


class MessagesPanel(CasePanel):
    """Writing on top, then the conversation, the newest first. What the referrer wrote counts as read once shown."""

    title = "Messages"

    @staticmethod
    def badge(case: Any) -> str:
        """What is new from the referrer, else how many questions are open."""
        new = len(_unread(case.work.messages))
        waiting = len(open_questions(case.work.messages))
        return f"{new} new" if new else f"{waiting} open" if waiting else str(len(case.work.messages) or "")

    def build(self) -> None:
        """Whose turn it is, the box, suggested questions, the thread."""
        self._turn = WrappingLabel("")
        self.content.addWidget(self._turn)
        self.tried = NoticeBar("info", "")
        self.content.addWidget(self.tried)
        self._writing()
        self._thread = column(gap="tight")
        self.content.addLayout(self._thread)
        self._show_thread()
        words = unsent_words.given_back(self.application, self._place)
        if words:
            self.box.setPlainText(words["text"])
            self.box.document().setModified(True)
        if self._may_ask:
            work = partial(self.application.conversation.suggested_questions, self.case.enquiry.id)
            self.background.read(work, self._show_lines, self._on_failed, self)
        if _unread(self.case.work.messages):
            work = partial(self.application.conversation.mark_read, self.case.enquiry.id)
            self.background.run(work, _nothing, self._on_failed, self)

    def first_focus(self) -> QWidget | None:
        """The box."""
        return self.box

    def flush(self) -> bool:
        """Keep what is typed in memory."""
        unsent_words.keep(self.application, self._place, {"text": self.box.toPlainText()})
        return True

    def take_case(self, case: Any) -> None:
        """Show the newest messages below the words typed."""
        super().take_case(case)
        self._show_thread()

    @property
    def _place(self) -> str:
        return f"messages:{self.case.enquiry.id}"

    @property
    def _may_ask(self) -> bool:
        return self.case.enquiry.status in UNDECIDED

    def _writing(self) -> None:
        now, hub = self.application.clock.now(), self.application.hub
        self.box = GrowingBox(3, 12)
        label = self.tr("Question to the referrer") if self._may_ask else self.tr("Message to the referrer")
        self.box_row = LabelledRow(label, self.box)
        self.content.addWidget(self.box_row)
        self.lines = styled(QFrame(), "clear")
        self._lines = column(self.lines, "")
        self.content.addWidget(self.lines)
        self.lines.hide()
        due = due_at(load_checks().target(QUESTION), now, hub.hours)
        self.due = MomentLine(now.astimezone(LONDON).date(), due)
        self.due_row = LabelledRow(self.tr("Answer due"), self.due, self.tr("One working day, unless you change it."))
        self.due_row.setVisible(self._may_ask)
        self.content.addWidget(self.due_row)
        self.ask = primary_button(self.tr("Ask the referrer"))
        self.write = secondary_button(self.tr("Only tell them"))
        self.ask.setVisible(self._may_ask)
        self.content.addLayout(button_row((self.ask, self.write)))
        self.ask.clicked.connect(self._on_ask)
        self.write.clicked.connect(self._on_write)

    def _show_lines(self, lines: tuple[str, ...]) -> None:
        self.lines.setVisible(bool(lines))
        if lines:
            self._lines.addWidget(WrappingLabel(self.tr("Not in what was sent; one click adds it:"), "hint"))
        for line in lines:
            button = link_button(line, self.lines, "add")
            button.setAccessibleName(self.tr("Add: {line}").format(line=line))
            button.clicked.connect(partial(_add_line, self, line))
            add_to(self._lines, button)

    def add_line(self, line: str) -> None:
        """Put a suggested question into the box, below what is there; the same one only once."""
        before = self.box.toPlainText().rstrip()
        if line not in before.split("\n"):
            self.box.setPlainText(f"{before}\n{line}".lstrip("\n"))
            self.box.document().setModified(True)
        self.box.setFocus()

    def _show_thread(self) -> None:
        clear(self._thread)
        work, now, hours = self.case.work, self.application.clock.now(), self.application.hub.hours
        waiting = open_questions(work.messages)
        late = [question for question in waiting if question.due_at and question.due_at <= now]
        if waiting:
            first = min((q.due_at for q in waiting if q.due_at), default=None)
            words = time_left_words(hours, first, now) if first else ""
            turn = self.tr("The referrer’s turn: {n} open, {left}.").format(
                n=count(len(waiting), self.tr("question")), left=words
            )
        else:
            turn = self.tr("No question is open.") if work.messages else self.tr("Nothing has been written yet.")
        self._turn.show_text(turn, "error" if late else "body")
        times = tries(work.messages)
        self.tried.setVisible(times >= ENOUGH_TRIES)
        self.tried.show_notice(
            self.tr("Asked {n} times without a word back").format(n=times),
            self.tr("If two different ways have failed, the decision can say that there is too little to go on (D12)."),
        )
        if work.messages or self._changes():
            self._thread.addWidget(Heading(self.tr("What was written"), 3))
        for card in self._cards():
            self._thread.addWidget(card)

    def _cards(self) -> list[QWidget]:
        """Messages and changes of the referrer, the newest first."""
        found = [
            (message.written_at, MessageCard(self.case, self.application, message))
            for message in self.case.work.messages
        ]
        for at, lines in self._changes().items():
            found.append((at, ChangesCard(at, lines, self.application.clock.now())))
        found.reverse()  # of the same moment, the later one first
        return [card for _, card in sorted(found, key=_moment, reverse=True)]

    def _changes(self) -> Mapping[Any, list[Any]]:
        changes: dict[Any, list[Any]] = {}
        for line in self.case.history:
            if line.what == CHANGED:
                changes.setdefault(line.at, []).append(line)
        return changes

    @Slot()
    def _on_ask(self) -> None:
        due = self.due.moment()
        self.due_row.show_problem(None if due else self.tr("Enter the date and time, for example 23 11 2026 14:05"))
        if self._has_words(self.tr("Write the question first")) and due:
            text = self.box.toPlainText()
            self.save(partial(self.application.conversation.ask, self.case.enquiry.id, text, due), self._on_written)

    @Slot()
    def _on_write(self) -> None:
        if self._has_words(self.tr("Write the message first")):
            write, text = self.application.conversation.write, self.box.toPlainText()
            self.save(partial(write, self.case.enquiry.id, "information", text), self._on_written)

    def _has_words(self, sentence: str) -> bool:
        typed = bool(self.box.toPlainText().strip())
        self.box_row.show_problem(None if typed else sentence)
        if not typed:
            self.box.setFocus()
        return typed

    def _on_written(self, _message: Any) -> None:
        self.box.setPlainText("")
        unsent_words.forget(self.application, self._place)


def _unread(messages: Any) -> list[Any]:
    return [message for message in messages if not message.from_hub and message.read_at is None]


def _moment(dated: tuple[Any, QWidget]) -> Any:
    return dated[0]


def _add_line(panel: MessagesPanel, line: str, *_: object) -> None:
    panel.add_line(line)


def _nothing(_: object) -> None:
    return
