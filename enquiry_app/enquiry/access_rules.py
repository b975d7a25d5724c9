"""Who may know of one enquiry and who may open it: what the access rules of a store come to for one person. Pure.

- *Confidential*: for everybody not named it is as if it were not there. A person who is its subject never sees it, named
  or not. While nobody of the Hub who can sign in is named, hub managers who are not its subject see it (once it is with
  the Hub), so that no enquiry is lost.
- *Restricted*: everybody sees that it is there and whom to ask, and nothing of its content.
- *Conflict*: the same for one person who has said that they know the family, or are of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from enquiry_app.enquiry.kept_records import AccessRule
from enquiry_app.enquiry.records import Enquiry, Person

HIDING = ("confidential", "restricted")
RESTRICTED = "Restricted. Please ask {who}."
CONFLICT = "You have said that you know this family. Somebody else works on this enquiry; a hub manager can help."
SHORT_CONFLICT = "Closed: you know them"  # the place of the child's name in lists
SHORT = "Closed"  # the place of the initials
A_MANAGER = "a hub manager"
# What a closed enquiry still shows, so that nobody forgets it: reference, status, urgency, when the next step is due.
_COVERED: Mapping[str, Any] = {
    "title": "", "initials": "", "area": "", "youngest": "", "level": "", "flags": (), "lead_id": "", "rating": "",
    "seen": "", "repeats": 0, "outcome": "", "owner_name": "", "place": "",
}  # fmt: skip


@dataclass(frozen=True)
class Access:
    """For one person: ids of enquiries that are not there for them, and of those that are closed, with the sentence."""

    unseen: frozenset[str] = frozenset()
    closed: Mapping[str, str] = field(default_factory=dict)


EVERYTHING = Access()


def access_of(person: Person, rules: Iterable[AccessRule], people: Iterable[Person]) -> Access:
    """What the standing rules come to for this person; `people` are everybody of the store."""
    standing = _by_enquiry(rules)
    known = {each.id: each for each in people}
    unseen = frozenset(each for each, its in standing.items() if _is_unseen(person, its, known))
    closed = {}
    for enquiry_id, its in standing.items():
        words = "" if enquiry_id in unseen else _closed_words(person, its, known)
        if words:
            closed[enquiry_id] = words
    return Access(unseen, closed)


def covered(enquiry: Enquiry, words: str) -> Enquiry:
    """The record without anything about the child, with the sentence that says whom to ask."""
    title = SHORT_CONFLICT if words == CONFLICT else words.removesuffix(".").replace(". Please ask", ": ask")
    return replace(enquiry, **{**_COVERED, "title": title, "initials": SHORT, "closed": words})


def named_for(rules: Iterable[AccessRule]) -> frozenset[str]:
    """Ids of the people named by these rules of one enquiry."""
    return frozenset(rule.person_id for rule in rules if rule.kind == "named")


def _by_enquiry(rules: Iterable[AccessRule]) -> dict[str, list[AccessRule]]:
    standing: dict[str, list[AccessRule]] = {}
    for rule in rules:
        if rule.status == "open":
            standing.setdefault(rule.of_enquiry, []).append(rule)
    return standing


def _has(rules: Iterable[AccessRule], kind: str, person_id: str = "") -> bool:
    return any(rule.kind == kind and (not person_id or rule.person_id == person_id) for rule in rules)


def _is_unseen(person: Person, rules: list[AccessRule], people: Mapping[str, Person]) -> bool:
    if _has(rules, "subject", person.id):
        return True
    return _has(rules, "confidential") and not _is_in(person, rules, people)


def _is_in(person: Person, rules: list[AccessRule], people: Mapping[str, Person]) -> bool:
    """Named; or a hub manager where nobody of the Hub is."""
    left = [people[one] for one in named_for(rules) if one in people and people[one].active]
    of_hub = any(one.role in ("hub_worker", "hub_manager") for one in left)
    return any(one.id == person.id for one in left) or (not of_hub and person.role == "hub_manager")


def _closed_words(person: Person, rules: list[AccessRule], people: Mapping[str, Person]) -> str:
    if person.role == "checking_agency":
        return ""  # opens no enquiry, only the questions the Hub chose to ask
    if _has(rules, "conflict", person.id):
        return CONFLICT
    if not _has(rules, "restricted") or _is_in(person, rules, people):
        return ""
    named = [people[one] for one in named_for(rules) if one in people and people[one].active]
    near = [one for one in named if one.agency_id == person.agency_id]
    hub = [one for one in named if one.role in ("hub_manager", "hub_worker")]
    names = sorted(one.display_name for one in near or hub or named)
    return RESTRICTED.format(who=" or ".join(names[:2]) or A_MANAGER)
