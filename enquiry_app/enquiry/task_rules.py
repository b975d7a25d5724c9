"""When a task is due, in what order tasks stand, and what must be said to add or finish one. Pure.

"Who is doing what" needs an action, a person and a day each time (domain notes F6, F49); a follow-up needs evidence
(F36).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from zoneinfo import ZoneInfo

from enquiry_app.definitions.hub_definition import HubHours
from enquiry_app.definitions.hub_work import DueRule, PathwayTasks, words_of
from enquiry_app.enquiry.hub_records import Task
from enquiry_app.enquiry.working_time import add_working_days, is_working_day, london, spans_from, time_left_words

LEAST_REASON = 10  # characters
LEAST_EVIDENCE = 10
_USUAL_CLOSING = dt.time(17)
_FOLLOW_UP_MONTHS = 3


@dataclass(frozen=True)
class Due:
    """When something is due, in words; `days` is its day alone, for letters and tables."""

    words: str
    overdue: bool


def rule_due(rule: DueRule, at: dt.datetime, hours: HubHours) -> dt.datetime:
    """When something taken on at this instant is due. What is taken on out of hours does not wait for the opening: the
    working days that follow count."""
    if rule.kind == "hours":
        return at + dt.timedelta(hours=rule.amount)
    if rule.kind == "working_days":
        return add_working_days(hours, at, rule.amount)
    today = london(hours, at).date()
    if not rule.amount:
        return next(closes for _, closes in spans_from(hours, today) if closes > at)
    later = spans_from(hours, today + dt.timedelta(days=1))
    return next(islice(later, rule.amount - 1, None))[1]


def end_of_day(hours: HubHours, day: dt.date) -> dt.datetime:
    """The instant by which something due on a day is due: the Hub's closing, or the usual one if it is shut that day."""
    closes = hours.days[day.weekday()][1] if is_working_day(hours, day) else _USUAL_CLOSING
    return dt.datetime.combine(day, closes, ZoneInfo(hours.zone)).astimezone(dt.UTC)


def follow_up_due(hours: HubHours, closed_at: dt.datetime) -> dt.datetime:
    """Three months after closing, at the end of that day or of the working day after it."""
    day = london(hours, closed_at).date()
    months = day.month - 1 + _FOLLOW_UP_MONTHS
    year, month = day.year + months // 12, months % 12 + 1
    last = (dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)).day
    return next(spans_from(hours, dt.date(year, month, min(day.day, last))))[1]


def due_of(task: Task, hours: HubHours, now: dt.datetime) -> Due:
    """How long is left for an open task; no words for one that is finished or has no day."""
    if task.due_at is None or task.status != "open":
        return Due("", False)
    return Due(time_left_words(hours, task.due_at, now), now >= task.due_at)


def in_order(tasks: Iterable[Task]) -> tuple[Task, ...]:
    """The open ones first, the soonest due before the others; then what is finished, newest first."""
    found = tuple(tasks)
    far = dt.datetime.max.replace(tzinfo=dt.UTC)
    waiting = sorted((task for task in found if task.status == "open"), key=lambda task: task.due_at or far)
    finished = [task for task in found if task.status != "open"]
    return (*waiting, *sorted(finished, key=lambda task: task.done_at or task.made_at, reverse=True))


def problems_of(what: str, who: str, due: dt.datetime | None) -> Mapping[str, str]:
    """Field -> sentence, for an action that cannot be kept yet; empty if it can."""
    found = {}
    if len(what.strip()) < 3:
        found["what"] = "Say what is to be done."
    if len(who.strip()) < 2:
        found["who"] = "Say who does it: a name, and where they work."
    if due is None:
        found["due"] = "Say by when, for example 27 November 2026."
    return found


def problems_of_done(
    task: Task, result: str, on: str, evidence: str, today: dt.date, pathways: PathwayTasks
) -> Mapping[str, str]:
    """Field -> sentence, for a task that cannot be called done yet. `on`: an ISO day or ""."""
    found = {}
    if task.kind == "follow_up":
        if result not in {choice.code for choice in pathways.follow_up}:
            found["result"] = "Say whether the child is safer, better, the same or worse, or that it is not known."
        if len(evidence.strip()) < LEAST_EVIDENCE:
            found["evidence"] = "Say on what evidence: who has seen the child, what has changed."
    pathway = pathways.of(task.code) if task.kind == "pathway" else None
    if pathway is not None and result not in {choice.code for choice in pathway.results}:
        found["result"] = "Say what came of it."
    if on:
        try:
            day = dt.date.fromisoformat(on)
        except ValueError:
            day = None
        if day is None:
            found["on"] = "Give the day, for example 23 November 2026."
        elif day > today:
            found["on"] = "This day is still to come."
    return found


def result_words(task: Task, pathways: PathwayTasks) -> str:
    """What came of a task, in words; "" while it is open."""
    if task.kind == "follow_up":
        return words_of(pathways.follow_up, task.result)
    pathway = pathways.of(task.code) if task.kind == "pathway" else None
    return pathway.result_words(task.result) if pathway else task.result
