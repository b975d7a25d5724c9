"""`answers-1`: answers as JSON for people and other systems, checked against the form as they are read.

`{"answers": "answers-1", "question id": value, …, "collection id": [{"id": "…", "question id": value, …}, …]}`. The key
`answers` and the `id` of an item may be left out; items get ids by their place then (`children-1`). What is left out is
not answered. An unknown key or a wrong kind is refused and the place named.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from enquiry_app.definitions.form_definition import Form, Question
from enquiry_app.definitions.form_toml import nearest
from enquiry_app.definitions.matrix_definition import Matrix
from enquiry_app.enquiry.answers import Absent, Address, Answers, ItemsKey, Postal, Typed, Value
from enquiry_app.enquiry.findings import engine_input
from enquiry_app.enquiry.lost_references import without_lost_children
from enquiry_app.enquiry.question_kinds import kind_of
from enquiry_app.enquiry.stored_values import value_from_json, value_to_json
from enquiry_app.enquiry.threshold_case import case_from_json
from enquiry_app.errors import CaseError

FORMAT = "answers-1"
CHILDREN = "children"
_FINDINGS_KEYS = frozenset(
    {
        "observations",
        "no_worry",
        "worry",
        "amplifiers",
        "earlier_help",
        "agreement_refused",
        "development_at_risk",
        "protective",
    }
)
_SIGN_KEYS = frozenset(
    {
        "indicator",
        "when",
        "source",
        "how_often",
        "duration",
        "effect",
        "continuing",
        "dealt_with",
        "dealt_by",
        "dealt_on",
        "note",
    }
)
__all__ = ["FORMAT", "answers_from_json", "answers_to_json", "value_from_json", "value_to_json"]


def questions_within(form: Form, collection: str) -> tuple[Question, ...]:
    """Questions with a value of their own that belong to the items of a collection ("": to the enquiry)."""
    belonging = form.collection_of
    return tuple(q for q in form.questions.values() if belonging[q.id] == collection and q.kind != "items")


def collections_within(form: Form, collection: str) -> tuple[str, ...]:
    """Collections nested directly in this one ("": in the enquiry)."""
    return tuple(c.id for c in form.collections.values() if c.parent == collection)


# --- writing ------------------------------------------------------------------------------------------------------


def answers_to_json(form: Form, answers: Answers) -> dict[str, Any]:
    """Every answer to a question of this form, in form order; nothing that names a child who is gone."""
    return {"answers": FORMAT, **_level_to_json(form, without_lost_children(form, answers), "", ())}


def _level_to_json(form: Form, answers: Answers, collection: str, items: tuple[str, ...]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for question in questions_within(form, collection):
        value = answers.get(question.id, items)
        if value is not None:
            found[question.id] = kind_of(question).to_json(value)
    for inner in collections_within(form, collection):
        rows = answers.items_of(inner, items)
        if rows:
            found[inner] = [{"id": row, **_level_to_json(form, answers, inner, (*items, row))} for row in rows]
    return found


# --- reading ------------------------------------------------------------------------------------------------------


def answers_from_json(form: Form, matrix: Matrix | None, data: Any) -> Answers:
    """The answers that `answers-1` JSON holds. With a `matrix`, findings are checked against it.

    Raises `CaseError` naming the first place that cannot be read. Incomplete answers are welcome.
    """
    if not isinstance(data, Mapping):
        raise CaseError("The answers must be one JSON object.")
    if data.get("answers", FORMAT) != FORMAT:
        raise CaseError(f'answers: only "{FORMAT}" can be read.')
    level = {key: value for key, value in data.items() if key != "answers"}
    reading = _Reading(form, matrix)
    reading.level(level, "", (), "")
    answers = Answers(reading.values, reading.items)
    _check_children(form, answers)
    return answers


class _Reading:
    """One reading: gathers values and items."""

    def __init__(self, form: Form, matrix: Matrix | None) -> None:
        self.form = form
        self.matrix = matrix
        self.values: dict[Address, Value] = {}
        self.items: dict[ItemsKey, tuple[str, ...]] = {}

    def level(self, data: Mapping[str, Any], collection: str, items: tuple[str, ...], path: str) -> None:
        """Read the questions and collections of the enquiry or of one item."""
        nested = collections_within(self.form, collection)
        for key, value in data.items():
            place = f"{path}{key}"
            if key in nested:
                self._rows(value, key, items, place)
                continue
            question = self.form.questions.get(key)
            if question is None or question.kind == "items" or self.form.collection_of[key] != collection:
                raise CaseError(f"{place}: {self._why_unknown(key, collection)}")
            self._answer(question, value, items, place)

    def _why_unknown(self, key: str, collection: str) -> str:
        if key in self.form.retired:
            now = self.form.retired[key]
            return f"this question is now “{now}”." if now else "this question is no longer asked."
        if key in self.form.questions:
            within = self.form.collection_of[key] or "the enquiry itself"
            return f"this question belongs to {within}."
        known = [q.id for q in questions_within(self.form, collection)] + list(
            collections_within(self.form, collection)
        )
        return f"the form has no such question{nearest(key, known)}."

    def _answer(self, question: Question, data: Any, items: tuple[str, ...], place: str) -> None:
        value = kind_of(question).from_json(data, place)
        _check_codes(self.form, question, value, place)
        if isinstance(value, Absent) and value.why not in question.absences:
            offered = ", ".join(question.absences) or "none"
            raise CaseError(f"{place}: “{value.why}” is not offered here (offered: {offered}).")
        if question.kind == "matrix" and isinstance(value, Mapping) and self.matrix is not None:
            check_findings(self.matrix, value, place)
        if value not in ("", ()):
            self.values[Address(question.id, items)] = value

    def _rows(self, data: Any, collection: str, items: tuple[str, ...], place: str) -> None:
        if not isinstance(data, list) or not all(isinstance(row, Mapping) for row in data):
            raise CaseError(f"{place}: must be a list of objects, one for each {self._singular(collection)}.")
        most = self.form.collections[collection].maximum
        if most and len(data) > most:
            raise CaseError(f"{place}: has more than {most} rows.")
        ids: list[str] = []
        for number, row in enumerate(data):
            name = row.get("id", f"{collection}-{number + 1}")
            if not isinstance(name, str) or not name or name in ids:
                raise CaseError(f"{place}[{number}].id: must be a text that no other row has.")
            ids.append(name)
            content = {key: value for key, value in row.items() if key != "id"}
            self.level(content, collection, (*items, name), f"{place}[{number}].")
        if ids:
            self.items[ItemsKey(collection, items)] = tuple(ids)

    def _singular(self, collection: str) -> str:
        return self.form.collections[collection].singular


def _check_codes(form: Form, question: Question, value: Value, place: str) -> None:
    """Every code is one the question offers."""
    known = {choice.code for choice in form.choices_of(question)}
    for code in _codes(question, value):
        if code not in known:
            raise CaseError(f"{place}: “{code}” is not a choice here{nearest(code, known)}.")


def _codes(question: Question, value: Value) -> Iterator[str]:
    if isinstance(value, Absent | Typed):
        return
    if question.kind in ("choice", "yes_no"):
        yield value
    elif question.kind == "choices":
        yield from value
    elif question.kind == "per_child":
        yield from value.values()
    elif isinstance(value, Postal) and value.kind and question.choices:
        yield value.kind


def _check_children(form: Form, answers: Answers) -> None:
    """Answers that name children name children who are there."""
    children = set(answers.items_of(CHILDREN))
    for address, value in answers.values.items():
        if form.questions[address.question].kind in ("per_child", "which_children"):
            for child in () if isinstance(value, Absent | Typed) else value:
                if child not in children:
                    raise CaseError(f"{address.question}: there is no child with the id “{child}”.")


def _known_keys(table: Mapping[str, Any], known: frozenset[str], place: str) -> None:
    for key in table:
        if key not in known:
            raise CaseError(f"{place}.{key}: is not known here{nearest(str(key), known)}.")


def check_findings(matrix: Matrix, findings: Mapping[str, Any], place: str) -> None:
    """Findings hold only what the matrix knows; age is left open, since it may change. Raises `CaseError`."""
    _known_keys(findings, _FINDINGS_KEYS, place)
    rows = findings.get("observations") or []
    if not isinstance(rows, list | tuple) or not all(isinstance(row, Mapping) and "indicator" in row for row in rows):
        raise CaseError(f"{place}.observations: must be a list of signs, each with its indicator.")
    for number, row in enumerate(rows):
        _known_keys(row, _SIGN_KEYS, f"{place}.observations[{number}]")
        if row["indicator"] not in matrix.indicators:
            raise CaseError(f"{place}.observations[{number}].indicator: is not in the matrix {matrix.name}.")
    try:
        case_from_json(matrix, engine_input(matrix, findings, unborn=False, age_years=None, immediate_danger=False))
    except CaseError as error:
        raise CaseError(f"{place}.{error.sentence}") from error
    except (TypeError, AttributeError, KeyError, ValueError) as error:
        raise CaseError(f"{place}: these are not findings as the matrix records them.") from error
