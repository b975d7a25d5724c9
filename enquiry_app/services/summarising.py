"""Works out the narrow columns of an enquiry (lists, queue, search) from its answers. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from enquiry_app.enquiry.answers import Answers, Change, FlexDate, ItemsChange, Postal, Typed, Value
from enquiry_app.enquiry.threshold import highest_level
from enquiry_app.services.ports import IndexedPerson, Summary

NAMES_IN_A_TITLE = 3

# Answers the summary is made of: a save that touches none of them leaves it as it is.
SUMMARY_QUESTIONS = frozenset(
    {
        "danger_now", "urgent", "matrix", "level_chosen",
        "child_part", "child_born", "child_given_names", "child_family_name", "child_known_as", "child_birth_date",
        "child_due_date", "child_sex", "child_nhs_number", "child_upn", "child_address", "child_school", "child_phone",
        "child_seen", "child_seen_alone",
        "member_given_names", "member_family_name", "member_birth_date", "member_sex", "member_address", "member_phone",
    }
)  # fmt: skip
SUMMARY_COLLECTIONS = frozenset({"children", "household"})


def touches_summary(changes: Iterable[Change | ItemsChange]) -> bool:
    """Whether any of these changes could alter the summary."""
    return any(
        change.key.collection in SUMMARY_COLLECTIONS
        if isinstance(change, ItemsChange)
        else change.address.question in SUMMARY_QUESTIONS
        for change in changes
    )


def summarise(answers: Answers, *, today: dt.date, facts: Mapping[str, str]) -> Summary:
    """The summary of these answers on this London day. `facts` are those of `form_state` (for `protection`)."""
    children = _subjects_first(answers)
    danger = answers.get("danger_now") == "yes"
    return Summary(
        title=_title(answers, children),
        initials=", ".join(filter(None, (_initials(answers, child) for child in children))),
        area=next(filter(None, (_area(answers, child) for child in children)), ""),
        youngest=_youngest(answers, children, today),
        level=highest_level([_text(answers.get("level_chosen", (child,))) for child in children]),
        urgent=danger or answers.get("urgent") == "yes",
        flags=_flags(answers, children, facts, danger),
        seen=_seen(answers, children),
        people=tuple(_child(answers, child) for child in children) + tuple(_members(answers)),
    )


def age_words(born: dt.date, today: dt.date) -> str:
    """An age as a list shows it: days to four weeks, weeks to three months, months to two years, then years."""
    days = (today - born).days
    if days < 0:
        return ""
    months = (today.year - born.year) * 12 + today.month - born.month - (today.day < born.day)
    if days < 28:
        return _count(days, "day")
    if months < 3:
        return _count(days // 7, "week")
    return _count(months, "month") if months < 24 else _count(months // 12, "year")


def child_name(answers: Answers, child: str) -> str:
    """A child's name as people say it, or words for a child whose name is not known."""
    items = (child,)
    given = _text(answers.get("child_known_as", items)) or _text(answers.get("child_given_names", items))
    full = f"{given} {_text(answers.get('child_family_name', items))}".strip()
    if answers.get("child_born", items) == "unborn":
        return f"Unborn baby {full}".strip()
    return full or "Child, name not known"


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def _subjects_first(answers: Answers) -> tuple[str, ...]:
    children = answers.items_of("children")
    return tuple(sorted(children, key=lambda child: answers.get("child_part", (child,)) not in (None, "subject")))


def _title(answers: Answers, children: tuple[str, ...]) -> str:
    if not children:
        return "No child added yet"
    names = [child_name(answers, child) for child in children[:NAMES_IN_A_TITLE]]
    more = len(children) - len(names)
    return ", ".join(names) + (f" and {more} more" if more else "")


def _initials(answers: Answers, child: str) -> str:
    names = (_text(answers.get(question, (child,))) for question in ("child_given_names", "child_family_name"))
    return "".join(name[0].upper() for name in names if name)


def _area(answers: Answers, child: str) -> str:
    """The outward half of the postcode: enough to send it to the right team, too little to find a house."""
    address = answers.get("child_address", (child,))
    postcode = address.postcode.replace(" ", "").upper() if isinstance(address, Postal) else ""
    return postcode[:-3] if 5 <= len(postcode) <= 7 else ""


def _youngest(answers: Answers, children: tuple[str, ...], today: dt.date) -> str:
    if any(answers.get("child_born", (child,)) == "unborn" for child in children):
        return "unborn"
    births = [answers.get("child_birth_date", (child,)) for child in children]
    known = [birth for birth in births if isinstance(birth, FlexDate)]
    if not known:
        return ""
    youngest = max(known, key=lambda birth: birth.earliest)
    words = age_words(youngest.earliest, today)
    return words if youngest.full and not youngest.estimated else f"about {words}" if words else ""


def _flags(answers: Answers, children: tuple[str, ...], facts: Mapping[str, str], danger: bool) -> tuple[str, ...]:
    addresses = (answers.get("child_address", (child,)) for child in children)
    found = {
        "immediate_danger": danger,
        "protection": facts.get("protection") == "yes",
        "unborn": any(answers.get("child_born", (child,)) == "unborn" for child in children),
        "refuge": any(isinstance(address, Postal) and address.kind == "refuge" for address in addresses),
    }
    return tuple(flag for flag, holds in found.items() if holds)


def _child(answers: Answers, child: str) -> IndexedPerson:
    items = (child,)
    unborn = answers.get("child_born", items) == "unborn"
    part = _text(answers.get("child_part", items)) or "subject"
    postcode, lines = _address(answers.get("child_address", items))
    return IndexedPerson(
        item=child,
        part=part if part in ("subject", "sibling") else "household",
        given_names=_text(answers.get("child_given_names", items)),
        family_name=_text(answers.get("child_family_name", items)),
        known_as=_text(answers.get("child_known_as", items)),
        birth=_date(answers.get("child_due_date" if unborn else "child_birth_date", items)),
        unborn=unborn,
        sex=_text(answers.get("child_sex", items)),
        nhs_number=_text(answers.get("child_nhs_number", items)).replace(" ", ""),
        upn=_text(answers.get("child_upn", items)).replace(" ", ""),
        postcode=postcode,
        address=lines,
        phone=_text(answers.get("child_phone", items)),
        school=_text(answers.get("child_school", items)),
    )


def _seen(answers: Answers, children: tuple[str, ...]) -> str:
    """Whether the children were seen, seen alone, or not; the least of them counts, and nothing said is nothing."""
    found = []
    for child in children:
        seen, alone = answers.get("child_seen", (child,)), answers.get("child_seen_alone", (child,))
        if seen in ("yes", "no"):
            found.append("not_seen" if seen == "no" else "seen_alone" if alone == "yes" else "seen")
    return next((state for state in ("not_seen", "seen", "seen_alone") if state in found), "")


def _members(answers: Answers) -> Iterable[IndexedPerson]:
    for member in answers.items_of("household"):
        items = (member,)
        postcode, lines = _address(answers.get("member_address", items))
        yield IndexedPerson(
            item=member,
            part="household",
            given_names=_text(answers.get("member_given_names", items)),
            family_name=_text(answers.get("member_family_name", items)),
            birth=_date(answers.get("member_birth_date", items)),
            sex=_text(answers.get("member_sex", items)),
            postcode=postcode,
            address=lines,
            phone=_text(answers.get("member_phone", items)),
        )


def _text(value: Value | None) -> str:
    """The words of a text answer; "" for an absence or anything that is no text."""
    if isinstance(value, Typed):
        return value.text.strip()
    return value.strip() if isinstance(value, str) else ""


def _date(value: Value | None) -> str:
    return value.iso if isinstance(value, FlexDate) else ""


def _address(value: Value | None) -> tuple[str, str]:
    return (value.postcode, value.lines) if isinstance(value, Postal) else ("", "")
