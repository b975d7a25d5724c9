"""What the flags ask for: each once, for the right children, and never decided here."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enquiry_app.definitions.hub_definition import load_hub
from enquiry_app.definitions.hub_work import load_pathway_tasks
from enquiry_app.definitions.load_matrix import load_matrix
from enquiry_app.enquiry.hub_records import Task
from enquiry_app.enquiry.pathway_tasks import action_of, due_rule, flagged, proposals

HOURS, PATHWAYS = load_hub().hours, load_pathway_tasks()
NOW = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
FLAGS = [pathway.flag for pathway in PATHWAYS.tasks]


def asked(suggestions, tasks=(), kind="school"):
    return proposals(PATHWAYS, suggestions, tasks, kind, HOURS, NOW)


def a_task(code, child="", status="open", number="1") -> Task:
    return Task(number, 1, "e", "pathway", code, status, NOW, "p", child=child)


def test_every_flag_of_the_matrix_that_is_a_task_has_one_and_no_other():
    assert set(FLAGS) == {pathway.flag for pathway in load_matrix().pathways if pathway.kind == "task"}


def test_for_each_child_or_once_for_the_family():
    found = asked({"amira": {"pathways": ["YC", "DASH"]}, "sami": {"pathways": ["YC", "DASH"]}, "baby": {}})
    assert [(each.pathway.flag, each.child, each.children) for each in found] == [
        ("DASH", "", ("amira", "sami")), ("YC", "amira", ("amira",)), ("YC", "sami", ("sami",)),
    ]  # fmt: skip
    assert {each.state for each in found} == {"proposed"}


@pytest.mark.parametrize("flag", ["IMM", "S47", "DUTY", "unheard-of"])
def test_danger_is_for_triage_not_a_task(flag):
    assert asked({"amira": {"pathways": [flag]}}) == ()


@pytest.mark.parametrize(
    ("tasks", "state"),
    [
        ((), "proposed"),
        ((a_task("YC", "amira"),), "task"),
        ((a_task("YC"),), "task"),  # made for the family
        ((a_task("YC", "sami"),), "proposed"),
        ((a_task("DASH", "amira"),), "proposed"),
        ((a_task("YC", "amira", "dropped"),), "not_needed"),
        ((a_task("YC", "amira", "done"), a_task("YC", "amira", "dropped", "2")), "task"),
    ],
)
def test_what_became_of_it(tasks, state):
    (found,) = asked({"amira": {"pathways": ["YC"]}}, tasks)
    assert found.state == state


def test_the_answer_known_or_suspected_changes_what_is_to_be_done():
    fgm = PATHWAYS.of("FGM")
    assert "101" in action_of(fgm, "known")
    assert "101" not in action_of(fgm, "suspected")
    assert due_rule(fgm, "known").kind == "by_close"
    assert action_of(fgm, "") == fgm.action


@pytest.mark.parametrize(
    ("kind", "word"), [("school", "teacher"), ("gp", "health professional"), ("council", "social worker")]
)
def test_the_personal_duty_is_said_by_role(kind, word):
    (found,) = asked({"amira": {"pathways": ["FGM"]}}, kind=kind)
    assert word in found.duty


def test_no_duty_is_claimed_for_others():
    (found,) = asked({"amira": {"pathways": ["FGM"]}}, kind="voluntary")
    assert found.duty == ""


def test_no_pathway_computes_a_band():
    """What a tool reports is typed as it reports it: a text, never a number this app works with."""
    assert {fact.kind for pathway in PATHWAYS.tasks for fact in pathway.facts} <= {"text", "day"}


@given(st.dictionaries(st.sampled_from(["a", "b", "c"]), st.lists(st.sampled_from([*FLAGS, "S47", "XX"]), unique=True)))
def test_every_flag_of_every_child_is_asked_about_exactly_once(flags):
    suggestions = {child: {"pathways": found} for child, found in flags.items()}
    found = [(each.pathway.flag, child) for each in asked(suggestions) for child in each.children]
    assert sorted(found) == sorted(
        (flag, child) for flag, who in flagged(suggestions).items() if flag in FLAGS for child in who
    )
    assert all(each.due_at > NOW for each in asked(suggestions))
