"""The two copies of a subject access request as content: the whole one for the file, and the one that is given.

What is withheld has been taken out before it comes here: the copy that is given is made without ever knowing it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import cast

from enquiry_app.documents.document_content import (
    Block,
    Document,
    Facts,
    Heading,
    Notice,
    PageBreak,
    Paragraph,
    Table,
    in_one_column,
)
from enquiry_app.enquiry.disclosing import AccessPaper, PaperGroup
from enquiry_app.enquiry.reference import LONDON

FILE_TITLE = "Subject access: copy for the file"
GIVEN_TITLE = "What is held about you"


def file_document(content: object) -> Document:
    """The whole copy, with what is withheld and why. `content` is an `AccessPaper`."""
    paper = cast(AccessPaper, content)
    return _document(paper, FILE_TITLE, "own", "the organisation's own file")


def given_document(content: object) -> Document:
    """The copy that is given. `content` is an `AccessPaper` made for it."""
    paper = cast(AccessPaper, content)
    return _document(paper, GIVEN_TITLE, "disclosed", "the person who asked")


def _document(paper: AccessPaper, title: str, copy: str, addressee: str) -> Document:
    return Document(
        title=f"{title} {paper.reference}",
        blocks=tuple(in_one_column(_blocks(paper, title)) if paper.large else _blocks(paper, title)),
        reference=paper.reference,
        copy=copy,
        addressee=addressee,
        watermark="PRACTICE" if paper.practice else "DRAFT" if paper.draft else "",
        made_at=paper.at.astimezone(dt.UTC).isoformat(timespec="seconds"),
        large=paper.large,
    )


def _blocks(paper: AccessPaper, title: str) -> Iterator[Block]:
    yield Heading(title, 1)
    local = paper.at.astimezone(LONDON)
    pairs = (
        ("About", ", born ".join(filter(None, (paper.person, paper.born)))), ("Given to", paper.to_whom),
        ("Because", paper.purpose), ("Prepared by", f"{paper.prepared_by}, {paper.organisation}"),
        ("On", f"{local.day} {local:%B %Y}"), ("Records", ", ".join(record.name for record in paper.records)),
    )  # fmt: skip
    yield Facts(tuple((label, words) for label, words in pairs if words))
    if paper.whole:
        yield Notice("warning", "Not to be given", "This copy holds everything. It stays in the file.")
    else:
        yield Paragraph(
            "This is what our records say about you, in the words of the form. Where something may not be given, it"
            " is not in this copy, and the reason stands in its place."
        )
    yield from _reasons(paper)
    for record in paper.records:
        yield PageBreak()
        yield Heading(f"Record {record.name}", 2)
        yield Paragraph(record.words, "hint")
        for group in record.groups:
            yield Heading(group.heading, 3)
            yield from _lines(paper, group)


def _reasons(paper: AccessPaper) -> Iterator[Block]:
    if paper.reasons:
        yield Heading("Why something is withheld", 2)
        yield Table(("Reason", "The law"), paper.reasons, (2, 3), row_heads=True)
    if not paper.whole:
        yield Heading("If you do not agree", 2)
        yield Paragraph(
            "You may ask us to look at it again. You may complain to the Information Commissioner (0303 123 1113), or go"
            " to court."
        )


def _lines(paper: AccessPaper, group: PaperGroup) -> Iterator[Block]:
    if not paper.whole:
        yield Facts(tuple((line.label, line.text) for line in group.lines))
        return
    rows = tuple((line.label, line.text, line.mark) for line in group.lines)
    yield Table(("What", "What is held", "Withheld"), rows, (2, 4, 2), row_heads=True)
