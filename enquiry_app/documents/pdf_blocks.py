"""Turns content blocks into tagged flowables: one small function a kind of block."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from reportlab.platypus import CondPageBreak, KeepTogether, PageBreak, Spacer

from enquiry_app.documents import document_content as content
from enquiry_app.documents import pdf_style as style
from enquiry_app.documents.pdf_flow import Text, colour, table
from enquiry_app.documents.pdf_lines import wrap
from enquiry_app.documents.pdf_tags import Element, Tagger

_LONG_VALUE = 400  # characters from which a fact stands as a paragraph under its label, not in a cell
_CERTAINLY_FITS = 700  # characters that fit a page even in a narrow column
_MOST_LINES = 40  # lines of one cell on a page
_LONG_REASON = 900  # characters from which reasons for a level stand below the table
_STATES = {"no_worry": "No worry", "worry": "Worry", "not_known": "Not known"}


def _room_after_heading(following: content.Block | None) -> float:
    """Points that must be free below, so that no heading stands alone at the foot of a page."""
    if isinstance(following, content.Picture):
        return 90 + sum(15 + 15 * len(domain.rows) for domain in following.domains)
    return 110 if isinstance(following, content.Table) else 75


def _reasons(row: content.LevelRow) -> str:
    return f"{row.why}\n{row.notes}" if row.notes else row.why


def _is_long(row: content.LevelRow) -> bool:
    return len(_reasons(row)) > _LONG_REASON


def _parts_of_row(row: Sequence[str], widths: Sequence[float]) -> list[tuple[str, ...]]:
    """A row as it is, or, if a cell would be higher than a page, as several rows that go on from one another."""
    if all(len(value) <= _CERTAINLY_FITS for value in row):
        return [tuple(row)]
    size = style.CELL.size
    lines = [wrap(value, size, False, width - 11) for value, width in zip(row, widths, strict=True)]
    highest = max(len(found) for found in lines)
    return [
        tuple("\n".join(line.text for line in found[start : start + _MOST_LINES]) for found in lines)
        for start in range(0, highest, _MOST_LINES)
    ]


class Composer:
    """Makes flowables for one document; gathers structure and missing glyphs."""

    def __init__(self, tagger: Tagger) -> None:
        self.tagger = tagger
        self.missing: set[str] = set()

    def compose(self, blocks: Sequence[content.Block]) -> list[Any]:
        """All flowables in order."""
        makers: dict[type, Callable[[Any], list[Any]]] = {
            content.Heading: self._heading,
            content.Paragraph: self._paragraph,
            content.Quote: self._quote,
            content.Notice: self._notice,
            content.Facts: self._facts,
            content.Table: self._table,
            content.Bullets: self._bullets,
            content.Levels: self._levels,
            content.Picture: self._picture,
            content.PageBreak: lambda _: [PageBreak()],
        }
        made: list[Any] = []
        for block, following in zip(blocks, [*blocks[1:], None], strict=True):
            if isinstance(block, content.Heading) and block.level > 1:
                made.append(CondPageBreak(_room_after_heading(following)))
            made += makers[type(block)](block)
        return made

    def _text(self, text: str, how: style.TextStyle, element: Element | None, **more: Any) -> Text:
        return Text(text, how, self.tagger, element, self.missing, **more)

    def _element(self, tag: str, parent: Element | None = None, **more: Any) -> Element:
        return Element(tag, self.tagger.root if parent is None else parent, **more)

    def _heading(self, block: content.Heading) -> list[Any]:
        how = style.HEADINGS[min(block.level, 4)]
        return [self._text(block.text, how, self._element(f"H{block.level}", text=block.text))]

    def _paragraph(self, block: content.Paragraph) -> list[Any]:
        how = style.PARAGRAPHS.get(block.style, style.BODY)
        parts = [part for part in block.text.split("\n\n") if part.strip()] or [block.text]
        return [self._text(part.strip("\n"), how, self._element("P")) for part in parts]

    def _quote(self, block: content.Quote) -> list[Any]:
        outer = self._element("BlockQuote")
        who = [self._text(block.who, style.HEADINGS[4], self._element("P", outer))] if block.who else []
        return [*who, self._text(block.text, style.QUOTE, self._element("P", outer), bar=style.ACCENT)]

    def _notice(self, block: content.Notice) -> list[Any]:
        strong, shade = {
            "danger": (style.DANGER, style.DANGER_SHADE),
            "warning": (style.WARNING, style.WARNING_SHADE),
        }.get(block.kind, (style.ACCENT, style.SHADE))
        title = style.TextStyle(10.5, 14, True, strong, after=0)
        rows = [[self._text(block.title, title, self._element("P"))]]
        if block.text:
            rows.append([self._text(block.text, style.BODY, self._element("P"))])
        bar = ("LINEBEFORE", (0, 0), (0, -1), 3, colour(strong))
        return [table(rows, [style.WIDTH], self.tagger, head=False, grid=False, shade=shade, extra=[bar])]

    def _facts(self, block: content.Facts) -> list[Any]:
        short = [pair for pair in block.pairs if len(pair[1]) <= _LONG_VALUE]
        long = [pair for pair in block.pairs if len(pair[1]) > _LONG_VALUE]
        made: list[Any] = []
        if short:
            made.append(self._fact_table(short, block.columns))
        for label, value in long:
            made.append(self._text(label, style.HEADINGS[4], self._element("P")))
            made += self._paragraph(content.Paragraph(value))
        return made

    def _fact_table(self, pairs: Sequence[tuple[str, str]], columns: int) -> Any:
        outer = self._element("Table")
        rows = []
        for start in range(0, len(pairs), columns):
            line = self._element("TR", outer)
            cells: list[Any] = []
            here = pairs[start : start + columns]
            for place, (label, value) in enumerate(here, 1):
                head = self._element("TH", line, scope="Row")
                cells.append(self._text(label, style.CELL_HEAD, head))
                rest = 1 + 2 * (columns - len(here)) if place == len(here) else 1
                cells.append(self._text(value, style.CELL, self._element("TD", line, span=rest)))
            rows.append(cells + [""] * (columns * 2 - len(cells)))
        label_width = style.WIDTH * {1: 0.26, 2: 0.17}.get(columns, 0.12)
        widths = [label_width, style.WIDTH / columns - label_width] * columns
        short = len(pairs) % columns
        extra = [("SPAN", (short * 2 - 1, len(rows) - 1), (-1, len(rows) - 1))] if short else []
        return table(rows, widths, self.tagger, head=False, extra=extra)

    def _table(self, block: content.Table) -> list[Any]:
        made: list[Any] = []
        if block.caption:
            made.append(self._text(block.caption, style.HEADINGS[4], self._element("P")))
        outer = self._element("Table")
        line = self._element("TR", outer)
        rows: list[list[Any]] = [[self._column_head(name, line) for name in block.columns]]
        parts = block.widths or (1.0,) * len(block.columns)
        widths = [style.WIDTH * part / sum(parts) for part in parts]
        for row in block.rows:
            for part in _parts_of_row(row, widths):
                line = self._element("TR", outer)
                rows.append([self._cell(value, line) for value in part])
        made.append(table(rows, widths, self.tagger))
        return made

    def _cell(self, value: str, line: Element) -> Text:
        return self._text(value, style.CELL, self._element("TD", line))

    def _bullets(self, block: content.Bullets) -> list[Any]:
        outer = self._element("L")
        made = []
        how = style.TextStyle(indent=10, after=2)
        for item in block.items:
            body = self._element("LBody", self._element("LI", outer))
            made.append(self._text(f"• {item}", how, body))
        return [*made, Spacer(1, 4)]

    def _levels(self, block: content.Levels) -> list[Any]:
        outer = self._element("Table")
        line = self._element("TR", outer)
        heads = ("Child", "The referrer's level", "What the matrix suggests")
        rows: list[list[Any]] = [[self._column_head(name, line) for name in heads]]
        for row in block.rows:
            line = self._element("TR", outer)
            head = self._element("TH", line, scope="Row")
            cells: list[Any] = [self._text(row.child, style.CELL_STRONG, head)]
            notes = "The reasons stand below." if _is_long(row) else _reasons(row)
            cells.append(self._two(row.chosen, notes, line))
            cells.append(self._two(row.suggested, row.because, line))
            rows.append(cells)
        widths = [style.WIDTH * part for part in (0.15, 0.53, 0.32)]
        bar = ("LINEBEFORE", (0, 0), (0, -1), 2.5, colour(style.ACCENT))
        made: list[Any] = [table(rows, widths, self.tagger, extra=[bar])]
        for row in block.rows:
            if _is_long(row):
                made.append(self._text(f"{row.child}: {row.chosen}", style.HEADINGS[4], self._element("P")))
                made += self._paragraph(content.Paragraph(_reasons(row)))
        return made

    def _two(self, strong: str, plain: str, line: Element) -> list[Any]:
        cell = self._element("TD", line)
        made = [self._text(strong, style.CELL_STRONG, self._element("P", cell))]
        return [*made, self._text(plain, style.CELL, self._element("P", cell))] if plain else made

    def _column_head(self, name: str, line: Element) -> Text:
        element = self._element("TH", line, scope="Column")
        element.drawn_once = True
        return self._text(name, style.CELL_HEAD, element)

    def _picture(self, block: content.Picture) -> list[Any]:
        from enquiry_app.documents.pdf_picture import picture_table

        made: list[Any] = []
        if block.child:
            made.append(self._text(block.child, style.HEADINGS[4], self._element("P")))
        made.append(picture_table(self.tagger, block, self.missing, _STATES))
        if block.not_known:
            legend = f"Not known: {', '.join(block.not_known)}."
            made.append(self._text(legend, style.HINT, self._element("P")))
        return [KeepTogether(made)] if sum(len(d.rows) for d in block.domains) < 24 else made
