"""What a decision lets the referrer be told: the facts its outcomes must contain, in order. Pure.

Source: domain notes 5e and 5f. Where an outcome is one of protection the whole letter stays minimal: nothing of another
child's outcome beside it, no day, no plan that could reach the wrong person.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from enquiry_app.definitions.outcomes import Outcome, OutcomeField, Outcomes
from enquiry_app.enquiry.answers import FlexDate
from enquiry_app.enquiry.date_reading import date_words
from enquiry_app.enquiry.deciding_rules import chosen_outcomes
from enquiry_app.enquiry.hub_records import ChildDecision


def outcomes_told(children: Iterable[ChildDecision], outcomes: Outcomes) -> tuple[Outcome, ...]:
    """The outcomes a letter may name: all of them, or only those of protection where there is one."""
    chosen = chosen_outcomes(children, outcomes)
    return tuple(each for each in chosen if each.minimal) or chosen


def facts_told(
    children: Iterable[ChildDecision], details: Mapping[str, str], outcomes: Outcomes
) -> tuple[tuple[str, str], ...]:
    """(label, words) of everything an outcome letter must contain; what is not filled in yet is left out."""
    found: list[tuple[str, str]] = []
    for outcome in outcomes_told(children, outcomes):
        found.append(("Outcome", outcome.means))
        for field in outcome.fields:
            text = details.get(field.id, "").strip()
            if field.in_letter and text:
                found.append((field.told_as, shown(field, text)))
    return tuple(found)


def shown(field: OutcomeField, text: str) -> str:
    """What was put into a field as people read it: a day in words, the label of a choice."""
    if field.kind in ("date", "due"):
        try:
            return date_words(FlexDate(dt.date.fromisoformat(text).isoformat()))
        except ValueError:
            return text
    return field.label_of(text)
