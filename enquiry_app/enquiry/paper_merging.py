"""A filled form put into the draft it was made from. Pure.

What the form says as the draft says it now is left alone, with all that paper has no room for. What is new is taken. Where
both say something else, the draft stays as it is unless nobody has touched it since the form was made.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from enquiry_app.definitions.form_definition import Form
from enquiry_app.definitions.matrix_definition import Matrix
from enquiry_app.enquiry.answers import Address, Answers, Value
from enquiry_app.enquiry.findings import observation, observations
from enquiry_app.enquiry.item_titles import item_title
from enquiry_app.enquiry.paper_answers import read, where_of, written
from enquiry_app.enquiry.paper_fields import CHILDREN
from enquiry_app.enquiry.paper_reading import NotPlaced
from enquiry_app.enquiry.question_kinds import kind_of

CLASH = "The draft says something else by now. It was left as it is: put right what is needed."
ABOUT_WRITER = "referrer_"  # who writes the enquiry is who began it, whoever filled in the form
_WHO = ("child_given_names", "child_family_name", "child_birth_date")


@dataclass(frozen=True)
class MergedForm:
    """The draft's answers with those of the form; `placed` is how many of them are new."""

    answers: Answers
    placed: int
    not_placed: tuple[NotPlaced, ...]

    def __repr__(self) -> str:
        return f"MergedForm({self.placed} placed, {len(self.not_placed)} not placed)"


def is_about_the_same(form: Form, draft: Answers, fields: Mapping[str, str]) -> bool:
    """Whether names and dates of birth on the form do not all speak against the draft."""
    both = [
        " ".join(text.split()).casefold() == " ".join(fields[name].split()).casefold()
        for name, text in written(form, draft).items()
        if name.rpartition(".")[2] in _WHO and name in fields
    ]
    return any(both) or not both


def merged(
    form: Form, matrix: Matrix, draft: Answers, fields: Mapping[str, str], today: dt.date, new_id: Callable[[], str],
    *, untouched: bool,
) -> MergedForm:  # fmt: skip
    """`untouched`: nobody changed the draft since the form was made of it, so what the form says is the newer."""
    came = read(form, matrix, fields, today, new_id, around=draft)
    same = read(form, matrix, written(form, draft), today, new_id, around=draft)
    answers, placed = draft, 0
    for key, items in came.answers.items.items():
        answers = answers.with_items(key.collection, key.parent, items)
    lost = [each for each in came.not_placed if each not in same.not_placed]
    for address, value in came.answers.values.items():
        before = same.answers.values.get(address)
        if value == before:
            continue
        ours = draft.values.get(address)
        if ours is not None and (not untouched or address.question.startswith(ABOUT_WRITER)):
            text = _words(form, answers, address, value)
            lost.append(NotPlaced(where_of(form, answers, address), text, CLASH))
            continue
        answers = answers.with_answer(address.question, address.items, _together(ours, before, value))
        placed += 1
    return MergedForm(answers, placed, tuple(lost))


def _together(ours: Value | None, before: Value | None, came: Value) -> Value:
    """What is taken: of an answer in many parts, such as the signs, what paper has no room for stays."""
    if not isinstance(ours, Mapping) or not isinstance(came, Mapping):
        return came
    if "observations" not in came:
        return {**ours, **came}
    was: Mapping[str, Any] = before if isinstance(before, Mapping) else {}
    told = {str(each["indicator"]): each for each in observations(came)}
    kept = [
        {**mine, **told[name]} if (name := str(mine["indicator"])) in told and told[name] != observation(was, name)
        else mine
        for mine in observations(ours)
    ]  # fmt: skip
    there = {str(mine["indicator"]) for mine in kept}
    return {**ours, "observations": (*kept, *(each for name, each in told.items() if name not in there))}


def _words(form: Form, answers: Answers, address: Address, value: Value) -> str:
    question = form.questions[address.question]
    if isinstance(value, Mapping) and "observations" in value:
        return ", ".join(str(each["indicator"]) for each in observations(value))
    return kind_of(question).show(form, question, value, lambda child: item_title(form, answers, CHILDREN, (child,)))
