"""Measures, sizes and colours of printed pages: one place, A4, in points."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

PAGE = (595.2756, 841.8898)  # A4
LEFT, RIGHT, TOP, BOTTOM = 46.0, 46.0, 41.0, 48.0
WIDTH = PAGE[0] - LEFT - RIGHT
INK, SOFT, ACCENT = (0.09, 0.11, 0.14), (0.33, 0.36, 0.40), (0.06, 0.30, 0.42)
LINE, SHADE = (0.80, 0.83, 0.86), (0.945, 0.955, 0.965)
DANGER, DANGER_SHADE = (0.62, 0.08, 0.10), (0.995, 0.945, 0.94)
WARNING, WARNING_SHADE = (0.55, 0.33, 0.0), (1.0, 0.97, 0.90)
WHITE = (1.0, 1.0, 1.0)

LARGE = 1.9  # large print: running text of 17 points and no text under 15 (UK Association for Accessible Formats)

BOTTOM_LARGE = 76.0  # room for the foot of a page in large print: three lines of its size
FOOT, FOOT_LARGE = 7.5, 12.5  # size of what stands at the foot and head of each page

Colour = tuple[float, float, float]


def is_larger() -> bool:
    """Whether large print is being set."""
    return PAGE[0] - LEFT - RIGHT > WIDTH


@contextmanager
def set_larger(scale: float) -> Iterator[None]:
    """Lay out for a page that is drawn so many times larger: less room, the same sizes. One document at a time."""
    global WIDTH
    whole, WIDTH = WIDTH, WIDTH / scale
    try:
        yield
    finally:
        WIDTH = whole


@dataclass(frozen=True)
class TextStyle:
    """How a text is set: size and leading in points, space before and after, indent from the left.

    `label`: a heading or cell; a single line of it stays on the left even if it reads from right to left.
    """

    size: float = 9.5
    leading: float = 12.8
    bold: bool = False
    colour: Colour = INK
    before: float = 0.0
    after: float = 5.0
    indent: float = 0.0
    label: bool = False


TITLE = TextStyle(18, 23, True, ACCENT, after=1, label=True)
HEADINGS = {
    1: TITLE,
    2: TextStyle(12, 15.5, True, ACCENT, before=6, after=2.5, label=True),
    3: TextStyle(10.5, 14, True, INK, before=6, after=2, label=True),
    4: TextStyle(9.5, 13, True, SOFT, before=4, after=1, label=True),
}
BODY = TextStyle()
LEAD = TextStyle(10.5, 14.2, after=5)
HINT = TextStyle(8.5, 11.3, colour=SOFT, after=4)
QUOTE = TextStyle(10.5, 14.8, indent=12, after=7)
BULLET = TextStyle(indent=12, after=2)
NOTICE = TextStyle(after=0)
CELL = TextStyle(8.7, 11, after=0, label=True)
CELL_HEAD = TextStyle(8.3, 11, True, SOFT, after=0, label=True)
CELL_STRONG = TextStyle(8.7, 11, True, after=0, label=True)
CELL_SOFT = TextStyle(8.3, 11, colour=SOFT, after=0, label=True)
PARAGRAPHS = {"body": BODY, "lead": LEAD, "hint": HINT, "caption": HINT}
