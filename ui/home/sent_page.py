"""One enquiry just sent: that it was, what happens next and by when, its own copy, handing over."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from enquiry_app.enquiry.records import Enquiry
from enquiry_app.enquiry.statuses import WORDS
from ui.background import Background
from ui.copies.family_copy import FamilyCopyCard
from ui.exchange.sealing import Sealing
from ui.formatting import day_and_time
from ui.home.document_actions import DocumentActions
from ui.home.enquiry_words import tag_of
from ui.home.handover_dialog import HandoverDialog
from ui.home.withdraw_dialog import WithdrawDialog
from ui.mail.mailing import MailAction
from ui.messages import report_error
from ui.page import Page
from ui.shortcuts import shortcut
from ui.widgets.buttons import danger_button, primary_button, secondary_button
from ui.widgets.card import Card
from ui.widgets.flow import flowing
from ui.widgets.heading import Heading
from ui.widgets.layouts import button_row, clear, column
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.tag import StatusTag
from ui.widgets.wrapping_label import WrappingLabel


class SentPage(Page):
    """`enquiry` is the list record; the confirmation comes from the service."""

    page_title = "Enquiry"
    changed = Signal(str)

    def __init__(
        self, application: Any, background: Background, enquiry: Enquiry, parent: QWidget | None = None
    ) -> None:
        super().__init__(enquiry.title, self.tr("Home"), parent=parent)
        self._application, self._background, self.enquiry = application, background, enquiry
        self._actions = DocumentActions(self, application, background, enquiry, "own")
        self._build()
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Ask for what happens next."""
        work = partial(self._application.submitting.confirmation, self.enquiry.id)
        self._background.read(work, self._show, partial(report_error, self), self)

    def _build(self) -> None:
        self._add_head()
        self._add_handover()
        self.headline = NoticeBar("success", "")
        self.add(self.headline)
        self.headline.hide()
        self._add_next()
        self._add_documents()

    def _add_head(self) -> None:
        reference = Heading(self.tr("Reference {ref}").format(ref=self.enquiry.reference), 2)
        reference.setWordWrap(False)
        word, tone = tag_of(self.enquiry, self._application.person.role)
        self.status = StatusTag(word, tone or "neutral")
        self.content.addLayout(flowing((reference, self.status)))
        sent = self.enquiry.sent_at
        when = (
            self.tr("Sent {at} by {name}. ").format(at=day_and_time(sent), name=self.enquiry.owner_name) if sent else ""
        )
        self.meaning = WrappingLabel(when + WORDS[self.enquiry.status].meaning)
        self.content.addWidget(self.meaning)

    def _add_handover(self) -> None:
        self.not_there = NoticeBar(
            "danger",
            self.tr("The Hub does not have this yet"),
            self.tr("Print it or save a copy, hand it over, then record how, to whom and when."),
        )
        self.hand_over = primary_button(self.tr("Record that it was handed over"), self)
        self.seal_now = secondary_button(self.tr("Seal for the Hub"), self, "lock")
        self.mail_now = secondary_button(self.tr("Send by mail"), self, "mail")
        self.not_there.body.addLayout(flowing((self.hand_over, self.seal_now, self.mail_now)))
        self.mailing = MailAction(self, self._application, self._background, self.enquiry.id)
        self.mail = secondary_button(self.tr("Send by mail"), self, "mail")
        for button in (self.mail, self.mail_now):
            button.clicked.connect(self.mailing.open)
        self.mailing.sent.connect(self._on_mailed)
        self._sealing = Sealing(self, self._application, self._background, self.enquiry)
        self.seal = secondary_button(self.tr("Seal for the Hub"), self, "lock")
        for button in (self.seal, self.seal_now):
            button.clicked.connect(self._sealing.for_the_hub)
        self._sealing.saved.connect(self.refresh)
        self.hand_over.clicked.connect(self._ask_handover)
        self.add(self.not_there)
        self.not_there.setVisible(self.enquiry.status == "ready_to_hand_over")

    def _add_next(self) -> None:
        self._next = Card(self.tr("What happens next"))
        self._steps = column(gap="snug")
        self._next.add_layout(self._steps)
        self._next.hide()
        self.add(self._next)

    def _add_documents(self) -> None:
        card = Card(self.tr("Your copy"))
        card.add(
            WrappingLabel(
                self.tr("For your own records. The file is named by the reference, never by a child."), "hint"
            )
        )
        save = secondary_button(self.tr("Save as PDF"), self, "save")
        to_print = secondary_button(self.tr("Print"), self, "print")
        save.clicked.connect(self._actions.save_it)
        to_print.clicked.connect(self._actions.print_it)
        shortcut("print", self, self._actions.print_it)
        shortcut("save_copy", self, self._actions.save_it)
        self.large = secondary_button(self.tr("Save in large print"), self, "document")
        self.large.clicked.connect(self._actions.save_large)
        self.to_read = secondary_button(self.tr("Save as text or web page"), self, "document")
        self.to_read.clicked.connect(self._actions.save_readable)
        card.add_layout(flowing((save, to_print, self.large, self.to_read)))
        self.add(card)
        card = Card(self.tr("For the Hub"))
        hint = self.tr(
            "A sealed file opens in the Hub's own app, without a word retyped. A PDF with a passphrase opens anywhere:"
            " tell the Hub the passphrase by telephone."
        )
        card.add(WrappingLabel(hint, "hint"))
        self.protect = secondary_button(self.tr("Save as PDF with a passphrase"), self, "lock")
        self.protect.clicked.connect(self._actions.protect_it)
        card.add_layout(flowing((self.seal, self.protect, self.mail)))
        self.add(card)
        self.family = FamilyCopyCard(self, self._application, self._background, self.enquiry)
        self.add(self.family)
        self.withdraw = danger_button(self.tr("Withdraw this enquiry"), self)
        self.withdraw.clicked.connect(self._ask_withdraw)
        self.withdraw.setVisible(self.enquiry.status in ("ready_to_hand_over", "sent"))
        self.content.addLayout(button_row((self.withdraw,)))

    def _show(self, confirmation: Any) -> None:
        if self.enquiry.status != "ready_to_hand_over":
            kind = "success" if confirmation.handed_over else "info"
            self.headline.show_notice(confirmation.headline, confirmation.hub_open_words, kind)
            self.headline.show()
        self._show_steps(confirmation)
        self._steps.addWidget(WrappingLabel(confirmation.if_nothing_heard, "hint"))

    def _show_steps(self, confirmation: Any) -> None:
        clear(self._steps)
        for step in confirmation.steps:
            line = column(gap="")
            line.addWidget(WrappingLabel(step.text))
            if step.by:
                line.addWidget(WrappingLabel(step.by[:1].upper() + step.by[1:], "strong"))
            self._steps.addLayout(line)
        self._next.show()

    @Slot(bool)
    def _on_mailed(self, handed_over: bool) -> None:
        """Show anew where it stands; once handed over, this page is another one."""
        if handed_over:
            self._on_changed(None)
        else:
            self.refresh()

    @Slot()
    def _ask_handover(self) -> None:
        dialog = HandoverDialog(self._application.clock.now(), self)
        if dialog.exec():
            work = partial(self._application.submitting.record_handover, self.enquiry.id, **dialog.values())
            self._background.run(work, self._on_changed, partial(report_error, self), self)

    @Slot()
    def _ask_withdraw(self) -> None:
        dialog = WithdrawDialog(self)
        if dialog.exec():
            work = partial(self._application.drafting.withdraw, self.enquiry.id, dialog.reason)
            self._background.run(work, self._on_changed, partial(report_error, self), self)

    def _on_changed(self, _: object) -> None:
        self.changed.emit(self.enquiry.id)
        self.closed.emit()
