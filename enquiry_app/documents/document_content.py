"""A document as content: headings, paragraphs, facts, tables, notices. No layout, no ReportLab; checked first in tests.

Everything that leaves on paper is made of these blocks, so that the PDF, the plain-text copy and tests agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from enquiry_app.enquiry.matrix_picture import PictureDomain


@dataclass(frozen=True)
class Heading:
    """A heading; `level` 1 is the title of the document."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class Paragraph:
    """Running text; line breaks are kept. `style` is `body`, `lead` (page one's summary), `hint` or `caption`."""

    text: str
    style: str = "body"


@dataclass(frozen=True)
class Quote:
    """Somebody's exact words, set apart."""

    text: str
    who: str = ""


@dataclass(frozen=True)
class Notice:
    """A box that stands out by frame, word and position: `kind` is `danger`, `warning` or `info`."""

    kind: str
    title: str
    text: str = ""


@dataclass(frozen=True)
class Facts:
    """Label and value pairs. Two columns of pairs if `columns` is 2."""

    pairs: tuple[tuple[str, str], ...]
    columns: int = 1


@dataclass(frozen=True)
class Table:
    """A table with column heads that repeat on every page. `widths` are parts of the whole; with `row_heads` the first
    column names what its row is about.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...] = ()
    caption: str = ""
    row_heads: bool = False


@dataclass(frozen=True)
class Event:
    """One event of the story: when, what happened, what it meant for the child, and how it is known."""

    when: str
    what: str
    effect: str = ""
    details: str = ""


@dataclass(frozen=True)
class Story:
    """What has happened, told in order. The heads repeat on every page."""

    events: tuple[Event, ...]
    when_head: str = "When"
    what_head: str = "What happened, and what it meant for the child"


@dataclass(frozen=True)
class Bullets:
    """A list of short items."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class LevelRow:
    """One child's levels. `notes` say why they differ and what advice was taken."""

    child: str
    chosen: str
    why: str
    suggested: str = ""
    because: str = ""
    notes: str = ""


@dataclass(frozen=True)
class Levels:
    """The levels side by side, a row a child: name, level chosen and why, level suggested and why."""

    rows: tuple[LevelRow, ...]


@dataclass(frozen=True)
class Picture:
    """The picture of the matrix for one child."""

    child: str
    domains: tuple[PictureDomain, ...]
    level_names: tuple[str, str, str, str] = ("1", "2", "3", "4")
    not_known: tuple[str, ...] = ()  # dimensions left out of the rows because nothing is known


@dataclass(frozen=True)
class PageBreak:
    """Begin a new page."""


Block = Heading | Paragraph | Quote | Notice | Facts | Table | Story | Bullets | Levels | Picture | PageBreak


_DEEPEST = 4  # level of headings
WIDE = 2  # columns: more do not fit beside each other in large print


@dataclass(frozen=True)
class Document:
    """A whole document. `title` must not name a person: it becomes metadata. `addressee` is read back before printing.

    `watermark` is drawn across each page (practice mode); `attachments` are embedded files:
    name -> (media type, bytes, what it is).
    """

    title: str
    blocks: tuple[Block, ...]
    reference: str = ""
    version: str = "1"
    copy: str = "hub"
    addressee: str = ""
    marking: str = "OFFICIAL-SENSITIVE"
    watermark: str = ""
    language: str = "en-GB"
    made_at: str = ""  # ISO instant, for metadata
    attachments: dict[str, tuple[str, bytes, str]] = field(default_factory=dict)
    large: bool = False  # set in large print

    def __repr__(self) -> str:
        return f"Document({self.reference}, {self.copy}, {len(self.blocks)} blocks)"


def in_one_column(blocks: Iterable[Block]) -> Iterator[Block]:
    """The same content for large print: facts one below the other, and wide tables row by row."""
    level = 1
    for block in blocks:
        if isinstance(block, Facts):
            yield Facts(block.pairs, 1)
        elif isinstance(block, Table) and len(block.columns) > WIDE:
            yield from _row_by_row(block, level)
        else:
            level = block.level if isinstance(block, Heading) else level
            yield block


def _row_by_row(table: Table, level: int) -> Iterator[Block]:
    """Below a heading of this level; no level is left out, or a screen reader would look for it."""
    if table.caption:
        level = min(level + 1, _DEEPEST)
        yield Heading(table.caption, level)
    for row in table.rows:
        pairs = list(zip(table.columns, row, strict=True))
        if table.row_heads and row[0]:
            yield Heading(row[0], min(level + 1, _DEEPEST))
            pairs = pairs[1:]
        yield Facts(tuple(pair for pair in pairs if pair[1]), 1)


def texts(document: Document) -> Iterator[str]:
    """Every text of the document in reading order."""
    for block in document.blocks:
        yield from _texts(block)


def plain_text(document: Document) -> str:
    """The document as plain text, one text a line."""
    return "\n".join(texts(document)) + "\n"


def _texts(block: Block) -> Iterator[str]:
    match block:
        case Heading(text=text) | Paragraph(text=text):
            yield text
        case Quote():
            yield from (t for t in (block.who, block.text) if t)
        case Notice():
            yield from (t for t in (block.title, block.text) if t)
        case Facts():
            yield from (f"{label}: {value}" for label, value in block.pairs)
        case Table():
            yield from ([block.caption] if block.caption else [])
            yield " | ".join(block.columns)
            yield from (" | ".join(row) for row in block.rows)
        case Story():
            yield from (" ".join(t for t in (e.when, e.what, e.effect, e.details) if t) for e in block.events)
        case Bullets():
            yield from block.items
        case Levels():
            for row in block.rows:
                yield from (t for t in (row.child, row.chosen, row.why, row.suggested, row.because, row.notes) if t)
        case Picture():
            yield from _picture_texts(block)
        case _:
            return


def _picture_texts(block: Picture) -> Iterator[str]:
    for domain in block.domains:
        yield domain.name
        for row in domain.rows:
            counted = zip(block.level_names, row.counts, strict=True)
            marked = ", ".join(f"level {level}: {count}" for level, count in counted if count)
            yield f"{row.name}: {marked or row.state.replace('_', ' ')}"
