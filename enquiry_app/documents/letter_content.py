"""A letter of the Hub to whoever sent an enquiry, as content: to whom, about what, its parts, who is doing what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from enquiry_app.documents.document_content import Block, Document, Facts, Heading, Notice, Paragraph, Table
from enquiry_app.enquiry.letter_words import LetterPaper
from enquiry_app.enquiry.reference import LONDON

COLUMNS = ("Who", "What", "By when")


def letter_document(paper: LetterPaper) -> Document:
    """The paper that is read and kept. Its title and reference name nobody."""
    draft = paper.letter.status != "sent"
    return Document(
        title=f"{paper.title}, {paper.reference}",
        blocks=tuple(_blocks(paper)),
        reference=paper.reference,
        version=str(paper.letter.version) if draft else "1",
        copy="letter",
        addressee=paper.letter.addressee,
        watermark="PRACTICE" if paper.practice else "DRAFT" if draft else "",
        made_at=paper.at.astimezone(dt.UTC).isoformat(timespec="seconds"),
    )


def _blocks(paper: LetterPaper) -> Iterator[Block]:
    yield Heading(paper.title, 1)
    pairs = (
        ("To", paper.letter.addressee), ("From", f"{paper.hub_name}, {paper.hub_phone}"), ("Date", _day(paper.at)),
        ("Reference", paper.reference), ("About", paper.about),
    )  # fmt: skip
    yield Facts(tuple((label, value) for label, value in pairs if value))
    plain = paper.letter.kind == "acknowledgement"
    for part, heading, words in paper.parts:
        if part == "who":
            yield Heading(heading, 2)
            yield Table(COLUMNS, tuple((a["who"], a["what"], a["by"]) for a in paper.letter.actions), (3, 4.4, 3.6))
        elif plain and part == "out_of_hours":
            yield Notice("warning", "Not looked at yet", words)
        else:
            if heading:
                yield Heading(heading, 2)
            yield from (Paragraph(line) for line in words.split("\n") if line.strip())
    yield Paragraph(paper.signed)
    yield Paragraph("This letter is for whoever it is addressed to. Keep it with the child’s record, safely.", "hint")


def _day(at: dt.datetime) -> str:
    local = at.astimezone(LONDON)
    return f"{local.day} {local:%B %Y}"
