"""Writes many made-up enquiries at once: the same rows and the same audit chain as the services write one by one.

What the services check first (may this person, is the form complete, is the version the newest) is true of the plans by
the way they are made; a test holds both ways equal.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from random import Random
from typing import Any

from enquiry_app.enquiry.answers import Answers
from enquiry_app.enquiry.hub_records import NotReferred
from enquiry_app.enquiry.records import Enquiry, Suggested
from enquiry_app.services import moving, signing_off, withdrawing
from enquiry_app.services.drafting import add_started
from enquiry_app.services.finding import name_of
from enquiry_app.services.hub_queue import note_opened
from enquiry_app.services.judging import current_summary
from enquiry_app.services.new_ids import new_id
from enquiry_app.services.ports import Work
from enquiry_app.services.practice_data.lives import PlannedEnquiry, PlannedStep, chosen_children
from enquiry_app.services.practice_data.outcomes_told import PASSED_ON, decision_of, letter_of
from enquiry_app.services.prefilling import prefilled
from enquiry_app.services.revealing import first_choice
from enquiry_app.services.seat import Seat
from enquiry_app.services.submitting import freeze_and_move

BATCH = 250  # enquiries in one transaction
WITHDRAWN_BECAUSE = "Sent twice by mistake; the other one stands."
_RATINGS: Mapping[str, str] = {"emergency": "red", "4-S47": "red", "4-S17": "amber", "3": "green"}  # the rest blue
NOT_REFERRED_BECAUSE: Mapping[str, Any] = {
    "advice_from": "The Safeguarding Hub's consultation line",
    "advice": "Early help first, with the family's agreement; ring again if things do not change.",
    "reason": "The family has asked for help, the school can give it, and nobody is in danger.",
    "plan": "The lead meets the parents every fortnight and keeps an eye on attendance.",
}


@dataclass(frozen=True)
class At:
    """A clock that stands still."""

    instant: dt.datetime

    def now(self) -> dt.datetime:
        """The instant, aware UTC."""
        return self.instant


@dataclass
class _Life:
    """An enquiry while it is written."""

    plan: PlannedEnquiry
    answers: Answers
    enquiry: Enquiry
    revealed: dict[str, Suggested]


def load_in_bulk(
    seat: Seat, plans: Iterable[PlannedEnquiry], kinds: Mapping[str, str], rng: Random
) -> list[tuple[str, str, str]]:
    """Write the plans in order. Gives id, reference (a draft's name for one not sent) and status of each."""
    written: list[tuple[str, str, str]] = []
    with seat.store.write() as work:
        seat.definitions.keep(work)
        work.commit()
    for batch in _batches(plans):
        with seat.store.write_many() as work:
            for plan in batch:
                enquiry = _write(seat, work, plan, kinds, rng)
                written.append((enquiry.id, name_of(enquiry), enquiry.status))
            work.commit()
    return written


def _write(seat: Seat, work: Work, plan: PlannedEnquiry, kinds: Mapping[str, str], rng: Random) -> Enquiry:
    author = replace(seat, person=plan.author, clock=At(plan.begun))
    kind = kinds[plan.author.agency_id]
    answers = prefilled(seat.definitions.form, plan.answers, plan.author, kind, rng.randbytes)
    enquiry = add_started(author, work, answers, current_summary(author, answers), kind, rng.randbytes)
    life = _Life(plan, answers, enquiry, {})
    for step in plan.steps:
        _STEPS.get(step.what, _move)(replace(seat, person=step.by, clock=At(step.at)), work, life, step)
    return life.enquiry


def _reveal(seat: Seat, work: Work, life: _Life, step: PlannedStep) -> None:
    for child in chosen_children(life.answers):
        revealed = first_choice(seat, life.answers, child, life.plan.suggestions[child])
        work.add_revealed(life.enquiry.id, revealed)
        seat.record(work, "suggestion:revealed", life.enquiry.id, child=child, level=revealed.first_level)
        life.revealed[child] = revealed


def _ask(seat: Seat, work: Work, life: _Life, step: PlannedStep) -> None:
    lead_id = life.plan.lead.id if life.plan.lead else ""
    life.enquiry = signing_off.ask(seat, work, life.enquiry.id, lead_id)


def _sign(seat: Seat, work: Work, life: _Life, step: PlannedStep) -> None:
    life.enquiry = signing_off.give(seat, work, life.enquiry.id, "")


def _send(seat: Seat, work: Work, life: _Life, step: PlannedStep) -> None:
    to = "ready_to_hand_over" if step.what == "hold" else "sent"
    urgent = life.enquiry.urgent
    life.enquiry = freeze_and_move(
        seat, work, life.enquiry, life.answers, life.revealed,
        to=to, urgent=urgent, suggestions=life.plan.suggestions,
    )  # fmt: skip


def _receive(seat: Seat, work: Work, life: _Life, step: PlannedStep) -> None:
    life.enquiry = note_opened(seat, work, life.enquiry)


def _withdraw(seat: Seat, work: Work, life: _Life, step: PlannedStep) -> None:
    life.enquiry = withdrawing.withdraw(seat, work, life.enquiry.id, WITHDRAWN_BECAUSE)


def _not_refer(seat: Seat, work: Work, life: _Life, step: PlannedStep) -> None:
    life.enquiry = not_refer(seat, work, life.enquiry)


def not_refer(seat: Seat, work: Work, enquiry: Enquiry) -> Enquiry:
    """Considered and, with reasons signed, not sent; within the running transaction."""
    now = seat.now()
    review = (now + dt.timedelta(days=28)).date().isoformat()
    work.add_hub_record(NotReferred(new_id(now), 1, enquiry.id, now, seat.person.id, review, **NOT_REFERRED_BECAUSE))
    return moving.move(seat, work, enquiry, "not_referred")


def _rate(seat: Seat, work: Work, life: _Life, step: PlannedStep) -> None:
    before, rating = life.enquiry.rating, rating_for(life.enquiry)
    life.enquiry = moving.change(seat, work, life.enquiry, rating=rating)
    moving.keep_step(seat, work, life.enquiry, "rating", before, rating)


def rating_for(enquiry: Enquiry) -> str:
    """How a worker would rate it at first sight."""
    return "red" if enquiry.urgent else _RATINGS.get(enquiry.level, "blue")


def _move(seat: Seat, work: Work, life: _Life, step: PlannedStep) -> None:
    life.enquiry = move(seat, work, life.enquiry, step.what)


def move(seat: Seat, work: Work, enquiry: Enquiry, to: str) -> Enquiry:
    """A step of the Hub's own work, by the table of moves, within the running transaction."""
    now, reason = seat.now(), ""
    more: dict[str, Any] = {"assigned_to": enquiry.assigned_to or seat.person.id}
    if to == "feedback_due":
        decision = work.add_hub_record(decision_of(seat, work, enquiry, now))
        more |= {"decided_at": now, "outcome": decision.outcome}
    elif to in PASSED_ON:
        outcome, reason = PASSED_ON[to]
        more |= {"decided_at": now, "outcome": outcome}
    elif to == "closed":
        decision = decision_of(seat, work, enquiry, enquiry.decided_at or now)
        work.add_hub_record(letter_of(seat, work, enquiry, decision))
        more |= {"feedback_at": now, "closed_at": now}
    return moving.move(seat, work, enquiry, to, reason, **more)


_STEPS: Mapping[str, Callable[[Seat, Work, _Life, PlannedStep], None]] = {
    "reveal": _reveal,
    "ask": _ask,
    "sign": _sign,
    "send": _send,
    "hold": _send,
    "receive": _receive,
    "rate": _rate,
    "withdraw": _withdraw,
    "not_refer": _not_refer,
}


def _batches(plans: Iterable[PlannedEnquiry]) -> Iterator[tuple[PlannedEnquiry, ...]]:
    waiting = iter(plans)
    while batch := tuple(islice(waiting, BATCH)):
        yield batch
