"""What the tests of decisions share: people, an enquiry taken and rated, and what somebody would put in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from enquiry_app.enquiry.deciding_rules import DecisionInput, levels_of
from enquiry_app.enquiry.hub_records import ChildDecision, Task

WHY = "Both children are cold, hungry and missing school; help since May has not lasted and their mother is unwell."


@pytest.fixture
def second(desks):
    """Another hub manager."""
    return desks("second")


@pytest.fixture
def manager(desks):
    return desks("manager")


@pytest.fixture
def taken(worker, sent):
    """The two-child example, taken by the worker and rated green."""
    worker.triage.take(sent.id)
    return worker.triage.rate(sent.id, "green", "", worker.version(sent.id))


def children_of(desk, enquiry_id) -> tuple[str, ...]:
    with desk.seat.store.read() as read:
        return tuple(each.child for each in levels_of(read.sent_version(enquiry_id)))


DETAILS = {
    "D1": {"contact_again_if": "Anything new is seen"},
    "D5": {"assessment_team": "Assessment team 2", "assessment_worker": "Jo Reed"},
    "D6": {"protection_contact": "Duty team", "protection_phone": "01632 960111", "strategy_on": "2026-11-24"},
    "D7": {"danger_contact": "Duty", "danger_phone": "01632 960111", "rang_referrer": "Worker, 12:10 today"},
    "D8": {"open_case_worker": "Jo Reed", "open_case_phone": "01632 960112"},
}


@pytest.fixture
def decision_for(worker, taken):
    """Makes what somebody would put in: every child the same outcome and level."""

    def make(outcome="D5", level="4-S17", need="N1", **changes) -> DecisionInput:
        made = tuple(ChildDecision(child, outcome, level, need) for child in children_of(worker, taken.id))
        given = DecisionInput(made, WHY, "The unborn baby too.", "yes", "", dict(DETAILS[outcome]))
        return replace(given, **changes)

    return make


@pytest.fixture
def submitted(worker, taken, decision_for):
    """A decision for a section 17 assessment, waiting for a manager."""
    drafted = worker.decisions.draft(taken.id, decision_for(), 0)
    return worker.decisions.submit(drafted.id, drafted.version)


@pytest.fixture
def final(manager, submitted):
    return manager.decisions.decide(submitted.id, submitted.version)


def tasks(desk, enquiry_id):
    with desk.seat.store.read() as read:
        return {task.code: task for task in read.hub_records(Task, enquiry_id)}


def enquiry_of(desk, enquiry_id):
    with desk.seat.store.read() as read:
        return read.enquiry(enquiry_id)
