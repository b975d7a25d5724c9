"""What stands on the letter panel once the referrer has been told, and the ways to the end: nobody to tell, close, reopen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication, Signal, Slot

from ui.form.fields.text_fields import GrowingBox
from ui.formatting import day_and_time
from ui.widgets.buttons import primary_button, secondary_button
from ui.widgets.card import Card, Line
from ui.widgets.expander import Expander
from ui.widgets.labelled_row import LabelledRow
from ui.widgets.layouts import button_row, clear, column
from ui.widgets.radio_group import RadioGroup
from ui.widgets.wrapping_label import WrappingLabel

LEAST_WORDS = 10  # characters
USEFUL_WORDS = {"yes": "Useful", "partly": "Partly useful", "no": "Not useful"}


class LetterTold(Card):
    """One letter that was sent, or why there is none. `show_asked` carries its id."""

    show_asked = Signal(str)

    def __init__(self, letter: Any, case: Any, wording: Any) -> None:
        super().__init__(_title(letter), gap="tight")
        self._id = letter.id
        who, at = case.name_of(letter.sent_by), day_and_time(letter.sent_at)
        if letter.kind == "none":
            reason = wording.reason(letter.reason)
            self.add(WrappingLabel(reason.label if reason else letter.reason))
            if letter.reason_words:
                self.add(WrappingLabel(letter.reason_words))
            self.add(WrappingLabel(self.tr("Recorded {at} by {who}").format(at=at, who=who), "hint"))
            return
        self.add(WrappingLabel(self.tr("To {name}").format(name=letter.addressee)))
        how = wording.way_words(letter.how)
        self.add(WrappingLabel(self.tr("{how}. Sent {at} by {who}.").format(how=how, at=at, who=who), "hint"))
        if letter.kind == "outcome":
            self._add_useful(letter)
        self.show_button = secondary_button(self.tr("Show the letter"), self, "document")
        self.show_button.clicked.connect(self._on_show)
        self.add_layout(button_row((self.show_button,)))

    def _add_useful(self, letter: Any) -> None:
        read = self.tr("Not read in this app yet.")
        if letter.read_at:
            at = day_and_time(dt.datetime.fromisoformat(letter.read_at))
            read = self.tr("Read {at}.").format(at=at)
        self.add(WrappingLabel(read, "hint"))
        self.add(Line())
        self.add(WrappingLabel(self.tr("Was it useful? What the referrer says"), "caption"))
        said = QCoreApplication.translate("letter", USEFUL_WORDS.get(letter.useful, "Not answered yet"))
        self.useful = WrappingLabel(": ".join(filter(None, (said, letter.useful_words))))
        self.add(self.useful)

    @Slot()
    def _on_show(self) -> None:
        self.show_asked.emit(self._id)


class NobodyToTell(Expander):
    """The coded reason why no letter goes. `recorded` carries code and words."""

    recorded = Signal(str, str)

    def __init__(self, wording: Any) -> None:
        super().__init__(QCoreApplication.translate("letter", "Nobody can be told"))
        self._wording = wording
        self.reason = RadioGroup([(each.code, each.label, "") for each in wording.no_feedback])
        self.reason_row = LabelledRow(self.tr("Why?"), self.reason)
        self.add(self.reason_row)
        self.words = GrowingBox(2, 8)
        self.words_row = LabelledRow(self.tr("In words"), self.words)
        self.add(self.words_row)
        self.button = secondary_button(self.tr("Record that nobody is told"))
        self.button.clicked.connect(self._on_record)
        self.add(self.button)
        self.reason.chosen.connect(self._on_chosen)
        self._on_chosen("")

    @Slot(str)
    def _on_chosen(self, code: str) -> None:
        asked = next((each.words for each in self._wording.no_feedback if each.code == code), "")
        self.words_row.setVisible(bool(asked))
        if asked:
            self.words_row.show_label(asked)

    @Slot()
    def _on_record(self) -> None:
        self.reason_row.show_problem(None if self.reason.code else self.tr("Choose why"))
        if not self.reason.code:
            return
        asked = not self.words_row.isHidden()
        words = self.words.toPlainText().strip() if asked else ""
        missing = asked and len(words) < LEAST_WORDS
        self.words_row.show_problem(self.tr("Say more, so that it can be understood later") if missing else None)
        if missing:
            self.words_row.focus_field()
            return
        self.recorded.emit(self.reason.code, words)


class ClosingCard(Card):
    """What is missing before it can be closed, or the button that closes it."""

    close_asked = Signal()

    def __init__(self) -> None:
        super().__init__(QCoreApplication.translate("letter", "Close the enquiry"), gap="tight")
        self._lines = column(gap="tight")
        self.add_layout(self._lines)
        self.button = primary_button(self.tr("Close the enquiry"))
        self.button.clicked.connect(self._on_close)
        self.add_layout(button_row((self.button,)))
        self.button.hide()

    @property
    def sentences(self) -> list[str]:
        """What it says."""
        found = (self._lines.itemAt(place).widget() for place in range(self._lines.count()))
        return [each.text() for each in found if isinstance(each, WrappingLabel)]

    def show_missing(self, missing: Sequence[str]) -> None:
        """Say what is missing; with nothing missing the button stands there."""
        clear(self._lines)
        ready = self.tr("The referrer has been told. In three months somebody looks whether the child is safer.")
        for sentence in missing or (ready,):
            self._lines.addWidget(WrappingLabel(sentence))
        self.button.setVisible(not missing)

    @Slot()
    def _on_close(self) -> None:
        self.close_asked.emit()


class ReopenPart(Expander):
    """A manager opens a closed enquiry again. `reopened` carries the reason."""

    reopened = Signal(str)

    def __init__(self) -> None:
        super().__init__(QCoreApplication.translate("letter", "Open it again"))
        self.words = GrowingBox(2, 8)
        hint = self.tr("It goes back to triage, is decided anew, and the referrer is told anew.")
        self.row = LabelledRow(self.tr("Why is it opened again?"), self.words, hint)
        self.add(self.row)
        self.button = secondary_button(self.tr("Open it again"))
        self.button.clicked.connect(self._on_reopen)
        self.add(self.button)

    @Slot()
    def _on_reopen(self) -> None:
        words = self.words.toPlainText().strip()
        short = len(words) < LEAST_WORDS
        self.row.show_problem(self.tr("Say why, so that it can be understood later") if short else None)
        if short:
            self.row.focus_field()
        else:
            self.reopened.emit(words)


def _title(letter: Any) -> str:
    words = {"acknowledgement": "Acknowledged", "outcome": "The letter", "none": "Nobody is told"}
    return QCoreApplication.translate("letter", words[letter.kind])
