"""Freezes what is sent: the answers that count, their versions, the suggestions, and one hash over it all."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from enquiry_app.enquiry.answers import Address, Answers
from enquiry_app.enquiry.answers_json import value_to_json
from enquiry_app.enquiry.records import SentVersion, Suggested


def without_hidden(answers: Answers, not_sent: Iterable[Address]) -> Answers:
    """The answers that count: what is hidden by another answer stays in the draft and is not sent."""
    hidden = set(not_sent)
    return replace(answers, values={a: v for a, v in answers.values.items() if a not in hidden}) if hidden else answers


def sealed_version(sent: SentVersion, reference: str) -> SentVersion:
    """The same version with the hash of its content."""
    return replace(sent, content_hash=content_hash(sent, reference))


def content_hash(sent: SentVersion, reference: str) -> str:
    """SHA-256, in hex, of the canonical JSON of everything frozen, the reference included."""
    return hashlib.sha256(canonical_content(sent, reference).encode()).hexdigest()


def canonical_content(sent: SentVersion, reference: str) -> str:
    """The frozen content as canonical JSON: keys sorted, no white space."""
    content = {
        "enquiry": sent.enquiry_id,
        "reference": reference,
        "number": sent.number,
        "form": sent.form,
        "matrix": sent.matrix,
        "engine": sent.engine,
        "values": sorted([a.question, list(a.items), value_to_json(v)] for a, v in sent.answers.values.items()),
        "items": sorted([k.collection, list(k.parent), list(ids)] for k, ids in sent.answers.items.items() if ids),
        "suggestions": sent.suggestions,
        "revealed": {child: _revealed(found) for child, found in sent.revealed.items()},
        "sent_at": _instant(sent.sent_at),
        "sent_by": sent.sent_by,
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _revealed(found: Suggested) -> Mapping[str, Any]:
    return {
        "first_level": found.first_level,
        "first_rationale": found.first_rationale,
        "chosen_at": _instant(found.chosen_at),
        "chosen_by": found.chosen_by,
        "suggestion": found.suggestion,
        "matrix": found.matrix,
    }


def _instant(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).isoformat(timespec="microseconds")
