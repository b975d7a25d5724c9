"""Information checks: the Hub asks other agencies, lawfully and for what it needs; an agency answers in its own sign-in.

A checking agency sees what it was asked and nothing else of the enquiry. Source: domain notes 5d.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from enquiry_app.definitions.checks_definition import load_checks
from enquiry_app.enquiry.answers import Answers, FlexDate, Postal
from enquiry_app.enquiry.checking_rules import (
    UNDECIDED,
    CheckAnswer,
    CheckInput,
    Missing,
    missing_before_asking,
    missing_in_answer,
    open_checks,
    open_questions,
    sharing,
    stage_after,
    suggested_due,
)
from enquiry_app.enquiry.date_reading import date_words
from enquiry_app.enquiry.hub_records import InformationCheck, Message
from enquiry_app.enquiry.records import Enquiry
from enquiry_app.enquiry.statuses import HUB_ROLES
from enquiry_app.enquiry.working_time import time_left_words
from enquiry_app.errors import AppError, NotFound, NotReady
from enquiry_app.services.hub_queue import note_opened
from enquiry_app.services.moving import WrongMoment, move
from enquiry_app.services.new_ids import new_id
from enquiry_app.services.ports import Readable, Work
from enquiry_app.services.seat import Seat
from enquiry_app.services.summarising import child_name
from enquiry_app.services.use_case import use_case

LEAST_REASON = 10  # characters
ANSWERED_SHOWN = 20
_CHECKER = "checking_agency"


@dataclass(frozen=True)
class Askable:
    """An agency that can be asked. `answers_here`: somebody of it signs in to this store to answer."""

    id: str
    name: str
    kind: str
    answers_here: bool


@dataclass(frozen=True)
class AskedChild:
    """What a checking agency is told of a child: enough to find the child in its own records."""

    names: str
    birth: str  # in words
    addresses: tuple[str, ...]

    def __repr__(self) -> str:
        return "AskedChild()"


@dataclass(frozen=True)
class AskedOfUs:
    """A question to an agency, as that agency sees it. Nothing else of the enquiry is in here."""

    check_id: str
    version: int
    status: str
    source: str  # in words
    asked_at: dt.datetime
    asked_by: str  # name
    due_at: dt.datetime
    due_words: str
    overdue: bool
    about: int  # how many children
    children: tuple[AskedChild, ...]
    question: str
    lawful_basis: str  # in words
    necessity: str
    hub_phone: str
    answered_at: dt.datetime | None = None
    answered_by: str = ""  # name
    given: CheckAnswer = field(default_factory=CheckAnswer)
    earlier: tuple[Mapping[str, Any], ...] = ()

    def __repr__(self) -> str:
        return f"AskedOfUs({self.check_id})"


class Checks:
    """Use cases of both sides of a check."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    @use_case("ask_check", unaudited="names of agencies, nothing of a child")
    def agencies(self) -> tuple[Askable, ...]:
        """The agencies of this store that can be asked, those that answer here first; the Hub itself is not among them."""
        self._seat.require("ask_check")
        with self._seat.store.read() as read:
            seated = {person.agency_id for person in read.people() if person.active and person.role == _CHECKER}
            found = [Askable(a.id, a.name, a.kind, a.id in seated) for a in read.agencies() if a.kind != "hub"]
        return tuple(sorted(found, key=lambda one: (not one.answers_here, one.name.casefold())))

    @use_case("ask_check", unaudited="a time, nothing of a child")
    def suggested_due(self, enquiry_id: str) -> dt.datetime:
        """When an answer asked for now would be due, by the enquiry's rating."""
        with self._seat.store.read() as read:
            return self._due(self._seat.enquiry(read, enquiry_id, "ask_check"))

    @use_case("ask_check", "check:asked", "enquiry:status")
    def ask(self, enquiry_id: str, asked: CheckInput) -> InformationCheck:
        """Ask one agency; see `ask_several`."""
        return self.ask_several(enquiry_id, (asked,))[0]

    @use_case("ask_check", "check:asked", "enquiry:status")
    def ask_several(self, enquiry_id: str, asked: Sequence[CheckInput]) -> tuple[InformationCheck, ...]:
        """Ask several agencies in one step: all are asked, or none.

        Raises NotReady with all that is missing (`Missing`, one or more for each agency) before anybody is asked,
        WrongMoment once the enquiry is decided.
        """
        seat = self._seat
        with seat.store.write() as work:
            enquiry = seat.enquiry(work, enquiry_id, "ask_check")
            if enquiry.status not in UNDECIDED:
                raise WrongMoment("This enquiry is decided, so nobody else is asked about the family now.")
            children = work.sent_version(enquiry_id).answers.items_of("children")
            refuse_missing([m for one in asked for m in missing_before_asking(one, children, seat.now())])
            if not asked:
                raise AppError("Choose at least one agency to ask.")
            made = tuple(work.add_hub_record(self._record(work, enquiry, one)) for one in asked)
            for check in made:
                seat.record(work, "check:asked", enquiry_id, check=check.id, source=check.source)
            settle_stage(seat, work, into_triage(seat, work, enquiry), "check_asked")
            work.commit()
        return made

    @use_case("ask_check", "check:cancelled", "enquiry:status")
    def cancel(self, check_id: str, because: str, version: int) -> InformationCheck:
        """Take a question back, with a reason. Raises WrongMoment if it is answered, EnquiryChangedElsewhere."""
        seat = self._seat
        with seat.store.write() as work:
            check = self._of_the_hub(work, check_id)
            if check.status != "asked":
                raise WrongMoment("This has been answered or cancelled already.")
            if len(because.strip()) < LEAST_REASON:
                raise AppError("Say why the answer is not needed any more.")
            cancelled = replace(
                check, status="cancelled", answered_at=seat.now(), answered_by=seat.person.id,
                cancelled_because=because.strip(),
            )  # fmt: skip
            kept = work.change_hub_record(cancelled, version)
            seat.record(work, "check:cancelled", check.enquiry_id, check=check_id)
            settle_stage(seat, work, work.enquiry(check.enquiry_id), "check_done")
            work.commit()
        return kept

    @use_case("answer_check", "check:answered", "enquiry:status")
    def answer(self, check_id: str, given: CheckAnswer, version: int) -> InformationCheck:
        """Answer, or answer again: an answer once sent stays in the record and is followed by a newer one.

        A checking agency answers what it was asked itself; the Hub may write down what it was told, by whom and when.
        The last open answer ends the stage of checks. Raises NotFound for another agency's question, NotReady with
        what is missing, WrongMoment if it was cancelled, EnquiryChangedElsewhere.
        """
        seat = self._seat
        seat.require("answer_check")
        for_them = seat.person.role != _CHECKER
        with seat.store.write() as work:
            check = self._of_the_hub(work, check_id) if for_them else self._of_us(work, check_id)
            if check.status == "cancelled":
                raise WrongMoment("The Hub has taken this question back. If what you know matters, ring the Hub.")
            refuse_missing(missing_in_answer(given, for_them=for_them, now=seat.now()))
            kept = work.change_hub_record(self._answered(check, given), version)
            seat.record(work, "check:answered", check.enquiry_id, check=check_id, status=kept.status)
            settle_stage(seat, work, work.enquiry(check.enquiry_id), "check_done")
            work.commit()
        return kept

    @use_case("ask_check", unaudited="part of an enquiry whose opening is audited")
    def of(self, enquiry_id: str) -> tuple[InformationCheck, ...]:
        """The checks of an enquiry, oldest first, for the Hub."""
        with self._seat.store.read() as read:
            self._seat.enquiry(read, enquiry_id, "ask_check")
            return read.hub_records(InformationCheck, enquiry_id)

    @use_case("see_checks_asked", unaudited="questions without names; opening one is audited")
    def asked_of_us(self) -> tuple[AskedOfUs, ...]:
        """What this person's agency still has to answer, the most overdue first, then what this person answered last.

        Children's names are left out: they are shown when one is opened.
        """
        seat = self._seat
        seat.require("see_checks_asked")
        if not seat.person.agency_id:
            return ()
        with seat.store.read() as read:
            waiting = read.hub_records(InformationCheck, agency_id=seat.person.agency_id, status="asked")
            done = read.hub_records(
                InformationCheck, agency_id=seat.person.agency_id, status=("answered", "nothing_known"),
                answered_by=seat.person.id,
            )  # fmt: skip
            latest = sorted(done, key=lambda check: check.answered_at or check.asked_at, reverse=True)[:ANSWERED_SHOWN]
            shown = (*sorted(waiting, key=lambda check: check.due_at), *latest)
            return tuple(self._asked(read, check, ()) for check in shown)

    @use_case("see_checks_asked", "check:opened")
    def open_asked(self, check_id: str) -> AskedOfUs:
        """Open a question to this person's agency, with the children it is about. Raises NotFound for another's."""
        seat = self._seat
        seat.require("see_checks_asked")
        with seat.store.write() as work:
            check = self._of_us(work, check_id)
            answers = work.sent_version(check.enquiry_id).answers
            children = tuple(_asked_child(answers, c) for c in check.children if c in answers.items_of("children"))
            seat.record(work, "check:opened", check.enquiry_id, check=check_id)
            asked = self._asked(work, check, children)
            work.commit()
        return asked

    def _record(self, work: Work, enquiry: Enquiry, asked: CheckInput) -> InformationCheck:
        seat = self._seat
        names = {agency.id: agency.name for agency in work.agencies()}
        if asked.agency_id and asked.agency_id not in names:
            raise NotFound("This agency is not in the store any more. Choose another, or write its name.")
        return InformationCheck(
            id=new_id(seat.now()), version=1, enquiry_id=enquiry.id, agency_id=asked.agency_id, status="asked",
            asked_at=seat.now(), asked_by=seat.person.id, due_at=asked.due or self._due(enquiry),
            agency_name=names.get(asked.agency_id, "") or asked.agency_name.strip(), source=asked.source,
            children=asked.children, question=asked.question.strip(), lawful_basis=asked.lawful_basis,
            necessity=asked.necessity.strip(), agreement=asked.agreement.strip(), agreement_code=asked.agreement_code,
        )  # fmt: skip

    def _answered(self, check: InformationCheck, given: CheckAnswer) -> InformationCheck:
        seat = self._seat
        earlier = (*check.earlier, _as_kept(check)) if check.status != "asked" else check.earlier
        return replace(
            check, status="nothing_known" if given.nothing_known else "answered", answered_at=seat.now(),
            answered_by=seat.person.id, answer=given.answer.strip(),
            reliability="" if given.nothing_known else given.reliability, may_share=sharing(given),
            police_only=given.police_only and not given.nothing_known, told_by=given.told_by.strip(),
            told_at=given.told_at.isoformat() if given.told_at else "", earlier=earlier,
        )  # fmt: skip

    def _due(self, enquiry: Enquiry) -> dt.datetime:
        seat = self._seat
        return suggested_due(enquiry.rating, urgent=enquiry.urgent, now=seat.now(), hours=seat.hub.hours)

    def _of_the_hub(self, work: Work, check_id: str) -> InformationCheck:
        self._seat.require("ask_check")
        check = work.hub_record(InformationCheck, check_id)
        self._seat.enquiry(work, check.enquiry_id, "ask_check")
        return check

    def _of_us(self, work: Work, check_id: str) -> InformationCheck:
        agency = self._seat.person.agency_id
        found = [c for c in _found(work, check_id) if agency and c.agency_id == agency]
        if not found:
            raise NotFound("There is no such question here, or it was asked of another agency.")
        return found[0]

    def _asked(self, read: Readable, check: InformationCheck, children: tuple[AskedChild, ...]) -> AskedOfUs:
        seat, now = self._seat, self._seat.now()
        waiting = check.status == "asked"
        basis = seat.definitions.form.code_lists["lawful_basis"].choice(check.lawful_basis)
        given = CheckAnswer(
            check.answer, check.status == "nothing_known", check.reliability, check.may_share, check.police_only
        )
        return AskedOfUs(
            check_id=check.id, version=check.version, status=check.status,
            source=load_checks().source_words(check.source), asked_at=check.asked_at,
            asked_by=read.person(check.asked_by).display_name, due_at=check.due_at,
            due_words=time_left_words(seat.hub.hours, check.due_at, now) if waiting else "",
            overdue=waiting and now >= check.due_at, about=len(check.children), children=children,
            question=check.question,
            lawful_basis=basis.label if basis else check.lawful_basis, necessity=check.necessity,
            hub_phone=seat.hub.phone, answered_at=check.answered_at,
            answered_by=read.person(check.answered_by).display_name if check.answered_by else "", given=given,
            earlier=check.earlier,
        )  # fmt: skip


def refuse_missing(missing: Sequence[Missing]) -> None:
    """Raise NotReady with every sentence, each once, unless nothing is missing."""
    if missing:
        raise NotReady("\n".join(dict.fromkeys(one.sentence for one in missing)), missing)


def into_triage(seat: Seat, work: Work, enquiry: Enquiry) -> Enquiry:
    """An enquiry nobody has begun is opened and in triage as soon as somebody works on it."""
    if seat.person.role in HUB_ROLES and enquiry.status == "sent":
        enquiry = note_opened(seat, work, enquiry)
    return move(seat, work, enquiry, "in_triage") if enquiry.status == "received" else enquiry


def settle_stage(seat: Seat, work: Work, enquiry: Enquiry, event: str) -> Enquiry:
    """Move to the stage that follows from the event and what is still open, in the running transaction."""
    questions = len(open_questions(work.hub_records(Message, enquiry.id)))
    checks = len(open_checks(work.hub_records(InformationCheck, enquiry.id)))
    stage = stage_after(event, enquiry.status, questions=questions, checks=checks)
    return move(seat, work, enquiry, stage) if stage != enquiry.status else enquiry


def _found(work: Work, check_id: str) -> tuple[InformationCheck, ...]:
    try:
        return (work.hub_record(InformationCheck, check_id),)
    except NotFound:
        return ()


def _as_kept(check: InformationCheck) -> Mapping[str, Any]:
    return {
        "at": check.answered_at.isoformat() if check.answered_at else "", "by": check.answered_by,
        "status": check.status, "answer": check.answer, "reliability": check.reliability,
        "may_share": check.may_share, "police_only": check.police_only, "told_by": check.told_by,
    }  # fmt: skip


def _asked_child(answers: Answers, child: str) -> AskedChild:
    unborn = answers.get("child_born", (child,)) == "unborn"
    born = answers.get("child_due_date" if unborn else "child_birth_date", (child,))
    when = date_words(born) if isinstance(born, FlexDate) else "not known"
    return AskedChild(_names(answers, child), f"due {when}" if unborn else when, _addresses(answers, child))


def _names(answers: Answers, child: str) -> str:
    parts = [answers.get(name, (child,)) for name in ("child_given_names", "child_family_name")]
    full = " ".join(part for part in parts if isinstance(part, str))
    known_as = answers.get("child_known_as", (child,))
    if not full or answers.get("child_born", (child,)) == "unborn":
        full = child_name(answers, child)
    return f"{full}, known as {known_as}" if isinstance(known_as, str) and known_as else full


def _addresses(answers: Answers, child: str) -> tuple[str, ...]:
    """Where the child lives, in one line; the address of a refuge is nobody else's business."""
    address = answers.get("child_address", (child,))
    if not isinstance(address, Postal):
        return ()
    if address.kind == "refuge":
        return ("Address kept private: ask the Hub",)
    words = ", ".join(filter(None, (*address.lines.split("\n"), address.postcode)))
    return (words,) if words else ()
