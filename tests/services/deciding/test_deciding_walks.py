"""Whatever people do in whatever order: what must always be true of decisions stays true, and a refused step changes
nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enquiry_app.definitions.outcomes import LEVELS, load_outcomes
from enquiry_app.enquiry.deciding_rules import DecisionInput, levels_of
from enquiry_app.enquiry.hub_records import ChildDecision, Decision, Task
from enquiry_app.errors import AppError
from tests.services.conftest import example

OUTCOMES = load_outcomes()
SAMPLES = {"text": "Sam Carter, Bay Family Hub", "date": "2026-11-30", "phone": "01632 960123", "choice": "marac"}
WHY = "Seen by the health visitor and the school; the home is calm again and the parents take up the help offered."
PEOPLE = ("manager", "second", "worker")
# Some stand more than once, so that walks come as far as decisions and their changes.
STEPS = (
    "decide", "decide", "decide", "draft", "draft", "change", "change", "submit", "ask_second", "give_back", "rate",
    "told", "close",
)  # fmt: skip

steps = st.tuples(
    st.sampled_from(PEOPLE), st.sampled_from(STEPS), st.sampled_from(list(OUTCOMES.by_id)),
    st.sampled_from(["red", "amber", "green"]), st.sampled_from([True, True, True, False]),
)  # fmt: skip


def whole(children, outcome: str, complete: bool) -> DecisionInput:
    level = next(level for level in LEVELS if level not in OUTCOMES[outcome].not_at)
    made = tuple(ChildDecision(child, outcome, level, "N1") for child in children)
    details = {each.id: SAMPLES[each.kind] for each in OUTCOMES[outcome].asked}
    because = "New facts have come in"
    return DecisionInput(made, WHY if complete else "short", "None known.", "yes", "", details, because)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(walk=st.lists(steps, min_size=6, max_size=22))
def test_no_order_of_steps_breaks_what_must_hold(desks, store, clock, walk) -> None:
    teacher, staff = desks("teacher"), {who: desks(who) for who in PEOPLE}
    draft = teacher.drafting.start(example("urgent"))
    enquiry = teacher.submitting.send(draft.enquiry.id, draft.enquiry.version, urgent=True).enquiry
    staff["worker"].triage.take(enquiry.id)
    for who, step, outcome, rating, complete in walk:
        before = state(store, enquiry.id)
        clock.move(minutes=7)
        try:
            take(staff[who], store, clock, enquiry.id, step, outcome, rating, complete)
        except AppError:
            assert state(store, enquiry.id) == before, f"{who} {step} was refused and left something"
        must_hold(store, enquiry.id, {staff[key].seat.person.id for key in ("manager", "second")})


def state(store, enquiry_id):
    with store.read() as read:
        events = [(event.number, event.tag) for event in read.events(enquiry_id)]
        return (
            read.enquiry(enquiry_id),
            read.hub_records(Decision, enquiry_id),
            read.hub_records(Task, enquiry_id),
            events,
        )


def take(desk, store, clock, enquiry_id, step, outcome, rating, complete) -> None:
    """One step of one person with what lies in the store now."""
    enquiry, decisions, *_ = state(store, enquiry_id)
    with store.read() as read:
        children = [each.child for each in levels_of(read.sent_version(enquiry_id))]
    wanted = whole(children, outcome, complete)
    open_one = next((d for d in decisions if d.status in ("draft", "returned", "awaiting_second")), None)
    final = next((d for d in decisions if d.status == "final"), None)
    target = open_one or final
    if step == "draft":
        desk.decisions.draft(enquiry_id, wanted, open_one.version if open_one else 0)
    elif step == "rate":
        desk.triage.rate(enquiry_id, rating, "New facts have come in", enquiry.version)
    elif step == "change" and final:
        desk.decisions.change(final.id, wanted, wanted.because, final.version)
    elif step == "give_back" and target:
        desk.decisions.give_back(target.id, "Ask the midwife first", target.version)
    elif step in ("submit", "decide", "ask_second") and target:
        getattr(desk.decisions, step)(target.id, target.version)
    elif step in ("told", "close") and enquiry.status == "feedback_due":  # as the letter and the closing do it
        columns = {"feedback_at": clock.now()} if step == "told" else {"status": "closed", "feedback_at": clock.now()}
        with store.write() as work:
            work.change_enquiry(enquiry_id, version=enquiry.version, at=clock.now(), **columns)
            work.commit()


def must_hold(store, enquiry_id, managers) -> None:
    enquiry, decisions, tasks, _ = state(store, enquiry_id)
    final = [d for d in decisions if d.status == "final"]
    assert len(final) <= 1
    assert sum(d.status in ("draft", "returned", "awaiting_second") for d in decisions) <= 1
    for each in decisions:
        if each.status in ("final", "replaced"):
            assert each.decided_by in managers
            assert each.decided_at is not None
            if each.second_because:
                assert each.seconded_by in managers - {each.decided_by, each.drafted_by}
            else:
                assert each.decided_by != each.drafted_by or each.outcome == "D7"
                assert not OUTCOMES[each.outcome].no_action or enquiry.rating
    if enquiry.status in ("feedback_due", "closed"):
        assert [(d.outcome, d.decided_at) for d in final] == [(enquiry.outcome, enquiry.decided_at)]
        running = {task.code for task in tasks if task.kind == "clock" and task.status == "open"}
        assert running == {clock.target for clock in OUTCOMES[final[0].outcome].clocks}
    else:
        assert not final


def test_a_child_the_referrer_adds_later_has_to_be_decided_too(desks, store, clock) -> None:
    teacher, worker, manager = desks("teacher"), desks("worker"), desks("manager")
    draft = teacher.drafting.start(example("two-children"))
    enquiry = teacher.submitting.send(draft.enquiry.id, draft.enquiry.version).enquiry
    worker.triage.take(enquiry.id)
    with store.read() as read:
        sent = read.sent_version(enquiry.id)
    children = sent.answers.items_of("children")
    drafted = worker.decisions.draft(enquiry.id, whole(children, "D5", True), 0)
    handed = worker.decisions.submit(drafted.id, drafted.version)
    fewer, more = sent.answers.with_items("children", (), children[:-1]), (*children, "child-later")
    with store.write() as work:
        work.add_sent_version(replace(sent, number=2, answers=sent.answers.with_items("children", (), more)))
        work.commit()
    with pytest.raises(AppError, match="not complete"):
        manager.decisions.decide(handed.id, handed.version)
    with store.write() as work:
        work.add_sent_version(replace(sent, number=3, answers=fewer))
        work.commit()
    made = manager.decisions.decide(handed.id, handed.version)
    assert [each.child for each in made.children] == list(children[:-1])
