"""A sent enquiry is changed by its agency: what was sent stays, the clock runs on, the Hub reads what is new."""

from __future__ import annotations

import json
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enquiry_app.enquiry.answers import Address, Change, ItemsChange, ItemsKey
from enquiry_app.enquiry.hub_records import Amendment
from enquiry_app.errors import EnquiryChangedElsewhere, NotAllowed, NotFound, NotReady
from enquiry_app.services.parcel_contents import about_enquiry, enquiry_parts
from enquiry_app.services.working_copy import from_plain, to_plain
from tests.builders import random_answers
from tests.services.conftest import example

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\n%%EOF\n"


def write(desk, enquiry_id: str, question: str, value, *items: str) -> int:
    """Change one answer of the working copy as the form does; gives the copy's version."""
    draft = desk.drafting.open(enquiry_id)
    change = Change(Address(question, items), value)
    return desk.drafting.save_changes(enquiry_id, draft.enquiry.version, (change,)).version


def child_of(enquiry_id: str, desk) -> str:
    return desk.drafting.open(enquiry_id).answers.items_of("children")[0]


@pytest.fixture
def amended(teacher, sent):
    """Begins a change of the worry and sends it."""
    teacher.amending.begin(sent.id)
    version = write(teacher, sent.id, "worry_in_short", "A new bruise was seen this morning.")
    return teacher.amending.send(sent.id, version)


def test_the_hub_reads_the_new_version_and_what_changed(teacher, worker, sent, amended) -> None:
    opened = worker.queue.open(sent.id)
    assert opened.sent.number == 2
    assert opened.sent.answers.get("worry_in_short") == "A new bruise was seen this morning."
    with worker.seat.store.read() as read:
        first = read.sent_version(sent.id, 1)
    assert first.answers.get("worry_in_short") == example("two-children").get("worry_in_short")
    lines = [line.why for line in worker.cases.open(sent.id).history]
    assert any(line.startswith("The worry in short") and "A new bruise" in line for line in lines)


def test_the_clock_runs_on_and_the_enquiry_stays_where_it_stands(teacher, worker, desks, clock, sent) -> None:
    worker.queue.open(sent.id)
    worker.triage.take(sent.id)
    before = teacher.drafting.mine()[0]
    clock.move(hours=2)
    teacher.amending.begin(sent.id)
    version = write(teacher, sent.id, "worry_in_short", "A new bruise.")
    after = teacher.amending.send(sent.id, version)
    assert (after.status, after.sent_at, after.received_at) == (before.status, before.sent_at, before.received_at)
    assert (after.due_at, after.due_for, after.assigned_to) == (before.due_at, before.due_for, before.assigned_to)
    assert not after.amending
    assert "enquiry:amended" in teacher.tags(sent.id)


def test_an_enquiry_that_becomes_urgent_is_due_sooner(teacher, worker, sent) -> None:
    worker.queue.open(sent.id)
    before = worker.queue.page().rows[0].enquiry.due_at
    teacher.amending.begin(sent.id)
    version = write(teacher, sent.id, "urgent", "yes")
    after = teacher.amending.send(sent.id, version)
    assert after.urgent
    assert after.due_at < before


def test_until_it_is_sent_the_hub_sees_nothing_of_it_and_is_not_held_up(teacher, worker, sent) -> None:
    child = child_of(sent.id, teacher)
    title = sent.title
    teacher.amending.begin(sent.id)
    at_the_hub = worker.version(sent.id)
    write(teacher, sent.id, "child_family_name", "Othername", child)
    write(teacher, sent.id, "danger_now", "yes")
    assert worker.version(sent.id) == at_the_hub
    opened = worker.queue.open(sent.id)
    assert (opened.sent.number, opened.enquiry.title, opened.enquiry.urgent) == (1, title, sent.urgent)
    assert worker.triage.rate(sent.id, "amber", "As it was sent", worker.version(sent.id)).rating == "amber"
    version = teacher.amending.preview(sent.id).version
    assert "Othername" in teacher.amending.send(sent.id, version).title


def test_what_is_being_changed_is_gone_on_with(teacher, lead, sent) -> None:
    teacher.amending.begin(sent.id)
    write(teacher, sent.id, "worry_in_short", "Half writ")
    again = lead.amending.begin(sent.id)
    assert again.answers.get("worry_in_short") == "Half writ"
    assert teacher.drafting.open(sent.id).answers.get("worry_in_short") == "Half writ"


def test_the_later_of_two_writers_is_told(teacher, lead, sent) -> None:
    draft = teacher.amending.begin(sent.id)
    write(lead, sent.id, "worry_in_short", "Theirs")
    with pytest.raises(EnquiryChangedElsewhere):
        teacher.drafting.save_changes(sent.id, draft.enquiry.version, (Change(Address("worry_in_short"), "Mine"),))
    with pytest.raises(EnquiryChangedElsewhere):
        teacher.amending.send(sent.id, draft.enquiry.version)
    assert teacher.drafting.open(sent.id).answers.get("worry_in_short") == "Theirs"


def test_the_preview_says_the_changes_in_sentences(teacher, sent) -> None:
    teacher.amending.begin(sent.id)
    draft = teacher.drafting.open(sent.id)
    children = draft.answers.items_of("children")
    changes = (
        ItemsChange(ItemsKey("children"), (*children, "new")),
        Change(Address("child_given_names", ("new",)), "Wren"),
        Change(Address("child_part", ("new",)), "sibling"),
    )
    teacher.drafting.save_changes(sent.id, draft.enquiry.version, changes)
    shown = teacher.amending.preview(sent.id)
    assert shown.sentences == ("A child was added: Wren.",)
    assert (shown.number, shown.with_the_hub_at_once) == (2, True)


def test_nothing_changed_is_not_sent(teacher, sent) -> None:
    teacher.amending.begin(sent.id)
    shown = teacher.amending.preview(sent.id)
    assert shown.sentences == ()
    with pytest.raises(NotReady, match="Nothing has been changed"):
        teacher.amending.send(sent.id, shown.version)


def test_what_blocks_a_first_send_blocks_a_change_too(teacher, sent) -> None:
    teacher.amending.begin(sent.id)
    version = write(teacher, sent.id, "worry", None)
    assert teacher.amending.preview(sent.id).problems
    with pytest.raises(NotReady) as refused:
        teacher.amending.send(sent.id, version)
    assert refused.value.problems
    assert worker_sees(teacher, sent.id) == 1


def worker_sees(desk, enquiry_id: str) -> int:
    with desk.seat.store.read() as read:
        return read.sent_version(enquiry_id).number


def test_changes_are_thrown_away_and_the_enquiry_is_as_it_was_sent(teacher, sent) -> None:
    before = teacher.drafting.open(sent.id).answers
    teacher.amending.begin(sent.id)
    write(teacher, sent.id, "worry_in_short", "Never mind")
    back = teacher.amending.undo(sent.id)
    assert not back.amending
    assert teacher.drafting.open(sent.id).answers == before
    with pytest.raises(NotFound):
        teacher.amending.preview(sent.id)
    with pytest.raises(NotAllowed, match="stays as it was sent"):
        teacher.drafting.save_changes(sent.id, 1, (Change(Address("worry_in_short"), "x"),))


def test_files_added_only_for_the_change_go_with_it_and_sent_ones_stay(teacher) -> None:
    draft = teacher.drafting.start(example("two-children"))
    kept = teacher.drafting.add_attachment(draft.enquiry.id, "letter.pdf", PDF)
    version = write(teacher, draft.enquiry.id, "attachments", (kept,))
    sent = teacher.submitting.send(draft.enquiry.id, version).enquiry
    teacher.amending.begin(sent.id)
    new = teacher.drafting.add_attachment(sent.id, "body map.pdf", PDF.replace(b"1.7", b"1.6"))
    teacher.drafting.remove_attachment(sent.id, kept["id"])
    write(teacher, sent.id, "attachments", (new,))
    assert [s for s in teacher.amending.preview(sent.id).sentences if "letter.pdf" in s and "taken away" in s]
    teacher.amending.undo(sent.id)
    with teacher.seat.store.read() as read:
        assert [file.id for file in read.attachments(sent.id)] == [kept["id"]]


def test_a_child_added_later_can_be_shown_what_the_matrix_suggests(teacher, sent) -> None:
    teacher.amending.begin(sent.id)
    draft = teacher.drafting.open(sent.id)
    children = draft.answers.items_of("children")
    reason = "Several small signs together over five weeks; the family is willing and help is near at hand."
    changes = (
        ItemsChange(ItemsKey("children"), (*children, "new")),
        Change(Address("child_given_names", ("new",)), "Wren"),
        Change(Address("level_chosen", ("new",)), "2"),
        Change(Address("level_rationale", ("new",)), reason),
    )
    teacher.drafting.save_changes(sent.id, draft.enquiry.version, changes)
    assert teacher.drafting.reveal(sent.id, "new").first_level == "2"


def test_one_the_hub_returned_goes_back_to_it(teacher, worker, clock, sent) -> None:
    worker.queue.open(sent.id)
    worker.triage.return_to_referrer(sent.id, "Which school does she go to?", worker.version(sent.id))
    clock.move(hours=3)
    teacher.amending.begin(sent.id)
    version = write(teacher, sent.id, "worry_in_short", "She goes to Meadfoot School.")
    back = teacher.amending.send(sent.id, version)
    assert (back.status, back.sent_at) == ("sent", clock.now())
    assert back.due_at > clock.now()
    assert worker.queue.open(sent.id).sent.number == 2


@pytest.mark.parametrize("status", ["feedback_due", "closed", "transferred", "linked_to_open_case", "withdrawn"])
def test_what_is_decided_stays_as_it_was_sent(teacher, store, clock, sent, status) -> None:
    teacher.amending.begin(sent.id)
    version = write(teacher, sent.id, "worry_in_short", "Too late")
    with store.write() as work:
        found = work.enquiry(sent.id)
        work.change_enquiry(sent.id, version=found.version, at=clock.now(), status=status)
        work.commit()
    with pytest.raises(NotAllowed):
        teacher.amending.send(sent.id, version)
    teacher.amending.undo(sent.id)
    with pytest.raises(NotAllowed):
        teacher.amending.begin(sent.id)


def test_a_draft_is_not_amended(teacher) -> None:
    draft = teacher.drafting.start(example("two-children"))
    with pytest.raises(NotAllowed, match="not been sent"):
        teacher.amending.begin(draft.enquiry.id)


@pytest.mark.parametrize("who", ["visitor", "worker", "manager", "admin"])
def test_only_its_own_agency_changes_an_enquiry(desks, teacher, sent, who) -> None:
    stranger = desks(who)
    teacher.amending.begin(sent.id)
    for door in (stranger.amending.begin, stranger.amending.preview, stranger.amending.undo):
        with pytest.raises(NotAllowed):
            door(sent.id)
    with pytest.raises(NotAllowed):
        stranger.amending.send(sent.id, 1)


def test_in_a_store_the_hub_does_not_share_a_returned_one_has_to_be_handed_over(desks, clock) -> None:
    teacher = desks("teacher", "partner")
    draft = teacher.drafting.start(example("two-children"))
    sent = teacher.submitting.send(draft.enquiry.id, draft.enquiry.version).enquiry
    assert sent.status == "ready_to_hand_over"
    teacher.amending.begin(sent.id)
    version = write(teacher, sent.id, "worry_in_short", "Changed before handing over.")
    assert not teacher.amending.preview(sent.id).with_the_hub_at_once
    assert teacher.amending.send(sent.id, version).status == "ready_to_hand_over"


def test_withdrawing_puts_a_change_begun_away(teacher, sent) -> None:
    teacher.amending.begin(sent.id)
    withdrawn = teacher.drafting.withdraw(sent.id, "Sent by mistake")
    assert not withdrawn.amending
    with pytest.raises(NotFound):
        teacher.amending.preview(sent.id)


def test_what_is_being_changed_is_not_sent_as_if_it_were_new(teacher, worker, sent) -> None:
    version = worker.queue.open(sent.id).enquiry.version
    worker.triage.return_to_referrer(sent.id, "Which school does she go to?", version)
    teacher.amending.begin(sent.id)
    with pytest.raises(NotAllowed, match="being changed"):
        teacher.submitting.send(sent.id, teacher.version(sent.id))


def test_a_change_overtaken_by_the_decision_is_said_to_be_too_late(teacher, store, clock, sent) -> None:
    teacher.amending.begin(sent.id)
    write(teacher, sent.id, "worry_in_short", "Too late")
    assert not teacher.amending.preview(sent.id).too_late
    with store.write() as work:
        found = work.enquiry(sent.id)
        work.change_enquiry(sent.id, version=found.version, at=clock.now(), status="feedback_due")
        work.commit()
    assert teacher.amending.preview(sent.id).too_late


def test_a_change_is_sent_once(teacher, amended, sent) -> None:
    with pytest.raises(NotFound):
        teacher.amending.send(sent.id, 2)
    assert worker_sees(teacher, sent.id) == 2


def test_a_second_change_becomes_the_third_version_and_all_stay(teacher, worker, amended, sent) -> None:
    teacher.amending.begin(sent.id)
    again = teacher.amending.send(sent.id, write(teacher, sent.id, "worry_in_short", "Another bruise."))
    assert not again.amending
    with worker.seat.store.read() as read:
        said = [read.sent_version(sent.id, number).answers.get("worry_in_short") for number in (1, 2, 3)]
    assert said[1:] == ["A new bruise was seen this morning.", "Another bruise."]
    lines = [line for line in worker.cases.open(sent.id).history if line.what == "Changed after sending"]
    assert len(lines) == 2


def test_of_a_change_thrown_away_nothing_is_kept(teacher, sent) -> None:
    teacher.amending.begin(sent.id)
    write(teacher, sent.id, "worry_in_short", "Never mind")
    teacher.amending.undo(sent.id)
    with teacher.seat.store.read() as read:
        (copy,) = read.hub_records(Amendment, sent.id)
    assert (copy.status, dict(copy.answers)) == ("thrown_away", {})


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 100_000))
def test_a_working_copy_is_kept_without_loss(seed: int) -> None:
    answers = random_answers(random=Random(seed))
    assert from_plain(json.loads(json.dumps(to_plain(answers)))) == answers


def test_a_file_added_for_a_change_is_in_no_sealed_file_until_it_is_sent(teacher, sent) -> None:
    teacher.amending.begin(sent.id)
    new = teacher.drafting.add_attachment(sent.id, "body map.pdf", PDF)
    version = write(teacher, sent.id, "attachments", (new,))
    assert new["id"] not in sealed_files(teacher, sent)
    teacher.amending.send(sent.id, version)
    assert new["id"] in sealed_files(teacher, sent)


def sealed_files(desk, enquiry) -> set[str]:
    referral = desk.documents.referral(enquiry.id)
    with desk.seat.store.read() as read:
        said = {file["id"] for file in about_enquiry(read, enquiry)["files"]}
        carried = {name for name in enquiry_parts(desk.seat, read, enquiry, referral) if name.startswith("file-")}
    assert carried == {f"file-{each}" for each in said}
    return said
