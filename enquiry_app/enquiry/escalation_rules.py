"""Settling professional differences: which stage, by when, in which words. Pure; stages and times are data.

Source: domain notes 5h. The times are indicative; a risk to the child goes before them.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from enquiry_app.definitions.hub_definition import HubDefinition, HubHours
from enquiry_app.definitions.hub_work import STAGES, Escalation, contact_of, load_escalation
from enquiry_app.enquiry.hub_clock import arrived_at
from enquiry_app.enquiry.hub_records import Disagreement
from enquiry_app.enquiry.records import Enquiry, Person
from enquiry_app.enquiry.task_rules import rule_due
from enquiry_app.enquiry.working_time import london, time_left_words

LEAST_WORDS = 10  # characters, for what a difference is about and what changed for the child
STAGE_STATES = ("done", "now", "to_come", "not_used")
STATE_WORDS = {"done": "Done", "now": "Now", "to_come": "If it is not settled", "not_used": "Not used"}


@dataclass(frozen=True)
class StageLine:
    """One stage of one difference as people read it."""

    number: int
    name: str
    state: str  # STAGE_STATES
    who: str
    phone: str
    due: str = ""  # in words, at the stage it stands at
    overdue: bool = False
    said: tuple[Mapping[str, Any], ...] = ()  # what was recorded there: at, by, with_whom, note


def is_urgent(enquiry: Enquiry, immediate_risk: bool) -> bool:
    """Whether the shorter times hold: a child at risk meanwhile, rated red, or sent as urgent and not yet rated."""
    return immediate_risk or enquiry.rating == "red" or (enquiry.urgent and not enquiry.rating)


def first_stage(escalation: Escalation, immediate_risk: bool) -> int:
    """Where a difference begins: with the person nearest to it, or high up at once where a child is at risk."""
    return escalation.immediate_risk_stage if immediate_risk else 1


def stage_due(
    escalation: Escalation, stage: int, at: dt.datetime, hours: HubHours, *, urgent: bool = False
) -> dt.datetime:
    """By when a stage that begins at this instant should be settled."""
    found = escalation.stage(stage)
    return rule_due(found.urgent if urgent else found.due, at, hours)


def stage_lines(
    one: Disagreement, escalation: Escalation, hub: HubDefinition, now: dt.datetime
) -> tuple[StageLine, ...]:
    """The four stages of a difference, with what was recorded at each."""
    begun = int(one.stages[0]["stage"]) if one.stages else one.stage
    lines = []
    for stage in escalation.stages:
        who, phone = contact_of(stage, hub)
        standing = one.status == "open" and stage.number == one.stage
        left = one.due_at if standing else None
        lines.append(StageLine(
            number=stage.number,
            name=stage.name,
            state=_state(stage.number, begun, one),
            who=who,
            phone=phone,
            due=time_left_words(hub.hours, left, now) if left else "",
            overdue=bool(left and now >= left),
            said=tuple(each for each in one.stages if each.get("stage") == stage.number),
        ))  # fmt: skip
    return tuple(lines)


def _state(number: int, begun: int, one: Disagreement) -> str:
    if number < begun:
        return "not_used"
    if number < one.stage:
        return "done"
    if number == one.stage:
        return "now" if one.status == "open" else "done"
    return "to_come" if one.status == "open" else "not_used"


@dataclass(frozen=True)
class Themes:
    """Numbers and themes of differences, for the partnership: nobody is named. `days`: from raising to the end, the
    middle one of those that ended; None if none has."""

    raised: int
    open: int
    reasons: tuple[tuple[str, int], ...]  # label, count; most frequent first
    stages: tuple[tuple[int, int], ...]  # highest stage reached, count
    outcomes: tuple[tuple[str, int], ...]
    days: int | None
    learning: tuple[str, ...]  # newest first


def themes_of(differences: Iterable[Disagreement], escalation: Escalation) -> Themes:
    """What differences were about, how far they went, how they ended. Source: domain notes F13, P19."""
    found = tuple(differences)
    settled = [one for one in found if one.status == "settled"]
    lasted = sorted((one.settled_at - one.raised_at).days for one in found if one.settled_at)
    reasons = Counter(one.reason for one in found)
    labels = {reason.code: reason.label for reason in escalation.reasons}
    ends = Counter(one.outcome for one in settled)
    newest = sorted(settled, key=lambda one: one.settled_at or one.raised_at, reverse=True)
    return Themes(
        raised=len(found),
        open=sum(one.status == "open" for one in found),
        reasons=tuple((labels.get(code, code), number) for code, number in reasons.most_common()),
        stages=tuple(sorted(Counter(one.stage for one in found).items())),
        outcomes=tuple((choice.label, ends[choice.code]) for choice in escalation.outcomes if ends[choice.code]),
        days=lasted[len(lasted) // 2] if lasted else None,
        learning=tuple(one.learning for one in newest if one.learning),
    )


def stage_text(
    disagreement: Disagreement | None, stage: int, enquiry: Enquiry, hub: HubDefinition, now: dt.datetime,
    person: Person,
) -> str:  # fmt: skip
    """The prepared letter for a stage: to whom, reference and dates, what was tried, what is asked, by when. Neutral in
    tone; names no child (the reference does). Without a disagreement: as it would be if it were raised now.

    Plain text, lines kept. Raises StopIteration for a stage that does not exist.
    """
    escalation = load_escalation()
    found = escalation.stage(stage)
    who, phone = contact_of(found, hub)
    urgent = disagreement.urgent if disagreement else is_urgent(enquiry, False)
    standing = disagreement is not None and disagreement.status == "open" and disagreement.stage == stage
    due = disagreement.due_at if disagreement and standing else None
    due = due or stage_due(escalation, stage, now, hub.hours, urgent=urgent)
    lines = [
        f"To: {who}, {phone}",
        f"Enquiry {enquiry.reference}, sent by {enquiry.agency_name} on {_day(hub, arrived_at(enquiry))}",
        f"Settling a difference, stage {stage} of {STAGES}: {found.name}",
        f"Written on {_day(hub, now)}",
        "",
        *_concern(disagreement, escalation, enquiry, hub),
        found.ask,
        f"Please answer by {_moment(hub, due)}. {_meanwhile(disagreement)}",
        "",
        escalation.not_instead,
        "",
        ", ".join(filter(None, (person.display_name, person.job_title, person.agency_name, person.phone))),
    ]
    return "\n".join(lines)


def _concern(one: Disagreement | None, escalation: Escalation, enquiry: Enquiry, hub: HubDefinition) -> tuple[str, ...]:
    """What it is about and what was tried, in paragraphs each followed by an empty line."""
    decided = f"The decision was made on {_day(hub, enquiry.decided_at)}." if enquiry.decided_at else ""
    if one is None:
        words = " ".join(
            filter(None, (decided, "We see something differently and would like to settle it for the child."))
        )
        return words, "", "What we have seen, and what we think the child needs:", "", ""
    reason = escalation.reason(one.reason)
    about = f"What we see differently: {reason.label.lower() if reason else one.reason}."
    raised = f"We raised it on {_day(hub, one.raised_at)}."
    said = [_tried(each, hub) for each in one.stages if each.get("note")]
    tried = ("What has been tried:", *said, "") if said else ()
    return " ".join(filter(None, (decided, raised, about))), "", one.about, "", *tried


def _tried(each: Mapping[str, Any], hub: HubDefinition) -> str:
    day = _day(hub, dt.datetime.fromisoformat(str(each["at"])))
    how = "taken to" if each.get("due") else "spoke with"
    return f"– {day}, stage {each['stage']}: {how} {each['with_whom']}. {each['note']}"


def _meanwhile(one: Disagreement | None) -> str:
    if one is not None and one.immediate_risk:
        return "We believe that the child is at risk meanwhile; tell us now how the child is kept safe until then."
    return "Tell us how the child is kept safe until then."


def _moment(hub: HubDefinition, at: dt.datetime) -> str:
    """ "Wednesday 25 November 2026 at 12:00": a letter is read on another day than it is written."""
    return f"{london(hub.hours, at):%A} {_day(hub, at)} at {london(hub.hours, at):%H:%M}"


def _day(hub: HubDefinition, at: dt.datetime) -> str:
    local = london(hub.hours, at)
    return f"{local.day} {local:%B %Y}"
