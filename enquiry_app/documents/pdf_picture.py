"""The printed picture of the matrix: dimensions by levels, marked cells with counts, told by shape and word too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from enquiry_app.documents import pdf_style as style
from enquiry_app.documents.document_content import Picture
from enquiry_app.documents.pdf_flow import Text, colour, table
from enquiry_app.documents.pdf_tags import Element, Tagger

_HEAD = style.TextStyle(8.3, 10.5, True, style.SOFT, after=0)
_NAME = style.TextStyle(8.3, 10.5, after=0)
_DOMAIN = style.TextStyle(8.3, 10.5, True, style.ACCENT, after=0)
_MARK = style.TextStyle(9, 10.5, True, after=0)


def picture_table(tagger: Tagger, block: Picture, missing: set[str], states: Mapping[str, str]) -> Any:
    """One tagged table; a marked cell has a frame, a dot and its count."""
    outer = Element("Table", tagger.root)
    rows: list[list[Any]] = []
    extra: list[tuple[Any, ...]] = []

    def cell(text: str, how: style.TextStyle, line: Element, tag: str = "TD", scope: str = "") -> Text:
        return Text(text, how, tagger, Element(tag, line, scope=scope), missing)

    line = Element("TR", outer)
    heads = ["Part of the child's life", *block.level_names, "In short"]
    rows.append([cell(text, _HEAD, line, "TH", "Column") for text in heads])
    for head in rows[0]:
        head.element.drawn_once = True
    for domain in block.domains:
        line = Element("TR", outer)
        place = len(rows)
        name = cell(domain.name, _DOMAIN, line, "TH", "Row")
        rows.append([name, *[cell("", _NAME, line) for _ in range(5)]])
        extra.append(("BACKGROUND", (0, place), (-1, place), colour(style.SHADE)))
        for row in domain.rows:
            line = Element("TR", outer)
            place = len(rows)
            cells = [cell(row.name, _NAME, line, "TH", "Row")]
            for column, count in enumerate(row.counts, 1):
                cells.append(cell(f"• {count}" if count else "", _MARK, line))
                if count:
                    extra.append(("BOX", (column, place), (column, place), 1, colour(style.INK)))
            cells.append(cell(states[row.state], _NAME, line))
            rows.append(cells)
    widths = [style.WIDTH * part for part in (0.34, 0.12, 0.12, 0.12, 0.12, 0.18)]
    return table(rows, widths, tagger, extra=extra, padding=1.8)
