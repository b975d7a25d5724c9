"""Send: ask the lead to sign off, or create the referral now. The page asks the service; it decides nothing."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from enquiry_app.enquiry.records import Person
from enquiry_app.errors import AppError, NotReady
from ui.background import Background
from ui.form.draft_editor import DraftEditor
from ui.messages import report_error
from ui.page import Page
from ui.widgets.buttons import primary_button, secondary_button
from ui.widgets.labelled_row import LabelledRow
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.radio_group import RadioGroup


class SendPage(Page):
    """`sent(Sent)`, `asked` when the lead was asked, `change_requested` to go back to the answers."""

    sent = Signal(object)
    asked = Signal()
    change_requested = Signal()

    def __init__(self, editor: DraftEditor, background: Background) -> None:
        super().__init__(editor.tr("Create referral to the Hub"), back=editor.tr("Check answers"))
        self.page_title = self.tr("Send")
        self._editor, self._background = editor, background
        self._submitting = editor.application.submitting
        self.problem = NoticeBar("warning", "")
        self.problem.hide()
        self.add(self.problem)
        self._leads: tuple[Person, ...] = ()
        self.group: RadioGroup | None = None
        self.send_button = primary_button(self.tr("Create referral now"))
        self.send_button.clicked.connect(self._on_send)
        self.ask_button = secondary_button(self.tr("Ask for sign-off first"))
        self.ask_button.clicked.connect(self._on_ask)
        self.add_buttons(self.send_button, self.ask_button)
        self.ask_button.hide()
        self._what_happens()
        background.read(self._submitting.leads, self._show_leads, self._on_failed, self)

    def first_focus(self) -> QWidget | None:
        """The send button."""
        return self.send_button

    def _what_happens(self) -> None:
        from enquiry_app.services.confirming import open_words

        hub, now = self._editor.application.hub, self._editor.application.clock.now()
        text = self.tr(
            "What you have written is frozen and gets a reference. Later news is added to it; nothing is overwritten."
        )
        self.add(NoticeBar("info", self.tr("This creates the referral"), text))
        ring = self.tr("If it cannot wait, ring {hub}; out of hours {out}.")
        words = ring.format(hub=hub.phone, out=hub.out_of_hours_phone)
        self.add(NoticeBar("info", open_words(hub, now), words))

    def _show_leads(self, leads: tuple[Person, ...]) -> None:
        self._leads = leads
        signed = "signed_off" in self._editor.enquiry.flags
        wants = self._editor.answers.get("sign_off") == "ask"
        if signed:
            self.add(NoticeBar("success", self.tr("Signed off by your safeguarding lead")))
        if not leads or signed:
            return
        choices = [(lead.id, lead.display_name, lead.job_title) for lead in leads]
        self.group = RadioGroup(choices)
        self.group.choose(leads[0].id if len(leads) == 1 else "")
        hint = self.tr("Sign-off never holds up an urgent enquiry.")
        self.add(LabelledRow(self.tr("Who should sign it off?"), self.group, hint))
        self.ask_button.show()
        if wants:
            self.ask_button.setFocus()

    @Slot()
    def _on_ask(self) -> None:
        lead = self.group.code if self.group else ""
        if not lead:
            self._say(self.tr("Choose who should sign it off."))
            return
        work = partial(self._submitting.ask_sign_off, self._editor.enquiry.id, lead)
        self._background.run(work, self._on_asked, self._on_failed, self)

    @Slot()
    def _on_send(self) -> None:
        self.send_button.setEnabled(False)
        work = partial(self._submitting.send, self._editor.enquiry.id, self._editor.version)
        self._background.run(work, self.sent.emit, self._on_failed, self)

    def _on_asked(self, _enquiry: Any) -> None:
        self.asked.emit()

    def _on_failed(self, error: BaseException) -> None:
        self.send_button.setEnabled(True)
        if isinstance(error, NotReady) and error.problems:
            lines = "\n".join(getattr(problem, "message", "") for problem in error.problems)
            self._say(f"{error.sentence}\n{lines}")
        elif isinstance(error, AppError):
            self._say(error.sentence)
        else:
            report_error(self, error)

    def _say(self, text: str) -> None:
        self.problem.show_notice(self.tr("Not sent"), text)
        self.problem.show()
        self.scroll_to_top()
