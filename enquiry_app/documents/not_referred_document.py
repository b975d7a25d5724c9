"""The record of something considered and not referred, as content: what worried, who advised, why not, what instead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from enquiry_app.documents.document_content import Block, Document, Facts, Heading, Notice, Paragraph, Table
from enquiry_app.enquiry.hub_records import NotReferred
from enquiry_app.enquiry.not_referred import NotReferredPaper, review_state
from enquiry_app.enquiry.reference import LONDON

TITLE = "Considered, not referred"
LEVELS = {"4-S17": "4, section 17", "4-S47": "4, section 47"}


def not_referred_document(paper: NotReferredPaper) -> Document:
    """The paper for the agency's own file. Its title and reference name nobody."""
    return Document(
        title=f"{TITLE}, enquiry D{paper.enquiry.seq}",
        blocks=tuple(_blocks(paper)),
        reference=f"Enquiry D{paper.enquiry.seq}",
        version=str(paper.record.version),
        copy="own",
        addressee="the agency's own file",
        watermark="PRACTICE" if paper.practice else "",
        made_at=paper.made_at.astimezone(dt.UTC).isoformat(timespec="seconds"),
    )


def _blocks(paper: NotReferredPaper) -> Iterator[Block]:
    record = paper.record
    yield Heading(TITLE, 1)
    yield Paragraph("This was thought through and, for the reasons below, not sent to the Safeguarding Hub.", "lead")
    if record.danger:
        yield Notice(
            "danger",
            "A sign of significant harm was marked",
            f"Why it was not referred all the same: {record.danger_reason}",
        )
    pairs = [("About", record.about), ("Organisation", paper.organisation), ("Recorded", _moment(record.signed_at))]
    if record.level:
        pairs.append(("Level chosen", LEVELS.get(record.level, record.level)))
    yield Facts(tuple(pairs))
    for title, text in (
        ("What worried us", record.worry),
        ("Advice taken", f"From: {record.advice_from}\n{record.advice}"),
        ("Why it was not referred", record.reason),
        ("What we do instead", record.plan),
    ):
        if text:
            yield Heading(title, 2)
            yield Paragraph(text)
    yield from _review(paper)
    yield Heading("Signed", 2)
    role = f", {record.signed_role}" if record.signed_role else ""
    yield Paragraph(f"{record.signed_name}{role}, {_moment(record.signed_at)}")
    yield Paragraph(
        "If the worry grows, or anything new is seen, this is opened again and sent. Anybody may refer.", "hint"
    )


def _review(paper: NotReferredPaper) -> Iterator[Block]:
    record = paper.record
    yield Heading("Review", 2)
    if record.reopened_at is not None:
        by = paper.names.get(record.reopened_by, "")
        yield Notice("info", f"Opened again as an enquiry on {_moment(record.reopened_at)}", f"By {by}" if by else "")
    else:
        words = review_state(record, paper.today).words
        yield Paragraph(f"{words[:1].upper()}{words[1:]}.")
    if record.reviews:
        yield Table(("When", "How the child is", "By", "Next review"), tuple(_rows(paper, record)), (2, 5, 2, 2))


def _rows(paper: NotReferredPaper, record: NotReferred) -> Iterator[tuple[str, ...]]:
    for each in record.reviews:
        at, day = dt.datetime.fromisoformat(each["at"]), each["next"]
        following = _day(dt.date.fromisoformat(day)) if day else "None needed"
        yield (_moment(at), each["note"], paper.names.get(each["by"], ""), following)


def _moment(at: dt.datetime) -> str:
    local = at.astimezone(LONDON)
    return f"{_day(local.date())}, {local:%H:%M}"


def _day(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"
