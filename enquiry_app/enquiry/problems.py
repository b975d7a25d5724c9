"""One thing to put right, in the form's own words, and the rule that urgency lifts almost every block."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from enquiry_app.definitions.form_definition import SEVERITIES
from enquiry_app.enquiry.answers import Address

# What even an urgent send needs (`domain.md` 4h): a child or address or description, the referrer's contact, the worry.
KEPT_WHEN_URGENT = frozenset(
    {
        ("missing", "worry"),
        ("missing", "referrer_name"),
        ("missing", "referrer_phone"),
        ("child_findable", "child_given_names"),
        ("too_few", "children"),
    }
)


@dataclass(frozen=True)
class Problem:
    """Something missing or wrong. `severity`: `block` stops the send, `warn` and `info` do not.

    `address` is where to go; a problem of a whole collection has the collection's id as question.
    """

    code: str
    severity: str
    address: Address
    section: str
    message: str

    def __repr__(self) -> str:
        return f"Problem({self.code}, {self.severity}, {self.address.question})"

    @property
    def blocks(self) -> bool:
        """Whether it stops the send."""
        return self.severity == "block"


def when_urgent(problem: Problem) -> Problem:
    """The same problem as an urgent send sees it."""
    if problem.blocks and (problem.code, problem.address.question) not in KEPT_WHEN_URGENT:
        return replace(problem, severity="warn")
    return problem


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Blocks first, then warnings, then information; within each as found. One of a kind per address, the gravest."""
    unique: dict[tuple[Address, str], Problem] = {}
    for problem in sorted(problems, key=lambda problem: SEVERITIES.index(problem.severity)):
        unique.setdefault((problem.address, problem.code), problem)
    return tuple(unique.values())
