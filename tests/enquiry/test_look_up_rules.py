"""The three answers and what is kept back, for any matches and any table."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enquiry_app.definitions.look_up_definition import load_look_up
from enquiry_app.enquiry.case_list_reading import CaseEntry
from enquiry_app.enquiry.look_up_rules import (
    REASONS,
    CaseMatch,
    answer,
    days_old,
    faults_in_visibility,
    shown_to,
    visibility_of,
)

TODAY = dt.date(2026, 11, 23)
DEFINITION = load_look_up()
FACTS = [fact.code for fact in DEFINITION.facts]

entries = st.builds(
    CaseEntry, st.just("Kit"), st.just("Reed"), st.just("2015-02-01"), known=st.booleans(),
    worker=st.sampled_from(["", "Ann Rook", "Dilys Wren"]), team=st.just("Team"), phone=st.just("1"),
)  # fmt: skip
matches = st.lists(st.builds(CaseMatch, entries, st.sampled_from(["same", "strong", "possible"])), max_size=4)
days = st.dates(dt.date(2026, 1, 1), TODAY)
tables = st.fixed_dictionaries({role: st.lists(st.sampled_from(FACTS), unique=True) for role in DEFINITION.shipped})


@given(matches, days)
def test_known_only_for_the_one_child_who_is_the_same(found, as_of) -> None:
    told = answer(found, as_of.isoformat(), TODAY, 30)
    same = [match.entry for match in found if match.strength == "same"]
    if told.result == "known":
        assert same
        assert {(entry.known, entry.worker) for entry in same} == {(True, told.worker)}
    else:
        assert (told.worker, told.team, told.phone) == ("", "", "")


@given(matches, days)
def test_not_known_never_while_a_known_child_is_alike_or_the_list_is_old(found, as_of) -> None:
    told = answer(found, as_of.isoformat(), TODAY, 30)
    if told.result == "not_known":
        assert (TODAY - as_of).days <= 30
        assert not [match for match in found if match.entry.known and match.strength in ("same", "strong")]


@given(matches, days)
def test_ask_always_says_why(found, as_of) -> None:
    told = answer(found, as_of.isoformat(), TODAY, 30)
    assert (told.result == "ask") == (told.reason in REASONS)
    assert bool(told.reason_words) == (told.result == "ask")


@given(matches, days, tables, st.sampled_from([*DEFINITION.shipped, "auditor", "administrator"]))
def test_nothing_is_shown_that_the_table_keeps_back(found, as_of, table, role) -> None:
    told = shown_to(role, answer(found, as_of.isoformat(), TODAY, 30), table)
    sees = table.get(role, ())
    for fact in ("worker", "team", "phone"):
        assert fact in sees or not getattr(told, fact)
    assert "as_of" in sees or (told.as_of, told.days_old) == ("", None)
    assert "known" in sees or told.result == "ask"


@given(tables)
def test_a_table_is_taken_or_refused_with_sentences_and_reads_back_as_it_was(table) -> None:
    faults = faults_in_visibility(table, DEFINITION)
    assert all(fault.endswith(".") for fault in faults)
    good = all(not seen or {"known", "as_of"} <= set(seen) for seen in table.values())
    assert good == (not faults)
    stored = visibility_of({"look_up_visibility": table}, DEFINITION)
    assert {role: set(seen) for role, seen in stored.items()} == {role: set(seen) for role, seen in table.items()}


@pytest.mark.parametrize("stored", [None, "x", {}, {"practitioner": ["narrative"]}])
def test_settings_that_say_nothing_useful_show_no_more_than_what_is_shipped(stored) -> None:
    found = visibility_of({"look_up_visibility": stored}, DEFINITION)
    assert all(set(found[role]) <= set(shipped) for role, shipped in DEFINITION.shipped.items())


@pytest.mark.parametrize(("as_of", "age"), [("2026-11-23", 0), ("2026-11-03", 20), ("2027-01-01", 0)])
def test_age_in_days(as_of, age) -> None:
    assert days_old(as_of, TODAY) == age
