"""Lossless JSON for any answer without asking the form: what the store and frozen versions hold. Pure.

Plain JSON stands for itself. Our own shapes are objects with one key that begins with "$".
Inside mappings (matrix findings, attachments) there is only plain JSON.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from enquiry_app.enquiry.answers import Absent, CivilTime, FlexDate, Postal, Typed, Value
from enquiry_app.errors import CaseError


def value_to_json(value: Value) -> Any:
    """Any answer as JSON. Raises `CaseError` for something that is no answer."""
    if isinstance(value, str | int | float):
        return value
    if isinstance(value, tuple | list):
        return [value_to_json(item) for item in value]
    if isinstance(value, Mapping):
        return {"$map": _plain(value)}
    for tag, (kind, write, _) in _SHAPES.items():
        if isinstance(value, kind):
            return {tag: write(value)}
    raise CaseError(f"{type(value).__name__} is no kind of answer.")


def value_from_json(data: Any) -> Value:
    """The answer that `value_to_json` wrote. Raises `CaseError` for anything else."""
    if isinstance(data, str | int | float):
        return data
    if isinstance(data, list):
        return tuple(value_from_json(item) for item in data)
    if isinstance(data, Mapping) and len(data) == 1:
        tag, content = next(iter(data.items()))
        if tag == "$map" and isinstance(content, Mapping):
            return dict(content)
        if tag in _SHAPES:
            try:
                return _SHAPES[tag][2](content)
            except (TypeError, ValueError) as error:
                raise CaseError(f"{tag} does not hold what it should.") from error
    raise CaseError("This is not an answer as this app stores it.")


def _plain(value: Any) -> Any:
    """Plain JSON: tuples become lists."""
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(inner) for inner in value]
    return value


def _flagged(iso: str, flag: bool) -> list[Any]:
    return [iso, flag] if flag else [iso]


_SHAPES: Mapping[str, tuple[type, Callable[[Any], Any], Callable[[Any], Value]]] = {
    "$date": (FlexDate, lambda v: _flagged(v.iso, v.estimated), lambda d: FlexDate(*d)),
    "$time": (CivilTime, lambda v: _flagged(v.iso, v.approximate), lambda d: CivilTime(*d)),
    "$address": (Postal, lambda v: [v.lines, v.postcode, v.uprn, v.kind], lambda d: Postal(*d)),
    "$absent": (Absent, lambda v: [v.why, v.reason], lambda d: Absent(*d)),
    "$typed": (Typed, lambda v: v.text, lambda d: Typed(str(d))),
}
