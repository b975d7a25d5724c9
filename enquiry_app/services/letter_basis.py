"""What a letter stands on: the decision in force, whom it goes to, and what must stay out of it. Reads; writes nothing."""

from __future__ import annotations

import re

from enquiry_app.definitions.hub_work import load_escalation
from enquiry_app.definitions.letters import load_letters
from enquiry_app.definitions.outcomes import load_outcomes
from enquiry_app.enquiry.answers import Answers
from enquiry_app.enquiry.hub_records import ChildDecision, Decision, InformationCheck, Letter, Step
from enquiry_app.enquiry.letter_words import LetterCase, LetterRules, kept_back_texts, suggested_variant
from enquiry_app.enquiry.records import Enquiry
from enquiry_app.services.ports import Readable
from enquiry_app.services.seat import Seat

# Without a decision of its own: passed on at triage (`triaging.link_to_open_case`, `transfer`), as its step says.
_PASSED_ON = {
    "D8": ("linked_to_open_case", re.compile(r"(?P<open_case_worker>.+?), (?P<open_case_phone>\+?[\d ()-]{3,})\.")),
    "D10": ("transferred", re.compile(r"(?P<authority>.+?); received by (?P<authority_confirmed>.+?)\.(?: |$)")),
}


def rules() -> LetterRules:
    """The data letters are composed from."""
    return LetterRules(load_letters(), load_outcomes(), load_escalation())


def decision_in_force(read: Readable, enquiry: Enquiry) -> Decision | None:
    """The decision the referrer has to be told: the final one, or what triage passed on; None if nothing is decided.

    One that was passed on at triage has no record of its own: its id is "".
    """
    if enquiry.decided_at is None:
        return None
    final = read.hub_records(Decision, enquiry.id, status="final")
    if final and (final[-1].decided_at or enquiry.created_at) >= enquiry.decided_at:
        return final[-1]
    status, pattern = _PASSED_ON.get(enquiry.outcome, ("", None))
    if pattern is None:
        return final[-1] if final else None
    steps = [step for step in read.hub_records(Step, enquiry.id) if step.kind == "status" and step.to_code == status]
    found = pattern.match(steps[-1].reason) if steps else None
    return Decision(
        "", 1, enquiry.id, "final", enquiry.outcome, "", enquiry.decided_at, steps[-1].by if steps else "",
        decided_at=enquiry.decided_at, children=(ChildDecision("", enquiry.outcome, ""),),
        details=found.groupdict() if found else {},
    )  # fmt: skip


def told(read: Readable, enquiry: Enquiry) -> Letter | None:
    """The letter, or the coded reason for none, that answers the decision in force; None while it is owed."""
    decision = decision_in_force(read, enquiry)
    if decision is None or enquiry.decided_at is None:
        return None
    for letter in reversed(read.hub_records(Letter, enquiry.id, status="sent")):
        newer = letter.sent_at is not None and letter.sent_at >= enquiry.decided_at
        if letter.kind in ("outcome", "none") and letter.decision_id == decision.id and newer:
            return letter
    return None


def letter_case(seat: Seat, read: Readable, enquiry: Enquiry, decision: Decision) -> LetterCase:
    """Everything a letter about this decision is composed from."""
    sent = read.sent_version(enquiry.id)
    levels = seat.definitions.form_of(read, sent.form).code_lists["level"].choices
    return LetterCase(
        enquiry=enquiry,
        decision=decision,
        hub=seat.hub,
        now=seat.now(),
        contact=contact_words(seat, read, enquiry),
        initials={child: _initials(sent.answers, child) for child in sent.answers.items_of("children")},
        level_names={choice.code: choice.label for choice in levels},
        kept_back=kept_back_texts(read.hub_records(InformationCheck, enquiry.id)),
        others=_others(sent.answers, enquiry),
    )


def contact_words(seat: Seat, read: Readable, enquiry: Enquiry) -> str:
    """Whom to speak to at the Hub: who works on it with their number, else the Hub with its own."""
    hub = seat.hub.contacts["hub"]
    worker = next((each for each in read.people() if each.id == enquiry.assigned_to), None)
    if worker is None:
        return f"the {hub.name}, {hub.phone}"
    return f"{worker.display_name} at the {hub.name}, {worker.phone or hub.phone}"


def variant_for(seat: Seat, read: Readable, enquiry: Enquiry) -> str:
    """The variant the answers speak for: by the source of the referral, and whether somebody at home may be a risk."""
    sent = read.sent_version(enquiry.id)
    kinds = seat.definitions.form_of(read, sent.form).code_lists["agency_type"].choices
    kind = _text(sent.answers, "referrer_agency_type") or enquiry.agency_kind
    source = next((choice.maps_to for choice in kinds if choice.code == kind), "")
    source = "" if kind == "childminder" else source  # counted as an acquaintance by the census, but a professional
    members = sent.answers.items_of("household")
    risk = any(sent.answers.get("member_poses_risk", (each,)) == "yes" for each in members)
    return suggested_variant(source, risk, load_letters())


def addressee_of(read: Readable, enquiry: Enquiry) -> str:
    """Name and agency of whoever sent it, as they gave them."""
    answers = read.sent_version(enquiry.id).answers
    name = _text(answers, "referrer_name") or enquiry.owner_name
    agency = _text(answers, "referrer_agency") or enquiry.agency_name
    return ", ".join(dict.fromkeys(filter(None, (name, agency))))


def referrer_mail(read: Readable, enquiry: Enquiry) -> str:
    """The mail address whoever sent it gave, "" if none."""
    return _text(read.sent_version(enquiry.id).answers, "referrer_email")


def children_in_short(read: Readable, enquiry: Enquiry) -> str:
    """The children by their initials: enough for whoever wrote about them, little for anybody else."""
    answers = read.sent_version(enquiry.id).answers
    return ", ".join(dict.fromkeys(_initials(answers, child) for child in answers.items_of("children")))


def _others(answers: Answers, enquiry: Enquiry) -> tuple[str, ...]:
    """Given names and full names of the household, less those a child or the referrer has too."""
    known = {_text(answers, "child_given_names", child) for child in answers.items_of("children")}
    known |= {_text(answers, "child_known_as", child) for child in answers.items_of("children")}
    own = {part for name in known for part in name.split()} | set(enquiry.owner_name.split())
    found: list[str] = []
    for member in answers.items_of("household"):
        given, family = (_text(answers, f"member_{part}", member) for part in ("given_names", "family_name"))
        found += [part for part in given.split() if part not in own]
        found += [f"{title} {family}" for title in ("Mr", "Mrs", "Ms", "Miss") if family]
    return tuple(dict.fromkeys(found))


def _initials(answers: Answers, child: str) -> str:
    names = (_text(answers, question, child) for question in ("child_given_names", "child_family_name"))
    return "".join(f"{name[0].upper()}." for name in names if name) or "the unborn baby"


def _text(answers: Answers, question: str, item: str = "") -> str:
    value = answers.get(question, (item,) if item else ())
    return value.strip() if isinstance(value, str) else ""
