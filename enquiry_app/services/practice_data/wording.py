"""Puts names, dates and the right pronouns into the wording of a story."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from random import Random

from enquiry_app.services.practice_data.families import MadeUpFamily
from enquiry_app.services.practice_data.story_files import Alternatives, Paragraphs

STAFF = ("Mrs Nightingale", "Mr Baptiste", "Miss Dawe", "Ms Iqbal", "Mr Tolcher", "Mrs Osei-Bonsu", "Miss Yelland")
_PRONOUNS = {
    "F": ("she", "her", "her", "herself"),
    "M": ("he", "his", "him", "himself"),
    "U": ("they", "their", "them", "themself"),
}


def fields_for(rng: Random, family: MadeUpFamily, worker: str, written: dt.date) -> Mapping[str, str]:
    """What the places in a story's wording stand for in this family."""
    child = family.children[0]
    she, her, them, herself = _PRONOUNS[child.sex]
    plain = {
        "child": child.given.partition(" (")[0] or "the baby",
        "she": she,
        "her": her,
        "them": them,
        "herself": herself,
        "mother_name": family.mother,
        "father_name": family.father,
        "partner": family.partner,
        "gran": f"{her} grandmother",
        "teacher": rng.choice(STAFF),
        "worker": worker,
        "attendance": str(rng.randint(62, 88)),
        "missed": str(rng.randint(6, 19)),
        "age": {2: "two", 3: "three", 4: "four"}.get(child.age(written) or 0, "this age"),
        "date1": long_date(written - dt.timedelta(days=rng.randint(0, 1))),
        "date2": long_date(written - dt.timedelta(days=rng.randint(2, 6))),
        "date3": long_date(written - dt.timedelta(days=rng.randint(40, 90))),
        "due": long_date(child.due) if child.due else "",
    }
    return {**plain, **{name.capitalize(): value[:1].upper() + value[1:] for name, value in plain.items()}}


def long_date(day: dt.date) -> str:
    """A date as it stands in a sentence: 3 November."""
    return f"{day.day} {day:%B}"


def pick(rng: Random, alternatives: Alternatives, fields: Mapping[str, str]) -> str:
    """One of the alternatives with its places filled."""
    return rng.choice(alternatives).format_map(fields) if alternatives else ""


def compose(rng: Random, paragraphs: Paragraphs, fields: Mapping[str, str]) -> str:
    """A narrative: one alternative of each paragraph, in order."""
    return "\n\n".join(pick(rng, alternatives, fields) for alternatives in paragraphs)
