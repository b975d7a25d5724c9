"""Breaks text into lines and draws a line: simple Latin at once, other scripts split into runs, put in reading
direction and shaped. Knows ReportLab's canvas, nothing of documents.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module
from typing import Any, NamedTuple

from enquiry_app.documents.bidi_levels import base_level, has_right_to_left, levels_of, mirrored, visual_runs
from enquiry_app.documents.pdf_fonts import (
    BOLD,
    DIRECTION_MARKS,
    JOINERS,
    MARKED,
    PLAIN,
    covered,
    font,
    font_for,
    is_shaped,
    is_simple,
)

_NEVER_FIRST = ("Pe", "Pf", "Po")  # closing marks stay with what they close (Chinese)
_PARTED_AFTER = "-/"  # where a word too long for its line is broken first: double names, addresses of pages


class Line(NamedTuple):
    """One line of a broken paragraph. `levels` is empty if all reads from left to right; `tail` parts it from the next
    line when the text is read out or searched; `alone`: the only line of its paragraph.
    """

    text: str
    levels: tuple[int, ...] = ()
    right_to_left: bool = False
    tail: str = ""
    alone: bool = False


class Run(NamedTuple):
    """Neighbouring characters of one font and direction, in logical order."""

    text: str
    font: str
    shaped: bool
    right_to_left: bool


# Breaking


def wrap(text: str, size: float, bold: bool, width: float) -> list[Line]:
    """Lines that fit `width` points. Breaks at spaces, between Chinese characters; inside a word only if it must,
    then after a hyphen rather than between letters.
    """
    lines: list[Line] = []
    for paragraph in text.split("\n"):
        if lines:
            lines[-1] = lines[-1]._replace(tail="\n")
        lines += _wrap_paragraph(" ".join(paragraph.split(" ")).strip(" "), size, bold, width)
    return lines


def _wrap_paragraph(text: str, size: float, bold: bool, width: float) -> list[Line]:
    levels = levels_of(text) if not is_simple(text) and has_right_to_left(text) else ()
    right = bool(levels) and base_level(text) == 1
    parts = list(_broken(text, size, bold, width))
    alone = len(parts) == 1
    return [Line(text[start:end], levels[start:end], right, tail, alone) for start, end, tail in parts] or [Line("")]


def _broken(text: str, size: float, bold: bool, width: float) -> Iterator[tuple[int, int, str]]:
    """Start, end and tail of each line."""
    space = width_of(" ", size, bold)
    begun, end, used = -1, 0, 0.0
    for word_start, word_end in _words(text):
        start = word_start
        gap = space if begun >= 0 and start > end else 0.0
        wide = width_of(text[start:word_end], size, bold)
        if begun >= 0 and used + gap + wide > width:
            yield begun, end, " " if start > end else ""
            begun, used, gap = -1, 0.0, 0.0
        while wide > width and word_end - start > 1:
            cut = start + _longest_head(text[start:word_end], size, bold, width)
            if cut >= word_end:
                break
            yield start, cut, ""
            start = cut
            wide = width_of(text[start:word_end], size, bold)
        begun = start if begun < 0 else begun
        end = word_end
        used += gap + wide
    if begun >= 0:
        yield begun, end, ""


def _words(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of what is not broken if it can be helped: words, and single Chinese characters."""
    start = 0
    for word in text.split(" "):
        if word:
            if word.isascii() or not any(map(_is_ideograph, word)):
                yield start, start + len(word)
            else:
                yield from ((start + a, start + b) for a, b in _characters(word))
        start += len(word) + 1


def _characters(word: str) -> Iterator[tuple[int, int]]:
    begun = 0
    for place in range(1, len(word)):
        before, here = word[place - 1], word[place]
        breakable = _is_ideograph(here) or _is_ideograph(before)
        opening = unicodedata.category(before) in ("Ps", "Pi")
        if breakable and not opening and unicodedata.category(here) not in _NEVER_FIRST:
            yield begun, place
            begun = place
    yield begun, len(word)


def _is_ideograph(c: str) -> bool:
    return 0x2E80 <= ord(c) <= 0x9FFF or 0xF900 <= ord(c) <= 0xFAFF or 0xFF00 <= ord(c) <= 0xFF60 or ord(c) >= 0x20000


def _longest_head(word: str, size: float, bold: bool, width: float) -> int:
    low, high = 1, len(word)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if width_of(word[:middle], size, bold) <= width else (low, middle - 1)
    parted = max(word.rfind(sign, 1, low) for sign in _PARTED_AFTER) + 1
    if parted:
        return parted
    cut = low
    while cut > 1 and cut < len(word) and _belongs_to_the_one_before(word[cut]):
        cut -= 1
    return cut if cut > 1 else low


def _belongs_to_the_one_before(c: str) -> bool:
    return unicodedata.category(c).startswith("M") or c in JOINERS


# Measuring and shaping


@lru_cache(maxsize=16384)
def width_of(text: str, size: float, bold: bool) -> float:
    """Width in points when drawn."""
    if is_simple(text):
        return float(font(BOLD if bold else PLAIN).stringWidth(text, size))
    levels = levels_of(text) if has_right_to_left(text) else ()
    return line_width(Line(text, levels), size, bold)


def line_width(line: Line, size: float, bold: bool) -> float:
    """Width in points of a broken line."""
    if is_simple(line.text):
        return width_of(line.text, size, bold)
    return sum(_run_width(run, size) for run in _seen_runs(line, bold))


def _seen_runs(line: Line, bold: bool) -> list[Run]:
    """The runs of a line from left to right as they are seen."""
    if not line.levels:
        return _font_runs(line.text, bold, False)
    runs: list[Run] = []
    for start, end, level in visual_runs(line.text, line.levels, int(line.right_to_left)):
        right = level % 2 == 1
        found = _font_runs(line.text[start:end], bold, right)
        runs += reversed(found) if right else found
    return runs


def _font_runs(text: str, bold: bool, right: bool) -> list[Run]:
    """The text as runs of one font. Spaces, digits and signs stay in a shaped run if its font has them."""
    runs: list[Run] = []
    for c in text:
        if c in DIRECTION_MARKS:
            continue
        last = runs[-1] if runs else None
        if last and _joins(c, last.font, bold):
            runs[-1] = last._replace(text=last.text + c, shaped=last.shaped or _needs_shaping(c, last.font))
            continue
        name = font_for(c, bold) or (BOLD if bold else PLAIN)
        runs.append(Run(c, name, _needs_shaping(c, name), right))
    return runs


def _joins(c: str, name: str, bold: bool) -> bool:
    if c in JOINERS:
        return True
    if ord(c) not in covered(name):
        return False
    return font_for(c, bold) == name or (is_shaped(name) and not c.isalpha())


def _needs_shaping(c: str, name: str) -> bool:
    return bool(unicodedata.combining(c)) if name in (PLAIN, BOLD) else is_shaped(name)


@lru_cache(maxsize=8192)
def _shape(text: str, name: str, size: float, right: bool) -> Any:
    """Glyphs with their places for one run, as ReportLab draws them. The direction is given, never guessed: a run may
    hold nothing but signs. Glyphs without a code point get a private one; /ActualText says what they mean.
    """
    from reportlab.pdfbase.ttfonts import ShapeData, ShapedStr

    uharfbuzz: Any = import_module("uharfbuzz")  # its names come from a compiled module without types
    face = font(name)
    shaper = face.hbFont(size)
    buffer = uharfbuzz.Buffer()
    buffer.cluster_level = uharfbuzz.BufferClusterLevel.MONOTONE_CHARACTERS
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if right else "ltr"
    uharfbuzz.shape(shaper, buffer, {"kern": True, "liga": True})
    letters, places = [], []
    for glyph, at in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        found = face.face.glyphToChar.get(glyph.codepoint)
        code = found[0] if found else _private_code(face, shaper, glyph.codepoint)
        letters.append(chr(code))
        moves = (face.pdfScale(move) for move in (at.x_advance, at.y_advance, at.x_offset, at.y_offset))
        places.append(ShapeData(glyph.cluster, *moves, face.face.charWidths[code]))
    return ShapedStr("".join(letters), shapeData=places)


def _private_code(face: Any, shaper: Any, glyph: int) -> int:
    """A code point of private use for a glyph that has none, with the width the font itself gives it."""
    return int(face.hbAddPrivate(shaper.glyph_to_string(glyph), glyph, shaper.get_glyph_h_advance(glyph)))


def _run_width(run: Run, size: float) -> float:
    if not run.shaped:
        return float(font(run.font).stringWidth(_unshaped(run), size))
    shaped = _shape(run.text, MARKED.get(run.font, run.font), size, run.right_to_left)
    return sum(float(place.x_advance) for place in shaped.__shapeData__) * size / 1000


def _unshaped(run: Run) -> str:
    """What is drawn of a run that is not shaped: signs between right-to-left words turned round and mirrored."""
    text = "".join(c for c in run.text if c not in JOINERS)
    return "".join(mirrored(c) for c in reversed(text)) if run.right_to_left else text


# Drawing


def draw_line(canvas: Any, x: float, y: float, line: Line, size: float, bold: bool) -> None:
    """Draw one broken line. Its tail is drawn too, so that words stay apart when the text is read out. Lines with other
    scripts carry their text, in logical order, as /ActualText.
    """
    tail = " " if line.tail else ""
    if is_simple(line.text):
        name = BOLD if bold else PLAIN
        font(name)
        _show(canvas, x, y, name, size, line.text + tail)
        return
    actual = (line.text + tail).encode("utf-16-be", "replace").hex().upper()
    canvas._code.append(f"/Span <</ActualText <FEFF{actual}>>> BDC")
    for run in _seen_runs(line, bold):
        font(run.font)
        if run.shaped:
            name = MARKED.get(run.font, run.font)
            _show(canvas, x, y, name, size, _shape(run.text, name, size, run.right_to_left))
        elif text := _unshaped(run):
            _show(canvas, x, y, run.font, size, text)
        x += _run_width(run, size)
    canvas._code.append("EMC")


def _show(canvas: Any, x: float, y: float, name: str, size: float, text: Any) -> None:
    out = canvas.beginText(x, y)
    out.setFont(name, size)
    out.textOut(text)
    canvas.drawText(out)
