"""Sending by mail on behalf of a page: asks what can go, then opens the dialog."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from ui.background import Background
from ui.mail.mail_dialog import MailDialog
from ui.messages import report_error, tell


class MailAction(QObject):
    """Acts for one page and one enquiry. `sent(handed over)` when something was sent or given to a mail program."""

    sent = Signal(bool)

    def __init__(self, page: QWidget, application: Any, background: Background, enquiry_id: str) -> None:
        super().__init__(page)
        self._page, self._application, self._background = page, application, background
        self._enquiry_id = enquiry_id
        self.dialog: MailDialog | None = None

    @Slot()
    def open(self) -> None:
        """Ask what can be mailed of the enquiry, and begin."""
        work = partial(self._application.mail.begin, self._enquiry_id)
        self._background.read(work, self._on_start, partial(report_error, self._page), self)

    def _on_start(self, start: Any) -> None:
        if not start.kinds:
            tell(
                self._page, self.tr("There is nothing to mail yet"),
                self.tr("A letter can be mailed once it is sent, a sealed reply when the enquiry came sealed."),
            )  # fmt: skip
            return
        self.dialog = MailDialog(self._application, self._background, self._enquiry_id, start, self._page)
        self.dialog.ended.connect(self.sent)
        self.dialog.destroyed.connect(self._on_gone)
        self.dialog.open()

    @Slot()
    def _on_gone(self) -> None:
        self.dialog = None
