"""The record of messages: what went where, what the mail server said, and trying again what did not go."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from enquiry_app.exchange.mail.errors import PasswordNeeded
from ui.background import Background
from ui.formatting import day_and_time
from ui.mail.mail_sending import MailSending
from ui.mail.password_dialog import MailPasswordDialog
from ui.messages import ask, report_error, tell
from ui.page import Page
from ui.widgets.buttons import link_button, secondary_button
from ui.widgets.card import Card
from ui.widgets.flow import flowing
from ui.widgets.heading import Heading
from ui.widgets.layouts import clear, column
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.tag import StatusTag
from ui.widgets.wrapping_label import WrappingLabel

TONES = {"waiting": "info", "sent": "success", "failed": "danger", "given_to_program": "warning", "given_up": "neutral"}
SHOWN_FIRST = 50


class MailPage(Page):
    """Newest first."""

    page_title = "Mail"

    def __init__(self, application: Any, background: Background, parent: QWidget | None = None) -> None:
        intro = self.tr(
            "Every message that was sent from here or given to a mail program. Nothing is ever mailed by itself."
        )
        super().__init__(self.tr("Mail"), self.tr("Settings"), intro, parent=parent)
        self._application, self._background = application, background
        self.outcome = NoticeBar("info", "")
        self.outcome.hide()
        self.add(self.outcome)
        self._list = column(gap="normal")
        self.content.addLayout(self._list)
        self.more = secondary_button(self.tr("Show older ones"), self)
        self.more.clicked.connect(self._show_more)
        self.more.hide()
        self.add(self.more)
        self._shown = SHOWN_FIRST
        self.lines: tuple[Any, ...] = ()
        self.cards: list[MailCard] = []
        self._sending = MailSending(application, background, self)
        self._sending.done.connect(self._on_sent)
        self._sending.failed.connect(self._on_failed)
        self._trying = ""
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Ask for the record again."""
        self._background.read(self._application.mail.sent_mail, self._show, partial(report_error, self), self)

    def _show(self, lines: Any) -> None:
        self.lines = lines
        clear(self._list)
        self.cards = []
        if not lines:
            self._list.addWidget(WrappingLabel(self.tr("Nothing has been mailed yet."), "hint"))
        for line in lines[: self._shown]:
            card = MailCard(line, busy=bool(self._trying))
            card.again.clicked.connect(partial(self._try_again, line.record.id))
            card.sent.clicked.connect(partial(self._said_sent, line.record.id))
            card.give_up.clicked.connect(partial(self._give_up, line.record.id))
            self.cards.append(card)
            self._list.addWidget(card)
        self.more.setVisible(len(lines) > self._shown)

    @Slot()
    def _show_more(self) -> None:
        self._shown += SHOWN_FIRST
        self._show(self.lines)

    def _try_again(self, mail_id: str, _checked: bool = False, password: str = "", keep: bool = False) -> None:
        self._trying = mail_id
        self.outcome.show_notice(self.tr("The message is given to the mail server…"), kind="info")
        self.outcome.show()
        self._show(self.lines)
        self._sending.begin(partial(self._application.mail.start_again, mail_id, password, keep))

    def _on_sent(self, result: Any) -> None:
        self._trying = ""
        doubtful = bool(result.record.details.get("may_have_arrived"))
        kind = "success" if result.taken else "warning" if doubtful else "danger"
        self.outcome.show_notice(self.tr("Sent") if result.taken else self.tr("Not sent"), result.words, kind)
        if result.passphrase:
            words = self.tr("Tell it by telephone, never in a message:\n\n{words}\n\nIt is kept nowhere.")
            tell(self, self.tr("The passphrase of the document"), words.format(words=result.passphrase))
        self.refresh()
        self.scroll_to_top()

    def _on_failed(self, error: BaseException) -> None:
        mail_id, self._trying = self._trying, ""
        self.outcome.hide()
        if isinstance(error, PasswordNeeded):
            dialog = MailPasswordDialog(self)
            if dialog.exec():
                self._try_again(mail_id, password=dialog.password)
                return
        else:
            report_error(self, error)
        self.refresh()

    def _give_up(self, mail_id: str, _checked: bool = False) -> None:
        sure = ask(
            self, self.tr("Try no more?"),
            self.tr("The message stays in this list as given up. The enquiry has to reach the recipient another way."),
            self.tr("Give it up"), self.tr("Keep it"),
        )  # fmt: skip
        if sure:
            work = partial(self._application.mail.give_up, mail_id)
            self._background.run(work, self._on_settled, partial(report_error, self), self)

    def _said_sent(self, mail_id: str, _checked: bool = False) -> None:
        work = partial(self._application.mail.sent_elsewhere, mail_id)
        self._background.run(work, self._on_settled, partial(report_error, self), self)

    def _on_settled(self, _: object) -> None:
        self.refresh()


class MailCard(Card):
    """One message."""

    def __init__(self, line: Any, busy: bool = False) -> None:
        super().__init__(gap="hair")
        record = line.record
        doubtful = record.status == "failed" and bool(record.details.get("may_have_arrived"))
        tone = "warning" if doubtful or line.words.startswith("Not known") else TONES[record.status]
        self.status = StatusTag(line.words, tone)
        reference = Heading(line.reference, 3)
        reference.setWordWrap(False)
        self.body.addLayout(flowing((reference, self.status)))
        self.add(WrappingLabel(line.title))
        self.add(WrappingLabel(self.tr("To {address}").format(address=", ".join(record.to))))
        tries = self.tr(", {count} tries").format(count=record.attempts) if record.attempts > 1 else ""
        said = self.tr(". The mail server said {answer}").format(answer=record.answer) if record.answer else ""
        words = self.tr("{at}, {name}{tries}{said}").format(
            at=day_and_time(record.at), name=line.by_name, tries=tries, said=said
        )
        self.add(WrappingLabel(words, "hint"))
        if line.why and record.status != "sent":
            self.add(WrappingLabel(line.why))
        self.again = secondary_button(self.tr("Try again"), self, "mail")
        self.again.setAccessibleName(self.tr("Try again: {ref}").format(ref=line.reference))
        self.sent = secondary_button(self.tr("I have sent it"), self, "success")
        self.sent.setAccessibleName(self.tr("I have sent it: {ref}").format(ref=line.reference))
        self.sent.setVisible(record.status == "given_to_program")
        self.give_up = link_button(self.tr("Give it up"), self)
        self.give_up.setAccessibleName(self.tr("Give it up: {ref}").format(ref=line.reference))
        self.again.setVisible(line.may_retry)
        self.give_up.setVisible(line.may_give_up)
        self.again.setEnabled(not busy)
        if line.may_retry or line.may_give_up:
            self.body.addLayout(flowing((self.again, self.sent, self.give_up)))
