"""Answers that name a child who has been taken out of the enquiry. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Set

from enquiry_app.definitions.form_definition import Form
from enquiry_app.enquiry.answers import Address, Answers, Value

CHILDREN = "children"


def without_lost_children(form: Form, answers: Answers) -> Answers:
    """The answers with relationships to, and events of, children who are gone taken away; others are untouched."""
    children = frozenset(answers.items_of(CHILDREN))
    for address, value in tuple(answers.values.items()):
        if _names_children(form, address):
            kept = _kept(value, children)
            if kept is not value:
                answers = answers.with_answer(address.question, address.items, kept)
    return answers


def _names_children(form: Form, address: Address) -> bool:
    question = form.questions.get(address.question)
    return question is not None and question.kind in ("per_child", "which_children")


def _kept(value: Value, children: Set[str]) -> Value | None:
    """The value without lost children; the same object if none is lost, None if nothing is left."""
    if isinstance(value, Mapping) and not value.keys() <= children:
        return {child: code for child, code in value.items() if child in children} or None
    if isinstance(value, tuple) and not set(value) <= children:
        return tuple(child for child in value if child in children)
    return value
