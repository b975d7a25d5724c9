"""Conflicts, restricted and confidential enquiries: who can open what, who can see that it is there."""

from __future__ import annotations

import dataclasses

import pytest

from enquiry_app.enquiry.hub_records import Link
from enquiry_app.enquiry.kept_records import AccessRule
from enquiry_app.errors import AccessEnded, AppError, NotAllowed, NotFound
from enquiry_app.services.finding import find_enquiry
from enquiry_app.services.ports import IndexedPerson, QueueFilter
from tests.services.conftest import example

WHY = "Because of what was said"


def queue_ids(desk, **wanted) -> list[str]:
    return [row.enquiry.id for row in desk.queue.page(QueueFilter(**wanted)).rows]


@pytest.fixture
def again(teacher):
    """A second enquiry about the same children."""
    draft = teacher.drafting.start(example("two-children"))
    return teacher.submitting.send(draft.enquiry.id, draft.enquiry.version).enquiry


# conflicts ---------------------------------------------------------------------------------------------------------


def test_who_declares_a_conflict_cannot_open_the_enquiry_and_others_can(worker, manager, sent) -> None:
    worker.triage.take(sent.id)
    worker.guarding.declare_conflict(sent.id, WHY)
    for step in (
        lambda: worker.cases.open(sent.id), lambda: worker.queue.open(sent.id), lambda: worker.known.of(sent.id),
        lambda: worker.documents.referral(sent.id), lambda: worker.triage.take(sent.id),
        lambda: find_enquiry(worker.seat, sent.reference), lambda: worker.guarding.of(sent.id),
    ):  # fmt: skip
        with pytest.raises((NotAllowed, NotFound)):
            step()
    assert manager.cases.open(sent.id)


def test_a_declared_conflict_gives_the_enquiry_back_to_those_waiting(worker, manager, sent) -> None:
    worker.triage.take(sent.id)
    worker.guarding.declare_conflict(sent.id, WHY)
    row = manager.queue.page().rows[0]
    assert row.enquiry.assigned_to == ""
    assert manager.triage.take(sent.id).assigned_to == manager.seat.person.id


def test_the_row_of_a_closed_enquiry_says_nothing_of_the_child(worker, sent) -> None:
    before = worker.queue.page().rows[0].enquiry
    worker.guarding.declare_conflict(sent.id, WHY)
    row = worker.queue.page().rows[0].enquiry
    assert row.closed
    assert row.title == "Closed: you know them"
    assert before.title not in repr(dataclasses.asdict(row))
    assert (row.initials, row.area, row.youngest, row.level, row.flags) == ("Closed", "", "", "", ())
    assert (row.reference, row.status, row.urgent) == (sent.reference, sent.status, sent.urgent)


def test_searching_does_not_find_what_is_closed_by_its_text(worker, sent, again) -> None:
    name = worker.queue.page().rows[0].enquiry.title.split()[0]
    assert set(queue_ids(worker, text=name)) == {sent.id, again.id}
    worker.guarding.declare_conflict(sent.id, WHY)
    assert queue_ids(worker, text=name) == [again.id]
    assert worker.queue.page(QueueFilter(text=name)).total == 1
    assert sent.id not in queue_ids(worker, level=sent.level)


def test_nobody_is_given_what_they_must_not_open(worker, manager, sent) -> None:
    worker.guarding.declare_conflict(sent.id, WHY)
    with pytest.raises(AppError, match="cannot be given"):
        manager.triage.assign(sent.id, worker.seat.person.id, "", manager.version(sent.id))
    assert worker.triage.take_next() is None


def test_a_conflict_is_lifted_by_somebody_else_with_a_reason(worker, manager, sent) -> None:
    worker.guarding.declare_conflict(sent.id, WHY)
    (conflict,) = manager.guarding.of(sent.id).conflicts
    assert (conflict.person_name, conflict.rule.reason) == ("Worker One", WHY)
    assert [each.about for each in manager.guarding.standing()] == [sent.reference]
    with pytest.raises(AppError, match="Say why"):
        manager.guarding.lift_conflict(sent.id, conflict.rule.id, " ")
    manager.guarding.lift_conflict(sent.id, conflict.rule.id, "Another family of this name")
    assert worker.cases.open(sent.id)
    assert {"conflict:declared", "conflict:lifted"} <= set(manager.tags(sent.id))
    assert not manager.guarding.standing()


def test_a_manager_cannot_lift_a_conflict_of_their_own(manager, second, sent) -> None:
    manager.guarding.declare_conflict(sent.id, WHY)
    (conflict,) = second.guarding.of(sent.id).conflicts
    with pytest.raises(NotAllowed):
        manager.guarding.lift_conflict(sent.id, conflict.rule.id, WHY)


def test_a_worker_cannot_lift_a_conflict(worker, manager, sent) -> None:
    manager.guarding.declare_conflict(sent.id, WHY)
    (conflict,) = worker.guarding.of(sent.id).conflicts
    with pytest.raises(NotAllowed):
        worker.guarding.lift_conflict(sent.id, conflict.rule.id, WHY)


def test_the_same_family_name_is_asked_about_until_it_is_denied(worker, manager, sent, store, desks, people) -> None:
    with store.read() as read:
        surname = read.indexed_people(sent.id)[0].family_name
    kin = dataclasses.replace(people["worker"], display_name=f"Dr Jo {surname}")
    with store.write() as work:
        work.put_person(kin)
        work.commit()
    assert any("family name" in tie for tie in worker_as(desks, kin).guarding.likely_ties(sent.id))
    worker_as(desks, kin).guarding.say_no_conflict(sent.id)
    assert not worker_as(desks, kin).guarding.likely_ties(sent.id)
    assert not manager.guarding.likely_ties(sent.id)


def worker_as(desks, person):
    return type(desks)(desks.store, desks.clock, {**desks.people, "kin": person})("kin")


# restricted --------------------------------------------------------------------------------------------------------


def test_a_restricted_enquiry_opens_for_those_named_and_shows_itself_to_others(worker, manager, second, sent) -> None:
    manager.guarding.restrict(sent.id, (), WHY)
    with pytest.raises(NotAllowed, match="Please ask Manager One"):
        worker.cases.open(sent.id)
    with pytest.raises(NotAllowed):
        second.cases.open(sent.id)
    assert queue_ids(worker) == [sent.id]
    assert manager.cases.open(sent.id)
    manager.guarding.restrict(sent.id, (worker.seat.person.id,), WHY)
    assert worker.cases.open(sent.id)
    manager.guarding.open_to_all(sent.id, WHY)
    assert second.cases.open(sent.id)


def test_who_made_it_keeps_it_when_it_is_restricted_or_confidential(teacher, lead, manager, sent) -> None:
    manager.guarding.restrict(sent.id, (), WHY)
    assert teacher.progress.of(sent.id)
    with pytest.raises(NotAllowed):
        lead.progress.of(sent.id)
    manager.guarding.mark_confidential(sent.id, (), (), WHY)
    assert teacher.progress.of(sent.id)
    assert sent.id in {row.id for row in teacher.drafting.mine()}
    assert sent.id not in {row.id for row in lead.drafting.of_my_agency()}


def test_a_restricted_enquiry_is_a_candidate_without_content(worker, manager, sent, again) -> None:
    manager.guarding.restrict(sent.id, (), WHY)
    (found,) = {each.enquiry.id: each for each in worker.known.of(again.id).candidates}.values()
    assert found.enquiry.id == sent.id
    assert found.other_name == "Restricted: ask Manager One"
    assert not found.matched
    assert not found.differing


def test_a_worker_cannot_restrict_and_needs_a_reason_to_mark(worker, manager, sent) -> None:
    with pytest.raises(NotAllowed):
        worker.guarding.restrict(sent.id, (), WHY)
    with pytest.raises(AppError, match="Say why"):
        manager.guarding.restrict(sent.id, (), "")


# confidential ------------------------------------------------------------------------------------------------------


@pytest.fixture
def hidden(manager, second, sent, again):
    """`sent` is confidential and about the second manager; `again` is not."""
    manager.guarding.mark_confidential(sent.id, (), (second.seat.person.id,), WHY)
    return sent


@pytest.mark.parametrize("who", ["second", "worker", "lead", "visitor", "admin", "checker"])
def test_a_confidential_enquiry_is_refused_in_the_words_of_one_that_is_not_there(desks, hidden, who) -> None:
    desk = desks(who)
    for call in (lambda i: desk.cases.open(i), lambda i: desk.drafting.open(i), lambda i: desk.guarding.of(i)):
        assert said(call, hidden.id) == said(call, "01a208cf-0000-7000-8000-000000000000")
    if who in ("second", "worker", "lead", "visitor"):
        assert said(lambda i: find_enquiry(desk.seat, i), hidden.reference) == (
            "NotFound", "There is no such enquiry here, or it is not one you can open.",
        )  # fmt: skip


def said(call, given: str) -> tuple[str, str]:
    with pytest.raises(AppError) as raised:
        call(given)
    return type(raised.value).__name__, str(raised.value)


@pytest.mark.parametrize("who", ["second", "worker"])
def test_a_confidential_enquiry_is_in_no_list_count_or_search_of_the_hub(desks, hidden, again, who) -> None:
    desk = desks(who)
    name = again.title.split()[0]
    assert queue_ids(desk) == queue_ids(desk, text=name) == [again.id]
    assert desk.queue.page().total == desk.queue.page(QueueFilter(text=name)).total == 1
    assert sum(desk.queue.counts().values()) == 1
    assert desk.queue.newest_arrivals()[1] != hidden.id
    assert not desk.known.of(again.id).candidates
    assert hidden.id not in repr(desk.handover.sheet())
    assert not desk.queue.page(QueueFilter(text=hidden.reference)).rows


def test_those_named_have_it_in_every_list(manager, hidden, again) -> None:
    assert set(queue_ids(manager)) == {hidden.id, again.id}
    assert sum(manager.queue.counts().values()) == 2
    assert {each.enquiry.id for each in manager.known.of(again.id).candidates} == {hidden.id}


def test_its_subject_sees_nothing_of_it_in_the_trail_and_is_never_named(manager, second, hidden) -> None:
    numbers = second.audit.find()
    assert hidden.id not in {row.event.subject_id for row in second.audit.rows(numbers)}
    with pytest.raises(NotFound):
        second.audit.who_looked_at(hidden.reference)
    assert hidden.id in {row.event.subject_id for row in manager.audit.rows(manager.audit.find())}
    manager.guarding.mark_confidential(hidden.id, (second.seat.person.id,), (second.seat.person.id,), WHY)
    with pytest.raises(NotFound):
        second.cases.open(hidden.id)


def test_the_repeat_count_everybody_sees_does_not_tell_of_it(manager, worker, hidden, again, clock) -> None:
    worker.queue.open(again.id)
    assert worker.cases.open(again.id).enquiry.repeats == 0


def test_no_link_leads_to_it(manager, worker, hidden, again) -> None:
    first = manager.known.of(again.id).candidates[0]
    manager.known.link(again.id, "same_child", hidden.id, "", first.child, first.other_child, ())
    assert not worker.known.of(again.id).candidates
    with worker.seat.store.read() as read:
        assert not read.hub_records(Link, again.id)


def test_when_nobody_of_the_hub_is_named_any_more_managers_see_it(desks, store, manager, second, sent) -> None:
    manager.guarding.mark_confidential(sent.id, (), (), WHY)
    with pytest.raises(NotFound):
        second.cases.open(sent.id)
    with store.write() as work:
        work.put_person(dataclasses.replace(manager.seat.person, active=False))
        work.commit()
    assert second.cases.open(sent.id)
    with pytest.raises(NotFound):
        desks("worker").cases.open(sent.id)


def test_a_confidential_draft_reaches_the_managers_of_the_hub(teacher, worker, manager) -> None:
    draft = teacher.drafting.start(example("two-children"))
    teacher.guarding.mark_confidential(draft.enquiry.id, (), (worker.seat.person.id,), WHY)
    made = teacher.submitting.send(draft.enquiry.id, draft.enquiry.version).enquiry
    assert queue_ids(manager) == [made.id]
    assert queue_ids(worker) == []


def test_nobody_marks_an_enquiry_about_themselves(worker, sent) -> None:
    with pytest.raises(AppError, match="Somebody else"):
        worker.guarding.mark_confidential(sent.id, (), (worker.seat.person.id,), WHY)


def test_a_lead_who_is_not_named_is_not_asked_to_sign_off(teacher, lead) -> None:
    draft = teacher.drafting.start(example("two-children")).enquiry
    teacher.guarding.mark_confidential(draft.id, (), (lead.seat.person.id,), WHY)
    with pytest.raises(AppError, match="cannot be given"):
        teacher.submitting.ask_sign_off(draft.id, lead.seat.person.id)


def test_every_rule_keeps_who_made_and_ended_it_and_why(manager, sent, store) -> None:
    manager.guarding.restrict(sent.id, (), WHY)
    manager.guarding.open_to_all(sent.id, "It is over now")
    with store.read() as read:
        rules = read.hub_records(AccessRule, of_enquiry=sent.id)
    assert {rule.status for rule in rules} == {"ended"}
    assert {(rule.reason, rule.ended_because) for rule in rules} == {(WHY, "It is over now")}


# people who were disabled or moved ---------------------------------------------------------------------------------


@pytest.mark.parametrize("changes", [{"active": False}, {"role": "auditor"}])
def test_an_open_session_ends_when_its_person_is_disabled_or_moved(worker, sent, store, changes) -> None:
    assert worker.queue.page().rows
    with store.write() as work:
        work.put_person(dataclasses.replace(worker.seat.person, **changes))
        work.commit()
    for step in (worker.queue.page, lambda: worker.cases.open(sent.id), lambda: worker.triage.take(sent.id)):
        with pytest.raises(AccessEnded):
            step()


def test_moving_to_another_agency_ends_it_too(teacher, store, agencies) -> None:
    with store.write() as work:
        work.put_person(dataclasses.replace(teacher.seat.person, agency_id=agencies["clinic"].id))
        work.commit()
    with pytest.raises(AccessEnded, match="sign in again"):
        teacher.drafting.mine()


def test_a_child_looked_up_by_name_is_not_found_in_a_confidential_enquiry(teacher, lead, hidden) -> None:
    child = IndexedPerson("", "subject", *hidden.title.split(",")[0].rsplit(" ", 1))
    assert hidden.id not in {like.enquiry.id for like in lead.drafting.similar(child)}
