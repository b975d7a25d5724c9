"""The clocks a final decision starts (assessment, strategy discussion, conference), kept as tasks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from enquiry_app.definitions.hub_definition import HubDefinition
from enquiry_app.definitions.outcomes import OutcomeClock, Outcomes
from enquiry_app.enquiry.deciding_rules import chosen_outcomes
from enquiry_app.enquiry.hub_clock import arrived_at
from enquiry_app.enquiry.hub_records import Decision, Task
from enquiry_app.enquiry.records import Enquiry
from enquiry_app.enquiry.working_time import due_at, london
from enquiry_app.services.new_ids import new_id
from enquiry_app.services.ports import Work
from enquiry_app.services.seat import Seat

DROPPED_BECAUSE = "The decision was changed."


@dataclass(frozen=True)
class _Clock:
    """One target to be started: when it is due, who does it, for which child ("" for several), shown in letters."""

    due: dt.datetime
    who: str
    child: str
    in_letter: bool


def with_due_days(hub: HubDefinition, enquiry: Enquiry, decision: Decision, outcomes: Outcomes) -> Decision:
    """The decision with only the fields of its own outcomes, and the days worked out that it must name."""
    asked = [each for outcome in chosen_outcomes(decision.children, outcomes) for each in outcome.asked]
    details = {each.id: text for each in asked if (text := decision.details.get(each.id))}
    return replace(decision, details={**details, **due_days(hub, enquiry, decision, outcomes)})


def due_days(hub: HubDefinition, enquiry: Enquiry, decision: Decision, outcomes: Outcomes) -> Mapping[str, str]:
    """Field id -> ISO day, for the days a decision names that are worked out and not asked."""
    clocks = _wanted(hub, enquiry, decision, outcomes)
    fields = [each for outcome in chosen_outcomes(decision.children, outcomes) for each in outcome.fields]
    return {
        each.id: london(hub.hours, clocks[each.target].due).date().isoformat()
        for each in fields
        if each.kind == "due" and each.target in clocks
    }


def settle_clocks(seat: Seat, work: Work, enquiry: Enquiry, decision: Decision, outcomes: Outcomes) -> None:
    """Start the clocks of a final decision; drop those an earlier decision started and this one does not need."""
    wanted = _wanted(seat.hub, enquiry, decision, outcomes)
    known = tuple({clock.target for outcome in outcomes.by_id.values() for clock in outcome.clocks})
    running = set()
    for task in work.hub_records(Task, enquiry.id, code=known, status="open"):
        if task.code in wanted:
            running.add(task.code)
        elif task.kind == "clock":
            dropped = replace(
                task, status="dropped", done_at=seat.now(), done_by=seat.person.id, evidence=DROPPED_BECAUSE
            )
            work.change_hub_record(dropped, task.version)
            seat.record(work, "task:dropped", enquiry.id, kind="clock", code=task.code)
    for target, clock in wanted.items():
        if target not in running:
            task = Task(
                new_id(seat.now()), 1, enquiry.id, "clock", target, "open", seat.now(), seat.person.id,
                assigned_to=enquiry.assigned_to, due_at=clock.due, what=seat.hub.targets[target].name, who=clock.who,
                child=clock.child, in_letter=clock.in_letter,
            )  # fmt: skip
            work.add_hub_record(task)
            seat.record(work, "task:added", enquiry.id, kind="clock", code=target)


def _wanted(hub: HubDefinition, enquiry: Enquiry, decision: Decision, outcomes: Outcomes) -> Mapping[str, _Clock]:
    """Target -> clock. One a target: what is owed is counted from the earliest start where two outcomes name it."""
    found: dict[str, _Clock] = {}
    for outcome in chosen_outcomes(decision.children, outcomes):
        children = [each.child for each in decision.children if each.outcome == outcome.id]
        child = children[0] if len(children) == 1 else ""
        for clock in outcome.clocks:
            due = due_at(hub.targets[clock.target], _start(hub, enquiry, decision, clock), hub.hours)
            made = _Clock(due, decision.details.get(clock.who, ""), child, not outcome.minimal)
            other = found.get(clock.target)
            both = replace(made, due=min(made.due, other.due), child="") if other else made
            found[clock.target] = both
    return found


def _start(hub: HubDefinition, enquiry: Enquiry, decision: Decision, clock: OutcomeClock) -> dt.datetime:
    decided = decision.decided_at or enquiry.updated_at
    if clock.counted_from == "arrival":
        return arrived_at(enquiry)
    try:
        day = dt.date.fromisoformat(decision.details.get(clock.counted_from, ""))
    except ValueError:
        return decided
    # A day without a time counts whole: until the cut-off it is still that day.
    return dt.datetime.combine(day, hub.hours.cut_off, ZoneInfo(hub.hours.zone)).astimezone(dt.UTC)
