"""What is always true of a suggestion, over random cases; `make prove` runs many more."""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enquiry_app.definitions.matrix_vocabulary import AMPLIFIERS
from enquiry_app.enquiry.threshold import suggest_from_json
from enquiry_app.enquiry.threshold_rules import RANK
from tests.enquiry.threshold_cases import MATRIX, calm_dimensions, cases, observations_of

OFTEN = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
FULL = settings(max_examples=5000, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def rank(case):
    found = suggest_from_json(MATRIX, case)
    return RANK[found["suggested"] or ""], RANK[found["consider"] or ""]


def with_more(case, added):
    """The case with observations added that are not there yet; they take *no worry* from their dimensions."""
    there = {o["indicator"] for o in case["observations"]}
    found = [*case["observations"], *(o for o in added if o["indicator"] not in there)]
    return {**case, "observations": found, "no_worry": calm_dimensions(found, case["no_worry"])}


def check_more_never_lowers(case, added):
    before = rank(case)
    for observation in added:
        assert rank(with_more(case, [observation])) >= before, observation
    for amplifier in AMPLIFIERS:
        assert rank({**case, "amplifiers": [*case["amplifiers"], amplifier]}) >= before, amplifier
    assert rank({**case, "immediate_danger": True})[0] == RANK["emergency"]


def check_less_never_raises(case):
    before = rank(case)
    for gone in case["observations"]:
        assert rank({**case, "observations": [o for o in case["observations"] if o is not gone]}) <= before, gone
    for gone in case["amplifiers"]:
        assert rank({**case, "amplifiers": [a for a in case["amplifiers"] if a != gone]}) <= before, gone
    assert rank({**case, "immediate_danger": False}) <= before


def check_shape(case):
    found = suggest_from_json(MATRIX, case)
    ticked = [o["indicator"] for o in case["observations"]]
    assert found["rules"] == sorted(set(found["rules"]), key=lambda rule: int(rule[1:]))
    assert len(found["because"]) == len(found["rules"]) > 0
    assert all(sentence.strip().endswith(".") for sentence in found["because"])
    assert (found["suggested"] is None) == (found["rules"] == ["R11"])
    assert found["consider"] is None or RANK[found["consider"]] > RANK[found["suggested"]]
    assert set(found["drivers"]) <= set(ticked)
    assert bool(found["drivers"]) or not ticked or case["immediate_danger"]
    assert found["drivers"] == sorted(found["drivers"], key=MATRIX.order.__getitem__)
    assert found["pathways"] == sorted(set(found["pathways"]))
    assert found["phone_hub_now"] == bool({"R0", "R1", "R2"}.intersection(found["rules"]))
    said = " ".join(found["because"])
    assert all(MATRIX.indicator(name).text in said for name in found["drivers"])


@OFTEN
@given(case=cases(), data=st.data())
def test_adding_never_lowers(case, data):
    age = {key: case[key] for key in ("unborn", "age_years") if key in case}
    check_more_never_lowers(case, data.draw(observations_of(age, most=4)))


@OFTEN
@given(case=cases())
def test_removing_never_raises(case):
    check_less_never_raises(case)


@OFTEN
@given(case=cases())
def test_every_answer_has_its_shape_and_names_a_rule(case):
    check_shape(case)


@OFTEN
@given(case=cases(), seed=st.integers(0, 2**16))
def test_order_of_entry_changes_nothing_and_the_same_in_is_the_same_out(case, seed):
    shuffled = json.loads(json.dumps(case))
    for key in ("observations", "no_worry", "amplifiers"):
        random.Random(seed).shuffle(shuffled[key])
    assert suggest_from_json(MATRIX, shuffled) == suggest_from_json(MATRIX, case)
    assert suggest_from_json(MATRIX, case) == suggest_from_json(MATRIX, case)


@OFTEN
@given(case=cases(), data=st.data())
def test_poverty_alone_never_leads_above_level_2(case, data):
    age = {key: case[key] for key in ("unborn", "age_years") if key in case}
    poor = [
        {**o, "indicator": name}
        for o, name in zip(
            data.draw(observations_of(age, most=7)),
            [i.id for code in MATRIX.poverty_dimensions for i in MATRIX.dimension(code).at_level(2)],
            strict=False,
        )
    ]
    alone = {
        **case,
        "observations": poor,
        "no_worry": calm_dimensions(poor, case["no_worry"]),
        "immediate_danger": False,
        "protective": [],
    }
    assert rank(alone) <= (RANK["2"], RANK[""])


@OFTEN
@given(case=cases())
def test_protective_factors_never_raise_and_never_touch_level_4(case):
    without = rank({**case, "protective": []})
    assert rank(case) <= without
    if without[0] >= RANK["4-S17"]:
        assert rank(case) == without


@pytest.mark.prove
@pytest.mark.timeout(1800)
@FULL
@given(case=cases(), data=st.data())
def test_all_of_it_at_length(case, data):
    age = {key: case[key] for key in ("unborn", "age_years") if key in case}
    check_shape(case)
    check_less_never_raises(case)
    check_more_never_lowers(case, data.draw(observations_of(age, most=3)))
