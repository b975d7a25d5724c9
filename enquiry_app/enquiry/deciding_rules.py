"""What a decision of the Hub needs before it counts, and when a second manager has to agree. Pure.

Source: domain notes 5e. Every problem is found at once, each bound to its field. The Hub's level is a third value beside
the referrer's and the suggested one: nothing here overwrites either.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from enquiry_app.definitions.outcomes import LEVELS, Outcome, OutcomeField, Outcomes
from enquiry_app.enquiry.answers import Answers
from enquiry_app.enquiry.facts import is_assessed
from enquiry_app.enquiry.hub_records import ChildDecision
from enquiry_app.enquiry.records import Enquiry, SentVersion

LEAST_RATIONALE = 80  # characters
LEAST_WORDS = 10
FAMILY_TOLD = ("yes", "later", "no", "not_safe")
PRIMARY_NEEDS = ("N1", "N2", "N3", "N4", "N5", "N6", "N7", "N8", "N9", "N0")
BELOW_PROTECTION = "protection_lowered"
PROTECTION_FLAGS = frozenset({"immediate_danger", "protection"})
_RANK = {level: place for place, level in enumerate(("", *LEVELS))}
_PROTECTION = _RANK["4-S47"]
_LEAST_PHONE_DIGITS = 3

# Why a second manager has to agree, by code, as it reads after "A second manager has to agree because".
SECOND_WORDS: Mapping[str, str] = {
    BELOW_PROTECTION: "it is decided below a sign of significant harm",
    "no_action_red": "it is rated red and would end without action",
    "no_action_amber": "it is rated amber and would end without action",
    "no_action_unrated": "it is not rated and would end without action",
    "own_draft": "the manager who decided it also wrote it",
    "asked": "the first manager asked for it",
}


@dataclass(frozen=True)
class DecisionInput:
    """What somebody has put into a decision so far; everything may still be missing."""

    children: tuple[ChildDecision, ...] = ()
    rationale: str = ""
    siblings: str = ""
    family_told: str = ""
    family_told_words: str = ""
    details: Mapping[str, str] = field(default_factory=dict)
    because: str = ""  # why an earlier decision is changed

    def __repr__(self) -> str:
        return f"DecisionInput({len(self.children)} children)"


@dataclass(frozen=True)
class ChildLevels:
    """The two levels that stand beside the Hub's: the referrer's and the matrix's; "" where there is none."""

    child: str
    referrer: str = ""
    suggested: str = ""
    consider: str = ""


@dataclass(frozen=True)
class DecisionCase:
    """What the rules look at beside the decision itself."""

    children: tuple[ChildLevels, ...]
    rating: str = ""
    urgent: bool = False
    flags: tuple[str, ...] = ()


@dataclass(frozen=True)
class DecisionProblem:
    """One thing missing or wrong. `field`: outcome, level, primary_need, rationale, siblings, family_told,
    family_told_words, because or the id of an outcome's field; `child` where it is about one."""

    field: str
    message: str
    child: str = ""


def case_of(enquiry: Enquiry, sent: SentVersion) -> DecisionCase:
    """What the rules need to know of an enquiry as it was sent."""
    return DecisionCase(levels_of(sent), enquiry.rating, enquiry.urgent, enquiry.flags)


def levels_of(sent: SentVersion) -> tuple[ChildLevels, ...]:
    """The children a decision is due for, with the referrer's and the suggested level of each. If the referrer named only
    children of the home, it is due for those."""
    answers: Answers = sent.answers
    children = answers.items_of("children")
    assessed = tuple(child for child in children if is_assessed(answers, child)) or children
    return tuple(_levels(sent, child) for child in assessed)


def _levels(sent: SentVersion, child: str) -> ChildLevels:
    chosen, found = sent.answers.get("level_chosen", (child,)), sent.suggestions.get(child, {})
    referrer = chosen if isinstance(chosen, str) else ""
    return ChildLevels(child, referrer, str(found.get("suggested") or ""), str(found.get("consider") or ""))


def problems_of(
    wanted: DecisionInput, case: DecisionCase, outcomes: Outcomes, changes: bool = False
) -> tuple[DecisionProblem, ...]:
    """Everything that keeps this decision from counting, in the order of the screen. `changes`: it replaces another."""
    return (
        *_of_change(wanted, changes),
        *(problem for levels in case.children for problem in _of_child(wanted, levels, outcomes)),
        *_of_fields(wanted, outcomes),
        *_of_words(wanted),
    )


def _of_change(wanted: DecisionInput, changes: bool) -> Iterator[DecisionProblem]:
    if changes and _length(wanted.because) < LEAST_WORDS:
        yield DecisionProblem("because", "Say why the decision changes")


def _of_child(wanted: DecisionInput, levels: ChildLevels, outcomes: Outcomes) -> Iterator[DecisionProblem]:
    child = levels.child
    made = next((each for each in wanted.children if each.child == child), ChildDecision(child, "", ""))
    outcome = outcomes.by_id.get(made.outcome)
    if made.level not in LEVELS:
        yield DecisionProblem("level", "Choose the Hub's level", child)
    if outcome is None:
        yield DecisionProblem("outcome", "Choose the outcome", child)
        return
    if made.level in outcome.not_at:
        yield DecisionProblem(
            "outcome", f"“{outcome.label}” does not go with {level_label(made.level)}: change one of them", child
        )
    if outcome.primary_need and made.primary_need not in PRIMARY_NEEDS:
        yield DecisionProblem("primary_need", "Choose the primary need", child)


def _of_fields(wanted: DecisionInput, outcomes: Outcomes) -> Iterator[DecisionProblem]:
    for outcome in chosen_outcomes(wanted.children, outcomes):
        for asked in outcome.asked:
            message = _field_problem(asked, wanted.details.get(asked.id, "").strip())
            if message:
                yield DecisionProblem(asked.id, message)
    first, second = _day(wanted.details.get("first_try", "")), _day(wanted.details.get("second_try", ""))
    asked_twice = any(each.outcome == "D12" for each in wanted.children)
    if asked_twice and first and second and second < first:
        yield DecisionProblem("second_try", "The second day lies before the first")


def _field_problem(asked: OutcomeField, text: str) -> str:
    if not text:
        return f"Fill in: {asked.label}" if asked.required else ""
    if asked.kind == "date" and _day(text) is None:
        return f"Give a day such as 24 11 2026: {asked.label}"
    if asked.kind == "phone" and len(re.sub(r"\D", "", text)) < _LEAST_PHONE_DIGITS:
        return f"Give a telephone number: {asked.label}"
    if asked.kind == "choice" and text not in dict(asked.choices):
        return f"Choose one of the list: {asked.label}"
    return ""


def _of_words(wanted: DecisionInput) -> Iterator[DecisionProblem]:
    missing = LEAST_RATIONALE - _length(wanted.rationale)
    if missing > 0:
        more = "1 character" if missing == 1 else f"{missing} characters"
        yield DecisionProblem("rationale", f"Write the rationale: at least {more} more")
    if not wanted.siblings.strip():
        yield DecisionProblem("siblings", "Say how brothers and sisters were considered, or that there are none")
    if wanted.family_told not in FAMILY_TOLD:
        yield DecisionProblem("family_told", "Say whether the family has been told")
    elif wanted.family_told != "yes" and _length(wanted.family_told_words) < LEAST_WORDS:
        yield DecisionProblem("family_told_words", "Say why the family has not been told, or when they will be")


def second_because(wanted: Iterable[ChildDecision], case: DecisionCase, outcomes: Outcomes) -> str:
    """Why a second manager has to agree to these decisions (key of SECOND_WORDS); "" if nobody has to."""
    decided = {each.child: each for each in wanted}
    if _lowered(decided, case, outcomes):
        return BELOW_PROTECTION
    no_action = [each for each in decided.values() if _outcome(each, outcomes).no_action]
    rating = case.rating or ("red" if case.urgent else "unrated")
    return f"no_action_{rating}" if no_action and rating in ("red", "amber", "unrated") else ""


def second_when_decided(
    wanted: Iterable[ChildDecision], case: DecisionCase, outcomes: Outcomes, drafted_by: str, decider: str
) -> str:
    """Why a second manager has to agree if this manager decides: as `second_because`, and nobody approves their own.

    Immediate protection is the exception to the latter: a child in danger does not wait for a signature.
    """
    made = tuple(wanted)
    because = second_because(made, case, outcomes)
    at_once = any(_outcome(each, outcomes).phone_first for each in made)
    return because or ("own_draft" if drafted_by == decider and not at_once else "")


def _lowered(decided: Mapping[str, ChildDecision], case: DecisionCase, outcomes: Outcomes) -> bool:
    """Whether a child whose signs point to significant harm is decided below that."""
    pointing = {each.child for each in case.children if _RANK.get(each.suggested, 0) >= _PROTECTION}
    held = {child for child, made in decided.items() if _answers_protection(made, outcomes)}
    if pointing - held:
        return True
    return bool(PROTECTION_FLAGS & set(case.flags)) and not held


def _answers_protection(made: ChildDecision, outcomes: Outcomes) -> bool:
    return _RANK.get(made.level, 0) >= _PROTECTION and _outcome(made, outcomes).protects


def _outcome(made: ChildDecision, outcomes: Outcomes) -> Outcome:
    return outcomes.by_id.get(made.outcome) or Outcome("", "", "", "", "none")


def chosen_outcomes(children: Iterable[ChildDecision], outcomes: Outcomes) -> tuple[Outcome, ...]:
    """The outcomes chosen, each once, in the order of the list."""
    ids = {each.outcome for each in children}
    return tuple(outcome for outcome in outcomes.by_id.values() if outcome.id in ids)


def of_the_enquiry(children: Iterable[ChildDecision], outcomes: Outcomes) -> tuple[str, str]:
    """(outcome, level) of the whole: the most serious outcome and the highest level of its children."""
    made = tuple(children)
    levels = sorted((each.level for each in made), key=lambda level: _RANK.get(level, 0))
    return outcomes.most_serious([each.outcome for each in made]), levels[-1] if levels else ""


def differences(levels: ChildLevels, hub_level: str) -> tuple[str, ...]:
    """How the Hub's level differs from the other two, in words; nothing where it is not chosen or agrees."""
    if hub_level not in LEVELS:
        return ()
    found = []
    for theirs, whose in ((levels.referrer, "the referrer chose"), (levels.suggested, "the matrix suggests")):
        if theirs in LEVELS and theirs != hub_level:
            way = "higher" if _RANK[hub_level] > _RANK[theirs] else "lower"
            found.append(f"{way.capitalize()} than {whose}")
    return tuple(found)


def level_label(level: str) -> str:
    """ "Level 3", "Level 4 (section 47)", "Emergency"; "" of none."""
    names = {"4-S17": "Level 4 (section 17)", "4-S47": "Level 4 (section 47)", "emergency": "Emergency"}
    return names.get(level, f"Level {level}" if level else "")


def _length(text: str) -> int:
    """Characters that say something: runs of blanks count once."""
    return len(" ".join(text.split()))


def rationale_missing(text: str) -> int:
    """How many characters a rationale still lacks."""
    return max(0, LEAST_RATIONALE - _length(text))


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        return None
