"""Triage: who works on an enquiry, how urgent the Hub rates it, and the short roads out (returned, open case, another
authority). Source: domain notes 5a, 5b."""

from __future__ import annotations

from enquiry_app.enquiry.hub_records import RATINGS
from enquiry_app.enquiry.records import Enquiry, Person
from enquiry_app.enquiry.statuses import OPEN_AT_THE_HUB
from enquiry_app.errors import AppError, EnquiryChangedElsewhere, NotAllowed
from enquiry_app.services.guarding import NOT_FOR_THEM, may_be_given
from enquiry_app.services.hub_queue import note_opened
from enquiry_app.services.moving import WrongMoment, change, keep_step, move
from enquiry_app.services.ports import QueueFilter, Work
from enquiry_app.services.seat import Seat
from enquiry_app.services.use_case import use_case

# Flags of an enquiry that must not be sent back: a child may be in danger while papers travel.
_PROTECTION = frozenset({"immediate_danger", "protection"})
# An answer about each new arrival is looked for among so many.
_LOOKED_AT = 50
LEAST_REASON = 10  # characters


class Triage:
    """Use cases of the people at the Hub before anything is decided."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    @use_case("assign_enquiry", unaudited="names of colleagues, nothing of a child")
    def workers(self) -> tuple[Person, ...]:
        """The people of the Hub who can be given an enquiry, by name."""
        self._seat.require("assign_enquiry")
        with self._seat.store.read() as read:
            people = [p for p in read.people() if p.active and p.role in ("hub_worker", "hub_manager")]
        return tuple(sorted(people, key=lambda person: person.display_name.casefold()))

    @use_case("take_enquiry", "enquiry:assigned")
    def take(self, enquiry_id: str) -> Enquiry:
        """Take an enquiry nobody has, or that one has already; a new one goes into triage.

        Raises NotAllowed, naming nobody's case, if somebody else has it: then it is reassigned with a note.
        """
        with self._seat.store.write() as work:
            enquiry = self._seat.enquiry(work, enquiry_id, "take_enquiry")
            if enquiry.assigned_to not in ("", self._seat.person.id):
                name = work.person(enquiry.assigned_to).display_name
                raise NotAllowed(f"{name} has this enquiry. You can read it, or reassign it with a handover note.")
            taken = self._take(work, enquiry)
            work.commit()
        return taken

    @use_case("take_enquiry", "enquiry:assigned")
    def take_next(self) -> Enquiry | None:
        """Take the first enquiry nobody has: urgent ones first, then the oldest. None if nothing is waiting."""
        waiting = QueueFilter(statuses=("sent", "received", "in_triage"))
        with self._seat.store.write() as work:
            self._seat.require("take_enquiry")
            found = work.enquiries(waiting, "urgent_first", _LOOKED_AT)
            free = next((each for each in found if not each.assigned_to and not each.closed), None)
            if free is None:
                return None
            taken = self._take(work, free)
            work.commit()
        return taken

    @use_case("assign_enquiry", "enquiry:assigned")
    def assign(self, enquiry_id: str, person_id: str, note: str, version: int) -> Enquiry:
        """Give it to somebody of the Hub. Taking it from somebody else needs a handover note."""
        seat = self._seat
        with seat.store.write() as work:
            enquiry = self._opened(work, enquiry_id, "assign_enquiry", version)
            receiver = work.person(person_id)
            if not receiver.active or receiver.role not in ("hub_worker", "hub_manager"):
                raise AppError("Only somebody who works at the Hub can be given an enquiry.")
            if not may_be_given(work, receiver, enquiry.id):
                raise AppError(NOT_FOR_THEM)
            before = enquiry.assigned_to
            if before and before != person_id and len(note.strip()) < LEAST_REASON:
                raise AppError(
                    "Write a handover note: what has been done, what is open, what the next person must know."
                )
            if before == person_id:
                return enquiry
            given = change(seat, work, enquiry, assigned_to=person_id)
            keep_step(seat, work, given, "assigned", before, person_id, note.strip())
            work.commit()
        return given

    @use_case("rate_enquiry", "enquiry:rating")
    def rate(self, enquiry_id: str, rating: str, reason: str, version: int) -> Enquiry:
        """Rate how soon it must be decided: red, amber, green or blue. Every change needs a reason."""
        seat = self._seat
        if rating not in RATINGS:
            raise AppError("Choose red, amber, green or blue.")
        with seat.store.write() as work:
            enquiry = self._opened(work, enquiry_id, "rate_enquiry", version)
            _only_open(enquiry)
            if enquiry.rating == rating:
                return enquiry
            if enquiry.rating and len(reason.strip()) < LEAST_REASON:
                raise AppError("Say why the rating changes.")
            if enquiry.urgent and rating != "red" and len(reason.strip()) < LEAST_REASON:
                raise AppError("This came in as urgent. Say why it is not rated red.")
            enquiry = self._into_triage(work, enquiry)
            rated = change(seat, work, enquiry, rating=rating)
            keep_step(seat, work, rated, "rating", enquiry.rating, rating, reason.strip())
            work.commit()
        return rated

    @use_case("move_enquiry", "enquiry:status")
    def begin(self, enquiry_id: str, version: int) -> Enquiry:
        """Start triage (also: back from waiting or checks, when enough is known)."""
        with self._seat.store.write() as work:
            enquiry = self._opened(work, enquiry_id, "move_enquiry", version)
            moved = move(self._seat, work, enquiry, "in_triage")
            work.commit()
        return moved

    @use_case("move_enquiry", "enquiry:status")
    def return_to_referrer(self, enquiry_id: str, reason: str, version: int) -> Enquiry:
        """Send it back for more information; never one where a child may be suffering significant harm."""
        with self._seat.store.write() as work:
            enquiry = self._opened(work, enquiry_id, "move_enquiry", version)
            if enquiry.urgent or _PROTECTION & set(enquiry.flags) or enquiry.rating == "red":
                raise NotAllowed(
                    "This enquiry says a child may be in danger, so it is not returned. Ask the referrer a question and"
                    " go on meanwhile."
                )
            _reason(reason, "Say what is missing, so that the referrer can put it right.")
            moved = move(self._seat, work, enquiry, "returned", reason.strip())
            work.commit()
        return moved

    @use_case("move_enquiry", "enquiry:status")
    def link_to_open_case(self, enquiry_id: str, worker: str, phone: str, reason: str, version: int) -> Enquiry:
        """Pass it the same day to the worker who knows the child. The referrer still has to be told."""
        with self._seat.store.write() as work:
            enquiry = self._opened(work, enquiry_id, "move_enquiry", version)
            _reason(worker, "Name the allocated worker.", 2)
            _reason(phone, "Give the allocated worker's telephone number.", 3)
            words = f"{worker.strip()}, {phone.strip()}. {reason.strip()}".strip()
            columns = {"decided_at": self._seat.now(), "outcome": "D8"}
            moved = move(self._seat, work, enquiry, "linked_to_open_case", words, **columns)
            work.commit()
        return moved

    @use_case("move_enquiry", "enquiry:status")
    def transfer(self, enquiry_id: str, authority: str, confirmed_by: str, reason: str, version: int) -> Enquiry:
        """Pass it to another authority, once somebody there has confirmed that they have it."""
        with self._seat.store.write() as work:
            enquiry = self._opened(work, enquiry_id, "move_enquiry", version)
            _reason(authority, "Name the authority.", 2)
            _reason(confirmed_by, "Name who there confirmed that they have it. Until then it is ours.", 2)
            words = f"{authority.strip()}; received by {confirmed_by.strip()}. {reason.strip()}".strip()
            columns = {"decided_at": self._seat.now(), "outcome": "D10"}
            moved = move(self._seat, work, enquiry, "transferred", words, **columns)
            work.commit()
        return moved

    @use_case("move_enquiry", "enquiry:status")
    def answer_due(self, enquiry_id: str, version: int) -> Enquiry:
        """After an open case or another authority took it: the referrer has to be told."""
        with self._seat.store.write() as work:
            enquiry = self._opened(work, enquiry_id, "move_enquiry", version)
            moved = move(self._seat, work, enquiry, "feedback_due")
            work.commit()
        return moved

    def _take(self, work: Work, enquiry: Enquiry) -> Enquiry:
        seat = self._seat
        if enquiry.assigned_to == seat.person.id and enquiry.status not in ("sent", "received"):
            return enquiry
        taken = self._into_triage(work, enquiry)
        if taken.assigned_to != seat.person.id:
            taken = change(seat, work, taken, assigned_to=seat.person.id)
            keep_step(seat, work, taken, "assigned", "", seat.person.id)
        return taken

    def _into_triage(self, work: Work, enquiry: Enquiry) -> Enquiry:
        if enquiry.status in ("sent", "ready_to_hand_over"):
            enquiry = note_opened(self._seat, work, enquiry)
        return move(self._seat, work, enquiry, "in_triage") if enquiry.status == "received" else enquiry

    def _opened(self, work: Work, enquiry_id: str, action: str, version: int) -> Enquiry:
        enquiry = self._seat.enquiry(work, enquiry_id, action)
        if enquiry.version != version:
            raise changed_meanwhile(version, enquiry.version)
        return enquiry


def changed_meanwhile(version: int, stored: int) -> EnquiryChangedElsewhere:
    """The refusal for the later of two writers."""
    return EnquiryChangedElsewhere(
        "Somebody else changed this enquiry after you opened it. Nothing was overwritten.", version, stored
    )


def _only_open(enquiry: Enquiry) -> None:
    if enquiry.status not in OPEN_AT_THE_HUB:
        raise WrongMoment("This enquiry is finished, so it is not rated any more.")


def _reason(words: str, sentence: str, least: int = LEAST_REASON) -> None:
    if len(words.strip()) < least:
        raise AppError(sentence)
