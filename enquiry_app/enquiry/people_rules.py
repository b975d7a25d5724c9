"""Every account is one person's: names that belong to a room, a role or nobody in particular are refused. Pure."""

from __future__ import annotations

import re

SHARED_NAME = (
    "“{name}” is nobody’s own name. Everybody signs in as themselves: use a name of theirs, like “jo.penrose”."
)
WHOLE_NAME = "Give the person’s given name and family name, as it will stand beside everything they do."
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
