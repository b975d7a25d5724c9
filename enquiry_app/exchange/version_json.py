"""A frozen version of an enquiry to JSON and back, checked: what comes from another store is believed only if its hash
is right and every answer is one its form can hold."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from enquiry_app.definitions.form_definition import Form
from enquiry_app.definitions.matrix_definition import Matrix
from enquiry_app.enquiry.answers import Address, Answers, ItemsKey
from enquiry_app.enquiry.answers_json import answers_from_json, answers_to_json
from enquiry_app.enquiry.records import SentVersion, Suggested
from enquiry_app.enquiry.stored_values import value_from_json
from enquiry_app.errors import CaseError
from enquiry_app.exchange.sealed.errors import DamagedParcel


def version_from_json(text: bytes, content_hash: str) -> tuple[SentVersion, str]:
    """The version and its reference, as `services.freezing.canonical_content` wrote them. Raises DamagedParcel."""
    try:
        data = json.loads(text)
        values = {Address(q, tuple(path)): value_from_json(value) for q, path, value in data["values"]}
        items = {ItemsKey(name, tuple(path)): tuple(map(str, ids)) for name, path, ids in data["items"]}
        revealed = {str(child): _revealed(str(child), found) for child, found in data["revealed"].items()}
        sent = SentVersion(
            enquiry_id=str(data["enquiry"]), number=int(data["number"]), answers=Answers(values, items),
            form=str(data["form"]), matrix=str(data["matrix"]), engine=str(data["engine"]),
            suggestions=dict(data["suggestions"]), revealed=revealed, sent_at=_instant(data["sent_at"]),
            sent_by=str(data["sent_by"]), content_hash=content_hash,
        )  # fmt: skip
        return sent, str(data["reference"])
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError, CaseError) as fault:
        raise DamagedParcel from fault


def check_answers(form: Form, matrix: Matrix, answers: Answers) -> None:
    """Every answer must be one this form and matrix can hold, and nothing may be left over. Raises DamagedParcel."""
    try:
        known = answers_from_json(form, matrix, answers_to_json(form, answers))
    except (CaseError, KeyError, TypeError, ValueError, AttributeError, RecursionError) as fault:
        raise DamagedParcel from fault
    kept = {address for address in answers.values if address.question in form.questions}
    if set(answers.values) != kept or set(known.values) - set(answers.values):
        raise DamagedParcel


def _revealed(child: str, found: Mapping[str, Any]) -> Suggested:
    return Suggested(
        child, str(found["first_level"]), str(found["first_rationale"]), _instant(found["chosen_at"]),
        str(found["chosen_by"]), dict(found["suggestion"]), str(found["matrix"]),
    )  # fmt: skip


def _instant(text: Any) -> dt.datetime:
    at = dt.datetime.fromisoformat(str(text))
    if at.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return at.astimezone(dt.UTC)
