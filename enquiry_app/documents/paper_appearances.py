"""How fields look: the font viewers write with, and pictures of what stands in a field already, in any script."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from io import BytesIO
from typing import Any

from enquiry_app.documents.paper_questions import LINE_HIGH, VALUE
from enquiry_app.documents.paper_sheet import Rect
from enquiry_app.documents.pdf_archive import repair_fonts
from enquiry_app.documents.pdf_fonts import BOLD, PLAIN, font, printable
from enquiry_app.documents.pdf_lines import Line, draw_line, wrap
from enquiry_app.resource_files import resource_bytes

_FIRST, _LAST = 32, 255
_INSET = 3.0
_SMALLEST = 4.0


def field_font(pdf: Any) -> Any:
    """A font with every character of Western Europe, embedded whole, so that any viewer can write with it."""
    from pikepdf import Array, Dictionary, Name

    data, widths, metrics = _western()
    file = pdf.make_stream(data)
    file.Length1 = len(data)
    ascent, descent, box, height = metrics
    descriptor = Dictionary(
        Type=Name.FontDescriptor, FontName=Name("/ENQAPP+NotoSans"), Flags=32, FontBBox=Array(list(box)), ItalicAngle=0,
        Ascent=ascent, Descent=descent, CapHeight=height, StemV=80, FontFile2=file,
    )  # fmt: skip
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name("/ENQAPP+NotoSans"), Encoding=Name.WinAnsiEncoding,
            FirstChar=_FIRST, LastChar=_LAST, Widths=Array(list(widths)), FontDescriptor=pdf.make_indirect(descriptor),
            ToUnicode=pdf.make_stream(_to_unicode()),
        )
    )  # fmt: skip


def _character(code: int) -> str:
    """The character of a code in the Windows encoding; a bullet where it has none, as PDF says."""
    try:
        return bytes([code]).decode("cp1252")
    except UnicodeDecodeError:
        return "•"


Metrics = tuple[int, int, tuple[int, ...], int]


@cache
def _western() -> tuple[bytes, tuple[int, ...], Metrics]:
    """The font file, the widths of its codes, and ascent, descent, box and height of capitals in thousandths."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    made = TTFont(BytesIO(resource_bytes("fonts", "NotoSans-Regular.ttf")))
    options = Options()
    options.layout_features = []
    options.name_IDs = []
    options.hinting = False
    options.notdef_outline = True
    cutter = Subsetter(options)
    cutter.populate(unicodes=[ord(_character(code)) for code in range(_FIRST, _LAST + 1)] + [0xA0, 0xAD])
    cutter.subset(made)
    scale = 1000 / made["head"].unitsPerEm
    cmap, advance = made.getBestCmap(), made["hmtx"]
    widths = tuple(
        round(advance[cmap.get(ord(_character(code)), ".notdef")][0] * scale) for code in range(_FIRST, _LAST + 1)
    )
    head, across = made["head"], made["hhea"]
    box = tuple(round(edge * scale) for edge in (head.xMin, head.yMin, head.xMax, head.yMax))
    out = BytesIO()
    made.save(out)
    return out.getvalue(), widths, (round(across.ascent * scale), round(across.descent * scale), box, 714)


def _to_unicode() -> bytes:
    lines = [f"<{code:02X}> <{ord(_character(code)):04X}>" for code in range(_FIRST, _LAST + 1)]
    blocks = "\n".join(
        f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar"
        for part in (lines[start : start + 100] for start in range(0, len(lines), 100))
    )
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Western def /CMapType 2 def\n"
        f"1 begincodespacerange <00> <FF> endcodespacerange\n{blocks}\nendcmap end end"
    ).encode("ascii")


def appearances(pdf: Any, wanted: Mapping[str, tuple[str, Rect]]) -> dict[str, Any]:
    """Field name -> a picture of its text, set as our own documents are, in any script."""
    from pikepdf import open as open_pdf

    if not wanted:
        return {}
    drawn = open_pdf(BytesIO(_drawn([(text, rect) for text, rect in wanted.values()])))
    repair_fonts(drawn)
    found = {}
    for name, page in zip(wanted, drawn.pages, strict=True):
        picture = pdf.copy_foreign(page.as_form_xobject())
        picture.write(b"/Tx BMC\n" + picture.read_bytes() + b"\nEMC")
        found[name] = picture
    return found


def _drawn(texts: list[tuple[str, Rect]]) -> bytes:
    """One page a text, as large as its field."""
    from reportlab.pdfgen.canvas import Canvas

    font(PLAIN)
    font(BOLD)
    out = BytesIO()
    canvas = Canvas(out, initialFontName=PLAIN, invariant=1)
    for text, rect in texts:
        canvas.setPageSize((rect.width, rect.height))
        _draw_text(canvas, text, rect)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _draw_text(canvas: Any, text: str, rect: Rect) -> None:
    several = rect.height > LINE_HIGH + 1
    size, leading, lines = _fitting(printable(text, False, set()), rect, several)
    top = rect.height - _INSET if several else (rect.height + leading) / 2
    canvas.setFillColorRGB(*VALUE.colour)
    for number, line in enumerate(lines):
        base = top - (number + 1) * leading + (leading - size) / 2 + size * 0.18
        if line.text and base > 0:
            draw_line(canvas, _INSET, base, line, size, False)


def _fitting(text: str, rect: Rect, several: bool) -> tuple[float, float, list[Line]]:
    """Size, leading and lines: smaller where more was written than there is room for, so that print leaves out nothing."""
    size = VALUE.size
    while True:
        leading = size * VALUE.leading / VALUE.size
        lines = wrap(text, size, False, rect.width - 2 * _INSET)
        room = int((rect.height - _INSET) // leading) if several else 1
        if len(lines) <= max(room, 1) or size <= _SMALLEST:
            return size, leading, lines
        size -= 0.5
