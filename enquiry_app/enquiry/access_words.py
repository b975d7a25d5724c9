"""Whether somebody may be of the family of an enquiry, or work beside it: names compared, said in words. Pure.

Only names are compared: the app keeps no home addresses of the people who use it. So this is a question and never an
answer; the person at the screen says whether they know the family.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Protocol

from enquiry_app.enquiry.records import Person

SAME_SURNAME = "Somebody in this enquiry has the same family name as you."
SAME_NAME = "Somebody in this enquiry has the same name as you."
COLLEAGUE = "An adult in this enquiry has the same name as {name}, who uses this app too."


class Named(Protocol):
    """A person of an enquiry, as indexed."""

    @property
    def part(self) -> str: ...
    @property
    def given_names(self) -> str: ...
    @property
    def family_name(self) -> str: ...


def likely_ties(person: Person, people: Iterable[Person], family: Iterable[Named]) -> tuple[str, ...]:
    """Reasons to ask this person whether they know the family; `people` are everybody of the store."""
    those = tuple(family)
    own_given, own_family = _names(person.display_name)
    found = []
    if any(_is(each, own_given, own_family) for each in those):
        found.append(SAME_NAME)
    elif own_family and any(own_family == _plain(each.family_name) for each in those):
        found.append(SAME_SURNAME)
    for colleague in people:
        given, surname = _names(colleague.display_name)
        adult = any(_is(each, given, surname) for each in those if each.part == "household")
        if adult and colleague.id != person.id:
            found.append(COLLEAGUE.format(name=colleague.display_name))
    return tuple(found)


def _is(each: Named, given: str, family: str) -> bool:
    first = _plain(each.given_names).split(" ")[0]
    return bool(given and family) and (first, _plain(each.family_name)) == (given, family)


def _names(display_name: str) -> tuple[str, str]:
    """First given name and family name of a display name, without titles."""
    words = [word for word in _plain(display_name).split() if word not in _TITLES]
    return (words[0], words[-1]) if len(words) > 1 else ("", words[0] if words else "")


def _plain(name: str) -> str:
    return " ".join(re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", name.casefold()))


_TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "rev", "sir", "pc", "sgt", "di", "dc"})
