"""How values of ours lie in columns: instants as UTC integer microseconds, plain structures as compact JSON."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from sqlalchemy import BigInteger, Dialect, Integer, Text
from sqlalchemy.types import TypeDecorator

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND = dt.timedelta(microseconds=1)

Sequence = BigInteger().with_variant(Integer(), "sqlite")  # SQLite's row number must be called INTEGER


def to_microseconds(at: dt.datetime) -> int:
    """Microseconds since 1970 UTC. Raises ValueError for an instant without a time zone."""
    if at.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return (at - EPOCH) // _MICROSECOND


def from_microseconds(number: int) -> dt.datetime:
    """The aware UTC instant."""
    return EPOCH + number * _MICROSECOND


def compact_json(value: Any) -> str:
    """One spelling for equal values: sorted keys, no spaces, Unicode as it is."""
    return _compact(value)


_compact = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


class Instant(TypeDecorator[dt.datetime]):
    """An aware instant, stored as integer microseconds UTC."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else to_microseconds(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> dt.datetime | None:
        return None if value is None else from_microseconds(value)


class Structure(TypeDecorator[Any]):
    """Lists, mappings and plain values as JSON text (text, so that both databases give back what was written)."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else compact_json(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)
