"""Each rule by itself: when it fires, when it just does not, and what it gives."""

from __future__ import annotations

import pytest

from enquiry_app.enquiry.threshold import highest_level, household_level
from tests.enquiry.threshold_cases import MATRIX, pair, sign, suggestion

TWO = ["communication", "getting_worse"]
HELP = {"months": 3, "changed": False}


def gives(expected, *observations, fired, **values):
    """The pair and the rules that fired, R13 apart (it never changes the level)."""
    found = suggestion(*observations, **values)
    assert pair(found) == expected
    assert [rule for rule in found["rules"] if rule != "R13"] == fired
    return found


# --- R0: danger now ---------------------------------------------------------------------------------------------------


def test_r0_somebody_in_danger_now():
    found = gives(("emergency", None), immediate_danger=True, fired=["R0"])
    assert found["phone_hub_now"] is True
    assert found["drivers"] == []


@pytest.mark.parametrize(
    ("details", "expected", "fired"),
    [
        ({"when": "now"}, ("emergency", None), ["R0", "R1"]),
        ({"when": "older", "continuing": True}, ("emergency", None), ["R0", "R1"]),
        ({"when": "now", "dealt_with": True}, ("emergency", None), ["R0", "R1"]),
        ({"when": "last_3_months"}, ("4-S47", None), ["R1"]),
        ({"when": "3_to_12_months"}, ("4-S47", None), ["R1"]),
    ],
)
def test_r0_needs_a_present_sign_of_danger(details, expected, fired):
    assert gives(expected, sign("BAS4c", **details), fired=fired)["drivers"] == ["BAS4c"]


# --- R1 and R2: flagged signs -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("details", "expected", "fired"),
    [
        ({"when": "now"}, ("4-S47", None), ["R1"]),
        ({"when": "now", "dealt_with": True}, ("4-S47", None), ["R1"]),
        ({"when": "last_3_months"}, ("4-S47", None), ["R1"]),
        ({"when": "3_to_12_months"}, ("4-S47", None), ["R1"]),
        ({"when": "older", "continuing": True, "dealt_with": True}, ("4-S47", None), ["R1"]),
        ({"when": "older", "source": "child_said"}, ("4-S47", None), ["R1"]),
        ({"when": "older", "source": "seen"}, ("4-S47", None), ["R1"]),
        ({"when": "older", "source": "parent_said"}, ("4-S17", "4-S47"), ["R2"]),
        ({"when": "older", "source": "professional"}, ("4-S17", "4-S47"), ["R2"]),
        ({"when": "older", "source": "third_party"}, ("4-S17", "4-S47"), ["R2"]),
        ({"when": "last_3_months", "dealt_with": True}, ("3", "4-S17"), ["R4"]),
        ({"when": "3_to_12_months", "dealt_with": True}, ("1", None), ["R10"]),
        ({"when": "older", "source": "child_said", "dealt_with": True}, ("1", None), ["R10"]),
    ],
)
def test_r1_and_r2_by_time_source_and_whether_dealt_with(details, expected, fired):
    found = gives(expected, sign("HEA4a", **details), fired=fired)
    assert found["phone_hub_now"] is (fired[0] in ("R1", "R2"))
    assert found["drivers"] == ["HEA4a"]


# --- R3 and R4: level 4 -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("details", "expected", "fired"),
    [
        ({"effect": "serious"}, ("4-S17", None), ["R3"]),
        ({"source": "seen"}, ("4-S17", None), ["R3"]),
        ({"source": "child_said"}, ("4-S17", None), ["R3"]),
        ({"how_often": "most_days"}, ("4-S17", None), ["R3"]),
        ({"duration": "3_months"}, ("4-S17", None), ["R3"]),
        ({"duration": "6_months"}, ("4-S17", None), ["R3"]),
        ({"how_often": "most_days", "effect": "none_seen"}, ("3", "4-S17"), ["R4"]),
        ({"source": "seen", "effect": "none_seen"}, ("4-S17", None), ["R3"]),
        ({"duration": "under_3_months", "how_often": "some"}, ("3", "4-S17"), ["R4"]),
        ({}, ("3", "4-S17"), ["R4"]),
        ({"when": "last_3_months"}, ("3", "4-S17"), ["R4"]),
        ({"when": "3_to_12_months", "effect": "serious"}, ("2", None), ["R8"]),
    ],
)
def test_r3_and_r4_by_weight(details, expected, fired):
    found = gives(expected, sign("PRE4b", **details), fired=fired)
    assert found["phone_hub_now"] is False
    assert found["drivers"] == ["PRE4b"]


@pytest.mark.parametrize(
    ("details", "expected", "fired"),
    [
        ({"when": "now", "source": "third_party"}, ("4-S17", None), ["R3"]),
        ({"when": "last_3_months", "source": "third_party"}, ("3", "4-S17"), ["R4"]),
        ({"when": "older", "continuing": True}, ("3", "4-S17"), ["R4"]),
    ],
)
def test_r3_the_council_has_a_duty_today_whoever_says_so(details, expected, fired):
    gives(expected, sign("HOU4b", **details), fired=fired)


# --- R5, R6, R7: level 3 ----------------------------------------------------------------------------------------------


def test_r5_two_domains():
    found = gives(("3", None), sign("EMB3b"), sign("BAS3b"), fired=["R5"])
    assert found["drivers"] == ["EMB3b", "BAS3b"]


def test_r5_three_in_one_domain_but_not_two():
    three = (sign("EMB3b"), sign("IDN3b"), sign("REL3c"))
    gives(("3", None), *three, fired=["R5"])
    gives(("2", "3"), *three[:2], fired=["R7"])


def test_r5_everything_outside_the_home_is_one_domain():
    gives(("2", "3"), sign("MIS3c"), sign("CHC3a"), fired=["R7"])
    gives(("3", None), sign("MIS3c"), sign("CHC3a"), sign("ONL3c"), fired=["R5"])


def test_r5_one_that_is_weighty():
    gives(("3", None), sign("EMB3b", source="seen"), fired=["R5"])
    gives(("2", "3"), sign("EMB3b", duration="3_months", effect="none_seen"), fired=["R7"])


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"amplifiers": TWO[:1]}, ("3", None)),
        ({"amplifiers": TWO}, ("3", "4-S17")),
        ({"amplifiers": TWO[:1], "age_years": 0}, ("3", "4-S17")),
        ({"earlier_help": HELP}, ("3", "4-S17")),
        ({"earlier_help": {"months": 2, "changed": False}}, ("3", None)),
        ({"earlier_help": {"months": 9, "changed": True}}, ("3", None)),
        ({"agreement_refused": True}, ("3", None)),
        ({"development_at_risk": True}, ("3", None)),
        ({"agreement_refused": True, "development_at_risk": True}, ("3", "4-S17")),
        ({"amplifiers": TWO, "earlier_help": HELP}, ("4-S17", None)),
        ({"amplifiers": TWO, "agreement_refused": True, "development_at_risk": True}, ("4-S17", None)),
    ],
)
def test_r6_by_its_three_grounds(values, expected):
    found = suggestion(sign("EMB3b", effect="serious"), **values)
    assert pair(found) == expected
    assert ("R6" in found["rules"]) is (expected != ("3", None))
    assert found["drivers"] == ["EMB3b"]


def test_r6_help_without_change_needs_a_serious_effect_of_an_active_sign():
    assert pair(suggestion(sign("EMB3b", source="seen"), earlier_help=HELP)) == ("3", None)
    past = sign("BAS2a", when="older", effect="serious")
    assert pair(suggestion(sign("EMB3b", source="seen"), past, earlier_help=HELP)) == ("3", None)
    other = sign("BAS2a", effect="serious")
    assert pair(suggestion(sign("EMB3b", source="seen"), other, earlier_help=HELP)) == ("3", "4-S17")


def test_r6_does_not_fire_where_r5_does_not_hold():
    gives(("2", "3"), sign("EMB3b"), amplifiers=TWO, fired=["R7"])


# --- R8 and R9: level 2 -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "details", "fired"),
    [
        ("BAS2a", {}, ["R8"]),
        ("BAS2a", {"when": "older"}, ["R8"]),
        ("BAS2a", {"when": "last_3_months", "dealt_with": True}, ["R8"]),
        ("BAS2a", {"when": "older", "dealt_with": True}, ["R10"]),
        ("BAS3a", {"when": "3_to_12_months"}, ["R8"]),
        ("BAS3a", {"when": "older", "dealt_with": True}, ["R10"]),
        ("PRE4b", {"when": "older"}, ["R8"]),
    ],
)
def test_r8_what_is_not_closed_and_not_above(name, details, fired):
    expected = ("2", None) if fired == ["R8"] else ("1", None)
    assert gives(expected, sign(name, **details), fired=fired)["drivers"] == [name]


def test_r9_four_across_three_dimensions():
    four = [sign("BAS2a"), sign("BAS2b"), sign("EDU2a"), sign("EMB2a")]
    gives(("2", "3"), *four, fired=["R8", "R9"])
    gives(("2", None), sign("BAS2a"), sign("EDU2a"), sign("EMB2a"), fired=["R8"])
    gives(("2", None), sign("BAS2a"), sign("BAS2b"), sign("EDU2a"), sign("EDU2b"), fired=["R8"])
    gives(("2", None), *four[:3], sign("EMB2a", when="older"), fired=["R8"])


def test_r9_counts_blocks_outside_the_home_as_dimensions():
    gives(("2", "3"), sign("BAS2a"), sign("BAS2b"), sign("ONL2a"), sign("CHC2a"), fired=["R8", "R9"])


def test_r9_one_that_lasts_six_months_if_it_is_active():
    gives(("2", "3"), sign("BAS2a", duration="6_months"), fired=["R8", "R9"])
    gives(("2", None), sign("BAS2a", duration="3_months"), fired=["R8"])
    gives(("2", None), sign("BAS2a", when="older", duration="6_months"), fired=["R8"])


def test_r9_two_amplifiers_and_one_that_is_not_closed():
    gives(("2", "3"), sign("BAS2a", when="older"), amplifiers=TWO, fired=["R8", "R9"])
    gives(("1", None), sign("BAS2a", when="older", dealt_with=True), amplifiers=TWO, fired=["R10"])
    gives(("2", None), sign("BAS3a", when="older"), amplifiers=TWO, fired=["R8"])


def test_r9_poverty_alone_is_not_neglect():
    poor = [sign("HOU2a", duration="6_months"), sign("INC2a"), sign("INC2b"), sign("EMP2a")]
    gives(("2", None), *poor, amplifiers=TWO, fired=["R8"])
    gives(("2", "3"), *poor, sign("COM2a"), fired=["R8", "R9"])
    gives(("2", "3"), *poor, sign("COM2a", when="older"), fired=["R8", "R9"])
    gives(("2", None), *poor, sign("COM2a", when="older", dealt_with=True), fired=["R8"])


# --- R10, R11: nothing of worry, nothing known ------------------------------------------------------------------------


def test_r10_ordinary_signs_or_ten_dimensions_looked_at():
    gives(("1", None), sign("HEA1a"), fired=["R10"])
    gives(("1", None), no_worry=list(MATRIX.twenty[:10]), fired=["R10"])
    gives((None, None), no_worry=list(MATRIX.twenty[:9]), fired=["R11"])


def test_r10_counts_the_twenty_dimensions_only():
    gives((None, None), no_worry=[*MATRIX.twenty[:9], "ONL", "CSE"], fired=["R11"])


def test_r11_nothing_known():
    found = gives((None, None), fired=["R11"])
    assert found["not_known"] == list(MATRIX.twenty)
    assert found["drivers"] == found["amplifiers"] == found["protective"] == found["pathways"] == []


# --- R12: protective factors ------------------------------------------------------------------------------------------


def factor(*answers, tested=True, evidence="Seen twice in October"):
    return {"answers": list(answers), "tested": tested, "evidence": evidence}


@pytest.mark.parametrize(
    ("observations", "values", "before", "after"),
    [
        ([sign("EMB3b", source="seen")], {}, ("3", None), ("2", None)),
        ([sign("EMB3b", source="seen")], {"amplifiers": TWO}, ("3", "4-S17"), ("3", None)),
        ([sign("EMB3b")], {}, ("2", "3"), ("2", None)),
        ([sign("BAS2a")], {}, ("2", None), ("1", None)),
        ([sign("BAS2a", duration="6_months")], {}, ("2", "3"), ("2", None)),
        ([sign("REL3e", source="seen")], {}, ("3", "4-S17"), ("3", None)),
    ],
)
def test_r12_takes_one_step(observations, values, before, after):
    names = [o["indicator"] for o in observations]
    assert pair(suggestion(*observations, **values)) == before
    found = suggestion(*observations, **values, protective=[factor(*names)])
    assert pair(found) == after
    assert "R12" in found["rules"]
    assert found["protective"] == [0]
    assert found["drivers"] == names


@pytest.mark.parametrize(
    "observation",
    [
        sign("BAS4c"),
        sign("HEA4a"),
        sign("HEA4a", when="older"),
        sign("PRE4b", source="seen"),
        sign("PRE4b"),
    ],
)
def test_r12_never_touches_level_4(observation):
    protective = [factor(observation["indicator"])]
    found = suggestion(observation, protective=protective)
    assert pair(found) == pair(suggestion(observation))
    assert "R12" not in found["rules"]
    assert found["protective"] == []


def test_r12_leaves_a_level_4_reached_by_r6():
    values = {"amplifiers": TWO, "agreement_refused": True, "development_at_risk": True}
    found = suggestion(sign("EMB3b", source="seen"), **values, protective=[factor("EMB3b")])
    assert pair(found) == ("4-S17", None)
    assert "R12" not in found["rules"]


@pytest.mark.parametrize(
    "protective",
    [
        [factor("BAS2a")],
        [factor("BAS2a"), factor("EDU2a", tested=False)],
        [factor("BAS2a"), factor("EDU2a", evidence=" \n")],
        [factor("EDU1a", "EMB2a")],
    ],
)
def test_r12_needs_every_worry_answered_by_a_factor_that_counts(protective):
    found = suggestion(sign("BAS2a"), sign("EDU2a"), protective=protective)
    assert pair(found) == ("2", None)
    assert "R12" not in found["rules"]


def test_r12_names_the_factors_in_use_only():
    protective = [factor("EMB2b"), factor("BAS2a"), factor("EDU2a"), factor("EDU2a", tested=False)]
    found = suggestion(sign("BAS2a"), sign("EDU2a"), sign("HEA1a"), protective=protective)
    assert pair(found) == ("1", None)
    assert found["protective"] == [1, 2]


def test_r12_asks_nothing_of_what_is_closed_or_ordinary():
    closed = sign("EMB3b", when="older", dealt_with=True)
    found = suggestion(sign("BAS2a"), closed, sign("HEA1a"), protective=[factor("BAS2a")])
    assert pair(found) == ("1", None)


# --- R13, R14, R15 ----------------------------------------------------------------------------------------------------


def test_r13_pathways_of_what_is_not_closed_sorted_and_never_a_level():
    found = suggestion(sign("MIS3a", source="seen"), sign("DVA3a", when="older"), sign("HEA4a"))
    assert found["pathways"] == ["DASH", "EXP", "RHI"]
    assert found["rules"][-1] == "R13"
    assert suggestion(sign("DVA3a", when="older", dealt_with=True))["pathways"] == []
    assert suggestion(sign("HOU4b"))["pathways"] == []


def test_r14_the_household_level_is_the_highest():
    found = [suggestion(sign("BAS2a")), suggestion(sign("HEA4a")), suggestion()]
    assert household_level(found) == "4-S47"
    assert household_level([suggestion()]) == household_level([]) == ""
    assert highest_level(["2", "emergency", "", "3"]) == "emergency"
    assert highest_level([]) == ""


@pytest.mark.parametrize("name", ["HEA3e", "SLF3a", "REL3e"])
def test_r15_disabled_or_privately_fostered(name):
    found = suggestion(sign(name))
    assert pair(found) == ("2", "4-S17")
    assert found["rules"] == ["R7", "R13", "R15"]
    assert pair(suggestion(sign(name, when="older"))) == ("2", None)


def test_r15_gives_only_what_to_consider_where_more_fired():
    found = suggestion(sign("HEA3e", source="seen"))
    assert pair(found) == ("3", "4-S17")
    assert found["drivers"] == ["HEA3e"]


# --- the whole --------------------------------------------------------------------------------------------------------


def test_drivers_stand_behind_the_level_and_behind_what_to_consider():
    found = suggestion(sign("PRE4b"), sign("BAS3a", source="seen"), sign("EDU2a"))
    assert pair(found) == ("3", "4-S17")
    assert found["rules"] == ["R4", "R5", "R8"]
    assert found["drivers"] == ["PRE4b", "BAS3a"]


def test_all_rules_are_tried_and_listed():
    found = suggestion(sign("HEA4a"), sign("BAS3a", source="seen"), sign("EDU2a"), immediate_danger=True)
    assert found["rules"] == ["R0", "R1", "R5", "R8"]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"unborn": True}, ["under_1"]),
        ({"age_years": 0}, ["under_1"]),
        ({"age_years": 1}, []),
        ({"age_years": None}, []),
        ({"age_years": 0, "amplifiers": ["hidden", "communication"]}, ["communication", "hidden", "under_1"]),
    ],
)
def test_under_one_is_an_amplifier_the_engine_adds(values, expected):
    assert suggestion(**values)["amplifiers"] == expected


def test_a_dimension_is_known_by_any_sign_or_by_no_worry():
    found = suggestion(sign("HEA1a"), sign("EDU2a", when="older", dealt_with=True), no_worry=["EMB", "ONL"])
    assert found["not_known"] == [code for code in MATRIX.twenty if code not in ("HEA", "EDU", "EMB")]


def test_the_output_has_its_keys_and_names_matrix_and_engine():
    found = suggestion()
    assert list(found) == [
        "suggested", "consider", "rules", "drivers", "amplifiers", "protective", "not_known", "pathways",
        "phone_hub_now", "matrix", "engine", "because",
    ]  # fmt: skip
    assert found["matrix"] == MATRIX.name
    assert found["engine"] == "1.0"
