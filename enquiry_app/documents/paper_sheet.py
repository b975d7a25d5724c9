"""Pages of the form on paper while they are drawn: where the pen is, tagged text, frames, and places for fields."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from enquiry_app.documents import pdf_style as style
from enquiry_app.documents.pdf_fonts import BOLD, PLAIN, printable
from enquiry_app.documents.pdf_lines import draw_line, wrap
from enquiry_app.documents.pdf_page import draw_watermark
from enquiry_app.documents.pdf_tags import Element, Tagger
from enquiry_app.enquiry.paper_fields import PaperField

_BAND_SIDE, _BAND_PAD, _BAND_ROOM = 7.0, 4.0, 9.0
FOOT = 44.0  # points kept for the foot of the page
LANDSCAPE = (style.PAGE[1], style.PAGE[0])
FIELD_LINE = (0.45, 0.52, 0.58)
FIELD_SHADE = (0.985, 0.99, 1.0)


@dataclass(frozen=True)
class Rect:
    """A rectangle on a page in points, (x, y) its lower left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class PlacedField:
    """Where a field stands. `option`: the value this box stands for, for boxes of which one is marked."""

    field: PaperField
    page: int  # from 1
    rect: Rect
    element: Element
    option: str = ""


@dataclass(frozen=True)
class PageWords:
    """What stands at the foot of every page; `watermark` across it."""

    left: str
    right: str
    marking: str
    watermark: str = ""


class PaperCanvas(Canvas):  # type: ignore[misc]
    """Keeps pages until their number is known, then writes each with its foot."""

    def __init__(self, *args: Any, tagger: Tagger, words: PageWords, **more: Any) -> None:
        super().__init__(*args, **more)
        self._tagger, self._words = tagger, words
        self._kept: list[dict[str, Any]] = []

    def showPage(self) -> None:
        """Keep the page; it is written by `save`."""
        self._kept.append(dict(self.__dict__))
        self._startPage()

    @property
    def pages(self) -> int:
        """Pages finished so far."""
        return len(self._kept)

    def save(self) -> None:
        """Draw the foot of every page and write the file."""
        kept = self._kept
        for state in kept:
            self.__dict__.update(state)
            self._foot(len(kept))
            Canvas.showPage(self)
        super().save()

    def _foot(self, pages: int) -> None:
        words, right = self._words, self._pagesize[0] - style.RIGHT
        with self._tagger.content(self, None):
            self.saveState()
            self.setStrokeColorRGB(*style.LINE)
            self.setLineWidth(0.5)
            self.line(style.LEFT, 36, right, 36)
            self.setFillColorRGB(*style.SOFT)
            self.setFont(PLAIN, 7.5)
            self.drawString(style.LEFT, 26, f"{words.left}   page {self.getPageNumber()} of {pages}")
            self.drawRightString(right, 26, words.right)
            self.setFont(BOLD, 7.5)
            self.drawRightString(right, 16.5, words.marking)
            self.restoreState()


@dataclass(frozen=True)
class _Lead:
    """A heading that waits for what follows it."""

    text: str
    how: style.TextStyle
    tag: str
    height: float
    band: bool


class Sheet:
    """The page being drawn, from top to bottom. `y` is where the next thing begins."""

    def __init__(self, tagger: Tagger, words: PageWords) -> None:
        self._out = BytesIO()
        canvas = PaperCanvas(
            self._out, tagger=tagger, words=words, initialFontName=PLAIN, invariant=1, lang="en-GB", pagesize=style.PAGE
        )
        self.canvas, self.tagger = canvas, tagger
        self.missing: set[str] = set()
        self.placed: list[PlacedField] = []
        self._leads: list[_Lead] = []
        self._watermark = words.watermark
        self.size = style.PAGE
        self._begin()

    @property
    def width(self) -> float:
        """Points between the margins."""
        return self.size[0] - style.LEFT - style.RIGHT

    @property
    def free(self) -> float:
        """Points left above the foot."""
        return self.y - FOOT

    @property
    def whole(self) -> float:
        """Points of an empty page."""
        return self.size[1] - style.TOP - FOOT

    def new_page(self, size: tuple[float, float] | None = None) -> None:
        """End the page and begin another, of this size from now on if given."""
        self.canvas.showPage()
        self.size = size or self.size
        self._begin()

    def end(self) -> bytes:
        """End the last page and give the file."""
        self.canvas.showPage()
        self.canvas.save()
        return self._out.getvalue()

    def need(self, height: float) -> None:
        """Begin a new page unless so many points are free, counting the headings that wait; then draw those."""
        leads, self._leads = self._leads, []
        if height + sum(lead.height for lead in leads) > self.free:
            self.new_page()
        for lead in leads:
            self._draw_lead(lead)

    def lead(self, text: str, how: style.TextStyle, tag: str, *, band: bool = False) -> None:
        """A heading or hint that is drawn on the page of what follows it; `band`: on a coloured band."""
        side = _BAND_SIDE if band else 0.0
        high = self.height_of(text, how, self.width - 2 * side) + how.before + how.after
        self._leads.append(_Lead(text, how, tag, high + (_BAND_ROOM if band else 0), band))

    def _draw_lead(self, lead: _Lead) -> None:
        how, top = lead.how, self.y - lead.how.before
        element = self.element(lead.tag, text=lead.text)
        side = 0.0
        if lead.band:
            side = _BAND_SIDE
            high = lead.height - how.before - how.after - _BAND_ROOM + _BAND_PAD
            self.fill(Rect(style.LEFT, top - high, self.width, high), style.ACCENT)
            top -= _BAND_PAD / 2
        self.text(lead.text, how, style.LEFT + side, top, self.width - 2 * side, element)
        self.y -= lead.height

    def element(self, tag: str, parent: Element | None = None, **more: Any) -> Element:
        """A new structure element, at the top unless a parent is given."""
        return Element(tag, self.tagger.root if parent is None else parent, **more)

    def height_of(self, text: str, how: style.TextStyle, width: float) -> float:
        """Points a text takes at this width."""
        return len(self._lines(text, how, width)) * how.leading if text else 0.0

    def text(
        self, text: str, how: style.TextStyle, x: float, top: float, width: float, element: Element | None
    ) -> float:
        """Draw a text below `top` as content of the element (an artifact without one); gives its height."""
        lines = self._lines(text, how, width)
        self.canvas.setFillColorRGB(*how.colour)
        base = top - how.leading + (how.leading - how.size) / 2 + how.size * 0.18
        with self.tagger.content(self.canvas, element):
            for number, line in enumerate(lines):
                if line.text:
                    draw_line(self.canvas, x, base - number * how.leading, line, how.size, how.bold)
        return len(lines) * how.leading

    @contextmanager
    def condensed(self, x: float, part: float) -> Iterator[None]:
        """What is drawn inside begins at `x` and is as narrow as this part of its width."""
        self.canvas.saveState()
        self.canvas.translate(x, 0)
        self.canvas.scale(part, 1)
        yield
        self.canvas.restoreState()

    def paragraph(self, text: str, how: style.TextStyle, tag: str = "P") -> None:
        """A text across the page at the pen."""
        height = self.height_of(text, how, self.width)
        self.need(height + how.before)
        self.y -= how.before
        self.y -= self.text(text, how, style.LEFT, self.y, self.width, self.element(tag, text=text)) + how.after

    def fill(self, rect: Rect, colour: style.Colour) -> None:
        """A coloured area, an artifact."""
        with self.tagger.content(self.canvas, None):
            self.canvas.setFillColorRGB(*colour)
            self.canvas.rect(rect.x, rect.y, rect.width, rect.height, stroke=0, fill=1)

    def place(self, field: PaperField, rect: Rect, option: str = "") -> None:
        """Draw the frame of a field and remember where it is."""
        with self.tagger.content(self.canvas, None):
            self.canvas.setStrokeColorRGB(*FIELD_LINE)
            self.canvas.setFillColorRGB(*FIELD_SHADE)
            self.canvas.setLineWidth(0.7)
            self.canvas.rect(rect.x, rect.y, rect.width, rect.height, stroke=1, fill=1)
        self.placed.append(PlacedField(field, self.canvas.getPageNumber(), rect, self.element("Form"), option))

    def _begin(self) -> None:
        self.canvas.setPageSize(self.size)
        self.y = self.size[1] - style.TOP
        if self._watermark:
            draw_watermark(self.canvas, self.tagger, self._watermark)

    def _lines(self, text: str, how: style.TextStyle, width: float) -> Any:
        return wrap(printable(text, how.bold, self.missing), how.size, how.bold, width)
