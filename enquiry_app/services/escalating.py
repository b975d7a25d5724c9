"""Professional differences: raised by anybody who may read the enquiry, taken from stage to stage, settled, with what
changed for the child. Source: domain notes 5h, F13, F43. All of it stays on the child's record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from enquiry_app.definitions.hub_work import STAGES, load_escalation
from enquiry_app.enquiry.escalation_rules import (
    LEAST_WORDS,
    Themes,
    first_stage,
    is_urgent,
    stage_due,
    stage_text,
    themes_of,
)
from enquiry_app.enquiry.hub_records import Disagreement
from enquiry_app.enquiry.records import Enquiry
from enquiry_app.enquiry.statuses import WITH_THE_HUB
from enquiry_app.enquiry.task_rules import Due
from enquiry_app.enquiry.working_time import time_left_words
from enquiry_app.errors import AppError, NotAllowed
from enquiry_app.services.moving import WrongMoment, keep_step
from enquiry_app.services.new_ids import new_id
from enquiry_app.services.ports import Work
from enquiry_app.services.seat import Seat
from enquiry_app.services.use_case import use_case

A_YEAR = dt.timedelta(days=365)


@dataclass(frozen=True)
class OpenDisagreement:
    """A difference that is not settled, with its enquiry, for the manager's list."""

    disagreement: Disagreement
    enquiry: Enquiry
    reason: str
    due: Due

    def __repr__(self) -> str:
        return f"OpenDisagreement({self.disagreement.id})"


class Disagreements:
    """Use cases of both sides of an enquiry."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    @use_case("see_disagreements", unaudited="part of an enquiry whose opening is audited")
    def of(self, enquiry_id: str) -> tuple[Disagreement, ...]:
        """Every difference on an enquiry, oldest first, open and settled."""
        with self._seat.store.read() as read:
            self._seat.enquiry(read, enquiry_id, "see_disagreements")
            return read.hub_records(Disagreement, enquiry_id)

    @use_case("raise_disagreement", "disagreement:raised")
    def raise_(self, enquiry_id: str, reason: str, about: str, immediate_risk: bool = False) -> Disagreement:
        """Say that one sees it differently, and what the child needs. It begins with the person nearest to it; where a
        child is at risk meanwhile, with senior managers at once. Raises AppError, WrongMoment, NotAllowed."""
        seat, escalation = self._seat, load_escalation()
        if escalation.reason(reason) is None:
            raise AppError("Choose what the difference is about.")
        if len(about.strip()) < LEAST_WORDS:
            raise AppError("Say what you see differently, and what the child needs.")
        with seat.store.write() as work:
            enquiry = seat.enquiry(work, enquiry_id, "raise_disagreement")
            if enquiry.status not in WITH_THE_HUB:
                raise WrongMoment(
                    "The Hub does not have this enquiry, so there is nothing of the Hub's to disagree with."
                )
            if work.count_hub_records(Disagreement, enquiry_id, status="open", reason=reason):
                raise WrongMoment("This has been raised and is not settled. Add to what is there, or take it to the next"
                                  " stage.")  # fmt: skip
            stage, now = first_stage(escalation, immediate_risk), seat.now()
            urgent = is_urgent(enquiry, immediate_risk)
            due = stage_due(escalation, stage, now, seat.hub.hours, urgent=urgent)
            raised = Disagreement(
                new_id(now), 1, enquiry.id, "open", stage, reason, now, seat.person.id, due_at=due, about=about.strip(),
                stages=(_entry(stage, now, seat.person.id, due=due),), urgent=urgent, immediate_risk=immediate_risk,
                raised_for=seat.person.agency_name,
            )  # fmt: skip
            work.add_hub_record(raised)
            seat.record(work, "disagreement:raised", enquiry.id, reason=reason, stage=str(stage))
            work.commit()
        return raised

    @use_case("raise_disagreement", "disagreement:noted")
    def note(self, disagreement_id: str, with_whom: str, note: str, version: int) -> Disagreement:
        """Record a conversation at the stage it stands at: with whom, and what was said or agreed."""
        seat = self._seat
        with seat.store.write() as work:
            one, enquiry = self._open(work, disagreement_id)
            whom, words = _said(with_whom, note)
            entry = _entry(one.stage, seat.now(), seat.person.id, whom, words)
            kept = work.change_hub_record(replace(one, stages=(*one.stages, entry), with_whom=whom), version)
            keep_step(seat, work, enquiry, "disagreement", str(one.stage), "said", f"With {whom}. {words}")
            seat.record(work, "disagreement:noted", enquiry.id, stage=str(one.stage))
            work.commit()
        return kept

    @use_case("raise_disagreement", "disagreement:next_stage")
    def next_stage(self, disagreement_id: str, with_whom: str, note: str, version: int) -> Disagreement:
        """Take it to the next stage: whom it is taken to, and what was tried. The clock of that stage starts."""
        seat, escalation = self._seat, load_escalation()
        with seat.store.write() as work:
            one, enquiry = self._open(work, disagreement_id)
            if one.stage >= STAGES:
                raise WrongMoment("This is the last stage. What is decided there is recorded by a hub manager.")
            whom, words = _said(with_whom, note)
            stage = one.stage + 1
            due = stage_due(escalation, stage, seat.now(), seat.hub.hours, urgent=one.urgent)
            entry = _entry(stage, seat.now(), seat.person.id, whom, words, due)
            changed = replace(one, stage=stage, due_at=due, with_whom=whom, stages=(*one.stages, entry))
            kept = work.change_hub_record(changed, version)
            keep_step(seat, work, enquiry, "disagreement", str(one.stage), str(stage), f"To {whom}. {words}")
            seat.record(work, "disagreement:next_stage", enquiry.id, stage=str(stage))
            work.commit()
        return kept

    @use_case("settle_disagreement", "disagreement:settled")
    def settle(
        self, disagreement_id: str, outcome: str, changed_for_child: str, learning: str, version: int
    ) -> Disagreement:
        """Record how it was settled, what changed for the child (also if nothing did, and why), and what to learn."""
        seat = self._seat
        if outcome not in {choice.code for choice in load_escalation().outcomes}:
            raise AppError("Choose how it was settled.")
        if len(changed_for_child.strip()) < LEAST_WORDS:
            raise AppError("Say what changed for the child. If nothing did, say that and why.")
        with seat.store.write() as work:
            one, enquiry = self._open(work, disagreement_id, "settle_disagreement")
            settled = replace(
                one, status="settled", outcome=outcome, changed_for_child=changed_for_child.strip(),
                learning=learning.strip(), settled_at=seat.now(), settled_by=seat.person.id, due_at=None,
            )  # fmt: skip
            kept = work.change_hub_record(settled, version)
            seat.record(work, "disagreement:settled", enquiry.id, outcome=outcome, stage=str(one.stage))
            work.commit()
        return kept

    @use_case("raise_disagreement", "disagreement:withdrawn")
    def withdraw(self, disagreement_id: str, because: str, version: int) -> Disagreement:
        """Take it back, and say why. Only the person who raised it can, or the safeguarding lead of their agency."""
        seat = self._seat
        if len(because.strip()) < LEAST_WORDS:
            raise AppError("Say why it is taken back, for example what was agreed.")
        with seat.store.write() as work:
            one, enquiry = self._open(work, disagreement_id)
            lead = (
                seat.person.role == "safeguarding_lead"
                and work.person(one.raised_by).agency_id == seat.person.agency_id
            )
            if one.raised_by != seat.person.id and not lead:
                raise NotAllowed("Only the person who raised it, or their safeguarding lead, can take it back.")
            withdrawn = replace(
                one, status="withdrawn", withdrawn_because=because.strip(), settled_at=seat.now(),
                settled_by=seat.person.id, due_at=None,
            )  # fmt: skip
            kept = work.change_hub_record(withdrawn, version)
            seat.record(work, "disagreement:withdrawn", enquiry.id, stage=str(one.stage))
            work.commit()
        return kept

    @use_case("settle_disagreement", unaudited="list rows are not records opened")
    def open_ones(self) -> tuple[OpenDisagreement, ...]:
        """Every difference that is not settled, the soonest due first: for the manager."""
        seat, escalation, now = self._seat, load_escalation(), self._seat.now()
        seat.require("settle_disagreement")
        found = []
        with seat.store.read() as read:
            for one in read.hub_records(Disagreement, status="open"):
                reason, enquiry = escalation.reason(one.reason), read.enquiry(one.enquiry_id)
                late = bool(one.due_at and now >= one.due_at)
                words = time_left_words(seat.hub.hours, one.due_at, now) if one.due_at else ""
                found.append(OpenDisagreement(one, enquiry, reason.label if reason else one.reason, Due(words, late)))
        return tuple(sorted(found, key=lambda each: each.disagreement.due_at or each.disagreement.raised_at))

    @use_case("settle_disagreement", unaudited="numbers and themes, nobody is named")
    def themes(self) -> Themes:
        """What the differences of the last twelve months were about, how far they went and how they ended."""
        self._seat.require("settle_disagreement")
        since = self._seat.now() - A_YEAR
        with self._seat.store.read() as read:
            found = [one for one in read.hub_records(Disagreement) if one.raised_at >= since]
        return themes_of(found, load_escalation())

    @use_case("raise_disagreement", unaudited="made of an enquiry that is open, and kept nowhere")
    def text(self, enquiry_id: str, stage: int, disagreement_id: str = "") -> str:
        """The prepared letter for a stage, with reference and dates. Raises AppError for a stage there is not."""
        seat = self._seat
        if not 1 <= stage <= STAGES:
            raise AppError("There are four stages.")
        with seat.store.read() as read:
            enquiry = seat.enquiry(read, enquiry_id, "raise_disagreement")
            one = read.hub_record(Disagreement, disagreement_id) if disagreement_id else None
            if one is not None and one.enquiry_id != enquiry.id:
                raise AppError("This disagreement belongs to another enquiry.")
        return stage_text(one, stage, enquiry, seat.hub, seat.now(), seat.person)

    def _open(
        self, work: Work, disagreement_id: str, action: str = "raise_disagreement"
    ) -> tuple[Disagreement, Enquiry]:
        """An open difference and its enquiry. Raises NotFound, NotAllowed, WrongMoment."""
        self._seat.require(action)
        one = work.hub_record(Disagreement, disagreement_id)
        enquiry = self._seat.enquiry(work, one.enquiry_id, action)
        if one.status != "open":
            raise WrongMoment("This has been settled or taken back meanwhile.")
        return one, enquiry


def _entry(
    stage: int, at: dt.datetime, by: str, with_whom: str = "", note: str = "", due: dt.datetime | None = None
) -> Mapping[str, Any]:
    """What happened at a stage, as it is stored."""
    when = {"due": due.isoformat()} if due else {}
    return {"stage": stage, "at": at.isoformat(), "by": by, "with_whom": with_whom, "note": note, **when}


def _said(with_whom: str, note: str) -> tuple[str, str]:
    if len(with_whom.strip()) < 2:
        raise AppError("Name the person: name and role.")
    if len(note.strip()) < LEAST_WORDS:
        raise AppError("Say in a sentence what was tried, or what was said.")
    return with_whom.strip(), note.strip()
