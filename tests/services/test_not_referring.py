"""Considered, not referred: recorded with reasons, signed, reviewed, printed, and opened again in one step."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
from dataclasses import replace

import pytest

from enquiry_app.enquiry.answers import Address, Change
from enquiry_app.enquiry.not_referred import NotReferredInput, ReviewInput
from enquiry_app.errors import EnquiryChangedElsewhere, NotAllowed, NotReady
from enquiry_app.services.moving import WrongMoment
from tests.builders import ready_answers
from tests.services.conftest import example

GIVEN = NotReferredInput(
    "Our safeguarding lead", "Offer early help and look again.", "The family has accepted help at school.",
    "Sam meets Robin weekly; mother comes on Friday.", dt.date(2026, 12, 14),
)  # fmt: skip


@pytest.fixture
def draft(teacher):
    return teacher.drafting.start(ready_answers()).enquiry


@pytest.fixture
def recorded(teacher, draft):
    return teacher.not_referring.record(draft.id, GIVEN, draft.version)


def test_it_is_signed_put_by_and_out_of_the_hub_s_sight(teacher, worker, clock, draft, recorded) -> None:
    assert teacher.status(draft.id) == "not_referred"
    assert (recorded.signed_name, recorded.signed_at) == ("Teacher One", clock.now())
    assert (recorded.about, recorded.level) == ("Robin Example", "2")
    assert recorded.worry.startswith("Hungry and cold")
    assert worker.queue.page().total == 0
    assert teacher.tags(draft.id)[-2:] == ["enquiry:status", "not_referred:recorded"]


def test_the_record_keeps_what_was_written_then(teacher, draft, recorded) -> None:
    teacher.not_referring.reopen(draft.id)
    version = teacher.version(draft.id)
    teacher.drafting.save_changes(draft.id, version, (Change(Address("worry_in_short"), "Other words"),))
    (kept,) = teacher.not_referring.open(draft.id)
    assert kept.record.worry.startswith("Hungry and cold")


def test_everything_missing_is_said_at_once(teacher, draft) -> None:
    with pytest.raises(NotReady) as refused:
        teacher.not_referring.record(draft.id, NotReferredInput("", "", "", "", None), draft.version)
    fields = [problem.field for problem in refused.value.problems]
    assert fields == ["advice_from", "advice", "reason", "plan", "review_on"]
    assert teacher.status(draft.id) == "draft"


def test_danger_is_said_and_needs_a_reason_but_is_not_forbidden(teacher) -> None:
    draft = teacher.drafting.start(example("urgent")).enquiry
    assert teacher.not_referring.prepare(draft.id).danger
    with pytest.raises(NotReady) as refused:
        teacher.not_referring.record(draft.id, GIVEN, draft.version)
    assert [problem.field for problem in refused.value.problems] == ["danger_reason"]
    told = replace(GIVEN, danger_reason="Phoned the Hub at 10:00; the police are with the family.")
    record = teacher.not_referring.record(draft.id, told, draft.version)
    assert record.danger
    assert record.danger_reason.startswith("Phoned")


def test_without_danger_no_danger_is_said(teacher, draft) -> None:
    prepared = teacher.not_referring.prepare(draft.id)
    assert (prepared.danger, prepared.danger_words) == (False, ())


def test_what_changed_meanwhile_is_not_signed(teacher, draft) -> None:
    teacher.drafting.save_changes(draft.id, draft.version, (Change(Address("worry_in_short"), "New"),))
    with pytest.raises(EnquiryChangedElsewhere):
        teacher.not_referring.record(draft.id, GIVEN, draft.version)


def test_it_is_listed_with_its_review_soonest_first_and_found_by_name(teacher, lead, clock, recorded) -> None:
    later = teacher.drafting.start(ready_answers()).enquiry
    teacher.not_referring.record(later.id, replace(GIVEN, review_on=dt.date(2026, 12, 1)), later.version)
    assert [row.record.review_on for row in teacher.not_referring.mine()] == ["2026-12-01", "2026-12-14"]
    clock.move(days=10)
    assert [row.review.state for row in teacher.not_referring.mine()] == ["overdue", "ahead"]
    assert len(teacher.not_referring.mine("Robin")) == 2
    assert teacher.not_referring.mine("Somebody") == ()
    assert (lead.not_referring.mine(), len(lead.not_referring.mine(whole_agency=True))) == ((), 2)


def test_a_review_sets_the_next_day_or_none(teacher, draft, clock, recorded) -> None:
    clock.move(days=30)
    note = "Robin eats breakfast at school now; mother came twice."
    reviewed = teacher.not_referring.review(draft.id, ReviewInput(note, dt.date(2027, 1, 20)), recorded.version)
    assert reviewed.review_on == "2027-01-20"
    last = teacher.not_referring.review(draft.id, ReviewInput(note, None), reviewed.version)
    assert teacher.not_referring.mine()[0].review.state == "none"
    assert [each["note"] for each in last.reviews] == [note, note]
    with pytest.raises(EnquiryChangedElsewhere):
        teacher.not_referring.review(draft.id, ReviewInput(note, None), recorded.version)


def test_it_is_opened_again_sent_and_the_record_stays(teacher, worker, draft, recorded) -> None:
    again = teacher.not_referring.reopen(draft.id)
    assert again.status == "draft"
    assert teacher.not_referring.mine() == ()
    sent = teacher.submitting.send(draft.id, teacher.version(draft.id)).enquiry
    assert worker.queue.page().rows[0].enquiry.id == sent.id
    (kept,) = teacher.not_referring.open(draft.id)
    assert kept.record.reopened_at is not None
    with pytest.raises(WrongMoment):
        teacher.not_referring.reopen(draft.id)


def test_it_can_be_considered_a_second_time(teacher, draft, recorded) -> None:
    teacher.not_referring.reopen(draft.id)
    teacher.not_referring.record(draft.id, GIVEN, teacher.version(draft.id))
    assert len(teacher.not_referring.open(draft.id)) == 2
    assert len(teacher.not_referring.mine()) == 1


def test_the_record_cannot_be_lost_by_deleting_or_changed_by_writing_on(teacher, draft, recorded) -> None:
    with pytest.raises(NotAllowed, match="Open it again"):
        teacher.drafting.save_changes(draft.id, teacher.version(draft.id), (Change(Address("worry"), "x"),))
    teacher.not_referring.reopen(draft.id)
    with pytest.raises(NotAllowed, match="that record is kept"):
        teacher.drafting.delete(draft.id)


def test_what_was_sent_is_not_recorded_as_not_referred(teacher, sent) -> None:
    with pytest.raises(WrongMoment):
        teacher.not_referring.prepare(sent.id)
    with pytest.raises(WrongMoment):
        teacher.not_referring.record(sent.id, GIVEN, sent.version)


def test_the_paper_says_it_all_and_names_nobody_outside(teacher, draft, clock, recorded, tmp_path) -> None:
    note = "Robin eats breakfast at school now; mother came twice."
    teacher.not_referring.review(draft.id, ReviewInput(note, dt.date(2027, 1, 20)), recorded.version)
    rendered = teacher.not_referring.pdf(draft.id)
    path = tmp_path / "record.pdf"
    path.write_bytes(rendered.data)
    text = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True).stdout.decode()
    words = re.sub(r"\s+", " ", text)
    for needed in ("Considered, not referred", "Robin Example", GIVEN.advice_from, GIVEN.advice, GIVEN.reason,
                   GIVEN.plan, "20 January 2027", "Teacher One", "23 November 2026, 12:00", "breakfast at school",
                   f"Enquiry D{draft.seq}", "the agency's own file"):  # fmt: skip
        assert needed in words, needed
    info = subprocess.run(["pdfinfo", str(path)], capture_output=True, check=True).stdout.decode()
    assert "Robin" not in info
    assert teacher.tags(draft.id)[-1] == "document:made"


def test_the_paper_of_one_with_danger_says_so(teacher) -> None:
    from enquiry_app.documents.document_content import plain_text
    from enquiry_app.documents.not_referred_document import not_referred_document

    draft = teacher.drafting.start(example("urgent")).enquiry
    told = replace(GIVEN, danger_reason="Phoned the Hub at 10:00; the police are with the family.")
    teacher.not_referring.record(draft.id, told, draft.version)
    papers = []
    object.__setattr__(teacher.seat, "make_document", lambda _kind, paper: papers.append(paper) or _Made())
    teacher.not_referring.pdf(draft.id)
    text = plain_text(not_referred_document(papers[0]))
    assert "A sign of significant harm was marked" in text
    assert "Phoned the Hub at 10:00" in text


class _Made:
    data, page_count, sha256 = b"", 1, ""


@pytest.mark.parametrize("who", ["visitor", "worker", "manager", "admin"])
def test_nobody_else_reads_or_changes_a_record(desks, draft, recorded, who) -> None:
    stranger = desks(who).not_referring
    for door in (stranger.prepare, stranger.open, stranger.reopen, stranger.pdf):
        with pytest.raises(NotAllowed):
            door(draft.id)
    with pytest.raises(NotAllowed):
        stranger.review(draft.id, ReviewInput("How the child is now", None), 1)
    with pytest.raises(NotAllowed):
        stranger.record(draft.id, GIVEN, 1)


@pytest.mark.parametrize("who", ["worker", "manager", "admin"])
def test_the_hub_keeps_no_such_list(desks, who) -> None:
    with pytest.raises(NotAllowed):
        desks(who).not_referring.mine()
