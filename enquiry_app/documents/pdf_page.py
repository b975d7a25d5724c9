"""The furniture of every page: marking, reference, page x of y, addressee, check code, watermark. All artifacts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from enquiry_app.documents import pdf_style as style
from enquiry_app.documents.document_content import Document
from enquiry_app.documents.pdf_fonts import BOLD, PLAIN
from enquiry_app.documents.pdf_tags import Tagger

_SIZE = 7.5


class NumberedCanvas(Canvas):  # type: ignore[misc]
    """Keeps pages until the number of pages is known, then draws each page's furniture."""

    def __init__(
        self,
        *args: Any,
        document: Document,
        tagger: Tagger,
        coder: Callable[[int], str],
        codes: list[str],
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        self._document, self._tagger, self._coder, self._codes = document, tagger, coder, codes
        self._kept: list[dict[str, Any]] = []

    def showPage(self) -> None:
        """Keep the page; it is written by `save`."""
        self._kept.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        """Draw the furniture of every page and write the file."""
        kept = self._kept
        for state in kept:
            self.__dict__.update(state)
            self._furniture(len(kept))
            Canvas.showPage(self)
        super().save()

    def _furniture(self, pages: int) -> None:
        page = self.getPageNumber()
        code = self._coder(page)
        self._codes.append(code)
        document = self._document
        left = f"{document.reference}   version {document.version}   page {page} of {pages}"
        right = f"Check code {code}" if code else ""
        with self._tagger.content(self, None):
            self.saveState()
            self.setStrokeColorRGB(*style.LINE)
            self.setLineWidth(0.5)
            self.line(style.LEFT, 42, style.PAGE[0] - style.RIGHT, 42)
            self.setFillColorRGB(*style.SOFT)
            self.setFont(PLAIN, _SIZE)
            self.drawString(style.LEFT, 31, left)
            self.drawRightString(style.PAGE[0] - style.RIGHT, 31, right)
            if document.addressee:
                self.drawString(style.LEFT, 21, f"For {document.addressee}")
            self.setFont(BOLD, _SIZE)
            self.drawRightString(style.PAGE[0] - style.RIGHT, 21, document.marking)
            self.drawRightString(style.PAGE[0] - style.RIGHT, style.PAGE[1] - 30, document.marking)
            self.restoreState()


def draw_watermark(canvas: Any, tagger: Tagger, text: str) -> None:
    """A pale word across the page, drawn first so that it lies under everything."""
    with tagger.content(canvas, None):
        canvas.saveState()
        canvas.setFillColorRGB(0.91, 0.92, 0.94)
        canvas.setFont(BOLD, 52)
        canvas.translate(style.PAGE[0] / 2, style.PAGE[1] / 2)
        canvas.rotate(52)
        canvas.drawCentredString(0, 0, text)
        canvas.restoreState()
