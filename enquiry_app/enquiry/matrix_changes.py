"""What changed between two matrix versions, in sentences. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from enquiry_app.definitions.matrix_definition import Dimension, Matrix

Change = dict[str, str]
# Lists of records, with what each is called by in a sentence.
_LISTS = {
    "levels": "level",
    "domains": "domain",
    "pathways": "pathway",
    "amplifiers": "amplifier",
    "when": "answer to when",
    "source": "answer to how it is known",
    "how_often": "answer to how often",
    "duration": "answer to how long",
    "effect": "answer to effect",
    "protective_factors": "protective factor",
}
_NAMES = ("poverty_dimensions", "unborn_untagged", "unborn_blocks")


def matrix_changes(old: Matrix, new: Matrix) -> list[Change]:
    """Each change as `{"what", "id", "sentence"}`: indicators first, in the order of the new matrix, removed ones last.

    `what` is `matrix`, `added`, `removed`, `changed` or `moved`.
    """
    changes = [
        _change("matrix", name, f"{name} was “{getattr(old, name)}”, is now “{getattr(new, name)}”.")
        for name in ("id", "version", "title", "owner")
        if getattr(old, name) != getattr(new, name)
    ]
    changes += _record_changes("", dict(old.indicators), dict(new.indicators), "text")
    changes += _record_changes("dimension", _by_code(old), _by_code(new), "name")
    for key, kind in _LISTS.items():
        changes += _record_changes(kind, _keyed(getattr(old, key)), _keyed(getattr(new, key)), "label")
    changes += _record_changes("search word", dict(old.synonyms), dict(new.synonyms), "")
    for name in _NAMES:
        if getattr(old, name) != getattr(new, name):
            sentence = f"{name} was “{_shown(getattr(old, name))}”, is now “{_shown(getattr(new, name))}”."
            changes.append(_change("changed", name, sentence))
    return changes + _order_changes(old, new)


def _change(what: str, identity: str, sentence: str) -> Change:
    return {"what": what, "id": identity, "sentence": sentence}


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) or "none" if isinstance(value, tuple) else str(value)


def _by_code(matrix: Matrix) -> dict[str, Dimension]:
    return {dimension.code: dimension for dimension in matrix.dimensions}


def _keyed(records: tuple[Any, ...]) -> dict[str, Any]:
    """Records by their code or flag; what has neither by its words."""
    return {getattr(r, "code", "") or getattr(r, "flag", "") or r.text: r for r in records}


def _record_changes(kind: str, was: Mapping[str, Any], now: Mapping[str, Any], words: str) -> list[Change]:
    found = []
    for key, record in now.items():
        name = f"{kind} {key}".strip()
        if key not in was:
            said = getattr(record, words, "") if words else _shown(record)
            found.append(_change("added", key, f"{name} was added{': ' if said else ''}{said or '.'}"))
        else:
            found += _field_changes(name, key, was[key], record)
    for key, record in was.items():
        if key not in now:
            said = getattr(record, words, "") if words else ""
            name = f"{kind} {key}".strip()
            found.append(_change("removed", key, f"{name} was removed{': ' if said else ''}{said or '.'}"))
    return found


def _field_changes(name: str, key: str, was: Any, now: Any) -> list[Change]:
    if isinstance(now, tuple):
        return [_field_change(name, key, "", was, now)] if was != now else []
    names = [f.name for f in fields(now) if f.name != "indicators"]  # a dimension's indicators speak for themselves
    return [
        _field_change(name, key, f"{field}: ", getattr(was, field), getattr(now, field))
        for field in names
        if getattr(was, field) != getattr(now, field)
    ]


def _field_change(name: str, key: str, field: str, was: object, now: object) -> Change:
    return _change("changed", key, f"{name}: {field}was “{_shown(was)}”, is now “{_shown(now)}”.")


def _order_changes(old: Matrix, new: Matrix) -> list[Change]:
    """Signs or dimensions that both have, in another order."""
    found = []
    for what, was, now in (
        ("dimensions", tuple(_by_code(old)), tuple(_by_code(new))),
        ("indicators", tuple(old.indicators), tuple(new.indicators)),
    ):
        kept_was, kept_now = [k for k in was if k in now], [k for k in now if k in was]
        if kept_was != kept_now:
            found.append(_change("moved", what, f"The order of the {what} changed."))
    return found
