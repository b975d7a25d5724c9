"""Suggests a level for one child from what is known: named rules, what drives them, what is not known. Never a score.

The suggestion helps to think; it never fills in the practitioner's own level.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from enquiry_app.definitions.matrix_definition import Matrix
from enquiry_app.enquiry.threshold_case import Case, case_from_json
from enquiry_app.enquiry.threshold_outcome import work_out
from enquiry_app.enquiry.threshold_rules import RANK
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
    """What the rules come to for this child, with what drives it and why."""
    outcome = work_out(matrix, case)
    drivers = sorted((o.indicator.id for o in outcome.behind), key=matrix.order.__getitem__)
    return Suggestion(
        suggested=outcome.final[0],
        consider=outcome.final[1],
        rules=outcome.rules,
        drivers=tuple(drivers),
        amplifiers=case.amplifiers,
        protective=outcome.factors,
        not_known=case.not_known(matrix),
        pathways=outcome.pathways,
        phone_hub_now=not PHONE_RULES.isdisjoint(outcome.rules),
        matrix=matrix.name,
        engine=ENGINE,
        because=sentences(matrix, case, outcome),
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
