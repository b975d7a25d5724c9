"""The Hub's decision: drafted, handed to a manager, made, agreed by a second one where due, given back, changed.

Source: domain notes 5e. A decision is one record; what replaces it is another, so both stay. Every step looks at the
version the person had before them, and all of a step lies in one transaction: status, clock, tasks, history, audit.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import NoReturn

from enquiry_app.definitions.outcomes import Outcomes, load_outcomes
from enquiry_app.enquiry.deciding_rules import (
    LEAST_WORDS,
    DecisionCase,
    DecisionInput,
    case_of,
    of_the_enquiry,
    problems_of,
    second_when_decided,
)
from enquiry_app.enquiry.hub_records import ChildDecision, Decision
from enquiry_app.enquiry.records import Enquiry
from enquiry_app.errors import AppError, EnquiryChangedElsewhere, NotAllowed, NotReady
from enquiry_app.services.decision_clocks import settle_clocks, with_due_days
from enquiry_app.services.moving import WrongMoment, move
from enquiry_app.services.new_ids import new_id
from enquiry_app.services.ports import Readable, Work
from enquiry_app.services.seat import Seat
from enquiry_app.services.use_case import use_case

__all__ = ["DecisionInput", "Decisions"]

UNFINISHED = ("draft", "returned", "awaiting_second")
_BEFORE = frozenset({"received", "in_triage", "waiting_for_referrer", "information_checks"})
_AFTER = frozenset({"feedback_due", "closed"})


class Decisions:
    """Use cases of those who draft and make decisions."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    @use_case("draft_decision", unaudited="the list is the same for every enquiry")
    def outcomes(self) -> Outcomes:
        """What can be decided, and what each outcome needs."""
        self._seat.require("draft_decision")
        return load_outcomes()

    @use_case("draft_decision", unaudited="shows what opening the enquiry showed")
    def of(self, enquiry_id: str) -> tuple[Decision, ...]:
        """Every decision of an enquiry, oldest first."""
        with self._seat.store.read() as read:
            self._seat.enquiry(read, enquiry_id, "draft_decision")
            return read.hub_records(Decision, enquiry_id)

    @use_case("draft_decision", "decision:drafted")
    def draft(self, enquiry_id: str, wanted: DecisionInput, version: int) -> Decision:
        """Keep what has been written so far, complete or not. `version`: of the draft as it was read, 0 for the first.

        After a decision was made this drafts its change, which is a manager's. Raises EnquiryChangedElsewhere if somebody
        else wrote in the draft since, WrongMoment, NotAllowed.
        """
        with self._seat.store.write() as work:
            enquiry = self._seat.enquiry(work, enquiry_id, "draft_decision")
            kept = self._keep(work, enquiry, wanted, version)
            work.commit()
        return kept

    @use_case("draft_decision", "decision:submitted")
    def submit(self, decision_id: str, version: int) -> Decision:
        """Hand a finished draft to a manager. Raises NotReady with every problem."""
        seat = self._seat
        with seat.store.write() as work:
            decision, enquiry = self._read(work, decision_id, version, "draft_decision")
            if decision.status not in ("draft", "returned") or enquiry.status not in _BEFORE:
                raise WrongMoment("This decision is with a manager already, or has been made.")
            decision = self._check(work, enquiry, decision)
            handed = work.change_hub_record(replace(decision, status="draft", decided_by=""), version)
            self._to_manager(work, enquiry)
            seat.record(work, "decision:submitted", enquiry.id, outcome=decision.outcome, level=decision.level)
            work.commit()
        return handed

    @use_case("decide", "decision:made", "decision:seconded", "decision:changed")
    def decide(self, decision_id: str, version: int) -> Decision:
        """Make a drafted decision, or agree to it as the second manager.

        The result is final, or `awaiting_second` where another manager has to agree. Raises NotReady with every problem,
        NotAllowed for a second manager who wrote or made it, WrongMoment, EnquiryChangedElsewhere.
        """
        with self._seat.store.write() as work:
            decision, enquiry = self._read(work, decision_id, version, "decide")
            made = self._second(work, enquiry, decision) if decision.status == "awaiting_second" else None
            made = made or self._first(work, enquiry, decision)
            work.commit()
        return made

    @use_case("decide", "decision:made")
    def ask_second(self, decision_id: str, version: int) -> Decision:
        """Decide, but only together with another manager although no rule asks for one."""
        with self._seat.store.write() as work:
            decision, enquiry = self._read(work, decision_id, version, "decide")
            made = self._first(work, enquiry, decision, "asked")
            work.commit()
        return made

    @use_case("decide", "decision:returned")
    def give_back(self, decision_id: str, reason: str, version: int) -> Decision:
        """Give a draft, or one that waits for a second manager, back to whoever works on it."""
        seat = self._seat
        with seat.store.write() as work:
            decision, enquiry = self._read(work, decision_id, version, "decide")
            waits = decision.status == "awaiting_second"
            if not waits and (decision.status != "draft" or enquiry.status != "manager_decision"):
                raise WrongMoment("This decision is not waiting for a manager, so it cannot be given back.")
            if len(reason.strip()) < LEAST_WORDS:
                raise AppError("Say what has to be done before it can be decided.")
            given = replace(
                decision, status="returned", returned_because=reason.strip(), returned_by=seat.person.id,
                decided_by="", first_at="", second_because="",
            )  # fmt: skip
            given = work.change_hub_record(given, version)
            if enquiry.status == "manager_decision":
                move(seat, work, enquiry, "in_triage", reason.strip())
            seat.record(work, "decision:returned", enquiry.id, outcome=decision.outcome)
            work.commit()
        return given

    @use_case("decide", "decision:changed", "decision:made")
    def change(self, decision_id: str, wanted: DecisionInput, because: str, version: int) -> Decision:
        """Replace a decision that was made; both are kept, and the referrer has to be told again.

        `version`: of the decision replaced. Where a second manager has to agree, the earlier decision stands until then.
        """
        with self._seat.store.write() as work:
            decision, enquiry = self._read(work, decision_id, version, "decide")
            if decision.status != "final" or enquiry.status not in _AFTER:
                raise WrongMoment("Only a decision that stands can be changed.")
            drafted = _unfinished(work, enquiry.id)
            if drafted is not None and drafted.written_by != self._seat.person.id:
                _changed_elsewhere(0, drafted.version)  # somebody else is drafting a change
            kept = self._keep(work, enquiry, replace(wanted, because=because), drafted.version if drafted else 0)
            made = self._first(work, enquiry, kept)
            work.commit()
        return made

    def _read(self, work: Work, decision_id: str, version: int, action: str) -> tuple[Decision, Enquiry]:
        """The decision as this person saw it, and its enquiry."""
        self._seat.require(action)
        decision = work.hub_record(Decision, decision_id)
        enquiry = self._seat.enquiry(work, decision.enquiry_id, action)
        if decision.version != version:
            _changed_elsewhere(version, decision.version)
        return decision, enquiry

    def _keep(self, work: Work, enquiry: Enquiry, wanted: DecisionInput, version: int) -> Decision:
        seat, final, found = self._seat, _final(work, enquiry.id), _unfinished(work, enquiry.id)
        self._may_write(enquiry, final, found)
        if found is not None and found.version != version:
            _changed_elsewhere(version, found.version)
        empty = Decision(
            new_id(seat.now()), 1, enquiry.id, "draft", "", "", seat.now(), seat.person.id,
            replaces=final.id if final else "",
        )  # fmt: skip
        case = case_of(enquiry, work.sent_version(enquiry.id))
        written = replace(
            _covering(found or empty, case, wanted.children), rationale=wanted.rationale, siblings=wanted.siblings,
            family_told=wanted.family_told, family_told_words=wanted.family_told_words, details=dict(wanted.details),
            changed_because=wanted.because.strip(), written_by=seat.person.id,
        )  # fmt: skip
        kept = work.change_hub_record(written, found.version) if found else work.add_hub_record(written)
        if found is None or (found.written_by, found.children) != (kept.written_by, kept.children):
            seat.record(work, "decision:drafted", enquiry.id, outcome=kept.outcome, level=kept.level)
        return kept

    def _may_write(self, enquiry: Enquiry, final: Decision | None, found: Decision | None) -> None:
        """Whether this person may write a decision now. Raises WrongMoment or NotAllowed."""
        if found is not None and found.status == "awaiting_second":
            raise WrongMoment("This decision waits for a second manager. Give it back first, then it can be changed.")
        if enquiry.status in _BEFORE:
            return
        if enquiry.status == "manager_decision":
            if self._seat.person.role != "hub_manager":
                raise NotAllowed("A manager has this decision now. Ask them to give it back if it has to change.")
        elif enquiry.status in _AFTER and final is not None:
            self._seat.require("decide", enquiry)
        else:
            raise WrongMoment("There is nothing to decide on this enquiry as it stands.")

    def _check(self, work: Readable, enquiry: Enquiry, decision: Decision) -> Decision:
        """The decision for the children there are now: the referrer may have changed the enquiry meanwhile.

        Raises NotReady with every problem (of type DecisionProblem).
        """
        case = case_of(enquiry, work.sent_version(enquiry.id))
        covering = _covering(decision, case, decision.children)
        found = problems_of(input_of(covering), case, load_outcomes(), changes=_is_change(enquiry, decision))
        if found and decision.status == "awaiting_second":
            raise NotReady("The enquiry has changed since this was decided. Give the decision back.", found)
        if found:
            raise NotReady("The decision is not complete yet.", found)
        return covering

    def _first(self, work: Work, enquiry: Enquiry, decision: Decision, asked: str = "") -> Decision:
        """A manager decides: final at once, or waiting for a second."""
        seat, outcomes = self._seat, load_outcomes()
        if decision.status not in ("draft", "returned"):
            raise WrongMoment("This decision has been made already.")
        decision = self._check(work, enquiry, decision)
        case, me = case_of(enquiry, work.sent_version(enquiry.id)), seat.person.id
        because = second_when_decided(decision.children, case, outcomes, decision.drafted_by, me) or asked
        if not because:
            return self._make_final(work, enquiry, replace(decision, decided_by=me))
        waiting = replace(
            decision, status="awaiting_second", decided_by=me, first_at=seat.now().isoformat(),
            second_because=because,
        )  # fmt: skip
        waiting = work.change_hub_record(waiting, decision.version)
        if enquiry.status not in _AFTER:
            self._to_manager(work, enquiry)
        details = {"outcome": decision.outcome, "level": decision.level, "second": because}
        seat.record(work, "decision:made", enquiry.id, **details)
        return waiting

    def _second(self, work: Work, enquiry: Enquiry, decision: Decision) -> Decision:
        """Another manager agrees: now it is final."""
        seat = self._seat
        if seat.person.id == decision.decided_by:
            raise NotAllowed("You made this decision, so another manager has to agree to it.")
        if seat.person.id == decision.drafted_by:
            raise NotAllowed("You wrote this decision, so another manager has to agree to it.")
        decision = self._check(work, enquiry, decision)
        agreed = replace(decision, seconded_by=seat.person.id, seconded_at=seat.now().isoformat())
        return self._make_final(work, enquiry, agreed)

    def _make_final(self, work: Work, enquiry: Enquiry, decision: Decision) -> Decision:
        seat, now = self._seat, self._seat.now()
        changes = _is_change(enquiry, decision)
        final = replace(decision, status="final", decided_at=now)
        final = work.change_hub_record(with_due_days(seat.hub, enquiry, final, load_outcomes()), decision.version)
        if final.replaces:
            earlier = work.hub_record(Decision, final.replaces)
            work.change_hub_record(replace(earlier, status="replaced"), earlier.version)
        if enquiry.status != "feedback_due":
            enquiry = self._to_manager(work, enquiry, final.changed_because)
        enquiry = move(
            seat, work, enquiry, "feedback_due",
            decided_at=now, outcome=final.outcome, feedback_at=None, closed_at=None,
        )  # fmt: skip
        settle_clocks(seat, work, enquiry, final, load_outcomes())
        tag = "decision:seconded" if final.seconded_by else "decision:changed" if changes else "decision:made"
        seat.record(work, tag, enquiry.id, outcome=final.outcome, level=final.level)
        return final

    def _to_manager(self, work: Work, enquiry: Enquiry, reason: str = "") -> Enquiry:
        """To the manager's decision by the moves there are: from `received`, and from a closed one, through triage."""
        if enquiry.status in ("received", "closed"):
            enquiry = move(self._seat, work, enquiry, "in_triage", reason)
        return move(self._seat, work, enquiry, "manager_decision")


def input_of(decision: Decision) -> DecisionInput:
    """What a stored decision says, as it was put in."""
    return DecisionInput(
        decision.children, decision.rationale, decision.siblings, decision.family_told, decision.family_told_words,
        dict(decision.details), decision.changed_because,
    )  # fmt: skip


def _covering(decision: Decision, case: DecisionCase, children: Iterable[ChildDecision]) -> Decision:
    """The decision with one decision for each child of the case that has any, and the outcome and level of the whole."""
    due = {each.child for each in case.children}
    kept = tuple({each.child: each for each in children if each.child in due}.values())
    outcome, level = of_the_enquiry(kept, load_outcomes())
    return replace(decision, children=kept, outcome=outcome, level=level)


def _unfinished(read: Readable, enquiry_id: str) -> Decision | None:
    found = read.hub_records(Decision, enquiry_id, status=UNFINISHED)
    return found[-1] if found else None


def _final(read: Readable, enquiry_id: str) -> Decision | None:
    found = read.hub_records(Decision, enquiry_id, status="final")
    return found[-1] if found else None


def _is_change(enquiry: Enquiry, decision: Decision) -> bool:
    """Whether it replaces one that stands (a re-opened enquiry is decided anew: its reason was given then)."""
    return bool(decision.replaces) and enquiry.status in _AFTER


def _changed_elsewhere(version: int, stored: int) -> NoReturn:
    raise EnquiryChangedElsewhere(
        "Somebody else changed this decision after you opened it. Nothing was overwritten.", version, stored
    )
