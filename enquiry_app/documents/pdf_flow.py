"""Flowables of our own: tagged text in any script, and tables made of it. Knows ReportLab's platypus."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

from reportlab.lib.colors import Color
from reportlab.platypus.flowables import CondPageBreak, Flowable
from reportlab.platypus.tables import Table as PlainTable
from reportlab.platypus.tables import TableStyle

from enquiry_app.documents.pdf_fonts import printable
from enquiry_app.documents.pdf_lines import Line, draw_line, line_width, wrap
from enquiry_app.documents.pdf_style import LINE, SHADE, WIDTH, Colour, TextStyle
from enquiry_app.documents.pdf_tags import Element, Tagger

SIDE = 5.0  # points between the edge of a cell and its text
_MOST_LINES = 24  # a cell with more is drawn as rows of so many lines, so that it may go on over pages
_PART = 8
_SURELY_FITS = 90  # characters in a cell that need not be measured


class Text(Flowable):  # type: ignore[misc]
    """A text of one style, broken into lines, split over pages line by line, tagged as one element.

    `label` is a bullet and its element, drawn where the text begins; `bar` colours a bar on the left; with `leads` it
    stays on the page of what follows it.
    """

    def __init__(
        self,
        text: str,
        style: TextStyle,
        tagger: Tagger,
        element: Element | None,
        missing: set[str],
        *,
        bar: Colour | None = None,
        label: tuple[str, Element] | None = None,
        leads: bool = False,
    ) -> None:
        super().__init__()
        self.text = printable(text, style.bold, missing) if text else ""
        self.style = style
        self.tagger = tagger
        self.element = element
        self.bar = bar
        self.label = label
        self.leads = leads
        self.lines: list[Line] | None = None
        self._wrapped_for: float | None = None
        self.spaceBefore = style.before
        self.spaceAfter = style.after

    def broken(self, width: float) -> list[Line]:
        """The lines at this width. Parts of a text keep the lines they were given."""
        if self.lines is None or (self._wrapped_for is not None and self._wrapped_for != width):
            self.lines = wrap(self.text, self.style.size, self.style.bold, max(width - self.style.indent, 20))
            self._wrapped_for = width
        return self.lines

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Width and height taken at this width."""
        self.width = width
        self.height = len(self.broken(width)) * self.style.leading
        return width, self.height

    def minWidth(self) -> float:
        """Narrowest sensible width, for table columns."""
        return 20.0

    def split(self, width: float, height: float) -> list[Flowable]:
        """The lines that fit, and the rest; nothing if fewer than two fit. No single line is left for the next page."""
        lines = self.broken(width)
        fits = int((height + 0.01) // self.style.leading)
        if fits >= len(lines):
            return [self]
        if fits == len(lines) - 1 and fits > 2:
            fits -= 1
        if fits < 2:
            return []
        return [self.part(0, fits), self.part(fits, len(lines))]

    def part(self, start: int, end: int) -> Text:
        """Some of the lines of a broken text, as content of the same element."""
        lines = self.lines or []
        made = Text("", self.style, self.tagger, self.element, set(), bar=self.bar)
        made.lines = lines[start:end]
        made.label = self.label if start == 0 else None
        made.spaceBefore = self.style.before if start == 0 else 0
        made.spaceAfter = self.style.after if end >= len(lines) else 0
        return made

    def draw(self) -> None:
        """Draw the lines, marked as content of the element."""
        canvas, style, lines = self.canv, self.style, self.lines or []
        if self.bar is not None:
            with self.tagger.content(canvas, None):
                canvas.setFillColorRGB(*self.bar)
                x = self.width - 2.5 if lines and lines[0].right_to_left else 0
                canvas.rect(x, 0, 2.5, self.height, stroke=0, fill=1)
        top = self.height - style.leading + (style.leading - style.size) / 2 + style.size * 0.18
        if not any(line.text for line in lines):
            return
        canvas.setFillColorRGB(*style.colour)
        if self.label is not None:
            with self.tagger.content(canvas, self.label[1]):
                x = self.width - 7 if lines[0].right_to_left else style.indent - 9
                draw_line(canvas, x, top, Line(self.label[0], tail=" "), style.size, style.bold)
        with self.tagger.content(canvas, self.element):
            for number, line in enumerate(lines):
                if line.text:
                    x = self._start(line)
                    draw_line(canvas, x, top - number * style.leading, line, style.size, style.bold)
        self.tagger.note_text(canvas, "\n".join(line.text for line in lines))

    def _start(self, line: Line) -> float:
        if not line.right_to_left or (self.style.label and line.alone):
            return self.style.indent
        inset = self.style.indent
        return float(self.width - inset - line_width(line, self.style.size, self.style.bold))


Cell = Text | str | list[Text]


class TaggedTable(PlainTable):  # type: ignore[misc]
    """A table whose rules and shades are artifacts; its cells carry their own elements."""

    tagger: Tagger
    room: float  # points its head and first row take

    def _drawBkgrnd(self) -> None:
        with self.tagger.content(self.canv, None):
            super()._drawBkgrnd()

    def _drawLines(self) -> None:
        with self.tagger.content(self.canv, None):
            super()._drawLines()

    def onSplit(self, T: Any, byRow: int = 1) -> None:
        """Hand the tagger on to the part on the next page."""
        T.tagger = self.tagger


class Rows:
    """Rows of a table while it is made. A row with a cell higher than a page becomes several drawn rows of the same
    elements, without a rule between them.
    """

    def __init__(self, widths: Sequence[float]) -> None:
        self.widths = tuple(widths)
        self.cells: list[list[Any]] = []
        self.commands: list[tuple[Any, ...]] = []
        self._goes_on: list[bool] = []

    def add(self, cells: Sequence[Cell], *, goes_on: bool = False) -> None:
        """Add one row. A cell is a text, texts below each other, or "" for nothing; the last cell spans the columns left
        over; `goes_on`: it belongs to the row before.
        """
        widths = [*self.widths[: len(cells) - 1], sum(self.widths[len(cells) - 1 :])]
        lines = [_lines(cell, width - 2 * SIDE) for cell, width in zip(cells, widths, strict=True)]
        if max(lines) <= _MOST_LINES:
            self._append(list(cells), goes_on)
        elif any(isinstance(cell, list) for cell in cells):
            piles = [cell if isinstance(cell, list) else [cell] for cell in cells]
            for level, row in enumerate(zip_longest(*piles, fillvalue="")):
                self.add(row, goes_on=goes_on or level > 0)
        else:
            self._add_parts(cells, lines, goes_on)

    def _add_parts(self, cells: Sequence[Cell], lines: Sequence[int], goes_on: bool) -> None:
        for start in range(0, max(lines), _PART):
            parts = [
                cell.part(start, start + _PART) if isinstance(cell, Text) and start < high else ""
                for cell, high in zip(cells, lines, strict=True)
            ]
            self._append(parts, goes_on or start > 0)

    def shade(self, colour: Colour, row: int = -1) -> None:
        """Shade a row, by default the last."""
        place = len(self.cells) + row if row < 0 else row
        self.commands.append(("BACKGROUND", (0, place), (-1, place), as_colour(colour)))

    def made(self, tagger: Tagger, *, head: bool = True, grid: bool = True, padding: float = 2.4) -> TaggedTable:
        """The table. The head row repeats on every page."""
        style: list[tuple[Any, ...]] = [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), SIDE),
            ("RIGHTPADDING", (0, 0), (-1, -1), SIDE),
            ("TOPPADDING", (0, 0), (-1, -1), padding),
            ("BOTTOMPADDING", (0, 0), (-1, -1), padding),
        ]
        style += self._rules(grid)
        if head:
            style.append(("BACKGROUND", (0, 0), (-1, 0), as_colour(SHADE)))
            style.append(("LINEABOVE", (0, 0), (-1, 0), 0.8, as_colour(LINE)))
        made = TaggedTable(
            self.cells,
            colWidths=list(self.widths),
            repeatRows=1 if head else 0,
            style=TableStyle([*style, *self.commands]),
            spaceBefore=2,
            spaceAfter=6,
            hAlign="LEFT",
        )
        made.tagger = tagger
        made.room = sum(self._height(row) + 2 * padding for row in self.cells[: 2 if head else 1])
        return made

    def _height(self, row: Sequence[Cell]) -> float:
        """Points the texts of a row take."""
        found = 0.0
        for cell, width in zip(row, self.widths, strict=True):
            texts = cell if isinstance(cell, list) else [cell]
            high = sum(len(t.broken(width - 2 * SIDE)) * t.style.leading for t in texts if isinstance(t, Text))
            found = max(found, high)
        return found

    def _rules(self, grid: bool) -> list[tuple[Any, ...]]:
        """A rule under every row that does not go on, and no gap inside one that does."""
        rules: list[tuple[Any, ...]] = []
        for place, following in enumerate([*self._goes_on[1:], False]):
            if following:
                rules.append(("BOTTOMPADDING", (0, place), (-1, place), 0))
                rules.append(("TOPPADDING", (0, place + 1), (-1, place + 1), 0))
            elif grid:
                rules.append(("LINEBELOW", (0, place), (-1, place), 0.5, as_colour(LINE)))
        return rules

    def _append(self, cells: list[Any], goes_on: bool) -> None:
        free = len(self.widths) - len(cells)
        if free:
            place = len(self.cells)
            self.commands.append(("SPAN", (len(cells) - 1, place), (-1, place)))
        self.cells.append([*cells, *[""] * free])
        self._goes_on.append(goes_on)


def _lines(cell: Cell, width: float) -> int:
    """Lines of a cell at this width. Short ones are not measured: they fit any page."""
    if isinstance(cell, list):
        return sum(_lines(text, width) for text in cell)
    if isinstance(cell, str):
        return 0
    if len(cell.text) < _SURELY_FITS and "\n" not in cell.text:
        return 1
    return len(cell.broken(width))


def kept_with_next(flowables: Sequence[Any]) -> list[Any]:
    """The same with page breaks where a heading or caption would otherwise stand alone at the foot of a page."""
    made: list[Any] = []
    needed = 0.0
    for each, before in zip(reversed(flowables), [*reversed(flowables[:-1]), None], strict=True):
        made.append(each)
        if not getattr(each, "leads", False):
            needed = _room(each)
            continue
        needed += each.wrap(WIDTH, 0)[1] + each.spaceBefore + each.spaceAfter
        if not getattr(before, "leads", False):
            made.append(CondPageBreak(needed))
    return made[::-1]


def _room(flowable: Any) -> float:
    """Points that must be free for what a heading leads to: two lines, a head and a row, or all of a picture."""
    if isinstance(flowable, Text):
        return min(len(flowable.broken(WIDTH)), 2) * flowable.style.leading
    return float(getattr(flowable, "room", 0.0))


def as_colour(rgb: Colour) -> Any:
    """A colour as ReportLab has it."""
    return Color(*rgb)
