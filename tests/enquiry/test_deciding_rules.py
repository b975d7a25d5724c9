"""What a decision needs before it counts, and when a second manager has to agree."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enquiry_app.definitions.load_form import load_form
from enquiry_app.definitions.outcomes import LEVELS, load_outcomes
from enquiry_app.enquiry.deciding_rules import (
    PRIMARY_NEEDS,
    SECOND_WORDS,
    ChildLevels,
    DecisionCase,
    DecisionInput,
    chosen_outcomes,
    differences,
    of_the_enquiry,
    problems_of,
    rationale_missing,
    second_because,
)
from enquiry_app.enquiry.hub_records import ChildDecision

OUTCOMES = load_outcomes()
WHY = "Seen by the health visitor and the school; the home is calm again and the parents take up the help offered."
SAMPLES = {"text": "Sam Carter, Bay Family Hub", "date": "2026-11-30", "phone": "01632 960123", "choice": "marac"}


def whole(outcome: str = "D3", level: str = "2", need: str = "N1", child: str = "c1") -> DecisionInput:
    """A decision of one child that nothing is missing from."""
    details = {each.id: SAMPLES[each.kind] for each in OUTCOMES[outcome].asked}
    children = (ChildDecision(child, outcome, level, need if OUTCOMES[outcome].primary_need else ""),)
    return DecisionInput(children, WHY, "Baby sister considered: same worries.", "yes", "", details)


def level_for(outcome: str) -> str:
    return next(level for level in LEVELS if level not in OUTCOMES[outcome].not_at)


CASE = DecisionCase((ChildLevels("c1", "2", "2"),), rating="green")


def fields(wanted: DecisionInput, case: DecisionCase = CASE, changes: bool = False) -> list[str]:
    return [problem.field for problem in problems_of(wanted, case, OUTCOMES, changes)]


@pytest.mark.parametrize("outcome", list(OUTCOMES.by_id))
def test_a_whole_decision_of_every_outcome_has_no_problem(outcome) -> None:
    assert fields(whole(outcome, level_for(outcome))) == []


@pytest.mark.parametrize("outcome", list(OUTCOMES.by_id))
def test_each_required_field_is_missed_by_itself(outcome) -> None:
    complete = whole(outcome, level_for(outcome))
    for each in OUTCOMES[outcome].asked:
        without = replace(complete, details={k: v for k, v in complete.details.items() if k != each.id})
        assert fields(without) == ([each.id] if each.required else []), each.id


def test_an_empty_decision_says_everything_at_once_in_the_order_of_the_screen() -> None:
    assert fields(DecisionInput()) == ["level", "outcome", "rationale", "siblings", "family_told"]
    two = replace(CASE, children=(ChildLevels("c1"), ChildLevels("c2")))
    found = problems_of(DecisionInput(), two, OUTCOMES)
    assert [(p.field, p.child) for p in found][:4] == [
        ("level", "c1"), ("outcome", "c1"), ("level", "c2"), ("outcome", "c2"),
    ]  # fmt: skip


def test_every_child_needs_its_own_decision() -> None:
    two = replace(CASE, children=(ChildLevels("c1"), ChildLevels("c2")))
    assert [p.child for p in problems_of(whole(), two, OUTCOMES)] == ["c2", "c2"]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"rationale": WHY[:79]}, "rationale"),
        ({"rationale": "x" + " " * 200}, "rationale"),
        ({"siblings": "  "}, "siblings"),
        ({"family_told": "perhaps"}, "family_told"),
        ({"family_told": "no"}, "family_told_words"),
        ({"family_told": "not_safe", "family_told_words": "short"}, "family_told_words"),
        ({"family_told": "later", "family_told_words": "After the discussion"}, None),
        ({"rationale": WHY[:80]}, None),
    ],
)
def test_the_words_of_a_decision(change, problem) -> None:
    assert fields(replace(whole(), **change)) == ([problem] if problem else [])


def test_a_change_says_why() -> None:
    assert fields(whole(), changes=True) == ["because"]
    assert fields(replace(whole(), because="New facts from the police"), changes=True) == []


@pytest.mark.parametrize("outcome", ["D5", "D6", "D7"])
def test_the_primary_need_is_due_where_children_in_need_are_counted(outcome) -> None:
    for need in ("", "N99"):
        assert fields(whole(outcome, level_for(outcome), need)) == ["primary_need"]
    assert all(fields(whole(outcome, level_for(outcome), need)) == [] for need in PRIMARY_NEEDS)


def test_the_primary_needs_are_those_of_the_list() -> None:
    codes = {choice.code for choice in load_form().code_lists["primary_need"].choices}
    assert set(PRIMARY_NEEDS) == codes


@pytest.mark.parametrize("outcome", list(OUTCOMES.by_id))
def test_an_outcome_does_not_contradict_the_level(outcome) -> None:
    for level in LEVELS:
        expected = ["outcome"] if level in OUTCOMES[outcome].not_at else []
        assert fields(whole(outcome, level)) == expected


@pytest.mark.parametrize(
    ("outcome", "field", "text"),
    [
        ("D3", "help_by", "soon"), ("D3", "help_by", "2026-02-30"), ("D8", "open_case_phone", "ring her"),
        ("D9", "pathway", "elsewhere"), ("D6", "strategy_on", "Tuesday"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_a_problem_of_that_field(outcome, field, text) -> None:
    complete = whole(outcome, level_for(outcome))
    assert fields(replace(complete, details={**complete.details, field: text})) == [field]


def test_the_second_try_is_not_before_the_first() -> None:
    complete = whole("D12", "2")
    tries = {"first_try": "2026-11-20", "second_try": "2026-11-19"}
    assert fields(replace(complete, details={**complete.details, **tries})) == ["second_try"]


@pytest.mark.parametrize("outcome", ["D1", "D2", "D3", "D4", "D11", "D12"])
@pytest.mark.parametrize(
    ("rating", "urgent"),
    [("red", False), ("amber", False), ("green", False), ("blue", True), ("", False), ("", True)],
)
def test_ending_without_action_needs_a_second_manager_by_rating(outcome, rating, urgent) -> None:
    case = replace(CASE, rating=rating, urgent=urgent)
    because = second_because(whole(outcome, level_for(outcome)).children, case, OUTCOMES)
    shown = rating or ("red" if urgent else "unrated")
    needed = outcome in ("D1", "D11", "D12") and shown in ("red", "amber", "unrated")
    assert because == (f"no_action_{shown}" if needed else "")


@pytest.mark.parametrize("suggested", LEVELS)
@pytest.mark.parametrize("level", LEVELS)
def test_deciding_below_a_suggested_protection_level_needs_a_second_manager(suggested, level) -> None:
    case = DecisionCase((ChildLevels("c1", "2", suggested),), rating="green")
    outcome = "D6" if level in ("4-S47", "emergency") else "D5" if level == "4-S17" else "D4"
    because = second_because((ChildDecision("c1", outcome, level),), case, OUTCOMES)
    lowered = suggested in ("4-S47", "emergency") and level not in ("4-S47", "emergency")
    assert because == ("protection_lowered" if lowered else "")


def test_a_protection_level_without_an_outcome_that_protects_is_below_it_too() -> None:
    case = DecisionCase((ChildLevels("c1", "4-S47", "4-S47"),), rating="red")
    assert second_because((ChildDecision("c1", "D5", "4-S47"),), case, OUTCOMES) == "protection_lowered"
    for outcome in ("D6", "D7", "D8", "D10"):
        assert second_because((ChildDecision("c1", outcome, "4-S47"),), case, OUTCOMES) == ""


@pytest.mark.parametrize("flag", ["protection", "immediate_danger"])
def test_a_flag_counts_where_the_matrix_says_nothing(flag) -> None:
    case = DecisionCase((ChildLevels("c1"), ChildLevels("c2")), rating="green", flags=(flag, "refuge"))
    low = (ChildDecision("c1", "D3", "2"), ChildDecision("c2", "D4", "3"))
    assert second_because(low, case, OUTCOMES) == "protection_lowered"
    assert second_because((low[0], ChildDecision("c2", "D6", "4-S47")), case, OUTCOMES) == ""


def test_each_child_is_held_against_its_own_signs() -> None:
    case = DecisionCase((ChildLevels("c1", "", "4-S47"), ChildLevels("c2", "", "2")), rating="green")
    swapped = (ChildDecision("c1", "D3", "2"), ChildDecision("c2", "D6", "4-S47"))
    assert second_because(swapped, case, OUTCOMES) == "protection_lowered"


def test_the_whole_is_the_most_serious_of_its_children() -> None:
    made = (ChildDecision("a", "D3", "2"), ChildDecision("b", "D6", "4-S47"), ChildDecision("c", "", ""))
    assert of_the_enquiry(made, OUTCOMES) == ("D6", "4-S47")
    assert of_the_enquiry((), OUTCOMES) == ("", "")
    assert [each.id for each in chosen_outcomes(made, OUTCOMES)] == ["D3", "D6"]


def test_differences_of_the_three_levels_are_said_in_words() -> None:
    levels = ChildLevels("c", "2", "4-S47")
    assert differences(levels, "3") == ("Higher than the referrer chose", "Lower than the matrix suggests")
    assert differences(levels, "") == ()
    assert differences(ChildLevels("c", "3", "3"), "3") == ()
    assert differences(ChildLevels("c"), "3") == ()


def test_every_reason_for_a_second_manager_has_words() -> None:
    assert {"protection_lowered", "own_draft", "asked"} < set(SECOND_WORDS)
    assert all(f"no_action_{rating}" in SECOND_WORDS for rating in ("red", "amber", "unrated"))


texts = st.text(max_size=120)
child_decisions = st.builds(
    ChildDecision, st.sampled_from(["c1", "c2", "c3"]), st.sampled_from(["", "?", *OUTCOMES.by_id]),
    st.sampled_from(["", "5", *LEVELS]), st.sampled_from(["", "N1", "N77"]),
)  # fmt: skip
field_ids = [each.id for outcome in OUTCOMES.by_id.values() for each in outcome.fields]
inputs = st.builds(
    DecisionInput, st.lists(child_decisions, max_size=4).map(tuple), texts, texts,
    st.sampled_from(["", "yes", "no", "later", "not_safe", "maybe"]), texts,
    st.dictionaries(st.sampled_from(field_ids), texts, max_size=6), texts,
)  # fmt: skip


@given(wanted=inputs, changes=st.booleans())
def test_whatever_is_put_in_gets_plain_sentences_and_never_an_error(wanted, changes) -> None:
    found = problems_of(wanted, CASE, OUTCOMES, changes)
    assert all(problem.message and problem.message.lstrip("“")[0].isupper() for problem in found)
    assert len({(p.field, p.child) for p in found}) == len(found)
    if not found:
        made = {each.child: each for each in reversed(wanted.children)}["c1"]
        assert made.level in LEVELS
        assert made.outcome in OUTCOMES.by_id
        assert rationale_missing(wanted.rationale) == 0


@given(
    outcome=st.sampled_from(list(OUTCOMES.by_id)), level=st.sampled_from(LEVELS),
    suggested=st.sampled_from(["", *LEVELS]), flags=st.sets(st.sampled_from(["protection", "unborn", "refuge"])),
    rating=st.sampled_from(["", "red", "amber", "green", "blue"]),
)  # fmt: skip
def test_more_signs_never_take_the_second_manager_away(outcome, level, suggested, flags, rating) -> None:
    made = (ChildDecision("c1", outcome, level),)
    case = DecisionCase((ChildLevels("c1", "", suggested),), rating, flags=tuple(flags))
    graver = replace(case, children=(ChildLevels("c1", "", "4-S47"),), flags=(*flags, "protection"), rating="red")
    if second_because(made, case, OUTCOMES):
        assert second_because(made, graver, OUTCOMES)
