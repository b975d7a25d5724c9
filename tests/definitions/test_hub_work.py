"""The data of pathway tasks and of settling differences: what is shipped holds together, and faults are all told."""

from __future__ import annotations

import pytest

from enquiry_app.definitions.hub_definition import load_hub
from enquiry_app.definitions.hub_work import (
    load_escalation,
    load_pathway_tasks,
    read_escalation,
    read_pathway_tasks,
)
from enquiry_app.errors import DefinitionError
from enquiry_app.resource_files import resource_text


def test_each_pathway_records_owner_day_reference_and_result():
    for task in load_pathway_tasks().tasks:
        assert all((task.owner, task.on, task.reference, task.results)), task.flag
    assert [choice.code for choice in load_pathway_tasks().follow_up] == [
        "safer",
        "better",
        "same",
        "worse",
        "not_known",
    ]


def test_the_times_that_guidance_names():
    tasks = load_pathway_tasks()
    assert (tasks.of("RHI").due.kind, tasks.of("RHI").due.amount) == ("hours", 72)
    assert (tasks.of("LADO").due.kind, tasks.of("LADO").due.amount) == ("working_days", 1)
    known = tasks.of("FGM").variant("known")
    assert (known.due.kind, known.due.amount) == ("by_close", 1)


def test_the_stages_and_their_times():
    escalation = load_escalation()
    assert [(stage.due.kind, stage.due.amount) for stage in escalation.stages] == [
        ("working_days", 2), ("working_days", 2), ("working_days", 3), ("working_days", 5),
    ]  # fmt: skip
    assert (escalation.stage(1).urgent.kind, escalation.stage(1).urgent.amount) == ("by_close", 0)
    assert len(escalation.reasons) == 7
    assert escalation.immediate_risk_stage == 3
    assert {stage.contact for stage in escalation.stages if stage.contact} <= set(load_hub().contacts)


def test_nobody_rings_the_contacts_of_a_disagreement_for_something_else():
    hub = load_hub()
    assert not [each for each in hub.to_ring if each.id.startswith("escalation_")]
    assert {"emergency", "hub", "lado"} <= {each.id for each in hub.to_ring}


def changed(tmp_path, name, old, new):
    text = resource_text("hub", name)
    assert old in text
    (tmp_path / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('flag = "EXP"', 'flag = "DASH"', '"DASH" stands twice'),
        ('due = { kind = "hours", amount = 72 }', 'due = { kind = "hours", amount = 0 }', "must be at least 1"),
        ('due = { kind = "hours", amount = 72 }', "", "is missing"),
        ('per = "family"', 'per = "familly"', 'did you mean "family"'),
        ('kind = "day"', 'kind = "number"', "is not known"),
        ('owner = "Early help"', 'owners = "Early help"', "is not a known key"),
        ("[[tasks]]", "[[tasks", "is not valid TOML"),
    ],
)
def test_faults_of_pathways_are_told(tmp_path, old, new, words):
    with pytest.raises(DefinitionError) as refused:
        read_pathway_tasks(changed(tmp_path, "pathway_tasks.toml", old, new))
    assert words in " ".join(fault.message for fault in refused.value.faults)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("number = 2", "number = 3", "must be numbered 1 to 4"),
        ("immediate_risk_stage = 3", "immediate_risk_stage = 7", "is no stage"),
        ('code = "roles"', 'code = "outcome"', '"outcome" stands twice'),
        ("not_instead", "instead", "is missing or empty"),
    ],
)
def test_faults_of_escalation_are_told(tmp_path, old, new, words):
    name = "escalation.toml"
    with pytest.raises(DefinitionError) as refused:
        read_escalation(changed(tmp_path, name, old, new))
    assert words in " ".join(fault.message for fault in refused.value.faults)


def test_files_that_are_not_there(tmp_path):
    for read in (read_pathway_tasks, read_escalation):
        with pytest.raises(DefinitionError, match="missing"):
            read(tmp_path)
