"""Tables of a document as tagged flowables: facts, plain tables, the story, the levels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from enquiry_app.documents import document_content as content
from enquiry_app.documents import pdf_style as style
from enquiry_app.documents.pdf_flow import SIDE, Rows, TaggedTable, Text, as_colour
from enquiry_app.documents.pdf_lines import width_of
from enquiry_app.documents.pdf_tags import Element, Tagger

_LONG_VALUE = 90  # characters from which a fact takes the whole width
_NARROW = 0.25  # part of the width up to which the first column holds labels
_MOST_PART = 0.35  # of the width for one long word
_MOST_PART_LARGE = 0.42  # in large print
_LOOKED_AT = 60  # rows in which long words are looked for
_SHORT_WORD = 4  # characters that fit anywhere
_LABEL_LARGE = 0.34  # of the width, for the label or the day in large print
_LABEL = {1: 0.26, 2: 0.19}  # part of the whole width a label takes, by pairs in a row


class TableMaker:
    """Makes the tables of one document; gathers structure and missing glyphs."""

    def __init__(self, tagger: Tagger, missing: set[str]) -> None:
        self.tagger = tagger
        self.missing = missing

    def cell(self, text: str, how: style.TextStyle, line: Element, tag: str = "TD", scope: str = "") -> Text:
        """A cell as an element of its row."""
        return Text(text, how, self.tagger, Element(tag, line, scope=scope), self.missing)

    def column_heads(self, names: Sequence[str], outer: Element, how: style.TextStyle = style.CELL_HEAD) -> list[Text]:
        """The head row. Only its first drawing is content; repeats on later pages are artifacts."""
        line = Element("TR", outer)
        heads = [self.cell(name, how, line, "TH", "Column") for name in names]
        for head in heads:
            if head.element is not None:
                head.element.drawn_once = True
        return heads

    def within(self, text: str, how: style.TextStyle, cell: Element) -> Text:
        """A paragraph inside a cell."""
        return Text(text, how, self.tagger, Element("P", cell), self.missing)

    def facts(self, pairs: Sequence[tuple[str, str]], columns: int) -> TaggedTable:
        """Labels and values; long values take the whole width."""
        outer = Element("Table", self.tagger.root)
        label = style.WIDTH * _LABEL.get(columns, 0.12)
        if style.is_larger():  # names stand here too
            longest = _longest_word([name for name, _ in pairs]) + 2 * SIDE
            label = max(style.WIDTH * _LABEL_LARGE, min(longest, _most()))
        rows = Rows([label, style.WIDTH / columns - label] * columns)
        for group in _grouped(pairs, columns):
            line = Element("TR", outer)
            cells: list[Text] = []
            for name, value in group:
                cells.append(self.cell(name, style.CELL_HEAD, line, "TH", "Row"))
                cells.append(self.cell(value, style.CELL, line))
            last = cells[-1].element
            if last is not None:
                last.span = columns * 2 - len(cells) + 1
            rows.add(cells)
        return rows.made(self.tagger, head=False)

    def table(self, block: content.Table) -> list[Any]:
        """A table with repeating column heads."""
        outer = Element("Table", self.tagger.root)
        made: list[Any] = []
        if block.caption:
            caption = Text(
                block.caption, style.HEADINGS[4], self.tagger, Element("Caption", outer), self.missing, leads=True
            )
            made.append(caption)
        read = block.rows[:_LOOKED_AT]
        texts = [[head, *(row[at] for row in read)] for at, head in enumerate(block.columns)]
        widths = _fitting(block.widths or (1.0,) * len(block.columns), texts)
        rows = Rows(widths)
        rows.add(self.column_heads(block.columns, outer))
        how, tag, scope = style.CELL, "TD", ""
        if block.row_heads:
            label = widths[0] < _NARROW * style.WIDTH  # else words to read
            how, tag, scope = style.CELL_HEAD if label else style.CELL, "TH", "Row"
        for row in block.rows:
            line = Element("TR", outer)
            first = self.cell(row[0], how, line, tag, scope)
            rows.add([first, *(self.cell(value, style.CELL, line) for value in row[1:])])
        return [*made, rows.made(self.tagger)]

    def story(self, block: content.Story) -> TaggedTable:
        """Events in order: when on the left, beside it what happened and what it meant."""
        outer = Element("Table", self.tagger.root)
        day = _LABEL_LARGE if style.is_larger() else 0.17
        rows = Rows([style.WIDTH * day, style.WIDTH * (1 - day)])
        rows.add(self.column_heads((block.when_head, block.what_head), outer))
        for event in block.events:
            line = Element("TR", outer)
            when = self.cell(event.when, style.CELL_STRONG, line, "TH", "Row")
            told = Element("TD", line)
            kinds = ((event.what, style.CELL), (event.effect, style.CELL), (event.details, style.CELL_SOFT))
            texts = [self.within(text, how, told) for text, how in kinds if text]
            rows.add([when, texts])
        return rows.made(self.tagger)

    def levels(self, block: content.Levels) -> TaggedTable:
        """Levels side by side: the referrer's with the reasons, beside it what the matrix suggests."""
        outer = Element("Table", self.tagger.root)
        heads = ("Child", "The referrer's level", "What the matrix suggests")
        read = block.rows[:_LOOKED_AT]
        rows = Rows(
            _fitting(
                (0.16, 0.54, 0.30),
                (
                    [heads[0], *(row.child for row in read)],
                    [heads[1], *(text for row in read for text in (row.chosen, row.why, row.notes))],
                    [heads[2], *(text for row in read for text in (row.suggested, row.because))],
                ),
            )
        )
        rows.add(self.column_heads(heads, outer))
        for row in block.rows:
            line = Element("TR", outer)
            name = self.cell(row.child, style.CELL_STRONG, line, "TH", "Row")
            chosen, suggested = Element("TD", line), Element("TD", line)
            reasons = "\n".join(part for part in (row.why, row.notes) if part)
            rows.add([name, self._two(row.chosen, reasons, chosen), self._two(row.suggested, row.because, suggested)])
        rows.commands.append(("LINEBEFORE", (0, 0), (0, -1), 2.5, as_colour(style.ACCENT)))
        return rows.made(self.tagger)

    def _two(self, strong: str, plain: str, cell: Element) -> list[Text]:
        kinds = ((strong, style.CELL_STRONG), (plain, style.CELL))
        return [self.within(text, how, cell) for text, how in kinds if text]


def _fitting(parts: Sequence[float], columns: Sequence[Sequence[str]]) -> list[float]:
    """Widths in points by these parts of the whole, but no column narrower than its longest word if others can give."""
    widths = [style.WIDTH * part / sum(parts) for part in parts]
    needed = [min(_longest_word(texts) + 2 * SIDE, _most()) for texts in columns]
    lacking = sum(max(need - width, 0) for need, width in zip(needed, widths, strict=True))
    spare = sum(max(width - need, 0) for need, width in zip(needed, widths, strict=True))
    if not lacking or not spare:
        return widths
    taken = min(lacking / spare, 1)
    given = min(spare / lacking, 1)
    return [
        width - (width - need) * taken if width > need else width + (need - width) * given
        for need, width in zip(needed, widths, strict=True)
    ]


def _longest_word(texts: Sequence[str]) -> float:
    """Width in points, measured bold for the head. A word wider than any column counts by its parts between hyphens."""
    words = {word for text in texts for word in text.split()}
    parts = {
        part
        for word in words
        for part in ([word] if _width(word) + 2 * SIDE <= _most() else word.replace("-", "- ").split())
    }
    return max((_width(part) for part in parts if len(part) > _SHORT_WORD), default=0.0)


def _most() -> float:
    """Points of width one long word may claim for its column."""
    return style.WIDTH * (_MOST_PART_LARGE if style.is_larger() else _MOST_PART)


def _width(word: str) -> float:
    return width_of(word, style.CELL.size, True)


def _grouped(pairs: Sequence[tuple[str, str]], columns: int) -> list[list[tuple[str, str]]]:
    """Pairs as rows: as many as there are columns, a long one alone."""
    rows: list[list[tuple[str, str]]] = []
    open_row: list[tuple[str, str]] = []
    for pair in pairs:
        long = len(pair[1]) > _LONG_VALUE or "\n" in pair[1]
        if open_row and (long or len(open_row) == columns):
            rows.append(open_row)
            open_row = []
        if long:
            rows.append([pair])
        else:
            open_row.append(pair)
    return [*rows, open_row] if open_row else rows
