"""The threshold matrix as a fold-out: two facing pages on their side, every sign of every level, with its code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from enquiry_app.definitions.matrix_definition import Dimension, Indicator, Matrix
from enquiry_app.documents import pdf_style as style
from enquiry_app.documents.paper_sheet import LANDSCAPE, Rect, Sheet
from enquiry_app.documents.pdf_tags import Element

_LEVELS = (1, 2, 3, 4)
_NAME_WIDE = 70.0
_LARGEST, _SMALLEST, _STEP = 8.0, 4.5, 0.1
_SIDE, _EDGE = 2.5, 26.0
_TITLE = style.TextStyle(12, 15, True, style.ACCENT, after=3)
_HOW = style.TextStyle(7, 8.8, colour=style.SOFT, after=3)


@dataclass(frozen=True)
class _Type:
    """The sizes of the fold-out: as large as two pages allow."""

    size: float

    @property
    def sign(self) -> style.TextStyle:
        return style.TextStyle(self.size, self.size * 1.16, after=0)

    @property
    def name(self) -> style.TextStyle:
        return style.TextStyle(self.size + 0.2, self.size * 1.2, True, style.ACCENT, after=0)


class FoldOut:
    """Draws the matrix on two pages of its own."""

    def __init__(self, sheet: Sheet, matrix: Matrix, title: str, how: str) -> None:
        self._sheet, self._matrix, self._title, self._how = sheet, matrix, title, how

    def draw(self) -> None:
        """Both pages, in the largest type in which all of it fits."""
        sheet = self._sheet
        sheet.new_page(LANDSCAPE)
        how, parts = self._largest()
        for number, part in enumerate(parts):
            if number:
                sheet.new_page()
            self._page(part, how, f"{self._title} ({number + 1} of {len(parts)})", first=number == 0)

    @property
    def _width(self) -> float:
        return LANDSCAPE[0] - 2 * _EDGE

    def _room(self, first: bool) -> float:
        top = _TITLE.leading + _TITLE.after + (self._how_high() if first else 0)
        return LANDSCAPE[1] - 24 - 40 - top

    def _how_high(self) -> float:
        return self._sheet.height_of(self._how, _HOW, self._width) + _HOW.after

    def _largest(self) -> tuple[_Type, tuple[Sequence[Dimension], Sequence[Dimension]]]:
        """The largest type in which the rows fit on two pages, and where to part them."""
        size = _LARGEST
        while size > _SMALLEST:
            how = _Type(size)
            heights = [self._row_high(row, how) for row in self._matrix.dimensions]
            used, first = how.name.leading + 3, self._room(True)
            count = 0
            while count < len(heights) and used + heights[count] <= first:
                used += heights[count]
                count += 1
            if how.name.leading + 3 + sum(heights[count:]) <= self._room(False):
                return how, (self._matrix.dimensions[:count], self._matrix.dimensions[count:])
            size -= _STEP
        half = len(self._matrix.dimensions) // 2
        return _Type(_SMALLEST), (self._matrix.dimensions[:half], self._matrix.dimensions[half:])

    @property
    def _column(self) -> float:
        return (self._width - _NAME_WIDE) / len(_LEVELS)

    def _row_high(self, row: Dimension, how: _Type) -> float:
        return (
            max(
                self._sheet.height_of(f"{row.name} {row.code}", how.name, _NAME_WIDE - 2 * _SIDE),
                *(self._cell_high(row.at_level(level), how) for level in _LEVELS),
            )
            + 3
        )

    def _cell_high(self, signs: Sequence[Indicator], how: _Type) -> float:
        width = self._column - 2 * _SIDE
        return sum(self._sheet.height_of(_words(sign), how.sign, width) for sign in signs)

    def _page(self, rows: Sequence[Dimension], how: _Type, title: str, *, first: bool) -> None:
        sheet = self._sheet
        y = LANDSCAPE[1] - 24
        heading = sheet.element("H2" if first else "H3", text=title)
        y -= sheet.text(title, _TITLE, _EDGE, y, self._width, heading) + _TITLE.after
        if first:
            y -= sheet.text(self._how, _HOW, _EDGE, y, self._width, sheet.element("P")) + _HOW.after
        table = sheet.element("Table")
        y = self._heads(table, how, y)
        domain = ""
        for row in rows:
            high = self._row_high(row, how)
            self._row(table, row, how, y, high, strong=row.domain != domain)
            domain = row.domain
            y -= high

    def _heads(self, table: Element, how: _Type, y: float) -> float:
        sheet, line = self._sheet, self._sheet.element("TR", table)
        high = how.name.leading + 3
        sheet.fill(Rect(_EDGE, y - high, self._width, high), style.SHADE)
        names = ("Part of life", *(f"Level {level}" for level in _LEVELS))
        for place, name in enumerate(names):
            head = sheet.element("TH", line, scope="Column")
            sheet.text(name, how.name, self._left(place) + _SIDE, y - 1.5, self._column, head)
        return y - high

    def _left(self, place: int) -> float:
        return _EDGE + (_NAME_WIDE + (place - 1) * self._column if place else 0)

    def _row(self, table: Element, row: Dimension, how: _Type, y: float, high: float, *, strong: bool) -> None:
        sheet, line = self._sheet, self._sheet.element("TR", table)
        self._rule(y, strong)
        head = sheet.element("TH", line, scope="Row")
        sheet.text(f"{row.name} {row.code}", how.name, _EDGE + _SIDE, y - 1.5, _NAME_WIDE - 2 * _SIDE, head)
        for place, level in enumerate(_LEVELS, 1):
            cell, top = sheet.element("TD", line), y - 1.5
            for sign in row.at_level(level):
                element = sheet.element("P", cell)
                top -= sheet.text(
                    _words(sign), how.sign, self._left(place) + _SIDE, top, self._column - 2 * _SIDE, element
                )

    def _rule(self, y: float, strong: bool) -> None:
        canvas = self._sheet.canvas
        with self._sheet.tagger.content(canvas, None):
            canvas.setStrokeColorRGB(*(style.ACCENT if strong else style.LINE))
            canvas.setLineWidth(1.2 if strong else 0.5)
            canvas.line(_EDGE, y, _EDGE + self._width, y)


def _words(sign: Indicator) -> str:
    ages = (
        f" ({', '.join('unborn' if age == 'UB' else age.replace('-', '–') for age in sign.ages)})" if sign.ages else ""
    )
    return f"{sign.id}  {sign.text}{ages}"
