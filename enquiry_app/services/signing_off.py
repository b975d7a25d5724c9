"""The safeguarding lead's sign-off: asked, given, returned. What counts is read from the audit trail.

Sign-off never holds up an urgent enquiry, and the form itself offers "nobody is available" with a reason.
"""

from __future__ import annotations

from enquiry_app.enquiry.answers import Address, Answers, Change
from enquiry_app.enquiry.records import Enquiry, Person
from enquiry_app.enquiry.statuses import may_move
from enquiry_app.errors import AppError, NotAllowed, NotReady
from enquiry_app.services.guarding import NOT_FOR_THEM, may_be_given
from enquiry_app.services.judging import current_summary
from enquiry_app.services.ports import Work
from enquiry_app.services.seat import Seat

SIGN_OFF_FLAGS = ("signed_off", "changed_after_sign_off")


def ask(seat: Seat, work: Work, enquiry_id: str, lead_id: str) -> Enquiry:
    """Ask this lead of one's own agency. Raises AppError if they cannot sign off."""
    enquiry = seat.enquiry(work, enquiry_id, "ask_sign_off")
    _check_move(seat, enquiry, "awaiting_sign_off", "Sign-off can be asked for a draft only.")
    if not _can_sign_off(work.person(lead_id), enquiry):
        raise AppError("Choose a safeguarding lead of your own agency, other than the person who wrote it.")
    if not may_be_given(work, work.person(lead_id), enquiry_id):
        raise AppError(NOT_FOR_THEM)
    asked = work.change_enquiry(
        enquiry_id, version=enquiry.version, at=seat.now(), status="awaiting_sign_off", lead_id=lead_id
    )
    seat.record(work, "sign_off:asked", enquiry_id, lead=lead_id)
    return asked


def take_back(seat: Seat, work: Work, enquiry_id: str) -> Enquiry:
    """The author goes on writing instead of waiting."""
    enquiry = seat.enquiry(work, enquiry_id, "ask_sign_off")
    _check_move(seat, enquiry, "draft", "Only an enquiry that waits for sign-off can be taken back.")
    taken = work.change_enquiry(enquiry_id, version=enquiry.version, at=seat.now(), status="draft")
    seat.record(work, "sign_off:taken_back", enquiry_id)
    return taken


def give(seat: Seat, work: Work, enquiry_id: str, comment: str) -> Enquiry:
    """Sign off: it becomes a draft again that may be sent as it stands."""
    enquiry = _waiting_for(seat, work, enquiry_id)
    commented = _with_comment(seat, work, enquiry, comment)
    flags = (*(flag for flag in commented.flags if flag not in SIGN_OFF_FLAGS), "signed_off")
    signed = work.change_enquiry(enquiry_id, version=commented.version, at=seat.now(), status="draft", flags=flags)
    seat.record(work, "sign_off:given", enquiry_id, version=str(signed.version))
    return signed


def return_to_author(seat: Seat, work: Work, enquiry_id: str, comment: str) -> Enquiry:
    """Hand it back to the author, saying what is missing."""
    enquiry = _waiting_for(seat, work, enquiry_id)
    if not comment.strip():
        raise AppError("Say what should be changed before it can be signed off.")
    commented = _with_comment(seat, work, enquiry, comment)
    returned = work.change_enquiry(enquiry_id, version=commented.version, at=seat.now(), status="draft")
    seat.record(work, "sign_off:returned", enquiry_id)
    return returned


def check_before_sending(enquiry: Enquiry, answers: Answers, urgent: bool) -> None:
    """Raise NotReady if the lead was asked and has not answered. Never for an urgent enquiry."""
    if urgent or "signed_off" in enquiry.flags or answers.get("sign_off") in ("agreed_spoken", "not_available"):
        return
    if enquiry.status == "awaiting_sign_off":
        raise NotReady(
            "Your safeguarding lead has not signed this off yet. Ask them, or take it back and record that nobody is"
            " available. If a child may be at risk, send it as urgent: that never waits."
        )
    if answers.get("sign_off") == "ask":
        raise NotReady(
            "You said the lead should sign this off first. Ask for sign-off now, or choose another answer under"
            " “Your safeguarding lead”."
        )


def _can_sign_off(person: Person, enquiry: Enquiry) -> bool:
    return (
        person.active
        and person.role == "safeguarding_lead"
        and person.agency_id == enquiry.agency_id
        and person.id != enquiry.owner_id
    )


def _waiting_for(seat: Seat, work: Work, enquiry_id: str) -> Enquiry:
    enquiry = seat.enquiry(work, enquiry_id, "sign_off")
    if enquiry.status != "awaiting_sign_off":
        raise NotAllowed("This enquiry is not waiting for sign-off.")
    if enquiry.owner_id == seat.person.id:
        raise NotAllowed("You wrote this enquiry yourself; somebody else signs it off.")
    return enquiry


def _check_move(seat: Seat, enquiry: Enquiry, to: str, sentence: str) -> None:
    if not may_move(seat.person.role, enquiry.status, to):
        raise NotAllowed(sentence)


def _with_comment(seat: Seat, work: Work, enquiry: Enquiry, comment: str) -> Enquiry:
    """Put the lead's comment among the answers, where the form asks for it."""
    if not comment.strip():
        return enquiry
    change = Change(Address("lead_comment"), comment.strip())
    answers = work.answers(enquiry.id).with_changes((change,))
    summary = current_summary(seat, answers)
    work.save_answers(
        enquiry.id, version=enquiry.version, changes=(change,), summary=summary, place=None, at=seat.now(),
        by=seat.person.id,
    )  # fmt: skip
    return work.enquiry(enquiry.id)
