"""Every step of the Hub's work on an enquiry goes through here: the move is allowed, the clock is set anew, the step and
its reason are kept for the history, all in the running transaction."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from enquiry_app.enquiry.hub_clock import next_due
from enquiry_app.enquiry.hub_records import Step
from enquiry_app.enquiry.records import Enquiry
from enquiry_app.enquiry.statuses import may_move, status_words
from enquiry_app.errors import AppError, NotAllowed
from enquiry_app.services.new_ids import new_id
from enquiry_app.services.ports import Work
from enquiry_app.services.seat import Seat


class WrongMoment(AppError):
    """This cannot be done while the enquiry stands where it does."""


def change(seat: Seat, work: Work, enquiry: Enquiry, **columns: Any) -> Enquiry:
    """Set columns and work out anew what the Hub owes next.

    Raises EnquiryChangedElsewhere if somebody saved since `enquiry` was read.
    """
    due, target = next_due(replace(enquiry, **columns), seat.hub)
    values = {**columns, "due_at": due, "due_for": target}
    return work.change_enquiry(enquiry.id, version=enquiry.version, at=seat.now(), **values)


def move(seat: Seat, work: Work, enquiry: Enquiry, to: str, reason: str = "", **columns: Any) -> Enquiry:
    """Move to another status and keep the step. Already there: only the columns are set.

    Raises NotAllowed if somebody of this role can never make this move, WrongMoment if not from here,
    EnquiryChangedElsewhere.
    """
    if enquiry.status == to:
        return change(seat, work, enquiry, **columns)
    role = seat.person.role
    if not may_move(role, enquiry.status, to):
        now, then = status_words(enquiry.status, role), status_words(to, role)
        if any(may_move(other, enquiry.status, to) for other in ("hub_worker", "hub_manager", "safeguarding_lead")):
            raise NotAllowed(f"This enquiry is “{now}”. Somebody else has to move it to “{then}”.")
        raise WrongMoment(f"This enquiry is “{now}”, so it cannot become “{then}” now.")
    moved = change(seat, work, enquiry, status=to, **columns)
    keep_step(seat, work, moved, "status", enquiry.status, to, reason)
    return moved


def keep_step(
    seat: Seat, work: Work, enquiry: Enquiry, kind: str, from_code: str, to_code: str, reason: str = ""
) -> None:
    """Keep a step for the history, and write the audit event `enquiry:KIND` (codes only)."""
    step = Step(new_id(seat.now()), 1, enquiry.id, kind, from_code, to_code, seat.now(), seat.person.id, reason)
    work.add_hub_record(step)
    seat.record(work, f"enquiry:{kind}", enquiry.id, before=from_code, after=to_code)
