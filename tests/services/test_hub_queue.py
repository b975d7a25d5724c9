"""The Hub's queue: what was handed over, what is due, and content that is shown only as it was sent."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from enquiry_app.enquiry.statuses import WITH_THE_HUB
from enquiry_app.errors import NotAllowed, StoreDamaged
from enquiry_app.services.ports import SORTS, QueueFilter
from tests.services.conftest import example


def test_drafts_are_not_in_the_queue_whatever_is_asked_for(teacher, worker, sent) -> None:
    draft = teacher.drafting.start(example("urgent")).enquiry
    shown = worker.queue.page(QueueFilter(statuses=("draft", "sent")))
    assert [row.enquiry.id for row in shown.rows] == [sent.id]
    assert worker.queue.page(QueueFilter(statuses=("draft",))).total == 0
    with pytest.raises(NotAllowed, match="once it has been handed over"):
        worker.queue.open(draft.id)


def test_urgent_comes_first_and_waiting_is_said_in_words(teacher, worker, clock, sent) -> None:
    draft = teacher.drafting.start(example("urgent")).enquiry
    urgent = teacher.submitting.send(draft.id, draft.version, urgent=True).enquiry
    clock.move(hours=2)
    rows = worker.queue.page().rows
    assert [row.enquiry.id for row in rows] == [urgent.id, sent.id]
    assert rows[0].urgent
    assert rows[0].waiting_words == "2 h"
    assert rows[0].due_words == "2 h left"
    assert not rows[0].overdue


def test_what_is_past_its_target_is_overdue(worker, clock, sent) -> None:
    clock.move(days=3)
    row = worker.queue.page().rows[0]
    assert row.overdue
    assert row.due_words.startswith("overdue since")


def test_nothing_is_due_of_what_is_finished(teacher, worker, clock, sent, store) -> None:
    with store.write() as work:
        work.change_enquiry(sent.id, version=sent.version, at=clock.now(), status="closed")
        work.commit()
    clock.move(days=3)
    row = worker.queue.page().rows[0]
    assert (row.due_words, row.overdue) == ("", False)


def test_a_page_is_a_part_and_the_total_is_the_whole(teacher, worker) -> None:
    for _ in range(5):
        draft = teacher.drafting.start(example("urgent")).enquiry
        teacher.submitting.send(draft.id, draft.version, urgent=True)
    first, last = worker.queue.page(limit=3), worker.queue.page(offset=3, limit=3)
    assert (len(first.rows), len(last.rows), first.total) == (3, 2, 5)
    assert not {row.enquiry.id for row in first.rows} & {row.enquiry.id for row in last.rows}


@pytest.mark.parametrize("sort", SORTS)
def test_every_offered_sort_works(worker, sent, sort) -> None:
    assert worker.queue.page(sort=sort).total == 1


def test_a_sort_that_is_not_offered_is_a_slip_of_ours(worker) -> None:
    with pytest.raises(ValueError, match="cannot be sorted"):
        worker.queue.page(sort="shoe_size")


def test_every_status_is_counted_also_with_none(worker, sent) -> None:
    counts = worker.queue.counts()
    assert set(counts) == WITH_THE_HUB
    assert counts["sent"] == 1
    assert sum(counts.values()) == 1


def test_opening_marks_it_received_once_and_notes_each_opening(worker, desks, clock, sent) -> None:
    opened = worker.queue.open(sent.id)
    assert opened.enquiry.status == "received"
    assert opened.enquiry.received_at == clock.now()
    assert opened.sent.answers.get("worry") == example("two-children").get("worry")
    clock.move(hours=1)
    again = desks("manager").queue.open(sent.id)
    assert again.enquiry.received_at == opened.enquiry.received_at
    expected = ["enquiry:received", "letter:acknowledged", "enquiry:opened", "enquiry:opened"]
    assert worker.tags(sent.id)[-4:] == expected


def test_it_is_opened_with_the_form_it_was_sent_with(teacher, worker, desks, sent) -> None:
    opened = worker.queue.open(sent.id)
    assert opened.form == teacher.seat.definitions.form
    assert opened.matrix.name == opened.sent.matrix
    stranger = desks("worker")
    object.__setattr__(stranger.seat.definitions, "form_key", "a-later-form/9")
    later = stranger.queue.open(sent.id)
    assert later.form == opened.form
    assert later.form is not opened.form


def test_content_that_is_not_as_it_was_sent_is_not_shown(worker, store, sent) -> None:
    with store.write() as work:
        for (name,) in work.connection.execute(
            text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        ).fetchall():
            if "sent_version" in name:
                work.connection.execute(text(f"DROP TRIGGER {name}"))
        work.connection.execute(text("UPDATE sent_version SET content_hash = :hash"), {"hash": "0" * 64})
        work.commit()
    with pytest.raises(StoreDamaged, match="not as it was sent"):
        worker.queue.open(sent.id)


def test_a_practitioner_has_no_queue(teacher, sent) -> None:
    with pytest.raises(NotAllowed, match="Only people of the Safeguarding Hub"):
        teacher.queue.page()
    with pytest.raises(NotAllowed):
        teacher.queue.open(sent.id)
