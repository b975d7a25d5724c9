"""Reads answers for one copy of a referral, and remembers which were printed, so that none is left out or told twice."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from enquiry_app.definitions.form_definition import Form, Question, Section
from enquiry_app.documents import redaction
from enquiry_app.enquiry.answers import Address, Answers, Value
from enquiry_app.enquiry.item_titles import item_title
from enquiry_app.enquiry.question_kinds import kind_of

CHILDREN = "children"
Path = tuple[str, ...]


class Reader:
    """The answers one copy may show, in plain words."""

    def __init__(self, form: Form, answers: Answers, copy: str) -> None:
        self._hidden: list[redaction.PrivatePlaces | redaction.UnnamedWriter] = []
        if copy != "hub":
            self._hidden.append(redaction.PrivatePlaces(answers))
        if copy == "family":
            self._hidden.append(redaction.UnnamedWriter(answers))
        answers = redaction.without_withheld(form, answers, copy)
        self.form = form
        self.answers = answers
        self.copy = copy
        self.children = answers.items_of(CHILDREN)
        self.subjects = tuple(c for c in self.children if self._is_subject(c)) or self.children
        self._printed: set[Address] = set()

    def _is_subject(self, child: str) -> bool:
        return self.answers.get("child_part", (child,)) in ("subject", None)

    def shows(self, question: Question) -> bool:
        """Whether this copy shows the question at all."""
        return redaction.shows(question, self.copy, self.answers)

    def peek(self, question: Question, path: Path = ()) -> str:
        """The answer in words, "" if there is none or this copy does not show it. Does not count as printed."""
        value = self.answers.get(question.id, path)
        if value is None or not self.shows(question):
            return ""
        shown = redaction.as_shown(value, self.copy)
        if shown == redaction.PRIVATE_ADDRESS:
            return redaction.PRIVATE_ADDRESS
        if worded := self._for_the_family(question, shown):
            words = worded
        elif question.kind == "per_child" and isinstance(shown, Mapping) and self._same_for_all(shown):
            words = self.form.label_of(question, next(iter(shown.values())))
        else:
            words = kind_of(question).show(self.form, question, shown, self._name_of_child)
        return self.cleared(words)

    def _for_the_family(self, question: Question, value: Value) -> str:
        """A coded answer as the form words it for the family, "" if it is no different."""
        if self.copy != "family" or not question.code_list or not isinstance(value, str):
            return ""
        return self.form.wording.get(f"family_{question.code_list}_{value}", "")

    def cleared(self, text: str) -> str:
        """The text without what this copy must keep private."""
        for hidden in self._hidden:
            text = hidden.taken_out(text)
        return text

    def text(self, question: Question, path: Path = ()) -> str:
        """The answer in words, to be printed now."""
        self._printed.add(Address(question.id, path))
        return self.peek(question, path)

    def text_of(self, question_id: str, path: Path = ()) -> str:
        """The same by the question's id; "" if this form version has no such question."""
        question = self.form.questions.get(question_id)
        return self.text(question, path) if question else ""

    def is_printed(self, question: Question, path: Path) -> bool:
        """Whether the answer was printed already."""
        return Address(question.id, path) in self._printed

    def placed(self, place: str, collection: str = "") -> list[Question]:
        """Questions of that place, asked of the enquiry ("") or of each item of a collection, as this copy shows."""
        return [
            question
            for section in self.form.sections
            if section.collection == collection
            for question in section.questions
            if question.placing.place == place and self.shows(question)
        ]

    def pairs_at(self, place: str) -> list[tuple[str, str]]:
        """Label and words of the answers placed there, in form order; small rows as one line each."""
        pairs: list[tuple[str, str]] = []
        for question in self.placed(place):
            if question.kind == "items":
                pairs += self.lines_of(question)
            elif text := self.text(question):
                pairs.append((label_of(question), text))
        return pairs

    def lines_of(self, question: Question) -> list[tuple[str, str]]:
        """The rows of an `items` question as one line each."""
        collection = question.collection or question.id
        lines = []
        for item in self.answers.items_of(collection):
            words = [self.text(inner, (item,)) for inner in question.questions]
            lines.append((label_of(question), ", ".join(word for word in words if word)))
        return [line for line in lines if line[1]]

    def paths(self, section: Section) -> Sequence[Path]:
        """The items a section is repeated for."""
        return [(item,) for item in self.answers.items_of(section.collection)] if section.collection else [()]

    def title(self, collection: str, path: Path) -> str:
        """What an item is called. Answers that stand whole in its title count as printed."""
        title = self.cleared(item_title(self.form, self.answers, collection, path))
        for name in self.form.collections[collection].title_from:
            question = self.form.questions[name]
            text = self.peek(question, path)
            if text and re.search(rf"(?<!\w){re.escape(text)}(?!\w)", title):
                self._printed.add(Address(name, path))
        return title

    def child_title(self, child: str) -> str:
        """What a child is called in this document."""
        return self.title(CHILDREN, (child,))

    def _name_of_child(self, child: str) -> str:
        return (
            self.cleared(item_title(self.form, self.answers, CHILDREN, (child,))) if child in self.children else child
        )

    def _same_for_all(self, by_child: Mapping[str, str]) -> bool:
        return set(by_child) >= set(self.children) and len(set(by_child.values())) == 1


def label_of(question: Question) -> str:
    """What an answer is called on paper."""
    return question.placing.label or question.name
