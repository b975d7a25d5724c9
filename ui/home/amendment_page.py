"""A change to a sent enquiry before it goes: each change as a sentence, what is still needed, send or throw away."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from enquiry_app.enquiry.statuses import WITH_THE_HUB
from enquiry_app.errors import NotReady
from enquiry_app.services.amending import AmendmentPreview
from ui.background import Background
from ui.messages import ask, report_error, sentence_of
from ui.page import Page
from ui.widgets.buttons import primary_button, secondary_button
from ui.widgets.card import Card, Line
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.wrapping_label import WrappingLabel


class AmendmentPage(Page):
    """`amended(enquiry_id)` once it is sent or thrown away."""

    page_title = "Send the change"
    amended = Signal(str)

    def __init__(
        self, application: Any, background: Background, enquiry_id: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(self.tr("Send the change"), self.tr("Back"), parent=parent)
        self._application, self._background, self._enquiry_id = application, background, enquiry_id
        self._preview: AmendmentPreview | None = None
        self.problem = NoticeBar("warning", "")
        self.problem.hide()
        self.add(self.problem)
        self.changes = Card(self.tr("What the Hub will be shown"))
        self.changes.hide()
        self.add(self.changes)
        self.send_button = primary_button(self.tr("Send the change"), self)
        self.send_button.setEnabled(False)
        self.send_button.clicked.connect(self._on_send)
        self.undo_button = secondary_button(self.tr("Throw the change away"), self)
        self.undo_button.clicked.connect(self._on_undo)
        self.add_buttons(self.send_button, self.undo_button)
        background.read(
            partial(application.amending.preview, enquiry_id), self._show, partial(report_error, self), self
        )

    def first_focus(self) -> QWidget | None:
        """The send button."""
        return self.send_button

    def _show(self, preview: AmendmentPreview) -> None:
        self._preview = preview
        number = self.tr("This becomes version {number}. What was sent before stays in the record, and the Hub’s time to "
                         "answer runs on.").format(number=preview.number)  # fmt: skip
        if preview.enquiry.status == "returned":
            number = self.tr("This becomes version {number} and goes back to the Hub.").format(number=preview.number)
        if not preview.with_the_hub_at_once:
            number += " " + self.tr(
                "The Hub does not share this store: hand the new version over as you did the first."
            )
        self.show_title(self.tr("Send the change"), number)
        for place, sentence in enumerate(preview.sentences):
            if place:
                self.changes.add(Line())
            self.changes.add(WrappingLabel(sentence))
        if not preview.sentences:
            self.changes.add(WrappingLabel(self.tr("Nothing is different from what was sent."), "hint"))
        self.changes.show()
        if preview.problems:
            lines = "\n".join(problem.message for problem in preview.problems)
            self._say(self.tr("Something is still needed"), lines)
        self.send_button.setEnabled(bool(preview.sentences) and not preview.problems)
        if preview.too_late:
            self._show_too_late(preview)
        if self.send_button.isEnabled():
            self.send_button.setFocus()

    def _show_too_late(self, preview: AmendmentPreview) -> None:
        """The Hub decided while the change was being written: nothing of it need be lost."""
        self._say(
            self.tr("The Hub has decided meanwhile"),
            self.tr("What was sent can no longer be changed. You can send what is new as information; a new worry is a "
                    "new enquiry."),
        )  # fmt: skip
        may_write = preview.enquiry.status in WITH_THE_HUB
        self.send_button.setText(self.tr("Send it as information"))
        self.send_button.setEnabled(may_write and bool(preview.sentences))

    @Slot()
    def _on_send(self) -> None:
        if self._preview is None:
            return
        self.send_button.setEnabled(False)
        work = partial(_tell if self._preview.too_late else _send, self._application, self._preview)
        self._background.run(work, self._on_sent, self._on_failed, self)

    @Slot()
    def _on_undo(self) -> None:
        sure = ask(
            self, self.tr("Throw the change away?"),
            self.tr("What you changed since you sent it is lost. The enquiry stays as it was sent."),
            self.tr("Throw it away"), self.tr("Keep it"), dangerous=True,
        )  # fmt: skip
        if sure:
            work = partial(self._application.amending.undo, self._enquiry_id)
            self._background.run(work, self._on_sent, partial(report_error, self), self)

    def _on_sent(self, _: object) -> None:
        self.amended.emit(self._enquiry_id)

    def _on_failed(self, error: BaseException) -> None:
        self.send_button.setEnabled(True)
        lines = error.problems if isinstance(error, NotReady) else ()
        self._say(self.tr("Not sent"), "\n".join([sentence_of(error), *(p.message for p in lines)]))

    def _say(self, title: str, text: str) -> None:
        self.problem.show_notice(title, text)
        self.problem.show()
        self.scroll_to_top()


def _send(application: Any, preview: AmendmentPreview) -> None:
    """Send, then make the Hub's copy anew (the enquiry stands even if that cannot be made)."""
    sent = application.amending.send(preview.enquiry.id, preview.version)
    if sent.status in WITH_THE_HUB:
        application.documents.keep_referral(sent.id)


def _tell(application: Any, preview: AmendmentPreview) -> None:
    """Send the sentences as information, and let go of the change itself."""
    application.conversation.write(preview.enquiry.id, "information", "\n".join(preview.sentences))
    application.amending.undo(preview.enquiry.id)
