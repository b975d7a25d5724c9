"""A page of what the app says about itself, on paper: for partners, governors and whoever answers for information. No
child on it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from enquiry_app.definitions.help_pages import HelpHeading, HelpPart, HelpPoints, HelpTable, HelpWords
from enquiry_app.documents.document_content import Block, Bullets, Document, Heading, Paragraph, Table
from enquiry_app.enquiry.app_statement import AppStatement
from enquiry_app.enquiry.reference import LONDON


def statement_document(content: object) -> Document:
    """The page as a document. `content` is an `AppStatement`."""
    statement = cast(AppStatement, content)
    made = statement.at.astimezone(LONDON).date().isoformat()
    return Document(
        title=statement.text.title,
        blocks=tuple(block for part in statement.text.parts for block in _blocks(part)),
        reference="About this app",
        version=made,
        copy="statement",
        addressee=statement.organisation or "whoever asks",
        marking="OFFICIAL",
        watermark="PRACTICE" if statement.practice else "",
        made_at=statement.at.isoformat(),
    )


def _blocks(part: HelpPart) -> Iterator[Block]:
    match part:
        case HelpHeading(text=text, level=level):
            yield Heading(text, level)
        case HelpWords(text=text):
            yield Paragraph(text)
        case HelpPoints(items=items):
            yield Bullets(items)
        case HelpTable(heads=heads, rows=rows, widths=widths):
            yield Table(heads, rows, widths=widths, row_heads=True)
