"""A record that is destroyed is gone from every byte of the store, and stays gone; what happened to it can be checked."""

from __future__ import annotations

import datetime as dt

import pytest

from enquiry_app.enquiry.hub_records import Link
from enquiry_app.enquiry.kept_records import MailRecord, RetentionItem
from enquiry_app.errors import AppError, EnquiryChangedElsewhere, NotAllowed, NotFound, NotReady, PassphraseNeeded
from enquiry_app.security.new_ids import new_id
from enquiry_app.services.held_secrets import HeldSecrets
from enquiry_app.services.moving import WrongMoment
from tests.fixtures_store import NOON
from tests.retention.conftest import CANARY
from tests.retention.plain_pages import occurrences, plain_pages

YEARS = {"days": 365.25 * 40}
WHY = "Nothing has happened for a long time."


def destroy(manager, second, enquiry_id):
    proposal = manager.retention.propose(enquiry_id, WHY)
    return second.retention.confirm(proposal.id, proposal.version)


def in_store(profile, template_profile) -> int:
    return occurrences(plain_pages(profile.store_file, template_profile.data_key), CANARY)


def words_everywhere(desk, other_id, enquiry_id) -> None:
    """What other parts keep about an enquiry: a link from another one, a message that was mailed."""
    me = desk.seat.person.id
    link = Link(new_id(), 1, other_id, "sibling", enquiry_id, "", NOON, me, None, "", matched=(CANARY,))
    mail = MailRecord(new_id(), 1, enquiry_id, "referral", "sent", NOON, me, ("a@example.org",), CANARY)
    with desk.seat.store.write() as work:
        work.add_hub_record(link)
        work.add_hub_record(mail)
        work.commit()


def test_nothing_of_it_is_left_in_any_page(
    profile, template_profile, store, closed, sent, manager, second, clock
) -> None:
    words_everywhere(manager, sent.id, closed.id)
    store.tidy()
    assert in_store(profile, template_profile) > 50, "the canary has to be there before it can be gone"
    clock.move(**YEARS)
    certificate = destroy(manager, second, closed.id)
    assert in_store(profile, template_profile) == 0
    assert profile.store_file.with_name("store.db-wal").stat().st_size == 0
    verdict = manager.audit.verify()
    assert verdict.ok, verdict.sentence
    assert CANARY not in repr(certificate.details)
    with pytest.raises(NotFound):
        manager.cases.open(closed.id)
    with store.read() as read:
        assert read.enquiry_by_reference(closed.reference) is None
        assert read.sent_version(sent.id).number == 1, "others stay"


def test_sent_versions_are_frozen_again_after_a_destruction(store, closed, sent, manager, second, clock) -> None:
    clock.move(**YEARS)
    destroy(manager, second, closed.id)
    with store.write() as work, pytest.raises(Exception, match="append-only"):
        work.connection.exec_driver_sql("DELETE FROM sent_version")


def test_the_certificate_says_what_who_and_which_backup(profile, closed, manager, second, clock, store) -> None:
    with store.write() as work:
        work.record("store:backed_up", subject="", actor="", at=NOON, backup="backup-20261123-120000-ab12")
        work.commit()
    clock.move(**YEARS)
    certificate = destroy(manager, second, closed.id)
    details = certificate.details
    assert details["name"] == closed.reference
    assert (details["decided_by"], certificate.by) == (manager.seat.person.id, second.seat.person.id)
    assert details["backup"] == "backup-20261123-120000-ab12"
    assert [number for number, _ in details["sent"]] == [1]
    assert details["attachments"] == 1
    paper = manager.retention.certificate_pdf(certificate.id)
    assert paper.data.startswith(b"%PDF")
    assert [each.id for each in manager.retention.certificates()] == [certificate.id]


def test_one_person_alone_cannot_destroy(closed, manager, second, clock) -> None:
    clock.move(**YEARS)
    proposal = manager.retention.propose(closed.id, WHY)
    with pytest.raises(NotAllowed, match="Somebody else"):
        manager.retention.confirm(proposal.id, proposal.version)
    assert manager.status(closed.id) == "closed"
    with pytest.raises(WrongMoment, match="proposed already"):
        second.retention.propose(closed.id, WHY)


def test_a_proposal_declined_leaves_everything(closed, manager, second, clock) -> None:
    clock.move(**YEARS)
    proposal = manager.retention.propose(closed.id, WHY)
    second.retention.decline(proposal.id, "A sister is still known to us.", proposal.version)
    with pytest.raises(WrongMoment):
        second.retention.confirm(proposal.id, proposal.version)
    assert manager.status(closed.id) == "closed"
    (row,) = manager.retention.review_list().rows
    assert row.standing.proposal is None


def test_the_administrator_confirms_without_seeing_content(closed, manager, admin, clock) -> None:
    clock.move(**YEARS)
    proposal = manager.retention.propose(closed.id, WHY)
    (row,) = admin.retention.review_list().rows
    assert (row.title, row.name) == ("", closed.reference)
    admin.retention.confirm(proposal.id, proposal.version)
    assert admin.retention.review_list().total == 0


def test_before_its_day_nothing_can_be_destroyed(closed, manager) -> None:
    with pytest.raises(NotReady, match="not due"):
        manager.retention.propose(closed.id, WHY)
    assert manager.retention.review_list().total == 0


def test_what_changed_after_the_proposal_is_not_destroyed(closed, manager, second, clock) -> None:
    clock.move(**YEARS)
    proposal = manager.retention.propose(closed.id, WHY)
    manager.closing.reopen(closed.id, "The family came back to us.", manager.version(closed.id))
    with pytest.raises(NotReady):
        second.retention.confirm(proposal.id, proposal.version)
    with pytest.raises(EnquiryChangedElsewhere):
        second.retention.decline(proposal.id, "It is open again.", proposal.version + 1)


@pytest.mark.parametrize("everything", [False, True])
def test_a_hold_blocks_destruction_everywhere(closed, manager, second, teacher, clock, everything) -> None:
    clock.move(**YEARS)
    proposal = manager.retention.propose(closed.id, WHY)
    if everything:
        hold = manager.retention.hold_everything("An inquiry has asked for all records.")
    else:
        hold = manager.retention.hold(closed.id, "A court has asked for it.")
    with pytest.raises(AppError, match="on hold"):
        second.retention.confirm(proposal.id, proposal.version)
    assert manager.status(closed.id) == "closed"
    (row,) = manager.retention.review_list().rows
    assert row.held
    draft = teacher.drafting.start().enquiry
    teacher.drafting.delete(draft.id)
    if everything:
        with pytest.raises(AppError, match="Everything is on hold"):
            teacher.drafting.finish_deletions(at_once=True)
        assert teacher.status(draft.id) == "draft"
    else:
        assert teacher.drafting.finish_deletions(at_once=True) == 1
    manager.retention.lift(hold.id, "No longer asked for.", hold.version)
    second.retention.confirm(proposal.id, proposal.version)
    with pytest.raises(NotFound):
        manager.status(closed.id)


def test_what_people_wrote_about_a_destroyed_record_goes_with_it(closed, manager, second, clock, store) -> None:
    clock.move(**YEARS)
    hold = manager.retention.hold(closed.id, f"{CANARY} is named in a court case")
    manager.retention.lift(hold.id, f"The case of {CANARY} is over", hold.version)
    destroy(manager, second, closed.id)
    with store.read() as read:
        items = read.hub_records(RetentionItem, of_enquiry=closed.id)
    assert {item.kind for item in items} == {"hold", "review", "destroyed"}
    assert not [item for item in items if CANARY in f"{item.reason} {item.details}"]


def test_kept_for_longer_it_comes_back_on_that_day(closed, manager, clock) -> None:
    clock.move(**YEARS)
    today = manager.seat.today()
    until = today + dt.timedelta(days=100)
    manager.retention.keep(closed.id, "A brother has come to notice.", until)
    assert manager.retention.review_list().total == 0
    with pytest.raises(NotReady):
        manager.retention.propose(closed.id, WHY)
    clock.move(days=101)
    (row,) = manager.retention.review_list().rows
    assert row.due == until
    with pytest.raises(NotReady):
        manager.retention.keep(closed.id, "Until yesterday", today)


def test_every_step_is_in_the_trail(closed, manager, second, clock) -> None:
    clock.move(**YEARS)
    destroy(manager, second, closed.id)
    tags = [event.tag for event in manager.events(closed.id)]
    assert tags[-2:] == ["retention:proposed", "retention:destroyed"]
    assert "enquiry:sent" in tags, "who did what and when stays"
    with_details = [event.tag for event in manager.events(closed.id) if event.details]
    assert with_details == ["retention:destroyed"], "only what was written since has details"


def test_a_destroyed_record_is_not_taken_in_again(closed, manager, second, clock, store) -> None:
    with store.read() as read:
        record = read.enquiry(closed.id)
    clock.move(**YEARS)
    destroy(manager, second, closed.id)
    with store.write() as work, pytest.raises(AppError, match="was destroyed here"):
        work.add_enquiry(record)


def test_without_a_fresh_passphrase_nothing_is_destroyed(closed, manager, desks, clock) -> None:
    clock.move(**YEARS)
    proposal = manager.retention.propose(closed.id, WHY)
    second = desks("second")
    object.__setattr__(second.seat, "held", HeldSecrets())  # signed in long ago
    with pytest.raises(PassphraseNeeded):
        second.retention.confirm(proposal.id, proposal.version)
    assert manager.status(closed.id) == "closed"
