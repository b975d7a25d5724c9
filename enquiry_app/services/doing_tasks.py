"""Who is doing what: actions, the pathways the matrix asks about, the clocks of a decision, the follow-up after three
months. Source: domain notes 2e, 5c, F6, F36, F49."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from enquiry_app.definitions.hub_work import PathwayTask, load_pathway_tasks
from enquiry_app.enquiry.hub_records import Task
from enquiry_app.enquiry.pathway_tasks import VARIANT, Proposal, action_of, due_rule, made_of, proposals
from enquiry_app.enquiry.permissions import may
from enquiry_app.enquiry.records import Enquiry
from enquiry_app.enquiry.task_rules import LEAST_REASON, Due, due_of, problems_of, problems_of_done, rule_due
from enquiry_app.errors import AppError, NotAllowed
from enquiry_app.services.moving import WrongMoment
from enquiry_app.services.new_ids import new_id
from enquiry_app.services.ports import Readable, Work
from enquiry_app.services.seat import Seat
from enquiry_app.services.use_case import use_case

SOON = dt.timedelta(days=14)  # follow-ups due so soon are shown with those that are due
_HUB = ("hub_worker", "hub_manager")


class TaskNotComplete(AppError):
    """Something that must be said is missing. `problems`: field -> sentence."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = dict(problems)


@dataclass(frozen=True)
class TaskInput:
    """An action as typed. `assigned_to`: a person of the Hub, if it is one; `child`: item id, "" for the family."""

    what: str = ""
    who: str = ""
    due: dt.datetime | None = None
    assigned_to: str = ""
    child: str = ""
    in_letter: bool = True

    def __repr__(self) -> str:
        return "TaskInput()"


@dataclass(frozen=True)
class DoneInput:
    """What came of a task. `on`: ISO day it was done elsewhere; `details`: what a pathway records, fact id -> text."""

    result: str = ""
    on: str = ""
    reference: str = ""
    evidence: str = ""
    details: Mapping[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        return "DoneInput()"


@dataclass(frozen=True)
class MyTask:
    """A task with the enquiry it belongs to, for lists across enquiries."""

    task: Task
    enquiry: Enquiry
    due: Due

    def __repr__(self) -> str:
        return f"MyTask({self.task.id})"


class Tasks:
    """Use cases of the people of the Hub. Nothing here decides anything about a child."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    @use_case("manage_tasks", unaudited="shows what opening the enquiry showed")
    def of(self, enquiry_id: str) -> tuple[Task, ...]:
        """Every task of an enquiry, oldest first."""
        with self._seat.store.read() as read:
            self._seat.enquiry(read, enquiry_id, "manage_tasks")
            return read.hub_records(Task, enquiry_id)

    @use_case("manage_tasks", "task:added")
    def add(
        self, enquiry_id: str, what: str, who: str, assigned_to: str = "", due: dt.datetime | None = None,
        child: str = "", in_letter: bool = True,
    ) -> Task:  # fmt: skip
        """Add an action: what, who, by when. Raises TaskNotComplete."""
        with self._seat.store.write() as work:
            enquiry = self._seat.enquiry(work, enquiry_id, "manage_tasks")
            wanted = self._checked(work, enquiry, TaskInput(what, who, due, assigned_to, child, in_letter))
            task = self._add(work, enquiry, "action", "", wanted)
            work.commit()
        return task

    @use_case("manage_tasks", "task:changed")
    def change(self, task_id: str, wanted: TaskInput, version: int) -> Task:
        """Change an open task. The time of a clock or of a follow-up is not changed: it follows from the decision or the
        closing. Raises TaskNotComplete, WrongMoment, EnquiryChangedElsewhere."""
        with self._seat.store.write() as work:
            task, enquiry = self._open(work, task_id)
            if task.kind in ("clock", "follow_up"):
                wanted = replace(wanted, due=task.due_at, what=task.what, child=task.child)
            wanted = self._checked(work, enquiry, wanted)
            changed = replace(
                task, what=wanted.what, who=wanted.who, assigned_to=wanted.assigned_to, due_at=wanted.due,
                child=wanted.child, in_letter=wanted.in_letter,
            )  # fmt: skip
            kept = work.change_hub_record(changed, version)
            self._seat.record(work, "task:changed", enquiry.id, kind=task.kind, code=task.code)
            work.commit()
        return kept

    @use_case("manage_tasks", "task:done")
    def done(
        self, task_id: str, result: str, on: str, reference: str, version: int, evidence: str = "",
        details: Mapping[str, str] | None = None,
    ) -> Task:  # fmt: skip
        """Record that a task is done and what came of it. A follow-up needs its evidence, a pathway its result.

        `on`: the day it happened, today if "" (of a pathway: not said, since nothing may have been referred). Raises
        TaskNotComplete, WrongMoment, NotAllowed, EnquiryChangedElsewhere.
        """
        seat, pathways = self._seat, load_pathway_tasks()
        given = DoneInput(result.strip(), on, reference.strip(), evidence.strip(), details or {})
        with seat.store.write() as work:
            task, enquiry = self._open(work, task_id)
            if task.kind == "repeat_review" and seat.person.role != "hub_manager":
                raise NotAllowed("A review of repeats is for a hub manager.")
            problems = problems_of_done(task, given.result, on, given.evidence, seat.today(), pathways)
            if problems:
                raise TaskNotComplete(problems)
            facts = _details(task, given.details)
            done = replace(
                task, status="done", done_at=seat.now(), done_by=seat.person.id, result=given.result,
                on=on or ("" if task.kind == "pathway" else seat.today().isoformat()), reference=given.reference, evidence=given.evidence, details=facts,
            )  # fmt: skip
            kept = work.change_hub_record(done, version)
            coded = given.result if task.kind in ("pathway", "follow_up") else ""
            seat.record(work, "task:done", enquiry.id, kind=task.kind, code=task.code, result=coded)
            work.commit()
        return kept

    @use_case("manage_tasks", "task:dropped")
    def drop(self, task_id: str, because: str, version: int) -> Task:
        """Record that a task is not needed any more, and why. A clock stops only when it is done or the decision changes."""
        seat = self._seat
        with seat.store.write() as work:
            task, enquiry = self._open(work, task_id)
            if task.kind == "clock":
                raise WrongMoment("This time runs by law since the decision. It ends when this is done, or when the "
                                  "decision is changed.")  # fmt: skip
            if task.kind == "repeat_review" and seat.person.role != "hub_manager":
                raise NotAllowed("A review of repeats is for a hub manager.")
            dropped = replace(
                task, status="dropped", done_at=seat.now(), done_by=seat.person.id, evidence=_because(because)
            )
            kept = work.change_hub_record(dropped, version)
            seat.record(work, "task:dropped", enquiry.id, kind=task.kind, code=task.code)
            work.commit()
        return kept

    @use_case("manage_tasks", unaudited="worked out from what opening the enquiry showed")
    def propose(self, enquiry_id: str) -> tuple[Proposal, ...]:
        """What the flags of the newest sent version ask for, with what became of each so far. Makes nothing."""
        seat = self._seat
        with seat.store.read() as read:
            enquiry = seat.enquiry(read, enquiry_id, "manage_tasks")
            sent, tasks = read.sent_version(enquiry_id), read.hub_records(Task, enquiry_id, kind="pathway")
        return proposals(load_pathway_tasks(), sent.suggestions, tasks, enquiry.agency_kind, seat.hub.hours, seat.now())

    @use_case("manage_tasks", "task:added")
    def accept(
        self, enquiry_id: str, flag: str, who: str, assigned_to: str = "", due: dt.datetime | None = None,
        child: str = "", variant: str = "",
    ) -> Task:  # fmt: skip
        """Make a pathway a task, whether or not the matrix asked for it. `variant` answers its first question, where it
        has one; without `due` the rule of the definition holds. Raises TaskNotComplete, WrongMoment if it is one."""
        seat, pathway = self._seat, _pathway(flag)
        with seat.store.write() as work:
            enquiry = seat.enquiry(work, enquiry_id, "manage_tasks")
            standing = made_of(work.hub_records(Task, enquiry_id, kind="pathway"), flag, child)
            if standing is not None and standing.status == "open":
                raise WrongMoment("This is a task already.")
            if pathway.variants and pathway.variant(variant) is None:
                raise TaskNotComplete({"variant": f"Answer first: {pathway.ask}"})
            due = due or rule_due(due_rule(pathway, variant), seat.now(), seat.hub.hours)
            what = action_of(pathway, variant)
            wanted = self._checked(work, enquiry, TaskInput(what, who, due, assigned_to, child, in_letter=False))
            task = self._add(work, enquiry, "pathway", flag, wanted, {VARIANT: variant} if variant else {})
            work.commit()
        return task

    @use_case("manage_tasks", "task:dropped")
    def not_needed(self, enquiry_id: str, flag: str, because: str, child: str = "") -> Task:
        """Say why a pathway the matrix asks about is not needed here. It can still be made a task later."""
        seat, pathway = self._seat, _pathway(flag)
        with seat.store.write() as work:
            enquiry = seat.enquiry(work, enquiry_id, "manage_tasks")
            standing = made_of(work.hub_records(Task, enquiry_id, kind="pathway"), flag, child)
            if standing is not None and standing.status != "dropped":
                raise WrongMoment("This is a task already. It can be dropped there.")
            task = Task(
                new_id(seat.now()), 1, enquiry.id, "pathway", flag, "dropped", seat.now(), seat.person.id,
                done_at=seat.now(), done_by=seat.person.id, what=pathway.title, evidence=_because(because), child=child,
                in_letter=False,
            )  # fmt: skip
            work.add_hub_record(task)
            seat.record(work, "task:dropped", enquiry.id, kind="pathway", code=flag)
            work.commit()
        return task

    @use_case("manage_tasks", unaudited="list rows are not records opened")
    def mine(self) -> tuple[MyTask, ...]:
        """The open tasks assigned to this person, in any enquiry, the soonest due first; follow-ups stand apart."""
        seat = self._seat
        seat.require("manage_tasks")
        with seat.store.read() as read:
            found = read.hub_records(Task, assigned_to=seat.person.id, status="open")
            return self._listed(read, (task for task in found if task.kind not in ("follow_up", "repeat_review")))

    @use_case("manage_tasks", unaudited="list rows are not records opened")
    def follow_ups_due(self) -> tuple[MyTask, ...]:
        """Follow-ups that are due or will be within two weeks: a worker's own and nobody's, a manager's all."""
        seat = self._seat
        seat.require("manage_tasks")
        until = seat.now() + SOON
        whose: Mapping[str, Any] = {"assigned_to": (seat.person.id, "")} if seat.person.role == "hub_worker" else {}
        with seat.store.read() as read:
            found = read.hub_records(Task, kind="follow_up", status="open", **whose)
            return self._listed(read, (task for task in found if task.due_at is None or task.due_at <= until))

    @use_case("manage_tasks", unaudited="list rows are not records opened")
    def repeat_reviews(self) -> tuple[MyTask, ...]:
        """Open reviews of children or families with repeated enquiries, the soonest due first: for managers; a worker
        sees those assigned to them."""
        seat = self._seat
        seat.require("manage_tasks")
        own: Mapping[str, Any] = {"assigned_to": seat.person.id} if seat.person.role == "hub_worker" else {}
        with seat.store.read() as read:
            return self._listed(read, read.hub_records(Task, kind="repeat_review", status="open", **own))

    def _listed(self, read: Readable, tasks: Iterable[Task]) -> tuple[MyTask, ...]:
        seat, now = self._seat, self._seat.now()
        found = []
        for task in tasks:
            enquiry = read.enquiry(task.enquiry_id)
            if may(seat.person, "manage_tasks", enquiry):
                found.append(MyTask(task, enquiry, due_of(task, seat.hub.hours, now)))
        far = dt.datetime.max.replace(tzinfo=dt.UTC)
        return tuple(sorted(found, key=lambda mine: mine.task.due_at or far))

    def _open(self, work: Work, task_id: str) -> tuple[Task, Enquiry]:
        """An open task and its enquiry. Raises NotFound, NotAllowed, WrongMoment."""
        self._seat.require("manage_tasks")
        task = work.hub_record(Task, task_id)
        enquiry = self._seat.enquiry(work, task.enquiry_id, "manage_tasks")
        if task.status != "open":
            raise WrongMoment("Somebody has finished this task meanwhile.")
        return task, enquiry

    def _checked(self, work: Work, enquiry: Enquiry, wanted: TaskInput) -> TaskInput:
        """What was typed, trimmed and complete. Raises TaskNotComplete."""
        who = wanted.who.strip()
        if wanted.assigned_to:
            person = work.person(wanted.assigned_to)
            if not person.active or person.role not in _HUB:
                raise AppError("Only somebody who works at the Hub finds a task here. Name others in words.")
            who = who or person.display_name
        problems = problems_of(wanted.what, who, wanted.due)
        if problems:
            raise TaskNotComplete(problems)
        if wanted.child and wanted.child not in _children(work, enquiry):
            raise AppError("This child is not in the enquiry.")
        return replace(wanted, what=wanted.what.strip(), who=who)

    def _add(
        self, work: Work, enquiry: Enquiry, kind: str, code: str, wanted: TaskInput,
        details: Mapping[str, str] | None = None,
    ) -> Task:  # fmt: skip
        seat = self._seat
        task = Task(
            new_id(seat.now()), 1, enquiry.id, kind, code, "open", seat.now(), seat.person.id,
            assigned_to=wanted.assigned_to, due_at=wanted.due, what=wanted.what, who=wanted.who, child=wanted.child,
            in_letter=wanted.in_letter, details=details or {},
        )  # fmt: skip
        work.add_hub_record(task)
        seat.record(work, "task:added", enquiry.id, kind=kind, code=code)
        return task


def _children(read: Readable, enquiry: Enquiry) -> frozenset[str]:
    """Item ids of every child of what was sent."""
    return frozenset(read.sent_version(enquiry.id).answers.items_of("children"))


def _pathway(flag: str) -> PathwayTask:
    found = load_pathway_tasks().of(flag)
    if found is None:
        raise AppError("There is no such pathway here.")
    return found


def _because(words: str) -> str:
    if len(words.strip()) < LEAST_REASON:
        raise TaskNotComplete({"because": "Say why it is not needed."})
    return words.strip()


def _details(task: Task, given: Mapping[str, str]) -> Mapping[str, str]:
    """What the pathway of this task records, as far as it was given; its variant stays."""
    pathway = load_pathway_tasks().of(task.code) if task.kind == "pathway" else None
    known = {fact.id for fact in pathway.facts} if pathway else set()
    facts = {key: text.strip() for key, text in given.items() if key in known and text.strip()}
    return {**task.details, **facts}
