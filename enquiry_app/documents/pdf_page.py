"""The furniture of every page: marking, reference, page x of y, addressee, check code, watermark. All artifacts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from enquiry_app.documents import pdf_style as style
from enquiry_app.documents.document_content import Document
from enquiry_app.documents.pdf_fonts import BOLD, PLAIN
from enquiry_app.documents.pdf_tags import Tagger

Foot = tuple[tuple[str, str], ...]  # lines from top to bottom: what stands on the left, and on the right


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
        large = document.large
        size, lines = (style.FOOT_LARGE, _foot_large) if large else (style.FOOT, _foot)
        shown = lines(document, page, pages, f"Check code {code}" if code else "")
        step, left, right = size * (1.3 if large else 4 / 3), style.LEFT, style.PAGE[0] - style.RIGHT
        lowest = 21.0
        with self._tagger.content(self, None):
            self.saveState()
            self.setStrokeColorRGB(*style.LINE)
            self.setLineWidth(0.5)
            rule = lowest + (len(shown) - 1) * step + size * 1.4
            self.line(left, rule, right, rule)
            self.setFillColorRGB(*style.SOFT)
            for number, (words, beside) in enumerate(reversed(shown)):
                self.setFont(PLAIN, size)
                self.drawString(left, lowest + number * step, words)
                self.setFont(BOLD if beside == document.marking else PLAIN, size)
                self.drawRightString(right, lowest + number * step, beside)
            self.setFont(BOLD, size)
            self.drawRightString(right, style.PAGE[1] - 30, document.marking)
            self.restoreState()


def _foot(document: Document, page: int, pages: int, code: str) -> Foot:
    """Two lines."""
    which = f"{document.reference}   version {document.version}   page {page} of {pages}"
    return (which, code), (_for(document), document.marking)


def _foot_large(document: Document, page: int, pages: int, code: str) -> Foot:
    """Three, since less stands side by side in large print."""
    which = f"{document.reference}   version {document.version}"
    return (which, f"page {page} of {pages}"), (_for(document), document.marking), (code, "")


def _for(document: Document) -> str:
    return f"For {document.addressee}" if document.addressee else ""


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
