"""Closing an enquiry, which nothing else can, and opening a closed one again.

Source: domain notes 5f: it cannot be closed before the referrer has been told, or a coded reason says why nobody can be.
"""

from __future__ import annotations

from enquiry_app.enquiry.hub_records import Decision, Disagreement, Task
from enquiry_app.enquiry.records import Enquiry
from enquiry_app.enquiry.task_rules import follow_up_due
from enquiry_app.errors import AppError, NotReady
from enquiry_app.services.letter_basis import decision_in_force, told
from enquiry_app.services.moving import WrongMoment, move
from enquiry_app.services.new_ids import new_id
from enquiry_app.services.ports import Readable, Work
from enquiry_app.services.seat import Seat
from enquiry_app.services.triaging import changed_meanwhile
from enquiry_app.services.use_case import use_case

LEAST_REASON = 10  # characters
FOLLOW_UP = "Follow-up at three months: is the child safer?"


class Closing:
    """Use cases of those who finish the Hub's work on an enquiry."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    @use_case("close_enquiry", unaudited="says only what is missing")
    def may_close(self, enquiry_id: str) -> tuple[str, ...]:
        """What is missing before it can be closed, in sentences; () if nothing is."""
        with self._seat.store.read() as read:
            return _missing(read, self._seat.enquiry(read, enquiry_id, "close_enquiry"))

    @use_case("close_enquiry", "enquiry:closed", "enquiry:status", "task:added")
    def close(self, enquiry_id: str, version: int) -> Enquiry:
        """Close it; in three months somebody looks whether the child is safer. `version`: of the enquiry as it was seen.

        Raises NotReady with every sentence of `may_close`, EnquiryChangedElsewhere.
        """
        seat = self._seat
        with seat.store.write() as work:
            enquiry = seat.enquiry(work, enquiry_id, "close_enquiry")
            if enquiry.version != version:
                raise changed_meanwhile(version, enquiry.version)
            missing = _missing(work, enquiry)
            if missing:
                raise NotReady(f"This enquiry cannot be closed yet. {' '.join(missing)}", missing)
            closed = move(seat, work, enquiry, "closed", closed_at=seat.now())
            self._follow_up(work, closed)
            seat.record(work, "enquiry:closed", enquiry_id, outcome=enquiry.outcome)
            work.commit()
        return closed

    @use_case("reopen_enquiry", "enquiry:reopened", "enquiry:status")
    def reopen(self, enquiry_id: str, reason: str, version: int) -> Enquiry:
        """Open a closed enquiry again: it goes back to triage, is decided anew, and the referrer has to be told anew."""
        seat = self._seat
        with seat.store.write() as work:
            enquiry = seat.enquiry(work, enquiry_id, "reopen_enquiry")
            if enquiry.version != version:
                raise changed_meanwhile(version, enquiry.version)
            if enquiry.status != "closed":
                raise WrongMoment("Only a closed enquiry can be opened again.")
            if len(reason.strip()) < LEAST_REASON:
                raise AppError("Say why it is opened again.")
            opened = move(
                seat, work, enquiry, "in_triage", reason.strip(),
                closed_at=None, decided_at=None, feedback_at=None, outcome="",
            )  # fmt: skip
            seat.record(work, "enquiry:reopened", enquiry_id)
            work.commit()
        return opened

    def _follow_up(self, work: Work, enquiry: Enquiry) -> None:
        seat, now = self._seat, self._seat.now()
        if work.hub_records(Task, enquiry.id, kind="follow_up", status="open"):
            return
        task = Task(
            new_id(now), 1, enquiry.id, "follow_up", "", "open", now, seat.person.id,
            assigned_to=enquiry.assigned_to, due_at=follow_up_due(seat.hub.hours, now), what=FOLLOW_UP, in_letter=False,
        )  # fmt: skip
        work.add_hub_record(task)
        seat.record(work, "task:added", enquiry.id, kind="follow_up", code="")


def _missing(read: Readable, enquiry: Enquiry) -> tuple[str, ...]:
    if enquiry.status == "closed":
        return ("It is closed already.",)
    if enquiry.status != "feedback_due" or decision_in_force(read, enquiry) is None:
        return ("Nothing has been decided yet that the referrer could be told.",)
    missing = []
    if told(read, enquiry) is None:
        missing.append("The referrer has not been told: send the letter, or record why nobody can be told.")
    if read.count_hub_records(Decision, enquiry.id, status="awaiting_second"):
        missing.append("A change of the decision waits for a second manager.")
    differences = read.count_hub_records(Disagreement, enquiry.id, status="open")
    if differences:
        words = "A disagreement is" if differences == 1 else f"{differences} disagreements are"
        missing.append(f"{words} open: settle it first, or record that it was withdrawn.")
    return tuple(missing)
