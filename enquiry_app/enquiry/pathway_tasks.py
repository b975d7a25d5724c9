"""What the flags of the matrix ask the Hub to do, as proposals. Pure: nothing is decided or made here.

Source: domain notes 2e (flags), rule R13 of the matrix: pathways are prompts. A person makes each a task or says why it
is not needed; what a local tool reports is recorded as it reports it, never worked out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from enquiry_app.definitions.hub_definition import HubHours
from enquiry_app.definitions.hub_work import DueRule, PathwayTask, PathwayTasks
from enquiry_app.enquiry.hub_records import Task
from enquiry_app.enquiry.task_rules import rule_due

STATES = ("proposed", "task", "not_needed")
VARIANT = "variant"  # the detail that holds the answer to a pathway's first question


@dataclass(frozen=True)
class Proposal:
    """One thing a flag asks for: for one child, or for the family (`child` is ""). `children`: those flagged."""

    pathway: PathwayTask
    child: str
    children: tuple[str, ...]
    due_at: dt.datetime
    state: str  # STATES
    duty: str = ""  # the referrer's personal duty, by the kind of their agency
    task: Task | None = None  # made of it, or the record that says why it is not needed

    def __repr__(self) -> str:
        return f"Proposal({self.pathway.flag}, {self.state})"


def flagged(suggestions: Mapping[str, Mapping[str, Any]]) -> Mapping[str, tuple[str, ...]]:
    """Flag -> children (item ids) it stands for, from the suggestions frozen with what was sent."""
    found: dict[str, list[str]] = {}
    for child, suggestion in suggestions.items():
        for flag in suggestion.get("pathways") or ():
            found.setdefault(str(flag), []).append(child)
    return {flag: tuple(children) for flag, children in found.items()}


def proposals(
    definition: PathwayTasks, suggestions: Mapping[str, Mapping[str, Any]], tasks: Iterable[Task],
    agency_kind: str, hours: HubHours, now: dt.datetime,
) -> tuple[Proposal, ...]:  # fmt: skip
    """What the flags ask for, in the order of the definition, each with what became of it so far."""
    flags, made = flagged(suggestions), tuple(task for task in tasks if task.kind == "pathway")
    found = []
    for pathway in definition.tasks:
        children = flags.get(pathway.flag, ())
        about = children if pathway.per == "child" else ("",) if children else ()
        for child in about:
            task = made_of(made, pathway.flag, child)
            state = "proposed" if task is None else "not_needed" if task.status == "dropped" else "task"
            due, duty = rule_due(pathway.due, now, hours), pathway.duty_of(agency_kind)
            found.append(Proposal(pathway, child, (child,) if child else children, due, state, duty, task))
    return tuple(found)


def made_of(tasks: Iterable[Task], flag: str, child: str) -> Task | None:
    """The newest task of a flag for this child or the whole family: one that stands before one that was dropped."""
    of_flag = [t for t in tasks if t.kind == "pathway" and t.code == flag and t.child in ("", child)]
    standing = [task for task in of_flag if task.status != "dropped"] or of_flag
    return standing[-1] if standing else None


def due_rule(pathway: PathwayTask, variant: str) -> DueRule:
    """The due rule of a pathway, as its first question was answered."""
    chosen = pathway.variant(variant)
    return chosen.due if chosen else pathway.due


def action_of(pathway: PathwayTask, variant: str) -> str:
    """The action of a pathway, as its first question was answered."""
    chosen = pathway.variant(variant)
    return chosen.action if chosen else pathway.action
