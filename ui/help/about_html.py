"""A page about the app as rich text in the colours and sizes of the theme."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from enquiry_app.definitions.help_pages import HelpHeading, HelpPart, HelpPoints, HelpTable, HelpText, HelpWords
from ui.appearance import colour, points


def about_html(text: HelpText) -> str:
    """The whole page."""
    sizes = {level: points(f"heading_{level}") for level in (1, 2, 3)}
    headings = " ".join(f"h{level} {{ font-size: {size}pt; }}" for level, size in sizes.items())
    style = (
        f"body {{ color: {colour('text').name()}; font-size: {points('body')}pt; }} {headings}"
        " h1 { margin: 4px 0 10px 0; } h2 { margin: 22px 0 6px 0; } h3 { margin: 16px 0 4px 0; }"
        " p { margin: 4px 0 8px 0; } li { margin: 3px 0; } ul { margin: 4px 0 8px 0; }"
        f" th {{ text-align: left; background: {colour('surface_sunk').name()}; }}"
        " td, th { padding: 6px 10px; }"
    )
    body = "".join(html for part in text.parts for html in _html(part))
    return f"<html><head><style>{style}</style></head><body>{body}</body></html>"


def _html(part: HelpPart) -> Iterator[str]:
    match part:
        case HelpHeading(text=text, level=level):
            yield f"<h{level}>{escape(text)}</h{level}>"
        case HelpWords(text=text):
            yield f"<p>{escape(text)}</p>"
        case HelpPoints(items=items):
            yield f"<ul>{''.join(f'<li>{escape(item)}</li>' for item in items)}</ul>"
        case HelpTable():
            yield _table(part)


def _table(table: HelpTable) -> str:
    """Widths are said in the first row, since rich text of Qt knows no columns."""
    whole = sum(table.widths) or len(table.heads)
    widths = [100 * part / whole for part in table.widths or [1.0] * len(table.heads)]
    named = any(table.heads)
    first = "".join(
        f'<th width="{width:.0f}%">{escape(head)}</th>' for head, width in zip(table.heads, widths, strict=True)
    )
    rows = "".join(
        "<tr>" + "".join(f"<td>{'<b>' if not at else ''}{escape(cell)}{'</b>' if not at else ''}</td>"
                         for at, cell in enumerate(row)) + "</tr>"
        for row in table.rows
    )  # fmt: skip
    line = colour("line").name()
    return (
        f'<table width="100%" border="1" cellspacing="0" style="border-collapse: collapse; border-color: {line};">'
        f"{f'<thead><tr>{first}</tr></thead>' if named else ''}{rows}</table><p></p>"
    )
