"""Triage: the facts at a glance, who has it, how it is rated, and the short roads out."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from enquiry_app.enquiry.hub_history import RATING_WORDS
from enquiry_app.enquiry.statuses import WORDS
from ui.formatting import day_and_time
from ui.home.enquiry_words import level_words
from ui.hub.panels.panel import CasePanel
from ui.hub.queue_columns import FLAG_WORDS
from ui.hub.worker_choice import WorkerChoice
from ui.widgets.buttons import primary_button, secondary_button
from ui.widgets.card import Card
from ui.widgets.expander import Expander
from ui.widgets.labelled_row import LabelledRow
from ui.widgets.layouts import button_row, column
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.radio_group import RadioGroup
from ui.widgets.wrapping_label import WrappingLabel

RATING_MEANING = {
    "red": "within 4 working hours",
    "amber": "within 1 working day",
    "green": "gather information first",
    "blue": "advice",
}
SEEN_WORDS = {"seen_alone": "seen alone", "seen": "seen, not alone", "not_seen": "not seen"}


class TriagePanel(CasePanel):
    """Rating and assignment each save at once, with their reason."""

    title = "Triage"

    @staticmethod
    def badge(case: Any) -> str:
        """The rating."""
        return RATING_WORDS.get(case.enquiry.rating, "")

    def build(self) -> None:
        """What to watch for, rating, who has it, other roads, facts."""
        self._watch_for()
        if self.case.enquiry.status not in ("closed", "withdrawn"):
            self._rating()
            self._assignment()
            self._roads()
        self._facts()

    def first_focus(self) -> QWidget | None:
        """The rating."""
        rating = getattr(self, "rating", None)
        return rating.focus_field() if rating else None

    def _watch_for(self) -> None:
        enquiry = self.case.enquiry
        flags = [FLAG_WORDS[flag] for flag in enquiry.flags if flag in FLAG_WORDS]
        if enquiry.repeats:
            flags.append(self.tr("{n} enquiries before this in twelve months").format(n=enquiry.repeats))
        if enquiry.seen == "not_seen":
            flags.append(self.tr("not seen by the referrer"))
        if flags:
            words = ", ".join(flags)
            self.content.addWidget(NoticeBar("warning", self.tr("Watch for"), f"{words[0].upper()}{words[1:]}."))

    def _facts(self) -> None:
        enquiry, card = self.case.enquiry, Card(gap="tight")
        facts = (
            (self.tr("Level chosen by the referrer"), level_words(enquiry.level)),
            (self.tr("Youngest child"), enquiry.youngest),
            (self.tr("Children"), SEEN_WORDS.get(enquiry.seen, "")),
            (self.tr("From"), f"{enquiry.owner_name}, {enquiry.agency_name}"),
            (self.tr("Reference"), enquiry.reference),
            (self.tr("Sent"), day_and_time(enquiry.sent_at) if enquiry.sent_at else ""),
            (self.tr("Status"), WORDS[enquiry.status].meaning),
        )
        for label, value in facts:
            if value:
                pair = column(gap="")
                pair.addWidget(WrappingLabel(label, "caption"))
                pair.addWidget(WrappingLabel(value))
                card.add_layout(pair)
        self.content.addWidget(card)

    def _rating(self) -> None:
        self.rating = RadioGroup(
            [(code, f"{words} – {RATING_MEANING[code]}", "") for code, words in RATING_WORDS.items()]
        )
        self.rating.choose(self.case.enquiry.rating)
        hint = self.tr("Prioritises work at the Hub; it is no judgement of the child. May change as facts arrive.")
        self.content.addWidget(LabelledRow(self.tr("How soon must this be decided?"), self.rating, hint))
        self.reason = QPlainTextEdit()
        self.reason.setFixedHeight(64)
        self.reason.setTabChangesFocus(True)
        self.content.addWidget(
            LabelledRow(
                self.tr("Why"), self.reason, self.tr("Needed when a rating changes, or when urgent is not red.")
            )
        )
        self.rate = primary_button(self.tr("Save the rating"))
        self.rate.clicked.connect(self._on_rate)
        self.content.addLayout(button_row((self.rate,)))

    def _assignment(self) -> None:
        holder = self.case.name_of(self.case.enquiry.assigned_to)
        workers = [
            each for each in self.case.people.values() if each.active and each.role in ("hub_worker", "hub_manager")
        ]
        me = self.case.people.get(self.application.person.id)
        self.person = WorkerChoice(workers, me.team_id if me else "")
        self.person.choose(self.case.enquiry.assigned_to)
        words = self.tr("{name} has it now.").format(name=holder) if holder else self.tr("Nobody has it yet.")
        self.content.addWidget(LabelledRow(self.tr("Who works on it"), self.person, words))
        self.note = QPlainTextEdit()
        self.note.setFixedHeight(64)
        self.note.setTabChangesFocus(True)
        self.note_row = LabelledRow(
            self.tr("Handover note"), self.note, self.tr("What has been done, what is open, what they must know.")
        )
        self.content.addWidget(self.note_row)
        self.note_row.setVisible(bool(holder))
        self.give = secondary_button(self.tr("Reassign") if holder else self.tr("Assign"))
        self.give.clicked.connect(self._on_give)
        self.content.addLayout(button_row((self.give,)))

    def _roads(self) -> None:
        status = self.case.enquiry.status
        if status in ("information_checks", "waiting_for_referrer", "returned"):
            go_on = secondary_button(self.tr("Go on without waiting"))
            go_on.clicked.connect(self._on_go_on)
            self.content.addLayout(button_row((go_on,)))
        if status in ("linked_to_open_case", "transferred"):
            self.answer = secondary_button(self.tr("Now tell the referrer"))
            self.answer.clicked.connect(self._on_answer_due)
            self.content.addLayout(button_row((self.answer,)))
        if status not in ("received", "in_triage"):
            return
        other = Expander(self.tr("Other ways on: open case, other authority, return"))
        self.open_case = _Road(
            self.tr("The child has a social worker"), (self.tr("Allocated worker"), self.tr("Their telephone number")),
            self.tr("Pass to the allocated worker"),
        )  # fmt: skip
        self.open_case.button.clicked.connect(self._on_open_case)
        self.transfer = _Road(
            self.tr("Another authority is responsible"), (self.tr("Authority"), self.tr("Who there confirmed receipt")),
            self.tr("Record the transfer"),
        )  # fmt: skip
        self.transfer.button.clicked.connect(self._on_transfer)
        self.back = _Road(self.tr("Too little to go on"), (self.tr("What is missing"),), self.tr("Return to referrer"))
        self.back.button.clicked.connect(self._on_return)
        for road in (self.open_case, self.transfer, self.back):
            other.add(road)
        self.content.addWidget(other)

    @Slot()
    def _on_rate(self) -> None:
        enquiry, chosen = self.case.enquiry, self.rating.code
        reason = self.reason.toPlainText()
        self.save(partial(self.application.triage.rate, enquiry.id, chosen, reason, enquiry.version))

    @Slot()
    def _on_give(self) -> None:
        enquiry, person = self.case.enquiry, self.person.currentData()
        note = self.note.toPlainText()
        self.save(partial(self.application.triage.assign, enquiry.id, person, note, enquiry.version))

    @Slot()
    def _on_go_on(self) -> None:
        self.save(partial(self.application.triage.begin, self.case.enquiry.id, self.case.enquiry.version))

    @Slot()
    def _on_answer_due(self) -> None:
        self.save(partial(self.application.triage.answer_due, self.case.enquiry.id, self.case.enquiry.version))

    @Slot()
    def _on_open_case(self) -> None:
        worker, phone = self.open_case.texts
        enquiry = self.case.enquiry
        self.save(partial(self.application.triage.link_to_open_case, enquiry.id, worker, phone, "", enquiry.version))

    @Slot()
    def _on_transfer(self) -> None:
        authority, confirmed = self.transfer.texts
        enquiry = self.case.enquiry
        self.save(partial(self.application.triage.transfer, enquiry.id, authority, confirmed, "", enquiry.version))

    @Slot()
    def _on_return(self) -> None:
        (missing,) = self.back.texts
        enquiry = self.case.enquiry
        self.save(partial(self.application.triage.return_to_referrer, enquiry.id, missing, enquiry.version))


class _Road(Card):
    """A short form with a line or two and one button."""

    def __init__(self, title: str, labels: tuple[str, ...], button: str) -> None:
        super().__init__(title, gap="tight")
        self._lines = [QLineEdit() for _ in labels]
        for label, line in zip(labels, self._lines, strict=True):
            self.add(LabelledRow(label, line))
        self.button = secondary_button(button)
        self.add(self.button)

    @property
    def texts(self) -> list[str]:
        """What was typed, line by line."""
        return [line.text() for line in self._lines]
