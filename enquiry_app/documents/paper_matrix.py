"""The threshold matrix as a fold-out: two facing pages on their side, every sign of every level, with its code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from enquiry_app.definitions.matrix_definition import Dimension, Indicator, Matrix
from enquiry_app.documents import pdf_style as style
from enquiry_app.documents.paper_sheet import LANDSCAPE, Rect, Sheet
from enquiry_app.documents.pdf_lines import width_of
from enquiry_app.documents.pdf_tags import Element

_LEVELS = (1, 2, 3, 4)
_NAME_WIDE = 66.0
# How far columns follow the amount of words in them: what gives the largest type wins.
_EVENNESS = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
_LARGEST, _SMALLEST, _STEP = 8.0, 4.5, 0.1
_TOP, _FOOT = 22.0, 40.0
_CONDENSED = 0.9  # letters of the signs are set this narrow
_SIDE, _EDGE = 3.0, 22.0
_TITLE = style.TextStyle(12, 15, True, style.ACCENT, after=3)
_HOW = style.TextStyle(7.4, 8.8, colour=style.SOFT, after=0)


@dataclass(frozen=True)
class _Type:
    """The sizes of the fold-out: as large as two pages allow."""

    size: float

    @property
    def sign(self) -> style.TextStyle:
        return style.TextStyle(self.size, self.size * 1.15, after=0)

    @property
    def code(self) -> style.TextStyle:
        return style.TextStyle(self.size, self.size * 1.15, True, style.ACCENT, after=0)

    @property
    def name(self) -> style.TextStyle:
        return style.TextStyle(self.size + 0.2, self.size * 1.2, True, style.ACCENT, after=0)


class FoldOut:
    """Draws the matrix on two pages of its own."""

    def __init__(self, sheet: Sheet, matrix: Matrix, title: str, how: str) -> None:
        self._sheet, self._matrix, self._title, self._how = sheet, matrix, title, how
        self._columns = (1.0,) * len(_LEVELS)

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

    @property
    def _room(self) -> float:
        """Points for heads and rows."""
        return LANDSCAPE[1] - _TOP - _FOOT - _TITLE.leading - _TITLE.after

    def _largest(self) -> tuple[_Type, tuple[Sequence[Dimension], Sequence[Dimension]]]:
        """The largest type in which the rows fit on two pages, and where to part them."""
        rows = self._matrix.dimensions
        best = _Type(_SMALLEST), len(rows) // 2, self._columns
        amounts = [sum(len(_words(s)) for row in rows for s in row.at_level(level)) or 1 for level in _LEVELS]
        for evenness in _EVENNESS:
            shares = [amount**evenness for amount in amounts]
            self._columns = tuple(share / sum(shares) * (self._width - _NAME_WIDE) for share in shares)
            size = best[0].size + _STEP
            while size <= _LARGEST and (count := self._first_page_rows(_Type(size))):
                best = _Type(size), count, self._columns
                size += _STEP
        how, count, self._columns = best
        return how, (rows[:count], rows[count:])

    def _first_page_rows(self, how: _Type) -> int:
        """How many rows stand on the first page; 0 if the rest does not fit on the second."""
        heights = [self._row_high(row, how) for row in self._matrix.dimensions]
        head = how.name.leading + 3
        used, count = head, 0
        while count < len(heights) and used + heights[count] <= self._room:
            used += heights[count]
            count += 1
        return count if head + sum(heights[count:]) <= self._room else 0

    def _row_high(self, row: Dimension, how: _Type) -> float:
        return (
            max(
                self._sheet.height_of(f"{row.name} {row.code}", how.name, _NAME_WIDE - 2 * _SIDE),
                *(
                    self._cell_high(row.at_level(level), how, wide)
                    for level, wide in zip(_LEVELS, self._columns, strict=True)
                ),
            )
            + 3
        )

    def _cell_high(self, signs: Sequence[Indicator], how: _Type, width: float) -> float:
        return len(_set(signs, how.size, width - 2 * _SIDE)) * how.sign.leading

    def _page(self, rows: Sequence[Dimension], how: _Type, title: str, *, first: bool) -> None:
        sheet = self._sheet
        y = LANDSCAPE[1] - _TOP
        heading = sheet.element("H2" if first else "H3", text=title)
        y -= sheet.text(title, _TITLE, _EDGE, y, self._width, heading) + _TITLE.after
        if first:
            beside = width_of(title, _TITLE.size, _TITLE.bold) + 14
            how_to = sheet.element("P")
            sheet.text(self._how, _HOW, _EDGE + beside, y + _TITLE.leading - 1, self._width - beside, how_to)
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
        names = ("Part of life", *(self._level_name(level) for level in _LEVELS))
        for place, name in enumerate(names):
            head = sheet.element("TH", line, scope="Column")
            sheet.text(name, how.name, self._left(place) + _SIDE, y - 1.5, self._width, head)
        return y - high

    def _level_name(self, level: int) -> str:
        """ "Level 2: Early help, one agency leads"; level 4 has two kinds."""
        names = [each.name for each in self._matrix.levels if each.code.split("-")[0] == str(level)]
        return f"Level {level}: {' or '.join(names).capitalize()}" if names else f"Level {level}"

    def _left(self, place: int) -> float:
        return _EDGE + (_NAME_WIDE + sum(self._columns[: place - 1]) if place else 0)

    def _row(self, table: Element, row: Dimension, how: _Type, y: float, high: float, *, strong: bool) -> None:
        sheet, line = self._sheet, self._sheet.element("TR", table)
        self._rule(y, strong)
        head = sheet.element("TH", line, scope="Row")
        sheet.text(f"{row.name} {row.code}", how.name, _EDGE + _SIDE, y - 1.5, _NAME_WIDE - 2 * _SIDE, head)
        for place, level in enumerate(_LEVELS, 1):
            self._cell(sheet.element("TD", line), row.at_level(level), how, place, y - 1.5)

    def _cell(self, cell: Element, signs: Sequence[Indicator], how: _Type, place: int, top: float) -> None:
        """The signs of one level one after the other, each an element of its own."""
        sheet, x = self._sheet, self._left(place) + _SIDE
        elements = {sign.id: sheet.element("P", cell) for sign in signs}
        for line in _set(signs, how.size, self._columns[place - 1] - 2 * _SIDE):
            for piece in line:
                kind = how.code if piece.bold else how.sign
                with sheet.condensed(x + piece.x * _CONDENSED, _CONDENSED):
                    sheet.text(piece.words, kind, 0, top, self._width, elements[piece.sign])
            top -= how.sign.leading

    def _rule(self, y: float, strong: bool) -> None:
        canvas = self._sheet.canvas
        with self._sheet.tagger.content(canvas, None):
            canvas.setStrokeColorRGB(*(style.ACCENT if strong else style.LINE))
            canvas.setLineWidth(1.2 if strong else 0.5)
            canvas.line(_EDGE, y, _EDGE + self._width, y)


class _Piece(NamedTuple):
    """Words of one sign and one weight on one line, and how far from the left they begin."""

    sign: str
    words: str
    bold: bool
    x: float


def _set(signs: Sequence[Indicator], size: float, width: float) -> list[list[_Piece]]:
    """Each sign on a line of its own, on more where it must, its code in bold."""
    lines: list[list[_Piece]] = [[]]
    space = width_of(" ", size, False)
    width /= _CONDENSED
    for sign in signs:
        if lines[-1]:
            lines.append([])
        x = 0.0
        for number, word in enumerate((sign.id, *_words(sign).split(" "))):
            bold = number == 0
            wide = width_of(word, size, bold)
            if x and x + wide > width:
                lines.append([])
                x = 0.0
            before = lines[-1][-1] if lines[-1] else None
            if before and (before.sign, before.bold) == (sign.id, bold):
                lines[-1][-1] = before._replace(words=f"{before.words} {word}")
            else:
                lines[-1].append(_Piece(sign.id, word, bold, x))
            x += wide + space
    return [[piece._replace(words=piece.words + " ") for piece in line] for line in lines]


def _words(sign: Indicator) -> str:
    ages = (
        f" ({', '.join('unborn' if age == 'UB' else age.replace('-', '–') for age in sign.ages)})" if sign.ages else ""
    )
    return f"{sign.text}{ages}"
