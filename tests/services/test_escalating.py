"""Differences between professionals: anybody who may read raises one, it goes up in stages, a manager records its end."""

from __future__ import annotations

import datetime as dt

import pytest

from enquiry_app.errors import AppError, EnquiryChangedElsewhere, NotAllowed, NotFound
from enquiry_app.services.moving import WrongMoment
from tests.fixtures_store import NOON
from tests.services.conftest import example

ABOUT = "We see the child's needs at a different level: cold and hungry every Monday."
TRIED = "We spoke for ten minutes and see the same facts differently."
CHANGED = "The health visitor sees both children on Thursday."


@pytest.fixture
def manager(desks):
    return desks("manager")


@pytest.fixture
def raised(teacher, sent):
    return teacher.disagreements.raise_(sent.id, "threshold", ABOUT)


@pytest.mark.parametrize("who", ["teacher", "lead", "worker", "manager", "second"])
def test_everybody_who_may_read_may_raise_one(desks, sent, who):
    desk = desks(who)
    one = desk.disagreements.raise_(sent.id, "outcome", ABOUT)
    assert desk.disagreements.of(sent.id) == (one,)
    assert (one.status, one.stage, one.raised_for) == ("open", 1, desk.seat.person.agency_name)
    assert one.due_at == NOON + dt.timedelta(days=2)
    (event,) = (event for event in desk.events(sent.id) if event.tag == "disagreement:raised")
    assert (event.details["reason"], event.details["stage"]) == ("outcome", "1")
    assert "cold" not in str(event.details)


@pytest.mark.parametrize("who", ["visitor", "admin", "checker"])
def test_nobody_else_raises_or_reads_one(desks, sent, raised, who):
    door = desks(who).disagreements
    refused = [
        lambda: door.of(sent.id), lambda: door.raise_(sent.id, "roles", ABOUT), lambda: door.text(sent.id, 1),
        lambda: door.note(raised.id, "Jo Reed", TRIED, 1), lambda: door.next_stage(raised.id, "Jo Reed", TRIED, 1),
        lambda: door.withdraw(raised.id, "We agreed on a plan", 1), door.open_ones,
        lambda: door.settle(raised.id, "upheld", CHANGED, "", 1),
    ]  # fmt: skip
    for call in refused:
        with pytest.raises(NotAllowed):
            call()


@pytest.mark.parametrize("who", ["teacher", "lead", "worker"])
def test_only_a_manager_records_its_end(desks, raised, who):
    with pytest.raises(NotAllowed):
        desks(who).disagreements.settle(raised.id, "upheld", CHANGED, "", raised.version)
    with pytest.raises(NotAllowed):
        desks(who).disagreements.open_ones()


@pytest.mark.parametrize(("reason", "about"), [("", ABOUT), ("anger", ABOUT), ("threshold", "no"), ("threshold", "  ")])
def test_reason_and_words_are_needed(teacher, sent, reason, about):
    with pytest.raises(AppError):
        teacher.disagreements.raise_(sent.id, reason, about)
    assert teacher.disagreements.of(sent.id) == ()


def test_nothing_of_the_hubs_to_disagree_with_before_it_is_sent(teacher):
    draft = teacher.drafting.start(example("two-children"))
    with pytest.raises(WrongMoment):
        teacher.disagreements.raise_(draft.enquiry.id, "threshold", ABOUT)


def test_the_same_is_not_raised_twice_while_it_is_open(teacher, worker, sent, raised):
    with pytest.raises(WrongMoment):
        worker.disagreements.raise_(sent.id, "threshold", ABOUT)
    worker.disagreements.raise_(sent.id, "roles", ABOUT)
    teacher.disagreements.withdraw(raised.id, "We agreed on a plan", raised.version)
    assert worker.disagreements.raise_(sent.id, "threshold", ABOUT).status == "open"


def test_a_child_at_risk_goes_to_stage_three_at_once(teacher, sent):
    one = teacher.disagreements.raise_(sent.id, "threshold", ABOUT, immediate_risk=True)
    assert (one.stage, one.urgent, one.due_at) == (3, True, NOON + dt.timedelta(days=1))


def test_an_enquiry_rated_red_has_the_shorter_times(worker, teacher, sent):
    worker.triage.rate(sent.id, "red", "Seen with an injury today", worker.version(sent.id))
    one = teacher.disagreements.raise_(sent.id, "threshold", ABOUT)
    assert one.due_at == dt.datetime(2026, 11, 23, 17, tzinfo=dt.UTC)


def test_through_the_four_stages(teacher, lead, worker, manager, sent, raised, clock):
    one = teacher.disagreements.note(raised.id, "Worker One, Hub", TRIED, raised.version)
    assert (one.stage, one.due_at) == (1, raised.due_at)  # talking does not move the time
    for stage, desk in ((2, lead), (3, lead), (4, manager)):
        clock.move(days=1)
        one = desk.disagreements.next_stage(one.id, f"Person of stage {stage}", TRIED, one.version)
        assert (one.stage, one.with_whom) == (stage, f"Person of stage {stage}")
        assert one.due_at > clock.now()
    with pytest.raises(WrongMoment):
        lead.disagreements.next_stage(one.id, "Nobody above", TRIED, one.version)
    settled = manager.disagreements.settle(one.id, "partly", CHANGED, "Ring on the first day.", one.version)
    assert (settled.status, settled.outcome, settled.due_at) == ("settled", "partly", None)
    assert [each["stage"] for each in settled.stages] == [1, 1, 2, 3, 4]
    assert manager.disagreements.open_ones() == ()
    tags = [tag for tag in worker.tags(sent.id) if tag.startswith("disagreement:")]
    assert tags == [
        "disagreement:raised",
        "disagreement:noted",
        *["disagreement:next_stage"] * 3,
        "disagreement:settled",
    ]


def test_nothing_about_it_is_hidden_from_the_record(teacher, worker, manager, sent, raised, clock):
    clock.move(hours=1)
    one = teacher.disagreements.note(raised.id, "Worker One, Hub", TRIED, raised.version)
    clock.move(hours=1)
    one = teacher.disagreements.next_stage(one.id, "Manager One", "Tried twice by telephone.", one.version)
    clock.move(hours=1)
    manager.disagreements.settle(one.id, "not_upheld", CHANGED, "", one.version)
    found = {line.what: line.why for line in worker.cases.open(sent.id).history}
    assert found["Raised a disagreement"] == ABOUT
    assert TRIED in found["On the disagreement"]
    assert "Tried twice" in found["Took the disagreement to stage 2"]
    assert found["Settled the disagreement: not upheld"] == CHANGED


def test_what_changed_for_the_child_is_asked_of_the_manager(manager, raised):
    for outcome, changed in (("upheld", ""), ("upheld", "no"), ("", CHANGED), ("forgotten", CHANGED)):
        with pytest.raises(AppError):
            manager.disagreements.settle(raised.id, outcome, changed, "", raised.version)


@pytest.mark.parametrize(("whom", "note"), [("", TRIED), ("Jo Reed", ""), ("Jo Reed", "no")])
def test_a_stage_names_a_person_and_what_was_tried(teacher, raised, whom, note):
    for step in (teacher.disagreements.note, teacher.disagreements.next_stage):
        with pytest.raises(AppError):
            step(raised.id, whom, note, raised.version)


def test_the_later_of_two_is_told_and_nothing_is_overwritten(teacher, lead, raised):
    lead.disagreements.note(raised.id, "Worker One", TRIED, raised.version)
    with pytest.raises(EnquiryChangedElsewhere):
        teacher.disagreements.next_stage(raised.id, "Manager One", TRIED, raised.version)


def test_taken_back_by_who_raised_it_or_their_lead_only(teacher, lead, worker, manager, raised, sent):
    for desk in (worker, manager):
        with pytest.raises(NotAllowed):
            desk.disagreements.withdraw(raised.id, "We agreed on a plan", raised.version)
    with pytest.raises(AppError):
        teacher.disagreements.withdraw(raised.id, "no", raised.version)
    back = lead.disagreements.withdraw(raised.id, "We agreed on a plan", raised.version)
    assert (back.status, back.withdrawn_because) == ("withdrawn", "We agreed on a plan")
    with pytest.raises(WrongMoment):
        manager.disagreements.settle(raised.id, "upheld", CHANGED, "", back.version)
    lines = [line for line in worker.cases.open(sent.id).history if line.what == "Took the disagreement back"]
    assert [line.why for line in lines] == ["We agreed on a plan"]


def test_the_manager_sees_what_is_open_the_soonest_first(teacher, manager, sent, raised):
    urgent = teacher.disagreements.raise_(sent.id, "roles", ABOUT, immediate_risk=True)
    found = manager.disagreements.open_ones()
    assert [each.disagreement.id for each in found] == [urgent.id, raised.id]
    assert (found[1].reason, found[1].enquiry.id) == ("The level of need", sent.id)
    assert found[1].due.words == "2 working days left"


def test_overdue_is_said(teacher, manager, raised, clock):
    clock.move(days=3)
    (found,) = manager.disagreements.open_ones()
    assert found.due.overdue
    assert found.due.words.startswith("overdue since")


def test_the_prepared_text_of_each_stage(teacher, sent, raised):
    for stage in (1, 2, 3, 4):
        words = teacher.disagreements.text(sent.id, stage, raised.id)
        assert sent.reference in words
        assert ABOUT in words
        assert "Amira" not in words
    assert ABOUT not in teacher.disagreements.text(sent.id, 2)
    with pytest.raises(AppError):
        teacher.disagreements.text(sent.id, 5)
    with pytest.raises(NotFound):
        teacher.disagreements.text(sent.id, 1, "not-there")


def test_closing_leaves_the_way_to_disagree_open(teacher, worker, manager, sent):
    with worker.seat.store.write() as work:
        enquiry = work.enquiry(sent.id)
        work.change_enquiry(sent.id, version=enquiry.version, at=NOON, status="closed")
        work.commit()
    one = teacher.disagreements.raise_(sent.id, "step_down", ABOUT)
    assert manager.disagreements.settle(one.id, "upheld", CHANGED, "", one.version).status == "settled"


def test_numbers_and_themes_name_nobody(teacher, worker, manager, sent, raised, clock):
    urgent = worker.disagreements.raise_(sent.id, "roles", ABOUT, immediate_risk=True)
    clock.move(days=4)
    manager.disagreements.settle(raised.id, "partly", CHANGED, "Ring on the first day.", raised.version)
    teacher.disagreements.raise_(sent.id, "threshold", ABOUT)
    themes = manager.disagreements.themes()
    assert (themes.raised, themes.open, themes.days) == (3, 2, 4)
    assert themes.reasons == (("The level of need", 2), ("Who does what", 1))
    assert themes.stages == ((1, 2), (3, 1))
    assert themes.outcomes == (("Partly upheld", 1),)
    assert themes.learning == ("Ring on the first day.",)
    words = str(themes)
    assert not any(name in words for name in ("Teacher", "Worker", "Amira", ABOUT, urgent.id, sent.reference))
    with pytest.raises(NotAllowed):
        worker.disagreements.themes()
    clock.move(days=370)
    assert manager.disagreements.themes().raised == 0
