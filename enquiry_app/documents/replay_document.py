"""What was known when, as content: the record as of one moment, what had happened until then, what came next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from enquiry_app.documents.document_content import Block, Bullets, Document, Facts, Heading, Notice, Paragraph, Table
from enquiry_app.enquiry.reference import LONDON

TITLE = "What was known when"


def replay_document(paper: Any) -> Document:
    """`paper` is a `services.replaying.ReplayPaper`. Title and reference name nobody."""
    return Document(
        title=f"{TITLE}, {paper.name}",
        blocks=tuple(_blocks(paper)),
        reference=paper.name,
        version=str(paper.then.version or 1),
        copy="own",
        addressee="the organisation's own file",
        watermark="PRACTICE" if paper.practice else "",
        made_at=paper.made_at.astimezone(dt.UTC).isoformat(timespec="seconds"),
    )


def _blocks(paper: Any) -> Iterator[Block]:
    then = paper.then
    yield Heading(TITLE, 1)
    yield Paragraph(f"{paper.name} as it stood on {_moment(then.moment.at)}.", "lead")
    yield Notice(
        "info",
        "This is the past",
        f"Moment {then.number} of {then.of}. Made by {paper.made_by}, {paper.organisation}, {_moment(paper.made_at)}."
        " What was written within one minute is shown together.",
    )
    sent = f"Version {then.version}" if then.version else "Nothing yet"
    yield Facts((("Sent by then", sent), *then.standing))
    yield Heading("What had just become known", 2)
    yield Paragraph(" – ".join(filter(None, (then.moment.who, then.moment.what))))
    yield Heading("The record", 2)
    if not then.sections:
        yield Paragraph("Nothing was written yet.")
    for section in then.sections:
        yield Heading(section.title, 3)
        yield Facts(section.answers)
    yield Heading("What had happened until then", 2)
    if then.happened:
        rows = tuple((_moment(line.at), line.who, _joined(line)) for line in then.happened)
        yield Table(("When", "Who", "What"), rows, (2, 2, 6))
    else:
        yield Paragraph("Nothing but what was written.")
    yield Heading("What became known next", 2)
    if then.next_moment is None:
        yield Paragraph("Nothing since.")
        return
    yield Paragraph(f"{_moment(then.next_moment.at)}: {then.next_moment.what}")
    if then.next_changes:
        yield Bullets(then.next_changes)


def _joined(line: Any) -> str:
    return "\n".join(filter(None, (line.what, line.why)))


def _moment(at: dt.datetime) -> str:
    local = at.astimezone(LONDON)
    return f"{local.day} {local:%B %Y}, {local:%H:%M}"
