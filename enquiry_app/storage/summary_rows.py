"""The narrow columns an enquiry is listed by, and its people in the index; written only when they differ."""

from __future__ import annotations

import dataclasses

from sqlalchemy import Connection, select, update

from enquiry_app.services.ports import Summary
from enquiry_app.storage import person_index
from enquiry_app.storage.answer_rows import text_hash
from enquiry_app.storage.column_types import compact_json
from enquiry_app.storage.enquiry_rows import enquiries


def write_summary(connection: Connection, enquiry_seq: int, summary: Summary) -> None:
    """Bring columns, person index and searched words to this summary."""
    digest = text_hash(compact_json(dataclasses.asdict(summary)))
    stored = connection.execute(select(enquiries.c.summary_digest).where(enquiries.c.seq == enquiry_seq)).scalar()
    if stored == digest:
        return
    connection.execute(
        update(enquiries)
        .where(enquiries.c.seq == enquiry_seq)
        .values(
            title=summary.title,
            initials=summary.initials,
            area=summary.area,
            youngest=summary.youngest,
            level=summary.level,
            urgent=summary.urgent,
            flags=list(summary.flags),
            summary_digest=digest,
        )
    )
    person_index.write_people(connection, enquiry_seq, summary.people)
    person_index.write_words(connection, enquiry_seq)
