"""Facts that conditions and screens use, worked out from the answers before any condition. Pure.

A fact is "yes", "no" or a code; what is not known is "". Names are listed in `definitions/form_vocabulary.py`.
What the matrix suggests becomes a fact only after the reveal (`decisions` 26); danger at once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from enquiry_app.definitions.matrix_definition import Matrix
from enquiry_app.enquiry.ages import age_band, child_age, is_school_age, is_unborn, written_on
from enquiry_app.enquiry.answers import Answers, CivilTime
from enquiry_app.enquiry.conditions import Facts
from enquiry_app.enquiry.findings import danger_flags
from enquiry_app.enquiry.records import Suggested

LEVELS = ("", "1", "2", "3", "4-S17", "4-S47", "emergency")
PROTECTION_LEVELS = ("4-S47", "emergency")
_WORKING_DAYS_BEFORE_LATE = 2


@dataclass(frozen=True)
class Known:
    """What facts are worked out from."""

    answers: Answers
    today: dt.date
    revealed: Mapping[str, Suggested] = field(default_factory=dict)
    matrix: Matrix | None = None
    suggestions: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # of revealed children, as of now


def work_out(known: Known) -> Facts:
    """All facts of these answers."""
    answers = known.answers
    children = {child: _child_facts(known, child) for child in answers.items_of("children")}
    counted = [child for child in children if is_assessed(answers, child)]
    levels = [_code(answers, "level_chosen", child) for child in counted]
    danger = _code(answers, "danger_now") == "yes"
    protection = danger or any(level in PROTECTION_LEVELS for level in levels) or _speaks_of_danger(known, counted)
    enquiry = {
        "danger_now": _yes(danger),
        "protection": _yes(protection),
        "any_level_2_3": _yes(any(level in ("2", "3") for level in levels)),
        "any_level_4": _yes(any(level in ("4-S17", *PROTECTION_LEVELS) for level in levels)),
        "any_aged_12_plus": _yes(any(facts["aged_12_plus"] == "yes" for facts in children.values())),
        "urgent": _yes(_code(answers, "urgent") == "yes"),
        "agency_kind": _code(answers, "referrer_agency_type"),
        "written_late": _yes(is_written_late(answers)),
    }
    return Facts(enquiry, children)


def _yes(holds: bool) -> str:
    return "yes" if holds else "no"


def _code(answers: Answers, question: str, *items: str) -> str:
    """A coded answer; "" for none, an absence or what could not be read."""
    value = answers.get(question, items)
    return value if isinstance(value, str) else ""


def is_assessed(answers: Answers, child: str) -> bool:
    """Whether level and matrix are asked of this child: all but "another child in the home"."""
    return _code(answers, "child_part", child) != "other"


def _child_facts(known: Known, child: str) -> dict[str, str]:
    answers = known.answers
    unborn = is_unborn(answers, child)
    on = written_on(answers, known.today)
    years = child_age(answers, child, on)
    return {
        "unborn": _yes(unborn),
        "age": age_band(unborn=unborn, years=years),
        "school_age": _yes(is_school_age(answers, child, on)),
        "aged_12_plus": _yes(years is not None and years >= 12),
        "aged_16_plus": _yes(years is not None and years >= 16),
        **_differences(known, child),
    }


def _differences(known: Known, child: str) -> dict[str, str]:
    """How the level chosen stands to the level suggested; all "no" before the reveal and without a suggestion."""
    suggestion = known.suggestions.get(child) if child in known.revealed else None
    suggested = (suggestion or {}).get("suggested") or ""
    chosen = _code(known.answers, "level_chosen", child)
    both = bool(suggested) and chosen in LEVELS and bool(chosen)
    place, wanted = (LEVELS.index(chosen), LEVELS.index(suggested)) if both else (0, 0)
    protection = bool({"R0", "R1"}.intersection((suggestion or {}).get("rules", ())))
    return {
        "revealed": _yes(child in known.revealed),
        "chosen_differs": _yes(place != wanted),
        "chosen_lower": _yes(place < wanted),
        "chosen_higher": _yes(place > wanted),
        "lowered_protection": _yes(place < wanted and protection),
    }


def _speaks_of_danger(known: Known, children: list[str]) -> bool:
    """Whether a tick says: phone the Hub now (rules R0 to R2, already at the tick)."""
    return any(flags & {"IMM", "S47"} for flags in danger_of(known, children).values())


def danger_of(known: Known, children: list[str]) -> dict[str, frozenset[str]]:
    """Child -> flags of danger its ticks speak of at once; empty without a matrix."""
    if known.matrix is None:
        return {}
    found = {child: known.answers.get("matrix", (child,)) for child in children}
    return {child: danger_flags(known.matrix, f) for child, f in found.items() if isinstance(f, Mapping)}


def is_written_late(answers: Answers) -> bool:
    """More than two working days lie between knowing and writing."""
    known_at, written_at = answers.get("known_at"), answers.get("written_at")
    if not isinstance(known_at, CivilTime) or not isinstance(written_at, CivilTime):
        return False
    first, last = known_at.date, written_at.date
    days = [first + dt.timedelta(days=n) for n in range(1, min((last - first).days, 40) + 1)]
    weekdays = [day for day in days if day.weekday() < 5]
    if len(weekdays) <= _WORKING_DAYS_BEFORE_LATE:
        return False
    from enquiry_app.enquiry.working_time import bank_holidays  # reads a table; only a gap needs it

    return sum(day not in bank_holidays(day.year) for day in weekdays) > _WORKING_DAYS_BEFORE_LATE
