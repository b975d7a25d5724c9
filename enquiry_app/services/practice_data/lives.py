"""Decides what happened to each made-up enquiry: who wrote it, when, and how far it has come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from enquiry_app.enquiry.answers import Answers
from enquiry_app.enquiry.records import STATUSES, Person
from enquiry_app.enquiry.reference import LONDON
from enquiry_app.services.definitions_in_use import DefinitionsInUse
from enquiry_app.services.judging import suggestions_for
from enquiry_app.services.practice_data.case_answers import tell
from enquiry_app.services.practice_data.families import make_family
from enquiry_app.services.practice_data.story_files import Story, stories

# The way each status is reached. Steps are done by services where there is one for it, else by a move of the Hub.
PATHS: Mapping[str, tuple[str, ...]] = {
    "draft": (),
    "awaiting_sign_off": ("reveal", "ask"),
    "ready_to_hand_over": ("reveal", "hold"),
    "sent": ("reveal", "send"),
    "received": ("reveal", "send", "receive"),
    "in_triage": ("reveal", "send", "receive", "in_triage"),
    "waiting_for_referrer": ("reveal", "send", "receive", "in_triage", "rate", "waiting_for_referrer"),
    "information_checks": ("reveal", "send", "receive", "in_triage", "rate", "information_checks"),
    "manager_decision": ("reveal", "send", "receive", "in_triage", "rate", "manager_decision"),
    "feedback_due": ("reveal", "send", "receive", "in_triage", "rate", "manager_decision", "feedback_due"),
    "closed": ("reveal", "send", "receive", "in_triage", "rate", "manager_decision", "feedback_due", "closed"),
    "withdrawn": ("reveal", "send", "withdraw"),
    "returned": ("reveal", "send", "receive", "returned"),
    "linked_to_open_case": ("reveal", "send", "receive", "linked_to_open_case"),
    "transferred": ("reveal", "send", "receive", "transferred"),
    "not_referred": ("reveal", "not_refer"),
}
# How many of a hundred, once each status has been made once. Most of what a store holds is finished.
_WEIGHTS: Mapping[str, int] = {
    "draft": 8, "awaiting_sign_off": 3, "ready_to_hand_over": 2, "sent": 8, "received": 6, "in_triage": 7,
    "waiting_for_referrer": 3, "information_checks": 6, "manager_decision": 4, "feedback_due": 4, "closed": 40,
    "withdrawn": 2, "returned": 2, "linked_to_open_case": 2, "transferred": 1, "not_referred": 2,
}  # fmt: skip
_REASONS = (
    ("not_in_matrix", "I know this family well and there is more behind it than the lines of the matrix can say."),
    ("cumulative", "It is the whole picture over the last year, more than any one of the signs, that decides for me."),
    ("protective", "There is somebody in the family who acts when it matters, and that has been tested this term."),
)
# Hours since those still open were begun, the least and the most, in a store of no more than so many.
_OPEN_FOR: Mapping[str, tuple[float, float]] = {
    "draft": (2, 100), "awaiting_sign_off": (2, 30), "ready_to_hand_over": (2, 30), "sent": (1, 14), "received": (2, 18),
    "in_triage": (3, 20), "waiting_for_referrer": (4, 24), "information_checks": (4, 24), "manager_decision": (4, 24),
    "feedback_due": (16, 40), "linked_to_open_case": (4, 26), "transferred": (4, 26), "returned": (4, 26),
}  # fmt: skip
_SMALL = 200
_LATE_SHARE, _LATE_TIMES = 1 / 6, 4
_MANAGER_STEPS = frozenset({"feedback_due"})
# Hours between steps: the least and the most.
_PAUSES = {
    "reveal": (0.2, 2.0),
    "ask": (0.2, 3.0),
    "sign": (0.5, 6.0),
    "send": (0.1, 1.0),
    "receive": (0.2, 9.0),
    "rate": (0.1, 1.0),
}
_LATER = (1.0, 30.0)
_SATURDAY = 5


@dataclass(frozen=True)
class PlannedStep:
    """One thing somebody did at an instant."""

    what: str
    at: dt.datetime
    by: Person


@dataclass(frozen=True)
class PlannedEnquiry:
    """A made-up enquiry and its life so far."""

    begun: dt.datetime
    author: Person
    lead: Person | None
    answers: Answers
    suggestions: Mapping[str, Mapping[str, Any]]  # child -> what the matrix suggests, as `suggest_for` gives it
    status: str
    steps: tuple[PlannedStep, ...]


def plan_enquiries(
    rng: Random, count: int, people: Sequence[Person], kinds: Mapping[str, str], definitions: DefinitionsInUse,
    now: dt.datetime,
) -> Iterator[PlannedEnquiry]:  # fmt: skip
    """So many enquiries, oldest first; among the first fifteen made up each status is there once.

    `kinds`: agency id -> kind. One by one, because many of them fill the memory.
    """
    statuses = [*STATUSES][:count]
    statuses += rng.choices(tuple(_WEIGHTS), tuple(_WEIGHTS.values()), k=count - len(statuses))
    rng.shuffle(statuses)
    aged = [(_hours_ago(rng, status, count), status) for status in statuses]
    for hours, status in sorted(aged, key=lambda each: each[0], reverse=True):
        yield _plan(rng, status, people, kinds, definitions, now - dt.timedelta(hours=hours), now)


def _hours_ago(rng: Random, status: str, count: int) -> float:
    """How long ago it was begun. What is open came in these days, one in six is late; what is finished reaches back
    weeks, in large stores years."""
    if status in _OPEN_FOR:
        late = _LATE_TIMES if rng.random() < _LATE_SHARE else 1
        return rng.uniform(*_OPEN_FOR[status]) * late * max(1.0, count / _SMALL)
    span = 24.0 * max(30, min(count // 5, 1500))
    return 30.0 + rng.random() * span


def _plan(
    rng: Random, status: str, people: Sequence[Person], kinds: Mapping[str, str], definitions: DefinitionsInUse,
    begun: dt.datetime, now: dt.datetime,
) -> PlannedEnquiry:  # fmt: skip
    steps = PATHS[status]
    story, author, lead = _who(rng, people, kinds, needs_lead="ask" in steps)
    if "send" in steps and lead is not None and not story.urgent and rng.random() < 0.4:
        steps = ("reveal", "ask", "sign", *steps[1:])
    begun = _at_work(begun, now)
    day = begun.astimezone(LONDON).date()
    family = make_family(rng, story, day)
    answers = tell(rng, story, family, definitions.matrix, author, kinds[author.agency_id], lead, begun)
    suggestions = suggestions_for(definitions, answers, day)
    answers = _with_reasons(rng, answers, suggestions)
    if "ask" in steps:
        answers = answers.with_answer("sign_off", (), "ask")
    if status == "draft":
        answers = _unfinished(rng, answers)
    return PlannedEnquiry(
        begun, author, lead, answers, suggestions, status, _timed(rng, steps, begun, now, author, lead, people)
    )


def _who(
    rng: Random, people: Sequence[Person], kinds: Mapping[str, str], *, needs_lead: bool
) -> tuple[Story, Person, Person | None]:
    """A story, somebody of an agency it could come from, and their lead if the agency has one."""
    leads = {p.agency_id: p for p in people if p.role == "safeguarding_lead"}
    while True:
        story = rng.choices(stories(), [story.weight for story in stories()])[0]
        fitting = [
            p
            for p in people
            if kinds[p.agency_id] in story.agencies
            and (p.role == "practitioner" or (p.role == "safeguarding_lead" and not needs_lead))
            and (p.agency_id in leads or not needs_lead)
        ]
        if fitting:
            author = rng.choice(fitting)
            lead = leads.get(author.agency_id)
            return story, author, None if lead == author else lead


def _timed(
    rng: Random, steps: Sequence[str], begun: dt.datetime, now: dt.datetime, author: Person, lead: Person | None,
    people: Sequence[Person],
) -> tuple[PlannedStep, ...]:  # fmt: skip
    """The steps with a time and somebody for each, all of them in the past."""
    workers = [p for p in people if p.role == "hub_worker"]
    managers = [p for p in people if p.role == "hub_manager"]
    pauses = [rng.uniform(*_PAUSES.get(step, _LATER)) for step in steps]
    room = (now - begun).total_seconds() / 3600 * 0.95
    scale = min(1.0, room / sum(pauses)) if pauses else 1.0
    timed, at, worker = [], begun, rng.choice(workers)
    for step, pause in zip(steps, pauses, strict=True):
        at += dt.timedelta(seconds=int(pause * scale * 3600))
        by = author
        if step == "sign" and lead is not None:
            by = lead
        elif step in _MANAGER_STEPS:
            by = rng.choice(managers)
        elif step not in ("reveal", "ask", "send", "hold", "withdraw", "not_refer"):
            by = worker
        timed.append(PlannedStep(step, at, by))
    return tuple(timed)


def _with_reasons(rng: Random, answers: Answers, suggestions: Mapping[str, Mapping[str, Any]]) -> Answers:
    """Where the author's level is not the one the matrix suggests, their reason for it."""
    for child in chosen_children(answers):
        suggested = suggestions[child]["suggested"]
        if suggested and suggested != answers.get("level_chosen", (child,)):
            code, words = rng.choice(_REASONS)
            answers = answers.with_answer("override_reason", (child,), code)
            answers = answers.with_answer("override_text", (child,), words)
    return answers


def chosen_children(answers: Answers) -> tuple[str, ...]:
    """The children a level was chosen for."""
    return tuple(child for child in answers.items_of("children") if answers.get("level_chosen", (child,)))


def _unfinished(rng: Random, answers: Answers) -> Answers:
    """A draft somebody is in the middle of: the later parts of the form are still empty."""
    written = [key for key in answers.values if not key.question.startswith("referrer")]
    kept = set(written[: int(len(written) * rng.uniform(0.25, 0.95))])
    return replace(answers, values={key: value for key, value in answers.values.items() if key in kept})


def _at_work(begun: dt.datetime, now: dt.datetime) -> dt.datetime:
    """On a working day in working hours, London time, to the minute, and at least an hour ago."""
    local = begun.astimezone(LONDON)
    local = local.replace(hour=8 + local.hour % 9, second=0, microsecond=0)
    while local.weekday() >= _SATURDAY or local > now - dt.timedelta(hours=1):
        local -= dt.timedelta(days=1)
    return local.astimezone(dt.UTC)
