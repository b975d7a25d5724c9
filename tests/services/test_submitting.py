"""Sending: what counts is what lies in the store, a lead's word is asked for but never holds up what is urgent."""

from __future__ import annotations

import datetime as dt

import pytest

from enquiry_app.enquiry.answers import Address, Answers, Change
from enquiry_app.enquiry.reference import read_reference
from enquiry_app.errors import AppError, EnquiryChangedElsewhere, NotAllowed, NotReady
from enquiry_app.services.submitting import HANDOVER_WAYS
from tests.services.conftest import example


def started(desk, answers: Answers):
    return desk.drafting.start(answers).enquiry


def test_sending_freezes_content_versions_and_reference(teacher, sent) -> None:
    assert sent.status == "sent"
    assert read_reference(sent.reference).prefix == teacher.seat.info.prefix
    assert sent.sent_at == teacher.seat.now()
    with teacher.seat.store.read() as read:
        frozen = read.sent_version(sent.id)
    assert frozen.number == 1
    assert frozen.answers.get("worry") == example("two-children").get("worry")
    assert frozen.form == teacher.seat.definitions.form_key
    assert frozen.suggestions["amira"]["suggested"] == "3"
    assert len(frozen.content_hash) == 64


def test_two_enquiries_never_share_a_reference(teacher) -> None:
    first, second = (started(teacher, example("two-children")) for _ in range(2))
    references = {teacher.submitting.send(e.id, e.version).enquiry.reference for e in (first, second)}
    assert len(references) == 2


def test_what_is_missing_is_named_and_nothing_is_sent(teacher) -> None:
    empty = started(teacher, example("two-children").with_answer("worry", (), None))
    with pytest.raises(NotReady, match="One thing is still needed") as refused:
        teacher.submitting.send(empty.id, empty.version)
    assert [problem.address.question for problem in refused.value.problems] == ["worry"]
    assert teacher.status(empty.id) == "draft"
    assert "enquiry:sent" not in teacher.tags(empty.id)


def test_several_missing_things_are_counted(teacher) -> None:
    bare = started(teacher, Answers())
    with pytest.raises(NotReady, match=r"\d things are still needed") as refused:
        teacher.submitting.send(bare.id, bare.version)
    assert len(refused.value.problems) > 1


def test_the_store_decides_not_the_screen(teacher, desks) -> None:
    enquiry = started(teacher, example("two-children"))
    desks("teacher").drafting.save_changes(enquiry.id, enquiry.version, ())
    with pytest.raises(EnquiryChangedElsewhere):
        teacher.submitting.send(enquiry.id, enquiry.version)


def test_hidden_answers_stay_behind(teacher) -> None:
    hidden = example("two-children").with_answer("danger_what", (), "Written, then answered no")
    enquiry = started(teacher, hidden)
    teacher.submitting.send(enquiry.id, enquiry.version)
    with teacher.seat.store.read() as read:
        assert read.sent_version(enquiry.id).answers.get("danger_what") is None
        assert read.answers(enquiry.id).get("danger_what") == "Written, then answered no"


def test_urgent_asks_for_the_minimum_and_for_no_sign_off(teacher) -> None:
    answers = example("urgent").with_answer("sign_off", (), "ask")
    enquiry = started(teacher, answers.with_answer("level_chosen", ("jago",), "4-S47"))
    sent = teacher.submitting.send(enquiry.id, enquiry.version, urgent=True).enquiry
    assert sent.urgent
    assert sent.status == "sent"


def test_an_answer_that_says_urgent_is_enough(teacher) -> None:
    enquiry = started(teacher, example("urgent").with_answer("sign_off", (), "ask"))
    assert teacher.submitting.send(enquiry.id, enquiry.version).enquiry.urgent


def test_urgent_still_needs_a_worry_and_a_way_to_ring_back(teacher) -> None:
    answers = example("urgent").with_answer("worry", (), None)
    for way in ("referrer_phone", "referrer_email"):
        answers = answers.with_answer(way, (), None)
    enquiry = started(teacher, answers)
    with pytest.raises(NotReady) as refused:
        teacher.submitting.send(enquiry.id, enquiry.version, urgent=True)
    asked = {problem.address.question for problem in refused.value.problems}
    assert "worry" in asked
    assert asked & {"referrer_phone", "referrer_email"}


def test_a_sent_enquiry_is_not_sent_twice(teacher, sent) -> None:
    with pytest.raises(NotAllowed, match="already been sent"):
        teacher.submitting.send(sent.id, sent.version)


class TestSignOff:
    @pytest.fixture
    def asked(self, teacher, people):
        enquiry = started(teacher, example("two-children").with_answer("sign_off", (), "ask"))
        return teacher.submitting.ask_sign_off(enquiry.id, people["lead"].id)

    def test_what_should_be_signed_off_is_not_sent_before_it_was_asked(self, teacher) -> None:
        enquiry = started(teacher, example("two-children").with_answer("sign_off", (), "ask"))
        with pytest.raises(NotReady, match="Ask for sign-off"):
            teacher.submitting.send(enquiry.id, enquiry.version)

    def test_the_lead_sees_it_waiting_and_the_author_cannot_change_it(self, teacher, lead, asked) -> None:
        assert [e.id for e in lead.submitting.awaiting_me()] == [asked.id]
        with pytest.raises(NotAllowed, match="Take it back"):
            teacher.drafting.save_changes(asked.id, asked.version, ())
        with pytest.raises(NotReady, match="not signed this off yet"):
            teacher.submitting.send(asked.id, asked.version)

    def test_signed_off_it_can_be_sent_by_its_author(self, teacher, lead, asked) -> None:
        signed = lead.submitting.sign_off(asked.id, "Clear and fair.")
        assert signed.status == "draft"
        assert "signed_off" in signed.flags
        assert teacher.drafting.open(asked.id).answers.get("lead_comment") == "Clear and fair."
        assert teacher.submitting.send(asked.id, signed.version).enquiry.status == "sent"

    def test_a_change_after_sign_off_is_noted_when_it_is_sent(self, teacher, lead, asked) -> None:
        signed = lead.submitting.sign_off(asked.id)
        change = Change(Address("what_next"), "Something else.")
        saved = teacher.drafting.save_changes(asked.id, signed.version, (change,))
        teacher.submitting.send(asked.id, saved.version)
        sent_event = next(e for e in teacher.events(asked.id) if e.tag == "enquiry:sent")
        assert sent_event.details["changed_after_sign_off"] == "yes"

    def test_the_lead_gives_it_back_with_a_reason(self, teacher, lead, asked) -> None:
        with pytest.raises(AppError, match="what should be changed"):
            lead.submitting.return_to_author(asked.id, "  ")
        back = lead.submitting.return_to_author(asked.id, "Say who saw it.")
        assert back.status == "draft"
        assert "signed_off" not in back.flags
        with pytest.raises(NotReady):
            teacher.submitting.send(asked.id, back.version)

    def test_the_author_takes_it_back_and_says_nobody_is_there(self, teacher, asked) -> None:
        back = teacher.submitting.take_back(asked.id)
        absent = (
            Change(Address("lead_discussed"), "not_available"),
            Change(Address("lead_not_available_why"), "Ill; the deputy was tried."),
            Change(Address("sign_off"), "not_available"),
        )
        saved = teacher.drafting.save_changes(asked.id, back.version, absent)
        assert teacher.submitting.send(asked.id, saved.version).enquiry.status == "sent"

    def test_urgent_goes_while_the_lead_is_asked(self, teacher, asked) -> None:
        assert teacher.submitting.send(asked.id, asked.version, urgent=True).enquiry.status == "sent"

    def test_only_a_lead_of_the_same_agency_can_be_asked(self, teacher, people) -> None:
        enquiry = started(teacher, example("two-children"))
        with pytest.raises(AppError, match="safeguarding lead of your own agency"):
            teacher.submitting.ask_sign_off(enquiry.id, people["manager"].id)

    def test_nobody_signs_off_what_does_not_wait(self, teacher, lead) -> None:
        enquiry = started(teacher, example("two-children"))
        with pytest.raises(NotAllowed, match="not waiting"):
            lead.submitting.sign_off(enquiry.id)

    def test_a_lead_does_not_sign_off_their_own(self, lead, people) -> None:
        enquiry = started(lead, example("two-children"))
        with pytest.raises(AppError):
            lead.submitting.ask_sign_off(enquiry.id, people["lead"].id)


class TestHandover:
    @pytest.fixture
    def partner(self, desks):
        return desks("teacher", kind="partner")

    @pytest.fixture
    def ready(self, partner):
        enquiry = started(partner, example("two-children"))
        return partner.submitting.send(enquiry.id, enquiry.version).enquiry

    def test_in_a_partners_store_the_hub_does_not_have_it_yet(self, partner, worker, ready) -> None:
        assert ready.status == "ready_to_hand_over"
        page = partner.submitting.confirmation(ready.id)
        assert not page.handed_over
        assert "does not have this yet" in page.headline
        with pytest.raises(NotAllowed):
            worker.queue.open(ready.id)

    def test_recording_how_to_whom_and_when_makes_it_sent(self, partner, ready) -> None:
        handed = partner.submitting.record_handover(ready.id, "secure_email", "Duty desk", partner.seat.now())
        assert handed.status == "sent"
        assert partner.submitting.confirmation(ready.id).handed_over
        event = next(e for e in partner.events(ready.id) if e.tag == "enquiry:handed_over")
        assert event.details == {"how": "secure_email"}
        assert not partner.documents.is_missing(ready.id)

    @pytest.mark.parametrize(
        ("how", "to_whom", "hours", "sentence"),
        [
            ("pigeon", "Duty desk", 0, "Choose how"),
            ("post", " ", 0, "Say who at the Hub"),
            ("post", "Duty desk", 1, "cannot be in the future"),
        ],
    )
    def test_half_a_record_is_refused(self, partner, ready, how, to_whom, hours, sentence) -> None:
        with pytest.raises(AppError, match=sentence):
            partner.submitting.record_handover(ready.id, how, to_whom, partner.seat.now() + dt.timedelta(hours=hours))
        assert partner.status(ready.id) == "ready_to_hand_over"

    def test_only_what_waits_for_handing_over_can_be_handed_over(self, teacher, sent) -> None:
        with pytest.raises(NotAllowed, match="ready to hand over"):
            teacher.submitting.record_handover(sent.id, "post", "Duty desk", teacher.seat.now())

    def test_every_way_has_words(self) -> None:
        assert all(HANDOVER_WAYS.values())


class TestConfirmation:
    def test_it_says_what_happens_by_when_and_what_to_do_if_nothing_is_heard(self, teacher, sent) -> None:
        page = teacher.submitting.confirmation(sent.id)
        assert page.reference == sent.reference
        assert page.hub_phone == teacher.seat.hub.phone
        assert all(step.by.startswith("by ") for step in page.steps)
        assert page.hub_phone in page.if_nothing_heard
        assert "open until" in page.hub_open_words

    def test_an_urgent_one_says_ring_first(self, teacher) -> None:
        enquiry = started(teacher, example("urgent"))
        page = teacher.submitting.send(enquiry.id, enquiry.version, urgent=True).confirmation
        assert teacher.seat.hub.phone in page.steps[0].text
        assert "999" in page.steps[0].text

    def test_at_night_it_names_the_out_of_hours_number_and_the_next_opening(self, teacher, clock) -> None:
        clock.move(hours=11)
        enquiry = started(teacher, example("urgent"))
        page = teacher.submitting.send(enquiry.id, enquiry.version, urgent=True).confirmation
        assert teacher.seat.hub.out_of_hours_phone in page.steps[0].text
        assert "closed until" in page.hub_open_words

    def test_a_bank_holiday_ahead_is_named(self, teacher, clock) -> None:
        clock.move(days=28)
        enquiry = started(teacher, example("two-children"))
        page = teacher.submitting.send(enquiry.id, enquiry.version).confirmation
        assert "Friday 25 December" in page.hub_open_words
        assert "bank holiday" in page.hub_open_words

    def test_a_draft_has_none(self, teacher) -> None:
        with pytest.raises(NotReady, match="not been sent"):
            teacher.submitting.confirmation(started(teacher, Answers()).id)

    def test_a_withdrawn_one_says_so(self, teacher, sent) -> None:
        teacher.drafting.withdraw(sent.id, "Sent twice by mistake")
        page = teacher.submitting.confirmation(sent.id)
        assert page.headline.startswith("Withdrawn")
        assert len(page.steps) == 1
