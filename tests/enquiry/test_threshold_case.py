"""A case that cannot be read is refused with one sentence naming the place, and never repeats what somebody wrote."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enquiry_app.enquiry.threshold import suggest_from_json
from enquiry_app.errors import CaseError
from tests.enquiry.threshold_cases import MATRIX, case, pair, sign, suggestion


def refused(data):
    with pytest.raises(CaseError) as caught:
        suggest_from_json(MATRIX, data)
    sentence = caught.value.sentence
    assert "\n" not in sentence
    assert sentence.endswith((".", "?"))
    return sentence


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ([], "the case: should be an object"),
        ("x", "the case: should be an object"),
        (None, "the case: should be an object"),
        ({"observation": []}, 'the key "observation" is not known; did you mean observations?'),
        ({"observations": {}}, "observations: should be a list"),
        ({"observations": ["HEA2a"]}, "observations[0]: should be an object"),
        (case({"when": "now", "source": "seen"}), "observations[0].indicator: what stands there is not in the matrix"),
        (case(sign("EDU2a"), sign("EDU2x")), 'observations[1].indicator: "EDU2x" is not in the matrix; did you mean'),
        (case(sign("EDU2a"), sign("EDU2a")), "observations[1].indicator: EDU2a is there twice"),
        (case({"indicator": "EDU2a", "source": "seen"}), "observations[0].when: is missing; say one of now"),
        (case({"indicator": "EDU2a", "when": "now"}), "observations[0].source: is missing; say one of seen"),
        (case(sign("EDU2a", "today")), 'observations[0].when: "today" is not known'),
        (case(sign("EDU2a", None)), "observations[0].when: what stands there is not known"),
        (case(sign("EDU2a", effect=1)), "observations[0].effect: what stands there is not known"),
        (case(sign("EDU2a", how_often="never")), 'observations[0].how_often: "never" is not known'),
        (case(sign("EDU2a", duration="long")), 'observations[0].duration: "long" is not known'),
        (case(sign("EDU2a", continuing="yes")), "observations[0].continuing: say true or false"),
        (case(sign("EDU2a", dealt_with=1)), "observations[0].dealt_with: say true or false"),
        (case(sign("EDU2a", note="x")), 'observations[0]: the key "note" is not known'),
        ({"unborn": True, "age_years": 0}, "age_years: an unborn child has no age"),
        ({"unborn": "yes"}, "unborn: say true or false"),
        ({"age_years": -1}, "age_years: give the age in whole years"),
        ({"age_years": 4.5}, "age_years: give the age in whole years"),
        ({"age_years": True}, "age_years: give the age in whole years"),
        ({"age_years": "4"}, "age_years: give the age in whole years"),
        (case(sign("EDU2c"), age_years=4), "observations[0].indicator: EDU2c does not fit a child of 4"),
        (case(sign("HEA2a"), unborn=True), "observations[0].indicator: HEA2a does not fit an unborn child"),
        ({"matrix": "another"}, "matrix: this case belongs to another matrix"),
        ({"matrix": f"{MATRIX.id}/1999"}, "matrix: this case belongs to another matrix"),
        ({"matrix": 7}, "matrix: this case belongs to another matrix"),
        ({"no_worry": ["HEALTH"]}, 'no_worry[0]: "HEALTH" is not known'),
        ({"no_worry": "HEA"}, "no_worry: should be a list"),
        (case(sign("EDU2a"), no_worry=["HEA", "EDU"]), "no_worry[1]: EDU has a sign of level 2 or above"),
        ({"amplifiers": ["under_1"]}, 'amplifiers[0]: "under_1" is not known'),
        ({"amplifiers": ["not_sen"]}, 'amplifiers[0]: "not_sen" is not known; did you mean not_seen?'),
        ({"immediate_danger": 1}, "immediate_danger: say true or false"),
        ({"agreement_refused": "no"}, "agreement_refused: say true or false"),
        ({"development_at_risk": []}, "development_at_risk: say true or false"),
        ({"earlier_help": 3}, "earlier_help: should be an object"),
        ({"earlier_help": {"months": 3}}, "earlier_help.changed: say true or false"),
        ({"earlier_help": {"months": 2.5, "changed": True}}, "earlier_help.months: give whole months"),
        ({"earlier_help": {"months": -1, "changed": True}}, "earlier_help.months: give whole months"),
        ({"earlier_help": {"months": 3, "changed": False, "x": 1}}, 'earlier_help: the key "x" is not known'),
        ({"protective": [{"answers": ["EDU2x"]}]}, 'protective[0].answers[0]: "EDU2x" is not known'),
        ({"protective": [{"tested": "yes"}]}, "protective[0].tested: say true or false"),
        ({"protective": [{"evidence": 5}]}, "protective[0].evidence: should be text"),
        ({"protective": [{"proof": "x"}]}, 'protective[0]: the key "proof" is not known'),
    ],
)
def test_refused_naming_the_place(data, words):
    assert words in refused(data)


@pytest.mark.parametrize("secret", ["Robin Example was hit", "Łukasz", "x" * 33, "\ud800", "a\nb"])
def test_an_error_never_repeats_what_somebody_wrote(secret):
    for data in (
        {secret: 1},
        case(sign(secret)),
        case(sign("EDU2a", secret)),
        case(sign("EDU2a", **{secret: 1})),
        {"no_worry": [secret]},
        {"matrix": secret},
    ):
        assert secret not in refused(data)


def test_what_is_taken():
    assert pair(suggestion(sign("EDU2a"), matrix=MATRIX.id)) == ("2", None)
    assert pair(suggestion(sign("EDU2a"), matrix=MATRIX.name)) == ("2", None)
    assert pair(suggestion(sign("EDU2a"), matrix=None, age_years=None, earlier_help=None)) == ("2", None)
    assert pair(suggest_from_json(MATRIX, {})) == (None, None)


def test_no_worry_beside_an_ordinary_sign_is_taken():
    assert pair(suggestion(sign("EDU1a"), no_worry=["EDU"])) == ("1", None)


def test_a_protective_factor_may_answer_what_is_not_ticked():
    factor = {"answers": ["HEA4a"], "tested": True, "evidence": "x"}
    assert pair(suggestion(sign("EDU2a"), protective=[factor])) == ("2", None)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
_KEYS = st.sampled_from(
    ("matrix", "unborn", "age_years", "immediate_danger", "observations", "no_worry", "amplifiers", "earlier_help")
)


@settings(max_examples=200, deadline=None)
@given(data=_JSON | st.dictionaries(_KEYS, _JSON, max_size=3) | st.builds(lambda v: {"observations": [v]}, _JSON))
def test_any_json_is_answered_or_refused(data):
    try:
        answer = suggest_from_json(MATRIX, data)["because"]
    except CaseError as error:
        answer = [error.sentence]
    assert answer
    assert all(answer)
