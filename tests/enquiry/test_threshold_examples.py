"""The worked examples: case in, suggestion out, as shipped and as the stories tell."""

from __future__ import annotations

import json

import pytest

from enquiry_app.enquiry.threshold import suggest_from_json
from enquiry_app.resource_files import resource, resource_text
from tests.enquiry.threshold_cases import MATRIX, pair

# name -> suggested, consider, a rule the story names, pathways
STORIES = {
    "1-school-nine-years": ("2", "3", "R9", []),
    "2-health-visitor-five-months": ("4-S47", None, "R1", []),
    "3-nursery-three-years": ("3", "4-S17", "R6", []),
    "4a-police-fifteen-years": ("3", "4-S17", "R6", ["EXP", "RHI"]),
    "4b-police-burned-for-a-debt": ("4-S47", None, "R1", ["EXP", "NRM", "RHI"]),
    "5-voluntary-group-young-carer": ("2", None, "R8", ["YC"]),
    "6-gp-thirty-weeks": ("4-S47", None, "R1", []),
    "7-neighbour-by-way-of-police": ("2", None, "R8", []),
}


def example(name, part):
    return json.loads(resource_text("examples", "matrix", f"{name}.{part}.json"))


@pytest.mark.parametrize("name", STORIES)
def test_the_answer_is_the_one_shipped(name):
    assert suggest_from_json(MATRIX, example(name, "in")) == example(name, "out")


@pytest.mark.parametrize("name", STORIES)
def test_the_answer_is_what_the_story_tells(name):
    found = suggest_from_json(MATRIX, example(name, "in"))
    suggested, consider, rule, pathways = STORIES[name]
    assert pair(found) == (suggested, consider)
    assert rule in found["rules"]
    assert found["pathways"] == pathways
    assert found["phone_hub_now"] is (suggested == "4-S47")


def test_every_shipped_example_is_tested():
    names = {f.name.split(".")[0] for f in resource("examples", "matrix").iterdir() if f.name.endswith(".json")}
    assert names == set(STORIES)


def test_one_factor_that_answers_one_of_four_worries_changes_nothing():
    case = example("1-school-nine-years", "in")
    assert case["protective"][0]["answers"] == ["EDU2a"]
    assert "R12" not in suggest_from_json(MATRIX, case)["rules"]


def test_a_young_carer_leaves_fourteen_dimensions_unknown():
    assert len(example("5-voluntary-group-young-carer", "out")["not_known"]) == 14


def test_a_neighbours_old_story_says_that_only_others_told_of_it():
    assert "only others have told of it" in example("7-neighbour-by-way-of-police", "out")["because"][0]
