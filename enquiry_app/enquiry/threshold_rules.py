"""The rules by which a level is suggested: one small named function a rule, in one ordered table. Pure; no score.

Each rule answers None (did not fire) or what it yields, with the observations behind it. Source: the project's exact
rule set, drawn from English threshold documents (Barnsley, Worcestershire, East Sussex, Hampshire, London).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from enquiry_app.definitions.matrix_definition import Matrix
from enquiry_app.definitions.matrix_vocabulary import LEVEL_CODES
from enquiry_app.enquiry.threshold_case import Case, Observation

# Levels in order; "" is no suggestion.
ORDER = ("", *LEVEL_CODES)
RANK = {level: place for place, level in enumerate(ORDER)}


@dataclass(frozen=True)
class Yield:
    """What a fired rule gives. `behind`: the observations it rests on."""

    rule: str
    suggested: str
    consider: str = ""
    behind: tuple[Observation, ...] = ()


def active_at(case: Case, level: int) -> tuple[Observation, ...]:
    """Active observations of one level."""
    return tuple(o for o in case.observations if o.level == level and o.active)


def _rule_0_danger_now(matrix: Matrix, case: Case) -> Yield | None:
    behind = tuple(o for o in case.observations if o.present and "IMM" in o.indicator.flags)
    return Yield("R0", "emergency", behind=behind) if behind or case.immediate_danger else None


def _open_flagged(case: Case) -> tuple[Observation, ...]:
    return tuple(o for o in case.observations if o.indicator.flagged and o.open)


def _first_told(observation: Observation) -> bool:
    """Long ago, but seen or told first-hand: first told now, never dealt with."""
    return observation.historic and observation.source in ("child_said", "seen")


def _rule_1_protection(matrix: Matrix, case: Case) -> Yield | None:
    behind = tuple(o for o in _open_flagged(case) if not o.historic or _first_told(o))
    return Yield("R1", "4-S47", behind=behind) if behind else None


def _rule_2_past_harm(matrix: Matrix, case: Case) -> Yield | None:
    behind = tuple(o for o in _open_flagged(case) if o.historic and not _first_told(o))
    return Yield("R2", "4-S17", "4-S47", behind) if behind else None


def _in_need(observation: Observation) -> bool:
    """What rule 3 covers: weighty and not flagged, or a duty of the council today."""
    duty_now = "DUTY" in observation.indicator.flags and observation.when == "now"
    return (not observation.indicator.flagged and observation.weighty) or duty_now


def _rule_3_child_in_need(matrix: Matrix, case: Case) -> Yield | None:
    behind = tuple(o for o in active_at(case, 4) if _in_need(o))
    return Yield("R3", "4-S17", behind=behind) if behind else None


def _rule_4_level_4_not_weighty(matrix: Matrix, case: Case) -> Yield | None:
    behind = tuple(o for o in active_at(case, 4) if not _in_need(o) and not (o.indicator.flagged and o.open))
    return Yield("R4", "3", "4-S17", behind) if behind else None


def _level_3_pattern(matrix: Matrix, case: Case) -> tuple[Observation, ...]:
    """The active level 3 observations if they make rule 5 hold, else nothing."""
    found = active_at(case, 3)
    domains = [matrix.domain_of(o.indicator) for o in found]
    holds = len(set(domains)) >= 2 or any(domains.count(d) >= 3 for d in domains) or any(o.weighty for o in found)
    return found if holds else ()


def _rule_5_level_3(matrix: Matrix, case: Case) -> Yield | None:
    behind = _level_3_pattern(matrix, case)
    return Yield("R5", "3", behind=behind) if behind else None


def help_did_not_work(case: Case) -> bool:
    """Three months of help without change while an active sign has a serious effect."""
    tried = case.earlier_help is not None and case.earlier_help.months >= 3 and not case.earlier_help.changed
    return tried and any(o.active and o.effect == "serious" for o in case.observations)


def grounds_for_more(case: Case) -> tuple[bool, bool, bool]:
    """The three grounds of rule 6: amplifiers, help without change, refused agreement with development at risk."""
    return len(case.amplifiers) >= 2, help_did_not_work(case), case.agreement_refused and case.development_at_risk


def _rule_6_more_than_level_3(matrix: Matrix, case: Case) -> Yield | None:
    behind = _level_3_pattern(matrix, case)
    grounds = grounds_for_more(case)
    if not behind or not any(grounds):
        return None
    return Yield("R6", "4-S17", behind=behind) if sum(grounds) >= 2 else Yield("R6", "3", "4-S17", behind)


def _rule_7_single_level_3(matrix: Matrix, case: Case) -> Yield | None:
    found = active_at(case, 3)
    return Yield("R7", "2", "3", found) if found and not _level_3_pattern(matrix, case) else None


def _open_level_2(case: Case) -> tuple[Observation, ...]:
    return tuple(o for o in case.observations if o.level == 2 and not o.closed)


def _rule_8_level_2(matrix: Matrix, case: Case) -> Yield | None:
    history = tuple(
        o for o in case.observations if o.level >= 3 and not o.active and not o.closed and not o.indicator.flagged
    )
    behind = _open_level_2(case) + history
    return Yield("R8", "2", behind=behind) if behind else None


def level_2_grounds(case: Case) -> tuple[bool, bool, bool]:
    """The three grounds of rule 9: many across dimensions, one that lasts, amplifiers."""
    current = active_at(case, 2)
    many = len(current) >= 4 and len({o.indicator.dimension for o in current}) >= 3
    lasting = any(o.duration == "6_months" for o in current)
    return many, lasting, len(case.amplifiers) >= 2 and bool(_open_level_2(case))


def _rule_9_level_2_builds_up(matrix: Matrix, case: Case) -> Yield | None:
    unclosed = _open_level_2(case)
    many, lasting, amplified = level_2_grounds(case)
    # Poverty alone is not neglect.
    not_only_poverty = any(o.indicator.dimension not in matrix.poverty_dimensions for o in unclosed)
    if not not_only_poverty or not (many or lasting or amplified):
        return None
    current = active_at(case, 2)
    behind = unclosed if amplified else current if many else tuple(o for o in current if o.duration == "6_months")
    return Yield("R9", "2", "3", behind)


def _rule_10_ordinary(matrix: Matrix, case: Case) -> Yield | None:
    if any(o.level > 1 and not o.closed for o in case.observations):
        return None
    enough = bool(case.observations) or len(case.no_worry.intersection(matrix.twenty)) >= 10
    return Yield("R10", "1", behind=case.observations) if enough else None


def _rule_15_disabled_or_privately_fostered(matrix: Matrix, case: Case) -> Yield | None:
    behind = tuple(
        o for o in case.observations if o.active and o.level >= 3 and {"CWD", "PF"}.intersection(o.indicator.flags)
    )
    return Yield("R15", "2", "4-S17", behind) if behind else None


Rule = Callable[[Matrix, Case], Yield | None]
# R11 (nothing fired), R12 (protective factors) and R13 (pathways) work on the result; see `threshold_outcome`.
RULES: tuple[Rule, ...] = (
    _rule_0_danger_now,
    _rule_1_protection,
    _rule_2_past_harm,
    _rule_3_child_in_need,
    _rule_4_level_4_not_weighty,
    _rule_5_level_3,
    _rule_6_more_than_level_3,
    _rule_7_single_level_3,
    _rule_8_level_2,
    _rule_9_level_2_builds_up,
    _rule_10_ordinary,
    _rule_15_disabled_or_privately_fostered,
)
