"""Reasons in plain words: each names its signs, holds no count of ours, and says what could change the suggestion."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings

from enquiry_app.enquiry.threshold import suggest_from_json, suggest_level
from enquiry_app.enquiry.threshold_case import case_from_json
from enquiry_app.enquiry.threshold_words import what_could_change
from tests.enquiry.threshold_cases import MATRIX, case, cases, sign, suggestion

TWO = ["communication", "getting_worse"]


def because(rule, *observations, **values):
    found = suggestion(*observations, **values)
    return found["because"][found["rules"].index(rule)]


@pytest.mark.parametrize(
    ("rule", "observations", "values", "words"),
    [
        ("R0", [], {"immediate_danger": True}, "Somebody was said to be in danger now."),
        ("R0", [sign("BAS4c")], {}, "“Child abandoned, or alone and in danger now” (Basic care): somebody may be"),
        ("R1", [sign("HEA4a")], {}, "this alone is reason to ask the Hub about protection today. It is not proof."),
        ("R1", [sign("HEA4a"), sign("SAF4b")], {}, "each of these alone is reason"),
        ("R2", [sign("HEA4a", "older")], {}, "past harm can still need an enquiry"),
        ("R3", [sign("PRE4b", source="seen")], {}, "serious enough now for children's social care"),
        ("R3", [sign("HOU4b")], {}, "the council has a duty to act today, whoever says so"),
        ("R3", [sign("HOU4b"), sign("PRE4b", source="seen")], {}, "what the child needs; “Homeless family"),
        ("R4", [sign("PRE4b")], {}, "Talk it over with the Hub"),
        ("R5", [sign("EMB3b"), sign("BAS3b")], {}, "strong worries in different areas of the child's life"),
        ("R5", [sign("EMB3b"), sign("EMB3c"), sign("REL3c")], {}, "several strong worries in the same area"),
        ("R5", [sign("EMB3b", source="seen")], {}, "a strong worry that is serious, lasting or seen first-hand"),
        ("R6", [sign("EMB3b", source="seen")], {"amplifiers": TWO}, "the child is disabled, does not speak or has"),
        (
            "R6",
            [sign("EMB3b", effect="serious")],
            {"earlier_help": {"months": 4, "changed": False}},
            "because help was tried for three months or more without change, and the effect is serious",
        ),
        (
            "R6",
            [sign("EMB3b", source="seen")],
            {"agreement_refused": True, "development_at_risk": True},
            "agreement was refused",
        ),
        ("R7", [sign("EMB3b")], {}, "a strong worry in one area, so far not serious"),
        ("R8", [sign("EDU2a")], {}, "extra help from a service the family already knows may be enough."),
        ("R8", [sign("EDU2a", "older", "third_party")], {}, "only others have told of it. It was some time ago."),
        ("R9", [sign("EDU2a", duration="6_months")], {}, "a smaller worry, but it has lasted six months or more"),
        ("R9", [sign("EDU2a")], {"amplifiers": TWO}, "things are getting worse"),
        ("R10", [sign("HEA1a")], {}, "what most families know. Ordinary support is enough."),
        ("R10", [sign("HEA4a", "older", dealt_with=True)], {}, "dealt with and not going on"),
        ("R10", [], {"no_worry": list(MATRIX.twenty)}, "Much was looked at and no worry was found."),
        ("R11", [], {}, "Not enough is known to suggest a level."),
        (
            "R12",
            [sign("EDU2a")],
            {"protective": [{"answers": ["EDU2a"], "tested": True, "evidence": "x"}]},
            "(Education): answered by something protective that has been tested",
        ),
        ("R13", [sign("MIS3a")], {}, "Return home interview (“Two or more missing episodes in 90 days”)"),
        ("R15", [sign("HEA3e")], {}, "a disabled child is a child in need in law"),
        ("R15", [sign("REL3e")], {}, "the council must look at a private fostering arrangement"),
    ],
)
def test_each_rule_has_its_reason(rule, observations, values, words):
    assert words in because(rule, *observations, **values)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=cases())
def test_reasons_hold_no_figures_of_their_own_and_no_codes(data):
    found = suggest_from_json(MATRIX, data)
    for sentence in found["because"]:
        own = re.sub("“[^”]*”", "", sentence)
        assert not re.search(r"[0-9%]", own), sentence
        assert not re.search(r"\b(IMM|S47|R\d+|[A-Z]{3}\d[a-z])\b", own), sentence


def test_signs_of_one_dimension_stand_together():
    said = because("R8", sign("EDU2a"), sign("EDU2b"), sign("BAS2a"))
    assert said.count("(Education)") == 1
    assert said.index("(Education); and “Care mostly good") > 0


# --- what could change it ---------------------------------------------------------------------------------------------


def could_change(*observations, **values):
    return what_could_change(MATRIX, case_from_json(MATRIX, case(*observations, **values)))


def test_what_is_open_is_tried_out_on_the_rules():
    found = could_change(sign("EMB3b"))
    assert found[0] == (
        "It would be Level 3 if “Behaviour regularly puts child or others at some risk” had a serious effect on the "
        "child, or if “Behaviour regularly puts child or others at some risk” had been seen or told by the child, or "
        "if “Behaviour regularly puts child or others at some risk” had lasted six months or more."
    )
    assert found[-1].startswith("Not known: Health, Education, Identity")


def test_what_would_change_nothing_is_not_said():
    assert could_change(sign("HEA4f"), no_worry=[c for c in MATRIX.twenty if c != "HEA"]) == ()


def test_a_protective_factor_not_yet_tested_is_said():
    hope = {"answers": ["EDU2a"], "tested": False, "evidence": ""}
    assert any(
        "It would be Level 1 if every protective factor" in s for s in could_change(sign("EDU2a"), protective=[hope])
    )


def test_old_signs_that_might_go_on_are_said():
    text = MATRIX.indicator("EMB3b").text
    assert any(f"“{text}” was still going on" in s for s in could_change(sign("EMB3b", "older")))


def test_help_that_changed_nothing_is_said_where_it_would_matter():
    assert any("three months of help had changed nothing" in s for s in could_change(sign("EMB3b", effect="serious")))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=cases())
def test_what_could_change_never_repeats_the_suggestion_itself(data):
    read = case_from_json(MATRIX, data)
    found = suggest_level(MATRIX, read)
    shorts = {level.code: level.short for level in MATRIX.levels} | {"": "no suggestion"}
    now = shorts[found.suggested] + (f", with {shorts[found.consider]} to consider" if found.consider else "")
    assert not [s for s in what_could_change(MATRIX, read) if s.startswith(f"It would be {now} if")]
