"""What a check is given and what it finds. The checks themselves are in `checks*.py`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from enquiry_app.definitions.form_definition import Form, Question
from enquiry_app.enquiry.answers import Answers, Value
from enquiry_app.enquiry.conditions import Counts, Facts


@dataclass(frozen=True)
class Found:
    """Something wrong. `question` is where to put it if not at the question that carries the check."""

    severity: str
    message: str
    code: str = ""  # else the check's name
    question: str = ""


@dataclass(frozen=True)
class Asked:
    """One shown question at its items, with its answer (None if there is none) and all that checks may look at."""

    form: Form
    answers: Answers
    facts: Facts
    counts: Counts
    today: dt.date
    question: Question
    items: tuple[str, ...]
    value: Value | None

    @property
    def name(self) -> str:
        """What the question is called in messages."""
        return self.question.name

    def answer(self, question: str, items: tuple[str, ...] | None = None) -> Value | None:
        """An answer that counts, of the same items unless others are named."""
        path = self.items if items is None else items
        value = self.answers.get(question, path)
        return value if value is not None and self.counts(question, path) else None

    def fact(self, name: str) -> str:
        """A fact of the child the question is asked for."""
        return self.facts.of_child(self.items[0], name) if self.items else ""

    @property
    def is_first(self) -> bool:
        """Whether these are the first items of their collection: for what is said once of all."""
        if not self.items:
            return True
        collection = self.form.chain_of[self.question.id][-1]
        return self.answers.items_of(collection, self.items[:-1])[0] == self.items[-1]


Check = Callable[[Asked], Found | None]
