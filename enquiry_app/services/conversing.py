"""The conversation between the Hub and the referrer on one enquiry: questions, answers, news, a chase, a disagreement."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from enquiry_app.definitions.checks_definition import QUESTION, load_checks
from enquiry_app.enquiry.checking_rules import UNDECIDED, open_questions
from enquiry_app.enquiry.hub_records import Message
from enquiry_app.enquiry.missing_facts import questions_worth_asking
from enquiry_app.enquiry.records import Enquiry
from enquiry_app.enquiry.statuses import WITH_THE_HUB
from enquiry_app.enquiry.working_time import due_at
from enquiry_app.errors import AppError
from enquiry_app.services.asking_agencies import into_triage, settle_stage
from enquiry_app.services.moving import WrongMoment
from enquiry_app.services.new_ids import new_id
from enquiry_app.services.ports import Readable, Work
from enquiry_app.services.seat import Seat
from enquiry_app.services.use_case import use_case

REFERRERS_KINDS = ("answer", "information", "disagreement", "chase")
_HUB = ("hub_worker", "hub_manager")


class Conversation:
    """Use cases of both sides. What is written is never changed or removed."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    @use_case("ask_referrer", "message:written", "enquiry:status")
    def ask(self, enquiry_id: str, text: str, due: dt.datetime | None = None) -> Message:
        """Ask the referrer; without a time, the answer is due within one working day. It is then their turn.

        Raises WrongMoment once the enquiry is decided.
        """
        seat = self._seat
        with seat.store.write() as work:
            enquiry = seat.enquiry(work, enquiry_id, "ask_referrer")
            if enquiry.status not in UNDECIDED:
                raise WrongMoment("This enquiry is decided. You can still write to the referrer, without a question.")
            if due is not None and due <= seat.now():
                raise AppError("Choose a time that is still to come.")
            message = self._write(work, enquiry, "question", text, due=due or self.default_due())
            settle_stage(seat, work, into_triage(seat, work, enquiry), "question_asked")
            work.commit()
        return message

    @use_case("ask_referrer", unaudited="a time, nothing of a child")
    def default_due(self) -> dt.datetime:
        """When an answer to a question asked now is due: one working day."""
        self._seat.require("ask_referrer")
        return due_at(load_checks().target(QUESTION), self._seat.now(), self._seat.hub.hours)

    @use_case("write_message", "message:written", "enquiry:status")
    def write(self, enquiry_id: str, kind: str, text: str, answers: str = "") -> Message:
        """Write to the other side. The referrer answers a question (`answers` is its id; if one only is open, it may be
        left out), adds information, says they disagree, or asks what has happened; the Hub gives information.

        Answering the last open question hands the enquiry back to the Hub.
        """
        seat = self._seat
        from_hub = seat.person.role in _HUB
        with seat.store.write() as work:
            enquiry = seat.enquiry(work, enquiry_id, "ask_referrer" if from_hub else "write_message")
            if enquiry.status not in WITH_THE_HUB:
                raise WrongMoment("The Hub does not have this enquiry, so nobody there would read it.")
            if kind not in (("information",) if from_hub else REFERRERS_KINDS):
                raise AppError("This kind of message cannot be written here.")
            answered = self._answered(work, enquiry_id, answers) if kind == "answer" else ""
            message = self._write(work, enquiry, kind, text, answers=answered)
            if answered:
                settle_stage(seat, work, enquiry, "question_answered")
            work.commit()
        return message

    @use_case("see_messages", "message:read")
    def mark_read(self, enquiry_id: str) -> int:
        """Note that this side has read what the other wrote; how many were new."""
        seat = self._seat
        from_hub = seat.person.role in _HUB
        with seat.store.write() as work:
            seat.enquiry(work, enquiry_id, "see_messages")
            unread = [m for m in work.hub_records(Message, enquiry_id) if m.from_hub != from_hub and m.read_at is None]
            for message in unread:
                work.change_hub_record(replace(message, read_at=seat.now(), read_by=seat.person.id), message.version)
            if unread:
                seat.record(work, "message:read", enquiry_id, count=str(len(unread)))
                work.commit()
        return len(unread)

    @use_case("see_messages", unaudited="part of an enquiry whose opening is audited")
    def of(self, enquiry_id: str) -> tuple[Message, ...]:
        """Everything said on an enquiry, oldest first, for either side."""
        with self._seat.store.read() as read:
            self._seat.enquiry(read, enquiry_id, "see_messages")
            return read.hub_records(Message, enquiry_id)

    @use_case("ask_referrer", unaudited="part of an enquiry whose opening is audited")
    def suggested_questions(self, enquiry_id: str) -> tuple[str, ...]:
        """What the referrer could be asked: what matters and was left out or not known in what was sent, as lines;
        what has been asked already is left out."""
        seat = self._seat
        with seat.store.read() as read:
            seat.enquiry(read, enquiry_id, "ask_referrer")
            sent = read.sent_version(enquiry_id)
            form, matrix = seat.definitions.form_of(read, sent.form), seat.definitions.matrix_of(read, sent.matrix)
            asked = [m.text for m in read.hub_records(Message, enquiry_id) if m.kind == "question"]
        lines = questions_worth_asking(form, matrix, sent, seat.today())
        return tuple(line for line in lines if not any(line in text for text in asked))

    def _write(
        self, work: Work, enquiry: Enquiry, kind: str, text: str, *, answers: str = "", due: dt.datetime | None = None
    ) -> Message:
        seat = self._seat
        words = text.strip()
        if not words:
            raise AppError("Write the question first." if kind == "question" else "Write the message first.")
        message = Message(
            id=new_id(seat.now()), version=1, enquiry_id=enquiry.id, kind=kind, from_hub=seat.person.role in _HUB,
            written_at=seat.now(), written_by=seat.person.id, due_at=due, text=words, answers=answers,
        )  # fmt: skip
        work.add_hub_record(message)
        seat.record(work, "message:written", enquiry.id, kind=kind)
        return message

    def _answered(self, read: Readable, enquiry_id: str, question_id: str) -> str:
        waiting = open_questions(read.hub_records(Message, enquiry_id))
        if not question_id and len(waiting) == 1:
            return waiting[0].id
        if question_id not in {question.id for question in waiting}:
            raise AppError(
                "Say which question this answers." if waiting and not question_id else
                "This question is answered already. You can still add information."
            )  # fmt: skip
        return question_id
