"""What the matrix suggests for the children whose level was chosen and revealed; nobody else's is worked out. Pure."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from enquiry_app.definitions.matrix_definition import Matrix
from enquiry_app.enquiry.ages import child_age, is_unborn, written_on
from enquiry_app.enquiry.answers import Answers
from enquiry_app.enquiry.findings import engine_input
from enquiry_app.enquiry.records import Suggested
from enquiry_app.errors import CaseError


def case_of_child(matrix: Matrix, answers: Answers, child: str, today: dt.date) -> dict[str, Any]:
    """The case JSON of one child from its answers: findings, age on the day of writing, danger now."""
    findings = answers.get("matrix", (child,))
    return engine_input(
        matrix,
        findings if isinstance(findings, Mapping) else {},
        unborn=is_unborn(answers, child),
        age_years=child_age(answers, child, written_on(answers, today)),
        immediate_danger=answers.get("danger_now") == "yes",
    )


def suggestions_of(
    answers: Answers, revealed: Mapping[str, Suggested], matrix: Matrix | None, today: dt.date
) -> Mapping[str, Mapping[str, Any]]:
    """Child -> suggestion JSON from the answers as they are now, for revealed children that are still there.

    Where it cannot be worked out (no matrix at hand, findings of another version) it is the one frozen at the reveal.
    """
    found: dict[str, Mapping[str, Any]] = {}
    for child in answers.items_of("children"):
        if child in revealed:
            found[child] = revealed[child].suggestion
            if matrix is not None:
                found[child] = _suggest(matrix, answers, child, today) or found[child]
    return found


def _suggest(matrix: Matrix, answers: Answers, child: str, today: dt.date) -> Mapping[str, Any] | None:
    try:
        case = case_of_child(matrix, answers, child, today)
        return _remembered(_Held(matrix), json.dumps(case, sort_keys=True))
    except (CaseError, KeyError, TypeError, ValueError):
        return None


class _Held:
    """A matrix as a cache key: the same object is the same key."""

    def __init__(self, matrix: Matrix) -> None:
        self.matrix = matrix

    def __hash__(self) -> int:
        return id(self.matrix)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and other.matrix is self.matrix


@lru_cache(maxsize=32)
def _remembered(held: _Held, case: str) -> Mapping[str, Any]:
    """The engine's answer; every key pressed asks again for the same cases."""
    from enquiry_app.enquiry.threshold import suggest_from_json

    return suggest_from_json(held.matrix, json.loads(case))
