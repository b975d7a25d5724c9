"""What goes into a sealed file, and what it says of itself. Everything of one enquiry that the other side may have is in
every file, so a lost, repeated or overtaken file does no harm: what is known already is passed over."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from enquiry_app.definitions.form_json import form_to_canonical_json
from enquiry_app.enquiry.hub_records import Letter, Message, letter_copy
from enquiry_app.enquiry.records import Enquiry, SentVersion
from enquiry_app.exchange.fhir import questionnaire_response
from enquiry_app.exchange.record_json import record_to_plain
from enquiry_app.services.crossing import DIFFERENCES, USEFUL, differences_part, useful_part, worker_of
from enquiry_app.services.freezing import canonical_content
from enquiry_app.services.ports import Readable, StoredAttachment
from enquiry_app.services.producing_documents import RenderedPdf
from enquiry_app.services.seat import Seat
from enquiry_app.services.working_copy import files_of

HUB_STATUSES = (
    "sent",
    "received", "in_triage", "waiting_for_referrer", "information_checks", "manager_decision", "feedback_due", "closed",
    "returned", "linked_to_open_case", "transferred",
)  # fmt: skip
_MOMENTS = ("received_at", "acknowledged_at", "decided_at", "feedback_at", "closed_at", "due_at")

# Of a letter, what is the Hub's own: how it came to be written, and what was read where.
_INSIDE = frozenset(
    {"suggested", "variant_because", "kept", "written_by", "read_at", "read_by", "reason", "reason_words"}
)


def enquiry_parts(seat: Seat, read: Readable, enquiry: Enquiry, referral: RenderedPdf) -> dict[str, bytes]:
    """The frozen versions, the answers as FHIR, the referral as PDF, text and web page, files, what was said, form and matrix."""
    newest = read.sent_version(enquiry.id)
    versions = [read.sent_version(enquiry.id, number) for number in range(1, newest.number)] + [newest]
    form = seat.definitions.form_of(read, newest.form)
    fhir = questionnaire_response(form, newest.answers, reference=enquiry.reference, authored=newest.sent_at)
    parts = {f"version-{each.number}.json": canonical_content(each, enquiry.reference).encode() for each in versions}
    parts["referral.pdf"] = referral.data
    parts["referral.txt"], parts["referral.html"] = referral.as_text().encode(), referral.as_html().encode()
    parts["answers.fhir.json"] = _json(fhir)
    parts["messages.json"] = _json(
        [record_to_plain(m) for m in read.hub_records(Message, enquiry.id) if not m.from_hub]
    )
    parts[DIFFERENCES] = _json(differences_part(read, enquiry.id, "", for_the_agency=False))
    parts[USEFUL] = _json(useful_part(read, enquiry.id))
    for number, (kind, key) in enumerate(
        sorted({*(("form", v.form) for v in versions), *(("matrix", v.matrix) for v in versions)})
    ):
        parts[f"definition-{number}.json"] = _definition(seat, read, kind, key)
    for file in _sent_files(read, enquiry, versions):
        parts[f"file-{file.id}"] = read.attachment(file.id)[2]
    return parts


def _sent_files(read: Readable, enquiry: Enquiry, versions: Iterable[SentVersion]) -> tuple[StoredAttachment, ...]:
    """The files of what was sent: not those of a change that is still being written."""
    named = frozenset[str]().union(*(files_of(version.answers) for version in versions))
    return tuple(file for file in read.attachments(enquiry.id) if file.id in named)


def about_enquiry(read: Readable, enquiry: Enquiry) -> dict[str, Any]:
    """What the header of a school's file says: enough to list it before it is opened."""
    newest = read.sent_version(enquiry.id)
    versions = [read.sent_version(enquiry.id, number) for number in range(1, newest.number)] + [newest]
    return {
        "enquiry": enquiry.id, "reference": enquiry.reference, "urgent": enquiry.urgent, "number": newest.number,
        "versions": {str(version.number): version.content_hash for version in versions},
        "definitions": sorted({("form", v.form) for v in versions} | {("matrix", v.matrix) for v in versions}),
        "created_at": enquiry.created_at.isoformat(), "flags": list(enquiry.flags),
        "owner": {"id": enquiry.owner_id, "name": enquiry.owner_name},
        "agency": {"id": enquiry.agency_id, "name": enquiry.agency_name, "kind": enquiry.agency_kind},
        "files": [asdict(file) for file in _sent_files(read, enquiry, versions)],
        "withdrawn": enquiry.status == "withdrawn",
    }  # fmt: skip


def reply_parts(read: Readable, enquiry: Enquiry, to_store: str) -> dict[str, bytes]:
    """What the Hub has said: messages, letters that were sent, their PDFs, how differences of that store stand."""
    letters = [letter for letter in read.hub_records(Letter, enquiry.id) if letter.status == "sent"]
    shown = [letter for letter in letters if letter.kind != "none"]
    parts = {
        "messages.json": _json([record_to_plain(m) for m in read.hub_records(Message, enquiry.id) if m.from_hub]),
        "letters.json": _json([_without(record_to_plain(letter), _INSIDE) for letter in shown]),
        DIFFERENCES: _json(differences_part(read, enquiry.id, to_store, for_the_agency=True)),
    }
    for letter in shown:
        data = read.document(enquiry.id, letter_copy(letter.id))
        if data:
            parts[f"letter-{letter.id}.pdf"] = data
    return parts


def about_reply(read: Readable, enquiry: Enquiry) -> dict[str, Any]:
    """How the enquiry stands at the Hub: its status and moments, whom to ask for, nothing of its own work."""
    moments = {name: getattr(enquiry, name) for name in _MOMENTS}
    due_for = "feedback" if enquiry.due_for == "feedback" else "next_step" if enquiry.due_for else ""  # no rating
    return {
        "enquiry": enquiry.id, "reference": enquiry.reference, "status": enquiry.status, "step": enquiry.version,
        "outcome": enquiry.outcome, "due_for": due_for, "worker": worker_of(read, enquiry),
        **{name: at.isoformat() if at else None for name, at in moments.items()},
    }  # fmt: skip


def _definition(seat: Seat, read: Readable, kind: str, key: str) -> bytes:
    if kind == "form" and key == seat.definitions.form_key:
        return form_to_canonical_json(seat.definitions.form).encode()
    if kind == "matrix" and key == seat.definitions.matrix_key:
        return seat.definitions.matrix.to_canonical_json().encode()
    return read.definition(kind, key).encode()


def _without(plain: Mapping[str, Any], names: frozenset[str]) -> Mapping[str, Any]:
    return {name: value for name, value in plain.items() if name not in names}


def _json(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
