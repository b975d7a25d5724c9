"""Suggests a level for one child from what is known: named rules, what drives them, what is not known. Never a score.

The suggestion helps to think; it never fills in the practitioner's own level.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from enquiry_app.definitions.matrix_definition import Matrix
from enquiry_app.enquiry.threshold_case import Case, Observation, case_from_json
from enquiry_app.enquiry.threshold_rules import RANK, RULES, Yield, answered_by_protection, pathway_flags, step_down
from enquiry_app.enquiry.threshold_words import sentences

ENGINE = "1.0"
PHONE_RULES = frozenset({"R0", "R1", "R2"})


@dataclass(frozen=True)
class Suggestion:
    """What the matrix suggests for one child. "" stands for no level; JSON has null there."""

    suggested: str
    consider: str
    rules: tuple[str, ...]
    drivers: tuple[str, ...]
    amplifiers: tuple[str, ...]
    protective: tuple[int, ...]
    not_known: tuple[str, ...]
    pathways: tuple[str, ...]
    phone_hub_now: bool
    matrix: str
    engine: str
    because: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The output of `suggest`, ready for JSON."""
        return {
            "suggested": self.suggested or None,
            "consider": self.consider or None,
            "rules": list(self.rules),
            "drivers": list(self.drivers),
            "amplifiers": list(self.amplifiers),
            "protective": list(self.protective),
            "not_known": list(self.not_known),
            "pathways": list(self.pathways),
            "phone_hub_now": self.phone_hub_now,
            "matrix": self.matrix,
            "engine": self.engine,
            "because": list(self.because),
        }


def suggest_level(matrix: Matrix, case: Case) -> Suggestion:
    """Try every rule; the highest `suggested` wins, then the highest `consider` above it, then protective factors."""
    fired = [found for rule in RULES if (found := rule(matrix, case))]
    suggested = max((y.suggested for y in fired), key=RANK.__getitem__, default="")
    above = [y.consider for y in fired if RANK[y.consider] > RANK[suggested]]
    consider = max(above, key=RANK.__getitem__, default="")
    drivers = _drivers(matrix, fired, suggested, consider)
    factors = answered_by_protection(case, fired)
    final = step_down(suggested, consider) if factors else (suggested, consider)
    acted = final != (suggested, consider)
    pathways = pathway_flags(case)
    rules = _fired_ids(fired, protective=acted, pathways=bool(pathways))
    return Suggestion(
        suggested=final[0],
        consider=final[1],
        rules=rules,
        drivers=drivers,
        amplifiers=case.amplifiers,
        protective=factors if acted else (),
        not_known=case.not_known(matrix),
        pathways=pathways,
        phone_hub_now=bool(PHONE_RULES.intersection(rules)),
        matrix=matrix.name,
        engine=ENGINE,
        because=sentences(matrix, case, fired, rules),
    )


def suggest_from_json(matrix: Matrix, data: object) -> dict[str, Any]:
    """Case JSON in, suggestion JSON out. Raises `CaseError`."""
    return suggest_level(matrix, case_from_json(matrix, data)).to_json()


def household_level(suggestions: Sequence[Suggestion | Mapping[str, Any]]) -> str:
    """Rule 14: each child on its own; the household level is the highest. "" if there is none."""
    levels = [s.suggested if isinstance(s, Suggestion) else (s.get("suggested") or "") for s in suggestions]
    return max(levels, key=RANK.__getitem__, default="")


def highest_level(levels: Sequence[str]) -> str:
    """The highest of these level codes; "" if none."""
    return max((level for level in levels if level in RANK), key=RANK.__getitem__, default="")


def _drivers(matrix: Matrix, fired: Sequence[Yield], suggested: str, consider: str) -> tuple[str, ...]:
    """Indicators behind every rule that gives the final level or the final `consider`, in matrix order."""
    behind: set[Observation] = set()
    for found in fired:
        if found.suggested == suggested or (consider and found.consider == consider):
            behind.update(found.behind)
    return tuple(sorted((o.indicator.id for o in behind), key=matrix.order.__getitem__))


def _fired_ids(fired: Sequence[Yield], *, protective: bool, pathways: bool) -> tuple[str, ...]:
    ids = [found.rule for found in fired] or ["R11"]
    before = [rule for rule in ids if rule != "R15"]
    extra = (["R12"] if protective else []) + (["R13"] if pathways else [])
    return tuple(before + extra + (["R15"] if "R15" in ids else []))
