"""The referral as content: page one first, then the six narratives, family, story, matrix and everything else answered.

Driven by the form: a question's `placing` names its spot; an answer without one prints under its section's heading, so
that a new question needs no code here.
"""

from __future__ import annotations

import datetime as dt
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
    Facts,
    Heading,
    Notice,
    PageBreak,
    Paragraph,
    Quote,
    Table,
)
from enquiry_app.documents.referral_levels import appendix_blocks, level_blocks, picture_blocks
from enquiry_app.enquiry.answers import Answers, FlexDate
from enquiry_app.enquiry.item_titles import item_title
from enquiry_app.enquiry.question_kinds import kind_of
from enquiry_app.enquiry.records import Suggested
from enquiry_app.enquiry.working_time import due_at, london, moment_words

TITLES = {
    "hub": "Referral to the Safeguarding Hub",
    "own": "Copy of the enquiry for your own file",
    "family": "Copy of the enquiry for the family",
}
_ADDRESSEES = {"hub": "the Safeguarding Hub", "own": "the agency's own file", "family": "the family"}
_PAGE_ONE = ("who", "danger", "told", "worry_short", "contact", "level")
_SIDE_BY_SIDE = 3  # children in one table
_ELSEWHERE = (*_PAGE_ONE, "narrative", "quote", "family", "chronology", "matrix")


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


def referral_document(given: ReferralInput) -> Document:
    """The content of one copy. Raises `DocumentError` for a family copy the answers forbid."""
    if given.copy == "family":
        redaction.check_family_copy(given.answers)
    pages = _Pages(given)
    return Document(
        title=f"{TITLES[given.copy]} {given.reference}".strip(),
        blocks=tuple(pages.blocks()),
        reference=given.reference or "Draft",
        version=given.version,
        copy=given.copy,
        addressee=_ADDRESSEES[given.copy],
        watermark="PRACTICE" if given.practice else "" if given.reference else "DRAFT",
        made_at=given.now.astimezone(dt.UTC).isoformat(timespec="seconds"),
        attachments=dict(given.attachments),
    )


class _Pages:
    """Builds the blocks of one referral."""

    def __init__(self, given: ReferralInput) -> None:
        self.given = given
        self.form = given.form
        self.answers = given.answers
        self.children = given.answers.items_of("children")
        self.subjects = tuple(c for c in self.children if self._is_subject(c)) or self.children

    def _is_subject(self, child: str) -> bool:
        return self.answers.get("child_part", (child,)) in ("subject", None)

    def blocks(self) -> Iterator[Block]:
        """All blocks in reading order."""
        yield from self._page_one()
        yield from self._narratives()
        yield from self._family()
        yield from self._chronology()
        if self.given.copy != "family":
            yield from picture_blocks(self.given, self.subjects, self._child_title)
        yield from self._rest()
        if self.given.copy != "family":
            yield from appendix_blocks(self.given, self.subjects, self._child_title)

    # Page one

    def _page_one(self) -> Iterator[Block]:
        yield Heading(TITLES[self.given.copy], 1)
        yield Paragraph(self._opening_line(), "hint")
        yield from self._danger()
        yield from self._who()
        yield from self._in_short()
        others = [self._child_line(c) for c in self.children if c not in self.subjects]
        if others:
            yield Facts((("Other children", "; ".join(others)),))
        if self.given.copy != "family":
            yield from level_blocks(self.given, self.subjects, self._child_title)
        for place, title in (("told", "Told, agreed, seen"), ("contact", "Contact and clock")):
            pairs = self._pairs_at(place, ())
            if place == "contact":
                pairs += self._clock()
            if pairs:
                yield Heading(title, 2)
                yield Facts(tuple(pairs), 2)

    def _who(self) -> Iterator[Block]:
        """The children side by side: one column a child, one row a question, questions nobody answered left out."""
        named = set(self.form.collections["children"].title_from)
        for start in range(0, len(self.subjects), _SIDE_BY_SIDE):
            group = self.subjects[start : start + _SIDE_BY_SIDE]
            rows = []
            for place in ("who", "danger", "told"):
                for question in self._placed(place, "children"):
                    texts = [self._text(question, (child,)) for child in group]
                    if any(texts) and question.id not in named:
                        rows.append((question.placing.label or question.name, *texts))
            heads = ("Child" if len(group) == 1 else "Children", *(self._child_title(child) for child in group))
            if rows:
                yield Table(heads, tuple(rows), (0.9, *(1.6 for _ in group)))
            else:
                yield Heading(", ".join(heads[1:]), 2)

    def _opening_line(self) -> str:
        given = self.given
        if given.sent_at is None:
            return "Draft, not sent."
        sent = london(given.hub.hours, given.sent_at)
        urgent = "Urgent. " if given.urgent else ""
        return f"{urgent}{given.reference}, version {given.version}, sent on {_day(sent)} at {sent:%H:%M}."

    def _danger(self) -> Iterator[Block]:
        pairs = [p for p in self._pairs_at("danger", ()) if p[0]]
        text = "\n".join(f"{label}: {value}" for label, value in pairs)
        in_danger = self.answers.get("danger_now") == "yes"
        protection = any(self.given.suggestions.get(c, {}).get("phone_hub_now") for c in self.subjects)
        if in_danger or self.given.urgent or protection:
            urgent = "Urgent: act today" if self.given.urgent else "A sign of significant harm is marked"
            title = "Danger now" if in_danger else urgent
            yield Notice("danger", title, text)
        elif text:
            yield Notice("info", "Danger and calls", text.replace("\n", ".  "))

    def _in_short(self) -> Iterator[Block]:
        short = self._pairs_at("worry_short", ())
        text = short[0][1] if short else _beginning(str(self.answers.get("worry") or ""))
        if text:
            yield Heading("The worry in short", 2)
            yield Paragraph(text, "lead")

    def _clock(self) -> list[tuple[str, str]]:
        given = self.given
        if given.sent_at is None or given.copy == "family":
            return []
        hours, targets = given.hub.hours, given.hub.targets
        decide = targets["rating_red"] if given.urgent else targets["next_step"]
        return [
            (label, moment_words(hours, due_at(target, given.sent_at, hours), given.sent_at))
            for label, target in (("Acknowledge by", targets["acknowledge"]), ("Decide next step by", decide))
        ]

    # Narratives, family, story

    def _narratives(self) -> Iterator[Block]:
        for section in self.form.sections:
            for question in section.questions:
                if question.placing.place not in ("narrative", "quote") or not self._shown_here(question):
                    continue
                for path in self._paths(section):
                    yield from self._narrative(question, path)

    def _narrative(self, question: Question, path: tuple[str, ...]) -> Iterator[Block]:
        if question.kind == "items":
            yield from self._rows(question, path, heading=question.name)
            return
        text = self._text(question, path)
        if not text:
            return
        title = question.placing.label or question.label
        if path and len(self.children) > 1:
            title = f"{title} – {self._child_title(path[0])}"
        if question.placing.place == "quote":
            yield Quote(text, title)
        else:
            yield Heading(title, 2)
            yield Paragraph(text)

    def _family(self) -> Iterator[Block]:
        members = self.answers.items_of("household")
        general = self._pairs_at("family", ())
        if not members and not general:
            return
        yield Heading("Family and household", 2)
        if general:
            yield Facts(tuple(general), 2)
        section = next((s for s in self.form.sections if s.collection == "household"), None)
        if section is None or not members:
            return
        columns = [q for q in section.questions if q.placing.place == "family" and self._shown_here(q)]
        named = set(self.form.collections["household"].title_from)
        columns = [q for q in columns if q.id not in named and any(self._text(q, (m,)) for m in members)]
        rows = [
            (item_title(self.form, self.answers, "household", (m,)), *(self._text(q, (m,)) for q in columns))
            for m in members
        ]
        widths = (1.5, *(1.6 if q.kind == "per_child" else 1.0 for q in columns))
        yield Table(("Name", *(q.placing.label or q.name for q in columns)), tuple(rows), widths)

    def _chronology(self) -> Iterator[Block]:
        question = self.form.questions.get("chronology")
        if question is None or not self._shown_here(question):
            return
        events = [e for e in self.answers.items_of("chronology") if self.answers.get("event_in_story", (e,)) != "no"]
        if not events:
            return
        yield Heading("What has happened", 2)
        inner = {q.id: q for q in question.questions}
        rows = []
        for event in sorted(events, key=self._event_day):
            parts = [self._text(inner[name], (event,)) for name in ("event_date", "event_until") if name in inner]
            source = self._text(inner["event_source"], (event,)) if "event_source" in inner else ""
            what = self._text(inner["event_what"], (event,)) if "event_what" in inner else ""
            effect = self._text(inner["event_effect"], (event,)) if "event_effect" in inner else ""
            rows.append((" to ".join(p for p in parts if p), f"{what} ({source})" if source else what, effect))
        yield Table(("When", "What happened", "What it meant for the child"), tuple(rows), (0.9, 2.4, 1.9))

    def _event_day(self, event: str) -> tuple[bool, dt.date]:
        value = self.answers.get("event_date", (event,))
        return (not isinstance(value, FlexDate), value.earliest if isinstance(value, FlexDate) else dt.date.max)

    # Everything else

    def _rest(self) -> Iterator[Block]:
        """The appendix of all other answers, under their sections' headings."""
        begun = False
        for section in self.form.sections:
            made = list(self._section(section))
            if made and not begun:
                yield PageBreak()
                yield Heading("Appendix: all other answers", 2)
                begun = True
            if made:
                yield Heading(section.title, 3)
                yield from made

    def _section(self, section: Section) -> Iterator[Block]:
        for path in self._paths(section):
            pairs = []
            tables: list[Block] = []
            for question in section.questions:
                household = section.collection == "household" and question.placing.place == "family"
                if question.placing.place in _ELSEWHERE or household or not self._shown_here(question):
                    continue
                if question.kind == "items":
                    tables += list(self._rows(question, path, heading=question.name))
                elif question.kind != "matrix" and (text := self._text(question, path)):
                    pairs.append((question.placing.label or question.name, text))
            if path and (pairs or tables):
                yield Heading(item_title(self.form, self.answers, section.collection, path), 4)
            if pairs:
                yield Facts(tuple(pairs), 2)
            yield from tables

    def _rows(self, question: Question, path: tuple[str, ...], heading: str) -> Iterator[Block]:
        """A small repeating table; columns nobody filled in are left out."""
        collection = question.collection or question.id
        items = self.answers.items_of(collection, path)
        columns = [q for q in question.questions if self._shown_here(q)]
        columns = [q for q in columns if any(self._text(q, (*path, item)) for item in items)]
        rows = tuple(tuple(self._text(q, (*path, item)) for q in columns) for item in items)
        if columns:
            widths = tuple(2.0 if q.kind in ("long_text", "address") else 1.0 for q in columns)
            yield Table(tuple(q.name for q in columns), rows, widths, caption=heading)

    # Reading answers

    def _paths(self, section: Section) -> Sequence[tuple[str, ...]]:
        return [(item,) for item in self.answers.items_of(section.collection)] if section.collection else [()]

    def _shown_here(self, question: Question) -> bool:
        return redaction.shows(question, self.given.copy, self.answers)

    def _text(self, question: Question, path: tuple[str, ...]) -> str:
        value = self.answers.get(question.id, path)
        if value is None:
            return ""
        shown = redaction.as_shown(value, self.given.copy)
        if isinstance(shown, Mapping) and question.kind == "per_child" and self._same_for_all(shown):
            return self.form.label_of(question, next(iter(shown.values())))
        if shown == redaction.PRIVATE_ADDRESS:
            return redaction.PRIVATE_ADDRESS
        return kind_of(question).show(self.form, question, shown, self._name_of_child)

    def _pairs_at(self, place: str, path: tuple[str, ...]) -> list[tuple[str, str]]:
        """Label and words of the answers placed there, in form order."""
        pairs: list[tuple[str, str]] = []
        for question in self._placed(place, "children" if path else ""):
            if question.kind == "items":
                pairs += self._calls(question, path)
            elif text := self._text(question, path):
                pairs.append((question.placing.label or question.name, text))
        return pairs

    def _placed(self, place: str, collection: str) -> list[Question]:
        """Questions of that place, asked of the enquiry ("") or of each item of a collection, as this copy shows."""
        return [
            question
            for section in self.form.sections
            if section.collection == collection
            for question in section.questions
            if question.placing.place == place and self._shown_here(question)
        ]

    def _calls(self, question: Question, path: tuple[str, ...]) -> list[tuple[str, str]]:
        """Small rows as one line each, for page one."""
        lines = []
        for item in self.answers.items_of(question.collection or question.id, path):
            words = [self._text(q, (*path, item)) for q in question.questions if self._shown_here(q)]
            lines.append((question.name, ", ".join(word for word in words if word)))
        return [line for line in lines if line[1]]

    def _same_for_all(self, by_child: Mapping[str, str]) -> bool:
        return set(by_child) >= set(self.children) and len(set(by_child.values())) == 1

    def _child_title(self, child: str) -> str:
        return item_title(self.form, self.answers, "children", (child,))

    def _name_of_child(self, child: str) -> str:
        return self._child_title(child) if child in self.children else child

    def _child_line(self, child: str) -> str:
        questions = [self.form.questions[q] for q in ("child_birth_date", "child_due_date") if q in self.form.questions]
        born = next((text for q in questions if (text := self._text(q, (child,)))), "")
        return f"{self._child_title(child)} ({born})" if born else self._child_title(child)


def _beginning(text: str) -> str:
    """The first sentences of a narrative, for page one when no summary was written."""
    if len(text) <= 500:
        return text
    return text[:500].rsplit(" ", 1)[0] + " … (goes on under heading 1)"


def _day(moment: dt.datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"
