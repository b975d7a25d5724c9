"""The author's view of an enquiry that waits for sign-off: who was asked, and how to take it back."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from enquiry_app.enquiry.records import Enquiry
from enquiry_app.enquiry.statuses import WORDS
from ui.background import Background
from ui.formatting import day_and_time
from ui.messages import report_error
from ui.page import Page
from ui.widgets.buttons import secondary_button
from ui.widgets.layouts import button_row
from ui.widgets.notice_bar import NoticeBar


class WaitingPage(Page):
    """`taken_back(enquiry_id)` when it is a draft again."""

    page_title = "Waiting for sign-off"
    taken_back = Signal(str)

    def __init__(
        self, application: Any, background: Background, enquiry: Enquiry, parent: QWidget | None = None
    ) -> None:
        super().__init__(enquiry.title, self.tr("Home"), parent=parent)
        self._application, self._background, self._enquiry = application, background, enquiry
        asked = self.tr("Asked {at}. The Hub does not have it yet.").format(at=day_and_time(enquiry.updated_at))
        self.add(NoticeBar("info", WORDS[enquiry.status].meaning, asked))
        self.add(NoticeBar(
            "warning",
            self.tr("If a child may be at risk, do not wait."),
            self.tr("Take it back and send it as urgent: an urgent enquiry needs no sign-off."),
        ))  # fmt: skip
        self.take_back = secondary_button(self.tr("Take it back and go on writing"), self)
        self.take_back.setEnabled(enquiry.owner_id == application.person.id)
        self.take_back.clicked.connect(self._on_take_back)
        self.content.addLayout(button_row((self.take_back,)))

    @Slot()
    def _on_take_back(self) -> None:
        work = partial(self._application.submitting.take_back, self._enquiry.id)
        self._background.run(work, self._on_done, partial(report_error, self), self)

    def _on_done(self, _: object) -> None:
        self.taken_back.emit(self._enquiry.id)
