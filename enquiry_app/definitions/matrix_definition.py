"""The threshold matrix as frozen data, with look-up and age fit; nothing else. Read from TOML by `load_matrix`.

Ages follow `decisions` 28: a blank means every born age; an unborn child gets indicators tagged `UB`, the untagged ones
of parenting and of family and environment, and the untagged ones of three specialist blocks.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from enquiry_app.errors import DefinitionError, Fault

# Flags that are danger or duty, not a pathway task (matrix-rules R13).
NOT_TASKS = frozenset({"IMM", "S47", "DUTY"})
UNBORN = "UB"


@dataclass(frozen=True)
class Level:
    """One level of need: what it is called, who responds and how, what to do next."""

    code: str
    name: str
    short: str
    responder: str
    route: str
    next_step: str
    legal_basis: str
    agreement: str


@dataclass(frozen=True)
class Domain:
    """One of the four domains counted by the rules."""

    code: str
    name: str


@dataclass(frozen=True)
class Indicator:
    """One sign. `ages` are bands such as `UB`, `0-4`; `flags` point to pathways; `synonyms` are words to find it by."""

    id: str
    level: int
    dimension: str
    text: str
    ages: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()

    @property
    def flagged(self) -> bool:
        """On its own gives reasonable cause to suspect significant harm (`IMM` implies `S47`)."""
        return "S47" in self.flags or "IMM" in self.flags

    def fits_born(self, age_years: int) -> bool:
        """Whether it fits a born child of this age in whole years."""
        if not self.ages:
            return True
        spans = (band.split("-") for band in self.ages if band != UNBORN)
        return any(int(low) <= age_years <= int(high) for low, high in spans)


@dataclass(frozen=True)
class Dimension:
    """A row of the matrix: one of the 20 dimensions, or a specialist block of harm outside the home."""

    code: str
    name: str
    domain: str
    indicators: tuple[Indicator, ...]
    specialist: bool = False
    hint: str = ""

    def at_level(self, level: int) -> tuple[Indicator, ...]:
        """Its indicators of one level, in order."""
        return tuple(i for i in self.indicators if i.level == level)


@dataclass(frozen=True)
class Coded:
    """A code and its words."""

    code: str
    label: str
    by_age: bool = False  # an amplifier that the engine works out from the age


@dataclass(frozen=True)
class ProtectiveFactor:
    """An example of a protective factor, offered as words to start from."""

    group: str
    text: str


@dataclass(frozen=True)
class Pathway:
    """What a flag makes the app say and ask. `kind` is `danger` (spoken at the tick) or `task`."""

    flag: str
    title: str
    kind: str
    prompt: str
    guidance: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Matrix:
    """A whole matrix version. Order of everything is the order of the files and is the order shown."""

    id: str
    version: str
    title: str
    owner: str
    levels: tuple[Level, ...]
    domains: tuple[Domain, ...]
    dimensions: tuple[Dimension, ...]
    amplifiers: tuple[Coded, ...]
    when: tuple[Coded, ...]
    source: tuple[Coded, ...]
    how_often: tuple[Coded, ...]
    duration: tuple[Coded, ...]
    effect: tuple[Coded, ...]
    protective_factors: tuple[ProtectiveFactor, ...]
    pathways: tuple[Pathway, ...]
    synonyms: Mapping[str, tuple[str, ...]]
    poverty_dimensions: tuple[str, ...]
    unborn_untagged: tuple[str, ...]
    unborn_blocks: tuple[str, ...]

    @property
    def name(self) -> str:
        """`id/version`, as pinned to enquiries and printed."""
        return f"{self.id}/{self.version}"

    @cached_property
    def indicators(self) -> Mapping[str, Indicator]:
        """Every indicator by id, in matrix order."""
        return {i.id: i for dimension in self.dimensions for i in dimension.indicators}

    @cached_property
    def order(self) -> Mapping[str, int]:
        """Indicator id -> place in matrix order."""
        return {indicator_id: place for place, indicator_id in enumerate(self.indicators)}

    @cached_property
    def _dimensions(self) -> Mapping[str, Dimension]:
        return {d.code: d for d in self.dimensions}

    def indicator(self, indicator_id: str) -> Indicator:
        """The indicator with this id. Raises KeyError."""
        return self.indicators[indicator_id]

    def dimension(self, code: str) -> Dimension:
        """The dimension or block with this code. Raises KeyError."""
        return self._dimensions[code]

    def domain_of(self, indicator: Indicator) -> str:
        """Code of the domain an indicator counts in."""
        return self._dimensions[indicator.dimension].domain

    def level(self, code: str) -> Level:
        """The level with this code. Raises KeyError."""
        return next(level for level in self.levels if level.code == code)

    def pathway(self, flag: str) -> Pathway | None:
        """What this flag does, or None."""
        return next((p for p in self.pathways if p.flag == flag), None)

    @cached_property
    def twenty(self) -> tuple[str, ...]:
        """Codes of the 20 dimensions, without the specialist blocks."""
        return tuple(d.code for d in self.dimensions if not d.specialist)

    def fits(self, indicator: Indicator, *, unborn: bool, age_years: int | None) -> bool:
        """Whether the indicator fits the child. With neither age nor unborn known every indicator fits."""
        if unborn:
            if indicator.ages:
                return UNBORN in indicator.ages
            dimension = self._dimensions[indicator.dimension]
            return dimension.domain in self.unborn_untagged or dimension.code in self.unborn_blocks
        return age_years is None or indicator.fits_born(age_years)

    def indicators_for(self, *, unborn: bool, age_years: int | None) -> Iterator[Indicator]:
        """The indicators that fit the child, in matrix order."""
        return (i for i in self.indicators.values() if self.fits(i, unborn=unborn, age_years=age_years))

    def to_canonical_json(self) -> str:
        """This matrix as canonical JSON: keys sorted, no white space; what the content hash is taken of."""
        return json.dumps(asdict(self), sort_keys=True, ensure_ascii=False, separators=(",", ":"))

    def content_hash(self) -> str:
        """SHA-256 of the canonical JSON, in hex."""
        return hashlib.sha256(self.to_canonical_json().encode()).hexdigest()


def matrix_from_canonical_json(text: str) -> Matrix:
    """The matrix version stored as canonical JSON (`decisions` 12). Raises `DefinitionError` if it is not one."""
    try:
        return _from_plain(json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise DefinitionError([Fault("stored matrix", "", "this is not a matrix as this app stores it")]) from error


def _from_plain(data: Any) -> Matrix:

    def coded(key: str) -> tuple[Coded, ...]:
        return tuple(Coded(**item) for item in data[key])

    def indicator(item: dict[str, Any]) -> Indicator:
        values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in item.items()}
        return Indicator(**values)

    parts: dict[str, Any] = {key: data[key] for key in ("id", "version", "title", "owner")}
    parts |= {key: tuple(data[key]) for key in ("poverty_dimensions", "unborn_untagged", "unborn_blocks")}
    return Matrix(
        **parts,
        levels=tuple(Level(**item) for item in data["levels"]),
        domains=tuple(Domain(**item) for item in data["domains"]),
        dimensions=tuple(
            Dimension(**{**item, "indicators": tuple(indicator(i) for i in item["indicators"])})
            for item in data["dimensions"]
        ),
        amplifiers=coded("amplifiers"),
        when=coded("when"),
        source=coded("source"),
        how_often=coded("how_often"),
        duration=coded("duration"),
        effect=coded("effect"),
        protective_factors=tuple(ProtectiveFactor(**item) for item in data["protective_factors"]),
        pathways=tuple(Pathway(**{**item, "fields": tuple(item["fields"])}) for item in data["pathways"]),
        synonyms={word: tuple(found) for word, found in data["synonyms"].items()},
    )
