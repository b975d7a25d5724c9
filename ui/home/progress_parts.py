"""The parts of the page on which an agency follows what it sent. Each shows its facts and tells a wish; none asks a
service."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QWidget

from enquiry_app.enquiry.hub_records import Letter, Message
from enquiry_app.enquiry.progress_words import Advice, StoryLine
from ui.form.fields.text_fields import GrowingBox
from ui.formatting import day_and_time, short_moment
from ui.printing import print_text
from ui.widgets.buttons import Button, primary_button, secondary_button
from ui.widgets.card import Card, Line
from ui.widgets.expander import Expander
from ui.widgets.flow import flowing
from ui.widgets.labelled_row import LabelledRow
from ui.widgets.layouts import column, row
from ui.widgets.radio_group import RadioGroup
from ui.widgets.tag import StatusTag
from ui.widgets.wrapping_label import WrappingLabel

TOLD_HERE = ("outcome", "ask")  # parts of a letter that stand on the page too
LETTER_NAMES = {"acknowledgement": "The Hub confirmed that it has it", "outcome": "The Hub’s letter"}


class WritingPart(Card):
    """A box and a button. `sent(text)`; words stay in the box until `done()`."""

    sent = Signal(str)

    def __init__(
        self, title: str, label: str, button: str, hint: str = "", missing: str = "", primary: bool = False,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(title, parent)
        self._missing = missing or self.tr("Write it first")
        self.box = GrowingBox(3, 14, self)
        self.row = LabelledRow(label, self.box, hint)
        self.button: Button = primary_button(button, self) if primary else secondary_button(button, self)
        self.button.clicked.connect(self._on_send)
        self.add_more()
        self.add(self.row)
        self.add(self.button)

    def add_more(self) -> None:
        """Override to put something above the box."""

    @property
    def text(self) -> str:
        """What is typed."""
        return self.box.toPlainText()

    def done(self) -> None:
        """It was sent: the box is empty again."""
        self.box.clear()
        self.ready()

    def ready(self) -> None:
        """The button can be pressed again."""
        self.button.setEnabled(True)

    @Slot()
    def _on_send(self) -> None:
        empty = not self.text.strip()
        self.row.show_problem(self._missing if empty else None)
        if empty:
            self.box.setFocus()
            return
        self.button.setEnabled(False)
        self.sent.emit(self.text.strip())


class QuestionPart(WritingPart):
    """One question of the Hub with a box for the answer."""

    def __init__(self, question: Message, due_words: str, now: dt.datetime, parent: QWidget | None = None) -> None:
        self.question = question
        self._due_words, self._now = due_words, now
        super().__init__(
            self.tr("The Hub asks you"), self.tr("Your answer"), self.tr("Send the answer"),
            missing=self.tr("Write the answer first; if you do not know, say so"), primary=True, parent=parent,
        )  # fmt: skip

    def add_more(self) -> None:
        """The question itself, and until when."""
        self.add(WrappingLabel(self.question.text, "strong"))
        asked = self.tr("Asked {at}.").format(at=short_moment(self.question.written_at, self._now))
        self.add(WrappingLabel(f"{asked} {self._due_words}".strip(), "hint"))


class LetterPart(Card):
    """A letter with its paper and, for the outcome, the one question whether it was useful."""

    show_asked = Signal(str)
    save_asked = Signal(str)
    print_asked = Signal(str)
    useful_said = Signal(str, str, str, int)

    def __init__(self, letter: Letter, is_new: bool, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.letter = letter
        head = row(gap="snug")
        title = WrappingLabel(LETTER_NAMES.get(letter.kind, letter.kind), "strong")
        title.setWordWrap(False)
        head.addWidget(title)
        if is_new:
            head.addWidget(StatusTag(self.tr("New"), "info"))
        head.addStretch(1)
        self.add_layout(head)
        self.add(WrappingLabel(day_and_time(letter.sent_at or letter.drafted_at), "hint"))
        for part in TOLD_HERE:
            if words := letter.parts.get(part, "").strip():
                self.add(WrappingLabel(words))
        self.add_layout(flowing(self._buttons(title.text())))
        if letter.kind == "outcome":
            self._add_useful()

    def _buttons(self, title: str) -> list[QWidget]:
        """Read, save, print."""
        made: list[QWidget] = []
        for text, icon, signal in (
            (self.tr("Read the letter"), "document", self.show_asked),
            (self.tr("Save as PDF"), "save", self.save_asked),
            (self.tr("Print"), "print", self.print_asked),
        ):
            button = secondary_button(text, self, icon)
            button.setAccessibleName(f"{text}: {title}")
            button.clicked.connect(partial(_emit, signal, self.letter.id))
            made.append(button)
        self.read_button, self.save_button, self.print_button = made
        return made

    def _add_useful(self) -> None:
        if self.letter.useful:
            words = {"yes": self.tr("yes"), "partly": self.tr("partly"), "no": self.tr("no")}
            said = words.get(self.letter.useful, self.letter.useful)
            self.add(
                WrappingLabel(self.tr("You said this was useful: {answer}. Thank you.").format(answer=said), "hint")
            )
            return
        self.add(Line())
        self.useful = RadioGroup(
            [("yes", self.tr("Yes"), ""), ("partly", self.tr("Partly"), ""), ("no", self.tr("No"), "")], self
        )
        self.useful_row = LabelledRow(self.tr("Was this useful?"), self.useful)
        self.useful_words = QLineEdit(self)
        words_row = LabelledRow(
            self.tr("What was missing, or what helped?"), self.useful_words, optional=True,
        )  # fmt: skip
        self.useful_button = secondary_button(self.tr("Tell the Hub"), self)
        self.useful_button.clicked.connect(self._on_useful)
        for widget in (self.useful_row, words_row, self.useful_button):
            self.add(widget)

    @Slot()
    def _on_useful(self) -> None:
        self.useful_row.show_problem(None if self.useful.code else self.tr("Choose yes, partly or no"))
        if self.useful.code:
            words = self.useful_words.text().strip()
            self.useful_said.emit(self.letter.id, self.useful.code, words, self.letter.version)


class StoryPart(Card):
    """What has happened, oldest first, with the words that were meant for the referrer."""

    def __init__(self, story: Sequence[StoryLine], now: dt.datetime, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("What has happened"), parent)
        for line in story:
            box = column(gap="")
            box.addWidget(WrappingLabel(line.what, "strong"))
            who = f", {line.who}" if line.who else ""
            when = short_moment(line.at, now)
            box.addWidget(WrappingLabel(f"{when[:1].upper()}{when[1:]}{who}", "caption"))
            if line.words:
                box.addWidget(WrappingLabel(line.words))
            self.add_layout(box)


class SilencePart(Card):
    """What to do if nothing is heard, each step with its time, and the text that asks. `chased(text)`."""

    chased = Signal(str)

    def __init__(self, advice: Sequence[Advice], chase: str, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("If you hear nothing"), parent)
        self._chase = chase
        for each in advice:
            box = column(gap="")
            box.addWidget(WrappingLabel(each.text, "strong" if each.now else "body"))
            when = self.tr("Now") if each.now else f"{each.by[:1].upper()}{each.by[1:]}"
            box.addWidget(WrappingLabel(when, "caption"))
            self.add_layout(box)
        self.text_box = GrowingBox(20, 30, self)
        self.text_box.setPlainText(chase)
        self.expander = Expander(self.tr("The text to send, with reference and dates"))
        self.expander.add(
            LabelledRow(self.tr("Text"), self.text_box, self.tr("Change it as you like. It names no child."))
        )
        copy = secondary_button(self.tr("Copy"), self)
        to_print = secondary_button(self.tr("Print"), self, "print")
        self.record = secondary_button(self.tr("Record that I sent it"), self)
        for button, slot in ((copy, self._on_copy), (to_print, self._on_print), (self.record, self._on_record)):
            button.clicked.connect(slot)
        copy.setAccessibleName(self.tr("Copy the text"))
        to_print.setAccessibleName(self.tr("Print the text"))
        self.copied = WrappingLabel("", "hint")
        self.copied.hide()
        self.expander.body.addLayout(flowing((copy, to_print, self.record)))
        self.expander.body.addWidget(self.copied)
        self.expander.open_up(any(each.now for each in advice[1:]))
        self.add(self.expander)

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text_box.toPlainText())
        self.copied.show_text(self.tr("Copied. Send it by a secure way, then record that you sent it."))

    @Slot()
    def _on_print(self) -> None:
        print_text(self, self.text_box.toPlainText())

    @Slot()
    def _on_record(self) -> None:
        self.record.setEnabled(False)
        self.chased.emit(self.text_box.toPlainText().strip() or self._chase)


def _emit(signal: Any, value: str, *_: object) -> None:
    signal.emit(value)
