"""A record of considered, not referred as its agency sees it: the reasons, the reviews, the paper, and the way back to an
enquiry in one click."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from enquiry_app.enquiry.reference import LONDON
from enquiry_app.services.not_referring import Considered
from ui.background import Background
from ui.formatting import day, day_and_time
from ui.home.document_actions import keep_file
from ui.home.enquiry_words import level_words
from ui.home.not_referred_dialog import ReviewDialog
from ui.messages import report_error
from ui.page import Page
from ui.printing import print_pdfs
from ui.shortcuts import shortcut
from ui.widgets.buttons import primary_button, secondary_button
from ui.widgets.card import Card
from ui.widgets.layouts import clear, column
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.wrapping_label import WrappingLabel

_KINDS = {"overdue": "danger", "today": "warning", "ahead": "info", "none": "info"}


class ConsideredPage(Page):
    """`reopened(enquiry_id)` when it is a draft again; `changed(enquiry_id)` after a review."""

    page_title = "Considered, not referred"
    reopened = Signal(str)
    changed = Signal(str)

    def __init__(
        self, application: Any, background: Background, enquiry_id: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(self.tr("Considered, not referred"), self.tr("Home"), parent=parent)
        self._application, self._background, self._enquiry_id = application, background, enquiry_id
        self._newest: Considered | None = None
        self.review_notice = NoticeBar("info", "")
        self.review_notice.hide()
        self.add(self.review_notice)
        self._records = column(gap="wide")
        self.content.addLayout(self._records)
        self.reopen_button = primary_button(self.tr("Open again as an enquiry"), self)
        self.review_button = secondary_button(self.tr("Record the review"), self)
        self.save_button = secondary_button(self.tr("Save as PDF"), self, "save")
        self.print_button = secondary_button(self.tr("Print"), self, "print")
        for button, slot in (
            (self.reopen_button, self._on_reopen), (self.review_button, self._on_review),
            (self.save_button, self._on_save), (self.print_button, self._on_print),
        ):  # fmt: skip
            button.clicked.connect(slot)
            button.setEnabled(False)
        shortcut("print", self, self._on_print)
        shortcut("save_copy", self, self._on_save)
        self.add_buttons(self.reopen_button, self.review_button, self.save_button, self.print_button)
        self._load()

    def first_focus(self) -> QWidget | None:
        """The way back to an enquiry."""
        return self.reopen_button

    def _load(self) -> None:
        work = partial(self._application.not_referring.open, self._enquiry_id)
        self._background.run(work, self._show, partial(report_error, self), self)

    def _show(self, found: tuple[Considered, ...]) -> None:
        if not found:
            return
        self._newest = found[-1]
        self.show_title(self._newest.enquiry.title, self.tr("Considered, not referred. The Hub does not have this."))
        state = self._newest.review
        self.review_notice.show_notice(f"{state.words[:1].upper()}{state.words[1:]}", "", _KINDS[state.state])
        self.review_notice.setVisible(bool(state.words))
        clear(self._records)
        for each in reversed(found):
            self._records.addWidget(self._card(each))
        for button in (self.reopen_button, self.review_button, self.save_button, self.print_button):
            button.setEnabled(True)

    def _card(self, considered: Considered) -> Card:
        record = considered.record
        card = Card(self.tr("Recorded {at}").format(at=day_and_time(record.signed_at)))
        role = f", {record.signed_role}" if record.signed_role else ""
        facts = (
            f"{record.signed_name}{role} · {level_words(record.level)}"
            if record.level
            else f"{record.signed_name}{role}"
        )
        card.add(WrappingLabel(self.tr("Signed by {who}").format(who=facts), "hint"))
        if record.danger:
            title = self.tr("A sign of significant harm was marked")
            card.add(NoticeBar("danger", title, record.danger_reason))
        for title, text in (
            (self.tr("What worried us"), record.worry),
            (self.tr("Advice from {whom}").format(whom=record.advice_from), record.advice),
            (self.tr("Why it was not referred"), record.reason),
            (self.tr("What we do instead"), record.plan),
        ):
            if text:
                _pair(card, title, text)
        for review in record.reviews:
            at = dt.datetime.fromisoformat(review["at"])
            following = dt.date.fromisoformat(review["next"]) if review["next"] else None
            then = (
                self.tr("Next review {day}.").format(day=day(following)) if following else self.tr("The last review.")
            )
            _pair(card, self.tr("Reviewed {at}").format(at=day_and_time(at)), f"{review['note']} {then}")
        if record.reopened_at is not None:
            at = day_and_time(record.reopened_at)
            card.add(WrappingLabel(self.tr("Opened again as an enquiry {at}").format(at=at), "hint"))
        return card

    @Slot()
    def _on_reopen(self) -> None:
        self.reopen_button.setEnabled(False)
        work = partial(self._application.not_referring.reopen, self._enquiry_id)
        self._background.run(work, self._on_reopened, partial(report_error, self), self)

    def _on_reopened(self, _: object) -> None:
        self.reopened.emit(self._enquiry_id)

    @Slot()
    def _on_review(self) -> None:
        if self._newest is None:
            return
        dialog = ReviewDialog(self._application.clock.now().astimezone(LONDON).date(), self)
        if dialog.exec():
            record = self._newest.record
            work = partial(self._application.not_referring.review, self._enquiry_id, dialog.given(), record.version)
            self._background.run(work, self._on_reviewed, partial(report_error, self), self)

    def _on_reviewed(self, _: object) -> None:
        self.changed.emit(self._enquiry_id)
        self._load()

    @Slot()
    def _on_save(self) -> None:
        self._render(self._to_save)

    @Slot()
    def _on_print(self) -> None:
        self._render(self._to_print)

    def _render(self, done: Any) -> None:
        work = partial(self._application.not_referring.pdf, self._enquiry_id)
        self._background.run(work, done, partial(report_error, self), self)

    def _to_save(self, rendered: Any) -> None:
        keep_file(self, f"{self._name()}.pdf", rendered.data)

    def _to_print(self, rendered: Any) -> None:
        print_pdfs(self, [rendered.data], self._name())

    def _name(self) -> str:
        """What file and print job are called: the number of the enquiry, never a name."""
        return f"enquiry-D{self._newest.enquiry.seq}-not-referred" if self._newest else "not-referred"


def _pair(card: Card, title: str, text: str) -> None:
    box = column(gap="")
    box.addWidget(WrappingLabel(title, "strong"))
    box.addWidget(WrappingLabel(text))
    card.add_layout(box)
