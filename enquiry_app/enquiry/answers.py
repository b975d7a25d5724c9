"""Answers as an immutable map (question id, items) -> value. Pure; knows nothing of storage or screens.

A value is one of
- `str` (text, code, phone …), `int` (number), `tuple[str, ...]` (several codes, children),
- `FlexDate`, `CivilTime`, `Postal`, `Mapping` (per-child codes, matrix findings), tuple of mappings (attachments),
- `Absent`: an explicit "not known / not asked / declined / not applicable", with a reason,
- `Typed`: what somebody typed that is not understood yet; kept so that nothing is lost.
"No answer" is the absence of the key. Items of a collection are listed under (collection id, parent items).
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple


class Address(NamedTuple):
    """Where an answer lies: question id and the item ids it belongs to, outermost first."""

    question: str
    items: tuple[str, ...] = ()


class ItemsKey(NamedTuple):
    """Which items: collection id, and the items it is nested in."""

    collection: str
    parent: tuple[str, ...] = ()


@dataclass(frozen=True)
class FlexDate:
    """A civil date, perhaps without day or month, perhaps estimated. `iso` is `2026`, `2026-11` or `2026-11-03`."""

    iso: str
    estimated: bool = False

    @property
    def full(self) -> dt.date | None:
        """The date if day, month and year are known."""
        return dt.date.fromisoformat(self.iso) if len(self.iso) == 10 else None

    @property
    def earliest(self) -> dt.date:
        """First day this may mean."""
        return dt.date.fromisoformat(self.iso + "-01-01"[len(self.iso) - 4 :])

    @property
    def latest(self) -> dt.date:
        """Last day this may mean."""
        if self.full:
            return self.full
        year, month = int(self.iso[:4]), int(self.iso[5:7] or 12)
        return dt.date(year, month, calendar.monthrange(year, month)[1])


@dataclass(frozen=True)
class CivilTime:
    """A London civil date and time, minute precise (`2026-11-03T14:05`), or a date alone when the time is not known."""

    iso: str
    approximate: bool = False

    @property
    def date(self) -> dt.date:
        """The civil date."""
        return dt.date.fromisoformat(self.iso[:10])

    @property
    def time(self) -> dt.time | None:
        """The time of day, if known."""
        return dt.time.fromisoformat(self.iso[11:]) if len(self.iso) > 10 else None


@dataclass(frozen=True)
class Postal:
    """An address as people write it; `kind` is a code (current, temporary, refuge, no_fixed_abode …) or empty."""

    lines: str = ""
    postcode: str = ""
    uprn: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Absent:
    """An explicit answer that there is none. `why` is a code of `form_definition.ABSENCES`."""

    why: str
    reason: str = ""


@dataclass(frozen=True)
class Typed:
    """Typed text that cannot be read as the kind asked for; kept as it stands."""

    text: str


Value = Any  # one of the shapes in the module docstring


@dataclass(frozen=True)
class Change:
    """One changed answer: `value` None means taken away."""

    address: Address
    value: Value | None


@dataclass(frozen=True)
class ItemsChange:
    """A collection's items changed; `items` is the whole new order."""

    key: ItemsKey
    items: tuple[str, ...]


@dataclass(frozen=True)
class Answers:
    """All answers of one enquiry. Every change makes a new one."""

    values: Mapping[Address, Value] = field(default_factory=dict)
    items: Mapping[ItemsKey, tuple[str, ...]] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"Answers({len(self.values)} values)"

    def get(self, question: str, items: tuple[str, ...] = ()) -> Value | None:
        """The value at this address, or None."""
        return self.values.get(Address(question, items))

    def items_of(self, collection: str, parent: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Item ids of a collection in order."""
        return self.items.get(ItemsKey(collection, parent), ())

    def with_answer(self, question: str, items: tuple[str, ...], value: Value | None) -> Answers:
        """The same answers with this one changed; None (or blank text) takes it away."""
        address = Address(question, items)
        if value is None or value == "" or value == ():
            if address not in self.values:
                return self
            return replace(self, values={a: v for a, v in self.values.items() if a != address})
        if self.values.get(address) == value:
            return self
        return replace(self, values={**self.values, address: value})

    def with_items(self, collection: str, parent: tuple[str, ...], items: tuple[str, ...]) -> Answers:
        """The same answers with a collection's items replaced; answers of dropped items go too."""
        key = ItemsKey(collection, parent)
        if items == self.items.get(key, ()):
            return self
        values, kept = self.values, dict(self.items)
        if dropped := {(*parent, item) for item in set(self.items_of(collection, parent)) - set(items)}:
            depth = len(parent) + 1
            values = {a: v for a, v in values.items() if a.items[:depth] not in dropped}
            kept = {k: v for k, v in kept.items() if k.parent[:depth] not in dropped}
        return Answers(values, {**kept, key: items} if items else {k: v for k, v in kept.items() if k != key})

    def with_changes(self, changes: tuple[Change | ItemsChange, ...]) -> Answers:
        """Apply changes in order."""
        answers = self
        for change in changes:
            if isinstance(change, ItemsChange):
                answers = answers.with_items(change.key.collection, change.key.parent, change.items)
            else:
                answers = answers.with_answer(change.address.question, change.address.items, change.value)
        return answers

    def changes_since(self, earlier: Answers) -> tuple[Change | ItemsChange, ...]:
        """What turns `earlier` into these answers: items first, then values."""
        item_changes = tuple(
            ItemsChange(key, self.items.get(key, ()))
            for key in {**earlier.items, **self.items}
            if self.items.get(key, ()) != earlier.items.get(key, ())
        )
        value_changes = tuple(
            Change(address, self.values.get(address))
            for address in {**earlier.values, **self.values}
            if self.values.get(address) != earlier.values.get(address)
        )
        return item_changes + value_changes

    def addresses(self) -> Iterator[Address]:
        """Every answered address."""
        return iter(self.values)
