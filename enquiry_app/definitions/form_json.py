"""A form as canonical JSON and back, so that a version can be pinned by its hash (`decisions` 12)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from typing import Any, TypeVar

from enquiry_app.definitions.form_definition import (
    Choice,
    CodeList,
    Collection,
    Condition,
    Form,
    Group,
    Page,
    Placing,
    Question,
    Section,
)
from enquiry_app.errors import DefinitionError, Fault

Record = TypeVar("Record")


def form_to_canonical_json(form: Form) -> str:
    """The form as JSON with sorted keys, no white space, and nothing that only says the default."""
    data = _plain(form)
    for key in ("collections", "code_lists"):  # lists, since their order is shown and sorted keys would lose it
        data[key] = list(data.get(key, {}).values())
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def form_hash(form: Form) -> str:
    """SHA-256 of the canonical JSON, in hex."""
    return hashlib.sha256(form_to_canonical_json(form).encode()).hexdigest()


def form_from_canonical_json(text: str) -> Form:
    """The form version stored as canonical JSON. Raises `DefinitionError` if it is not one."""
    try:
        data = json.loads(text)
        for key in ("collections", "code_lists"):
            data[key] = {item["id"]: item for item in data[key]}
        form: Form = _record(Form, data)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise DefinitionError([Fault("stored form", "", "this is not a form as this app stores it")]) from error
    return form


def _plain(value: Any) -> Any:
    """Dataclasses as objects without their defaults, tuples as lists."""
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(v) for f in fields(value) if (v := getattr(value, f.name)) != _default(f)}
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple):
        return [_plain(inner) for inner in value]
    return value


def _default(field: Any) -> Any:
    return field.default_factory() if field.default_factory is not MISSING else field.default


def _record(kind: type[Record], data: Mapping[str, Any]) -> Record:
    """An object as a record; keys a newer app may have added are an error of this function's caller."""
    readers = _READERS.get(kind, {})
    values = {key: readers[key](value) if key in readers else _tuples(value) for key, value in data.items()}
    return kind(**values)


def _tuples(value: Any) -> Any:
    return tuple(_tuples(inner) for inner in value) if isinstance(value, list) else value


def _one(kind: type[Record]) -> Callable[[Any], Record]:
    def read(data: Any) -> Record:
        return _record(kind, data)

    return read


def _many(kind: type[Record]) -> Callable[[Any], tuple[Record, ...]]:
    def read(data: Any) -> tuple[Record, ...]:
        return tuple(_record(kind, item) for item in data)

    return read


def _by_id(kind: type[Record]) -> Callable[[Any], dict[str, Record]]:
    def read(data: Any) -> dict[str, Record]:
        return {key: _record(kind, item) for key, item in data.items()}

    return read


_READERS: dict[type, dict[str, Callable[[Any], Any]]] = {
    Form: {
        "groups": _many(Group),
        "sections": _many(Section),
        "collections": _by_id(Collection),
        "code_lists": _by_id(CodeList),
    },
    Section: {"pages": _many(Page), "show_when": _one(Condition)},
    Page: {"questions": _many(Question), "show_when": _one(Condition)},
    Question: {
        "choices": _many(Choice),
        "questions": _many(Question),
        "show_when": _one(Condition),
        "needed_when": _one(Condition),
        "placing": _one(Placing),
    },
    CodeList: {"choices": _many(Choice)},
    Condition: {"conditions": _many(Condition)},
}
