"""A document as plain text and as a web page, from the same content as its PDF: for readers whom a PDF serves badly, and
for text from right to left, which stands here in the order it is read."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from enquiry_app.documents.document_content import (
    Block,
    Bullets,
    Document,
    Facts,
    Heading,
    Levels,
    Notice,
    Paragraph,
    Picture,
    Quote,
    Story,
    Table,
)

_STYLE = (
    "body{font:1rem/1.5 sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem;color:#111;background:#fff}"
    "table{border-collapse:collapse;width:100%;margin:1rem 0}caption{text-align:start;font-weight:bold}"
    "th,td{border:1px solid #555;padding:.3rem .5rem;text-align:start;vertical-align:top}"
    "dt{font-weight:bold}dd{margin:0 0 .5rem}.notice{border:2px solid #555;padding:.5rem 1rem;margin:1rem 0}"
    ".lines{white-space:pre-line}"
)
_LEVEL_HEADS = ("Child", "Level chosen", "Why", "Level the matrix suggests", "Because", "More")


def text_copy(document: Document) -> str:
    """Plain text, a blank line between blocks, lines not broken; who it is for and which version on top."""
    head = "\n".join(_head_lines(document))
    blocks = ("\n".join(_text_lines(block)) for block in document.blocks)
    return "\n\n".join(part for part in (head, *blocks, document.marking) if part) + "\n"


def html_copy(document: Document) -> str:
    """One web page without scripts, pictures or anything fetched: language, headings in order, table heads with scope."""
    body = "\n".join(html for block in document.blocks for html in _html(block))
    head = "<br>".join(escape(line) for line in _head_lines(document))
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(document.language)}">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(document.title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"<header><p>{head}</p></header>\n<main>\n{body}\n</main>\n"
        f"<footer><p>{escape(document.marking)}</p></footer>\n</body>\n</html>\n"
    )


def _head_lines(document: Document) -> Iterator[str]:
    if document.watermark:
        yield document.watermark
    yield document.marking
    if document.reference:
        yield f"{document.reference}, version {document.version}"
    if document.addressee:
        yield f"For: {document.addressee}"


def _text_lines(block: Block) -> Iterator[str]:
    match block:
        case Heading(text=text, level=level):
            yield text
            yield ("=" if level == 1 else "-") * min(len(text), 72)
        case Paragraph(text=text):
            yield text
        case Quote():
            yield from (line for line in (f"{block.who}:" if block.who else "", block.text) if line)
        case Notice():
            yield from (line for line in (f"! {block.title}", block.text) if line)
        case Facts():
            yield from (f"{label}: {value}" for label, value in block.pairs)
        case Bullets():
            yield from (f"- {item}" for item in block.items)
        case Story():
            for event in block.events:
                yield from (line for line in (event.when, event.what, event.effect, event.details) if line)
        case Levels() | Table() | Picture():
            for caption, heads, rows in _tables(block):
                yield from ([caption] if caption else [])
                for row in rows:
                    yield "; ".join(f"{head}: {cell}" for head, cell in zip(heads, row, strict=False) if cell)
        case _:
            return


def _html(block: Block) -> Iterator[str]:
    match block:
        case Heading(text=text, level=level):
            yield f'<h{level} dir="auto">{escape(text)}</h{level}>'
        case Paragraph(text=text):
            yield _lines("p", text)
        case Quote():
            who = f'<p dir="auto">{escape(block.who)}</p>' if block.who else ""
            yield f"<blockquote>{who}{_lines('p', block.text)}</blockquote>"
        case Notice():
            words = _lines("p", block.text) if block.text else ""
            yield f'<div class="notice" role="note"><p><strong>{escape(block.title)}</strong></p>{words}</div>'
        case Facts():
            pairs = "".join(f"<dt>{escape(label)}</dt>{_lines('dd', value)}" for label, value in block.pairs)
            yield f"<dl>{pairs}</dl>"
        case Bullets():
            yield f"<ul>{''.join(_lines('li', item) for item in block.items)}</ul>"
        case Story():
            yield f"<ol>{''.join(_story_item(event) for event in block.events)}</ol>"
        case Levels() | Table() | Picture():
            row_heads = not isinstance(block, Table) or block.row_heads
            for caption, heads, rows in _tables(block):
                yield _table(caption, heads, rows, row_heads)
        case _:
            return


def _story_item(event: object) -> str:
    found = (str(getattr(event, name)) for name in ("when", "what", "effect", "details"))
    return f"<li>{''.join(_lines('p', words) for words in found if words)}</li>"


def _tables(block: Levels | Table | Picture) -> Iterator[tuple[str, tuple[str, ...], tuple[tuple[str, ...], ...]]]:
    """(caption, column heads, rows) of each table a block is shown as."""
    if isinstance(block, Table):
        yield block.caption, block.columns, block.rows
    elif isinstance(block, Levels):
        whole: list[tuple[str, ...]] = [(r.child, r.chosen, r.why, r.suggested, r.because, r.notes) for r in block.rows]
        used = [place for place in range(len(_LEVEL_HEADS)) if place < 1 or any(row[place] for row in whole)]
        heads = tuple(_LEVEL_HEADS[place] for place in used)
        yield "Levels", heads, tuple(tuple(row[place] for place in used) for row in whole)
    else:
        levels = (f"Level {name}" if name.isdigit() else name for name in block.level_names)
        heads = ("Dimension", *levels, "In words")
        for domain in block.domains:
            counted = tuple(
                (row.name, *(str(count) if count else "" for count in row.counts), row.state.replace("_", " "))
                for row in domain.rows
            )
            yield f"{block.child}: {domain.name}", heads, counted
        if block.not_known:
            yield f"{block.child}: nothing is known of", ("Dimension",), tuple((name,) for name in block.not_known)


def _table(caption: str, heads: tuple[str, ...], rows: tuple[tuple[str, ...], ...], row_heads: bool) -> str:
    top = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    body = ""
    for row in rows:
        first = f'<th scope="row" class="lines" dir="auto">{escape(row[0])}</th>' if row_heads and row else ""
        rest = row[1:] if row_heads else row
        body += f"<tr>{first}{''.join(_lines('td', cell) for cell in rest)}</tr>"
    words = f'<caption dir="auto">{escape(caption)}</caption>' if caption else ""
    return f"<table>{words}<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def _lines(tag: str, text: str) -> str:
    """Text with its own line breaks, its direction as its first strong letter says."""
    return f'<{tag} class="lines" dir="auto">{escape(text)}</{tag}>'
