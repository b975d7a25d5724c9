"""What was known when: answers and the Hub's work put back as they stood at any past instant. Pure.

The log of changes keeps the last change of each minute and answer, so a minute is the smallest step there is; what is
shown for an instant is exactly what was saved in the last save up to it whenever nothing was overwritten in the minute.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from enquiry_app.definitions.form_definition import Form, Question, Section
from enquiry_app.definitions.matrix_definition import Matrix
from enquiry_app.enquiry.answers import Address, Answers, Change, ItemsChange
from enquiry_app.enquiry.findings import ticked
from enquiry_app.enquiry.hub_history import RATING_WORDS, HistoryLine
from enquiry_app.enquiry.hub_records import InformationCheck, Step
from enquiry_app.enquiry.item_titles import CHILDREN, item_title
from enquiry_app.enquiry.question_kinds import kind_of
from enquiry_app.enquiry.statuses import status_words

Logged = tuple[dt.datetime, str, Change | ItemsChange]  # when, by whom (person id), what
MOST_NAMED = 4  # answers named in the words of a moment


@dataclass(frozen=True)
class Moment:
    """An instant at which something became known. `kind`: `written`, `sent` or `happened`."""

    at: dt.datetime
    kind: str
    who: str
    what: str

    def __repr__(self) -> str:
        return f"Moment({self.kind}, {self.at:%Y-%m-%d %H:%M})"


@dataclass(frozen=True)
class KnownSection:
    """A section of the form as it was filled in: label and words of each answer."""

    title: str
    answers: tuple[tuple[str, str], ...]

    def __repr__(self) -> str:
        return f"KnownSection({len(self.answers)})"


def answers_at(log: Sequence[Logged], at: dt.datetime) -> Answers:
    """The answers after every change up to this instant."""
    return Answers().with_changes(tuple(change for when, _, change in log if when <= at))


def same_answers(one: Answers, other: Answers) -> bool:
    """Whether both say the same; a collection without items is as good as none."""
    items = ({key: ids for key, ids in each.items.items() if ids} for each in (one, other))
    return one.values == other.values and next(items) == next(items)


def writing_moments(log: Sequence[Logged], form: Form, names: Mapping[str, str]) -> tuple[Moment, ...]:
    """One moment a minute in which something was written: the last save of it, by whom, and which answers."""
    minutes: dict[dt.datetime, list[Logged]] = {}
    for logged in log:
        minutes.setdefault(logged[0].replace(second=0, microsecond=0), []).append(logged)
    found = []
    for entries in minutes.values():
        who = ", ".join(dict.fromkeys(filter(None, (names.get(by, "") for _, by, _ in entries))))
        found.append(Moment(max(at for at, _, _ in entries), "written", who, _written_words(entries, form)))
    return tuple(sorted(found, key=lambda moment: moment.at))


def _written_words(entries: Iterable[Logged], form: Form) -> str:
    names = []
    for _, _, change in entries:
        if isinstance(change, Change):
            question = form.questions.get(change.address.question)
            names.append(question.name if question else change.address.question)
        elif change.key.collection in form.collections:
            names.append(form.collections[change.key.collection].singular.capitalize())
    named = list(dict.fromkeys(names))
    more = f" and {len(named) - MOST_NAMED} more" if len(named) > MOST_NAMED else ""
    return f"Wrote: {', '.join(named[:MOST_NAMED])}{more}" if named else "Wrote"


def sections_of(form: Form, matrix: Matrix, answers: Answers) -> tuple[KnownSection, ...]:
    """Every answer there is, in the order of the form, in words."""
    found = []
    for section in form.sections:
        for path in [(item,) for item in answers.items_of(section.collection)] if section.collection else [()]:
            rows = tuple(_rows(form, matrix, answers, section, path))
            if rows:
                name = f": {item_title(form, answers, section.collection, path)}" if path else ""
                found.append(KnownSection(f"{section.title}{name}", rows))
    return tuple(found)


def _rows(
    form: Form, matrix: Matrix, answers: Answers, section: Section, path: tuple[str, ...]
) -> Iterable[tuple[str, str]]:
    for question in section.questions:
        if question.kind == "items":
            for item in answers.items_of(question.collection, path):
                told = [_words(form, matrix, answers, inner, (*path, item)) for inner in question.questions]
                yield question.name, ", ".join(filter(None, told)) or "Nothing written yet"
        elif words := _words(form, matrix, answers, question, path):
            yield question.name, words


def _words(form: Form, matrix: Matrix, answers: Answers, question: Question, path: tuple[str, ...]) -> str:
    value = answers.values.get(Address(question.id, path))
    if value is None:
        return ""
    if question.kind == "matrix":
        signs = (matrix.indicators.get(found) for found in ticked(value))
        return "\n".join(sign.text for sign in signs if sign)
    children = answers.items_of(CHILDREN)
    return kind_of(question).show(
        form,
        question,
        value,
        lambda child: item_title(form, answers, CHILDREN, (child,)) if child in children else child,
    )


def answers_of_agencies(checks: Iterable[InformationCheck], names: Mapping[str, str]) -> tuple[HistoryLine, ...]:
    """What other agencies answered, each answer at the moment it was given; also those that were corrected later."""
    lines = []
    for check in checks:
        agency = check.agency_name or "Another agency"
        for kept in check.earlier:
            if kept.get("at") and kept.get("answer"):
                at = dt.datetime.fromisoformat(str(kept["at"]))
                who = names.get(str(kept.get("by", "")), "")
                lines.append(HistoryLine(at, who, f"{agency} told the Hub", str(kept["answer"])))
        if check.answered_at and check.answer:
            who = names.get(check.answered_by, "")
            lines.append(HistoryLine(check.answered_at, who, f"{agency} told the Hub", check.answer))
    return tuple(lines)


def standing_at(
    steps: Sequence[Step], at: dt.datetime, names: Mapping[str, str], status: str, role: str
) -> tuple[tuple[str, str], ...]:
    """Stage, rating and who had it at an instant, as far as steps say. `status` is what it was before any step."""
    rating = holder = ""
    for step in steps:
        if step.at > at:
            continue
        if step.kind == "status":
            status = step.to_code
        elif step.kind == "rating":
            rating = step.to_code
        elif step.kind == "assigned":
            holder = step.to_code
    facts = [("Stage", status_words(status, role))]
    if rating:
        facts.append(("Rating", RATING_WORDS.get(rating, rating)))
    if holder:
        facts.append(("With", names.get(holder, "somebody else")))
    return tuple(facts)


def in_order(moments: Iterable[Moment]) -> tuple[Moment, ...]:
    """Oldest first; what happened at one instant becomes one moment."""
    joined: list[Moment] = []
    for moment in sorted(moments, key=lambda each: each.at):
        last = joined[-1] if joined else None
        if last is not None and last.at == moment.at:
            who = last.who if last.who == moment.who else ", ".join(filter(None, (last.who, moment.who)))
            kind = last.kind if last.kind == moment.kind else "happened"
            joined[-1] = replace(last, kind=kind, who=who, what=f"{last.what}. {moment.what}")
        else:
            joined.append(moment)
    return tuple(joined)
