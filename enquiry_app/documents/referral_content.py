"""The referral as content: page one first, then the six narratives, family, story, matrix and everything else answered.

Driven by the form: a question's `placing` names its spot; an answer without one, or one that found no room there, prints
under its section's heading, so that a new question needs no code here.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from enquiry_app.definitions.form_definition import Form, Question, Section
from enquiry_app.definitions.hub_definition import HubDefinition
from enquiry_app.definitions.matrix_definition import Matrix
from enquiry_app.documents import redaction
from enquiry_app.documents.document_content import (
    Block,
    Document,
    Event,
    Facts,
    Heading,
    PageBreak,
    Paragraph,
    Quote,
    Story,
    Table,
    in_one_column,
)
from enquiry_app.documents.referral_levels import long_reason_blocks
from enquiry_app.documents.referral_page_one import page_one
from enquiry_app.documents.referral_reading import Path, Reader, label_of
from enquiry_app.documents.referral_signs import appendix_blocks, picture_blocks
from enquiry_app.enquiry.answers import Answers, FlexDate
from enquiry_app.enquiry.records import Suggested

TITLES = {
    "hub": "Referral to the Safeguarding Hub",
    "own": "Copy of the enquiry for your own file",
    "family": "Copy of the enquiry for the family",
}
_ADDRESSEES = {"hub": "the Safeguarding Hub", "own": "the agency's own file", "family": "the family"}


@dataclass(frozen=True)
class ReferralInput:
    """What a referral is made of. `answers` are those that count (hidden ones already left out).

    `suggestions`: child item id -> suggestion JSON, only of revealed children; `sent_at` None for a draft preview.
    """

    form: Form
    matrix: Matrix
    answers: Answers
    hub: HubDefinition
    now: dt.datetime
    reference: str = ""
    version: str = "1"
    copy: str = "hub"
    sent_at: dt.datetime | None = None
    urgent: bool = False
    practice: bool = False
    revealed: Mapping[str, Suggested] = field(default_factory=dict)
    suggestions: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    attachments: Mapping[str, tuple[str, bytes, str]] = field(default_factory=dict)
    large: bool = False  # large print

    def __repr__(self) -> str:
        return f"ReferralInput({self.reference or 'draft'}, {self.copy})"


def referral_document(given: ReferralInput) -> Document:
    """The content of one copy. Raises `DocumentError` for a family copy the answers forbid."""
    if given.copy == "family":
        redaction.check_family_copy(given.answers)
    return Document(
        title=f"{TITLES[given.copy]} {given.reference}".strip(),
        blocks=tuple(in_one_column(_blocks(given)) if given.large else _blocks(given)),
        reference=given.reference or "Draft",
        version=given.version,
        copy=given.copy,
        addressee=_ADDRESSEES[given.copy],
        watermark="PRACTICE" if given.practice else "" if given.reference else "DRAFT",
        made_at=given.now.astimezone(dt.UTC).isoformat(timespec="seconds"),
        attachments=dict(given.attachments),
        large=given.large,
    )


def _blocks(given: ReferralInput) -> Iterator[Block]:
    """All blocks in reading order."""
    reader = Reader(given.form, given.answers, given.copy)
    yield from page_one(given, reader, TITLES[given.copy])
    if given.copy != "family":
        yield from long_reason_blocks(given, reader)
    yield from _narratives(reader)
    yield from _family(reader)
    yield from _chronology(reader)
    if given.copy != "family":
        yield from picture_blocks(given, reader)
    signs = list(appendix_blocks(given, reader)) if given.copy != "family" else []
    rest = list(_rest(reader))
    if signs or rest:
        yield PageBreak()
    yield from signs
    yield from rest


def _narratives(reader: Reader) -> Iterator[Block]:
    for section in reader.form.sections:
        for question in section.questions:
            if question.placing.place in ("narrative", "quote") and reader.shows(question):
                for path in reader.paths(section):
                    yield from _narrative(reader, question, path)


def _narrative(reader: Reader, question: Question, path: Path) -> Iterator[Block]:
    if question.kind == "items":
        yield from _rows(reader, question, path)
        return
    text = reader.text(question, path)
    if not text:
        return
    title = question.placing.label or question.label
    if path and len(reader.children) > 1:
        title = f"{title} – {reader.child_title(path[0])}"
    if question.placing.place == "quote":
        yield Quote(text, title)
    else:
        yield Heading(title, 2)
        yield Paragraph(text)


def _family(reader: Reader) -> Iterator[Block]:
    section = next((s for s in reader.form.sections if s.collection == "household"), None)
    members = reader.paths(section) if section else ()
    general = reader.pairs_at("family")
    if not members and not general:
        return
    yield Heading("Family and household", 2)
    if general:
        yield Facts(tuple(general), 2)
    if members:
        names = [reader.title("household", member) for member in members]
        columns = [
            question
            for question in reader.placed("family", "household")
            if any(reader.peek(question, m) and not reader.is_printed(question, m) for m in members)
        ]
        rows = [(name, *(reader.text(q, m) for q in columns)) for name, m in zip(names, members, strict=True)]
        yield Table(("Name", *(label_of(q) for q in columns)), tuple(rows), _widths(rows), row_heads=True)


def _chronology(reader: Reader) -> Iterator[Block]:
    question = reader.form.questions.get("chronology")
    if question is None or not reader.shows(question):
        return
    events = [e for e in reader.answers.items_of("chronology") if reader.answers.get("event_in_story", (e,)) != "no"]
    if events:
        yield Heading("What has happened", 2)
        ordered = sorted(events, key=lambda event: _event_day(reader.answers, event))
        yield Story(tuple(_event(reader, question, (event,)) for event in ordered))


def _event(reader: Reader, question: Question, path: Path) -> Event:
    """One event. What the form asks beyond day, event and effect stands after it, small."""
    told = {inner.id: text for inner in question.questions if (text := reader.text(inner, path))}
    days = [told.pop(name) for name in ("event_date", "event_until") if name in told]
    what, effect = told.pop("event_what", ""), told.pop("event_effect", "")
    told.pop("event_in_story", None)
    return Event(
        when=" to ".join(days) or "No date",
        what=what,
        effect=f"For the child: {effect}" if effect else "",
        details=" · ".join(told.values()),
    )


def _event_day(answers: Answers, event: str) -> tuple[bool, dt.date]:
    value = answers.get("event_date", (event,))
    return (not isinstance(value, FlexDate), value.earliest if isinstance(value, FlexDate) else dt.date.max)


def _rest(reader: Reader) -> Iterator[Block]:
    """The appendix of all answers not printed yet, under their sections' headings."""
    begun = False
    for section in reader.form.sections:
        made = list(_section(reader, section))
        if made and not begun:
            yield Heading("Appendix: all other answers", 2)
            begun = True
        if made:
            # The form may word a section's heading for the reader of the document ("About the referrer").
            yield Heading(reader.form.wording.get(f"printed_{section.id}", section.title), 3)
            yield from made


def _section(reader: Reader, section: Section) -> Iterator[Block]:
    for path in reader.paths(section):
        before = {question.id for question in section.questions if reader.is_printed(question, path)}
        title = reader.title(section.collection, path) if path else ""
        told_by_title = any(q.id not in before and reader.is_printed(q, path) for q in section.questions)
        pairs: list[tuple[str, str]] = []
        tables: list[Block] = []
        for question in section.questions:
            if reader.is_printed(question, path) or question.id == "chronology":
                continue
            if question.kind == "items":
                tables += _rows(reader, question, path)
            elif question.kind != "matrix" and (text := reader.text(question, path)):
                pairs.append((label_of(question), text))
        if path and (pairs or tables or told_by_title):
            yield Heading(title, 4)
        if pairs:
            yield Facts(tuple(pairs), 2)
        yield from tables


def _rows(reader: Reader, question: Question, path: Path) -> Iterator[Block]:
    """A small repeating table; columns nobody filled in are left out."""
    items = reader.answers.items_of(question.collection or question.id, path)
    columns = [
        q
        for q in question.questions
        if any(reader.peek(q, (*path, i)) and not reader.is_printed(q, (*path, i)) for i in items)
    ]
    if columns and reader.shows(question):
        rows = tuple(tuple(reader.text(q, (*path, item)) for q in columns) for item in items)
        yield Table(tuple(q.name for q in columns), rows, _widths(rows), caption=question.name)


def _widths(rows: Sequence[Sequence[str]]) -> tuple[float, ...]:
    """Parts of the width by what stands in each column: more for long texts, but never for one alone."""
    longest = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    return tuple(math.sqrt(min(max(length, 8), 100)) for length in longest)
