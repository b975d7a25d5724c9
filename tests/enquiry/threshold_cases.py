"""Cases for the rules: short to write, and at random over the shipped matrix. Fictional by nature."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from enquiry_app.definitions.load_matrix import load_matrix
from enquiry_app.definitions.matrix_vocabulary import AMPLIFIERS, DURATIONS, EFFECTS, HOW_OFTEN, SOURCES, WHEN
from enquiry_app.enquiry.threshold import suggest_from_json

MATRIX = load_matrix()
CaseJson = dict[str, Any]


def sign(indicator: str, when: str = "now", source: str = "records", **details: Any) -> dict[str, Any]:
    """One observation; by default present and not weighty."""
    return {"indicator": indicator, "when": when, "source": source, **details}


def case(*observations: dict[str, Any], **values: Any) -> CaseJson:
    """A case of these observations, of a child whose age is not known unless given."""
    return {"observations": list(observations), **values}


def suggestion(*observations: dict[str, Any], **values: Any) -> Mapping[str, Any]:
    """What is suggested for these observations."""
    return suggest_from_json(MATRIX, case(*observations, **values))


def pair(answer: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """Suggested, and to consider."""
    return answer["suggested"], answer["consider"]


def _level(name: str) -> int:
    return MATRIX.indicator(name).level


@st.composite
def ages(draw: st.DrawFn) -> dict[str, Any]:
    """Unborn, an age, or not known."""
    kind = draw(st.sampled_from(("born", "born", "born", "unborn", "unknown")))
    return {"unborn": True} if kind == "unborn" else {"age_years": draw(st.integers(0, 17))} if kind == "born" else {}


@st.composite
def observations_of(draw: st.DrawFn, age: Mapping[str, Any], most: int = 7) -> list[dict[str, Any]]:
    """Up to `most` observations that fit the age, of all levels or only of the lower ones."""
    fitting = MATRIX.indicators_for(unborn=bool(age.get("unborn")), age_years=age.get("age_years"))
    highest = draw(st.sampled_from((4, 3, 3, 2)))
    pool = [i.id for i in fitting if i.level <= highest]
    names = draw(st.lists(st.sampled_from(pool), max_size=most, unique=True))
    return [draw(_observation(name)) for name in names]


@st.composite
def _observation(draw: st.DrawFn, name: str) -> dict[str, Any]:
    found = sign(name, draw(st.sampled_from(WHEN)), draw(st.sampled_from((*SOURCES, "records", "records"))))
    for key, codes in (("how_often", HOW_OFTEN), ("duration", DURATIONS), ("effect", EFFECTS)):
        if code := draw(st.sampled_from((None, None, *codes))):
            found[key] = code
    for key in ("continuing", "dealt_with"):
        if draw(st.sampled_from((False, False, True))):
            found[key] = True
    return found


def calm_dimensions(observations: list[dict[str, Any]], codes: list[str]) -> list[str]:
    """Of these dimensions, those without a sign of level 2 or above."""
    worried = {MATRIX.indicator(o["indicator"]).dimension for o in observations if _level(o["indicator"]) >= 2}
    return [code for code in codes if code not in worried]


@st.composite
def cases(draw: st.DrawFn) -> CaseJson:
    """Whole cases that the engine takes."""
    age = draw(ages())
    found = draw(observations_of(age))
    names = [o["indicator"] for o in found] or ["EDU2a"]
    calm = draw(st.lists(st.sampled_from(MATRIX.twenty), unique=True, max_size=20))
    factor = st.fixed_dictionaries(
        {
            "answers": st.lists(st.sampled_from(names), unique=True),
            "tested": st.sampled_from((True, True, False)),
            "evidence": st.sampled_from(("Seen on 2 November", " ")),
        }
    )
    months = st.fixed_dictionaries({"months": st.integers(0, 6), "changed": st.booleans()})
    return case(
        *found,
        **age,
        no_worry=calm_dimensions(found, calm),
        amplifiers=draw(st.lists(st.sampled_from(AMPLIFIERS), unique=True, max_size=3)),
        earlier_help=draw(st.none() | months),
        agreement_refused=draw(st.booleans()),
        development_at_risk=draw(st.booleans()),
        immediate_danger=draw(st.sampled_from((False,) * 9 + (True,))),
        protective=draw(st.lists(factor, max_size=2)),
    )
