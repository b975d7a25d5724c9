"""What changed between two matrix versions, in sentences. Pure."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from enquiry_app.definitions.matrix_definition import Indicator, Matrix


def matrix_changes(old: Matrix, new: Matrix) -> list[dict[str, str]]:
    """Each change as `{"what", "id", "sentence"}`, in the order of the new matrix, removed ones last."""
    changes = [
        _change("matrix", name, f"{name}: {getattr(old, name)} became {getattr(new, name)}.")
        for name in ("id", "version", "title", "owner")
        if getattr(old, name) != getattr(new, name)
    ]
    for indicator in new.indicators.values():
        before = old.indicators.get(indicator.id)
        if before is None:
            changes.append(_change("added", indicator.id, f"{indicator.id} was added: {indicator.text}"))
        else:
            changes += _indicator_changes(before, indicator)
    gone = [i for i in old.indicators.values() if i.id not in new.indicators]
    changes += [_change("removed", i.id, f"{i.id} was removed: {i.text}") for i in gone]
    for kind in ("levels", "domains", "amplifiers", "pathways"):
        changes += _list_changes(kind, getattr(old, kind), getattr(new, kind))
    return changes


def _change(what: str, identity: str, sentence: str) -> dict[str, str]:
    return {"what": what, "id": identity, "sentence": sentence}


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) or "none" if isinstance(value, tuple) else str(value)


def _indicator_changes(before: Indicator, after: Indicator) -> list[dict[str, str]]:
    found = []
    for name in ("text", "level", "ages", "flags", "dimension"):
        was, now = getattr(before, name), getattr(after, name)
        if was != now:
            sentence = f"{after.id}: {name} was “{_shown(was)}”, is now “{_shown(now)}”."
            found.append(_change("changed", after.id, sentence))
    return found


def _list_changes(kind: str, old: tuple[Any, ...], new: tuple[Any, ...]) -> list[dict[str, str]]:
    def key(record: Any) -> str:
        return str(getattr(record, "code", "") or getattr(record, "flag", ""))

    was = {key(record): record for record in old}
    now = {key(record): record for record in new}
    found = [_change("added", k, f"{kind}: {k} was added.") for k in now if k not in was]
    found += [_change("removed", k, f"{kind}: {k} was removed.") for k in was if k not in now]
    for k in now.keys() & was.keys():
        changed = [f.name for f in fields(now[k]) if getattr(now[k], f.name) != getattr(was[k], f.name)]
        if changed:
            found.append(_change("changed", k, f"{kind}: {k} changed ({', '.join(changed)})."))
    return sorted(found, key=lambda change: change["id"])
