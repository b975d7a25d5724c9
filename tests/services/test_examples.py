"""The committed example enquiries stay what journeys, documents and benchmarks take them for."""

from __future__ import annotations

import datetime as dt

import pytest

from enquiry_app.definitions.load_form import load_form
from enquiry_app.definitions.load_matrix import load_matrix
from enquiry_app.enquiry.answers_json import answers_from_json, answers_to_json
from enquiry_app.services.definitions_in_use import DefinitionsInUse
from enquiry_app.services.judging import judge, suggestions_for
from tests.services.conftest import example

WRITTEN = dt.date(2026, 11, 18)


@pytest.fixture(scope="module")
def definitions() -> DefinitionsInUse:
    return DefinitionsInUse(load_form(), load_matrix())


@pytest.mark.parametrize(("name", "stage"), [("two-children", "N"), ("urgent", "U"), ("level-2-health-visitor", "N")])
def test_each_is_ready_at_its_stage_with_nothing_hidden_or_missing(definitions, name, stage) -> None:
    state = judge(definitions, example(name), WRITTEN, stage=stage)
    assert state.ready
    assert not state.not_sent
    assert not [problem for problem in state.problems if problem.code == "missing"]


@pytest.mark.parametrize("name", ["two-children", "urgent", "level-2-health-visitor"])
def test_each_goes_out_as_json_and_comes_back(definitions, name) -> None:
    answers = example(name)
    data = answers_to_json(definitions.form, answers)
    assert answers_from_json(definitions.form, definitions.matrix, data) == answers


def test_the_suggestions_are_those_the_stories_were_written_for(definitions) -> None:
    two = suggestions_for(definitions, example("two-children"), WRITTEN)
    assert (two["amira"]["suggested"], two["amira"]["consider"]) == ("3", "4-S17")
    assert (two["sami"]["suggested"], two["unborn"]["suggested"]) == ("3", "2")
    urgent = suggestions_for(definitions, example("urgent"), WRITTEN)["jago"]
    assert (urgent["suggested"], urgent["phone_hub_now"]) == ("4-S47", True)
    assert suggestions_for(definitions, example("level-2-health-visitor"), WRITTEN)["zofia"]["suggested"] == "2"
