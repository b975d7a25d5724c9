"""Who is doing what: added, changed, finished, by the people of the Hub only; pathways asked about, never decided."""

from __future__ import annotations

import datetime as dt

import pytest

from enquiry_app.enquiry.hub_records import Task
from enquiry_app.errors import AppError, EnquiryChangedElsewhere, NotAllowed
from enquiry_app.services.doing_tasks import TaskInput, TaskNotComplete
from enquiry_app.services.moving import WrongMoment
from enquiry_app.services.new_ids import new_id
from tests.fixtures_store import NOON
from tests.flagged import with_signs
from tests.services.conftest import example

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


# pathways


@pytest.fixture
def flagged(teacher):
    """An enquiry whose signs ask about DASH (family), a return interview and young carers (both children)."""
    answers = with_signs(example("two-children"), "DVA3a", "MIS3b", "YCA3a")
    answers = with_signs(answers, "YCA3a", child=answers.items_of("children")[1])
    draft = teacher.drafting.start(answers)
    return teacher.submitting.send(draft.enquiry.id, draft.enquiry.version).enquiry


def asked(desk, enquiry_id):
    return {(each.pathway.flag, each.child): each.state for each in desk.tasks.propose(enquiry_id)}


def test_proposing_makes_nothing(worker, flagged):
    before = worker.tags(flagged.id)
    found = asked(worker, flagged.id)
    assert {flag for flag, _ in found} >= {"DASH", "RHI", "YC"}
    assert [flag for flag, _ in found].count("YC") == 2
    assert set(found.values()) == {"proposed"}
    assert worker.tasks.of(flagged.id) == ()
    assert worker.tags(flagged.id) == before


def test_nothing_is_asked_without_a_flag(worker, sent):
    assert worker.tasks.propose(sent.id) == ()


def test_made_a_task_by_a_person_once(worker, manager, flagged):
    task = worker.tasks.accept(flagged.id, "DASH", "Worker One")
    assert (task.kind, task.code, task.status, task.in_letter) == ("pathway", "DASH", "open", False)
    assert task.due_at == NOON + dt.timedelta(days=1)
    assert asked(worker, flagged.id)[("DASH", "")] == "task"
    with pytest.raises(WrongMoment):
        manager.tasks.accept(flagged.id, "DASH", "Manager One")
    done = worker.tasks.done(
        task.id, "referred", "2026-11-23", "M-12", task.version, details={"count": " 15 ", "band": "none of DASH's"}
    )
    assert (done.result, done.reference, done.details) == ("referred", "M-12", {"count": "15"})
    assert asked(worker, flagged.id)[("DASH", "")] == "task"
    again = worker.tasks.accept(flagged.id, "DASH", "Worker One")  # a new incident: asked for again
    assert again.id != task.id


def test_a_return_interview_has_seventy_two_hours(worker, flagged):
    assert worker.tasks.accept(flagged.id, "RHI", "Interview service").due_at == NOON + dt.timedelta(hours=72)


def test_known_or_suspected_is_answered_first(worker, flagged):
    with pytest.raises(TaskNotComplete) as refused:
        worker.tasks.accept(flagged.id, "FGM", "Worker One")
    assert list(refused.value.problems) == ["variant"]
    known = worker.tasks.accept(flagged.id, "FGM", "Worker One", variant="known")
    assert (known.details, known.due_at) == ({"variant": "known"}, dt.datetime(2026, 11, 24, 17, tzinfo=dt.UTC))
    done = worker.tasks.done(known.id, "reported", "", "CR/1", known.version, details={"reported_by": "A. Teacher"})
    assert done.details == {"variant": "known", "reported_by": "A. Teacher"}


def test_not_needed_has_a_reason_and_can_be_changed(worker, flagged):
    with pytest.raises(TaskNotComplete):
        worker.tasks.not_needed(flagged.id, "DASH", "no")
    worker.tasks.not_needed(flagged.id, "DASH", "MARAC heard them last week")
    assert asked(worker, flagged.id)[("DASH", "")] == "not_needed"
    history = worker.cases.open(flagged.id).history
    assert [line.why for line in history if line.what.startswith("Not needed")] == ["MARAC heard them last week"]
    worker.tasks.accept(flagged.id, "DASH", "Worker One")
    assert asked(worker, flagged.id)[("DASH", "")] == "task"
    with pytest.raises(WrongMoment):
        worker.tasks.not_needed(flagged.id, "DASH", "MARAC heard them last week")


def test_a_child_of_another_enquiry_is_refused(worker, flagged):
    with pytest.raises(AppError):
        worker.tasks.accept(flagged.id, "YC", "Early help", child="somebody-else")


# clocks, follow-ups, reviews


def put(desk, enquiry_id, kind, **changes) -> Task:
    """A task as the decision or the closing makes it."""
    with desk.seat.store.write() as work:
        task = Task(
            new_id(NOON), 1, enquiry_id, kind, "", "open", NOON, desk.seat.person.id, what="Assessment", **changes
        )
        work.add_hub_record(task)
        work.commit()
    return task


def test_a_clock_is_given_to_somebody_but_keeps_its_time(worker, sent):
    clock = put(worker, sent.id, "clock", who="Team 2", due_at=FRIDAY)
    wanted = TaskInput("Something else", "Jo Reed", FRIDAY + dt.timedelta(days=9))
    changed = worker.tasks.change(clock.id, wanted, clock.version)
    assert (changed.what, changed.who, changed.due_at) == ("Assessment", "Jo Reed", FRIDAY)
    with pytest.raises(WrongMoment):
        worker.tasks.drop(clock.id, "Too much to do this week", changed.version)
    assert worker.tasks.done(clock.id, "", "", "", changed.version).status == "done"


def test_a_follow_up_needs_an_answer_and_evidence(worker, sent, clock):
    task = put(worker, sent.id, "follow_up", who="Worker One", due_at=NOON + dt.timedelta(days=3))
    for result, evidence in (("", "Seen at school"), ("safer", ""), ("fine", "Seen at school")):
        with pytest.raises(TaskNotComplete):
            worker.tasks.done(task.id, result, "", "", task.version, evidence=evidence)
    done = worker.tasks.done(task.id, "better", "", "", task.version, evidence="Seen alone at school, sleeps and eats")
    assert (done.result, done.on, done.evidence) == ("better", "2026-11-23", "Seen alone at school, sleeps and eats")
    event = worker.events(sent.id)[-1]
    assert (event.tag, event.details["result"]) == ("task:done", "better")
    assert "eats" not in str(event.details)


def test_follow_ups_due_are_seen_by_who_has_them_also_after_closing(worker, manager, people, sent):
    mine = put(worker, sent.id, "follow_up", due_at=NOON, assigned_to=people["worker"].id)
    others = put(worker, sent.id, "follow_up", due_at=NOON + dt.timedelta(days=9), assigned_to=people["manager"].id)
    nobodys = put(worker, sent.id, "follow_up", due_at=NOON + dt.timedelta(days=2))
    put(worker, sent.id, "follow_up", due_at=NOON + dt.timedelta(days=80), assigned_to=people["worker"].id)
    with worker.seat.store.write() as work:  # closed, as after the letter
        enquiry = work.enquiry(sent.id)
        work.change_enquiry(sent.id, version=enquiry.version, at=NOON, status="closed")
        work.commit()
    assert [each.task.id for each in worker.tasks.follow_ups_due()] == [mine.id, nobodys.id]
    assert [each.task.id for each in manager.tasks.follow_ups_due()] == [mine.id, nobodys.id, others.id]
    assert worker.tasks.follow_ups_due()[0].due.overdue
    assert worker.tasks.mine() == ()
    done = worker.tasks.done(mine.id, "safer", "", "", 1, evidence="Health visitor saw both at home")
    assert done.status == "done"


def test_a_review_of_repeats_is_for_a_manager(worker, manager, sent):
    task = put(worker, sent.id, "repeat_review", due_at=FRIDAY)
    assert worker.tasks.repeat_reviews() == ()
    assert [each.task.id for each in manager.tasks.repeat_reviews()] == [task.id]
    with pytest.raises(NotAllowed):
        worker.tasks.drop(task.id, "Looked at it twice", 1)
    with pytest.raises(NotAllowed):
        worker.tasks.done(task.id, "Seen", "", "", 1)
    assert manager.tasks.done(task.id, "One plan for the family", "", "", 1).status == "done"


def test_tasks_of_an_enquiry_that_went_back_to_its_agency_are_not_listed(worker, people, sent):
    worker.tasks.add(sent.id, "Ring the GP", "", people["worker"].id, FRIDAY)
    with worker.seat.store.write() as work:
        enquiry = work.enquiry(sent.id)
        work.change_enquiry(sent.id, version=enquiry.version, at=NOON, status="withdrawn")
        work.commit()
    assert worker.tasks.mine() == ()
