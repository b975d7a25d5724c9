"""Reads the fictional people, places and stories of `resources/demo`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from enquiry_app.resource_files import resource

Alternatives = tuple[str, ...]
Paragraphs = tuple[Alternatives, ...]


@dataclass(frozen=True)
class Seen:
    """One indicator a story ticks, with its evidence."""

    indicator: str
    when: str
    source: str
    how_often: str = "not_known"
    duration: str = "not_known"
    effect: str = "not_known"
    notes: Alternatives = ("",)


@dataclass(frozen=True)
class PastEvent:
    """One line of the chronology: so many days before the enquiry was written, or after the child was born."""

    type: str
    source: str
    what: Alternatives
    effect: Alternatives
    days: int = 0
    since_birth: int = -1


@dataclass(frozen=True)
class Step:
    """One action somebody takes, so many days after."""

    what: str
    who: str
    days: int


@dataclass(frozen=True)
class Story:
    """A kind of worry with its wording; every text has alternatives and places for names."""

    id: str
    ages: tuple[int, int]
    agencies: Alternatives
    kind: str
    level: str
    told: str
    agreement: str
    weight: int
    short: Alternatives
    rationale: Alternatives
    worry: Paragraphs
    well: Paragraphs
    says: Paragraphs
    parents: Paragraphs
    meaning: Paragraphs
    next: Paragraphs
    seen: tuple[Seen, ...]
    events: tuple[PastEvent, ...]
    actions: tuple[Step, ...]
    no_worry: Alternatives = ()
    amplifiers: Alternatives = ()
    words: Alternatives = ()
    urgent: bool = False
    unborn: bool = False
    oldest_months: int = 0
    not_told_why: str = ""
    not_told_text: Alternatives = ()
    earlier_help: Mapping[str, Any] = field(default_factory=dict)
    call: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Background:
    """Names that go together in one family."""

    weight: int
    ethnicity: str
    language: str
    girls: Alternatives
    boys: Alternatives
    mothers: Alternatives
    fathers: Alternatives
    grans: Alternatives
    families: Alternatives
    script: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Places:
    """Streets, schools and surgeries of an invented bay."""

    districts: Alternatives
    streets: Alternatives
    houses: Alternatives
    towns: Alternatives
    primary: Alternatives
    secondary: Alternatives
    nursery: Alternatives
    surgery: Alternatives
    maternity: str


@dataclass(frozen=True)
class PracticePerson:
    """Somebody of the practice store; `agency` is the short id used in the file."""

    user: str
    name: str
    job: str
    role: str
    agency: str
    phone: str
    email: str
    team: str = ""  # its name


@dataclass(frozen=True)
class PracticeAgency:
    """An organisation of the practice store."""

    id: str
    name: str
    kind: str


@cache
def stories() -> tuple[Story, ...]:
    """Every story, in the order of their ids."""
    found = [
        _story(tomllib.loads(entry.read_text(encoding="utf-8")))
        for entry in resource("demo", "stories").iterdir()
        if entry.name.endswith(".toml")
    ]
    return tuple(sorted(found, key=lambda story: story.id))


@cache
def backgrounds() -> tuple[Background, ...]:
    """Family backgrounds, in file order."""
    return tuple(Background(**_tuples(row)) for row in _toml("families.toml")["backgrounds"])


@cache
def places() -> Places:
    """The places of the bay."""
    return Places(**_tuples(_toml("places.toml")))


@cache
def practice_agencies() -> tuple[PracticeAgency, ...]:
    """The organisations, in file order."""
    return tuple(PracticeAgency(**row) for row in _toml("agencies.toml")["agencies"])


@cache
def practice_people() -> tuple[PracticePerson, ...]:
    """The people, in file order."""
    return tuple(PracticePerson(**row) for row in _toml("agencies.toml")["people"])


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(resource("demo", name).read_text(encoding="utf-8"))


def _story(data: dict[str, Any]) -> Story:
    rows: dict[str, Any] = {
        "seen": tuple(Seen(**_tuples(row)) for row in data.pop("seen")),
        "events": tuple(PastEvent(**_tuples(row)) for row in data.pop("events")),
        "actions": tuple(Step(**row) for row in data.pop("actions")),
    }
    return Story(**_tuples(data), **rows)


def _tuples(data: Mapping[str, Any]) -> dict[str, Any]:
    """Lists as tuples, one level of lists in lists included."""
    return {key: _tuple(value) if isinstance(value, list) else value for key, value in data.items()}


def _tuple(values: list[Any]) -> tuple[Any, ...]:
    return tuple(_tuple(value) if isinstance(value, list) else value for value in values)
