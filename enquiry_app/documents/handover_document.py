"""The handover sheet as content: whom to ring, what must not wait, the rest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from enquiry_app.documents.document_content import Block, Document, Facts, Heading, Paragraph, Table
from enquiry_app.enquiry.reference import LONDON

RATINGS = {"red": "Red", "amber": "Amber", "green": "Green", "blue": "Blue"}


def handover_document(sheet: Any) -> Document:
    """`sheet` is a `services.handing_over_shift.HandoverSheet`. Initials only."""
    return Document(
        title="Handover sheet",
        blocks=tuple(_blocks(sheet)),
        reference="Handover",
        version="1",
        copy="own",
        addressee="the people of the Safeguarding Hub",
        watermark="PRACTICE" if sheet.practice else "",
        made_at=sheet.made_at.astimezone(dt.UTC).isoformat(timespec="seconds"),
    )


def _blocks(sheet: Any) -> Iterator[Block]:
    yield Heading("Handover sheet", 1)
    yield Paragraph(f"{sheet.organisation}, {_moment(sheet.made_at)}, made by {sheet.made_by}.", "lead")
    yield Facts((("Hub", sheet.phone), ("Out of hours", sheet.out_of_hours), ("Danger now", "999")))
    yield from _table(f"Not to wait: urgent, late, or due by {_moment(sheet.until)}", sheet.soon)
    yield from _table("Also open", sheet.later)
    if sheet.more:
        yield Paragraph(f"{sheet.more} more are open and not on this sheet. See the queue.")


def _table(title: str, lines: Sequence[Any]) -> Iterator[Block]:
    yield Heading(f"{title} ({len(lines)})", 2)
    if not lines:
        yield Paragraph("None.")
        return
    rows = tuple(
        (
            f"{line.reference}\n{line.initials}",
            ", ".join(filter(None, ("urgent" if line.urgent else "", RATINGS.get(line.rating, "not rated")))),
            line.due or "nothing due", line.status, line.holder or "nobody", line.waits_for,
        )
        for line in lines
    )  # fmt: skip
    yield Table(("Enquiry", "Rating", "Due", "Stage", "With", "Waits for"), rows, (4, 2, 3, 3, 3, 3))


def _moment(at: dt.datetime) -> str:
    """London day and time in words."""
    local = at.astimezone(LONDON)
    return f"{local:%A} {local.day} {local:%B}, {local:%H:%M}"
