"""Sending an enquiry: sign-off, the frozen version, handing over, and what the person reads afterwards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from enquiry_app.enquiry.answers import Answers
from enquiry_app.enquiry.records import Draft, Enquiry, Person, SentVersion, Suggested
from enquiry_app.enquiry.reference import make_reference
from enquiry_app.enquiry.statuses import WITH_THE_HUB, may_move
from enquiry_app.enquiry.threshold import ENGINE
from enquiry_app.errors import AppError, NotAllowed, NotReady
from enquiry_app.services import signing_off
from enquiry_app.services.case_notes import keep_note
from enquiry_app.services.confirming import Confirmation, confirmation
from enquiry_app.services.drafting import changed_elsewhere
from enquiry_app.services.freezing import sealed_version, without_hidden
from enquiry_app.services.judging import judge, suggestions_for
from enquiry_app.services.moving import change
from enquiry_app.services.ports import QueueFilter, Work
from enquiry_app.services.producing_documents import Documents
from enquiry_app.services.seat import Seat
from enquiry_app.services.use_case import use_case

# How an enquiry can reach the Hub from a store the Hub does not share.
HANDOVER_WAYS = {
    "secure_email": "By secure e-mail",
    "sealed_file": "As a sealed file",
    "by_hand": "Printed and handed over",
    "post": "By post",
    "portal": "Typed or uploaded into the Hub's own form",
    "other": "Another way",
}
AT_ONCE = frozenset({"shared", "practice", "hub"})  # store kinds in which the Hub sees it the moment it is sent
LIST_LIMIT = 500


@dataclass(frozen=True)
class Sent:
    """A sent enquiry and the page to show. `document_missing`: the referral could not be made yet; make it again."""

    enquiry: Enquiry
    confirmation: Confirmation
    document_missing: bool = False


class Submitting:
    """Use cases around sending."""

    def __init__(self, seat: Seat, documents: Documents) -> None:
        self._seat = seat
        self._documents = documents

    @use_case("ask_sign_off", unaudited="names of colleagues, nothing of a child")
    def leads(self) -> tuple[Person, ...]:
        """The active safeguarding leads of one's own agency, other than oneself, by name."""
        self._seat.require("ask_sign_off")
        me = self._seat.person
        with self._seat.store.read() as read:
            found = [
                p
                for p in read.people()
                if p.active and p.role == "safeguarding_lead" and p.agency_id == me.agency_id and p.id != me.id
            ]
        return tuple(sorted(found, key=lambda person: person.display_name))

    @use_case("ask_sign_off", "sign_off:asked")
    def ask_sign_off(self, enquiry_id: str, lead_id: str) -> Enquiry:
        """Ask a safeguarding lead of one's own agency to sign a draft off."""
        with self._seat.store.write() as work:
            enquiry = signing_off.ask(self._seat, work, enquiry_id, lead_id)
            work.commit()
        return enquiry

    @use_case("ask_sign_off", "sign_off:taken_back")
    def take_back(self, enquiry_id: str) -> Enquiry:
        """Go on writing instead of waiting for the lead."""
        with self._seat.store.write() as work:
            enquiry = signing_off.take_back(self._seat, work, enquiry_id)
            work.commit()
        return enquiry

    @use_case("sign_off", unaudited="list rows are not records opened")
    def awaiting_me(self) -> tuple[Enquiry, ...]:
        """The enquiries of one's agency that wait for sign-off, oldest first; those asked of this person come first."""
        self._seat.require("sign_off")
        wanted = QueueFilter(statuses=("awaiting_sign_off",), agency_id=self._seat.person.agency_id)
        with self._seat.store.read() as read:
            found = read.enquiries(wanted, "oldest", LIST_LIMIT)
        mine = [enquiry for enquiry in found if enquiry.owner_id != self._seat.person.id]
        return tuple(sorted(mine, key=lambda enquiry: enquiry.lead_id != self._seat.person.id))

    @use_case("sign_off", "sign_off:given")
    def sign_off(self, enquiry_id: str, comment: str = "") -> Enquiry:
        """Sign off an enquiry of one's agency; its author, or the lead, can then send it."""
        with self._seat.store.write() as work:
            enquiry = signing_off.give(self._seat, work, enquiry_id, comment)
            work.commit()
        return enquiry

    @use_case("sign_off", "sign_off:returned")
    def return_to_author(self, enquiry_id: str, comment: str) -> Enquiry:
        """Give it back to its author, saying what should be changed."""
        with self._seat.store.write() as work:
            enquiry = signing_off.return_to_author(self._seat, work, enquiry_id, comment)
            work.commit()
        return enquiry

    @use_case("send", "enquiry:sent")
    def send(self, enquiry_id: str, version: int, urgent: bool = False) -> Sent:
        """Freeze and send. `urgent` (or an answer that says so) asks for the minimum only and for no sign-off.

        Raises NotReady with the problems in the form's words, EnquiryChangedElsewhere if `version` is not the newest.
        """
        seat = self._seat
        with seat.store.write() as work:
            enquiry = seat.enquiry(work, enquiry_id, "send")
            if enquiry.amending:
                raise NotAllowed("This enquiry is being changed. Look through the change and send that.")
            to = "sent" if seat.info.kind in AT_ONCE else "ready_to_hand_over"
            if not may_move(seat.person.role, enquiry.status, to):
                raise NotAllowed("This enquiry has already been sent.")
            if enquiry.version != version:
                raise changed_elsewhere(version, enquiry.version)
            draft = work.draft(enquiry_id)
            urgent = urgent or enquiry.urgent
            signing_off.check_before_sending(enquiry, draft.answers, urgent)
            sent = self._sent(work, draft, to, urgent)
            work.commit()
        missing = to == "sent" and not self._documents.keep_referral(enquiry_id)
        return Sent(sent, confirmation(sent, seat.hub, seat.now()), missing)

    @use_case("record_handover", "enquiry:handed_over")
    def record_handover(self, enquiry_id: str, how: str, to_whom: str, at: dt.datetime) -> Enquiry:
        """Record that the Hub really has it: a code of `HANDOVER_WAYS`, who took it, and when (aware).

        In a store the Hub does not share, what was changed or written later is handed over, and recorded, again.
        """
        seat = self._seat
        _check_handover(how, to_whom, at, seat.now())
        with seat.store.write() as work:
            enquiry = seat.enquiry(work, enquiry_id, "record_handover")
            again = enquiry.status in WITH_THE_HUB and seat.info.kind not in AT_ONCE
            if enquiry.status != "ready_to_hand_over" and not again:
                raise NotAllowed("Only an enquiry that is ready to hand over can be recorded as handed over.")
            note = {"how": how, "to_whom": to_whom.strip(), "at": at.astimezone(dt.UTC).isoformat()}
            keep_note(work, enquiry_id, "handover", note, seat.now())
            status = enquiry.status if again else "sent"
            handed = change(seat, work, enquiry, status=status)
            seat.record(work, "enquiry:handed_over", enquiry_id, how=how)
            work.commit()
        self._documents.keep_referral(enquiry_id)
        return handed

    @use_case("see_confirmation", unaudited="shows dates and telephone numbers, nothing of the child")
    def confirmation(self, enquiry_id: str) -> Confirmation:
        """The page after sending, as it reads now. Raises NotReady for an enquiry not sent yet."""
        with self._seat.store.read() as read:
            enquiry = self._seat.enquiry(read, enquiry_id, "see_confirmation")
        if not enquiry.reference:
            raise NotReady("This enquiry has not been sent yet.")
        return confirmation(enquiry, self._seat.hub, self._seat.now())

    def _sent(self, work: Work, draft: Draft, to: str, urgent: bool) -> Enquiry:
        """Check, freeze and move, within the running transaction."""
        seat, enquiry = self._seat, draft.enquiry
        stage = "U" if urgent else "N"
        state = judge(seat.definitions, draft.answers, seat.today(), stage=stage, revealed=draft.revealed)
        if not state.ready:
            raise not_ready(tuple(p for p in state.problems if p.severity == "block"))
        answers = without_hidden(draft.answers, state.not_sent)
        return freeze_and_move(seat, work, enquiry, answers, draft.revealed, to=to, urgent=urgent)


def freeze_and_move(
    seat: Seat, work: Work, enquiry: Enquiry, answers: Answers, revealed: Mapping[str, Suggested], *,
    to: str, urgent: bool, suggestions: Mapping[str, Mapping[str, Any]] | None = None,
) -> Enquiry:  # fmt: skip
    """Freeze these answers as the next sent version, give the reference and move the enquiry on; checks nothing.

    `suggestions`: of every child with findings, where they are known already.
    """
    now = seat.now()
    reference = enquiry.reference or make_reference(seat.info.prefix, work.next_reference_number(), now)
    frozen = freeze(seat, work, enquiry, answers, revealed, reference=reference, suggestions=suggestions)
    sent = change(seat, work, enquiry, status=to, reference=reference, urgent=urgent, sent_at=now)
    changed = "yes" if "changed_after_sign_off" in enquiry.flags else "no"
    stage = "U" if urgent else "N"
    seat.record(
        work, "enquiry:sent", enquiry.id, reference=reference, number=str(frozen.number), stage=stage,
        changed_after_sign_off=changed,
    )  # fmt: skip
    return sent


def freeze(
    seat: Seat, work: Work, enquiry: Enquiry, answers: Answers, revealed: Mapping[str, Suggested], *,
    reference: str, suggestions: Mapping[str, Mapping[str, Any]] | None = None,
) -> SentVersion:  # fmt: skip
    """Keep these answers for good as the next sent version, sealed by the hash of its content; moves nothing."""
    frozen = SentVersion(
        enquiry_id=enquiry.id,
        number=work.sent_version(enquiry.id).number + 1 if enquiry.reference else 1,
        answers=answers,
        form=seat.definitions.form_key,
        matrix=seat.definitions.matrix_key,
        engine=ENGINE,
        suggestions=suggestions_for(seat.definitions, answers, seat.today()) if suggestions is None else suggestions,
        revealed=revealed,
        sent_at=seat.now(),
        sent_by=seat.person.id,
        content_hash="",
    )
    seat.definitions.keep(work)
    sealed = sealed_version(frozen, reference)
    work.add_sent_version(sealed)
    return sealed


def not_ready(problems: tuple[object, ...]) -> NotReady:
    """The refusal that carries the problems."""
    if len(problems) == 1:
        return NotReady("One thing is still needed before this can be sent.", problems)
    return NotReady(f"{len(problems)} things are still needed before this can be sent.", problems)


def _check_handover(how: str, to_whom: str, at: dt.datetime, now: dt.datetime) -> None:
    if how not in HANDOVER_WAYS:
        raise AppError("Choose how the enquiry was handed over.")
    if not to_whom.strip():
        raise AppError("Say who at the Hub has it now: a name, a team or an address.")
    if at.tzinfo is None or at > now:
        raise AppError("The time of handing over cannot be in the future.")
