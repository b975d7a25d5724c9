"""Who may open one enquiry beyond what their role says: conflicts of interest, restricted and confidential enquiries.

The rules are enforced where the store is read (`storage/veil.py`, `enquiry/access_rules.py`); here they are made, shown
and ended, each with its reason and a line in the audit trail.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from enquiry_app.enquiry.access_rules import HIDING, access_of
from enquiry_app.enquiry.access_words import likely_ties
from enquiry_app.enquiry.kept_records import AccessRule
from enquiry_app.enquiry.records import Enquiry, Person
from enquiry_app.errors import AppError, NotFound
from enquiry_app.services.finding import name_of
from enquiry_app.services.moving import WrongMoment, change, keep_step
from enquiry_app.services.new_ids import new_id
from enquiry_app.services.ports import Readable, Work
from enquiry_app.services.seat import Seat
from enquiry_app.services.use_case import use_case

LEAST_REASON = 5
WHO_CAN_BE_NAMED = ("practitioner", "safeguarding_lead", "hub_worker", "hub_manager")
SAY_WHY = "Say why, in a few words."
NOT_FOR_THEM = "This person cannot be given this enquiry. Please choose somebody else."


@dataclass(frozen=True, repr=False)
class StandingRule:
    """One rule with the names of the people in it. `about` is the enquiry's reference or draft number."""

    rule: AccessRule
    about: str
    person_name: str
    by_name: str


@dataclass(frozen=True, repr=False)
class AccessState:
    """Who may open one enquiry. `hiding` is confidential, restricted or ""."""

    enquiry: Enquiry
    hiding: str
    reason: str
    marked_by: str
    marked_at: dt.datetime | None
    named: tuple[Person, ...]
    subjects: tuple[Person, ...]
    conflicts: tuple[StandingRule, ...]
    can_be_named: tuple[Person, ...]


class Guarding:
    """Use cases of those who decide who may open an enquiry, and of those who must not."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    @use_case("see_access", unaudited="who may open it; nothing of what is in it")
    def of(self, enquiry_id: str) -> AccessState:
        """Who may open this enquiry, and why."""
        with self._seat.store.read() as read:
            return _state(read, self._seat.enquiry(read, enquiry_id, "see_access"))

    @use_case("see_access", unaudited="compared by the app, shown as a question; opening comes after it")
    def likely_ties(self, enquiry_id: str) -> tuple[str, ...]:
        """Reasons, in words, to ask the person at the screen whether they know this family before they open it; empty
        once they have said that they do not."""
        seat = self._seat
        with seat.store.read() as read:
            enquiry = seat.enquiry(read, enquiry_id, "see_access")
            said = any(e.tag == "conflict:none" and e.actor_id == seat.person.id for e in read.events(enquiry.id))
            if said or enquiry.owner_id == seat.person.id:
                return ()
            return likely_ties(seat.person, read.people(), read.indexed_people(enquiry.id))

    @use_case("declare_conflict", "conflict:none")
    def say_no_conflict(self, enquiry_id: str) -> None:
        """Asked whether they know the family, the person said no."""
        with self._seat.store.write() as work:
            enquiry = self._seat.enquiry(work, enquiry_id, "declare_conflict")
            self._seat.record(work, "conflict:none", enquiry.id)
            work.commit()

    @use_case("declare_conflict", "conflict:declared")
    def declare_conflict(self, enquiry_id: str, reason: str) -> None:
        """Say that one knows this family or is of it: the enquiry is closed to this person from now on, and goes back to
        those waiting if they had it. Raises AppError without a reason."""
        seat, why = self._seat, _said(reason)
        with seat.store.write() as work:
            enquiry = seat.enquiry(work, enquiry_id, "declare_conflict")
            self._add(work, enquiry, "conflict", seat.person.id, why)
            seat.record(work, "conflict:declared", enquiry.id)
            self._give_back(work, enquiry, {seat.person.id})
            work.commit()

    @use_case("lift_conflict", "conflict:lifted")
    def lift_conflict(self, enquiry_id: str, rule_id: str, reason: str) -> AccessState:
        """Somebody else who decides says, with a reason, that this is no conflict after all."""
        seat, why = self._seat, _said(reason)
        with seat.store.write() as work:
            enquiry = seat.enquiry(work, enquiry_id, "lift_conflict")
            rule = next((each for each in _rules(work, enquiry.id) if each.id == rule_id), None)
            if rule is None or rule.kind != "conflict":
                raise WrongMoment("This has been settled already.")
            self._end(work, rule, why)
            seat.record(work, "conflict:lifted", enquiry.id, person=rule.person_id)
            work.commit()
            return _state(work, enquiry)

    @use_case("restrict_enquiry", "access:restricted")
    def restrict(self, enquiry_id: str, people: Sequence[str], reason: str) -> AccessState:
        """Only the people named, who made it and who says so may open it; for others it is there without its content.

        Called again it names these people instead of those before. Raises AppError.
        """
        return self._hide(enquiry_id, "restricted", "restrict_enquiry", people, (), reason)

    @use_case("mark_confidential", "access:confidential")
    def mark_confidential(
        self, enquiry_id: str, people: Sequence[str], subjects: Sequence[str], reason: str
    ) -> AccessState:
        """For an allegation about somebody who works with children: nobody but those named can see that it exists, and
        never its `subjects` (people of this store). Raises AppError."""
        if self._seat.person.id in subjects:
            raise AppError("Somebody else has to mark an enquiry that is about you.")
        return self._hide(enquiry_id, "confidential", "mark_confidential", people, subjects, reason)

    @use_case("lift_access", "access:opened_to_all")
    def open_to_all(self, enquiry_id: str, reason: str) -> AccessState:
        """End a restriction or confidentiality: everybody whose role allows it may open the enquiry again."""
        seat, why = self._seat, _said(reason)
        with seat.store.write() as work:
            enquiry = seat.enquiry(work, enquiry_id, "lift_access")
            rules = [each for each in _rules(work, enquiry.id) if each.kind != "conflict"]
            if not rules:
                raise WrongMoment("Everybody whose role allows it may open this enquiry already.")
            for rule in rules:
                self._end(work, rule, why)
            seat.record(work, "access:opened_to_all", enquiry.id)
            work.commit()
            return _state(work, enquiry)

    @use_case("see_access_rules", "access:listed")
    def standing(self) -> tuple[StandingRule, ...]:
        """Every restriction and conflict this person may settle, newest first."""
        seat = self._seat
        seat.require("see_access_rules")
        with seat.store.write() as work:
            names = {person.id: person.display_name for person in work.people()}
            found = []
            for rule in reversed(work.hub_records(AccessRule, kind=(*HIDING, "conflict"), status="open")):
                enquiry = _still_there(work, rule.of_enquiry)
                if enquiry is not None and _may_settle(seat, enquiry):
                    found.append(_standing(rule, enquiry, names))
            seat.record(work, "access:listed", seat.person.id, count=str(len(found)))
            work.commit()
        return tuple(found)

    def _hide(
        self, enquiry_id: str, kind: str, action: str, people: Sequence[str], subjects: Sequence[str], reason: str
    ) -> AccessState:
        seat, why = self._seat, _said(reason)
        with seat.store.write() as work:
            enquiry = seat.enquiry(work, enquiry_id, action)
            before = _rules(work, enquiry.id)
            if kind == "restricted" and any(rule.kind == "confidential" for rule in before):
                raise WrongMoment("This is confidential already, which is more than restricted.")
            named = {seat.person.id, enquiry.owner_id, *people} - set(subjects)
            _check_named(work, named - {enquiry.owner_id}, set(subjects))
            for rule in before:
                if rule.kind != "conflict":
                    self._end(work, rule, why)
            for each, whom in ((kind, [""]), ("named", sorted(named)), ("subject", sorted(set(subjects)))):
                for person_id in whom:
                    self._add(work, enquiry, each, person_id, why)
            seat.record(work, f"access:{kind}", enquiry.id, named=str(len(named)), subjects=str(len(set(subjects))))
            if enquiry.assigned_to and enquiry.assigned_to not in named:
                self._give_back(work, enquiry, {enquiry.assigned_to})
            work.commit()
            return _state(work, enquiry)

    def _add(self, work: Work, enquiry: Enquiry, kind: str, person_id: str, reason: str) -> None:
        seat = self._seat
        rule = AccessRule(
            new_id(seat.now()), 1, enquiry.id, kind, "open", seat.now(), seat.person.id, person_id=person_id,
            reason=reason,
        )  # fmt: skip
        work.add_hub_record(rule)

    def _end(self, work: Work, rule: AccessRule, reason: str) -> None:
        seat = self._seat
        ended = replace(
            rule, status="ended", ended_at=seat.now().isoformat(), ended_by=seat.person.id, ended_because=reason
        )
        work.change_hub_record(ended, rule.version)

    def _give_back(self, work: Work, enquiry: Enquiry, people: set[str]) -> None:
        """Who may not open it does not work on it: somebody else takes it."""
        if enquiry.assigned_to in people:
            free = change(self._seat, work, enquiry, assigned_to="")
            keep_step(self._seat, work, free, "assigned", enquiry.assigned_to, "")


def may_be_given(read: Readable, person: Person, enquiry_id: str) -> bool:
    """Whether no rule keeps this enquiry from this person."""
    access = access_of(person, _rules(read, enquiry_id), read.people())
    return enquiry_id not in access.unseen and enquiry_id not in access.closed


def _rules(read: Readable, enquiry_id: str) -> tuple[AccessRule, ...]:
    return read.hub_records(AccessRule, of_enquiry=enquiry_id, status="open")


def _still_there(read: Readable, enquiry_id: str) -> Enquiry | None:
    try:
        return read.enquiry(enquiry_id)
    except NotFound:  # a draft deleted since
        return None


def _may_settle(seat: Seat, enquiry: Enquiry) -> bool:
    return seat.may("lift_conflict", replace(enquiry, closed="")) or seat.may(
        "lift_access", replace(enquiry, closed="")
    )


def _state(read: Readable, enquiry: Enquiry) -> AccessState:
    rules, people = _rules(read, enquiry.id), {person.id: person for person in read.people()}
    names = {each.id: each.display_name for each in people.values()}
    hiding = next((rule for kind in HIDING for rule in rules if rule.kind == kind), None)
    return AccessState(
        enquiry,
        hiding.kind if hiding else "",
        hiding.reason if hiding else "",
        names.get(hiding.by, "") if hiding else "",
        hiding.at if hiding else None,
        _people_of(rules, "named", people),
        _people_of(rules, "subject", people),
        tuple(_standing(rule, enquiry, names) for rule in rules if rule.kind == "conflict"),
        tuple(each for each in people.values() if each.active and each.role in WHO_CAN_BE_NAMED),
    )


def _people_of(rules: Iterable[AccessRule], kind: str, people: dict[str, Person]) -> tuple[Person, ...]:
    return tuple(people[rule.person_id] for rule in rules if rule.kind == kind and rule.person_id in people)


def _standing(rule: AccessRule, enquiry: Enquiry, names: dict[str, str]) -> StandingRule:
    return StandingRule(rule, name_of(enquiry), names.get(rule.person_id, ""), names.get(rule.by, ""))


def _check_named(read: Readable, named: set[str], subjects: set[str]) -> None:
    for person_id in named | subjects:
        person = read.person(person_id)
        if person_id in named and (not person.active or person.role not in WHO_CAN_BE_NAMED):
            raise AppError("Only people who work on enquiries and can sign in can be named.")


def _said(reason: str) -> str:
    why = " ".join(reason.split())
    if len(why) < LEAST_REASON:
        raise AppError(SAY_WHY)
    return why
