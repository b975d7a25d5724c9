"""What is held about one person, item by item; marks for what is withheld and why; and what is then told. Pure.

A mark withholds an item whole, or passages of it. What is told is made anew from the marks: nothing is covered up.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from enquiry_app.definitions.withholding import Reason, Withholding

AN_ENTRY, SEVERAL = "An entry", " entries"
SCHEDULES = "Data Protection Act 2018, Schedules 2 and 3"


@dataclass(frozen=True)
class Mark:
    """`whole`: the reason code for all of it, else "". `parts`: passages, each with its reason code."""

    whole: str = ""
    parts: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.whole or self.parts)

    def __repr__(self) -> str:
        return f"Mark({self.whole or len(self.parts)})"

    def to_json(self) -> dict[str, Any]:
        """As it is kept."""
        return {"whole": self.whole, "parts": [list(part) for part in self.parts]}

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> Mark:
        """As it was kept."""
        return Mark(str(data.get("whole", "")), tuple((str(a), str(b)) for a, b in data.get("parts", ())))


@dataclass(frozen=True)
class AccessItem:
    """One thing held about the person. `about` is who or what the item belongs to, `about_told` the same for the copy
    that is given; `because` says in words why `suggested` is suggested."""

    key: str
    enquiry_id: str
    heading: str
    label: str
    text: str
    about: str = ""
    about_told: str = ""
    suggested: Mark = Mark()
    because: str = ""

    def __repr__(self) -> str:
        return f"AccessItem({self.key})"


@dataclass(frozen=True)
class PaperLine:
    """One line of a copy: what it is called, what it says, and (for the file) why something is withheld."""

    label: str
    text: str
    mark: str = ""

    def __repr__(self) -> str:
        return "PaperLine()"


@dataclass(frozen=True)
class PaperGroup:
    """Lines under one heading."""

    heading: str
    lines: tuple[PaperLine, ...]

    def __repr__(self) -> str:
        return f"PaperGroup({len(self.lines)})"


@dataclass(frozen=True)
class PaperRecord:
    """One record: its reference and what it is, and what stands in it."""

    name: str
    words: str
    groups: tuple[PaperGroup, ...]

    def __repr__(self) -> str:
        return f"PaperRecord({self.name})"


@dataclass(frozen=True)
class AccessPaper:
    """One of the two copies. `whole`: the one for the file, with everything and its marks; else the one that is given,
    in which what is withheld is not there any more."""

    whole: bool
    reference: str
    organisation: str
    person: str
    born: str
    to_whom: str
    purpose: str
    prepared_by: str
    at: dt.datetime
    records: tuple[PaperRecord, ...]
    reasons: tuple[tuple[str, str], ...]  # in words, the law
    practice: bool
    draft: bool
    large: bool = False  # large print

    def __repr__(self) -> str:
        return f"AccessPaper({self.reference})"


def withheld_words(reason: Reason) -> str:
    """What stands in the place of something withheld."""
    return f"[Withheld: {reason.told}]"


def told(item: AccessItem, mark: Mark, law: Withholding) -> PaperLine:
    """The line of the copy that is given."""
    if mark.whole:
        reason = law.by_id[mark.whole]
        return PaperLine(AN_ENTRY if reason.quiet else item.label, withheld_words(reason))
    return PaperLine(item.label, without_parts(item.text, mark.parts, law))


def without_parts(text: str, parts: Sequence[tuple[str, str]], law: Withholding) -> str:
    """The text with every occurrence of these passages replaced, whatever its case; the longest first."""
    ordered = sorted((part for part in parts if part[0].strip()), key=lambda part: len(part[0]), reverse=True)
    if not ordered:
        return text
    found = "|".join(f"({_pattern(passage, text)})" for passage, _ in ordered)
    return re.sub(
        found, lambda hit: withheld_words(law.by_id[ordered[(hit.lastindex or 1) - 1][1]]), text, flags=re.IGNORECASE
    )


def filed(item: AccessItem, mark: Mark, law: Withholding) -> PaperLine:
    """The line of the copy for the file: everything, and what is withheld of it for which reason."""
    if mark.whole:
        return PaperLine(item.label, item.text, f"Withheld: {law.by_id[mark.whole].label}")
    words = "; ".join(f"“{passage}” withheld: {law.by_id[code].label}" for passage, code in mark.parts)
    return PaperLine(item.label, item.text, words)


def counted(marks: Sequence[Mark]) -> dict[str, int]:
    """Reason code -> how many items or passages are withheld for it."""
    found: dict[str, int] = {}
    for mark in marks:
        for code in [mark.whole] if mark.whole else [code for _, code in mark.parts]:
            found[code] = found.get(code, 0) + 1
    return found


def record_of(
    name: str, words: str, items: Sequence[tuple[AccessItem, Mark]], law: Withholding, *, whole: bool
) -> PaperRecord:
    """One record for one of the two copies, its items under their headings in the order they come."""
    groups: list[PaperGroup] = []
    for item, mark in items:
        line = filed(item, mark, law) if whole else told(item, mark, law)
        about = item.about if whole else item.about_told
        heading = f"{item.heading}: {about}" if about else item.heading
        if groups and groups[-1].heading == heading:
            before = groups[-1].lines
            apart = whole or not mark.whole or (line.label != AN_ENTRY and item.about == item.about_told)
            groups[-1] = replace(groups[-1], lines=(*before, line) if apart else _with_another(before, line))
        else:
            groups.append(PaperGroup(heading, (line,)))
    return PaperRecord(name, words, tuple(groups))


def _with_another(before: tuple[PaperLine, ...], line: PaperLine) -> tuple[PaperLine, ...]:
    """The lines with one more entry withheld; those with one reason in a row are counted, not listed: which there are
    would tell something of somebody else."""
    last = before[-1]
    if last.text != line.text:
        return (*before, line)
    number = int(last.label.split()[0]) if last.label.endswith(SEVERAL) else 1
    return (*before[:-1], replace(last, label=f"{number + 1}{SEVERAL}"))


def reasons_of(counts: Mapping[str, int], law: Withholding, *, whole: bool) -> tuple[tuple[str, str], ...]:
    """The reasons used, each once, with the law. The copy that is given does not tell quiet ones apart."""
    found: dict[str, list[str]] = {}
    for reason in law.reasons:
        if counts.get(reason.id):
            name = f"{reason.label} ({counts[reason.id]})" if whole else reason.told
            found.setdefault(name, []).append(reason.law if whole or not reason.quiet else SCHEDULES)
    return tuple((name, "; ".join(dict.fromkeys(laws))) for name, laws in found.items())


def _pattern(passage: str, text: str) -> str:
    """The same words with any blanks between them: not within longer words, unless they stand only there."""
    words = r"\s+".join(re.escape(word) for word in passage.split())
    alone = rf"(?<!\w){words}(?!\w)"
    return alone if re.search(alone, text, re.IGNORECASE) else words
