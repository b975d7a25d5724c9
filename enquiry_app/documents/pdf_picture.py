"""The printed picture of the matrix: dimensions by levels, marked cells with counts, told by shape and word too."""

from __future__ import annotations

from typing import Any

from enquiry_app.documents import pdf_style as style
from enquiry_app.documents.document_content import Picture
from enquiry_app.documents.pdf_flow import Cell, Rows, as_colour
from enquiry_app.documents.pdf_tables import TableMaker
from enquiry_app.documents.pdf_tags import Element

_HEAD = style.TextStyle(8, 10, True, style.SOFT, after=0, label=True)
_NAME = style.TextStyle(8.3, 10.2, after=0, label=True)
_CALM = style.TextStyle(8.3, 10.2, colour=style.SOFT, after=0, label=True)
_DOMAIN = style.TextStyle(8.3, 10.2, True, style.ACCENT, after=0, label=True)
_MARK = style.TextStyle(8.3, 10.2, True, style.WHITE, after=0, label=True)
_STATES = {"no_worry": "No worry", "worry": "Worry", "not_known": "Not known"}


def picture_rows(block: Picture) -> int:
    """How many rows the picture has, heads included."""
    return 1 + sum(1 + len(domain.rows) for domain in block.domains)


def picture_table(maker: TableMaker, block: Picture) -> Any:
    """One tagged table; a marked cell is filled and says how many signs are marked there."""
    outer = Element("Table", maker.tagger.root)
    rows = Rows([style.WIDTH * part for part in (0.36, 0.125, 0.125, 0.125, 0.125, 0.14)])
    rows.add(maker.column_heads(("Part of the child's life", *block.level_names, "In short"), outer, _HEAD))
    for domain in block.domains:
        line = Element("TR", outer)
        place = len(rows.cells)
        name = maker.cell(domain.name, _DOMAIN, line, "TH", "Row")
        rows.add([name, *(maker.cell("", _NAME, line) for _ in range(5))])
        rows.commands.append(("NOSPLIT", (0, place), (-1, place + 1)))
        for row in domain.rows:
            line = Element("TR", outer)
            place = len(rows.cells)
            cells: list[Cell] = [maker.cell(row.name, _NAME, line, "TH", "Row")]
            for column, count in enumerate(row.counts, 1):
                cells.append(maker.cell(_mark(count), _MARK, line))
                if count:
                    rows.commands.append(("BACKGROUND", (column, place), (column, place), as_colour(style.ACCENT)))
            cells.append(maker.cell(_STATES[row.state], _CALM if row.state == "no_worry" else _NAME, line))
            rows.add(cells)
    rows.commands.append(("INNERGRID", (1, 1), (4, -1), 0.5, as_colour(style.LINE)))
    return rows.made(maker.tagger, padding=1.7)


def _mark(count: int) -> str:
    return "" if not count else "1 sign" if count == 1 else f"{count} signs"
