"""What somebody was refused stands in the trail: who, what, which record; once an hour, and nothing else of it."""

from __future__ import annotations

import pytest

from enquiry_app.enquiry.audit_trail import REFUSED_ACT, TrailFilter
from enquiry_app.errors import NotAllowed, Refused
from enquiry_app.services.auditing import Auditing
from tests.services.test_writing_letters import enquiry_of


def refusals(desk) -> list[tuple[str, str, dict]]:
    return [(e.actor_id, e.subject_id, dict(e.details)) for e in desk.events() if e.tag == REFUSED_ACT]


def test_a_refused_act_is_in_the_trail_once_an_hour(desks, worker, sent, clock) -> None:
    checker, before = desks("checker"), enquiry_of(worker, sent.id)
    line = (checker.seat.person.id, "", {"action": "rate_enquiry"})
    for expected, minutes in ((1, 0), (1, 59), (2, 2), (2, 0)):
        clock.move(minutes=minutes)
        with pytest.raises(Refused):
            checker.triage.rate(sent.id, "red", "Because", before.version)
        assert refusals(worker) == [line] * expected
    assert enquiry_of(worker, sent.id) == before
    assert worker.seat.store.verify_trail().ok


def test_each_act_and_each_record_is_noted_by_itself(desks, worker, sent) -> None:
    visitor = desks("visitor")  # of another agency: the role would do, the record is not theirs
    for act in (visitor.progress.of, visitor.progress.of, visitor.amending.begin):
        with pytest.raises(NotAllowed):
            act(sent.id)
    assert len(refusals(worker)) == 2
    assert {subject for _, subject, _ in refusals(worker)} == {sent.id}


def test_a_rule_that_says_not_now_is_no_refusal(teacher, worker, sent) -> None:
    with pytest.raises(NotAllowed):
        teacher.submitting.send(sent.id, teacher.version(sent.id))
    assert refusals(worker) == []


def test_the_trail_says_it_in_words(desks, worker, sent, clock) -> None:
    checker = desks("checker")
    with pytest.raises(Refused):
        checker.triage.rate(sent.id, "red", "Because", 1)
    auditing = Auditing(desks("manager").seat)
    (number,) = auditing.find(TrailFilter(person_id=checker.seat.person.id, group="people"))
    (row,) = auditing.rows((number,))
    assert (row.who, row.what) == ("Checker One", "Was refused")
    assert row.details == "action rate enquiry"
