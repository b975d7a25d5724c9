"""Every move an enquiry can make, and every move it cannot, by everybody; the clock is set anew with each."""

from __future__ import annotations

from dataclasses import replace

import pytest

from enquiry_app.enquiry.hub_records import Step
from enquiry_app.enquiry.records import ROLES, STATUSES
from enquiry_app.enquiry.statuses import may_move
from enquiry_app.errors import AppError
from enquiry_app.services.moving import move


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("status", STATUSES)
def test_only_the_moves_of_the_table_happen(worker, sent, role, status) -> None:
    seat = replace(worker.seat, person=replace(worker.seat.person, role=role))
    made = []
    for to in STATUSES:
        if to == status:
            continue
        with worker.seat.store.whole.write() as work:  # left without a commit: nothing of it stays
            enquiry = work.change_enquiry(sent.id, version=sent.version, at=seat.now(), status=status)
            before = work.count_hub_records(Step, sent.id)
            try:
                moved = move(seat, work, enquiry, to, "Because it is so")
            except AppError:
                assert work.enquiry(sent.id).status == status
                assert work.count_hub_records(Step, sent.id) == before
                continue
            assert moved.status == to
            assert work.count_hub_records(Step, sent.id) == before + 1
            made.append(to)
    assert made == [to for to in STATUSES if may_move(role, status, to) and to != status]


def test_a_step_keeps_what_it_was_why_and_by_whom(worker, sent) -> None:
    with worker.seat.store.write() as work:
        received = move(worker.seat, work, work.enquiry(sent.id), "received")
        move(worker.seat, work, received, "in_triage", "Looked at first thing")
        work.commit()
    with worker.seat.store.read() as read:
        steps = read.hub_records(Step, sent.id)
    assert [(s.from_code, s.to_code) for s in steps] == [("sent", "received"), ("received", "in_triage")]
    assert steps[1].reason == "Looked at first thing"
    assert {s.by for s in steps} == {worker.seat.person.id}
    assert worker.tags(sent.id).count("enquiry:status") == 2
