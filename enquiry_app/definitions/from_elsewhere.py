"""A form or matrix that another store sent: taken only if every part is of the kind it should be, nothing points at what is
not there, and writing it out again gives the same text. What the rest of the app reads afterwards is then safe to read."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from enquiry_app.definitions.form_checking import check_form
from enquiry_app.definitions.form_definition import KINDS, Condition, Form, Question
from enquiry_app.definitions.form_json import form_from_canonical_json, form_to_canonical_json
from enquiry_app.definitions.form_reading import Places
from enquiry_app.definitions.form_toml import Faults, Place, TomlFile
from enquiry_app.definitions.matrix_definition import Matrix, matrix_from_canonical_json
from enquiry_app.definitions.matrix_vocabulary import RULE_FLAGS
from enquiry_app.errors import DefinitionError, Fault

LARGEST = 8_000_000  # characters
OPERATORS = frozenset({"is", "is_not", "any_of", "answered", "all", "any", "not"})
DEEPEST = 20


class _Anywhere(dict[str, list[Place]]):
    """A form that was no file has no lines to point at."""

    def __missing__(self, _: str) -> list[Place]:
        return [Place(TomlFile("from elsewhere", "", {}))]


def form_from_elsewhere(text: str) -> Form:
    """Raises DefinitionError, whatever is wrong."""
    _check_size(text)
    form = form_from_canonical_json(text)
    _check_shape(Form, form, 0)
    if form_to_canonical_json(form) != text:
        raise _refused("a form")
    for question in form.questions.values():
        _check_question(question)
    faults = Faults()
    try:
        check_form(form, Places(*(_Anywhere() for _ in range(5))), faults)
    except (KeyError, IndexError, ValueError, TypeError, AttributeError, RecursionError) as fault:
        raise _refused("a form") from fault
    if faults.found:
        raise DefinitionError(faults.found)
    return form


def matrix_from_elsewhere(text: str) -> Matrix:
    """Raises DefinitionError, whatever is wrong."""
    _check_size(text)
    matrix = matrix_from_canonical_json(text)
    _check_shape(Matrix, matrix, 0)
    dimensions = [dimension.code for dimension in matrix.dimensions]
    domains = {domain.code for domain in matrix.domains}
    signs = [indicator.id for dimension in matrix.dimensions for indicator in dimension.indicators]
    whole = (
        matrix.to_canonical_json() == text
        and _each_once(dimensions)
        and _each_once(signs)
        and all(dimension.domain in domains for dimension in matrix.dimensions)
        and all(i.dimension == d.code for d in matrix.dimensions for i in d.indicators)
        and set(RULE_FLAGS) <= {pathway.flag for pathway in matrix.pathways}
    )
    if not whole:
        raise _refused("a matrix")
    return matrix


def _check_size(text: str) -> None:
    if len(text) > LARGEST:
        raise _refused("a form or matrix")


def _check_question(question: Question) -> None:
    if question.kind not in KINDS:
        raise _refused("a form")
    for condition in (question.show_when, question.needed_when):
        if condition is not None:
            _check_condition(condition, 0)


def _check_condition(condition: Condition, depth: int) -> None:
    if condition.operator not in OPERATORS or depth > DEEPEST:
        raise _refused("a form")
    for inner in condition.conditions:
        _check_condition(inner, depth + 1)


def _check_shape(hint: Any, value: Any, depth: int) -> None:
    """Raises DefinitionError if a value, or anything in it, is not as its annotation says."""
    origin, given = typing.get_origin(hint), typing.get_args(hint)
    if depth > DEEPEST:
        raise _refused("a form or matrix")
    if hint is Any:
        return
    if is_dataclass(hint) and isinstance(hint, type):
        if type(value) is not hint:
            raise _refused("a form or matrix")
        hints = typing.get_type_hints(hint)
        for each in fields(hint):
            _check_shape(hints[each.name], getattr(value, each.name), depth + 1)
    elif origin in (types.UnionType, typing.Union):
        kind = next((each for each in given if each is not type(None)), Any)
        if value is not None:
            _check_shape(kind, value, depth + 1)
    elif origin is tuple:
        _check_tuple(given, value, depth)
    elif isinstance(origin, type) and issubclass(origin, Mapping):
        if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value):
            raise _refused("a form or matrix")
        for each in value.values():
            _check_shape(given[1], each, depth + 1)
    elif origin is typing.Literal:
        if value not in given:
            raise _refused("a form or matrix")
    elif isinstance(hint, type) and type(value) is not hint:
        raise _refused("a form or matrix")


def _check_tuple(given: tuple[Any, ...], value: Any, depth: int) -> None:
    if not isinstance(value, tuple):
        raise _refused("a form or matrix")
    endless = len(given) == 2 and given[1] is Ellipsis
    if not endless and len(given) != len(value):
        raise _refused("a form or matrix")
    for place, each in enumerate(value):
        _check_shape(given[0] if endless else given[place], each, depth + 1)


def _each_once(names: Iterable[str]) -> bool:
    listed = list(names)
    return len(listed) == len(set(listed))


def _refused(what: str) -> DefinitionError:
    return DefinitionError([Fault("from elsewhere", "", f"this is not {what} as this app writes it")])
