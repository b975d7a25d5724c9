"""Who may do what, printed for partners from the table the app enforces. No child on it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from enquiry_app.documents.document_content import Block, Bullets, Document, Facts, Heading, Paragraph, Table
from enquiry_app.enquiry.answers import FlexDate
from enquiry_app.enquiry.date_reading import date_words
from enquiry_app.enquiry.permission_words import BEYOND, SCOPES_EXPLAINED, SHORT_ROLES, PermissionStatement
from enquiry_app.enquiry.records import ROLES
from enquiry_app.enquiry.reference import LONDON

TITLE = "Who may do what"


def roles_document(content: object) -> Document:
    """The statement as a document. `content` is a `PermissionStatement`."""
    statement = cast(PermissionStatement, content)
    made = statement.at.astimezone(LONDON).date().isoformat()
    return Document(
        title=TITLE,
        blocks=tuple(_blocks(statement, made)),
        reference="Roles",
        version=made,
        copy="statement",
        addressee="partner agencies",
        marking="OFFICIAL",
        watermark="PRACTICE" if statement.practice else "",
        made_at=statement.at.isoformat(),
    )


def _blocks(statement: PermissionStatement, made: str) -> Iterator[Block]:
    yield Heading(TITLE, 1)
    yield Paragraph(f"{statement.organisation}. As it holds on {date_words(FlexDate(made))}.", "lead")
    yield Paragraph("Everybody signs in with a name of their own and has one role. The app refuses what is not here.")
    yield Facts(SCOPES_EXPLAINED)
    for group in statement.groups:
        yield Heading(group.heading, 2)
        yield Table(
            ("", *(SHORT_ROLES[role].replace("- ", "\u00ad") for role in ROLES)),
            tuple((line.words, *line.roles) for line in group.lines),
            widths=(2.3, *(1.0 for _ in ROLES)),
            row_heads=True,
        )
    yield Heading("Beyond roles", 2)
    yield Bullets(BEYOND)
