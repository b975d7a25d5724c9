"""Triage: who works on it, how it is rated, and the short roads out; every step kept with its reason."""

from __future__ import annotations

import pytest

from enquiry_app.enquiry.hub_records import Step
from enquiry_app.errors import AppError, EnquiryChangedElsewhere, NotAllowed
from tests.services.conftest import example

WHY = "The school says she was limping again this morning."


@pytest.fixture
def manager(desks):
    return desks("manager")


@pytest.fixture
def urgent(teacher):
    draft = teacher.drafting.start(example("urgent")).enquiry
    return teacher.submitting.send(draft.id, draft.version, urgent=True).enquiry


def steps_of(desk, enquiry):
    with desk.seat.store.read() as read:
        return [(s.kind, s.from_code, s.to_code, s.reason) for s in read.hub_records(Step, enquiry.id)]


def test_taking_a_new_enquiry_receives_it_and_begins_triage(worker, sent) -> None:
    taken = worker.triage.take(sent.id)
    assert (taken.status, taken.assigned_to) == ("in_triage", worker.seat.person.id)
    assert taken.due_for == "next_step"
    assert "enquiry:received" in worker.tags(sent.id)
    assert "enquiry:assigned" in worker.tags(sent.id)
    assert worker.triage.take(sent.id) == taken  # a second time changes nothing


def test_what_somebody_has_is_not_taken_but_reassigned_with_a_note(worker, manager, sent) -> None:
    worker.triage.take(sent.id)
    with pytest.raises(NotAllowed, match="has this enquiry"):
        manager.triage.take(sent.id)
    version = manager.version(sent.id)
    with pytest.raises(AppError, match="handover note"):
        manager.triage.assign(sent.id, manager.seat.person.id, "ok", version)
    given = manager.triage.assign(sent.id, manager.seat.person.id, "Rang the school; police still to ask.", version)
    assert given.assigned_to == manager.seat.person.id
    last = steps_of(manager, sent)[-1]
    assert last[0] == "assigned"
    assert last[3] == "Rang the school; police still to ask."


def test_only_people_of_the_hub_are_given_work(worker, people, sent) -> None:
    with pytest.raises(AppError, match="works at the Hub"):
        worker.triage.assign(sent.id, people["teacher"].id, "", sent.version)


def test_accept_and_open_next_takes_urgent_ones_first_and_then_says_nothing_waits(worker, sent, urgent) -> None:
    assert worker.triage.take_next().id == urgent.id
    assert worker.triage.take_next().id == sent.id
    assert worker.triage.take_next() is None


def test_rating_sets_the_clock_and_every_change_needs_a_reason(worker, sent) -> None:
    rated = worker.triage.rate(sent.id, "green", "", sent.version)
    assert (rated.rating, rated.due_for, rated.status) == ("green", "next_step", "in_triage")
    with pytest.raises(AppError, match="why the rating changes"):
        worker.triage.rate(sent.id, "red", " ", rated.version)
    red = worker.triage.rate(sent.id, "red", WHY, rated.version)
    assert red.due_for == "rating_red"
    assert red.due_at < rated.due_at
    assert steps_of(worker, sent)[-1] == ("rating", "green", "red", WHY)
    assert steps_of(worker, sent)[0][0] == "status"


def test_urgent_that_is_not_red_says_why(worker, urgent) -> None:
    with pytest.raises(AppError, match="not rated red"):
        worker.triage.rate(urgent.id, "amber", "", urgent.version)
    assert worker.triage.rate(urgent.id, "red", "", urgent.version).rating == "red"


def test_two_who_rate_at_once_overwrite_nothing(worker, manager, sent) -> None:
    worker.triage.rate(sent.id, "amber", "", sent.version)
    with pytest.raises(EnquiryChangedElsewhere):
        manager.triage.rate(sent.id, "blue", WHY, sent.version)
    assert worker.queue.page().rows[0].enquiry.rating == "amber"


def test_what_may_be_danger_is_never_returned(worker, urgent) -> None:
    taken = worker.triage.take(urgent.id)
    with pytest.raises(NotAllowed, match="not returned"):
        worker.triage.return_to_referrer(urgent.id, "No address is given at all.", taken.version)


def test_an_open_case_is_passed_on_with_name_and_number_and_the_referrer_is_still_owed_an_answer(worker, sent) -> None:
    taken = worker.triage.take(sent.id)
    with pytest.raises(AppError, match="telephone"):
        worker.triage.link_to_open_case(sent.id, "Rosa Pereira", "", "", taken.version)
    passed = worker.triage.link_to_open_case(sent.id, "Rosa Pereira", "01632 960123", "", taken.version)
    assert (passed.status, passed.outcome, passed.due_for) == ("linked_to_open_case", "D8", "feedback")
    told = worker.triage.answer_due(sent.id, passed.version)
    assert told.status == "feedback_due"


def test_another_authority_has_it_once_somebody_there_says_so(worker, sent) -> None:
    taken = worker.triage.take(sent.id)
    with pytest.raises(AppError, match="Until then it is ours"):
        worker.triage.transfer(sent.id, "Northmoor", "", "", taken.version)
    passed = worker.triage.transfer(sent.id, "Northmoor", "Duty desk, A. Rowe", "", taken.version)
    assert passed.status == "transferred"
    assert "Northmoor" in steps_of(worker, sent)[-1][3]


def test_nobody_outside_the_hub_does_any_of_this(teacher, sent) -> None:
    for attempt in (
        lambda: teacher.triage.take(sent.id),
        lambda: teacher.triage.rate(sent.id, "red", WHY, sent.version),
        lambda: teacher.triage.take_next(),
        lambda: teacher.triage.assign(sent.id, "x", WHY, sent.version),
        lambda: teacher.cases.open(sent.id),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_the_history_tells_it_newest_first(worker, sent, clock) -> None:
    taken = worker.triage.take(sent.id)
    clock.move(hours=1)
    worker.triage.rate(sent.id, "amber", "", taken.version)
    case = worker.cases.open(sent.id)
    told = [line.what for line in case.history]
    assert told[0] == "Rated amber"
    assert told[-1].startswith("Sent from")
    assert "Took it" in told
    assert case.row.due_words
    assert case.name_of(taken.assigned_to) == worker.seat.person.display_name
    assert "Tamsin" not in repr(case)
