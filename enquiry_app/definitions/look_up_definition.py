"""The look-up as data: purposes, what may be shown, to whom by default, and when a list is too old."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from enquiry_app.resource_files import resource_text


@dataclass(frozen=True)
class Purpose:
    """Why somebody looks a child up."""

    code: str
    label: str


@dataclass(frozen=True)
class ShownFact:
    """A fact that may be shown or kept back."""

    code: str
    label: str
    meaning: str


@dataclass(frozen=True)
class Audience:
    """A kind of people, by role, and the facts it sees unless an administrator says otherwise."""

    role: str
    label: str
    sees: tuple[str, ...]


@dataclass(frozen=True)
class LookUpDefinition:
    """All of it, in the order in which it is shown."""

    purposes: tuple[Purpose, ...]
    facts: tuple[ShownFact, ...]
    audiences: tuple[Audience, ...]
    stale_after_days: int

    @property
    def shipped(self) -> Mapping[str, tuple[str, ...]]:
        """Role -> facts, as shipped."""
        return {audience.role: audience.sees for audience in self.audiences}

    def purpose_label(self, code: str) -> str:
        """The words of a purpose, or the code of one that is not in the list any more."""
        return next((purpose.label for purpose in self.purposes if purpose.code == code), code)


@lru_cache(maxsize=1)
def load_look_up() -> LookUpDefinition:
    """The shipped definition."""
    data = tomllib.loads(resource_text("hub", "look_up.toml"))
    return LookUpDefinition(
        tuple(Purpose(**each) for each in data["purposes"]),
        tuple(ShownFact(**each) for each in data["facts"]),
        tuple(Audience(each["role"], each["label"], tuple(each["sees"])) for each in data["audiences"]),
        int(data["stale_after_days"]),
    )
