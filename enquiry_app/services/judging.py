"""Asks the form and the matrix what they make of stored answers: problems, facts, and a suggestion for each child."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from enquiry_app.enquiry.ages import child_age, is_unborn, written_on
from enquiry_app.enquiry.answers import Answers
from enquiry_app.enquiry.facts import Known, work_out
from enquiry_app.enquiry.findings import EMPTY, case_of
from enquiry_app.enquiry.form_state import FormState, evaluate
from enquiry_app.enquiry.records import Suggested
from enquiry_app.enquiry.threshold import suggest_level
from enquiry_app.services.definitions_in_use import DefinitionsInUse
from enquiry_app.services.ports import Summary
from enquiry_app.services.seat import Seat
from enquiry_app.services.summarising import summarise


def judge(
    definitions: DefinitionsInUse,
    answers: Answers,
    today: dt.date,
    *,
    stage: str = "N",
    revealed: Mapping[str, Suggested] | None = None,
) -> FormState:
    """The form's state for these answers at a stage (`U` urgent, `N` normal)."""
    return evaluate(
        definitions.form, answers, today=today, stage=stage, revealed=revealed or {}, matrix=definitions.matrix
    )


def suggest_for(definitions: DefinitionsInUse, answers: Answers, child: str, today: dt.date) -> Mapping[str, Any]:
    """What the matrix suggests for one child on this day, as JSON."""
    findings = answers.get("matrix", (child,))
    case = case_of(
        definitions.matrix,
        findings if isinstance(findings, Mapping) else EMPTY,
        unborn=is_unborn(answers, child),
        age_years=child_age(answers, child, written_on(answers, today)),
        immediate_danger=answers.get("danger_now") == "yes",
    )
    return suggest_level(definitions.matrix, case).to_json()


def suggestions_for(definitions: DefinitionsInUse, answers: Answers, today: dt.date) -> dict[str, Mapping[str, Any]]:
    """Suggestions for every child something was ticked or marked for."""
    children = [child for child in answers.items_of("children") if answers.get("matrix", (child,))]
    return {child: suggest_for(definitions, answers, child, today) for child in children}


def current_summary(seat: Seat, answers: Answers) -> Summary:
    """The narrow columns for these answers now."""
    known = Known(answers, seat.today(), matrix=seat.definitions.matrix)
    return summarise(answers, today=seat.today(), facts=work_out(known).enquiry)
