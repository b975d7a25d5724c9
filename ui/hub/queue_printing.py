"""Prints several referrals as one job."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ui.background import Background
from ui.formatting import count
from ui.messages import ask, report_error
from ui.printing import print_pdfs

MANY = 20


class QueuePrinting(QObject):
    """Renders the Hub's copies beside the window, then prints them."""

    def __init__(self, page: QWidget, application: Any, background: Background) -> None:
        super().__init__(page)
        self._page, self._application, self._background = page, application, background

    def print_these(self, enquiry_ids: list[str]) -> None:
        """Print these enquiries; asks first when they are many."""
        if not enquiry_ids:
            return
        if len(enquiry_ids) > MANY and not self._sure(len(enquiry_ids)):
            return
        work = partial(_render, self._application.documents, enquiry_ids)
        self._background.run(work, self._print, partial(report_error, self._page), self._page)

    def _sure(self, number: int) -> bool:
        many = count(number, "enquiry", "enquiries")
        return ask(
            self._page, self.tr("Print {many}?").format(many=many),
            self.tr("Collect them from the printer at once."), self.tr("Print"), self.tr("Cancel"),
        )  # fmt: skip

    def _print(self, documents: list[bytes]) -> None:
        print_pdfs(self._page, documents, "Referrals")


def _render(documents: Any, enquiry_ids: list[str]) -> list[bytes]:
    return [documents.referral(each, copy="hub").data for each in enquiry_ids]
