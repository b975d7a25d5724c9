"""The checks a question may name, by name, and those that look at one answer alone. Pure.

Severities follow `domain.md` 4h: what is impossible blocks a normal send; what only needs a second look warns.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from enquiry_app.enquiry import checks_of_child, checks_of_enquiry
from enquiry_app.enquiry.answers import CivilTime, FlexDate, Postal
from enquiry_app.enquiry.checking import Asked, Check, Found

_SECURE_DOMAINS = "secure_domains"


def not_in_future(asked: Asked) -> Found | None:
    """A date or time that has not come yet; of a partial date, only if all of it lies ahead."""
    value = asked.value
    if isinstance(value, FlexDate):
        ahead = value.earliest > asked.today
    else:
        ahead = isinstance(value, CivilTime) and value.date > asked.today
    return Found("block", f"{asked.name} cannot be in the future") if ahead else None


def percent(asked: Asked) -> Found | None:
    """0 to 100."""
    wrong = isinstance(asked.value, int) and not 0 <= asked.value <= 100
    return Found("warn", f"{asked.name} lies between 0 and 100") if wrong else None


def letters_and_digits(asked: Asked) -> Found | None:
    """Up to twenty letters and digits (CIN 1570, 1580)."""
    wrong = isinstance(asked.value, str) and not re.fullmatch(r"[A-Za-z0-9]{1,20}", asked.value)
    return Found("warn", f"{asked.name} has up to 20 letters and digits, nothing else") if wrong else None


def none_excludes(asked: Asked) -> Found | None:
    """A choice that excludes the others stands alone (CIN 8790)."""
    if not isinstance(asked.value, tuple) or len(asked.value) < 2:
        return None
    for choice in asked.form.choices_of(asked.question):
        if choice.exclusive and choice.code in asked.value:
            return Found("block", f"{asked.name}: “{choice.label}” cannot be chosen together with anything else")
    return None


def _at_least(characters: int) -> Check:
    def check(asked: Asked) -> Found | None:
        short = isinstance(asked.value, str) and len(" ".join(asked.value.split())) < characters
        return Found("block", f"{asked.name}: say a little more, at least {characters} characters") if short else None

    return check


def refuge_restricted(asked: Asked) -> Found | None:
    """Says what happens to the address of a refuge."""
    refuge = isinstance(asked.value, Postal) and asked.value.kind == "refuge"
    message = f"{asked.name}: the refuge's address is left out of the family's copy"
    return Found("info", message) if refuge else None


def secure_email(asked: Asked) -> Found | None:
    """A domain outside the list of secure ones, which is the code list `secure_domains`."""
    domains = asked.form.code_lists.get(_SECURE_DOMAINS)
    if not isinstance(asked.value, str) or "@" not in asked.value or domains is None:
        return None
    domain = asked.value.rpartition("@")[2].lower()
    if any(domain == choice.code or domain.endswith(f".{choice.code}") for choice in domains.choices):
        return None
    return Found("warn", f"{asked.name} is not on the list of secure addresses. The Hub will not send names to it")


CHECKS: Mapping[str, Check] = {
    "agreement_route": checks_of_enquiry.agreement_route,
    "age_under_18": checks_of_child.age_under_18,
    "at_least_20": _at_least(20),
    "at_least_40": _at_least(40),
    "at_least_60": _at_least(60),
    "birth_within_40_weeks": checks_of_child.birth_within_40_weeks,
    "carer_or_none": checks_of_enquiry.carer_or_none,
    "child_findable": checks_of_child.child_findable,
    "disability_unborn": checks_of_child.disability_unborn,
    "due_date_range": checks_of_child.due_date_range,
    "duplicate_child": checks_of_child.duplicate_child,
    "ethnicity_given": checks_of_child.ethnicity_given,
    "interpreter_language": checks_of_child.interpreter_language,
    "known_before_written": checks_of_enquiry.known_before_written,
    "letters_and_digits": letters_and_digits,
    "level_needs_rationale": checks_of_child.level_needs_rationale,
    "none_excludes": none_excludes,
    "not_in_future": not_in_future,
    "not_only_agency_events": checks_of_enquiry.not_only_agency_events,
    "one_subject": checks_of_child.one_subject,
    "parental_responsibility_known": checks_of_enquiry.parental_responsibility_known,
    "parents_not_told": checks_of_enquiry.parents_not_told,
    "percent": percent,
    "private_fostering_age": checks_of_child.private_fostering_age,
    "referrer_reachable": checks_of_enquiry.referrer_reachable,
    "refuge_restricted": refuge_restricted,
    "seen_alone": checks_of_child.seen_alone,
    "secure_email": secure_email,
    "sex_if_unborn": checks_of_child.sex_if_unborn,
    "sign_off_missing": checks_of_enquiry.sign_off_missing,
    "three_with_effect": checks_of_enquiry.three_with_effect,
}
