"""What a decision lets the referrer be told: all that must be said, and nothing that must not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enquiry_app.definitions.outcomes import load_outcomes
from enquiry_app.enquiry.decision_told import facts_told, outcomes_told
from enquiry_app.enquiry.hub_records import ChildDecision

OUTCOMES = load_outcomes()
FIELDS = {each.id: each for outcome in OUTCOMES.by_id.values() for each in outcome.fields}


def decided(*ids: str) -> tuple[ChildDecision, ...]:
    return tuple(ChildDecision(f"c{place}", outcome, "3") for place, outcome in enumerate(ids))


def test_the_facts_of_an_outcome_in_order_and_in_words() -> None:
    details = {
        "pathway": "marac",
        "pathway_reference": "M 12",
        "pathway_on": "2026-11-24",
        "advice": "of another outcome",
    }
    assert facts_told(decided("D9"), details, OUTCOMES) == (
        ("Outcome", "Passed to a specialist pathway."), ("Pathway", "MARAC, high-risk domestic abuse"),
        ("Reference", "M 12"), ("Passed on", "24 November 2026"),
    )  # fmt: skip


def test_what_is_not_filled_in_or_cannot_be_read_is_no_crash() -> None:
    assert facts_told(decided("D3"), {"help_by": "soon", "help_lead": " "}, OUTCOMES)[1:] == (("By", "soon"),)
    assert facts_told((), {}, OUTCOMES) == ()


@pytest.mark.parametrize("protection", ["D6", "D7"])
@pytest.mark.parametrize("other", [each for each in OUTCOMES.by_id if each not in ("D6", "D7")])
def test_protection_of_one_child_keeps_the_whole_letter_minimal(protection, other) -> None:
    details = {each: f"words of {each}" for each in FIELDS}
    told = facts_told(decided(other, protection), details, OUTCOMES)
    assert [each.id for each in outcomes_told(decided(other, protection), OUTCOMES)] == [protection]
    assert told == facts_told(decided(protection), details, OUTCOMES)
    assert not any(word in str(told) for word in ("strategy", "rang_referrer"))


@given(ids=st.lists(st.sampled_from(list(OUTCOMES.by_id)), min_size=1, max_size=4))
def test_nothing_kept_from_letters_is_ever_told(ids) -> None:
    details = {each: f"words of {each}" for each in FIELDS}
    told = " ".join(words for _, words in facts_told(decided(*ids), details, OUTCOMES))
    chosen = {
        each.id for outcome in outcomes_told(decided(*ids), OUTCOMES) for each in outcome.fields if each.in_letter
    }
    for name in FIELDS:
        assert (f"words of {name} " in f"{told} ") == (name in chosen)
