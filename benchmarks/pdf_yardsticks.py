"""Two other ways to make the PDF of the same content, for comparison only: a bare ReportLab canvas without tags,
archival metadata or scripts beyond Latin; and WeasyPrint from HTML, tagged.
"""

from __future__ import annotations

from html import escape
from io import BytesIO

from enquiry_app.documents import document_content as content
from enquiry_app.documents.document_content import Document
from enquiry_app.resource_files import resource_bytes

_LEFT, _WIDTH, _TOP, _BOTTOM, _SIZE, _LEADING = 46.0, 503.0, 800.0, 50.0, 9.0, 12.0
_fonts_ready: list[bool] = []


def as_rows(block: content.Block) -> list[tuple[str, ...]]:
    """The block's texts as rows of cells."""
    match block:
        case content.Heading(text=text) | content.Paragraph(text=text):
            return [(part,) for part in text.split("\n\n")]
        case content.Quote():
            return [(block.who,), (block.text,)]
        case content.Notice():
            return [(block.title,), *([(block.text,)] if block.text else [])]
        case content.Facts():
            pairs = list(block.pairs)
            steps = range(0, len(pairs), block.columns)
            return [tuple(text for pair in pairs[at : at + block.columns] for text in pair) for at in steps]
        case content.Table():
            return [block.columns, *block.rows]
        case content.Story():
            return [(e.when, "\n".join(t for t in (e.what, e.effect, e.details) if t)) for e in block.events]
        case content.Bullets():
            return [(f"• {item}",) for item in block.items]
        case content.Levels():
            return [(r.child, f"{r.chosen}\n{r.why}\n{r.notes}", f"{r.suggested}\n{r.because}") for r in block.rows]
        case content.Picture():
            marked = [
                (row.name, *(str(count) if count else "" for count in row.counts), row.state)
                for domain in block.domains
                for row in domain.rows
            ]
            return [(block.child,), *marked, (f"Not known: {', '.join(block.not_known)}",)]
        case _:
            return []


def canvas_pdf(document: Document) -> bytes:
    """The same words on a bare canvas: wrapped lines, cells side by side, a rule under each row, a footer."""
    from reportlab.pdfgen.canvas import Canvas

    _register_fonts()
    out = BytesIO()
    canvas = Canvas(out, initialFontName="Yard", invariant=1)
    y, page = _TOP, 1

    def begin_page() -> None:
        canvas.setFont("Yard", 7.5)
        canvas.drawString(_LEFT, 31, f"{document.reference} version {document.version} page {page}")
        canvas.setFont("Yard", _SIZE)

    begin_page()
    for block in document.blocks:
        strong = isinstance(block, content.Heading)
        canvas.setFont("Yard-Bold" if strong else "Yard", 12 if strong else _SIZE)
        for row in as_rows(block):
            wide = _WIDTH / len(row)
            cells = [_wrapped(text, wide - 8, 12 if strong else _SIZE) for text in row]
            high = max(len(lines) for lines in cells)
            for number in range(high):
                if y < _BOTTOM:
                    canvas.showPage()
                    y, page = _TOP, page + 1
                    begin_page()
                for at, lines in enumerate(cells):
                    if number < len(lines) and lines[number]:
                        canvas.drawString(_LEFT + at * wide, y, lines[number])
                y -= _LEADING
            if len(row) > 1:
                canvas.line(_LEFT, y + 8, _LEFT + _WIDTH, y + 8)
            y -= 2
    canvas.save()
    return out.getvalue()


def _register_fonts() -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    if not _fonts_ready:
        for name, file in (("Yard", "NotoSans-Regular.ttf"), ("Yard-Bold", "NotoSans-Bold.ttf")):
            pdfmetrics.registerFont(TTFont(name, BytesIO(resource_bytes("fonts", file))))
        _fonts_ready.append(True)


def _wrapped(text: str, width: float, size: float) -> list[str]:
    from reportlab.lib.utils import simpleSplit

    return simpleSplit(text, "Yard", size, width) or [""]


def weasyprint_pdf(document: Document) -> bytes:
    """The same words as HTML tables and paragraphs, made into PDF/UA-1 by WeasyPrint."""
    from weasyprint import HTML

    parts = [f'<html lang="en-GB"><head><title>{escape(document.title)}</title><style>{_CSS}</style></head><body>']
    for block in document.blocks:
        rows = as_rows(block)
        if isinstance(block, content.Heading):
            parts.append(f"<h{block.level}>{escape(block.text)}</h{block.level}>")
        elif rows and max(len(row) for row in rows) > 1:
            lines = ("".join(f"<td>{escape(text)}</td>" for text in row) for row in rows)
            parts.append("<table>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>")
        else:
            parts += [f"<p>{escape(row[0])}</p>" for row in rows]
    return HTML(string="".join(parts) + "</body></html>").write_pdf(pdf_variant="pdf/ua-1")


_CSS = """@page { size: A4; margin: 15mm 16mm; @bottom-left { content: "page " counter(page) " of " counter(pages) } }
body { font: 9.5pt "Noto Sans", sans-serif } table { width: 100%; border-collapse: collapse }
td { border-bottom: .5pt solid #ccc; vertical-align: top; padding: 2pt 4pt; font-size: 8.7pt }"""
