"""Frozen versions of sent enquiries, reveals of the suggestion, documents: written once, never changed."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, insert, select

from enquiry_app.enquiry.records import SentVersion, Suggested
from enquiry_app.errors import NotFound, StoreDamaged
from enquiry_app.storage.answer_rows import answers_from_plain, answers_to_plain, text_hash
from enquiry_app.storage.column_types import compact_json, from_microseconds, to_microseconds
from enquiry_app.storage.driver_errors import DAMAGED
from enquiry_app.storage.enquiry_rows import seq_of
from enquiry_app.storage.tables import DocumentRow, LevelChoiceRow, SentTextRow, SentVersionRow, table_of

_version = table_of(SentVersionRow)
_text = table_of(SentTextRow)
_choice = table_of(LevelChoiceRow)
_document = table_of(DocumentRow)


def add_sent_version(connection: Connection, sent: SentVersion) -> None:
    """Freeze one version of an enquiry."""
    content = frozen_content(sent)
    values = version_values(sent, seq_of(connection, sent.enquiry_id), content)
    seq = connection.execute(insert(_version).returning(_version.c.seq), values).scalar_one()
    connection.execute(insert(_text), {"version_seq": seq, "content": content})


def frozen_content(sent: SentVersion) -> str:
    """The content of a version as it is stored: canonical JSON."""
    return compact_json(
        {
            "answers": answers_to_plain(sent.answers),
            "suggestions": {child: dict(suggestion) for child, suggestion in sent.suggestions.items()},
            "revealed": {child: _plain_choice(choice) for child, choice in sent.revealed.items()},
        }
    )


def version_values(sent: SentVersion, enquiry_seq: int, content: str) -> dict[str, Any]:
    """The row that describes a version with this content."""
    return {
        "enquiry_seq": enquiry_seq,
        "number": sent.number,
        "form": sent.form,
        "matrix": sent.matrix,
        "engine": sent.engine,
        "sent_at": sent.sent_at,
        "sent_by": sent.sent_by,
        "content_hash": sent.content_hash,
        "text_hash": text_hash(content),
    }


def read_sent_version(connection: Connection, enquiry_id: str, number: int) -> SentVersion:
    """The version with this number, the newest with 0. Raises NotFound; StoreDamaged if it is not as it was frozen."""
    query = (
        select(_version, _text.c.content)
        .outerjoin(_text, _text.c.version_seq == _version.c.seq)
        .where(_version.c.enquiry_seq == seq_of(connection, enquiry_id))
        .order_by(_version.c.number.desc())
        .limit(1)
    )
    row = connection.execute(query.where(_version.c.number == number) if number else query).first()
    if row is None:
        raise NotFound("This enquiry has not been sent.")
    if row.content is None:
        raise NotFound("The content of this enquiry was destroyed under the retention rules.")
    if text_hash(row.content) != row.text_hash:
        raise StoreDamaged(DAMAGED)
    content = json.loads(row.content)
    return SentVersion(
        enquiry_id=enquiry_id,
        number=row.number,
        answers=answers_from_plain(content["answers"]),
        form=row.form,
        matrix=row.matrix,
        engine=row.engine,
        suggestions=content["suggestions"],
        revealed={child: _choice_from_plain(plain) for child, plain in content["revealed"].items()},
        sent_at=row.sent_at,
        sent_by=row.sent_by,
        content_hash=row.content_hash,
    )


def _plain_choice(choice: Suggested) -> dict[str, Any]:
    return {
        "child": choice.child,
        "first_level": choice.first_level,
        "first_rationale": choice.first_rationale,
        "chosen_at": to_microseconds(choice.chosen_at),
        "chosen_by": choice.chosen_by,
        "suggestion": dict(choice.suggestion),
        "matrix": choice.matrix,
    }


def _choice_from_plain(plain: Mapping[str, Any]) -> Suggested:
    return Suggested(**{**plain, "chosen_at": from_microseconds(plain["chosen_at"])})


def add_choice(connection: Connection, enquiry_id: str, choice: Suggested) -> None:
    """Keep the first level chosen for a child. A second one for the same child is a defect (IntegrityError)."""
    connection.execute(insert(_choice), choice_values(choice, seq_of(connection, enquiry_id)))


def choice_values(choice: Suggested, enquiry_seq: int) -> dict[str, Any]:
    """The row of a first choice."""
    return {**_plain_choice(choice), "chosen_at": choice.chosen_at, "enquiry_seq": enquiry_seq}


def read_choices(connection: Connection, enquiry_id: str) -> dict[str, Suggested]:
    """First choices by child's item id."""
    rows = connection.execute(select(_choice).where(_choice.c.enquiry_seq == seq_of(connection, enquiry_id)))
    return {
        row.child: Suggested(
            row.child, row.first_level, row.first_rationale, row.chosen_at, row.chosen_by, row.suggestion, row.matrix
        )
        for row in rows
    }


def put_document(connection: Connection, enquiry_id: str, copy: str, data: bytes, sha256: str, at: dt.datetime) -> None:
    """Keep a document that was handed over; earlier ones stay."""
    values = {"enquiry_seq": seq_of(connection, enquiry_id), "copy": copy, "sha256": sha256, "made_at": at}
    connection.execute(insert(_document), {**values, "data": data})


def read_document(connection: Connection, enquiry_id: str, copy: str) -> bytes | None:
    """The newest document of this copy, or None."""
    query = (
        select(_document.c.data)
        .where(_document.c.enquiry_seq == seq_of(connection, enquiry_id), _document.c.copy == copy)
        .order_by(_document.c.seq.desc())
        .limit(1)
    )
    return connection.execute(query).scalar()
