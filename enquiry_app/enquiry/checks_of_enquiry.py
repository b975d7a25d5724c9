"""Checks that look across the enquiry: family, chronology, telling, sign-off. Pure."""

from __future__ import annotations

from enquiry_app.enquiry.answers import CivilTime
from enquiry_app.enquiry.checking import Asked, Found

_EVENTS_WITH_EFFECT = 3
_NOT_TOLD = ("none", "not_safe", "not_yet")


def known_before_written(asked: Asked) -> Found | None:
    """Nothing is written down before it is known."""
    known = asked.answer("known_at")
    if not isinstance(known, CivilTime) or not isinstance(asked.value, CivilTime):
        return None
    same_day = known.date == asked.value.date
    both_timed = known.time is not None and asked.value.time is not None
    if known.date > asked.value.date or (same_day and both_timed and known.iso > asked.value.iso):
        return Found("block", f"{asked.name}: this cannot be before the worry was first known")
    return None


def referrer_reachable(asked: Asked) -> Found | None:
    """A phone number or an e-mail address of the referrer: part of the urgent minimum."""
    if asked.value is not None or asked.answer("referrer_email") is not None:
        return None
    return Found("block", "Give a phone number or an e-mail address the Hub can reach you on", code="missing")


def carer_or_none(asked: Asked) -> Found | None:
    """At least one carer, or "none known" on purpose."""
    if asked.value == "yes" and not asked.answers.items_of("household"):
        return Found("warn", "Add the parent or carer under Family and household")
    return None


def parental_responsibility_known(asked: Asked) -> Found | None:
    """Nobody of the family is shown as having parental responsibility."""
    members = asked.answers.items_of("household")
    answered = [asked.answer("member_parental_responsibility", (member,)) for member in members]
    if not members or "yes" in answered:
        return None
    return Found("warn", "Nobody is shown as having parental responsibility. Say who has it, or that it is not known")


def parents_not_told(asked: Asked) -> Found | None:
    """The family does not know of the enquiry."""
    if asked.value not in _NOT_TOLD:
        return None
    return Found("warn", "The family has not been told. Tell them before sending unless that makes someone less safe")


def agreement_route(asked: Asked) -> Found | None:
    """Refused at level 2 or 3, with no ground under section 17 or 47: advice without names."""
    refused = asked.answer("agreement", ()) == "refused" and asked.facts.enquiry.get("any_level_2_3") == "yes"
    ground = "yes" in (asked.facts.enquiry.get("any_level_4"), asked.facts.enquiry.get("protection"))
    if not refused or ground:
        return None
    return Found(
        "warn",
        "The family does not agree and there is no ground under section 17 or 47. Ask the Hub for advice without names",
    )


def sign_off_missing(asked: Asked) -> Found | None:
    """It goes without the lead's sign-off."""
    if asked.value != "not_available":
        return None
    return Found("warn", "This goes without your safeguarding lead's sign-off. Tell them afterwards")


def three_with_effect(asked: Asked) -> Found | None:
    """A story needs at least three events that say what they meant for the child."""
    rows = asked.answers.items_of("chronology")
    effects = sum(asked.answer("event_effect", (row,)) is not None for row in rows)
    if not rows or effects >= _EVENTS_WITH_EFFECT:
        return None
    return Found("warn", "Say of at least three events what they meant for the child")


def not_only_agency_events(asked: Asked) -> Found | None:
    """What agencies did is not the child's story."""
    kinds = [asked.answer("event_type", (row,)) for row in asked.answers.items_of("chronology")]
    if not kinds or any(kind != "agency" for kind in kinds):
        return None
    return Found("warn", "All events are what agencies did. Add what happened to the child, good things too")
