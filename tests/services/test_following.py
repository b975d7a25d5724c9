"""Following a sent enquiry: its agency sees what was meant for it, marked as new until somebody looked."""

from __future__ import annotations

import pytest

from enquiry_app.enquiry.hub_records import InformationCheck, Letter, Message
from enquiry_app.errors import NotAllowed, NotReady
from enquiry_app.services.new_ids import new_id
from tests.services.conftest import example


@pytest.fixture
def add(store, clock, people, sent):
    """Puts a record of the Hub's work on the enquiry, as the Hub's own services would."""

    def put(record, /, **values):
        made = record(id=new_id(clock.now()), version=1, enquiry_id=sent.id, **values)
        with store.write() as work:
            work.add_hub_record(made)
            work.commit()
        return made

    return put


def a_letter(clock, people, **changes):
    return {
        "kind": "outcome", "status": "sent", "drafted_at": clock.now(), "drafted_by": people["worker"].id,
        "sent_at": clock.now(), **changes,
    }  # fmt: skip


def test_home_lists_what_was_sent_with_its_clock(teacher, clock, sent) -> None:
    teacher.drafting.start(example("urgent"))
    (one,) = teacher.progress.mine()
    assert (one.enquiry.id, one.status, one.clock.state) == (sent.id, "Sent to the Hub", "running")
    clock.move(days=2)
    assert teacher.progress.mine()[0].clock.state == "overdue"


def test_a_search_narrows_and_only_a_lead_sees_everybody_s(desks, teacher, lead, sent) -> None:
    assert teacher.progress.mine("zzyzx") == ()
    assert lead.progress.mine() == ()
    assert [one.enquiry.id for one in lead.progress.mine(whole_agency=True)] == [sent.id]
    assert desks("visitor").progress.mine(whole_agency=True) == ()


def test_opening_tells_the_story_and_is_audited(teacher, worker, clock, sent) -> None:
    clock.move(minutes=20)
    worker.queue.open(sent.id)
    clock.move(minutes=20)
    worker.triage.take(sent.id)
    followed = teacher.progress.of(sent.id)
    assert [line.what for line in followed.story][:2] == ["Sent to the Hub", "The Hub opened it"]
    assert "A social worker began to look at it" in [line.what for line in followed.story]
    assert followed.worker.startswith("Worker One")
    assert teacher.tags(sent.id)[-1] == "progress:opened"
    before = len(teacher.events(sent.id))
    teacher.progress.again(sent.id)
    assert len(teacher.events(sent.id)) == before


def test_a_question_and_a_letter_are_new_until_somebody_of_the_agency_looked(
    teacher, worker, lead, clock, people, add, sent
) -> None:
    worker.queue.open(sent.id)
    worker.triage.take(sent.id)
    worker.conversation.ask(sent.id, "Which school does she go to?")
    add(Letter, **a_letter(clock, people))
    assert teacher.progress.mine()[0].news[:2] == ("Question from the Hub", "Letter arrived")
    opened = teacher.progress.of(sent.id)
    assert opened.progress.news[:2] == ("Question from the Hub", "Letter arrived")
    assert [question.text for question in opened.questions] == ["Which school does she go to?"]
    assert lead.progress.mine(whole_agency=True)[0].news == ("Question from the Hub",)
    teacher.conversation.write(sent.id, "answer", "Meadfoot School.")
    after = teacher.progress.again(sent.id)
    assert (after.questions, after.progress.news) == ((), ())


def test_nothing_other_agencies_said_and_no_note_of_the_hub_is_in_it(
    teacher, worker, clock, people, agencies, add, sent
) -> None:
    worker.queue.open(sent.id)
    worker.triage.rate(sent.id, "amber", "SECRET reason for the rating", worker.version(sent.id))
    add(
        InformationCheck, agency_id=agencies["clinic"].id, status="answered", asked_at=clock.now(),
        asked_by=people["worker"].id, due_at=clock.now(), answered_at=clock.now(), answer="SECRET answer",
        police_only=True,
    )  # fmt: skip
    add(Letter, **a_letter(clock, people, status="draft", parts={"why": "SECRET draft"}))
    followed = teacher.progress.of(sent.id)
    shown = "".join(f"{line.what}{line.words}" for line in followed.story) + followed.chase + str(followed.letters)
    assert "SECRET" not in shown
    assert not [letter for letter in followed.letters if letter.kind == "outcome"]


def test_a_change_sent_later_is_part_of_the_story(teacher, clock, sent) -> None:
    from tests.services.test_amending import write

    clock.move(hours=1)
    teacher.amending.begin(sent.id)
    teacher.amending.send(sent.id, write(teacher, sent.id, "worry_in_short", "A new bruise."))
    followed = teacher.progress.of(sent.id)
    assert followed.version == 2
    assert [line.what for line in followed.story] == ["Sent to the Hub", "A change was sent: version 2"]


def test_messages_of_the_hub_are_noted_as_read_for_the_hub_to_see(teacher, worker, add, clock, people, sent) -> None:
    message = add(
        Message, kind="information", from_hub=True, written_at=clock.now(), written_by=people["worker"].id, text="News"
    )
    teacher.progress.of(sent.id)
    (read,) = [m for m in worker.conversation.of(sent.id) if m.id == message.id]
    assert (read.read_at, read.read_by) == (clock.now(), people["teacher"].id)


def test_late_means_advice_and_a_prepared_text(teacher, clock, sent) -> None:
    clock.move(days=2)
    followed = teacher.progress.of(sent.id)
    assert [each.now for each in followed.advice] == [True, True, True, False]
    assert sent.reference in followed.chase
    assert "Teacher One" in followed.chase
    assert sent.title.split()[0] not in followed.chase


def test_a_draft_is_not_followed(teacher) -> None:
    draft = teacher.drafting.start(example("urgent")).enquiry
    with pytest.raises(NotReady):
        teacher.progress.of(draft.id)


@pytest.mark.parametrize("who", ["visitor", "worker", "manager", "admin"])
def test_only_its_own_agency_follows_an_enquiry(desks, sent, who) -> None:
    with pytest.raises(NotAllowed):
        desks(who).progress.of(sent.id)
    with pytest.raises(NotAllowed):
        desks(who).progress.again(sent.id)


@pytest.mark.parametrize("who", ["worker", "manager", "admin"])
def test_the_hub_has_no_enquiries_of_its_own_to_follow(desks, who) -> None:
    with pytest.raises(NotAllowed):
        desks(who).progress.mine()


def test_what_was_sent_later_into_a_store_the_hub_does_not_share_is_not_there_until_handed_over(desks, clock) -> None:
    from tests.services.test_amending import write

    teacher = desks("teacher", "partner")
    draft = teacher.drafting.start(example("two-children"))
    sent = teacher.submitting.send(draft.enquiry.id, draft.enquiry.version).enquiry
    clock.move(hours=1)
    teacher.submitting.record_handover(sent.id, "by_hand", "Duty desk", clock.now())
    assert teacher.progress.of(sent.id).not_there == ()
    clock.move(hours=1)
    teacher.amending.begin(sent.id)
    teacher.amending.send(sent.id, write(teacher, sent.id, "worry_in_short", "A new bruise."))
    teacher.conversation.write(sent.id, "information", "Grandmother has them.")
    assert teacher.progress.again(sent.id).not_there == ("version 2", "1 message")
    clock.move(hours=1)
    handed = teacher.submitting.record_handover(sent.id, "by_hand", "Duty desk", clock.now())
    assert handed.status == "sent"
    assert teacher.progress.again(sent.id).not_there == ()


def test_in_a_shared_store_what_is_sent_later_is_there_at_once(teacher, clock, sent) -> None:
    clock.move(hours=1)
    teacher.conversation.write(sent.id, "information", "Grandmother has them.")
    assert teacher.progress.of(sent.id).not_there == ()
    with pytest.raises(NotAllowed):
        teacher.submitting.record_handover(sent.id, "by_hand", "Duty desk", clock.now())
