"""Checks that look at one child, or at the children together. Pure."""

from __future__ import annotations

import datetime as dt

from enquiry_app.enquiry.ages import child_age, written_on
from enquiry_app.enquiry.answers import Absent, FlexDate, Postal, Value
from enquiry_app.enquiry.checking import Asked, Found

_FORTY_WEEKS = dt.timedelta(weeks=40)
_DUE_FROM = dt.timedelta(days=-42)
_DUE_UNTIL = dt.timedelta(days=300)
_OLDEST_WITH_REASON = 25  # care leavers and disabled young people
_REASONS_OVER_18 = ("care_leaver", "disabled")


def one_subject(asked: Asked) -> Found | None:
    """At least one child is the one people worry about; said once."""
    if not asked.is_first:
        return None
    parts = [asked.answer("child_part", (child,)) for child in asked.answers.items_of("children")]
    if "subject" in parts or None in parts:  # an unanswered part is reported as missing
        return None
    return Found("block", "Say of at least one child: we are worried about this child")


def child_findable(asked: Asked) -> Found | None:
    """A name, a description or an address of at least one child; said once. The urgent minimum."""
    if not asked.is_first or any(_can_be_found(asked, child) for child in asked.answers.items_of("children")):
        return None
    return Found("block", "Say how the child can be found: a name, an address or a description")


def _can_be_found(asked: Asked, child: str) -> bool:
    texts = ("child_given_names", "child_family_name", "child_known_as", "child_description")
    if any(_is_text(asked.answer(question, (child,))) for question in texts):
        return True
    address = asked.answer("child_address", (child,))
    return isinstance(address, Postal) and bool(address.lines.strip() or address.postcode)


def _is_text(value: Value | None) -> bool:
    return isinstance(value, str) and bool(value.strip())


def duplicate_child(asked: Asked) -> Found | None:
    """The same name twice, with dates of birth that do not tell them apart; said at the later one."""
    mine = _identity(asked, asked.items[0])
    if not mine[0]:
        return None
    for other in asked.answers.items_of("children"):
        if other == asked.items[0]:
            return None
        name, born = _identity(asked, other)
        if name == mine[0] and (not born or not mine[1] or born.startswith(mine[1]) or mine[1].startswith(born)):
            return Found("warn", "This child may be in this enquiry twice")
    return None


def _identity(asked: Asked, child: str) -> tuple[str, str]:
    """A child's whole name without regard to case, and date of birth or due date as ISO ("" if not known)."""
    parts = [asked.answer(question, (child,)) for question in ("child_given_names", "child_family_name")]
    name = " ".join(" ".join(part.split()) for part in parts if isinstance(part, str)).casefold()
    dates = [asked.answer(question, (child,)) for question in ("child_birth_date", "child_due_date")]
    return name, next((date.iso for date in dates if isinstance(date, FlexDate)), "")


def birth_within_40_weeks(asked: Asked) -> Found | None:
    """The enquiry was not written more than 40 weeks before the birth (CIN 8606)."""
    written = written_on(asked.answers, asked.today)
    if isinstance(asked.value, FlexDate) and asked.value.earliest - written > _FORTY_WEEKS:
        return Found("warn", f"{asked.name} lies more than 40 weeks after the day this was written")
    return None


def due_date_range(asked: Asked) -> Found | None:
    """Six weeks past to 300 days ahead, and not more than 40 weeks after the enquiry was written."""
    if not isinstance(asked.value, FlexDate):
        return None
    first, last = asked.value.earliest, asked.value.latest
    if last < asked.today + _DUE_FROM:
        return Found("warn", f"{asked.name} is more than six weeks past. If the child is born, give the date of birth")
    if first > asked.today + _DUE_UNTIL:
        return Found("warn", f"{asked.name} is more than 300 days ahead. Check the year")
    return birth_within_40_weeks(asked)


def age_under_18(asked: Asked) -> Found | None:
    """Under 18 on the day of the worry; to 25 for a care leaver or a disabled young person."""
    years = child_age(asked.answers, asked.items[0], written_on(asked.answers, asked.today))
    if not isinstance(asked.value, FlexDate) or years is None or years < 18:
        return None
    reason = asked.answer("child_over_18_reason")
    if reason in _REASONS_OVER_18 and years <= _OLDEST_WITH_REASON:
        return Found("info", f"{asked.name}: 18 or over, with a reason given")
    if reason in _REASONS_OVER_18:
        return Found("warn", f"{asked.name}: over {_OLDEST_WITH_REASON}. Adults' services may be the right place")
    return Found("warn", f"{asked.name}: this person is 18 or over. Check the date, or say why it comes to the Hub")


def sex_if_unborn(asked: Asked) -> Found | None:
    """U for an unborn child (CIN 8750)."""
    if asked.fact("unborn") == "yes" and isinstance(asked.value, str) and asked.value != "U":
        label = asked.form.label_of(asked.question, "U")
        return Found("warn", f"{asked.name}: for an unborn child choose “{label}”")
    return None


def ethnicity_given(asked: Asked) -> Found | None:
    """Not yet obtained: ask again."""
    if asked.value != "NOBT":
        return None
    return Found("info", f"{asked.name} has not been given yet. Ask the family if it is safe to")


def interpreter_language(asked: Asked) -> Found | None:
    """An interpreter needs a language."""
    if asked.answer("family_interpreter") != "yes":
        return None
    named = [asked.value, asked.answer("child_language_other"), asked.answer("interpreter_details")]
    if any(value is not None and not isinstance(value, Absent) for value in named):
        return None
    return Found("warn", "An interpreter is needed: say for which language")


def disability_unborn(asked: Asked) -> Found | None:
    """Blank for an unborn child."""
    wrong = asked.fact("unborn") == "yes" and asked.value is not None
    return Found("warn", f"{asked.name} stays empty for an unborn child") if wrong else None


def private_fostering_age(asked: Asked) -> Found | None:
    """Under 16, or under 18 if disabled; then the council must be told."""
    if asked.value != "yes":
        return None
    years = child_age(asked.answers, asked.items[0], written_on(asked.answers, asked.today))
    disability = asked.answer("child_disability")
    disabled = isinstance(disability, tuple) and disability != ("NONE",)
    if years is not None and years >= (18 if disabled else 16):
        return Found("warn", f"{asked.name} ends at 16, or at 18 for a disabled child. Check the date of birth")
    return Found("info", f"{asked.name}: the council must be told of it. This enquiry tells them")


def seen_alone(asked: Asked) -> Found | None:
    """The child has not been seen alone."""
    return Found("warn", "The child was not seen alone. Say why") if asked.value == "no" else None


def level_needs_rationale(asked: Asked) -> Found | None:
    """A level is never sent without a reason."""
    if not isinstance(asked.value, str) or _is_text(asked.answer("level_rationale")):
        return None
    return Found("block", "Say why you chose this level", code="missing", question="level_rationale")
