"""The answers of one enquiry as items held about one person, each with what is suggested to be withheld. Pure.

Suggested: answers that are not for the family, what a third party told, other people's own answers, the referrer who asked
not to be named (also within what was written), refuge addresses wherever they stand, and the names of others within what
is given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from enquiry_app.definitions.form_definition import Form, Question, Section
from enquiry_app.definitions.matrix_definition import Matrix
from enquiry_app.definitions.withholding import Withholding
from enquiry_app.enquiry.answers import Answers, Postal, Value
from enquiry_app.enquiry.disclosing import AccessItem, Mark
from enquiry_app.enquiry.item_titles import CHILDREN, item_title
from enquiry_app.enquiry.question_kinds import kind_of
from enquiry_app.enquiry.unnamed_writer import UnnamedWriter

Path = tuple[str, ...]
HOUSEHOLD = "household"
THIRD_PARTY = "third_party"
_WHO_WRITES = ("referrer_", "lead_")
_BY_CHILD = ("per_child", "which_children")
_LEAST_NAME = 3  # characters: shorter ones are words too often
_LEAST_LINE = 6
_NAME_PARTS = re.compile(r"[\s\-–'’]+")
_NAMES = {
    CHILDREN: ("child_given_names", "child_family_name", "child_known_as"),
    HOUSEHOLD: ("member_given_names", "member_family_name"),
}  # fmt: skip

BECAUSE = {
    "own": "Not for the family’s copy", "third_party": "A third party told this", "other": "About somebody else",
    "unnamed": "The referrer asked not to be named", "refuge": "A refuge or hidden address",
    "names": "Names other people",
}  # fmt: skip


@dataclass(frozen=True)
class Held:
    """One enquiry and the person asked about: `subject` is their item in it, "" if they are none."""

    form: Form
    matrix: Matrix
    law: Withholding
    enquiry_id: str
    answers: Answers
    subject: str

    def __repr__(self) -> str:
        return f"Held({self.enquiry_id})"

    @cached_property
    def private(self) -> tuple[str, ...]:
        """Passages that tell a refuge address: its postcode, and its lines with a number (all lines if none has one)."""
        found: list[str] = []
        for value in self.answers.values.values():
            if isinstance(value, Postal) and value.kind == "refuge":
                lines = [line.strip() for line in re.split(r"[\n,]", value.lines) if len(line.strip()) >= _LEAST_LINE]
                parts = [*([value.postcode] if value.postcode else []), *lines]
                found += [part for part in parts if any(c.isdigit() for c in part)] or parts
        return tuple(dict.fromkeys(found))

    @cached_property
    def others(self) -> tuple[str, ...]:
        """Names of the other children and people of the household that are not the person's own names too."""
        own = {part.casefold() for name in self._names(self.subject) for part in (name, *_NAME_PARTS.split(name))}
        found: list[str] = []
        for collection in _NAMES:
            for item in self.answers.items_of(collection):
                if item != self.subject:
                    for name in self._names(item):
                        found += [name, *_NAME_PARTS.split(name)]
        return tuple(dict.fromkeys(n for n in found if len(n) >= _LEAST_NAME and n.casefold() not in own))

    @cached_property
    def writer(self) -> UnnamedWriter:
        """Who writes, if they asked not to be named."""
        return UnnamedWriter(self.answers)

    def looked_over(self, item: AccessItem) -> AccessItem:
        """The item with refuge addresses, names of others and whoever asked not to be named suggested as passages,
        unless it is suggested whole."""
        if item.suggested.whole:
            return item
        found = {
            "refuge": [(place, "refuge_address") for place in self.private if _stands_in(place, item.text)],
            "unnamed": [(passage, THIRD_PARTY) for passage in self.writer.found_in(item.text)],
            "names": [(name, THIRD_PARTY) for name in self.others if _stands_in(name, item.text)],
        }
        parts = dict(part for each in found.values() for part in each)
        if not parts:
            return item
        why = "; ".join(BECAUSE[name] for name, each in found.items() if each)
        return replace(item, suggested=Mark(parts=tuple(parts.items())), because=why)

    def _names(self, item: str) -> list[str]:
        found = [self.answers.get(q, (item,)) for questions in _NAMES.values() for q in questions]
        return [name.strip() for name in found if isinstance(name, str) and name.strip()]


def answer_items(held: Held) -> Iterator[AccessItem]:
    """Every answer in the words and order of the form."""
    for section in held.form.sections:
        for path in _paths(held, section.collection):
            for question in section.questions:
                if question.id == section.finished_question:
                    continue  # how far the writing had got says nothing about anybody
                for item in _of_question(held, section, question, path):
                    yield held.looked_over(item)


def _paths(held: Held, collection: str) -> list[Path]:
    return [(item,) for item in held.answers.items_of(collection)] if collection else [()]


def _of_question(held: Held, section: Section, question: Question, path: Path) -> Iterator[AccessItem]:
    if question.kind == "items":
        yield from _rows(held, section, question, path)
        return
    value = held.answers.get(question.id, path)
    if value is None:
        return
    if question.kind == "matrix" and isinstance(value, Mapping):
        yield from _observations(held, section, question, path, value)
    else:
        yield from _split(held, section, question, path, value)


def _split(held: Held, section: Section, question: Question, path: Path, value: Value) -> Iterator[AccessItem]:
    """One item; for an answer about several children, the person's own part and that of the others apart."""
    mine, others = _parts(held, question, value)
    if mine is not None:
        yield _item(held, section, question, path, _words(held, question, mine))
    if others is not None:
        made = _item(held, section, question, path, _words(held, question, others), key="others")
        yield replace(made, suggested=Mark(THIRD_PARTY), because=BECAUSE["other"])


def _parts(held: Held, question: Question, value: Value) -> tuple[Value | None, Value | None]:
    """The value for the person asked about (or for nobody in particular), and for others; None for nothing."""
    if question.kind not in _BY_CHILD:
        return value, None
    if isinstance(value, Mapping):
        own = {child: code for child, code in value.items() if child == held.subject}
        rest = {child: code for child, code in value.items() if child != held.subject}
        return own or None, rest or None
    if isinstance(value, tuple):
        return tuple(c for c in value if c == held.subject) or None, tuple(
            c for c in value if c != held.subject
        ) or None
    return value, None


def _rows(held: Held, section: Section, question: Question, path: Path) -> Iterator[AccessItem]:
    """Each row of a small table as one item."""
    for row in held.answers.items_of(question.collection or question.id, path):
        at, lines, others, inner_value = (*path, row), [], [], None
        for inner in question.questions:
            inner_value = held.answers.get(inner.id, at)
            if inner_value is None:
                continue
            mine, rest = _parts(held, inner, inner_value)
            lines += [f"{inner.name}: {_words(held, inner, mine)}"] if mine is not None else []
            others += [f"{inner.name}: {_words(held, inner, rest)}"] if rest is not None else []
        if lines:
            yield _row(held, section, question, at, "\n".join(lines))
        if others:
            made = _item(held, section, question, at, "\n".join(others), key="others")
            yield replace(made, suggested=Mark(THIRD_PARTY), because=BECAUSE["other"])


def _row(held: Held, section: Section, question: Question, at: Path, text: str) -> AccessItem:
    made = _item(held, section, question, at, text)
    tagged = any(
        inner.code_list == "source" and held.answers.get(inner.id, at) == THIRD_PARTY for inner in question.questions
    )
    if tagged and not made.suggested.whole:
        return replace(made, suggested=Mark(THIRD_PARTY), because=BECAUSE["third_party"])
    hidden = any("family" not in q.copies and held.answers.get(q.id, at) is not None for q in question.questions)
    if hidden and not made.suggested.whole:
        return replace(made, suggested=Mark(held.law.for_section(section.id)), because=BECAUSE["own"])
    return made


def _observations(
    held: Held, section: Section, question: Question, path: Path, value: Mapping[str, Any]
) -> Iterator[AccessItem]:
    """Each sign marked on the matrix."""
    sources = {coded.code: coded.label for coded in held.matrix.source}
    for number, sign in enumerate(value.get("observations", ())):
        known = held.matrix.indicators.get(str(sign.get("indicator", "")))
        said = [known.text if known else str(sign.get("indicator", "")), sources.get(str(sign.get("source", "")), "")]
        text = "\n".join(filter(None, (*said, str(sign.get("note", "")))))
        made = _item(held, section, question, path, text, key=str(number))
        if sign.get("source") == THIRD_PARTY and not made.suggested.whole:
            made = replace(made, suggested=Mark(THIRD_PARTY), because=BECAUSE["third_party"])
        yield made


def _item(held: Held, section: Section, question: Question, path: Path, text: str, key: str = "") -> AccessItem:
    about, about_told = _about(held, section, path)
    code, why = _suggested(held, section, question, path)
    name = "/".join(filter(None, ("answer", question.id, *path, key)))
    return AccessItem(
        f"{held.enquiry_id}/{name}", held.enquiry_id, section.title, question.name, text, about, about_told,
        Mark(code), why,
    )  # fmt: skip


def _suggested(held: Held, section: Section, question: Question, path: Path) -> tuple[str, str]:
    value = held.answers.get(question.id, path)
    if isinstance(value, Postal) and value.kind == "refuge":
        return "refuge_address", BECAUSE["refuge"]
    if section.collection in (CHILDREN, HOUSEHOLD) and path[0] != held.subject:
        return THIRD_PARTY, BECAUSE["other"]
    if held.answers.get("stay_unnamed") == "yes" and question.id.startswith(_WHO_WRITES):
        return THIRD_PARTY, BECAUSE["unnamed"]
    if "family" not in question.copies:
        return held.law.for_section(section.id), BECAUSE["own"]
    return "", ""


def _about(held: Held, section: Section, path: Path) -> tuple[str, str]:
    """Who the items of a repeated section belong to: by name for the file, and as the copy that is given says it."""
    if not section.collection:
        return "", ""
    name = item_title(held.form, held.answers, section.collection, path[:1])
    if path[0] == held.subject:
        return name, name
    number = held.answers.items_of(section.collection).index(path[0]) + 1
    return name, f"{held.form.collections[section.collection].singular} {number}"


def _words(held: Held, question: Question, value: Value) -> str:
    return kind_of(question).show(held.form, question, value, lambda child: _child(held, child))


def _child(held: Held, child: str) -> str:
    known = child in held.answers.items_of(CHILDREN)
    return item_title(held.form, held.answers, CHILDREN, (child,)) if known else child


def _stands_in(passage: str, text: str) -> bool:
    words = r"\s+".join(re.escape(word) for word in passage.split())
    return re.search(rf"(?<!\w){words}(?!\w)", text, re.IGNORECASE) is not None
