"""A decision from its first words to its change, over the real store: who may do what, and what each step leaves."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from enquiry_app.enquiry.deciding_rules import DecisionInput
from enquiry_app.enquiry.hub_records import Decision, Step
from enquiry_app.errors import AppError, EnquiryChangedElsewhere, NotAllowed, NotFound, NotReady
from enquiry_app.services.moving import WrongMoment
from tests.services.deciding.conftest import DETAILS, WHY, enquiry_of, tasks


def test_a_draft_keeps_whatever_is_there_and_each_save_counts(worker, taken) -> None:
    first = worker.decisions.draft(taken.id, DecisionInput(rationale="Seen by"), 0)
    again = worker.decisions.draft(taken.id, DecisionInput(rationale="Seen by the school"), first.version)
    (kept,) = worker.decisions.of(taken.id)
    assert (kept.id, kept.rationale, kept.version) == (first.id, "Seen by the school", again.version)
    assert kept.status == "draft"
    assert worker.status(taken.id) == "in_triage"
    assert worker.tags(taken.id).count("decision:drafted") == 1  # words typed further are no new step


def test_a_child_decided_differently_is_a_step_of_its_own(worker, taken, decision_for) -> None:
    first = worker.decisions.draft(taken.id, DecisionInput(), 0)
    worker.decisions.draft(taken.id, decision_for("D6", "4-S47"), first.version)
    drafted = [event for event in worker.events(taken.id) if event.tag == "decision:drafted"]
    assert [dict(event.details) for event in drafted][1] == {"outcome": "D6", "level": "4-S47"}


def test_nothing_half_done_is_handed_over_and_everything_missing_is_said(worker, taken) -> None:
    drafted = worker.decisions.draft(taken.id, DecisionInput(), 0)
    with pytest.raises(NotReady) as caught:
        worker.decisions.submit(drafted.id, drafted.version)
    assert {p.field for p in caught.value.problems} == {"level", "outcome", "rationale", "siblings", "family_told"}
    assert worker.status(taken.id) == "in_triage"


def test_a_worker_hands_it_over_and_a_manager_decides(worker, manager, taken, submitted, clock) -> None:
    assert worker.status(taken.id) == "manager_decision"
    clock.move(hours=1)
    made = manager.decisions.decide(submitted.id, submitted.version)
    enquiry = enquiry_of(manager, taken.id)
    assert (made.status, made.decided_by, made.decided_at) == ("final", manager.seat.person.id, clock.now())
    assert (enquiry.status, enquiry.outcome, enquiry.decided_at) == ("feedback_due", "D5", clock.now())
    assert (enquiry.due_for, enquiry.feedback_at) == ("feedback", None)
    assert [t for t in worker.tags(taken.id) if t.startswith("decision:")] == [
        "decision:drafted", "decision:submitted", "decision:made",
    ]  # fmt: skip


def test_no_event_carries_words(worker, taken, final) -> None:
    said = " ".join(str(dict(event.details)) for event in worker.events(taken.id))
    assert "cold" not in said
    assert "Jo Reed" not in said


def test_an_assessment_is_due_forty_five_working_days_after_arrival(manager, taken, final) -> None:
    (task,) = tasks(manager, taken.id).values()
    # 45 working days after Monday 23 November 2026, without Christmas, Boxing Day (kept on the 28th) and New Year.
    assert (task.kind, task.code, task.status) == ("clock", "assessment", "open")
    assert task.due_at.date() == dt.date(2027, 1, 28)
    assert final.details["assessment_by"] == "2027-01-28"
    assert (task.who, task.in_letter) == ("Jo Reed", True)
    assert task.assigned_to == enquiry_of(manager, taken.id).assigned_to


def test_a_strategy_discussion_starts_two_clocks_and_the_letter_says_neither(
    worker, manager, taken, decision_for
) -> None:
    drafted = worker.decisions.draft(taken.id, decision_for("D6", "4-S47"), 0)
    handed = worker.decisions.submit(drafted.id, drafted.version)
    manager.decisions.decide(handed.id, handed.version)
    started = tasks(manager, taken.id)
    assert set(started) == {"strategy", "conference"}
    assert started["strategy"].due_at.date() == dt.date(2026, 11, 24)
    assert started["conference"].due_at.date() == dt.date(2026, 12, 15)  # 15 working days after the 24th
    assert not any(task.in_letter for task in started.values())


def test_what_belongs_to_another_outcome_is_not_part_of_the_final_decision(
    worker, manager, taken, decision_for
) -> None:
    details = {**DETAILS["D5"], "advice": "typed before the outcome was changed"}
    drafted = worker.decisions.draft(taken.id, decision_for(details=details), 0)
    assert "advice" in drafted.details
    handed = worker.decisions.submit(drafted.id, drafted.version)
    assert set(manager.decisions.decide(handed.id, handed.version).details) == {*DETAILS["D5"], "assessment_by"}


def test_a_manager_gives_it_back_and_it_comes_again(worker, manager, taken, submitted, decision_for) -> None:
    with pytest.raises(AppError, match="Say what has to be done"):
        manager.decisions.give_back(submitted.id, "no", submitted.version)
    given = manager.decisions.give_back(submitted.id, "Ask the health visitor first", submitted.version)
    assert (given.status, given.returned_by) == ("returned", manager.seat.person.id)
    assert worker.status(taken.id) == "in_triage"
    with worker.seat.store.read() as read:
        assert read.hub_records(Step, taken.id)[-1].reason == "Ask the health visitor first"
    again = worker.decisions.draft(taken.id, decision_for(rationale=WHY + " Asked."), given.version)
    assert again.returned_because == "Ask the health visitor first"
    handed = worker.decisions.submit(again.id, again.version)
    assert handed.status == "draft"
    assert worker.tags(taken.id)[-1] == "decision:submitted"
    assert "decision:returned" in worker.tags(taken.id)


def test_while_a_manager_has_it_only_a_manager_writes_in_it(worker, manager, taken, submitted, decision_for) -> None:
    with pytest.raises(NotAllowed, match="A manager has this decision now"):
        worker.decisions.draft(taken.id, decision_for(), submitted.version)
    manager.decisions.draft(taken.id, decision_for(siblings="The baby and a cousin."), submitted.version)
    with pytest.raises(EnquiryChangedElsewhere):  # what the manager read is not what is there
        manager.decisions.decide(submitted.id, submitted.version)


@pytest.mark.parametrize("rating", ["red", "amber"])
def test_ending_a_red_or_amber_one_without_action_takes_two_managers(
    worker, manager, second, taken, decision_for, rating, clock
) -> None:
    worker.triage.rate(taken.id, rating, "New facts have come in", worker.version(taken.id))
    drafted = worker.decisions.draft(taken.id, decision_for("D1", "2", ""), 0)
    handed = worker.decisions.submit(drafted.id, drafted.version)
    waiting = manager.decisions.decide(handed.id, handed.version)
    assert (waiting.status, waiting.second_because) == ("awaiting_second", f"no_action_{rating}")
    assert (waiting.decided_at, worker.status(taken.id)) == (None, "manager_decision")
    with pytest.raises(NotAllowed, match="another manager has to agree"):
        manager.decisions.decide(waiting.id, waiting.version)
    with pytest.raises(NotAllowed):
        worker.decisions.decide(waiting.id, waiting.version)
    clock.move(hours=1)
    made = second.decisions.decide(waiting.id, waiting.version)
    assert (made.status, made.decided_by) == ("final", manager.seat.person.id)
    assert (made.seconded_by, made.decided_at) == (second.seat.person.id, clock.now())
    assert worker.status(taken.id) == "feedback_due"
    assert worker.tags(taken.id)[-1] == "decision:seconded"


def test_the_second_manager_may_give_it_back_instead(worker, manager, second, taken, decision_for) -> None:
    worker.triage.rate(taken.id, "amber", "New facts have come in", worker.version(taken.id))
    drafted = worker.decisions.draft(taken.id, decision_for("D1", "2", ""), 0)
    handed = worker.decisions.submit(drafted.id, drafted.version)
    waiting = manager.decisions.decide(handed.id, handed.version)
    with pytest.raises(WrongMoment, match="waits for a second manager"):
        manager.decisions.draft(taken.id, decision_for("D1", "2", ""), waiting.version)
    given = second.decisions.give_back(waiting.id, "The school has not been asked", waiting.version)
    assert (given.status, given.decided_by, given.second_because) == ("returned", "", "")
    assert worker.status(taken.id) == "in_triage"


def test_a_lowered_protection_level_takes_two_managers(worker, manager, taken, store, decision_for) -> None:
    with store.write() as work:
        found = work.enquiry(taken.id)
        work.change_enquiry(found.id, version=found.version, at=found.updated_at, flags=("protection",))
        work.commit()
    drafted = worker.decisions.draft(taken.id, decision_for(), 0)
    handed = worker.decisions.submit(drafted.id, drafted.version)
    assert manager.decisions.decide(handed.id, handed.version).second_because == "protection_lowered"


def test_a_manager_does_not_approve_her_own(manager, second, taken, decision_for) -> None:
    drafted = manager.decisions.draft(taken.id, decision_for(), 0)
    waiting = manager.decisions.decide(drafted.id, drafted.version)  # straight from triage
    assert (waiting.status, waiting.second_because) == ("awaiting_second", "own_draft")
    assert manager.status(taken.id) == "manager_decision"
    with pytest.raises(NotAllowed):
        manager.decisions.decide(waiting.id, waiting.version)
    assert second.decisions.decide(waiting.id, waiting.version).status == "final"


def test_the_writer_is_not_the_second_either(manager, second, taken, decision_for) -> None:
    manager.triage.rate(taken.id, "amber", "New facts have come in", manager.version(taken.id))
    drafted = manager.decisions.draft(taken.id, decision_for("D1", "2", ""), 0)
    waiting = second.decisions.decide(drafted.id, drafted.version)
    with pytest.raises(NotAllowed, match="You wrote this decision"):
        manager.decisions.decide(waiting.id, waiting.version)


def test_a_child_in_danger_does_not_wait_for_a_second_signature(manager, taken, decision_for) -> None:
    drafted = manager.decisions.draft(taken.id, decision_for("D7", "emergency"), 0)
    assert manager.decisions.decide(drafted.id, drafted.version).status == "final"


def test_a_manager_may_ask_for_a_second_without_a_rule(manager, second, submitted, taken) -> None:
    waiting = manager.decisions.ask_second(submitted.id, submitted.version)
    assert (waiting.status, waiting.second_because) == ("awaiting_second", "asked")
    assert second.decisions.decide(waiting.id, waiting.version).status == "final"


def test_a_change_keeps_both_and_the_referrer_is_told_again(manager, second, taken, final, store, clock) -> None:
    with store.write() as work:
        found = work.enquiry(taken.id)
        work.change_enquiry(found.id, version=found.version, at=clock.now(), feedback_at=clock.now())
        work.commit()
    clock.move(days=1)
    wanted = _as_d6(final)
    with pytest.raises(NotReady) as caught:
        second.decisions.change(final.id, wanted, "", final.version)
    assert [p.field for p in caught.value.problems] == ["because"]
    waiting = second.decisions.change(final.id, wanted, "The police have told us more", final.version)
    assert (waiting.second_because, waiting.replaces) == ("own_draft", final.id)
    assert enquiry_of(manager, taken.id).outcome == "D5"  # the earlier one stands until then
    changed = manager.decisions.decide(waiting.id, waiting.version)
    old, new = manager.decisions.of(taken.id)
    assert (old.status, new.status) == ("replaced", "final")
    assert (old.rationale, new.changed_because) == (WHY, "The police have told us more")
    enquiry = enquiry_of(manager, taken.id)
    assert (enquiry.status, enquiry.outcome, enquiry.feedback_at) == ("feedback_due", "D6", None)
    assert (enquiry.decided_at, enquiry.due_for) == (changed.decided_at, "feedback")
    started = tasks(manager, taken.id)
    assert (started["assessment"].status, started["strategy"].status) == ("dropped", "open")
    with pytest.raises(EnquiryChangedElsewhere):
        manager.decisions.change(final.id, wanted, "Once more, from an old screen", final.version)


def _as_d6(final):
    made = tuple(replace(each, outcome="D6", level="4-S47") for each in final.children)
    return DecisionInput(made, WHY, "The baby too.", "not_safe", "It could warn them.", dict(DETAILS["D6"]))


def test_a_change_after_closing_opens_it_until_the_referrer_is_told(
    manager, second, taken, final, store, clock
) -> None:
    with store.write() as work:
        found = work.enquiry(taken.id)
        columns = {"status": "closed", "feedback_at": clock.now(), "closed_at": clock.now()}
        work.change_enquiry(found.id, version=found.version, at=clock.now(), **columns)
        work.commit()
    waiting = manager.decisions.change(final.id, _as_d6(final), "The police have told us more", final.version)
    assert manager.status(taken.id) == "closed"
    second.decisions.decide(waiting.id, waiting.version)
    enquiry = enquiry_of(manager, taken.id)
    assert (enquiry.status, enquiry.closed_at, enquiry.feedback_at) == ("feedback_due", None, None)
    with manager.seat.store.read() as read:
        assert [step.to_code for step in read.hub_records(Step, taken.id)][-3:] == [
            "in_triage", "manager_decision", "feedback_due",
        ]  # fmt: skip


def test_a_reopened_one_is_decided_anew(worker, manager, taken, final, store, clock, decision_for) -> None:
    with store.write() as work:
        found = work.enquiry(taken.id)
        work.change_enquiry(found.id, version=found.version, at=clock.now(), status="in_triage")
        work.commit()
    drafted = worker.decisions.draft(taken.id, decision_for("D8", "4-S17"), 0)
    assert drafted.replaces == final.id
    handed = worker.decisions.submit(drafted.id, drafted.version)
    manager.decisions.decide(handed.id, handed.version)
    assert [each.status for each in manager.decisions.of(taken.id)] == ["replaced", "final"]


def test_a_worker_changes_no_decision_that_was_made(worker, taken, final, decision_for) -> None:
    with pytest.raises(NotAllowed):
        worker.decisions.draft(taken.id, decision_for(), 0)
    with pytest.raises(NotAllowed):
        worker.decisions.change(final.id, decision_for(), "Because of something", final.version)


@pytest.mark.parametrize("who", ["teacher", "lead", "visitor", "admin"])
def test_nobody_outside_the_hub_comes_near_a_decision(desks, who, taken, submitted, decision_for) -> None:
    stranger = desks(who).decisions
    for call in (
        stranger.outcomes,
        lambda: stranger.of(taken.id),
        lambda: stranger.draft(taken.id, decision_for(), 1),
        lambda: stranger.submit(submitted.id, 1),
        lambda: stranger.decide(submitted.id, 1),
        lambda: stranger.ask_second(submitted.id, 1),
        lambda: stranger.give_back(submitted.id, "Because of something", 1),
        lambda: stranger.change(submitted.id, decision_for(), "Because of something", 1),
    ):
        with pytest.raises(NotAllowed):
            call()


@pytest.mark.parametrize("step", ["decide", "ask_second"])
def test_a_worker_decides_nothing(worker, submitted, step) -> None:
    with pytest.raises(NotAllowed):
        getattr(worker.decisions, step)(submitted.id, submitted.version)
    with pytest.raises(NotAllowed):
        worker.decisions.give_back(submitted.id, "Because of something", submitted.version)


def test_every_step_at_the_wrong_moment_is_refused(worker, manager, taken, final, submitted) -> None:
    with pytest.raises(WrongMoment):
        manager.decisions.decide(final.id, final.version)
    with pytest.raises(WrongMoment):
        worker.decisions.submit(final.id, final.version)
    with pytest.raises(WrongMoment):
        manager.decisions.give_back(final.id, "Because of something", final.version)
    with pytest.raises(NotFound):
        manager.decisions.decide("nothing-like-it", 1)


def test_before_the_hub_has_opened_it_there_is_nothing_to_decide(worker, sent) -> None:
    with pytest.raises(WrongMoment, match="nothing to decide"):
        worker.decisions.draft(sent.id, DecisionInput(), 0)


def test_of_two_drafters_the_later_is_told(worker, manager, taken, decision_for) -> None:
    first = worker.decisions.draft(taken.id, decision_for(), 0)
    manager.decisions.draft(taken.id, decision_for(siblings="None known."), first.version)
    with pytest.raises(EnquiryChangedElsewhere):
        worker.decisions.draft(taken.id, decision_for(siblings="Two known."), first.version)
    assert worker.decisions.of(taken.id)[0].siblings == "None known."
    with pytest.raises(EnquiryChangedElsewhere):  # somebody else began one meanwhile
        worker.decisions.draft(taken.id, decision_for(), 0)


def test_the_history_tells_each_step_by_whom_and_why(worker, manager, second, taken, final) -> None:
    changed = manager.decisions.change(final.id, _as_d6(final), "The police have told us more", final.version)
    second.decisions.decide(changed.id, changed.version)
    told = [(line.who, line.what) for line in reversed(manager.cases.again(taken.id).history)]
    steps = [line for line in told if "decision" in line[1] or line[1].startswith(("Decided", "Agreed"))]
    assert [line for line in steps if "Now" not in line[1]] == [
        ("Worker One", "Drafted the decision"), ("Manager One", "Decided D5"),
        ("Manager One", "Drafted a change of the decision"),
        ("Manager One", "Changed the decision to D6; a second manager has to agree"), ("Second One", "Agreed to D6"),
    ]  # fmt: skip
    reasons = [line.why for line in manager.cases.again(taken.id).history if "Changed" in line.what]
    assert reasons == [f"The police have told us more\n{WHY}"]


def test_nothing_of_a_decision_is_printed(final: Decision) -> None:
    assert "cold" not in repr(final)
