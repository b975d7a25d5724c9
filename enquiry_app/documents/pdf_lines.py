"""Breaks text into lines and draws a line: simple Latin at once, other scripts split into runs, put in reading
direction and shaped. Knows ReportLab's canvas, nothing of documents.
"""

from __future__ import annotations

import itertools
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from enquiry_app.documents.pdf_fonts import BOLD, PLAIN, font, font_for, is_simple, shaping_latin

_STRONG = ("R", "AL", "L", "EN", "AN", "NSM")
_LAST_RIGHT_TO_LEFT = 0x0900  # marks below belong to Hebrew, Arabic and their kin; those above to Indian scripts
_RIGHT_TO_LEFT_FONTS = ("Arabic", "Hebrew")
_MIRROR = {"(": ")", ")": "(", "[": "]", "]": "[", "<": ">", ">": "<", "«": "»", "»": "«", "{": "}", "}": "{"}


@dataclass(frozen=True)
class Run:
    """Neighbouring characters of one font. `level` is the embedding direction: odd runs right to left."""

    text: str
    font: str
    shaped: bool


@lru_cache(maxsize=8192)
def width_of(text: str, size: float, bold: bool) -> float:
    """Width in points when drawn."""
    if is_simple(text):
        return float(font(BOLD if bold else PLAIN).stringWidth(text, size))
    return sum(_run_width(run, size) for run in runs_of(text, bold))


def wrap(text: str, size: float, bold: bool, width: float) -> list[str]:
    """Lines that fit `width` points. Breaks at spaces, between Chinese characters, inside a word only if it must."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines += _wrap_paragraph(paragraph, size, bold, width)
    return lines


def _wrap_paragraph(text: str, size: float, bold: bool, width: float) -> list[str]:
    lines: list[str] = []
    line, used = "", 0.0
    space = width_of(" ", size, bold)
    for word, glued in _words(text):
        wide = width_of(word, size, bold)
        gap = 0.0 if glued or not line else space
        if line and used + gap + wide > width:
            lines.append(line)
            line, used, gap = "", 0.0, 0.0
        while wide > width and len(word) > 1:
            head = _longest_head(word, size, bold, width)
            lines.append(head)
            word = word[len(head) :]
            wide = width_of(word, size, bold)
        line += (" " if gap else "") + word
        used += gap + wide
    lines.append(line)
    return lines


def _words(text: str) -> list[tuple[str, bool]]:
    """Words, each with whether it is glued to the one before (Chinese characters stand alone, without a space)."""
    found: list[tuple[str, bool]] = []
    for word in text.split(" "):
        if not word:
            continue
        if word.isascii() or not any(_is_ideograph(c) for c in word):
            found.append((word, False))
            continue
        part = ""
        first = True
        for c in word:
            if _is_ideograph(c):
                if part:
                    found.append((part, not first))
                    first = False
                found.append((c, not first))
                part, first = "", False
            elif found and not first and not part and unicodedata.category(c).startswith("P"):
                found[-1] = (found[-1][0] + c, found[-1][1])  # closing marks stay with what they close
            else:
                part += c
        if part:
            found.append((part, not first))
    return found


def _is_ideograph(c: str) -> bool:
    return 0x2E80 <= ord(c) <= 0x9FFF or 0xAC00 <= ord(c) <= 0xD7AF or 0xF900 <= ord(c) <= 0xFAFF or ord(c) >= 0x20000


def _longest_head(word: str, size: float, bold: bool, width: float) -> str:
    low, high = 1, len(word)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if width_of(word[:middle], size, bold) <= width else (low, middle - 1)
    while low > 1 and low < len(word) and unicodedata.combining(word[low]):
        low -= 1
    return word[:low]


def runs_of(text: str, bold: bool) -> list[Run]:
    """The text as runs of one font. Spaces, digits and punctuation go with the run before if its font has them."""
    runs: list[Run] = []
    for c in text:
        last = runs[-1] if runs else None
        if last and _joins(c, last.font):
            runs[-1] = Run(last.text + c, last.font, last.shaped or _needs_shaping(c, last.font))
            continue
        name = font_for(c, bold) or (BOLD if bold else PLAIN)
        runs.append(Run(c, name, _needs_shaping(c, name)))
    return runs


def _joins(c: str, name: str) -> bool:
    from enquiry_app.documents.pdf_fonts import covered

    if c in "\u200c\u200d" or (unicodedata.combining(c) and ord(c) in covered(name)):
        return True
    neutral = not c.isalpha() and unicodedata.bidirectional(c) not in ("AN", "R", "AL")
    has = ord(c) in covered(name)
    return has and (neutral or font_for(c, "Bold" in name) == name)


def _needs_shaping(c: str, name: str) -> bool:
    if name in (PLAIN, BOLD):
        return bool(unicodedata.combining(c))
    return name != "Fallback"


def is_right_to_left(text: str) -> bool:
    """Whether the first strong character reads from right to left."""
    for c in text:
        direction = unicodedata.bidirectional(c)
        if direction in ("R", "AL"):
            return True
        if direction == "L":
            return False
    return False


def _visual_pieces(text: str) -> list[tuple[str, bool]]:
    """Pieces of one line in visual order, each in logical order inside, with whether it reads right to left.

    The bidirectional algorithm is the library's, which orders characters as they are seen; stretches seen from right
    to left are gathered and turned back, since shaping wants them in logical order.
    """
    if not any(unicodedata.bidirectional(c) in ("R", "AL", "AN") for c in text):
        return [(text, False)]
    from bidi import get_display

    base_right = is_right_to_left(text)
    seen = str(get_display(text, base_dir="R" if base_right else "L"))
    pieces: list[tuple[str, bool]] = []
    for c in seen:
        direction = unicodedata.bidirectional(c)
        right = direction in ("R", "AL") or (direction == "NSM" and ord(c) < _LAST_RIGHT_TO_LEFT)
        if pieces and (direction not in _STRONG or right == pieces[-1][1]):
            pieces[-1] = (pieces[-1][0] + c, pieces[-1][1])
        else:
            pieces.append((c, right))
    pieces = _hand_over_neutrals(pieces, base_right)
    return [(piece[::-1] if right else piece, right) for piece, right in pieces]


def _hand_over_neutrals(pieces: list[tuple[str, bool]], base_right: bool) -> list[tuple[str, bool]]:
    """Signs and spaces between two directions belong to the line's own direction, next to numbers to the letters'."""
    settled = [list(piece) for piece in pieces]
    for before, after in itertools.pairwise(settled):
        kept = len(_without_trailing_neutrals(str(before[0])))
        left_side = after if before[1] else before
        has_letters = any(unicodedata.bidirectional(c) == "L" for c in str(left_side[0]))
        neutrals_read_right = base_right or not has_letters
        if bool(after[1]) == neutrals_read_right:
            text = str(before[0])
            before[0], after[0] = text[:kept], text[kept:] + str(after[0])
    return [(str(text), bool(right)) for text, right in settled if text]


def _without_trailing_neutrals(text: str) -> str:
    end = len(text)
    while end and unicodedata.bidirectional(text[end - 1]) not in _STRONG:
        end -= 1
    return text[:end]


def _seen_from_right(text: str) -> str:
    """Signs between right-to-left words, in a font that is not turned by shaping: reversed, brackets mirrored."""
    return "".join(_MIRROR.get(c, c) for c in reversed(text))


def _shape(run_text: str, name: str, size: float) -> Any:
    from reportlab.pdfbase.ttfonts import shapeStr

    return shapeStr(run_text, name, size, force=True)


def _shaped_font(run: Run) -> str:
    return shaping_latin(run.font) if run.font in (PLAIN, BOLD) else run.font


def _run_width(run: Run, size: float) -> float:
    if not run.shaped:
        return float(font(run.font).stringWidth(run.text, size))
    font(run.font)
    shaped = _shape(run.text, _shaped_font(run), size)
    data = getattr(shaped, "__shapeData__", None)
    if data is None:
        return float(font(run.font).stringWidth(run.text, size))
    return sum(float(d.x_advance) for d in data) * size / 1000


def draw_line(canvas: Any, x: float, y: float, text: str, size: float, bold: bool, *, last: bool = True) -> None:
    """Draw one line that is already broken. A line that is not the last of its text ends in a space, so that words
    stay apart when the text is read out. Mixed lines carry their text, in logical order, as /ActualText.
    """
    tail = "" if last else " "
    if is_simple(text):
        out = canvas.beginText(x, y)
        font(BOLD if bold else PLAIN)
        out.setFont(BOLD if bold else PLAIN, size)
        out.textOut(text + tail)
        canvas.drawText(out)
        return
    actual = (text + tail).encode("utf-16-be").hex().upper()
    canvas._code.append(f"/Span <</ActualText <FEFF{actual}>>> BDC")
    for piece, right in _visual_pieces(text):
        runs = runs_of(piece, bold)
        for run in reversed(runs) if right else runs:
            if right and not run.font.startswith(_RIGHT_TO_LEFT_FONTS):
                run = Run(_seen_from_right(run.text), run.font, run.shaped)
            elif not right and run.font.startswith(_RIGHT_TO_LEFT_FONTS):
                run = Run(run.text, run.font, shaped=False)  # numbers read from left to right
            _draw_run(canvas, x, y, run, size)
            x += _run_width(run, size)
    canvas._code.append("EMC")


def _draw_run(canvas: Any, x: float, y: float, run: Run, size: float) -> None:
    out = canvas.beginText(x, y)
    font(run.font)
    if run.shaped:
        name = _shaped_font(run)
        out.setFont(name, size)
        out.textOut(_shape(run.text, name, size))
    else:
        out.setFont(run.font, size)
        out.textOut(run.text)
    canvas.drawText(out)
