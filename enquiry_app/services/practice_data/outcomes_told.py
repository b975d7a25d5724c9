"""How made-up enquiries were decided, and the letter that told the referrer: so that practice finishes what it shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from uuid import UUID, uuid5

from enquiry_app.definitions.letters import load_letters
from enquiry_app.definitions.outcomes import load_outcomes
from enquiry_app.enquiry.deciding_rules import levels_of, of_the_enquiry
from enquiry_app.enquiry.hub_records import ChildDecision, Decision, Letter
from enquiry_app.enquiry.letter_words import LetterCase, compose_parts
from enquiry_app.enquiry.records import Enquiry
from enquiry_app.services.letter_basis import addressee_of, rules
from enquiry_app.services.ports import Work
from enquiry_app.services.seat import Seat

# What was decided at each level of the referrer's, and what the outcome's fields say (fictional people, drama numbers).
_OUTCOMES: Mapping[str, str] = {
    "1": "D2", "2": "D3", "3": "D4", "4-S17": "D5", "4-S47": "D6", "emergency": "D6",
}  # fmt: skip
_NEED = "N1"
_SAID: Mapping[str, str] = {"text": "Jo Reed, Family Help North", "phone": "01632 960112"}
_RATIONALE = (
    "What the referrer saw and what other agencies hold agree. The need is at this level because help so far has not"
    " lasted, and what protects the child is not enough by itself."
)
PASSED_ON: Mapping[str, tuple[str, str]] = {  # status -> outcome, and the reason of its step as triage writes it
    "linked_to_open_case": ("D8", "Jo Reed, 01632 960112."),
    "transferred": ("D10", "Northshire; received by Their duty team."),
}


def decision_of(seat: Seat, work: Work, enquiry: Enquiry, at: dt.datetime) -> Decision:
    """The decision made about an enquiry at this instant; the same whenever it is asked for."""
    outcomes, me = load_outcomes(), seat.person.id
    children = tuple(_decided(each.child, each.referrer or "2") for each in levels_of(work.sent_version(enquiry.id)))
    outcome, level = of_the_enquiry(children, outcomes)
    day = at.date() + dt.timedelta(days=14)
    chosen = (outcomes.by_id[name] for name in dict.fromkeys(each.outcome for each in children))
    details = {each.id: _SAID.get(each.kind, day.isoformat()) for one in chosen for each in one.fields}
    return Decision(
        str(uuid5(UUID(enquiry.id), "decision")), 1, enquiry.id, "final", outcome, level, at, me, at, me, children,
        _RATIONALE, siblings="Brothers and sisters were thought of.", family_told="yes", details=details, written_by=me,
    )  # fmt: skip


def letter_of(seat: Seat, work: Work, enquiry: Enquiry, decision: Decision) -> Letter:
    """The letter about it, sent now, as it is composed."""
    now, me, hub = seat.now(), seat.person.id, seat.hub.contacts["hub"]
    levels = seat.definitions.form.code_lists["level"].choices
    names = {choice.code: choice.label for choice in levels}
    case = LetterCase(enquiry, decision, seat.hub, now, f"the {hub.name}, {hub.phone}", {}, names)
    variant = load_letters().variants[0].code
    return Letter(
        str(uuid5(UUID(enquiry.id), "letter")), 1, enquiry.id, "outcome", "sent", now, me, now, me, variant=variant,
        suggested=variant, decision_id=decision.id, how="app", parts=compose_parts(case, variant, rules()),
        addressee=addressee_of(work, enquiry),
    )  # fmt: skip


def _decided(child: str, level: str) -> ChildDecision:
    outcome = _OUTCOMES.get(level, "D2")
    return ChildDecision(child, outcome, level, _NEED if outcome in ("D5", "D6") else "")
