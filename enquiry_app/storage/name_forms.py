"""Names reduced to what can be compared: folded to ASCII, cut into parts, spelled one way, by sound, by known forms. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from enquiry_app.resource_files import resource_text

REMEMBERED = 50_000  # names kept reduced; a town has fewer
# Particles that come and go between two writings of the same name.
_PARTICLES = frozenset({"al", "el", "ul", "bin", "ibn", "bint", "de", "da", "van", "von", "the", "mc", "mac", "o"})
# Names put before the one a boy or girl is called by: they tell two children apart only together with the next.
FOREMOST = frozenset({"mohammed", "syed", "abdul"})
# Written where no name has been given yet.
_NO_NAME = frozenset({"baby", "unborn", "unknown", "boy", "girl", "of", "not", "known", "infant", "newborn", "tbc"})
_SPELLINGS = (
    ("ph", "f"), ("ck", "k"), ("kh", "k"), ("gh", "g"), ("ch", "c"), ("sch", "s"), ("sh", "s"), ("sz", "s"),
    ("cz", "c"), ("th", "t"), ("ee", "i"), ("ea", "i"), ("ie", "i"), ("ei", "i"), ("ou", "u"), ("oo", "u"),
    ("y", "i"), ("j", "i"), ("w", "v"), ("x", "ks"), ("q", "k"), ("c", "k"), ("z", "s"),
)  # fmt: skip


@lru_cache(REMEMBERED)
def folded(text: str) -> str:
    """Lower-case ASCII letters of a name, whatever its script: Łucja -> lucja, O'Brien -> obrien."""
    return re.sub(r"[^a-z]", "", _ascii(text))


@lru_cache(REMEMBERED)
def parts(text: str) -> tuple[str, ...]:
    """The names in a name, without particles and words for no name: "Al-Hassan Khan" -> hassan, khan."""
    found = [re.sub(r"[^a-z]", "", part) for part in re.split(r"[\s\-‐–/,.]+", _ascii(text))]
    said = tuple(part for part in found if part and part not in _NO_NAME)
    return tuple(part for part in said if part not in _PARTICLES) or said


@lru_cache(REMEMBERED)
def sound(text: str) -> str:
    """A key equal for names that sound alike; the folded name itself where it is too short to have one."""
    import jellyfish

    name = folded(text)
    return (jellyfish.metaphone(name) or name) if len(name) > 2 else name


@lru_cache(REMEMBERED)
def spelled(text: str) -> str:
    """A key equal for spellings of one name: Mylo and Milo, Kowalska and Kowalski; vowels are kept apart."""
    name = folded(text)
    for written, read in _SPELLINGS:
        name = name.replace(written, read)
    name = re.sub(r"(.)\1+", r"\1", name)
    return re.sub(r"(sk|ck|k)[ai]$", r"\1", name) if len(name) > 5 else re.sub(r"(?<=.{3})h$", "", name)


@lru_cache(REMEMBERED)
def forms(name: str) -> frozenset[str]:
    """The known names a given name may stand for; empty for one that is in no line of the table."""
    return _table().get(folded(name), frozenset())


@lru_cache(REMEMBERED)
def called(given_names: str) -> tuple[str, ...]:
    """The parts a child is called by: without a foremost Mohammed, Syed or Abdul where another name follows."""
    found = parts(given_names)
    if len(found) > 1 and (found[0] in FOREMOST or "mohammed" in forms(found[0])):
        return found[1:]
    return found


@lru_cache(1)
def _table() -> Mapping[str, frozenset[str]]:
    table: dict[str, frozenset[str]] = {}
    for line in resource_text("hub", "name_forms.txt").splitlines():
        names = [folded(name) for name in line.split()]
        if names and not line.startswith("#"):
            for name in names:
                table[name] = table.get(name, frozenset()) | {names[0]}
    return table


def _ascii(text: str) -> str:
    from anyascii import anyascii

    return anyascii(text).lower().replace("'", "").replace("`", "").replace("’", "")
