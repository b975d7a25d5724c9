"""Fonts of documents: shipped with the app, registered on first use, chosen character by character."""

from __future__ import annotations

import unicodedata
from functools import cache
from io import BytesIO
from typing import Any

from enquiry_app.resource_files import resource_bytes

PLAIN, BOLD = "Sans", "Sans-Bold"
_LATIN = {PLAIN: "NotoSans-Regular.ttf", BOLD: "NotoSans-Bold.ttf"}
# Script fonts in the order they are asked; each has a bold, the last one (Chinese) has not.
_SCRIPTS = ("Arabic", "Hebrew", "Devanagari", "Bengali", "Gujarati", "Gurmukhi", "Tamil")
_LAST = "Fallback"


@cache
def font(name: str) -> Any:
    """The registered font of this name; its file is read on first use."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    if name in _LATIN:
        file = _LATIN[name]
    elif name == _LAST:
        file = "DroidSansFallbackFull.ttf"
    else:
        script, _, weight = name.partition("-")
        file = f"NotoSans{script}-{weight or 'Regular'}.ttf"
    made = TTFont(name, BytesIO(resource_bytes("fonts", file)), shapable=name not in (PLAIN, BOLD, _LAST))
    pdfmetrics.registerFont(made)
    return made


@cache
def shaping_latin(name: str) -> str:
    """A second registration of a Latin font that can be shaped, for letters with loose combining marks."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    made = TTFont(f"{name}-Shaped", BytesIO(resource_bytes("fonts", _LATIN[name])), shapable=True)
    pdfmetrics.registerFont(made)
    return f"{name}-Shaped"


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
    for script in _SCRIPTS:
        name = f"{script}-Bold" if bold else script
        if _may_have(script, code) and code in covered(name):
            return name
    return _LAST if code in covered(_LAST) else None


_BLOCKS = {
    "Hebrew": ((0x0590, 0x05FF), (0xFB1D, 0xFB4F)),
    "Arabic": ((0x0600, 0x06FF), (0x0750, 0x077F), (0x08A0, 0x08FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFF)),
    "Devanagari": ((0x0900, 0x097F), (0x1CD0, 0x1CFF), (0xA8E0, 0xA8FF)),
    "Bengali": ((0x0980, 0x09FF),),
    "Gurmukhi": ((0x0A00, 0x0A7F),),
    "Gujarati": ((0x0A80, 0x0AFF),),
    "Tamil": ((0x0B80, 0x0BFF),),
}


def _may_have(script: str, code: int) -> bool:
    """Whether the code point lies in the script's blocks, so that a font file is not opened in vain."""
    return any(low <= code <= high for low, high in _BLOCKS[script])


def is_simple(text: str) -> bool:
    """Whether the text needs nothing but the Latin fonts: no other script, no combining mark, no direction."""
    return text.isascii() or all(c.isascii() or _is_plain(c) for c in text)


@cache
def _is_plain(c: str) -> bool:
    other = unicodedata.combining(c) or unicodedata.bidirectional(c) in ("R", "AL", "AN")
    return not other and ord(c) in covered(PLAIN)


@cache
def is_ignorable(character: str) -> bool:
    """Format and control characters that print nothing by themselves."""
    return unicodedata.category(character) in ("Cf", "Cc")


def printable(text: str, bold: bool, missing: set[str]) -> str:
    """NFC text in which a character no shipped font has stands as `[U+XXXX]` and is noted in `missing`."""
    text = unicodedata.normalize("NFC", text).replace("\t", "    ")
    if text.isascii():
        return "".join(c for c in text if c >= " " or c == "\n")
    out = []
    for c in text:
        if c == "\n" or font_for(c, bold) is not None or c in "\u200c\u200d":
            out.append(c)
        elif not is_ignorable(c):
            missing.add(f"U+{ord(c):04X}")
            out.append(f"[U+{ord(c):04X}]")
    return "".join(out)
