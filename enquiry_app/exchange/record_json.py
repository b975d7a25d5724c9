"""Records that cross between stores to JSON and back: read back, every field is of the kind it says, or nothing is read."""

from __future__ import annotations

import datetime as dt
import types
import typing
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any, TypeVar

from enquiry_app.enquiry.hub_records import HubRecord

T = TypeVar("T", bound=HubRecord)
LONGEST = 200_000  # signs of one text
MOST = 1_000  # entries of one list or table


def record_to_plain(record: HubRecord) -> dict[str, Any]:
    """All fields as JSON can hold them; instants as ISO text."""
    return {name: _to_plain(value) for name, value in asdict(record).items()}


def record_from_plain(kind: type[T], plain: object) -> T:
    """The record. Raises ValueError for a missing, unknown-shaped or overlong field; fields not known here are left out
    (a newer version of the app may have them)."""
    if not isinstance(plain, dict):
        raise ValueError("a record is a table")
    hints = typing.get_type_hints(kind)
    given = {each.name: _value(hints[each.name], plain[each.name]) for each in fields(kind) if each.name in plain}
    try:
        return kind(**given)
    except TypeError as fault:  # a field without a default is missing
        raise ValueError("a field is missing") from fault


def _value(hint: Any, value: Any) -> Any:
    """The value as this annotation has it. Raises ValueError."""
    origin = typing.get_origin(hint)
    if hint is Any:
        return _plain_value(value)
    if hint is dt.datetime:
        return _instant(value)
    if hint in (str, int, bool):
        if type(value) is not hint or (hint is str and len(value) > LONGEST) or (hint is int and abs(value) > 2**31):
            raise ValueError("not of its kind")
        return value
    if origin is types.UnionType:  # only `X | None` is used
        return None if value is None else _value(typing.get_args(hint)[0], value)
    if origin is tuple:
        return _tuple(hint, value)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _table(typing.get_args(hint)[1], value)
    raise ValueError("not a kind that crosses")


def _tuple(hint: Any, value: Any) -> tuple[Any, ...]:
    if not isinstance(value, list) or len(value) > MOST:
        raise ValueError("not a list")
    return tuple(_value(typing.get_args(hint)[0], each) for each in value)


def _table(hint: Any, value: Any) -> dict[str, Any]:
    if not isinstance(value, dict) or len(value) > MOST or any(len(name) > LONGEST for name in value):
        raise ValueError("not a table")
    return {name: _value(hint, each) for name, each in value.items()}


def _plain_value(value: Any) -> Any:
    """Text, a whole number, yes or no: nothing nested, where the record says nothing about the kind."""
    if value is None or type(value) is bool or (type(value) is int and abs(value) <= 2**31):
        return value
    if isinstance(value, str) and len(value) <= LONGEST:
        return value
    raise ValueError("not a plain value")


def _instant(value: Any) -> dt.datetime:
    if not isinstance(value, str) or len(value) > 40:
        raise ValueError("not an instant")
    at = dt.datetime.fromisoformat(value)
    if at.tzinfo is None or not 1990 < at.year < 2200:
        raise ValueError("an instant needs a time zone and a year of ours")
    return at.astimezone(dt.UTC)


def _to_plain(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: _to_plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_to_plain(each) for each in value]
    return value
