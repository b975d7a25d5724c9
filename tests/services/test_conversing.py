"""Questions to the referrer and what comes back: whose turn it is, what is read, who may write and see."""

from __future__ import annotations

import datetime as dt

import pytest

from enquiry_app.enquiry.checking_rules import open_questions, tries
from enquiry_app.errors import AppError, NotAllowed
from enquiry_app.services.moving import WrongMoment
from tests.services.checking import ANSWER, question_to
from tests.services.conftest import example

QUESTION = "Was Sami seen alone?"


@pytest.fixture
def question(worker, sent):
    worker.triage.take(sent.id)
    return worker.conversation.ask(sent.id, QUESTION)


def test_a_question_makes_it_the_referrers_turn_for_a_working_day(worker, sent, question) -> None:
    assert worker.status(sent.id) == "waiting_for_referrer"
    assert question.due_at == dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.UTC)
    assert (question.kind, question.from_hub, question.text) == ("question", True, QUESTION)
    assert worker.tags(sent.id)[-2:] == ["message:written", "enquiry:status"]
    event = next(e for e in worker.events(sent.id) if e.tag == "message:written")
    assert QUESTION not in str(event)


def test_the_answer_hands_it_back(teacher, worker, sent, question) -> None:
    answer = teacher.conversation.write(sent.id, "answer", "Yes, on Friday.", question.id)
    assert answer.answers == question.id
    assert worker.status(sent.id) == "in_triage"
    assert worker.conversation.of(sent.id) == teacher.conversation.of(sent.id) == (question, answer)


def test_only_the_last_answer_hands_it_back(teacher, worker, sent, question) -> None:
    second = worker.conversation.ask(sent.id, "Who is at home tonight?")
    with pytest.raises(AppError, match="which question"):
        teacher.conversation.write(sent.id, "answer", "Yes, on Friday.")
    teacher.conversation.write(sent.id, "answer", "Yes, on Friday.", question.id)
    assert worker.status(sent.id) == "waiting_for_referrer"
    teacher.conversation.write(sent.id, "answer", "Her mother.")  # one is left: no need to say which
    assert worker.status(sent.id) == "in_triage"
    with pytest.raises(AppError, match="answered already"):
        teacher.conversation.write(sent.id, "answer", "Her aunt.", second.id)


@pytest.mark.parametrize("kind", ["information", "disagreement", "chase"])
def test_other_words_of_the_referrer_leave_the_question_open(teacher, worker, sent, question, kind) -> None:
    teacher.conversation.write(sent.id, kind, "He was not in school today.")
    assert worker.status(sent.id) == "waiting_for_referrer"
    assert open_questions(worker.conversation.of(sent.id)) == (question,)


def test_a_question_goes_before_checks_and_they_come_after_it(teacher, worker, desks, sent, question, agencies) -> None:
    check = worker.checks.ask(sent.id, question_to(agencies["police"].id))
    assert worker.status(sent.id) == "waiting_for_referrer"
    teacher.conversation.write(sent.id, "answer", "Yes, on Friday.")
    assert worker.status(sent.id) == "information_checks"
    worker.conversation.ask(sent.id, "Who is at home tonight?")
    assert worker.status(sent.id) == "waiting_for_referrer"
    desks("checker").checks.answer(check.id, ANSWER, check.version)
    assert worker.status(sent.id) == "waiting_for_referrer"
    teacher.conversation.write(sent.id, "answer", "Her mother.")
    assert worker.status(sent.id) == "in_triage"


def test_asked_of_one_nobody_opened_yet(worker, sent) -> None:
    worker.conversation.ask(sent.id, QUESTION)
    assert worker.status(sent.id) == "waiting_for_referrer"
    assert "enquiry:received" in worker.tags(sent.id)


def test_a_decided_enquiry_has_no_more_questions_but_words(worker, teacher, sent, store, clock) -> None:
    with store.write() as work:
        work.change_enquiry(sent.id, version=sent.version, at=clock.now(), status="closed")
        work.commit()
    with pytest.raises(WrongMoment, match="decided"):
        worker.conversation.ask(sent.id, QUESTION)
    told = worker.conversation.write(sent.id, "information", "The letter was sent to you today.")
    assert told.from_hub
    assert not teacher.conversation.write(sent.id, "disagreement", "We see it otherwise.").from_hub
    assert worker.status(sent.id) == "closed"


def test_a_draft_has_nobody_at_the_other_end(teacher, lead) -> None:
    draft = teacher.drafting.start(example("urgent")).enquiry
    with pytest.raises(WrongMoment, match="does not have this"):
        teacher.conversation.write(draft.id, "information", "A word more.")


@pytest.mark.parametrize(("text", "due"), [("   ", None), (QUESTION, dt.timedelta(minutes=-1))])
def test_an_empty_question_or_one_due_in_the_past_is_not_asked(worker, sent, clock, text, due) -> None:
    with pytest.raises(AppError):
        worker.conversation.ask(sent.id, text, clock.now() + due if due else None)
    assert worker.conversation.of(sent.id) == ()


def test_kinds_belong_to_their_side(worker, teacher, sent) -> None:
    with pytest.raises(AppError, match="kind of message"):
        worker.conversation.write(sent.id, "chase", "Hello?")
    with pytest.raises(AppError, match="kind of message"):
        teacher.conversation.write(sent.id, "question", "And you?")


def test_reading_is_noted_once_and_only_of_the_other_side(worker, teacher, lead, sent, question, clock) -> None:
    assert worker.conversation.mark_read(sent.id) == 0
    clock.move(minutes=5)
    assert teacher.conversation.mark_read(sent.id) == 1
    assert lead.conversation.mark_read(sent.id) == 0
    (read,) = worker.conversation.of(sent.id)
    assert (read.read_at, read.read_by) == (clock.now(), teacher.seat.person.id)
    assert worker.tags(sent.id)[-1] == "message:read"
    teacher.conversation.write(sent.id, "answer", "Yes, on Friday.")
    assert worker.conversation.mark_read(sent.id) == 1


def test_two_tries_in_vain_are_counted(worker, teacher, sent, question, clock) -> None:
    worker.conversation.ask(sent.id, "And who is at home tonight?")
    assert tries(worker.conversation.of(sent.id)) == 1
    clock.move(days=1)
    worker.conversation.ask(sent.id, "Please ring us: was Sami seen alone?")
    assert tries(worker.conversation.of(sent.id)) == 2
    teacher.conversation.write(sent.id, "chase", "I was away. I will answer tomorrow.")
    assert tries(worker.conversation.of(sent.id)) == 0


def test_what_is_missing_is_offered_as_questions(worker, sent) -> None:
    offered = worker.conversation.suggested_questions(sent.id)
    assert offered[0] == "Was Sami Pengelly-Khan seen alone? If not, why not?"
    assert len(offered) == len(set(offered)) == 3
    worker.conversation.ask(sent.id, f"Dear colleague, {offered[0]}")
    assert worker.conversation.suggested_questions(sent.id) == offered[1:]


def test_the_most_needed_is_offered_first_and_not_all_at_once(worker, teacher) -> None:
    draft = teacher.drafting.start(example("urgent")).enquiry
    urgent = teacher.submitting.send(draft.id, draft.version, urgent=True).enquiry
    offered = worker.conversation.suggested_questions(urgent.id)
    assert offered[0] == "Has Jago Luscombe been seen: when, where and by whom?"
    assert len(offered) == 8


@pytest.mark.parametrize("who", ["visitor", "admin", "checker"])
def test_who_has_no_part_in_it_is_refused_everywhere(desks, sent, who) -> None:
    talk = desks(who).conversation
    for step in (
        lambda: talk.ask(sent.id, QUESTION), lambda: talk.write(sent.id, "information", "Words"),
        lambda: talk.of(sent.id), lambda: talk.mark_read(sent.id), lambda: talk.suggested_questions(sent.id),
        talk.default_due,
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            step()


def test_the_referrer_does_not_ask_and_the_lead_of_the_agency_may_answer(teacher, lead, sent, question) -> None:
    with pytest.raises(NotAllowed):
        teacher.conversation.ask(sent.id, QUESTION)
    with pytest.raises(NotAllowed):
        teacher.conversation.suggested_questions(sent.id)
    assert lead.conversation.write(sent.id, "answer", "Yes, on Friday.").written_by == lead.seat.person.id
