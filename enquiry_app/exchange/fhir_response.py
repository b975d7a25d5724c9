"""Answers as a FHIR R4 QuestionnaireResponse and back, without losing an answer. Pure.

The id of an item (child, row) is the element id of its turn of the repeating group.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from enquiry_app.definitions.form_definition import Form, Question, Section
from enquiry_app.definitions.matrix_definition import Matrix
from enquiry_app.enquiry.answers import Address, Answers, ItemsKey, Value
from enquiry_app.enquiry.answers_json import answers_from_json, answers_to_json
from enquiry_app.enquiry.lost_references import without_lost_children
from enquiry_app.errors import CaseError
from enquiry_app.exchange.fhir_questionnaire import canonical
from enquiry_app.exchange.fhir_terms import BASE, collection_link, page_link, section_link
from enquiry_app.exchange.fhir_values import from_answers, to_answers

Counts = Callable[[Address], bool]
_STATUSES = ("in-progress", "completed", "amended")


def questionnaire_response(
    form: Form,
    answers: Answers,
    *,
    reference: str = "",
    authored: dt.datetime | None = None,
    status: str = "completed",
    counts: Counts | None = None,
) -> dict[str, Any]:
    """The answers as a QuestionnaireResponse. `counts` says which go (the shown ones); left out, all do.

    `authored` is an aware instant. `status` is `in-progress`, `completed` or `amended`.
    """
    if status not in _STATUSES:
        raise ValueError(f"status must be one of {', '.join(_STATUSES)}")
    response: dict[str, Any] = {
        "resourceType": "QuestionnaireResponse",
        "questionnaire": canonical(form),
        "status": status,
    }
    if reference:
        response["identifier"] = {"system": f"{BASE}/reference", "value": reference}
    if authored:
        response["authored"] = authored.isoformat(timespec="seconds")
    items = list(_Writing(form, without_lost_children(form, answers), counts).top())
    if items:
        response["item"] = items
    return response


class _Writing:
    """One response being written. Groups without an answer are left out; items of a collection never are."""

    def __init__(self, form: Form, answers: Answers, counts: Counts | None) -> None:
        self.form = form
        self.answers = answers
        self.counts = counts

    def top(self) -> Iterator[dict[str, Any]]:
        """Sections in order; a collection's sections all where its first one stands."""
        done: set[str] = set()
        for section in self.form.sections:
            name = section.collection
            if not name:
                yield from self._section(section, ())
            elif name not in done:
                done.add(name)
                yield from self._collection(name)

    def _collection(self, name: str) -> Iterator[dict[str, Any]]:
        sections = [section for section in self.form.sections if section.collection == name]
        for item in self.answers.items_of(name):
            content = [group for section in sections for group in self._section(section, (item,))]
            yield _group(collection_link(name), content, item)

    def _section(self, section: Section, items: tuple[str, ...]) -> Iterator[dict[str, Any]]:
        pages = []
        for page in section.pages:
            content = [group for question in page.questions for group in self._question(question, items)]
            if content:
                pages.append(_group(page_link(page.id), content))
        if pages:
            yield _group(section_link(section.id), pages)

    def _question(self, question: Question, items: tuple[str, ...]) -> Iterator[dict[str, Any]]:
        if question.kind == "items":
            if self.counts is None or self.counts(Address(question.id, items)):
                for row in self.answers.items_of(question.collection, items):
                    content = [g for inner in question.questions for g in self._question(inner, (*items, row))]
                    yield _group(question.id, content, row)
            return
        address = Address(question.id, items)
        value = self.answers.values.get(address)
        if value is not None and (self.counts is None or self.counts(address)):
            yield {"linkId": question.id, "answer": to_answers(self.form, question, value)}


def _group(link: str, content: list[dict[str, Any]], item_id: str = "") -> dict[str, Any]:
    group: dict[str, Any] = {"linkId": link}
    if item_id:
        group = {"id": item_id, **group}
    if content:
        group["item"] = content
    return group


def answers_from_response(form: Form, response: Mapping[str, Any], matrix: Matrix | None = None) -> Answers:
    """The answers of a QuestionnaireResponse to this form. With a `matrix`, findings are checked against it.

    Raises `CaseError` naming what cannot be read.
    """
    if response.get("resourceType") != "QuestionnaireResponse":
        raise CaseError("This is not a QuestionnaireResponse.")
    asked = str(response.get("questionnaire", ""))
    if asked.partition("|")[0] != canonical(form).partition("|")[0]:
        raise CaseError("questionnaire: these answers belong to another form.")
    reading = _Reading(form)
    reading.items(response.get("item") or (), "", ())
    answers = Answers(reading.values, {key: tuple(rows) for key, rows in reading.rows.items()})
    # The same gate as for any answers that come from outside: known codes, absences, children and dates.
    return answers_from_json(form, matrix, answers_to_json(form, answers))


class _Reading:
    """One response being read: gathers values and items by linkId."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.values: dict[Address, Value] = {}
        self.rows: dict[ItemsKey, list[str]] = {}
        sections = {section_link(section.id) for section in form.sections}
        self.plain_groups = sections | {page_link(page.id) for section in form.sections for page in section.pages}
        self.repeating = {collection_link(s.collection): s.collection for s in form.sections if s.collection}
        self.repeating |= {q.id: q.collection for q in form.questions.values() if q.kind == "items"}

    def items(self, found: Iterable[Mapping[str, Any]], collection: str, path: tuple[str, ...]) -> None:
        """Read the items at one place; `collection` is the one whose item this is ("" for the enquiry)."""
        for item in found:
            link = item.get("linkId", "")
            inner = item.get("item") or ()
            if link in self.plain_groups:
                self.items(inner, collection, path)
            elif link in self.repeating:
                name = self.repeating[link]
                if self.form.collections[name].parent != collection:
                    raise CaseError(f"{link}: stands in the wrong group.")
                self.items(inner, name, (*path, self._row(name, path, item.get("id"))))
            else:
                self._question(link, item, collection, path)

    def _row(self, collection: str, path: tuple[str, ...], given: str | None) -> str:
        rows = self.rows.setdefault(ItemsKey(collection, path), [])
        row = given or f"{collection}-{len(rows) + 1}"
        if row in rows:
            raise CaseError(f"{collection}: two items have the same id.")
        rows.append(row)
        return row

    def _question(self, link: str, item: Mapping[str, Any], collection: str, path: tuple[str, ...]) -> None:
        question = self.form.questions.get(link)
        if question is None or self.form.collection_of[link] != collection:
            raise CaseError(f"{link or 'an item'}: the form has no such question here.")
        answers = item.get("answer") or ()
        if answers:
            self.values[Address(link, path)] = from_answers(question, list(answers))
