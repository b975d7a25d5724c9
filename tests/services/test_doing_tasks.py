"""Who is doing what: added, changed, finished, by the people of the Hub only; pathways asked about, never decided."""

from __future__ import annotations

import datetime as dt

import pytest

from enquiry_app.errors import AppError, EnquiryChangedElsewhere, NotAllowed
from enquiry_app.services.doing_tasks import TaskInput, TaskNotComplete
from enquiry_app.services.moving import WrongMoment
from tests.fixtures_store import NOON

FRIDAY = dt.datetime(2026, 11, 27, 17, tzinfo=dt.UTC)


@pytest.fixture
def manager(desks):
    return desks("manager")


@pytest.fixture
def task(worker, sent):
    return worker.tasks.add(sent.id, "Visit the family at home", "Ines Alder, health visiting", "", FRIDAY)


def test_an_action_has_somebody_a_day_and_a_trace(worker, sent, task):
    assert worker.tasks.of(sent.id) == (task,)
    assert (task.kind, task.status, task.in_letter) == ("action", "open", True)
    assert "task:added" in worker.tags(sent.id)
    assert not any("Visit" in str(event.details) for event in worker.events(sent.id))


@pytest.mark.parametrize(
    ("what", "who", "due", "missing"),
    [("", "Ines Alder", FRIDAY, "what"), ("Visit", "", FRIDAY, "who"), ("Visit", "Ines Alder", None, "due")],
)
def test_what_who_and_by_when_are_all_needed(worker, sent, what, who, due, missing):
    with pytest.raises(TaskNotComplete) as refused:
        worker.tasks.add(sent.id, what, who, "", due)
    assert list(refused.value.problems) == [missing]
    assert worker.tasks.of(sent.id) == ()


def test_a_person_of_the_hub_finds_it_among_their_tasks(worker, manager, people, sent):
    later = worker.tasks.add(sent.id, "Ring the school", "", people["manager"].id, FRIDAY)
    sooner = worker.tasks.add(sent.id, "Ring the GP", "", people["manager"].id, FRIDAY - dt.timedelta(days=2))
    assert later.who == "Manager One"
    assert [each.task.id for each in manager.tasks.mine()] == [sooner.id, later.id]
    assert manager.tasks.mine()[0].due.words == "2 working days left"
    assert worker.tasks.mine() == ()
    with pytest.raises(AppError):
        worker.tasks.add(sent.id, "Ring the GP", "", people["teacher"].id, FRIDAY)


def test_change_compares_versions(worker, manager, task):
    wanted = TaskInput("Visit the family at school", "Ines Alder", FRIDAY, in_letter=False)
    changed = worker.tasks.change(task.id, wanted, task.version)
    assert (changed.what, changed.in_letter, changed.version) == ("Visit the family at school", False, 2)
    with pytest.raises(EnquiryChangedElsewhere):
        manager.tasks.change(task.id, wanted, task.version)


def test_done_keeps_what_came_of_it_and_happens_once(worker, task):
    done = worker.tasks.done(task.id, "Both children seen", "2026-11-23", "HV-7", task.version)
    assert (done.status, done.done_at, done.result, done.reference) == ("done", NOON, "Both children seen", "HV-7")
    with pytest.raises(WrongMoment):
        worker.tasks.done(task.id, "Again", "", "", done.version)
    with pytest.raises(WrongMoment):
        worker.tasks.drop(task.id, "No longer needed now", done.version)


@pytest.mark.parametrize("day", ["2026-11-24", "soon", "2026-02-30"])
def test_a_day_still_to_come_or_no_day_is_refused(worker, task, day):
    with pytest.raises(TaskNotComplete) as refused:
        worker.tasks.done(task.id, "Seen", day, "", task.version)
    assert list(refused.value.problems) == ["on"]


def test_dropping_needs_a_reason(worker, sent, task):
    with pytest.raises(TaskNotComplete):
        worker.tasks.drop(task.id, "no", task.version)
    dropped = worker.tasks.drop(task.id, "The school has done it already", task.version)
    assert (dropped.status, dropped.evidence) == ("dropped", "The school has done it already")
    assert worker.tags(sent.id).count("task:dropped") == 1


@pytest.mark.parametrize("who", ["teacher", "lead", "visitor", "admin", "checker"])
def test_nobody_else_manages_tasks(desks, sent, task, who):
    tasks = desks(who).tasks
    refused = [
        lambda: tasks.of(sent.id), lambda: tasks.add(sent.id, "Visit", "Ines", "", FRIDAY), tasks.mine,
        lambda: tasks.change(task.id, TaskInput("Visit", "Ines", FRIDAY), 1), lambda: tasks.propose(sent.id),
        lambda: tasks.done(task.id, "Seen", "", "", 1), lambda: tasks.drop(task.id, "Not needed now", 1),
        lambda: tasks.accept(sent.id, "DASH", "Ines"), lambda: tasks.not_needed(sent.id, "DASH", "Not needed now"),
        tasks.follow_ups_due, tasks.repeat_reviews,
    ]  # fmt: skip
    for call in refused:
        with pytest.raises(NotAllowed):
            call()
