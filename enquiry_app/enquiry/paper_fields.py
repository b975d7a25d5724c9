"""The fields of the form on paper: their names, and how an answer is written into them and read out again. Pure.

A field is named by its question and the numbers of the items around it (`children.1.child_given_names`,
`children.2.body_marks.1.mark_where`), with a part behind a colon where one question has several fields
(`child_address:postcode`, `child_gp:not_known`, `child_disability:HAND`). Numbers count from 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from enquiry_app.definitions.blank_form import BlankForm
from enquiry_app.definitions.form_definition import Form, Question
from enquiry_app.definitions.matrix_definition import Matrix
from enquiry_app.enquiry.question_kinds import ABSENCE_WORDS

ABSENT = "absent:"
ON = "yes"
CHILDREN = "children"
LONG_LINES = frozenset({"long_text", "address", "attachments"})
BOXES, LIST, LINE, LINES, TICK = "boxes", "list", "line", "lines", "tick"
_CLEAR = 24  # characters from which a label is clear by itself
ONE_LINE_LIMIT, LINES_LIMIT = 1_000, 20_000  # characters a field may hold where the form has no limit of its own


@dataclass(frozen=True)
class PaperField:
    """One field. `shape`: a line, several lines, a tick, boxes of which one is marked, or a list to choose from.

    `label` is what it is called for somebody who does not see it; `caption` what is printed beside it; `options` are
    (value, words).
    """

    name: str
    shape: str
    label: str
    caption: str = ""
    options: tuple[tuple[str, str], ...] = ()
    limit: int = ONE_LINE_LIMIT
    lines: int = 1


@dataclass(frozen=True)
class Place:
    """A field's name taken apart: the question, the numbers of the items around it, and the part."""

    question: str
    slots: tuple[int, ...]
    part: str = ""


def path_of(form: Form, question: str, slots: tuple[int, ...]) -> str:
    """The field name of a question without a part."""
    pairs = zip(form.chain_of[question], slots, strict=True)
    return ".".join([*(f"{collection}.{slot}" for collection, slot in pairs), question])


def place_of(form: Form, name: str) -> Place | None:
    """What a field name means in this form; None if it has no such question there. Retired ids are followed."""
    path, _, part = name.partition(":")
    *around, question = path.split(".")
    for _ in range(len(form.retired)):
        if question in form.questions or not form.retired.get(question):
            break
        question = form.retired[question]
    if question not in form.questions or len(around) % 2:
        return None
    collections, numbers = tuple(around[::2]), around[1::2]
    if collections != form.chain_of[question] or not all(n.isascii() and n.isdigit() and len(n) < 4 for n in numbers):
        return None
    slots = tuple(int(number) for number in numbers)
    return Place(question, slots, part) if all(slots) else None


class FieldMaker:
    """Makes the fields of questions for one form on paper."""

    def __init__(self, form: Form, matrix: Matrix, paper: BlankForm, children: int) -> None:
        self.form, self.matrix, self.paper = form, matrix, paper
        self.children = children

    def fields(self, question: Question, slots: tuple[int, ...], spoken: str = "") -> tuple[PaperField, ...]:
        """The fields of one question at these items; `spoken` says in words whose they are ("Child 1")."""
        path = path_of(self.form, question.id, slots)
        label = f"{spoken}: {_alone(question)}" if spoken else _alone(question)
        return tuple(self._fields(question, path, label))

    def _fields(self, question: Question, path: str, label: str) -> Iterator[PaperField]:
        kind = question.kind
        if kind == "tick":
            yield PaperField(path, TICK, label, question.label)
        elif kind in ("yes_no", "choice"):
            yield from self._choice(question, path, label)
        elif kind == "choices":
            for code, words in self._options(question):
                yield PaperField(f"{path}:{code}", TICK, f"{label}: {words}", words)
            yield from self._reason(question, path, label)
        elif kind == "per_child":
            options = self._options(question)
            for child in self._child_numbers():
                caption = f"to child {child}"
                yield PaperField(f"{path}:{child}", LIST, f"{label}: {caption}", caption, (("", ""), *options))
        elif kind == "which_children":
            for child in self._child_numbers():
                yield PaperField(f"{path}:{child}", TICK, f"{label}: child {child}", f"Child {child}")
        elif kind == "matrix":
            yield from self._signs(path, label)
        elif kind == "address":
            yield from self._address(question, path, label)
        else:
            yield self._text(question, path, label)
            yield from self._absences(question, path, label)

    def _child_numbers(self) -> range:
        return range(1, self.children + 1)

    def _text(self, question: Question, path: str, label: str) -> PaperField:
        long = question.kind in LONG_LINES
        limit = question.max_length or (LINES_LIMIT if long else ONE_LINE_LIMIT)
        lines = max(question.placing.blank_lines, 2) if long else 1
        return PaperField(path, LINES if long else LINE, label, limit=limit, lines=lines)

    def _options(self, question: Question) -> tuple[tuple[str, str], ...]:
        choices = tuple((choice.code, choice.label) for choice in self.form.choices_of(question))
        return choices + tuple((ABSENT + why, ABSENCE_WORDS[why]) for why in question.absences)

    def _choice(self, question: Question, path: str, label: str) -> Iterator[PaperField]:
        options = self._options(question)
        if len(options) >= self.paper.long_list:
            yield PaperField(path, LIST, label, options=(("", ""), *options))
        else:
            yield PaperField(path, BOXES, label, options=options)
        yield from self._reason(question, path, label)

    def _reason(self, question: Question, path: str, label: str) -> Iterator[PaperField]:
        if question.absences and question.absence_reason:
            known = "not_known" in question.absences
            caption = "If not known: why, or who may know?" if known else "If there is no answer: why?"
            yield PaperField(f"{path}:reason", LINE, f"{label} {caption}", caption)

    def _absences(self, question: Question, path: str, label: str) -> Iterator[PaperField]:
        for why in question.absences:
            words = ABSENCE_WORDS[why]
            yield PaperField(f"{path}:{why}", TICK, f"{label}: {words}", words)

    def _address(self, question: Question, path: str, label: str) -> Iterator[PaperField]:
        yield self._text(question, path, label)
        yield PaperField(f"{path}:postcode", LINE, f"{label}: postcode", "Postcode", limit=20)
        if choices := tuple((choice.code, choice.label) for choice in self.form.choices_of(question)):
            yield PaperField(f"{path}:kind", BOXES, f"{label}: kind of address", options=choices)
        yield from self._absences(question, path, label)

    def _signs(self, path: str, label: str) -> Iterator[PaperField]:
        when = (("", ""), *((coded.code, coded.label) for coded in self.matrix.when))
        source = (("", ""), *((coded.code, coded.label) for coded in self.matrix.source))
        for row in range(1, self.paper.signs + 1):
            spoken = f"{label}: sign {row}"
            yield PaperField(f"{path}:sign{row}", LINE, f"{spoken}, code", "Code", limit=12)
            yield PaperField(f"{path}:when{row}", LIST, f"{spoken}, when", "When", when)
            yield PaperField(f"{path}:source{row}", LIST, f"{spoken}, how it is known", "How it is known", source)
            yield PaperField(f"{path}:note{row}", LINE, f"{spoken}, note", "Note")


def _alone(question: Question) -> str:
    """The label as somebody hears it who jumps from field to field: "When?" alone says nothing."""
    if not question.short or len(question.label) > _CLEAR or question.short in question.label:
        return question.label
    return f"{question.label} ({question.short})"


def printed_sections(
    form: Form, paper: BlankForm
) -> Iterator[tuple[str, tuple[tuple[str, tuple[Question, ...]], ...]]]:
    """(section id, ((page title, questions), …)): what is asked on paper, in the order of the form."""
    finished = {section.finished_question for section in form.sections}

    def asked(question: Question) -> bool:
        return question.id not in finished and question.id not in paper.leave_out and question.stage != "H"

    for section in form.sections:
        pages = tuple((page.title, found) for page in section.pages if (found := tuple(filter(asked, page.questions))))
        if pages:
            yield section.id, pages


FORM_FIELD = "_form"
MADE_OF_FIELD = "_made_of"  # name of the draft whose answers stand in it
MORE_FIELD = "_more"  # and a number: pages to go on writing on


def form_mark(form: Form, paper: BlankForm, practice: bool) -> str:
    """What the form says of itself to the machine that reads it: id/version, layout, and whether it is for practice."""
    return f"{form.name};layout={paper.layout};practice={int(practice)}"
