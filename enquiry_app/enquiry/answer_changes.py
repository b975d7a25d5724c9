"""What a referrer changed between two versions of an enquiry, as sentences in the form's own words. Pure.

Items come first (a child was added), then answers in the order of the form. Somebody who reads the sentences knows what
is new without comparing two documents. What was written is quoted, long texts only as far as they are new.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from enquiry_app.definitions.form_definition import Form, Question
from enquiry_app.definitions.matrix_definition import Matrix
from enquiry_app.enquiry.answers import Address, Answers, Change, ItemsChange, ItemsKey, Value
from enquiry_app.enquiry.findings import observation, ticked
from enquiry_app.enquiry.item_titles import CHILDREN, item_title
from enquiry_app.enquiry.question_kinds import kind_of

LONGEST_QUOTE = 600  # characters of an answer quoted in a sentence
_MEMOS = {"when": "when", "source": "how it is known", "effect": "what it does to the child", "note": "the note"}


def changes_between(form: Form, matrix: Matrix, older: Answers, newer: Answers) -> tuple[str, ...]:
    """Each change as one sentence; empty if the two say the same."""
    changes = newer.changes_since(older)
    items = [change for change in changes if isinstance(change, ItemsChange)]
    values = [change for change in changes if isinstance(change, Change)]
    teller = _Teller(form, matrix, older, newer)
    sentences = [sentence for change in sorted(items, key=teller.place_of_items) for sentence in teller.items(change)]
    for change in sorted(values, key=teller.place_of_value):
        sentences += teller.value(change.address)
    return tuple(sentences)


class _Teller:
    """Tells the changes between two answers of one form."""

    def __init__(self, form: Form, matrix: Matrix, older: Answers, newer: Answers) -> None:
        self._form, self._matrix, self._older, self._newer = form, matrix, older, newer
        self._order = {question: number for number, question in enumerate(form.questions)}
        # Their own sentence says all of them: answers inside are not told one by one.
        self._come_or_gone = {
            (*key.parent, item)
            for key in {**older.items, **newer.items}
            for item in set(older.items_of(*key)) ^ set(newer.items_of(*key))
        }

    def place_of_items(self, change: ItemsChange) -> tuple[int, str, tuple[str, ...]]:
        return (len(change.key.parent), change.key.collection, change.key.parent)

    def place_of_value(self, change: Change) -> tuple[int, str, tuple[str, ...]]:
        return (
            self._order.get(change.address.question, len(self._order)),
            change.address.question,
            change.address.items,
        )

    def items(self, change: ItemsChange) -> Iterator[str]:
        key = change.key
        if self._lies_inside(key.parent):
            return
        before, now = self._older.items_of(*key), self._newer.items_of(*key)
        for item in now:
            if item not in before:
                yield f"{self._whose(key.parent)}{self._kind(key)} was added{self._named(self._newer, key, item)}."
        for item in before:
            if item not in now:
                yield f"{self._whose(key.parent)}{self._kind(key)} was taken out{self._named(self._older, key, item)}."
        if set(before) == set(now) and key.collection in self._form.collections:
            plural = self._form.collections[key.collection].plural
            yield f"{self._whose(key.parent)}The {plural} are in another order."

    def value(self, address: Address) -> Iterator[str]:
        question = self._form.questions.get(address.question)
        if question is None or self._is_mark(question) or self._lies_inside(address.items):
            return
        before, now = self._older.values.get(address), self._newer.values.get(address)
        whose = self._whose(address.items)
        if question.kind == "matrix":
            yield from (whose + sentence for sentence in self._signs(_mapping(before), _mapping(now)))
        elif question.kind == "attachments":
            yield from (whose + sentence for sentence in _files(before, now))
        else:
            yield whose + self._answer(question, before, now)

    def _answer(self, question: Question, before: Value | None, now: Value | None) -> str:
        name, was, is_now = _name(question), self._words(question, before), self._words(question, now)
        if before is None:
            return f"{name} was added: {_quoted(is_now)}"
        if now is None:
            return f"{name} was taken away; it was {_quoted(was)}"
        if question.kind == "long_text":
            if is_now.startswith(was):
                return f"{name}: these words were added: {_quoted(is_now[len(was) :].strip())}"
            return f"{name} was rewritten. It was {_quoted(was)} It is now {_quoted(is_now)}"
        if was == is_now:
            return f"{name} was set down differently: {_quoted(is_now)}"
        return f"{name} changed from {_quoted(was, end=False)} to {_quoted(is_now)}"

    def _signs(self, before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
        older, newer = ticked(before), ticked(now)
        yield from (f"Sign added: “{self._sign(sign)}”." for sign in newer if sign not in older)
        yield from (f"Sign taken away: “{self._sign(sign)}”." for sign in older if sign not in newer)
        for sign in newer:
            if sign in older:
                was, is_now = observation(before, sign) or {}, observation(now, sign) or {}
                differing = [key for key in {**was, **is_now} if was.get(key) != is_now.get(key)]
                if differing:
                    words = ", ".join(dict.fromkeys(_MEMOS.get(key, "how often or how long") for key in differing))
                    yield f"Sign “{self._sign(sign)}”: changed {words}."
        if {**before, "observations": ()} != {**now, "observations": ()}:
            yield "Other marks on the matrix were changed (no worry, strengths, what makes it worse)."

    def _words(self, question: Question, value: Value | None) -> str:
        return "" if value is None else kind_of(question).show(self._form, question, value, self._child)

    def _child(self, item: str) -> str:
        answers = self._newer if item in self._newer.items_of(CHILDREN) else self._older
        return item_title(self._form, answers, CHILDREN, (item,))

    def _sign(self, sign: str) -> str:
        found = self._matrix.indicators.get(sign)
        return found.text if found else sign

    def _kind(self, key: ItemsKey) -> str:
        found = self._form.collections.get(key.collection)
        singular = found.singular if found else "entry"
        return f"{'An' if singular[:1] in 'aeiou' else 'A'} {singular}"

    def _named(self, answers: Answers, key: ItemsKey, item: str) -> str:
        if key.collection not in self._form.collections:
            return ""
        return f": {item_title(self._form, answers, key.collection, (*key.parent, item))}"

    def _whose(self, items: tuple[str, ...]) -> str:
        """ "Robin Example: " before what is said of one item; "" at the top."""
        collections = [key.collection for key in {**self._older.items, **self._newer.items}
                       if items and key.parent == items[:-1] and self._has(key, items[-1])]  # fmt: skip
        if not collections or collections[0] not in self._form.collections:
            return ""
        answers = self._newer if self._has_now(collections[0], items) else self._older
        return f"{item_title(self._form, answers, collections[0], items)}: "

    def _has(self, key: ItemsKey, item: str) -> bool:
        return item in self._older.items_of(*key) or item in self._newer.items_of(*key)

    def _has_now(self, collection: str, items: tuple[str, ...]) -> bool:
        return items[-1] in self._newer.items_of(collection, items[:-1])

    def _lies_inside(self, items: tuple[str, ...]) -> bool:
        return any(items[:depth] in self._come_or_gone for depth in range(1, len(items) + 1))

    def _is_mark(self, question: Question) -> bool:
        """Whether it only says that the person has finished a section."""
        return question.id == self._form.section_of[question.id].finished_question


def _files(before: Value | None, now: Value | None) -> Iterator[str]:
    older, newer = _by_id(before), _by_id(now)
    yield from (f"A file was added: “{name}”." for key, name in newer.items() if key not in older)
    yield from (f"A file was taken away: “{name}”." for key, name in older.items() if key not in newer)
    if set(older) == set(newer):
        yield "What is said of the files was changed."


def _by_id(files: Value | None) -> dict[str, str]:
    found = files if isinstance(files, tuple) else ()
    return {str(each["id"]): str(each.get("file_name", "a file")) for each in found if isinstance(each, Mapping)}


def _mapping(value: Value | None) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _name(question: Question) -> str:
    return f"“{question.name}”" if question.name.endswith("?") else question.name


def _quoted(text: str, *, end: bool = True) -> str:
    """In quotation marks on one line, cut at a word where it is very long; with a full stop that ends the sentence,
    unless the words bring one along."""
    line = " ".join(text.split())
    line = line if len(line) <= LONGEST_QUOTE else f"{line[:LONGEST_QUOTE].rsplit(' ', 1)[0]} …"
    return f"“{line}”" if not end or line.endswith((".", "!", "?", "…")) else f"“{line}”."
