"""Makes the PDF of a document: pages with their furniture, then tagged and archival. The one door to PDF making."""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from typing import Any

from enquiry_app.documents.check_codes import check_code
from enquiry_app.documents.document_content import Document
from enquiry_app.errors import DocumentError

# Fonts are shared by all documents and grow while text is shaped; two documents made at once would spoil each other.
one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class RenderedPdf:
    """A finished PDF. `page_codes` in page order; `missing_glyphs` lists code points printed as `[U+XXXX]`."""

    data: bytes
    page_count: int
    page_codes: tuple[str, ...]
    missing_glyphs: tuple[str, ...]
    sha256: str
    document: Document | None = field(default=None, compare=False)

    def protected(self, passphrase: str) -> bytes:
        """The same document, readable with this passphrase only."""
        from enquiry_app.documents.protected_pdf import protect

        return protect(self.data, passphrase)

    def as_text(self) -> str:
        """The same content as plain text, in the order it is read; "" if the content was not kept."""
        from enquiry_app.documents.readable_copies import text_copy

        return text_copy(self.document) if self.document else ""

    def as_html(self) -> str:
        """The same content as a web page without scripts; "" if the content was not kept."""
        from enquiry_app.documents.readable_copies import html_copy

        return html_copy(self.document) if self.document else ""

    def __repr__(self) -> str:
        return f"RenderedPdf({self.page_count} pages)"


def render_pdf(document: Document, *, check_key: bytes | None = None, archival: bool = True) -> RenderedPdf:
    """The document as PDF/UA-1 and, unless told otherwise, PDF/A-3A. Raises `DocumentError` if it cannot be made."""
    try:
        from enquiry_app.documents.pdf_style import LARGE, set_larger

        scale = LARGE if document.large else 1.0
        with one_at_a_time, set_larger(scale):
            return _render(document, check_key, archival, scale)
    except DocumentError:
        raise
    except Exception as error:
        raise DocumentError("The document could not be made. The enquiry is safe; try again.") from error


def _render(document: Document, check_key: bytes | None, archival: bool, scale: float) -> RenderedPdf:
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

    from enquiry_app.documents import pdf_style as style
    from enquiry_app.documents.pdf_archive import finish
    from enquiry_app.documents.pdf_blocks import Composer
    from enquiry_app.documents.pdf_fonts import BOLD, PLAIN, font
    from enquiry_app.documents.pdf_page import NumberedCanvas, draw_watermark
    from enquiry_app.documents.pdf_tags import Tagger

    font(PLAIN)
    font(BOLD)
    tagger = Tagger()
    composer = Composer(tagger)
    story = composer.compose(document.blocks)
    out = BytesIO()
    bottom = style.BOTTOM_LARGE if document.large else style.BOTTOM
    frame = Frame(
        style.LEFT / scale, bottom / scale, style.WIDTH, (style.PAGE[1] - style.TOP - bottom) / scale,
        leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0,
    )  # fmt: skip

    def begin(canvas: Any, _template: Any) -> None:
        if document.watermark:
            draw_watermark(canvas, tagger, document.watermark)
        canvas.saveState()
        canvas.scale(scale, scale)

    def end(canvas: Any, _template: Any) -> None:
        canvas.restoreState()

    template = BaseDocTemplate(
        out,
        pagesize=style.PAGE,
        pageTemplates=[PageTemplate(frames=[frame], onPage=begin, onPageEnd=end)],
        initialFontName=PLAIN,
        invariant=1,
        lang=document.language,
    )
    codes: list[str] = []
    coder = partial(_page_code, document, check_key, tagger)
    template.build(
        story, canvasmaker=partial(NumberedCanvas, document=document, tagger=tagger, coder=coder, codes=codes)
    )
    data = finish(
        out.getvalue(),
        tagger,
        title=document.title,
        language=document.language,
        made_at=document.made_at,
        attachments=document.attachments,
        archival=archival,
    )
    digest = hashlib.sha256(data).hexdigest()
    return RenderedPdf(data, len(codes), tuple(codes), tuple(sorted(composer.missing)), digest, document)


def _page_code(document: Document, key: bytes | None, tagger: Any, page: int) -> str:
    if key is None:
        return ""
    return check_code(
        key,
        reference=document.reference,
        version=document.version,
        copy=document.copy,
        page=page,
        content="\n".join(tagger.page_texts[page]),
    )
