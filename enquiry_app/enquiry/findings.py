"""The `matrix` answer of one child: how it is edited, what danger it speaks of at once, and the case it makes. Pure.

Shape of the value: the case of the matrix rules without the child's age, plus what the screen asks beside it:
`{"observations": [{"indicator", "when", "source", "how_often", "duration", "effect", "continuing", "dealt_with",
"dealt_by", "dealt_on", "note"}], "no_worry": [codes], "worry": [codes], "amplifiers": [codes], "earlier_help":
{"months", "changed"} or None, "agreement_refused", "development_at_risk", "protective": [{"answers", "tested",
"evidence", "text"}]}`. Left-out keys mean none. An observation without `when` or `source` is not complete: it is kept,
shown as a gap, and left out of the case.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from enquiry_app.definitions.matrix_definition import Indicator, Matrix
from enquiry_app.enquiry.threshold_case import Case, case_from_json

Findings = Mapping[str, Any]
EMPTY: Findings = {}
_ENGINE_OBSERVATION = ("indicator", "when", "source", "how_often", "duration", "effect", "continuing", "dealt_with")
_ENGINE_PLAIN = ("no_worry", "amplifiers", "earlier_help", "agreement_refused", "development_at_risk")
STATES = ("no_worry", "worry", "not_known")


def observations(findings: Findings) -> tuple[Mapping[str, Any], ...]:
    """The ticked indicators with what is known of each."""
    return tuple(findings.get("observations") or ())


def ticked(findings: Findings) -> tuple[str, ...]:
    """Ids of the ticked indicators in order of entry."""
    return tuple(str(o["indicator"]) for o in observations(findings))


def observation(findings: Findings, indicator_id: str) -> Mapping[str, Any] | None:
    """What is recorded for one indicator, or None if it is not ticked."""
    return next((o for o in observations(findings) if o["indicator"] == indicator_id), None)


def is_complete(found: Mapping[str, Any]) -> bool:
    """Whether the two compulsory details are there: when, and how it is known."""
    return bool(found.get("when")) and bool(found.get("source"))


def incomplete(findings: Findings) -> tuple[str, ...]:
    """Ids of ticked indicators that still miss when or source."""
    return tuple(str(o["indicator"]) for o in observations(findings) if not is_complete(o))


def tick(findings: Findings, indicator: Indicator) -> Findings:
    """The findings with this indicator ticked; a sign of level 2 or above takes *no worry* from its dimension."""
    if observation(findings, indicator.id):
        return findings
    changed = _with(findings, "observations", [*observations(findings), {"indicator": indicator.id}])
    return _without_code(changed, "no_worry", indicator.dimension) if indicator.level >= 2 else changed


def untick(findings: Findings, indicator_id: str) -> Findings:
    """The findings without this indicator and what was said of it."""
    return _with(findings, "observations", [o for o in observations(findings) if o["indicator"] != indicator_id])


def with_detail(findings: Findings, indicator_id: str, key: str, value: object) -> Findings:
    """One detail of a ticked indicator changed; None, "" or False takes it away."""
    rows = [
        {k: v for k, v in {**o, key: value}.items() if v not in (None, "", False)}
        if o["indicator"] == indicator_id
        else o
        for o in observations(findings)
    ]
    return _with(findings, "observations", rows)


def with_value(findings: Findings, key: str, value: object) -> Findings:
    """One top-level value changed (amplifiers, earlier help, protective factors …); empty takes it away."""
    return _with(findings, key, value)


def dimension_state(matrix: Matrix, findings: Findings, code: str) -> str:
    """`worry` if a sign of level 2 or above is ticked there or worry was said, `no_worry` if said, else `not_known`."""
    if code in (findings.get("worry") or ()) or has_worry(matrix, findings, code):
        return "worry"
    return "no_worry" if code in (findings.get("no_worry") or ()) else "not_known"


def has_worry(matrix: Matrix, findings: Findings, code: str) -> bool:
    """Whether a sign of level 2 or above is ticked in this dimension."""
    known = (matrix.indicators.get(i) for i in ticked(findings))
    return any(i is not None and i.dimension == code and i.level >= 2 for i in known)


def set_dimension(matrix: Matrix, findings: Findings, code: str, state: str) -> Findings:
    """Mark a dimension. *No worry* is not taken while a sign of level 2 or above is ticked there: nothing changes."""
    if state == "no_worry" and has_worry(matrix, findings, code):
        return findings
    changed = _without_code(_without_code(findings, "no_worry", code), "worry", code)
    return changed if state == "not_known" else _with(changed, state, [*(changed.get(state) or ()), code])


def danger_flags(matrix: Matrix, findings: Findings) -> frozenset[str]:
    """Of `IMM`, `S47` and `DUTY`, those a tick speaks of at once, before when and source are known (`decisions` 26).

    A sign said to be dealt with and not going on speaks no more.
    """
    flags: set[str] = set()
    for found in observations(findings):
        indicator = matrix.indicators.get(str(found["indicator"]))
        still = found.get("when") in (None, "now") or found.get("continuing") or not found.get("dealt_with")
        if indicator and still:
            flags.update({"IMM", "S47", "DUTY"}.intersection(indicator.flags))
    return frozenset(flags)


def no_longer_fitting(matrix: Matrix, findings: Findings, *, unborn: bool, age_years: int | None) -> tuple[str, ...]:
    """Ticked indicators that do not fit the child any more, for instance after the date of birth changed."""
    known = [matrix.indicators[i] for i in ticked(findings) if i in matrix.indicators]
    return tuple(i.id for i in known if not matrix.fits(i, unborn=unborn, age_years=age_years))


def engine_input(
    matrix: Matrix, findings: Findings, *, unborn: bool, age_years: int | None, immediate_danger: bool
) -> dict[str, Any]:
    """The case JSON of these findings: complete observations that fit the child, and what goes with them."""
    rows = []
    for found in observations(findings):
        indicator = matrix.indicators.get(str(found["indicator"]))
        if indicator and is_complete(found) and matrix.fits(indicator, unborn=unborn, age_years=age_years):
            rows.append({key: found[key] for key in _ENGINE_OBSERVATION if key in found})
    worried = {
        matrix.indicators[row["indicator"]].dimension for row in rows if matrix.indicators[row["indicator"]].level > 1
    }
    case: dict[str, Any] = {key: findings[key] for key in _ENGINE_PLAIN if findings.get(key)}
    case["no_worry"] = [code for code in findings.get("no_worry") or () if code not in worried]
    case["protective"] = [
        {
            "answers": list(p.get("answers") or ()),
            "tested": bool(p.get("tested")),
            "evidence": str(p.get("evidence") or ""),
        }
        for p in findings.get("protective") or ()
    ]
    age = {"unborn": True} if unborn else {"age_years": age_years}
    return {"matrix": matrix.name, **age, "immediate_danger": immediate_danger, **case, "observations": rows}


def case_of(matrix: Matrix, findings: Findings, *, unborn: bool, age_years: int | None, immediate_danger: bool) -> Case:
    """The case of these findings, for the engine."""
    data = engine_input(matrix, findings, unborn=unborn, age_years=age_years, immediate_danger=immediate_danger)
    return case_from_json(matrix, data)


def _with(findings: Findings, key: str, value: object) -> Findings:
    kept = {k: v for k, v in findings.items() if k != key}
    return {**kept, key: value} if value not in (None, "", [], (), {}, False) else kept


def _without_code(findings: Findings, key: str, code: str) -> Findings:
    codes: Sequence[str] = findings.get(key) or ()
    return _with(findings, key, [c for c in codes if c != code])
