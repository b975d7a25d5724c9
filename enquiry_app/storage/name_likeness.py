"""How alike two names are: the same, a known form of each other, a spelling, near, or another name. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from enquiry_app.services.ports import IndexedPerson
from enquiry_app.storage.name_forms import called, folded, forms, parts, sound, spelled

SLIP_OF_NAME = 0.92  # Jaro-Winkler similarity from which a name counts as a slip of the other
NEAR_NAME = 0.86
SOUNDS_ALIKE = 0.72  # the least similarity at which an equal sound says something

_POINTS = {
    "same": 4.0, "form": 3.75, "part": 3.5, "spelling": 3.5, "slip": 3.5, "crossed": 3.5, "near": 3.0, "doubt": 0.5,
    "unknown": 0.0, "other": -2.5,
}  # fmt: skip
_WORDS = {
    "same": "same {}", "form": "form of the same {}", "part": "part of the {} is the same", "spelling": "similar {}",
    "slip": "similar {}", "near": "similar {}", "doubt": "similar {}, yet a name of its own",
}  # fmt: skip


@dataclass(frozen=True)
class Fit:
    """How two names fit; `kind` is a key of the points above."""

    kind: str
    of_given: bool = False

    @property
    def points(self) -> float:
        """The weight of this fit; another given name says more than another family name."""
        return -4.0 if self.kind == "other" and self.of_given else _POINTS[self.kind]

    @property
    def near(self) -> bool:
        """Whether it may be the same name."""
        return self.kind not in ("unknown", "other", "doubt")

    @property
    def sure(self) -> bool:
        """Whether it is surely no other child's name, such as that of a twin."""
        return self.kind not in ("unknown", "other", "doubt", "near")

    def words(self, name: str) -> str:
        """The fact in words; "" where nothing fits."""
        return _WORDS.get(self.kind, "").format(name)


CROSSED = Fit("crossed")
_BEST = ("same", "form", "part", "spelling", "slip", "near", "doubt", "other", "unknown")


def given_fit(wanted: IndexedPerson, known: IndexedPerson) -> Fit:
    """Of all names each child is called by, the best fit."""
    ours, theirs = _called(wanted), _called(known)
    if not ours or not theirs:
        return Fit("unknown", of_given=True)
    kinds = {_given_kind(a, b) for a in ours for b in theirs}
    best = min(kinds, key=_BEST.index)
    if best == "other" and set(parts(wanted.given_names)[1:]) & {*parts(known.given_names)[1:]}:
        best = "doubt"  # the same middle name only
    return Fit(best, of_given=True)


def family_fit(one: str, other: str) -> Fit:
    """Whole names, then the parts of double names."""
    ours, theirs = parts(one), parts(other)
    if not ours or not theirs:
        return Fit("unknown")
    kinds = {_kind("".join(ours), "".join(theirs))}
    if kinds & {"same", "spelling", "slip"}:
        return Fit(min(kinds, key=_BEST.index))
    if (len(ours) > 1 or len(theirs) > 1) and any(
        _kind(a, b) in ("same", "spelling", "slip") for a in ours for b in theirs
    ):
        return Fit("part")
    return Fit(min(kinds, key=_BEST.index))


def crossed(wanted: IndexedPerson, known: IndexedPerson) -> bool:
    """Whether given and family name stand in each other's place."""
    return _may_be(wanted.given_names, known.family_name) and _may_be(known.given_names, wanted.family_name)


def _may_be(given: str, family: str) -> bool:
    ours, theirs = (*called(given)[:1], folded(given)), (*parts(family), "".join(parts(family)))
    kinds = ("same", "form", "spelling", "slip", "near")
    return any(a and b and _given_kind(a, b) in kinds for a in ours for b in theirs)


def _called(person: IndexedPerson) -> Sequence[str]:
    names = called(person.given_names)
    found = [*names[:1], "".join(names), *parts(person.known_as)[:1]]
    if len(parts(person.given_names)) == len(names) == 2 and len(names[1]) > 3:
        found.append(names[1])
    return [name for name in dict.fromkeys(found) if name]


def _given_kind(one: str, other: str) -> str:
    if one == other:
        return "same"
    ours, theirs = forms(one), forms(other)
    if ours & theirs:
        return "form"
    kind = _kind(one, other)
    return "doubt" if ours and theirs and kind != "other" else kind


def _kind(one: str, other: str) -> str:
    from rapidfuzz.distance import JaroWinkler

    if one == other:
        return "same"
    if spelled(one) == spelled(other):
        return "spelling"
    alike = float(JaroWinkler.similarity(one, other))
    if alike >= SLIP_OF_NAME and min(len(one), len(other)) > 3:
        return "slip"
    return "near" if alike >= NEAR_NAME or (alike >= SOUNDS_ALIKE and sound(one) == sound(other)) else "other"
