"""Who decides about which record: the agency about its own, the Hub about what it has, nobody about what is kept from
them."""

from __future__ import annotations

import pytest

from enquiry_app.enquiry.kept_records import AccessRule
from enquiry_app.errors import NotAllowed, NotFound
from enquiry_app.security.new_ids import new_id
from tests.fixtures_store import NOON

LONG = {"days": 365.25 * 40}
WHY = "Nothing has happened for a long time."


@pytest.fixture
def draft(teacher):
    return teacher.drafting.start().enquiry


def test_an_old_draft_is_the_agencys_to_decide(draft, lead, admin, manager, clock) -> None:
    assert lead.retention.review_list().total == 0
    clock.move(days=366)
    (row,) = lead.retention.review_list().rows
    assert (row.enquiry_id, row.name) == (draft.id, f"D{draft.seq}")
    assert manager.retention.review_list().total == 0, "a draft is none of the Hub's business"
    with pytest.raises(NotAllowed):
        manager.retention.propose(draft.id, WHY)
    proposal = lead.retention.propose(draft.id, WHY)
    certificate = admin.retention.confirm(proposal.id, proposal.version)
    assert certificate.details["name"] == f"D{draft.seq}"
    with pytest.raises(NotFound):
        lead.status(draft.id)


def test_withdrawn_is_the_agencys_closed_is_the_hubs(teacher, lead, manager, sent, closed, clock) -> None:
    teacher.drafting.withdraw(sent.id, "Sent by mistake.")
    clock.move(**LONG)
    assert [row.enquiry_id for row in lead.retention.review_list().rows] == [sent.id]
    assert [row.enquiry_id for row in manager.retention.review_list().rows] == [closed.id]
    with pytest.raises(NotAllowed, match="hub manager decides"):
        lead.retention.propose(closed.id, WHY)
    with pytest.raises(NotAllowed, match="hub manager decides"):
        lead.retention.keep(closed.id, WHY, clock.now().date().replace(year=2070))


def test_in_a_store_of_its_own_the_agency_decides_about_its_copy(desks, closed, clock) -> None:
    lead = desks("lead", kind="partner")
    clock.move(days=365.25 * 10)
    assert lead.retention.review_list().total == 0, "the youngest child is not 25"
    clock.move(**LONG)
    (row,) = lead.retention.review_list().rows
    assert "own copy" in row.rule
    lead.retention.propose(closed.id, WHY)


def test_one_agency_at_a_time(manager, closed, agencies, clock) -> None:
    clock.move(**LONG)
    assert manager.retention.review_list(agencies["school"].id).total == 1
    assert manager.retention.review_list(agencies["clinic"].id).total == 0


def test_what_is_soon_due_can_be_asked_for(manager, closed, clock) -> None:
    with manager.seat.store.read() as read:
        due = manager.retention.of(closed.id).due
        assert read.enquiry(closed.id).outcome == "D5"
    clock.move(days=(due - manager.seat.today()).days - 30)
    assert manager.retention.review_list().total == 0
    assert manager.retention.review_list(ahead_days=31).total == 1
    clock.move(days=30)
    assert manager.retention.review_list().total == 1


def test_a_confidential_record_is_not_on_the_list_of_others(
    manager, second, admin, closed, store, people, clock
) -> None:
    clock.move(**LONG)
    me = people["second"].id
    with store.write() as work:
        work.add_hub_record(AccessRule(new_id(), 1, closed.id, "confidential", "open", NOON, me))
        work.add_hub_record(AccessRule(new_id(), 1, closed.id, "named", "open", NOON, me, person_id=me))
        work.commit()
    assert second.retention.review_list().total == 1
    assert manager.retention.review_list().total == 0
    assert admin.retention.review_list().total == 0
    with pytest.raises(NotFound):
        manager.retention.hold(closed.id, "A court asks.")


@pytest.mark.parametrize("who", ["teacher", "visitor", "worker", "checker"])
def test_others_have_no_such_page(desks, who, closed) -> None:
    retention = desks(who).retention
    for call in (retention.review_list, retention.certificates, retention.schedule):
        with pytest.raises(NotAllowed):
            call()
    for call in (retention.hold, retention.propose):
        with pytest.raises(NotAllowed):
            call(closed.id, WHY)
