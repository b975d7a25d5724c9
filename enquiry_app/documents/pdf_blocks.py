"""Turns content blocks into tagged flowables: one small function a kind of block."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from reportlab.platypus import KeepTogether, PageBreak, Spacer

from enquiry_app.documents import document_content as content
from enquiry_app.documents import pdf_style as style
from enquiry_app.documents.pdf_flow import Rows, Text, as_colour, kept_with_next
from enquiry_app.documents.pdf_fonts import described
from enquiry_app.documents.pdf_picture import picture_rows, picture_table
from enquiry_app.documents.pdf_tables import TableMaker
from enquiry_app.documents.pdf_tags import Element, Tagger

_KEPT_PICTURE = 34  # rows of a picture that is kept on one page


class Composer:
    """Makes flowables for one document; gathers structure and missing glyphs."""

    def __init__(self, tagger: Tagger) -> None:
        self.tagger = tagger
        self.missing: set[str] = set()
        self.tables = TableMaker(tagger, self.missing)

    def compose(self, blocks: Sequence[content.Block]) -> list[Any]:
        """All flowables in order, and at the end what no font could print."""
        made = list(self._all(blocks))
        if self.missing:
            made += list(self._all(_about_missing(self.missing)))
        return kept_with_next(made)

    def _all(self, blocks: Sequence[content.Block]) -> Iterable[Any]:
        makers: dict[type, Callable[[Any], list[Any]]] = {
            content.Heading: self._heading,
            content.Paragraph: self._paragraph,
            content.Quote: self._quote,
            content.Notice: self._notice,
            content.Facts: lambda block: [self.tables.facts(block.pairs, block.columns)] if block.pairs else [],
            content.Table: self.tables.table,
            content.Story: lambda block: [self.tables.story(block)],
            content.Bullets: self._bullets,
            content.Levels: lambda block: [self.tables.levels(block)],
            content.Picture: self._picture,
            content.PageBreak: lambda _: [PageBreak()],
        }
        for block in blocks:
            yield from makers[type(block)](block)

    def _text(self, text: str, how: style.TextStyle, element: Element | None, **more: Any) -> Text:
        return Text(text, how, self.tagger, element, self.missing, **more)

    def _element(self, tag: str, parent: Element | None = None, **more: Any) -> Element:
        return Element(tag, self.tagger.root if parent is None else parent, **more)

    def _heading(self, block: content.Heading) -> list[Any]:
        how = style.HEADINGS[min(block.level, 4)]
        element = self._element(f"H{block.level}", text=block.text)
        return [self._text(block.text, how, element, leads=True)]

    def _paragraph(self, block: content.Paragraph) -> list[Any]:
        how = style.PARAGRAPHS.get(block.style, style.BODY)
        return [self._text(part, how, self._element("P")) for part in _paragraphs(block.text)]

    def _quote(self, block: content.Quote) -> list[Any]:
        outer = self._element("BlockQuote")
        made: list[Any] = []
        if block.who:
            made.append(self._text(block.who, style.HEADINGS[4], self._element("P", outer), leads=True))
        parts = _paragraphs(block.text)
        return made + [self._text(p, style.QUOTE, self._element("P", outer), bar=style.ACCENT) for p in parts]

    def _notice(self, block: content.Notice) -> list[Any]:
        strong, shade = {
            "danger": (style.DANGER, style.DANGER_SHADE),
            "warning": (style.WARNING, style.WARNING_SHADE),
        }.get(block.kind, (style.ACCENT, style.SHADE))
        loud = block.kind in ("danger", "warning")
        title = style.TextStyle(11 if loud else 9.5, 14.5 if loud else 12.8, True, strong, after=0)
        rows = Rows([style.WIDTH])
        rows.add([self._text(block.title, title, self._element("P"))])
        for part in _paragraphs(block.text) if block.text else []:
            rows.add([self._text(part, style.NOTICE, self._element("P"))])
        rows.commands += [
            ("BACKGROUND", (0, 0), (-1, -1), as_colour(shade)),
            ("LINEBEFORE", (0, 0), (0, -1), 3, as_colour(strong)),
        ]
        return [rows.made(self.tagger, head=False, grid=False, padding=2.8)]

    def _bullets(self, block: content.Bullets) -> list[Any]:
        outer = self._element("L", numbering="Disc")
        made: list[Any] = []
        for item in block.items:
            entry = self._element("LI", outer)
            label, body = self._element("Lbl", entry), self._element("LBody", entry)
            made.append(self._text(item, style.BULLET, body, label=("•", label)))
        return [*made, Spacer(1, 4)]

    def _picture(self, block: content.Picture) -> list[Any]:
        made: list[Any] = []
        if block.child:
            made.append(self._text(block.child, style.HEADINGS[4], self._element("P"), leads=True))
        made.append(picture_table(self.tables, block))
        if block.not_known:
            legend = f"Not known: {', '.join(block.not_known)}."
            made.append(self._text(legend, style.HINT, self._element("P")))
        if picture_rows(block) > _KEPT_PICTURE:
            return made
        kept = KeepTogether(made)
        kept.room = 45 + 14.5 * picture_rows(block)
        return [kept]


def _paragraphs(text: str) -> list[str]:
    """Parts between blank lines; single line breaks stay inside."""
    return [part.strip("\n") for part in text.split("\n\n") if part.strip()] or [text]


def _about_missing(missing: Iterable[str]) -> tuple[content.Block, ...]:
    text = (
        "Some characters are in none of the fonts that come with this document. Each is printed as its code: "
        f"{'; '.join(described(code) for code in sorted(missing))}."
    )
    return content.Heading("Characters that could not be printed"), content.Paragraph(text, "hint")
