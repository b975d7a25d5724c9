"""The certificate of destruction as content: what was destroyed, under which rule, by whom, and what may still hold it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from enquiry_app.documents.document_content import Block, Bullets, Document, Facts, Heading, Paragraph, Table
from enquiry_app.enquiry.reference import LONDON

TITLE = "Certificate of destruction"


def destruction_document(paper: Any) -> Document:
    """`paper` is a `services.retaining.CertificatePaper`. It names nobody the record was about."""
    name = str(paper.item.details.get("name", ""))
    return Document(
        title=f"{TITLE}, {name}",
        blocks=tuple(_blocks(paper)),
        reference=name,
        version="1",
        copy="own",
        addressee="the organisation's own file",
        watermark="PRACTICE" if paper.practice else "",
        made_at=paper.made_at.astimezone(dt.UTC).isoformat(timespec="seconds"),
    )


def _blocks(paper: Any) -> Iterator[Block]:
    item, details = paper.item, paper.item.details
    yield Heading(TITLE, 1)
    yield Paragraph(
        f"The record {details.get('name', '')} was destroyed at {paper.organisation} on {_moment(item.at)}.", "lead"
    )
    yield Facts((
        ("Rule", str(details.get("rule", ""))), ("Why then", str(details.get("because", ""))),
        ("Due for review", _day(details.get("due", ""))), ("Last contact", _day(details.get("last_contact", ""))),
        ("Decided by", f"{paper.decided_by}, {_moment(dt.datetime.fromisoformat(details['decided_at']))}"),
        ("Confirmed by", f"{paper.confirmed_by}, {_moment(item.at)}"),
    ))  # fmt: skip
    yield Heading("What was destroyed", 2)
    yield Paragraph(
        "The enquiry with every answer and every change of it, what was sent, the Hub's work on it, messages, letters,"
        f" {_count(details.get('documents', 0), 'document')} and {_count(details.get('attachments', 0), 'attachment')},"
        " the words it was searched by and the details of its audit events."
    )
    sent = details.get("sent", ())
    if sent:
        rows = tuple((str(number), str(hashed)) for number, hashed in sent)
        yield Table(("Version sent", "SHA-256 of its content, kept"), rows, (1, 5))
    yield Heading("What may still hold it", 2)
    yield Bullets(tuple(_remaining(details)))


def _remaining(details: Any) -> Iterator[str]:
    if details.get("backup"):
        at = _moment(dt.datetime.fromisoformat(details["backup_at"]))
        yield (
            f"Backups made before, the last of them {details['backup']} of {at}. Restored, the app destroys the record in"
            " it again; until then it lies there encrypted. It is gone when these backups are removed."
        )
    else:
        yield "No backup of this store was made before."
    yield (
        "Copies that were printed, saved, mailed, sealed or given to others before: they are kept under the schedule of"
        " whoever has them."
    )
    yield "The audit trail keeps who did what to the record and when, by its number, without any of its content."


def _count(number: Any, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _moment(at: dt.datetime) -> str:
    local = at.astimezone(LONDON)
    return f"{local.day} {local:%B %Y}, {local:%H:%M}"


def _day(iso: Any) -> str:
    day = dt.date.fromisoformat(str(iso)) if iso else None
    return f"{day.day} {day:%B %Y}" if day else ""
