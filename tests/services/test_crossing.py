"""Differences, thanks, withdrawals and names that cross between two stores: repeated, reordered and lost files leave both
sides with everything that was said, and each side sees what the other cannot know yet."""

# ruff: noqa: F401, F811 - fixtures of the two stores, by their names

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enquiry_app.enquiry.answers import Address, Change
from enquiry_app.enquiry.hub_records import Disagreement, Letter
from enquiry_app.exchange.record_json import record_from_plain, record_to_plain
from enquiry_app.exchange.sealed.errors import ParcelError
from enquiry_app.services.crossing import merged_difference
from tests.services.conftest import example
from tests.services.test_exchanging import (
    arrived,
    fingerprint_of,
    hub,
    hub_template,
    known,
    referred,
    school,
    sealed_again,
)

AT = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


def difference(stage: int, said: frozenset[int], status: str = "open") -> Disagreement:
    entries = [{"stage": 1, "at": (AT + dt.timedelta(hours=n)).isoformat(), "by": "p", "with_whom": "", "note": f"{n}"}
               for n in sorted(said)]  # fmt: skip
    one = Disagreement("d" * 20, 1, "e", "open", stage, "threshold", AT, "p", about="More help", stages=tuple(entries))
    if status == "open":
        return one
    outcome = "upheld" if status == "settled" else ""
    return replace(one, status=status, settled_at=AT, settled_by="m", outcome=outcome, changed_for_child="A visit")


said = st.frozensets(st.integers(0, 9), max_size=5)


@given(st.integers(1, 4), st.integers(1, 4), said, said)
def test_both_sides_come_to_the_same_whoever_hears_first(stage, other, here, there):
    one, two = difference(stage, here), difference(other, there)
    left, right = merged_difference(one, two), merged_difference(two, one)
    assert (left.stage, left.stages, left.status) == (right.stage, right.stages, right.status)
    assert {entry["note"] for entry in left.stages} == {str(n) for n in here | there}
    assert left.stage == max(stage, other)
    assert merged_difference(left, two) == left  # the same file again


@given(said, said, st.sampled_from(["settled", "withdrawn"]))
def test_what_is_settled_stays_settled(here, there, status):
    settled = difference(2, here, status)
    assert merged_difference(settled, difference(3, there)).status == status
    learned = merged_difference(difference(3, there), settled)
    assert (learned.status, learned.changed_for_child, learned.due_at) == (status, "A visit", None)


@given(st.integers(1, 4), said)
def test_a_record_is_read_back_as_it_was(stage, entries):
    one = difference(stage, entries)
    assert record_from_plain(Disagreement, record_to_plain(one)) == one


@pytest.mark.parametrize(
    "change",
    [{"stage": "2"}, {"stage": True}, {"about": None}, {"raised_at": "2026-11-23"}, {"stages": {}}, {"urgent": 1},
     {"stages": [{"at": [1]}]}, {"id": 5}, {"about": "x" * 300_000}],
)  # fmt: skip
def test_a_field_of_another_kind_is_refused(change):
    with pytest.raises(ValueError):
        record_from_plain(Disagreement, {**record_to_plain(difference(1, frozenset())), **change})


def test_a_difference_goes_over_is_settled_and_comes_back_without_what_the_hub_learned(
    school,
    hub,
    known,
    arrived,
    referred,
    clock,
) -> None:
    worker, manager = hub("worker"), hub("manager")
    worker.cases.open(referred.id)
    school.exchange.open(worker.exchange.seal_reply(referred.id).content)
    raised = school.disagreements.raise_(referred.id, "threshold", "We see more need than this, every day.")
    earlier = sealed_again(school, known, referred.id)
    clock.move(hours=1)
    school.disagreements.next_stage(raised.id, "Ann Deputy, team manager", "We rang and were not agreed.", 1)
    assert worker.exchange.open(sealed_again(school, known, referred.id)).result == "news"
    assert worker.exchange.open(earlier).result == "known"
    (there,) = manager.disagreements.of(referred.id)
    assert (there.stage, there.raised_for, there.status) == (2, "Torview Primary School", "open")
    assert [entry["note"] for entry in there.stages] == ["", "We rang and were not agreed."]
    assert "that you disagree" not in " ".join(school.progress.again(referred.id).not_there)
    manager.disagreements.settle(there.id, "partly", "A visit on Thursday.", "Ring before writing.", there.version)
    assert "how the disagreement was settled" in worker.cases.open(referred.id).not_told
    reply = worker.exchange.seal_reply(referred.id).content
    school.exchange.open(reply)
    (here,) = school.disagreements.of(referred.id)
    assert (here.status, here.outcome, here.changed_for_child, here.learning) == (
        "settled",
        "partly",
        "A visit on Thursday.",
        "",
    )
    assert worker.exchange.open(sealed_again(school, known, referred.id)).result == "known"
    assert manager.disagreements.of(referred.id)[0].learning == "Ring before writing."


def test_what_another_agency_or_the_hub_itself_differs_about_does_not_cross(
    school,
    hub,
    known,
    arrived,
    referred,
) -> None:
    worker = hub("worker")
    worker.cases.open(referred.id)
    worker.disagreements.raise_(referred.id, "threshold", "We think the school could have done more itself.")
    school.exchange.open(worker.exchange.seal_reply(referred.id).content)
    assert school.disagreements.of(referred.id) == ()


def test_whom_to_ask_for_at_the_hub_is_told(school, hub, known, arrived, referred) -> None:
    worker = hub("worker")
    worker.triage.take(referred.id)
    school.exchange.open(worker.exchange.seal_reply(referred.id).content)
    assert school.progress.again(referred.id).worker == "Hub Worker"


def test_each_side_sees_what_the_other_does_not_know_and_no_more_once_it_is_sealed(
    school,
    hub,
    known,
    arrived,
    referred,
    clock,
) -> None:
    worker = hub("worker")
    assert worker.cases.open(referred.id).not_told == ("that you have it",)
    worker.exchange.seal_reply(referred.id)
    assert worker.cases.again(referred.id).not_told == ()
    worker.triage.take(referred.id)
    worker.conversation.ask(referred.id, "Which nursery?")
    worker.conversation.ask(referred.id, "Who else helps?")
    told = worker.cases.again(referred.id).not_told
    assert told == ("2 questions", "that it now stands at “The Hub has a question for you”")
    school.exchange.open(worker.exchange.seal_reply(referred.id).content)
    assert worker.cases.again(referred.id).not_told == ()
    clock.move(minutes=5)
    school.conversation.write(referred.id, "information", "She moved.")
    assert school.progress.again(referred.id).not_there == ("1 message",)
    clock.move(minutes=5)
    sealed_again(school, known, referred.id)
    assert school.progress.again(referred.id).not_there == ()


def test_what_was_said_of_a_letter_reaches_the_hub_once(school, hub, known, arrived, referred, clock) -> None:
    worker = hub("worker")
    worker.cases.open(referred.id)
    with worker.seat.store.write() as work:
        letter = Letter("letter-of-this-test", 1, referred.id, "outcome", "sent", clock.now(), worker.seat.person.id,
                        sent_at=clock.now(), parts={"outcome": "Early help."})  # fmt: skip
        work.add_hub_record(letter)
        work.commit()
    school.exchange.open(worker.exchange.seal_reply(referred.id).content)
    school.letters.useful(letter.id, "partly", "Say who rings whom.", 1)
    assert school.progress.again(referred.id).not_there == ("whether the letter was useful",)
    content = sealed_again(school, known, referred.id)
    assert worker.exchange.open(content).result == "news"
    assert worker.exchange.open(sealed_again(school, known, referred.id)).result == "known"
    with worker.seat.store.read() as read:
        kept = read.hub_record(Letter, letter.id)
    assert (kept.useful, kept.useful_words) == ("partly", "Say who rings whom.")


def test_one_taken_back_before_anybody_opened_it_leaves_the_queue(school, hub, known, arrived, referred) -> None:
    worker = hub("worker")
    school.drafting.withdraw(referred.id, "The family has moved away.")
    opened = worker.exchange.open(sealed_again(school, known, referred.id))
    assert (opened.result, worker.status(referred.id)) == ("withdrawn", "withdrawn")
    assert worker.exchange.open(sealed_again(school, known, referred.id)).result == "known"


def test_one_the_hub_works_on_goes_on_and_its_history_says_that_it_was_taken_back(
    school,
    hub,
    known,
    arrived,
    referred,
) -> None:
    worker = hub("worker")
    worker.triage.take(referred.id)
    school.drafting.withdraw(referred.id, "The family has moved away.")
    assert worker.exchange.open(sealed_again(school, known, referred.id)).result == "withdrawn"
    assert worker.status(referred.id) == "in_triage"
    assert "Referrer took it back" in [line.what for line in worker.cases.again(referred.id).history]
    assert worker.exchange.open(sealed_again(school, known, referred.id)).result == "known"
    school.exchange.open(worker.exchange.seal_reply(referred.id).content)
    assert school.status(referred.id) == "in_triage"


def a_picture(kind: str, **how) -> bytes:
    from PIL import Image

    made = io.BytesIO()
    Image.effect_noise((60, 40), 50).convert("RGB").save(made, kind, **how)
    return made.getvalue()


def test_pictures_with_particulars_of_a_camera_and_many_files_arrive_as_they_were_kept(
    school,
    hub,
    known,
) -> None:
    from PIL import Image

    exif = Image.Exif()
    exif[0x010F] = "Camera"
    contents = [a_picture("JPEG", exif=exif), a_picture("PNG", dpi=(72, 72)), a_picture("JPEG", comment=b"a note")]
    contents += [b"%PDF-1.7\n" + bytes([n]) * 50 for n in range(80)]
    draft = school.drafting.start(example("two-children")).enquiry
    described = tuple(school.drafting.add_attachment(draft.id, f"f{n}", each) for n, each in enumerate(contents))
    question = next(q.id for q in school.seat.definitions.form.questions.values() if q.kind == "attachments")
    version = school.version(draft.id)
    school.drafting.save_changes(draft.id, version, (Change(Address(question), described),), None)
    sent = school.submitting.send(draft.id, school.version(draft.id)).enquiry
    worker = hub("worker")
    worker.exchange.confirm_and_open(sealed_again(school, known, sent.id), fingerprint_of(school))
    with school.seat.store.read() as here, worker.seat.store.read() as there:
        ours, theirs = here.attachments(sent.id), there.attachments(sent.id)
        assert [file.sha256 for file in ours] == [file.sha256 for file in theirs]
        assert [here.attachment(f.id)[2] for f in ours] == [there.attachment(f.id)[2] for f in theirs]
    assert len(theirs) == 83


def test_a_message_under_an_id_of_another_enquiry_is_refused(school, hub, known, arrived, referred) -> None:
    import json

    from enquiry_app.exchange.sealed.parcels import open_sealed, seal
    from enquiry_app.services.store_keys import keys_of

    worker = hub("worker")
    worker.cases.open(referred.id)
    draft = school.drafting.start(example("urgent")).enquiry
    other = school.submitting.send(draft.id, draft.version, urgent=True).enquiry
    worker.exchange.open(sealed_again(school, known, other.id))
    worker.cases.open(other.id)
    with school.seat.store.write() as work:
        work.change_enquiry(other.id, version=work.enquiry(other.id).version, at=school.seat.now(), status="sent")
        work.commit()
    said_here = school.conversation.write(other.id, "information", "About the other one.")
    worker.exchange.open(sealed_again(school, known, other.id))
    with worker.seat.store.write() as work:
        inside = open_sealed(sealed_again(school, known, referred.id), keys_of(work))
    message = {**record_to_plain(said_here), "enquiry_id": referred.id}
    parts = {**inside.parts, "messages.json": json.dumps([message]).encode()}
    with school.seat.store.write() as work:
        content = seal(replace(inside, id="another-parcel", parts=parts), keys_of(work))
    with pytest.raises(ParcelError):
        worker.exchange.open(content)
