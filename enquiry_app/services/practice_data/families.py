"""Makes up a family: names that go together, ages that fit, an address and numbers that can belong to nobody."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from random import Random

from enquiry_app.services.practice_data.story_files import Background, Places, Story, backgrounds, places

UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
LOCAL_AUTHORITY = "880"
POSTCODE_ENDS = "ABDEFGHJLNPQRSTUWXYZ"


@dataclass(frozen=True)
class MadeUpChild:
    """A fictional child. `due` is set, and `born` not, for one not yet born."""

    given: str
    family: str
    sex: str
    born: dt.date | None
    due: dt.date | None
    part: str  # subject, sibling, other
    nhs_number: str
    upn: str
    school: str

    def age(self, on: dt.date) -> int | None:
        """Age in whole years, None if unborn."""
        if self.born is None:
            return None
        return on.year - self.born.year - ((on.month, on.day) < (self.born.month, self.born.day))


@dataclass(frozen=True)
class MadeUpFamily:
    """A fictional family at one address."""

    background: Background
    mother: str
    father: str
    gran: str
    partner: str
    family: str
    mother_family: str
    mother_born: dt.date
    street: str
    town: str
    postcode: str
    phone: str
    surgery: str
    children: tuple[MadeUpChild, ...]

    @property
    def address_lines(self) -> str:
        """The address as people write it."""
        return f"{self.street}\n{self.town}"


def make_family(rng: Random, story: Story, today: dt.date) -> MadeUpFamily:
    """A family this story could happen to, on this day."""
    background = rng.choices(backgrounds(), [b.weight for b in backgrounds()])[0]
    bay = places()
    family = rng.choice(background.families)
    shared_name = rng.random() < 0.75
    oldest = max(story.ages[1], 6)
    return MadeUpFamily(
        background=background,
        mother=rng.choice(background.mothers),
        father=rng.choice(background.fathers),
        gran=rng.choice(background.grans),
        partner=rng.choice(background.fathers),
        family=family,
        mother_family=family if shared_name else rng.choice(background.families),
        mother_born=_days_before(today, rng, 365 * (oldest + 18), 365 * (oldest + 32)),
        street=f"{rng.choice(bay.houses)}{rng.randint(1, 148)} {rng.choice(bay.streets)}",
        town=rng.choice(bay.towns),
        postcode=_postcode(rng, bay),
        phone=f"07700 900{rng.randint(200, 999)}",
        surgery=rng.choice(bay.surgery),
        children=_children(rng, story, background, family, today),
    )


def nhs_number(rng: Random) -> str:
    """A number of the 999 range, never given to anybody, with the right check digit (NHS Data Dictionary)."""
    while True:
        body = f"999{rng.randint(1, 999_999):06d}"
        check = 11 - sum(int(digit) * (10 - place) for place, digit in enumerate(body)) % 11
        if check != 10:
            return body + str(0 if check == 11 else check)


def unique_pupil_number(rng: Random) -> str:
    """A pupil number of the right shape with the right check letter."""
    digits = f"{LOCAL_AUTHORITY}{rng.randint(0, 999_999_999):09d}"
    total = sum(place * int(digit) for place, digit in enumerate(digits, start=2))
    return UPN_LETTERS[total % 23] + digits


def _postcode(rng: Random, bay: Places) -> str:
    return f"{rng.choice(bay.districts)} 0{rng.choice(POSTCODE_ENDS)}{rng.choice(POSTCODE_ENDS)}"


def _children(
    rng: Random, story: Story, background: Background, family: str, today: dt.date
) -> tuple[MadeUpChild, ...]:
    first = _unborn(rng, family, today) if story.unborn else _subject(rng, story, background, family, today)
    taken = {first.given}
    others = []
    for _ in range(rng.choices((0, 1, 2, 3), (4, 4, 2, 1))[0]):
        part = rng.choice(("sibling", "sibling", "other"))
        child = _child(rng, background, family, _days_before(today, rng, 200, 365 * 16), part, today)
        if child.given not in taken:
            taken.add(child.given)
            others.append(child)
    return (first, *others)


def _unborn(rng: Random, family: str, today: dt.date) -> MadeUpChild:
    due = today + dt.timedelta(days=rng.randint(40, 110))
    return MadeUpChild("", family if rng.random() < 0.5 else "", "U", None, due, "subject", "", "", "")


def _subject(rng: Random, story: Story, background: Background, family: str, today: dt.date) -> MadeUpChild:
    youngest, oldest = story.ages
    if story.oldest_months:
        born = _days_before(today, rng, 60, story.oldest_months * 30)
    else:
        born = _days_before(today, rng, youngest * 366 + 5, oldest * 365 + 350)
    return _child(rng, background, family, born, "subject", today)


def _child(rng: Random, background: Background, family: str, born: dt.date, part: str, today: dt.date) -> MadeUpChild:
    sex = rng.choice("FM")
    given = rng.choice(background.girls if sex == "F" else background.boys)
    script = background.script.get(given, "") if rng.random() < 0.5 else ""
    years = (today - born).days // 365
    return MadeUpChild(
        given=f"{given} ({script})" if script else given,
        family=family,
        sex=sex,
        born=born,
        due=None,
        part=part,
        nhs_number=nhs_number(rng) if rng.random() < 0.6 else "",
        upn=unique_pupil_number(rng) if years >= 5 and rng.random() < 0.5 else "",
        school=_school(rng, years),
    )


def _school(rng: Random, years: int) -> str:
    bay = places()
    if years < 2:
        return ""
    return rng.choice(bay.nursery if years < 5 else bay.primary if years < 11 else bay.secondary)


def _days_before(today: dt.date, rng: Random, fewest: int, most: int) -> dt.date:
    return today - dt.timedelta(days=rng.randint(min(fewest, most), max(fewest, most)))
