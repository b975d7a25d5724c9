"""Flowables of our own: tagged text in any script, and tables and panels made of it. Knows ReportLab's platypus."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportlab.platypus.flowables import Flowable
from reportlab.platypus.tables import Table as PlainTable
from reportlab.platypus.tables import TableStyle

from enquiry_app.documents.pdf_fonts import printable
from enquiry_app.documents.pdf_lines import Line, draw_line, line_width, wrap
from enquiry_app.documents.pdf_style import LINE, SHADE, Colour, TextStyle
from enquiry_app.documents.pdf_tags import Element, Tagger


class Text(Flowable):  # type: ignore[misc]
    """A text of one style, broken into lines, split over pages line by line, tagged as one element."""

    def __init__(
        self,
        text: str,
        style: TextStyle,
        tagger: Tagger,
        element: Element | None,
        missing: set[str],
        *,
        bar: Colour | None = None,
    ) -> None:
        super().__init__()
        self.text = printable(text, style.bold, missing)
        self.style = style
        self.tagger = tagger
        self.element = element
        self.bar = bar
        self.lines: list[Line] | None = None
        self._wrapped_for = -1.0
        self.spaceBefore = style.before
        self.spaceAfter = style.after

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Width and height taken at this width."""
        if self.lines is None or (self._wrapped_for != width and self._wrapped_for >= 0):
            self.lines = wrap(self.text, self.style.size, self.style.bold, max(width - self.style.indent, 20))
        self._wrapped_for = width
        self.width = width
        self.height = len(self.lines) * self.style.leading
        return width, self.height

    def minWidth(self) -> float:
        """Narrowest sensible width, for table columns."""
        return 20.0

    def split(self, width: float, height: float) -> list[Flowable]:
        """The lines that fit, and the rest; nothing if fewer than two fit."""
        self.wrap(width, height)
        fits = int((height + 0.01) // self.style.leading)
        lines = self.lines or []
        if fits >= len(lines):
            return [self]
        if (fits < 2 and len(lines) > 1) or fits < 1:
            return []
        return [self._part(lines[:fits], ends=False, first=True), self._part(lines[fits:], ends=True, first=False)]

    def _part(self, lines: list[Line], *, ends: bool, first: bool) -> Text:
        part = Text("", self.style, self.tagger, self.element, set(), bar=self.bar)
        part.lines = lines
        part._wrapped_for = -1.0
        part.spaceBefore = self.style.before if first else 0
        part.spaceAfter = self.style.after if ends else 0
        return part

    def draw(self) -> None:
        """Draw the lines, marked as content of the element."""
        canvas, style = self.canv, self.style
        lines = self.lines or []
        if self.bar is not None:
            with self.tagger.content(canvas, None):
                canvas.setFillColorRGB(*self.bar)
                canvas.rect(0, 0, 2.5, self.height, stroke=0, fill=1)
        with self.tagger.content(canvas, self.element):
            canvas.setFillColorRGB(*style.colour)
            y = self.height - style.leading + (style.leading - style.size) / 2 + style.size * 0.18
            for line in lines:
                x = style.indent
                if line.right_to_left:
                    x = self.width - line_width(line, style.size, style.bold)
                if line.text:
                    draw_line(canvas, x, y, line, style.size, style.bold)
                y -= style.leading
        self.tagger.note_text(canvas, "\n".join(line.text for line in lines))


class TaggedTable(PlainTable):  # type: ignore[misc]
    """A table whose rules and shades are artifacts; its cells carry their own elements."""

    tagger: Tagger

    def _drawBkgrnd(self) -> None:
        with self.tagger.content(self.canv, None):
            super()._drawBkgrnd()

    def _drawLines(self) -> None:
        with self.tagger.content(self.canv, None):
            super()._drawLines()

    def onSplit(self, T: Any, byRow: int = 1) -> None:
        """Hand the tagger on to the part on the next page."""
        T.tagger = self.tagger


def table(
    rows: Sequence[Sequence[Any]],
    widths: Sequence[float],
    tagger: Tagger,
    *,
    head: bool = True,
    grid: bool = True,
    shade: Colour | None = None,
    extra: Sequence[tuple[Any, ...]] = (),
    padding: float = 2.6,
) -> TaggedTable:
    """A table of flowables. Head rows repeat on every page."""
    style: list[tuple[Any, ...]] = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 5),
        ("RIGHTPADDING", (0, 0), (-1, -1), 5),
        ("TOPPADDING", (0, 0), (-1, -1), padding),
        ("BOTTOMPADDING", (0, 0), (-1, -1), padding),
    ]
    if grid:
        style += [("LINEBELOW", (0, 0), (-1, -1), 0.5, _colour(LINE))]
    if head:
        style += [("BACKGROUND", (0, 0), (-1, 0), _colour(SHADE)), ("LINEABOVE", (0, 0), (-1, 0), 0.8, _colour(LINE))]
    if shade is not None:
        style += [("BACKGROUND", (0, 0), (-1, -1), _colour(shade))]
    made = TaggedTable(
        [list(row) for row in rows],
        colWidths=list(widths),
        repeatRows=1 if head else 0,
        style=TableStyle([*style, *extra]),
        spaceBefore=2,
        spaceAfter=8,
        hAlign="LEFT",
    )
    made.tagger = tagger
    return made


def _colour(rgb: Colour) -> Any:
    from reportlab.lib.colors import Color

    return Color(*rgb)


colour = _colour
