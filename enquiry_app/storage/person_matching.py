"""When may two indexed people be the same child, or of one family? Keys that bring candidates together, and the facts
that match and differ. Pure.

Evidence is weighed in points, of which nobody is shown any: people see only facts they can check themselves. Points are
those of record linkage (what agrees by chance says little, what cannot change says much), set on the labelled pairs of
`tests/storage/test_matching.py`.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from enquiry_app.services.ports import IndexedPerson
from enquiry_app.storage import name_likeness as likeness
from enquiry_app.storage.name_forms import called, folded, forms, parts, sound

__all__ = ["Match", "compare", "folded", "keys_of", "sound"]

STRONG, POSSIBLE = 12.0, 6.5  # points
DAYS_OFF_DUE = 45  # a child is born at most about so many days from the date expected

# How far two dates of birth agree.
SAME, CHANGED_OVER, MONTH, SLIP, NEAR_DAY, DUE, YEAR, UNKNOWN, IN_YEAR, OTHER = range(10)
_BIRTH_POINTS = {
    SAME: 6.0, CHANGED_OVER: 3.5, MONTH: 3.5, SLIP: 3.0, NEAR_DAY: 2.5, DUE: 4.0, YEAR: 2.0, UNKNOWN: 0.0,
    IN_YEAR: -2.0, OTHER: -6.0,
}  # fmt: skip


@dataclass(frozen=True)
class Match:
    """`strength` is strong or possible; `facts` are words a person can check, `differing` what speaks against; `order`
    sorts the best first; `relation`: same_child, sibling or household."""

    strength: str
    facts: tuple[str, ...]
    order: tuple[int, ...]
    differing: tuple[str, ...] = ()
    relation: str = "same_child"


@dataclass(frozen=True)
class _Compared:
    """How each fact of two people agrees: True, False, or None where one of them does not have it."""

    given: likeness.Fit
    family: likeness.Fit
    crossed: bool
    birth: int
    number: bool | None
    pupil: bool | None
    postcode: bool | None
    home: bool | None
    phone: bool | None
    school: bool | None
    sex: bool | None


def keys_of(person: IndexedPerson) -> frozenset[str]:
    """Blocking keys: the same child, even with several slips in name or date, shares at least one of them."""
    keys = set()
    if person.nhs_number:
        keys.add("n:" + _digits(person.nhs_number))
    if person.upn:
        keys.add("u:" + person.upn.strip().upper())
    if person.phone:
        keys.add("t:" + _digits(person.phone)[-9:])
    if _home(person):
        keys.add("a:" + _home(person))
    if len(person.birth) == 10:
        keys.add(f"b:{person.birth[:4]}{'|'.join(sorted((person.birth[5:7], person.birth[8:])))}")
    year = person.birth[:4]
    givens = _given_keys(person)
    for family in _family_keys(person):
        keys |= {f"fy:{family}|{year}"} if year else set()
        if person.postcode:
            keys.add(f"fp:{family}|{_compact(person.postcode)}")
        for given in givens:
            keys.add("p:" + "|".join(sorted((given, family))))
    for given in givens:
        if len(person.birth) >= 7:
            keys.add(f"gm:{given}|{person.birth[:7]}")
        if len(person.birth) == 10:
            keys.add(f"gd:{given}|{person.birth[5:]}")
        if year:
            keys |= {f"gy:{given}|{year}|{part[0]}" for part in parts(person.family_name)}
    if len(parts(person.given_names)) and parts(person.family_name):
        start = parts(person.given_names)[0][:3]
        keys |= {f"fg:{family}|{start}" for family in _family_keys(person)}
    return frozenset(keys)


def _given_keys(person: IndexedPerson) -> set[str]:
    names = {*called(person.given_names)[:2], *parts(person.known_as)[:1], folded(person.given_names)} - {""}
    return {key for name in names for key in (forms(name) or {sound(name)})} | {sound(name) for name in names}


def _family_keys(person: IndexedPerson) -> set[str]:
    names = {*parts(person.family_name)[:3], "".join(parts(person.family_name))} - {""}
    return {sound(name) for name in names}


def compare(wanted: IndexedPerson, known: IndexedPerson) -> Match | None:
    """What speaks for the two being the same child, or of one family; None if too little does."""
    found = _compared(wanted, known)
    points = _points(found)
    if found.number or found.pupil or _strong(found, points):
        return _match("strong", found, points, "same_child")
    if points >= POSSIBLE and found.given.kind != "other":
        return _match("possible", found, points, "same_child")
    at_home = found.home or found.phone
    twins = found.birth == SAME and (found.school or (found.postcode is None and found.phone is None))
    if found.family.near and (at_home or found.postcode or twins):
        return _match("possible", found, points, "sibling")
    if at_home:
        return _match("possible", found, points, "household")
    return None


def _compared(wanted: IndexedPerson, known: IndexedPerson) -> _Compared:
    given, family = likeness.given_fit(wanted, known), likeness.family_fit(wanted.family_name, known.family_name)
    crossed = not given.near and not family.near and likeness.crossed(wanted, known)
    return _Compared(
        given=likeness.CROSSED if crossed else given,
        family=likeness.CROSSED if crossed else family,
        crossed=crossed,
        birth=_birth_fit(wanted, known),
        number=_agree(_digits(wanted.nhs_number), _digits(known.nhs_number)),
        pupil=_agree(wanted.upn.strip().upper(), known.upn.strip().upper()),
        postcode=_agree(_compact(wanted.postcode), _compact(known.postcode)),
        home=_agree(_home(wanted), _home(known)),
        phone=_agree(_digits(wanted.phone)[-9:], _digits(known.phone)[-9:]),
        school=_agree(_school(wanted.school), _school(known.school)),
        sex=_agree(*(person.sex if person.sex in ("F", "M") else "" for person in (wanted, known))),
    )


def _points(found: _Compared) -> float:
    points = found.given.points + found.family.points + _BIRTH_POINTS[found.birth]
    points += 2.5 if found.home or found.postcode else 0.0
    points += 2.5 if found.phone else 0.0
    points += 1.5 if found.school else 0.0
    points -= 3.0 if found.number is False else 0.0
    points -= 3.0 if found.pupil is False else 0.0
    return points - (1.5 if found.sex is False else 0.0)


def _strong(found: _Compared, points: float) -> bool:
    if not found.given.sure or (found.sex is False and found.given.kind != "same"):
        return False
    at_home = bool(found.home or found.postcode or found.phone)
    if found.birth == SAME:
        return points >= STRONG or (found.given.kind in ("same", "form") and bool(found.home or found.phone))
    return found.birth in (CHANGED_OVER, SLIP, NEAR_DAY, MONTH) and points >= STRONG and at_home


def _birth_fit(wanted: IndexedPerson, known: IndexedPerson) -> int:
    one, other = wanted.birth, known.birth
    if not one or not other:
        return UNKNOWN
    if wanted.unborn or known.unborn:
        apart = _days_apart(one, other)
        return OTHER if apart is None or apart > DAYS_OFF_DUE else DUE
    shorter = min(len(one), len(other))
    if one[:shorter] == other[:shorter]:
        return {10: SAME, 7: MONTH}.get(shorter, YEAR)
    if shorter < 10:
        return IN_YEAR if one[:4] == other[:4] else OTHER
    if one[:4] == other[:4] and one[5:7] == other[8:] and one[8:] == other[5:7]:
        return CHANGED_OVER
    if _one_slip(one, other):
        return SLIP
    near_day = one[:7] == other[:7] or one[:4] + one[8:] == other[:4] + other[8:]
    return NEAR_DAY if near_day else IN_YEAR if one[:4] == other[:4] else OTHER


def _one_slip(one: str, other: str) -> bool:
    """One digit wrong, two digits changed over, the year before or after, or the day beside it."""
    wrong = [place for place in range(10) if one[place] != other[place]]
    if len(wrong) == 1:
        return True
    turned = len(wrong) == 2 and one[wrong[0]] == other[wrong[1]] and one[wrong[1]] == other[wrong[0]]
    days = _days_apart(one, other)
    beside = days is not None and days <= 1
    return turned or beside or (one[4:] == other[4:] and abs(int(one[:4]) - int(other[:4])) == 1)


def _days_apart(one: str, other: str) -> int | None:
    try:
        return abs((dt.date.fromisoformat(one) - dt.date.fromisoformat(other)).days)
    except ValueError:
        return None


def _agree(one: str, other: str) -> bool | None:
    return None if not one or not other else one == other


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _compact(text: str) -> str:
    return re.sub(r"\s", "", text).upper()


def _home(person: IndexedPerson) -> str:
    """One dwelling: postcode and the first number of the address, else its first words; "" without a postcode."""
    if not person.postcode or not person.address:
        return ""
    number = re.search(r"\d+[a-z]?", person.address.lower())
    return f"{_compact(person.postcode)}|{number.group() if number else folded(person.address)[:8]}"


def _school(name: str) -> str:
    return re.sub(r"(primary|secondary|school|academy|nursery|junior|infant|the|and|c of e|ce)", "", folded(name))


def _match(strength: str, found: _Compared, points: float, relation: str) -> Match:
    facts, differing = _words(found)
    if relation == "sibling":
        facts = (*facts, "may be a brother or sister")
    elif relation == "household":
        facts = (*facts, "may be of the same household")
    rank = ("same_child", "sibling", "household").index(relation)
    return Match(strength, facts, (strength != "strong", rank, -int(points * 10)), differing, relation)


def _words(found: _Compared) -> tuple[tuple[str, ...], tuple[str, ...]]:
    same = [
        (found.number, "same NHS number"),
        (found.pupil, "same pupil number"),
        (found.birth == SAME, "same date of birth"),
        (found.birth == CHANGED_OVER, "day and month of birth changed over"),
        (found.birth == MONTH, "same month of birth, as far as known"),
        (found.birth == YEAR, "same year of birth, as far as known"),
        (found.birth in (SLIP, NEAR_DAY), "date of birth close"),
        (found.birth == DUE, "close to the date the baby was expected"),
        (found.crossed, "given and family name changed over"),
        (True, found.given.words("given name")),
        (True, found.family.words("family name")),
        (found.home, "same address"),
        (found.postcode and not found.home, "same postcode"),
        (found.phone, "same telephone number"),
        (found.school, "same school"),
    ]
    other = [
        (found.number is False, "another NHS number"),
        (found.pupil is False, "another pupil number"),
        (found.birth in (IN_YEAR, OTHER), "another date of birth"),
        (found.given.kind == "other", "another given name"),
        (found.family.kind == "other", "another family name"),
        (found.sex is False, "another sex"),
        (found.postcode is False or (found.home is False and bool(found.postcode)), "another address"),
        (found.phone is False, "another telephone number"),
        (found.school is False, "another school"),
    ]
    return tuple(words for holds, words in same if holds and words), tuple(words for holds, words in other if holds)
