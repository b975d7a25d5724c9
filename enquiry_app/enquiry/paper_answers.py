"""Answers written into the fields of the form on paper, and read out of them again. Pure.

What a field holds is text; a tick or a marked box holds its value. Whatever cannot be made an answer is given back as
`NotPlaced` with the words found and the reason, so that nothing somebody wrote is lost.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from enquiry_app.definitions.form_definition import Form
from enquiry_app.definitions.matrix_definition import Matrix
from enquiry_app.enquiry.answers import Address, Answers
from enquiry_app.enquiry.paper_fields import CHILDREN, Place, path_of, place_of
from enquiry_app.enquiry.paper_reading import NotPlaced, QuestionReader
from enquiry_app.enquiry.paper_writing import parts_of

UNKNOWN = "This form has no such question."
TOO_MANY = "There is room for no more of these in one enquiry."
LIST_LIMIT = 500  # things not placed that are kept one by one; a hostile file may hold any number


@dataclass(frozen=True)
class PaperAnswers:
    """What was read: the answers, and what could not be placed."""

    answers: Answers
    not_placed: tuple[NotPlaced, ...]

    def __repr__(self) -> str:
        return f"PaperAnswers({len(self.answers.values)} values, {len(self.not_placed)} not placed)"


def written(form: Form, answers: Answers) -> dict[str, str]:
    """Field name -> what stands in it, for every answer that paper has room for."""
    children = {item: number for number, item in enumerate(answers.items_of(CHILDREN), 1)}
    found: dict[str, str] = {}
    for address, value in answers.values.items():
        slots = _slots(form, answers, address)
        if slots is None:
            continue
        path = path_of(form, address.question, slots)
        for part, text in parts_of(form.questions[address.question], value, children).items():
            if text:
                found[f"{path}:{part}" if part else path] = text
    return found


def _slots(form: Form, answers: Answers, address: Address) -> tuple[int, ...] | None:
    """The numbers of the items an answer belongs to; None if it lies at items that are not there."""
    chain = form.chain_of.get(address.question)
    if chain is None or len(chain) != len(address.items):
        return None
    numbers = []
    for depth, (collection, item) in enumerate(zip(chain, address.items, strict=True)):
        items = answers.items_of(collection, address.items[:depth])
        if item not in items:
            return None
        numbers.append(items.index(item) + 1)
    return tuple(numbers)


def read(
    form: Form, matrix: Matrix, fields: Mapping[str, str], today: dt.date, new_id: Callable[[], str],
    around: Answers | None = None,
) -> PaperAnswers:  # fmt: skip
    """Answers made of what stands in the fields; `new_id` names items. Those of `around`, what the form was made of, keep
    their names and their order, and others come after them."""
    places: dict[Place, str] = {}
    lost: list[NotPlaced] = []
    for name, text in fields.items():
        place = place_of(form, name)
        if place is None:
            lost.append(NotPlaced(name, text, UNKNOWN))
        else:
            places[place] = text
    answers, items = _items(form, places, new_id, Answers({}, around.items) if around else Answers())
    children = dict(enumerate(around.items_of(CHILDREN), 1)) if around else {}
    children |= {slots[0]: found[0] for (collection, slots), found in items.items() if collection == CHILDREN}
    grouped: dict[tuple[str, tuple[int, ...]], dict[str, str]] = defaultdict(dict)
    for place, text in places.items():
        grouped[place.question, place.slots][place.part] = text
    order = {question: number for number, question in enumerate(form.questions)}
    for (name, slots), parts in sorted(grouped.items(), key=lambda entry: (order[entry[0][0]], entry[0][1])):
        where = _where(form, name, slots)
        path = _path(form, name, slots, items)
        if path is None:
            lost += [NotPlaced(where, text, TOO_MANY) for text in parts.values()]
            continue
        reader = QuestionReader(form, matrix, form.questions[name], where, today, children)
        answers = answers.with_answer(name, path, reader.read(parts))
        lost += reader.not_placed
    return PaperAnswers(answers, tuple(lost[:LIST_LIMIT]))


Items = dict[tuple[str, tuple[int, ...]], tuple[str, ...]]  # (collection, numbers) -> item ids, outermost first


def _items(
    form: Form, places: Mapping[Place, str], new_id: Callable[[], str], answers: Answers
) -> tuple[Answers, Items]:
    """An item for every number that has anything written, in the order of the numbers."""
    wanted = {
        (form.chain_of[place.question][: depth + 1], place.slots[: depth + 1])
        for place in places
        for depth in range(len(place.slots))
    }
    before, made = answers, Items()
    for chain, slots in sorted(wanted, key=lambda each: (len(each[0]), each)):
        around = made.get((chain[-2], slots[:-1])) if len(chain) > 1 else ()
        if around is None:
            continue
        known = form.collections.get(chain[-1])
        there_before = before.items_of(chain[-1], around)
        if slots[-1] <= len(there_before):
            made[chain[-1], slots] = (*around, there_before[slots[-1] - 1])
            continue
        there = answers.items_of(chain[-1], around)
        if known is not None and known.maximum and len(there) >= known.maximum:
            continue
        made[chain[-1], slots] = path = (*around, new_id())
        answers = answers.with_items(chain[-1], around, (*there, path[-1]))
    return answers, made


def _path(form: Form, question: str, slots: tuple[int, ...], items: Items) -> tuple[str, ...] | None:
    return items.get((form.chain_of[question][-1], slots)) if slots else ()


def where_of(form: Form, answers: Answers, address: Address) -> str:
    """The same for an answer that has its place."""
    slots = _slots(form, answers, address)
    return _where(form, address.question, slots or ())


def _where(form: Form, question: str, slots: tuple[int, ...]) -> str:
    """ "Child 2, mark 1: Where on the body?" """
    around = [
        f"{form.collections[collection].singular if collection in form.collections else 'entry'} {slot}"
        for collection, slot in zip(form.chain_of[question], slots, strict=True)
    ]
    name = form.questions[question].name
    words = ", ".join(around)
    return f"{words[:1].upper()}{words[1:]}: {name}" if words else name
