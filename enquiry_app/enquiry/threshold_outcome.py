"""From all fired rules to one result: the highest pair, then protective factors (R12), pathways (R13), R11. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from enquiry_app.definitions.matrix_definition import NOT_TASKS, Matrix
from enquiry_app.enquiry.threshold_case import Case, Observation
from enquiry_app.enquiry.threshold_rules import RANK, RULES, Yield

Pair = tuple[str, str]  # suggested, consider; "" stands for none
_PAST_PROTECTION = frozenset({"R0", "R1", "R2", "R3", "R4"})  # no protective factor changes these


@dataclass(frozen=True)
class Outcome:
    """What the rules came to. `before` is the pair before protective factors, `factors` the places of those used."""

    fired: tuple[Yield, ...]
    before: Pair
    final: Pair
    factors: tuple[int, ...]
    pathways: tuple[str, ...]

    @property
    def rules(self) -> tuple[str, ...]:
        """Ids of the rules that fired or acted, in order."""
        fired = [found.rule for found in self.fired] or ["R11"]
        early = [rule for rule in fired if rule != "R15"]
        acted = (["R12"] if self.factors else []) + (["R13"] if self.pathways else [])
        return (*early, *acted, *(rule for rule in fired if rule == "R15"))

    @property
    def behind(self) -> frozenset[Observation]:
        """Observations behind every rule that gives the level, or the level to consider, before protective factors."""
        suggested, consider = self.before
        giving = [f for f in self.fired if f.suggested == suggested or (consider and f.consider == consider)]
        return frozenset(o for found in giving for o in found.behind)


def work_out(matrix: Matrix, case: Case) -> Outcome:
    """Try every rule; the highest level wins, then the highest `consider` above it, then protective factors."""
    fired = tuple(found for rule in RULES if (found := rule(matrix, case)))
    suggested = max((f.suggested for f in fired), key=RANK.__getitem__, default="")
    above = [f.consider for f in fired if RANK[f.consider] > RANK[suggested]]
    before = (suggested, max(above, key=RANK.__getitem__, default=""))
    factors = _answering_factors(case, fired)
    final = _step_down(before) if factors else before
    return Outcome(fired, before, final, factors if final != before else (), _pathway_flags(case))


def worries(case: Case) -> tuple[Observation, ...]:
    """Observations of level 2 or above that are not closed."""
    return tuple(o for o in case.observations if o.level >= 2 and not o.closed)


def _step_down(pair: Pair) -> Pair:
    """Rule 12's effect: first the `consider` goes, else one level down from 3 or 2; never from 4."""
    suggested, consider = pair
    return (suggested, "") if consider else ({"3": "2", "2": "1"}.get(suggested, suggested), "")


def _answering_factors(case: Case, fired: Sequence[Yield]) -> tuple[int, ...]:
    """Places of the counting protective factors in use if rule 12 may act, else nothing."""
    worried = {o.indicator.id for o in worries(case)}
    if not worried or not _PAST_PROTECTION.isdisjoint(f.rule for f in fired):
        return ()
    counting = [(place, set(p.answers)) for place, p in enumerate(case.protective) if p.counts]
    answered = {worry for _, answers in counting for worry in answers}
    return tuple(place for place, answers in counting if answers & worried) if worried <= answered else ()


def _pathway_flags(case: Case) -> tuple[str, ...]:
    """Rule 13: flags of observations that are not closed, sorted; one task each."""
    flags = {flag for o in case.observations if not o.closed for flag in o.indicator.flags}
    return tuple(sorted(flags - NOT_TASKS))
