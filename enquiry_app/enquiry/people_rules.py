"""Every account is one person's: names that belong to a room, a role or nobody in particular are refused. And what a
team may be called. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from enquiry_app.enquiry.records import Person

SHARED_NAME = (
    "“{name}” is nobody’s own name. Everybody signs in as themselves: use a name of theirs, like “jo.penrose”."
)
WHOLE_NAME = "Give the person’s given name and family name, as it will stand beside everything they do."
NO_TEAM_NAME = "Give the team a name."
LONG_TEAM_NAME = "Give the team a name of at most 60 characters."
TEAM_THERE = "There is a team with this name in this agency already."
LONGEST_TEAM_NAME = 60  # characters
_NOBODYS = frozenset({
    "account", "admin", "administrator", "all", "anybody", "anyone", "clinic", "default", "desk", "dsl", "duty",
    "enquiries", "enquiry", "everybody", "everyone", "frontdesk", "general", "guest", "head", "headteacher", "health",
    "hub", "info", "lead", "mail", "manager", "mash", "nobody", "nurse", "office", "officer", "owner", "police", "public",
    "reception", "receptionist", "referrals", "root", "safeguarding", "school", "shared", "social", "staff", "super",
    "system", "teacher", "team", "temp", "test", "tester", "user", "visitor", "worker",
})  # fmt: skip


def fault_in_user_name(user_name: str) -> str:
    """Why this user name is no person's; "" if it may be one. `school.office2` is none, `jo.office` may be one."""
    words = [word for word in re.split(r"[^a-z]+", user_name.strip().lower()) if word]
    return SHARED_NAME.format(name=user_name.strip()) if words and set(words) <= _NOBODYS else ""


def fault_in_display_name(name: str) -> str:
    """Why this is no person's name; "" if it may be one. Two words, not all of them a room's or a role's."""
    words = [word for word in re.split(r"[^\w’'-]+", name.strip().casefold()) if word]
    return WHOLE_NAME if len(words) < 2 or set(words) <= _NOBODYS else ""


def fault_in_account(user_name: str, display_name: str) -> str:
    """Why this is no account of one person: the first fault of its user name or name; "" if there is none."""
    return fault_in_user_name(user_name) or fault_in_display_name(display_name)


def fault_in_team_name(name: str, others: Iterable[str]) -> str:
    """Why a team of an agency cannot be called this, beside its `others`; "" if it can."""
    plain = " ".join(name.split())
    if not plain:
        return NO_TEAM_NAME
    if len(plain) > LONGEST_TEAM_NAME:
        return LONG_TEAM_NAME
    return TEAM_THERE if plain.casefold() in {other.casefold() for other in others} else ""


def by_team(people: Iterable[Person], own_team_id: str = "") -> tuple[tuple[str, tuple[Person, ...]], ...]:
    """People under the names of their teams: the reader's own team first, the others by name, those of no team last
    (under ""). Two teams of one name stay apart; within a team by name."""
    teams: dict[tuple[bool, bool, str, str], list[Person]] = {}
    for person in sorted(people, key=lambda each: each.display_name.casefold()):
        away = not own_team_id or person.team_id != own_team_id
        key = (not person.team_id, away, person.team_name.casefold(), person.team_id)
        teams.setdefault(key, []).append(person)
    return tuple(
        (members[0].team_name, tuple(members)) for _, members in sorted(teams.items(), key=lambda each: each[0])
    )
