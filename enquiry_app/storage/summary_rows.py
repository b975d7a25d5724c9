"""The narrow columns an enquiry is listed by, and its people in the index; written only when they differ."""

from __future__ import annotations

import dataclasses

from sqlalchemy import Connection, bindparam, update

from enquiry_app.services.ports import IndexedPerson, Summary
from enquiry_app.storage import person_index
from enquiry_app.storage.answer_rows import text_hash
from enquiry_app.storage.column_types import compact_json
from enquiry_app.storage.enquiry_rows import enquiries


def write_summary(connection: Connection, enquiry_seq: int, summary: Summary, stored_digest: str) -> None:
    """Bring columns, person index and searched words to this summary, if it differs from the stored one."""
    digest = summary_digest(summary)
    if digest == stored_digest:
        return
    columns = {name: getattr(summary, name) for name in _COLUMNS}
    connection.execute(_WRITE, {**columns, "flags": list(summary.flags), "summary_digest": digest, "of": enquiry_seq})
    if person_index.write_people(connection, enquiry_seq, summary.people):
        person_index.write_words(connection, enquiry_seq)


def summary_digest(summary: Summary) -> str:
    """What tells one summary from another."""
    people = [[getattr(person, name) for name in _PERSON_FIELDS] for person in summary.people]
    return text_hash(compact_json([*(getattr(summary, name) for name in _COLUMNS), summary.flags, people]))


_PERSON_FIELDS = tuple(field.name for field in dataclasses.fields(IndexedPerson))
_COLUMNS = ("title", "initials", "area", "youngest", "level", "urgent", "seen")
_WRITE = (
    update(enquiries)
    .where(enquiries.c.seq == bindparam("of"))
    .values({name: bindparam(name) for name in (*_COLUMNS, "flags", "summary_digest")})
)
