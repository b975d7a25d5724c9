"""Fonts of documents: shipped with the app, registered on first use, chosen character by character."""

from __future__ import annotations

import threading
import unicodedata
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Any

from enquiry_app.resource_files import resource_bytes

PLAIN, BOLD = "Sans", "Sans-Bold"
_LATIN = {PLAIN: "NotoSans-Regular.ttf", BOLD: "NotoSans-Bold.ttf"}  # also Greek and Cyrillic
# Registered a second time for letters with loose combining marks, which need shaping; all other Latin is drawn as it is.
MARKED = {PLAIN: "Marked", BOLD: "Marked-Bold"}
_MARKED_FILES = {MARKED[name]: file for name, file in _LATIN.items()}
_ANYWHERE = {"Symbols": "DejaVuSans.ttf", "Chinese": "DroidSansFallbackFull.ttf"}  # asked last, in this order
JOINERS = "\u200c\u200d"
DIRECTION_MARKS = "\u200e\u200f\u061c"
_FILES = {**_LATIN, **_MARKED_FILES, **_ANYWHERE}
_registering = threading.RLock()


@dataclass(frozen=True)
class Script:
    """A script with a font of its own: its blocks of code points, and whether a bold is shipped."""

    name: str
    blocks: tuple[tuple[int, int], ...]
    bold: bool = True


_SCRIPTS = (
    Script("Hebrew", ((0x0590, 0x05FF), (0xFB1D, 0xFB4F))),
    Script("Arabic", ((0x0600, 0x06FF), (0x0750, 0x077F), (0x08A0, 0x08FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFC))),
    Script("Devanagari", ((0x0900, 0x097F), (0x1CD0, 0x1CFF), (0xA8E0, 0xA8FF))),
    Script("Bengali", ((0x0980, 0x09FF),)),
    Script("Gurmukhi", ((0x0A00, 0x0A7F),)),
    Script("Gujarati", ((0x0A80, 0x0AFF),)),
    Script("Tamil", ((0x0B80, 0x0BFF),)),
    Script("Telugu", ((0x0C00, 0x0C7F),), bold=False),
    Script("Malayalam", ((0x0D00, 0x0D7F),), bold=False),
    Script("Sinhala", ((0x0D80, 0x0DFF),), bold=False),
    Script("Thai", ((0x0E00, 0x0E7F),), bold=False),
    Script("Ethiopic", ((0x1200, 0x139F), (0x2D80, 0x2DDF), (0xAB00, 0xAB2F)), bold=False),
)


@cache
def font(name: str) -> Any:
    """The registered font of this name; its file is read on first use."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    script, _, weight = name.partition("-")
    file = _FILES.get(name) or f"NotoSans{script}-{weight or 'Regular'}.ttf"
    with _registering:
        made = TTFont(name, BytesIO(resource_bytes("fonts", file)), shapable=is_shaped(name))
        pdfmetrics.registerFont(made)
    return made


def is_shaped(name: str) -> bool:
    """Whether text in this font goes through the shaper."""
    return name not in _LATIN and name not in _ANYWHERE


@cache
def covered(name: str) -> frozenset[int]:
    """Code points a font has a glyph for."""
    return frozenset(font(name).face.charToGlyph)


@cache
def font_for(character: str, bold: bool) -> str | None:
    """Name of the first font that has this character, or None if no shipped font has it."""
    code = ord(character)
    latin = BOLD if bold else PLAIN
    if code in covered(latin):
        return latin
    if unicodedata.category(character) in ("Co", "Cs", "Cn", "Cc"):
        return None  # private, unpaired or unassigned: a font may have something there, but nobody knows what it means
    for script in _SCRIPTS:
        if any(low <= code <= high for low, high in script.blocks):
            name = f"{script.name}-Bold" if bold and script.bold else script.name
            if code in covered(name):
                return name
    return next((name for name in _ANYWHERE if code in covered(name)), None)


@cache
def is_simple_character(c: str) -> bool:
    """Whether the character needs nothing but a Latin font: no other script, no combining mark, no direction."""
    if c.isascii():
        return True
    other = unicodedata.combining(c) or unicodedata.bidirectional(c) in ("R", "AL", "AN") or c in DIRECTION_MARKS
    return not other and c not in JOINERS and ord(c) in covered(PLAIN)


def is_simple(text: str) -> bool:
    """Whether the whole text needs nothing but a Latin font."""
    return text.isascii() or all(map(is_simple_character, text))


def _is_silent(c: str) -> bool:
    """Format and control characters that print nothing by themselves and are not needed to set the others."""
    return c not in JOINERS and c not in DIRECTION_MARKS and unicodedata.category(c) in ("Cf", "Cc")


def printable(text: str, bold: bool, missing: set[str]) -> str:
    """NFC text, lines parted by a newline, in which a character no shipped font has stands as `[U+XXXX]` and is noted
    in `missing`. Invisible characters that only steer other programs are left out.
    """
    text = "\n".join(unicodedata.normalize("NFC", text).splitlines()).replace("\t", "    ")
    if text.isascii() and text.replace("\n", "").isprintable():
        return text
    out = []
    for c in text:
        if c == "\n" or c in JOINERS or c in DIRECTION_MARKS:
            out.append(c)
        elif _is_silent(c):
            continue
        elif font_for(c, bold) is None:
            missing.add(f"U+{ord(c):04X}")
            out.append(f"[U+{ord(c):04X}]")
        else:
            out.append(c)
    return "".join(out)


def described(code: str) -> str:
    """ "[U+1F642] slightly smiling face": a missing character with its name, if it has one."""
    name = unicodedata.name(chr(int(code[2:], 16)), "")
    return f"[{code}] {name.lower()}".strip()
