"""The words of the decision panel: what happens next, who was told, who decided when. Pure."""

from __future__ import annotations

import datetime as dt
from typing import Any

from enquiry_app.enquiry.checking_rules import open_checks, open_questions
from enquiry_app.enquiry.deciding_rules import (
    SECOND_WORDS,
    DecisionCase,
    DecisionInput,
    second_because,
    second_when_decided,
)
from ui.formatting import day_and_time, joined

TOLD_WORDS = (
    ("yes", "Yes"),
    ("later", "Not yet, later"),
    ("no", "No"),
    ("not_safe", "No, it would not be safe"),
)
TOLD_WHY = {
    "later": "When, and by whom?",
    "no": "Why not?",
    "not_safe": "Why would it not be safe?",
}


def next_words(
    wanted: DecisionInput, case: DecisionCase, outcomes: Any, manager: bool, drafted_by: str, person_id: str
) -> str:
    """What pressing the main button leads to, in a sentence or two."""
    if not manager:
        because = second_because(wanted.children, case, outcomes)
        return f"Goes to a manager. {_second(because)}".strip() if because else "Goes to a manager."
    because = second_when_decided(wanted.children, case, outcomes, drafted_by, person_id)
    if because:
        return _second(because)
    return "Counts at once. Then the referrer has to be told."


def open_words(work: Any) -> str:
    """What has been asked and not answered: it stops no decision, but must be known to whoever decides. "" if nothing."""
    agencies = [check.agency_name or "another agency" for check in open_checks(work.checks)]
    waiting = [*agencies, *(["the referrer"] if open_questions(work.messages) else [])]
    return f"Not answered yet: {joined(waiting)}." if waiting else ""


def _second(because: str) -> str:
    return f"A second manager has to agree because {SECOND_WORDS[because]}." if because else ""


def made_words(decision: Any, case: Any) -> str:
    """Who wrote, decided and agreed, and when: one line each."""
    lines = [f"Written by {_name(case, decision.drafted_by)}, {day_and_time(decision.drafted_at)}"]
    if decision.decided_by:
        at = decision.first_at or (decision.decided_at.isoformat() if decision.decided_at else "")
        lines.append(f"Decided by {_name(case, decision.decided_by)}{_when(at)}")
    if decision.seconded_by:
        lines.append(f"Agreed by {_name(case, decision.seconded_by)}{_when(decision.seconded_at)}")
    return "\n".join(lines)


def _name(case: Any, person_id: str) -> str:
    return case.name_of(person_id) or "somebody no longer here"


def _when(iso: str) -> str:
    return f", {day_and_time(dt.datetime.fromisoformat(iso))}" if iso else ""
