"""When may two indexed people be the same child? Keys that bring candidates together, and the facts they share. Pure.

Names are compared by sound and by spelling after transliteration; no number is shown to anybody, only matching facts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from enquiry_app.services.ports import IndexedPerson

SAME_NAME = 0.93  # Jaro-Winkler similarity from which a name counts as the same or a slip of it
NEAR_NAME = 0.86
SOUNDS_ALIKE = 0.88  # Milo and Mylo


@dataclass(frozen=True)
class Match:
    """`strength` is strong or possible; `facts` are words a person can check; `order` sorts the best first."""

    strength: str
    facts: tuple[str, ...]
    order: tuple[int, ...]


def folded(text: str) -> str:
    """Lower-case ASCII letters of a name, whatever its script: Łucja -> lucja, O'Brien -> obrien."""
    from anyascii import anyascii

    return re.sub(r"[^a-z]", "", anyascii(text).lower())


def sound(text: str) -> str:
    """A key equal for names that sound alike; the folded name itself where it is too short to have one."""
    import jellyfish

    name = folded(text)
    return (jellyfish.metaphone(name) or name) if len(name) > 2 else name


def keys_of(person: IndexedPerson) -> frozenset[str]:
    """Blocking keys: the same child, even with one slip in name or date, shares at least one of them."""
    keys = set()
    if person.nhs_number:
        keys.add("n:" + re.sub(r"\D", "", person.nhs_number))
    if person.upn:
        keys.add("u:" + person.upn.strip().upper())
    family = folded(person.family_name)
    family_sound = sound(person.family_name)
    for given in {person.given_names.split(" ")[0], person.known_as} - {""}:
        keys |= _keys_of_name(given, family, family_sound, person.birth)
    if len(person.birth) == 10:
        keys.add("b:" + person.birth)
    if family_sound and len(person.birth) >= 4:
        keys.add(f"fy:{family_sound}|{person.birth[:4]}")
    if family and person.postcode:
        keys.add(f"fp:{family_sound}|{_outward(person.postcode)}")
    return frozenset(keys)


def _keys_of_name(given: str, family: str, family_sound: str, birth: str) -> set[str]:
    first, first_sound = folded(given), sound(given)
    keys = set()
    if family_sound and first:
        keys.add(f"fg:{family_sound}|{first[:3]}")
        keys.add("p:" + "|".join(sorted((first_sound, family_sound))))
    if first_sound and len(birth) >= 7:
        keys.add(f"gm:{first_sound}|{birth[:7]}")
    if len(birth) == 10 and first:
        keys.add(f"bs:{birth[:4]}{birth[8:]}{birth[5:7]}{first[0]}")  # day and month changed over
        keys.add(f"bs:{birth[:4]}{birth[5:7]}{birth[8:]}{first[0]}")
    return keys


def _outward(postcode: str) -> str:
    compact = re.sub(r"\s", "", postcode).upper()
    return compact[:-3] if len(compact) > 4 else compact


def _likeness(one: str, other: str) -> float:
    from rapidfuzz.distance import JaroWinkler

    a, b = folded(one), folded(other)
    if not a or not b:
        return 0.0
    if a == b:
        return 1.0
    alike = float(JaroWinkler.similarity(a, b))
    return max(alike, SOUNDS_ALIKE) if sound(one) == sound(other) else alike


def compare(wanted: IndexedPerson, known: IndexedPerson) -> Match | None:
    """What speaks for the two being the same child; None if too little does."""
    given = _given_likeness(wanted, known)
    family = _likeness(wanted.family_name, known.family_name)
    crossed = min(_likeness(wanted.given_names, known.family_name), _likeness(wanted.family_name, known.given_names))
    number = bool(_same_number(wanted.nhs_number, known.nhs_number))
    pupil = bool(wanted.upn and wanted.upn.strip().upper() == known.upn.strip().upper())
    birth = _birth_fit(wanted.birth, known.birth)
    place = bool(wanted.postcode) and _compact(wanted.postcode) == _compact(known.postcode)
    school = bool(wanted.school) and folded(wanted.school) == folded(known.school)
    names = (given >= SAME_NAME and family >= SAME_NAME) or crossed >= SAME_NAME
    near = (given >= NEAR_NAME and family >= NEAR_NAME) or crossed >= NEAR_NAME
    one_name = given >= SAME_NAME or family >= SAME_NAME
    strong = number or pupil or (birth == 3 and near) or (birth == 2 and names and (place or school))
    possible = (
        (birth >= 2 and one_name)
        or (birth >= 1 and near)
        or (names and birth >= 0)
        or (near and birth >= 0 and (place or school))
    )
    if not strong and not possible:
        return None
    facts = _facts(number, pupil, birth, given, family, crossed, place, school)
    return Match("strong" if strong else "possible", facts, (not strong, -birth, -int(given * 100 + family * 100)))


def _given_likeness(wanted: IndexedPerson, known: IndexedPerson) -> float:
    ours = [wanted.given_names, wanted.given_names.split(" ")[0], wanted.known_as]
    theirs = [known.given_names, known.given_names.split(" ")[0], known.known_as]
    return max((_likeness(a, b) for a in ours if a for b in theirs if b), default=0.0)


def _birth_fit(one: str, other: str) -> int:
    """3 the same day; 2 day and month changed over, or the same as far as known; 1 the same year or one digit wrong;
    0 not known for one of them; -1 different."""
    if not one or not other:
        return 0
    shorter = min(len(one), len(other))
    if one[:shorter] == other[:shorter]:
        return 3 if shorter == 10 else 2
    if shorter == 10:
        if one[:4] == other[:4] and one[5:7] == other[8:] and one[8:] == other[5:7]:
            return 2
        if sum(a != b for a, b in zip(one, other, strict=True)) == 1:
            return 1
    return 1 if one[:4] == other[:4] else -1


def _same_number(one: str, other: str) -> bool:
    ours, theirs = re.sub(r"\D", "", one), re.sub(r"\D", "", other)
    return bool(ours) and ours == theirs


def _compact(text: str) -> str:
    return re.sub(r"\s", "", text).upper()


def _facts(
    number: bool, pupil: bool, birth: int, given: float, family: float, crossed: float, place: bool, school: bool
) -> tuple[str, ...]:
    words = [
        (number, "same NHS number"),
        (pupil, "same pupil number"),
        (birth == 3, "same date of birth"),
        (birth == 2, "date of birth fits, or day and month changed over"),
        (birth == 1, "date of birth close"),
        (given == 1.0, "same given name"),
        (NEAR_NAME <= given < 1.0, "similar given name"),
        (family == 1.0, "same family name"),
        (NEAR_NAME <= family < 1.0, "similar family name"),
        (crossed >= NEAR_NAME and given < NEAR_NAME, "given and family name changed over"),
        (place, "same postcode"),
        (school, "same school"),
    ]
    return tuple(word for holds, word in words if holds)
