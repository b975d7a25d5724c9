"""A case: what is known about one child, checked as it is read. Pure; the input table of the exact rules."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from enquiry_app.definitions.matrix_definition import Indicator, Matrix
from enquiry_app.definitions.matrix_vocabulary import (
    AMPLIFIERS,
    DURATIONS,
    EFFECTS,
    HOW_OFTEN,
    SOURCES,
    UNDER_1,
    WHEN,
)
from enquiry_app.errors import CaseError

_CASE_KEYS = (
    "matrix", "unborn", "age_years", "immediate_danger", "observations", "no_worry", "amplifiers", "earlier_help",
    "agreement_refused", "development_at_risk", "protective",
)  # fmt: skip
# A wrong value is repeated in an error only if it looks like a code: it may else be what somebody wrote about a child.
_CODE_LIKE = re.compile(r"[A-Za-z0-9_./-]{1,32}")
_OBSERVATION_KEYS = (
    "indicator", "when", "source", "how_often", "duration", "effect", "continuing", "dealt_with",
)  # fmt: skip


@dataclass(frozen=True)
class Observation:
    """One ticked indicator with its evidence, and the terms the rules speak in."""

    indicator: Indicator
    when: str
    source: str
    how_often: str = "not_known"
    duration: str = "not_known"
    effect: str = "not_known"
    continuing: bool = False
    dealt_with: bool = False

    @property
    def level(self) -> int:
        """Level of its indicator, 1 to 4."""
        return self.indicator.level

    @property
    def active(self) -> bool:
        """Now or within three months, or going on."""
        return self.continuing or self.when in ("now", "last_3_months")

    @property
    def present(self) -> bool:
        """Now, or going on."""
        return self.continuing or self.when == "now"

    @property
    def historic(self) -> bool:
        """Longer ago and not going on."""
        return self.when == "older" and not self.continuing

    @property
    def weighty(self) -> bool:
        """Serious, first-hand, or frequent or lasting with an effect."""
        lasting = self.how_often == "most_days" or self.duration in ("3_months", "6_months")
        return (
            self.effect == "serious"
            or self.source in ("seen", "child_said")
            or (lasting and self.effect != "none_seen")
        )

    @property
    def open(self) -> bool:
        """Not dealt with; `dealt_with` is ignored while it is present."""
        return self.present or not self.dealt_with

    @property
    def closed(self) -> bool:
        """Dealt with and no longer active: history only."""
        return not self.open and not self.active


@dataclass(frozen=True)
class Protective:
    """A protective factor. It counts only when tested and with evidence."""

    answers: tuple[str, ...]
    tested: bool
    evidence: str

    @property
    def counts(self) -> bool:
        """Tested, and what was seen is written down."""
        return self.tested and bool(self.evidence.strip())


@dataclass(frozen=True)
class EarlierHelp:
    """Help already tried: for how many months, and whether anything changed."""

    months: int
    changed: bool


@dataclass(frozen=True)
class Case:
    """What is known about one child. Observations in matrix order, whatever the order of entry."""

    unborn: bool = False
    age_years: int | None = None
    immediate_danger: bool = False
    observations: tuple[Observation, ...] = ()
    no_worry: frozenset[str] = frozenset()
    given_amplifiers: frozenset[str] = frozenset()
    earlier_help: EarlierHelp | None = None
    agreement_refused: bool = False
    development_at_risk: bool = False
    protective: tuple[Protective, ...] = ()

    @property
    def amplifiers(self) -> tuple[str, ...]:
        """Amplifiers in a fixed order, with `under_1` where the age gives it."""
        under_1 = self.unborn or self.age_years == 0
        return tuple(a for a in AMPLIFIERS if a in self.given_amplifiers) + ((UNDER_1,) if under_1 else ())

    def not_known(self, matrix: Matrix) -> tuple[str, ...]:
        """Codes of the 20 dimensions that were neither looked at nor marked, in matrix order."""
        seen = {o.indicator.dimension for o in self.observations} | self.no_worry
        return tuple(code for code in matrix.twenty if code not in seen)


def case_from_json(matrix: Matrix, data: object) -> Case:
    """A case from its JSON shape. Raises `CaseError` with one sentence naming the place."""
    case = _table(data, "the case", _CASE_KEYS)
    named = case.get("matrix")
    if named is not None and named not in (matrix.id, matrix.name):
        raise CaseError(f"matrix: this case belongs to another matrix than {matrix.name}.")
    unborn = _flag(case, "unborn", "")
    age = case.get("age_years")
    if age is not None and (isinstance(age, bool) or not isinstance(age, int) or age < 0):
        raise CaseError("age_years: give the age in whole years, or leave it out.")
    if unborn and age is not None:
        raise CaseError("age_years: an unborn child has no age; give one or the other.")
    observations = _observations(matrix, case.get("observations"), unborn, age)
    return Case(
        unborn=unborn,
        age_years=age,
        immediate_danger=_flag(case, "immediate_danger", ""),
        observations=observations,
        no_worry=_no_worry(matrix, case.get("no_worry"), observations),
        given_amplifiers=frozenset(_codes(case.get("amplifiers"), "amplifiers", AMPLIFIERS)),
        earlier_help=_earlier_help(case.get("earlier_help")),
        agreement_refused=_flag(case, "agreement_refused", ""),
        development_at_risk=_flag(case, "development_at_risk", ""),
        protective=_protective(matrix, case.get("protective")),
    )


def _observations(matrix: Matrix, data: object, unborn: bool, age: int | None) -> tuple[Observation, ...]:
    found: dict[str, Observation] = {}
    for place, item in enumerate(_list(data, "observations")):
        here = f"observations[{place}]"
        row = _table(item, here, _OBSERVATION_KEYS)
        name = row.get("indicator")
        if not isinstance(name, str) or name not in matrix.indicators:
            raise CaseError(f"{here}.indicator: {_said(name)} is not in the matrix{_nearest(name, matrix.indicators)}")
        if name in found:
            raise CaseError(f"{here}.indicator: {name} is there twice.")
        indicator = matrix.indicators[name]
        if not matrix.fits(indicator, unborn=unborn, age_years=age):
            child = "an unborn child" if unborn else f"a child of {age}"
            raise CaseError(f"{here}.indicator: {name} does not fit {child}.")
        found[name] = Observation(
            indicator,
            when=_code(row, "when", here, WHEN),
            source=_code(row, "source", here, SOURCES),
            how_often=_code(row, "how_often", here, HOW_OFTEN, "not_known"),
            duration=_code(row, "duration", here, DURATIONS, "not_known"),
            effect=_code(row, "effect", here, EFFECTS, "not_known"),
            continuing=_flag(row, "continuing", here),
            dealt_with=_flag(row, "dealt_with", here),
        )
    return tuple(sorted(found.values(), key=lambda o: matrix.order[o.indicator.id]))


def _no_worry(matrix: Matrix, data: object, observations: Sequence[Observation]) -> frozenset[str]:
    codes = _codes(data, "no_worry", [d.code for d in matrix.dimensions])
    worried = {o.indicator.dimension for o in observations if o.level >= 2}
    for place, code in enumerate(codes):
        if code in worried:
            raise CaseError(f"no_worry[{place}]: {code} has a sign of level 2 or above marked.")
    return frozenset(codes)


def _earlier_help(data: object) -> EarlierHelp | None:
    if data is None:
        return None
    row = _table(data, "earlier_help", ("months", "changed"))
    months = row.get("months")
    if isinstance(months, bool) or not isinstance(months, int) or months < 0:
        raise CaseError("earlier_help.months: give whole months.")
    if not isinstance(row.get("changed"), bool):
        raise CaseError("earlier_help.changed: say true or false.")
    return EarlierHelp(months, row["changed"])


def _protective(matrix: Matrix, data: object) -> tuple[Protective, ...]:
    factors = []
    for place, item in enumerate(_list(data, "protective")):
        here = f"protective[{place}]"
        row = _table(item, here, ("answers", "tested", "evidence"))
        answers = _codes(row.get("answers"), f"{here}.answers", matrix.indicators)
        evidence = row.get("evidence", "")
        if not isinstance(evidence, str):
            raise CaseError(f"{here}.evidence: should be text.")
        factors.append(Protective(tuple(answers), _flag(row, "tested", here), evidence))
    return tuple(factors)


def _is_code_like(value: object) -> bool:
    return isinstance(value, str) and bool(_CODE_LIKE.fullmatch(value))


def _said(value: object) -> str:
    """A wrong value as an error may repeat it."""
    return f'"{value}"' if _is_code_like(value) else "what stands there"


def _nearest(name: object, known: Iterable[str]) -> str:
    """The end of the sentence: the nearest known name, for something that looks like a code."""
    close = difflib.get_close_matches(str(name), list(known), n=1) if _is_code_like(name) else []
    return f"; did you mean {close[0]}?" if close else "."


def _table(data: object, here: str, keys: Sequence[str]) -> Mapping[str, Any]:
    if not isinstance(data, Mapping):
        raise CaseError(f"{here}: should be an object with named values.")
    for key in data:
        if key not in keys:
            named = f"the key {_said(key)}" if _is_code_like(key) else "a key"
            raise CaseError(f"{here}: {named} is not known{_nearest(key, keys)}")
    return data


def _list(data: object, here: str) -> Sequence[Any]:
    if data is None:
        return ()
    if not isinstance(data, list | tuple):
        raise CaseError(f"{here}: should be a list.")
    return data


def _codes(data: object, here: str, known: Iterable[str]) -> list[str]:
    allowed = known if isinstance(known, Mapping) else list(known)
    found = []
    for place, code in enumerate(_list(data, here)):
        if not isinstance(code, str) or code not in allowed:
            raise CaseError(f"{here}[{place}]: {_said(code)} is not known{_nearest(code, allowed)}")
        found.append(code)
    return found


def _code(row: Mapping[str, Any], key: str, here: str, known: Sequence[str], default: str | None = None) -> str:
    if key not in row and default is None:
        raise CaseError(f"{here}.{key}: is missing; say one of {', '.join(known)}.")
    value = row.get(key, default)
    if not isinstance(value, str) or value not in known:
        raise CaseError(f"{here}.{key}: {_said(value)} is not known; say one of {', '.join(known)}.")
    return value


def _flag(row: Mapping[str, Any], key: str, here: str) -> bool:
    value = row.get(key, False)
    if not isinstance(value, bool):
        raise CaseError(f"{here + '.' if here else ''}{key}: say true or false.")
    return value
