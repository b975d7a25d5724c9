"""Taking back an enquiry the Hub has not received yet."""

from __future__ import annotations

from enquiry_app.enquiry.records import Enquiry
from enquiry_app.enquiry.statuses import may_move
from enquiry_app.errors import AppError, NotAllowed
from enquiry_app.services.case_notes import keep_note
from enquiry_app.services.moving import change
from enquiry_app.services.ports import Work
from enquiry_app.services.seat import Seat
from enquiry_app.services.working_copy import open_copy, put_away

SHORTEST_REASON = 5


def withdraw(seat: Seat, work: Work, enquiry_id: str, reason: str) -> Enquiry:
    """Withdraw within the running transaction; the reason lies with the enquiry, the event says only that it happened.

    Raises NotAllowed once the Hub has it, AppError without a reason.
    """
    enquiry = seat.enquiry(work, enquiry_id, "withdraw")
    if not may_move(seat.person.role, enquiry.status, "withdrawn"):
        raise NotAllowed(
            "Only an enquiry that was sent and that the Hub has not received can be withdrawn. Ring the Hub instead."
        )
    if len(reason.strip()) < SHORTEST_REASON:
        raise AppError("Say in a few words why you are withdrawing this enquiry.")
    keep_note(work, enquiry_id, "withdrawn", {"reason": reason.strip(), "by": seat.person.display_name}, seat.now())
    if enquiry.amending:
        put_away(work, open_copy(work, enquiry_id), "thrown_away")
    withdrawn = change(seat, work, enquiry, status="withdrawn", amending=False)
    seat.record(work, "enquiry:withdrawn", enquiry_id, before=enquiry.status)
    return withdrawn
