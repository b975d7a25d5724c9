"""What a form makes of its answers: what is shown, what is wrong, how far each section is. Pure, fast enough per key.

Hidden answers are kept and do not count: not in conditions, not in checks, and they are listed in `not_sent`.
What the matrix suggests stays inside until it was revealed for that child (`decisions` 26); danger speaks at once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from enquiry_app.definitions.form_definition import Form
from enquiry_app.definitions.matrix_definition import Matrix
from enquiry_app.enquiry.answers import Absent, Address, Answers
from enquiry_app.enquiry.conditions import Facts
from enquiry_app.enquiry.facts import Known, work_out
from enquiry_app.enquiry.finding_problems import DangerPrompt, danger_prompts, finding_problems
from enquiry_app.enquiry.form_walk import Walk
from enquiry_app.enquiry.lost_references import without_lost_children
from enquiry_app.enquiry.problems import Problem, in_order, when_urgent
from enquiry_app.enquiry.records import Suggested
from enquiry_app.enquiry.sections import SectionState, section_states
from enquiry_app.enquiry.suggestions import suggestions_of


@dataclass(frozen=True)
class FormState:
    """The form with these answers at one stage. `sections` is keyed (section id, item id); "" as item is the section
    as a whole, for a repeated section all its items together."""

    shown: frozenset[Address]
    not_sent: tuple[Address, ...]  # answered but hidden
    problems: tuple[Problem, ...]
    sections: Mapping[tuple[str, str], SectionState]
    facts: Mapping[str, str]  # of the enquiry
    child_facts: Mapping[str, Mapping[str, str]]
    danger_prompts: Mapping[str, tuple[DangerPrompt, ...]]  # by child, shown at the tick
    absent: tuple[Address, ...]  # shown and answered "not known" and the like
    _suggestions: Mapping[str, Mapping[str, Any]] = field(default_factory=dict, repr=False)

    def __repr__(self) -> str:
        return f"FormState({len(self.shown)} shown, {len(self.problems)} problems)"

    def is_shown(self, address: Address) -> bool:
        """Whether the question is asked there."""
        return address in self.shown

    def problems_at(self, address: Address) -> tuple[Problem, ...]:
        """Problems of one answer, the gravest first."""
        return tuple(problem for problem in self.problems if problem.address == address)

    def problems_of(self, section: str, item: str = "") -> tuple[Problem, ...]:
        """Problems of one section, of one item if it is named."""
        return tuple(
            problem
            for problem in self.problems
            if problem.section == section and (not item or problem.address.items[:1] == (item,))
        )

    @property
    def ready(self) -> bool:
        """Whether nothing blocks the send at this stage."""
        return not any(problem.blocks for problem in self.problems)

    @property
    def phone_hub_now(self) -> bool:
        """Whether somebody should phone the Hub now, whatever the form says else."""
        return self.facts["protection"] == "yes"

    def suggestion_for(self, child: str) -> Mapping[str, Any] | None:
        """What the matrix suggests for this child now; None until it was revealed."""
        return self._suggestions.get(child)


def evaluate(
    form: Form,
    answers: Answers,
    *,
    today: dt.date,
    stage: str = "N",
    revealed: Mapping[str, Suggested] | None = None,
    matrix: Matrix | None = None,
) -> FormState:
    """Everything that follows from these answers on this London day for an urgent ("U") or normal ("N") send.

    `revealed` are the children whose suggestion was shown after their level was chosen. Without a `matrix`, ticks are
    not looked at and a revealed suggestion is the one frozen at the reveal.
    """
    revealed = revealed or {}
    suggestions = suggestions_of(answers, revealed, matrix, today)
    known = Known(answers, today, revealed, matrix, suggestions)
    facts = work_out(known)
    walk = _walk(form, answers, facts, today, stage)
    found = [*walk.problems, *finding_problems(form, known, walk.is_shown)]
    if stage == "U":
        found = [when_urgent(problem) for problem in found]
    problems = in_order(found)
    return FormState(
        shown=frozenset(walk.shown),
        not_sent=tuple(address for address in answers.values if address not in walk.shown),
        problems=problems,
        sections=section_states(form, answers, walk, problems),
        facts=facts.enquiry,
        child_facts=facts.children,
        danger_prompts=danger_prompts(known),
        absent=tuple(a for a in walk.shown if isinstance(answers.values.get(a), Absent)),
        _suggestions=suggestions,
    )


def _walk(form: Form, answers: Answers, facts: Facts, today: dt.date, stage: str) -> Walk:
    walk = Walk(form, answers, facts, today, stage)
    walk.go()
    return walk


def shown_answers(form: Form, answers: Answers, state: FormState) -> Answers:
    """The answers that count: what is sent, printed and exchanged."""
    counting = Answers({a: v for a, v in answers.values.items() if state.is_shown(a)}, answers.items)
    return without_lost_children(form, counting)
