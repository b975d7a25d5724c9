"""The referral as it would look now, made from what is on the screen. Nothing is written to disk."""

from __future__ import annotations

from functools import partial
from typing import Any

from ui.background import Background
from ui.form.draft_editor import DraftEditor
from ui.messages import report_error
from ui.page import Page
from ui.widgets.pdf_view import PdfView


class PreviewPage(Page):
    """Opened from check answers; Back returns there."""

    wants_width = True

    def __init__(self, editor: DraftEditor, background: Background) -> None:
        super().__init__(editor.tr("Preview of the referral"), back=editor.tr("Check answers"), wide=True)
        self.page_title = self.tr("Preview")
        self.pdf = PdfView(self)
        self.pdf.setMinimumHeight(520)
        self.content.addWidget(self.pdf, 1)
        work = partial(editor.application.documents.preview, editor.enquiry.id, editor.answers)
        background.run(work, self._show, partial(report_error, self), self)

    def _show(self, made: Any) -> None:
        self.pdf.show_pdf(made.data, self.tr("Draft referral"))
