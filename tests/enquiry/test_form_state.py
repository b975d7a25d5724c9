"""What is shown, what is sent, how far sections are, urgency, danger at the tick and silence before the reveal."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enquiry_app.definitions.load_form import load_form
from enquiry_app.definitions.load_matrix import load_matrix
from enquiry_app.enquiry.answers import Absent, Address, Answers, FlexDate
from enquiry_app.enquiry.form_state import evaluate, shown_answers
from enquiry_app.enquiry.item_titles import child_summaries, item_title
from enquiry_app.enquiry.problems import KEPT_WHEN_URGENT, Problem, in_order, when_urgent
from enquiry_app.enquiry.records import Suggested
from enquiry_app.enquiry.sections import STATUS_WORDS, STATUSES
from enquiry_app.enquiry.suggestions import case_of_child
from tests.builders import CHILD, TODAY, a_child, ready_answers, rows, urgent_answers, with_answers
from tests.enquiry.strategies import answers_of

FORM, MATRIX = load_form(), load_matrix()
HARM = next(i.id for i in MATRIX.indicators.values() if i.flags == ("S47",) and not i.ages)
HARMED = {"observations": [{"indicator": HARM, "when": "now", "source": "seen"}]}


def state_of(answers, stage="N", **more):
    return evaluate(FORM, answers, today=TODAY, stage=stage, **more)


def revealed(child=CHILD, suggested="3", rules=("R5",)):
    at = dt.datetime(2026, 11, 3, 9, tzinfo=dt.UTC)
    return {child: Suggested(child, "2", "why", at, "p1", {"suggested": suggested, "rules": list(rules)}, "m/1")}


# --- shown and sent ---------------------------------------------------------------------------------------------


def test_a_condition_shows_and_hides_a_question():
    answers = with_answers(Answers(), {"danger_now": "yes"})
    assert state_of(answers).is_shown(Address("danger_what"))
    assert not state_of(with_answers(answers, {"danger_now": "no"})).is_shown(Address("danger_what"))


def test_a_hidden_answer_is_kept_listed_and_not_sent():
    answers = with_answers(ready_answers(), {"danger_now": "no", "danger_what": "a knife"})
    state = state_of(answers)
    assert state.not_sent == (Address("danger_what"),)
    assert answers.get("danger_what") == "a knife"
    assert shown_answers(FORM, answers, state).get("danger_what") is None


def test_a_hidden_answer_has_no_problems_and_decides_nothing():
    answers = a_child(ready_answers(), child_seen="no", child_seen_alone="no", child_not_seen_alone_why="baby")
    state = state_of(answers)
    assert not state.is_shown(Address("child_not_seen_alone_why", (CHILD,)))
    assert state.problems_at(Address("child_seen_alone", (CHILD,))) == ()


def test_rows_are_shown_with_their_question():
    answers = rows(ready_answers(), "phone_calls", {"call_to": "hub"})
    assert not state_of(answers).is_shown(Address("call_to", ("phone_calls-1",)))
    urgent = state_of(with_answers(answers, {"urgent": "yes"}))
    assert urgent.is_shown(Address("call_to", ("phone_calls-1",)))
    assert not urgent.is_shown(Address("call_to", ("gone",)))


def test_what_the_form_does_not_know_is_not_shown():
    state = state_of(ready_answers())
    assert not state.is_shown(Address("once_asked"))
    assert not state.is_shown(Address("child_sex", ("nobody",)))


def test_a_condition_may_look_at_a_question_the_form_does_not_know():
    from dataclasses import replace

    from enquiry_app.definitions.form_definition import Condition

    danger = FORM.section("danger")
    lost = Condition("answered", "once_asked")
    form = replace(FORM, sections=(replace(danger, show_when=lost), *FORM.sections[1:]))
    state = evaluate(form, Answers({Address("once_asked"): "x"}), today=TODAY)
    assert state.sections["danger", ""].status == "cannot_start"
    assert not state.is_shown(Address("danger_now"))


def test_rows_inside_a_child_belong_to_that_child():
    answers = rows(ready_answers(), "previous_addresses", {"previous_until": FlexDate("2020")}, within=(CHILD,))
    state = state_of(a_child(answers, "child-2", child_given_names="Kit"))
    row = "previous_addresses-1"
    assert state.is_shown(Address("previous_until", (CHILD, row)))
    assert not state.is_shown(Address("previous_until", ("child-2", row)))


def test_unknown_questions_and_lost_items_are_not_sent():
    stray = {Address("once_asked"): "x", Address("child_sex", ("nobody",)): "F", Address("child_sex"): "F"}
    answers = Answers({**ready_answers().values, **stray}, ready_answers().items)
    assert set(state_of(answers).not_sent) == set(stray)


def test_voice_and_matrix_are_not_asked_of_another_child_in_the_home():
    answers = a_child(ready_answers(), "child-2", child_part="other", child_given_names="Kit")
    keys = {key for key in state_of(answers).sections if key[1]}
    assert {("voice", CHILD), ("matrix", CHILD), ("children", "child-2")} <= keys
    assert not keys & {("voice", "child-2"), ("matrix", "child-2")}


def test_a_child_whose_part_is_not_said_yet_is_asked_everything():
    assert state_of(a_child(Answers(), child_part=None)).is_shown(Address("matrix", (CHILD,)))


# --- urgency ----------------------------------------------------------------------------------------------------


def test_the_least_an_urgent_send_needs_is_enough():
    assert state_of(urgent_answers(), "U").ready
    assert not state_of(urgent_answers(), "N").ready


@pytest.mark.parametrize("missing", ["worry", "referrer_name", "referrer_phone"])
def test_urgent_still_needs(missing):
    state = state_of(urgent_answers(**{missing: None}), "U")
    assert [p.address.question for p in state.problems if p.blocks] == [missing]


def test_an_e_mail_address_is_a_contact_too():
    assert state_of(urgent_answers(referrer_phone=None, referrer_email="sam@nhs.net"), "U").ready


@pytest.mark.parametrize(
    ("values", "ready"),
    [
        ({}, False),
        ({"child_given_names": Absent("not_known")}, False),
        ({"child_family_name": "Example"}, True),
        ({"child_description": "Red coat, Cliff Road bus stop"}, True),
        ({"child_given_names": Absent("not_known"), "child_description": "Red coat"}, True),
    ],
)
def test_a_child_can_be_found_by_name_or_description(values, ready):
    answers = with_answers(urgent_answers().with_answer("child_given_names", (CHILD,), None), values, CHILD)
    assert state_of(answers, "U").ready is ready


def test_a_child_can_be_found_by_address():
    from enquiry_app.enquiry.answers import Postal

    nameless = urgent_answers().with_answer("child_given_names", (CHILD,), None)
    assert not state_of(with_answers(nameless, {"child_address": Postal(kind="no_fixed_abode")}, CHILD), "U").ready
    assert state_of(with_answers(nameless, {"child_address": Postal("1 Example Street")}, CHILD), "U").ready


def test_urgent_without_any_child_is_blocked():
    assert not state_of(urgent_answers().with_items("children", (), ()), "U").ready


def test_urgency_turns_every_other_block_into_a_warning():
    spoilt = a_child(
        urgent_answers(),
        child_part="other",
        child_birth_date=FlexDate("2030-01-01"),
        child_disability=("NONE", "LD"),
        level_rationale=None,
    )
    normal = state_of(spoilt)
    urgent = state_of(spoilt, "U")
    kinds = {p.code for p in normal.problems if p.blocks}
    assert {"not_in_future", "none_excludes", "one_subject"} <= kinds
    assert urgent.ready
    assert {"not_in_future", "none_excludes", "one_subject"} <= {p.code for p in urgent.problems}


def test_a_normal_questions_lack_is_not_mentioned_when_urgent():
    normal = {p.address.question for p in state_of(urgent_answers()).problems}
    urgent = {p.address.question for p in state_of(urgent_answers(), "U").problems}
    assert "working_well" in normal - urgent
    assert "child_sex" in urgent


@given(answers_of(FORM, MATRIX))
@settings(max_examples=25, deadline=None)
def test_urgent_never_blocks_more_than_normal(answers):
    def blocks(state):
        return {(p.code, p.address) for p in state.problems if p.blocks}

    urgent = blocks(state_of(answers, "U", matrix=MATRIX))
    assert urgent <= blocks(state_of(answers, "N", matrix=MATRIX))
    assert {(code, address.question) for code, address in urgent} <= KEPT_WHEN_URGENT


def test_only_what_is_not_essential_is_lifted():
    kept = Problem("missing", "block", Address("worry"), "worry", "m")
    lifted = Problem("not_in_future", "block", Address("known_at"), "worry", "m")
    note = Problem("x", "info", Address("known_at"), "worry", "m")
    assert when_urgent(kept) is kept
    assert when_urgent(lifted).severity == "warn"
    assert when_urgent(note) is note


def test_the_graver_of_two_problems_of_one_kind_is_kept():
    warn, block = (Problem("missing", s, Address("q"), "s", s) for s in ("warn", "block"))
    other = Problem("other", "info", Address("q"), "s", "i")
    assert in_order([other, warn, block]) == (block, other)


# --- sections ---------------------------------------------------------------------------------------------------


def section(answers, name, item="", **more):
    return state_of(answers, **more).sections[name, item]


def test_every_section_has_a_state_and_words_for_it():
    states = state_of(Answers()).sections
    assert {name for name, _ in states} == {s.id for s in FORM.sections}
    assert {s.status for s in states.values()} <= set(STATUSES) == set(STATUS_WORDS)


def test_a_section_goes_from_not_started_to_completed():
    assert section(Answers(), "strengths").status == "not_started"
    begun = with_answers(Answers(), {"working_well": "Gran helps"})
    assert section(begun, "strengths").status == "in_progress"
    assert section(with_answers(begun, {"strengths_finished": "no"}), "strengths").status == "in_progress"
    assert section(with_answers(begun, {"strengths_finished": "yes"}), "strengths").status == "completed"


def test_a_section_that_lacks_an_essential_is_not_completed_by_saying_so():
    answers = with_answers(Answers(), {"worry_in_short": "x", "worry_finished": "yes"})
    assert section(answers, "worry").status == "in_progress"


def test_a_section_without_that_question_is_completed_by_its_answers():
    answers = with_answers(Answers(), {"staff_risk_any": "no"})
    assert section(answers, "safety").status == "completed"
    assert section(with_answers(answers, {"staff_risk_any": "yes"}), "safety").status == "in_progress"
    with_row = rows(with_answers(answers, {"staff_risk_any": "yes"}), "staff_risks", {"staff_risk_kind": "dog"})
    assert section(with_row, "safety").status == "completed"


def test_counts_and_the_first_question_left():
    found = section(with_answers(Answers(), {"danger_now": "no"}), "danger")
    assert (found.answered, found.wanted) == (1, 3)
    assert found.first_unanswered == Address("urgent")


def test_a_wrong_answer_makes_a_problem():
    assert section(ready_answers(), "children", CHILD).status == "in_progress"
    wrong = a_child(ready_answers(), child_birth_date=FlexDate("2030"))
    assert section(wrong, "children", CHILD).status == "problem"
    assert section(wrong, "children").status == "problem"
    assert section(wrong, "voice", CHILD).status == "not_started"


def test_a_repeated_section_waits_for_its_items():
    assert section(Answers(), "children").status == "not_started"
    assert section(Answers(), "household").status == "not_started"
    assert section(Answers(), "voice").status == "cannot_start"
    assert section(Answers(), "matrix").status == "cannot_start"


def test_a_repeated_section_as_a_whole_sums_its_items():
    answers = with_answers(Answers().with_items("children", (), ("a", "b")), {"child_says": "x"}, "a")
    answers = with_answers(answers, {"voice_finished": "yes", "child_seen": "no"}, "a")
    states = state_of(answers).sections
    assert (states["voice", "a"].status, states["voice", "b"].status) == ("completed", "not_started")
    assert states["voice", ""].status == "in_progress"
    assert states["voice", ""].wanted == states["voice", "a"].wanted + states["voice", "b"].wanted


def test_an_absence_is_an_answer():
    answers = with_answers(Answers(), {"working_well": Absent("not_known")})
    assert section(answers, "strengths").answered == 1


def test_problems_of_a_section_and_of_one_child():
    answers = a_child(a_child(ready_answers(), child_sex=None), "child-2", child_sex=None, child_given_names="Kit")
    state = state_of(answers)
    assert {p.address.items for p in state.problems_of("children", "child-2")} == {("child-2",)}
    assert len(state.problems_of("children")) > len(state.problems_of("children", "child-2"))
    assert [p.code for p in state.problems_at(Address("child_sex", ("child-2",)))] == ["missing"]


# --- danger at the tick, silence before the reveal --------------------------------------------------------------


def test_danger_speaks_at_the_tick_before_when_and_source():
    answers = a_child(ready_answers(), matrix={"observations": [{"indicator": HARM}]})
    state = state_of(answers, matrix=MATRIX)
    (prompt,) = state.danger_prompts[CHILD]
    assert prompt.flag == "S47"
    assert "Phone the Hub now" in prompt.prompt
    assert state.phone_hub_now
    assert state.is_shown(Address("phone_calls"))


def test_the_gravest_prompt_comes_first():
    signs = [i.id for i in MATRIX.indicators.values() if i.flags in (("S47",), ("IMM",))]
    answers = a_child(ready_answers(), matrix={"observations": [{"indicator": i} for i in signs]})
    assert [p.flag for p in state_of(answers, matrix=MATRIX).danger_prompts[CHILD]] == ["IMM", "S47"]


def test_no_danger_no_prompt():
    answers = a_child(ready_answers(), matrix={"observations": [{"indicator": "EDU2a"}]})
    state = state_of(answers, matrix=MATRIX)
    assert state.danger_prompts == {}
    assert not state.phone_hub_now


def test_the_suggestion_is_silent_until_it_was_revealed():
    answers = a_child(ready_answers(), matrix=HARMED, level_chosen="2")
    state = state_of(answers, matrix=MATRIX)
    assert state.suggestion_for(CHILD) is None
    assert state.child_facts[CHILD]["chosen_differs"] == "no"
    assert "4-S47" not in json.dumps([repr(state), dict(state.facts), [p.message for p in state.problems]])


def test_after_the_reveal_it_follows_the_ticks():
    answers = a_child(ready_answers(), matrix=HARMED, level_chosen="2")
    state = state_of(answers, matrix=MATRIX, revealed=revealed(suggested="2"))
    assert state.suggestion_for(CHILD)["suggested"] == "4-S47"
    assert state.child_facts[CHILD]["lowered_protection"] == "yes"
    assert state.is_shown(Address("override_text", (CHILD,)))
    assert state.is_shown(Address("lowered_advice", (CHILD,)))


def test_a_level_that_differs_needs_words():
    answers = a_child(ready_answers(), matrix=HARMED, level_chosen="4-S17")
    state = state_of(answers, matrix=MATRIX, revealed=revealed())
    assert "override_text" in {p.address.question for p in state.problems if p.blocks}
    short = state_of(with_answers(answers, {"override_text": "too short"}, CHILD), matrix=MATRIX, revealed=revealed())
    assert "at_least_40" in {p.code for p in short.problems if p.blocks}


def test_without_a_matrix_the_frozen_suggestion_holds():
    state = state_of(ready_answers(), revealed=revealed(suggested="3"))
    assert state.suggestion_for(CHILD)["suggested"] == "3"
    assert state.child_facts[CHILD]["chosen_lower"] == "yes"


def test_findings_that_cannot_be_read_leave_the_frozen_suggestion():
    answers = a_child(ready_answers(), matrix={"observations": [{"indicator": "EDU2a", "when": "x", "source": "y"}]})
    assert state_of(answers, matrix=MATRIX, revealed=revealed(suggested="3")).suggestion_for(CHILD)["suggested"] == "3"


def test_a_reveal_of_a_child_that_is_gone_shows_nothing():
    state = state_of(ready_answers(), matrix=MATRIX, revealed=revealed("gone"))
    assert state.suggestion_for("gone") is None


def test_a_tick_that_no_longer_fits_is_a_problem_not_an_accident():
    for_babies = next(i for i in MATRIX.indicators.values() if i.ages == ("0-1",))
    sign = {"indicator": for_babies.id, "when": "now", "source": "seen"}
    answers = a_child(ready_answers(), matrix={"observations": [sign]})
    problems = state_of(answers, matrix=MATRIX, revealed=revealed()).problems_at(Address("matrix", (CHILD,)))
    assert [p.code for p in problems] == [f"does_not_fit:{for_babies.id}"]
    assert for_babies.text in problems[0].message


def test_a_tick_without_when_or_source_is_told_once():
    signs = [{"indicator": "EDU2a"}, {"indicator": "BAS2a", "when": "now"}]
    answers = a_child(ready_answers(), matrix={"observations": signs})
    problems = state_of(answers, matrix=MATRIX).problems_at(Address("matrix", (CHILD,)))
    assert [p.message for p in problems] == ["2 signs lack when it was or how it is known"]


def test_a_case_has_the_age_on_the_day_of_writing_and_the_danger():
    answers = a_child(ready_answers(danger_now="yes"), matrix=HARMED)
    case = case_of_child(MATRIX, answers, CHILD, TODAY)
    assert (case["age_years"], case["immediate_danger"]) == (9, True)
    unborn = case_of_child(MATRIX, a_child(answers, child_born="unborn"), CHILD, TODAY)
    assert unborn["unborn"] is True
    assert "age_years" not in unborn


# --- whatever is answered ---------------------------------------------------------------------------------------


@given(answers_of(FORM, MATRIX), st.sampled_from(["U", "N"]))
@settings(max_examples=40, deadline=None)
def test_any_answers_make_a_state(answers, stage):
    shown = dict.fromkeys(answers.items_of("children")[:1])
    reveals = {child: revealed(child)[child] for child in shown}
    state = evaluate(FORM, answers, today=TODAY, stage=stage, matrix=MATRIX, revealed=reveals)
    assert set(state.not_sent) == set(answers.values) - state.shown
    assert state.ready == (not any(p.severity == "block" for p in state.problems))
    assert all(p.section in {s.id for s in FORM.sections} for p in state.problems)
    assert all(s.answered <= s.wanted for s in state.sections.values())
    assert {child for child in answers.items_of("children") if state.suggestion_for(child)} <= set(reveals)


@given(answers_of(FORM, MATRIX))
@settings(max_examples=20, deadline=None)
def test_the_same_answers_make_the_same_state_and_hidden_ones_change_nothing(answers):
    state = evaluate(FORM, answers, today=TODAY, matrix=MATRIX)
    assert evaluate(FORM, answers, today=TODAY, matrix=MATRIX) == state
    sent = evaluate(FORM, shown_answers(FORM, answers, state), today=TODAY, matrix=MATRIX)
    assert sent.not_sent == ()
    assert [p for p in sent.problems if p.blocks] == [p for p in state.problems if p.blocks]


# --- titles -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "title"),
    [
        ({}, "Robin Example"),
        ({"child_known_as": "Bobbin"}, "Bobbin Example"),
        ({"child_family_name": Absent("not_known")}, "Robin"),
        ({"child_given_names": None, "child_family_name": None}, "Child 1"),
        ({"child_born": "unborn"}, "Unborn baby Robin Example"),
        ({"child_born": "unborn", "child_given_names": None, "child_family_name": None}, "Unborn baby"),
    ],
)
def test_what_a_child_is_called(values, title):
    assert item_title(FORM, a_child(ready_answers(), **values), "children", (CHILD,)) == title


def test_what_rows_are_called():
    answers = rows(ready_answers(), "phone_calls", {"call_name": "Ms Hall", "call_to": "hub"}, {})
    assert item_title(FORM, answers, "phone_calls", ("phone_calls-1",)) == "Ms Hall, The Safeguarding Hub"
    assert item_title(FORM, answers, "phone_calls", ("phone_calls-2",)) == "Phone call 2"
    answers = rows(answers, "household", {"member_given_names": "Ann", "member_family_name": "Example"})
    assert item_title(FORM, answers, "household", ("household-1",)) == "Ann Example"
    answers = rows(answers, "chronology", {"event_what": "word " * 40 + "\nmore"})
    title = item_title(FORM, answers, "chronology", ("chronology-1",))
    assert len(title) <= 82
    assert title.endswith("…")


@pytest.mark.parametrize(
    ("born", "age"),
    [
        (FlexDate("2017-03-02"), "9 years"),
        (FlexDate("2017"), "about 9 years"),
        (FlexDate("2026-06-01"), "5 months"),
        (FlexDate("2026-09-20"), "1 month"),
        (FlexDate("2030-01-01"), ""),
        (Absent("not_known"), ""),
    ],
)
def test_children_in_short(born, age):
    (summary,) = child_summaries(FORM, a_child(ready_answers(), child_birth_date=born), TODAY)
    assert (summary.title, summary.part, summary.unborn, summary.age) == ("Robin Example", "subject", False, age)
    assert "Robin" not in repr(summary)


def test_a_state_prints_no_answer():
    assert "Robin" not in repr(state_of(ready_answers()))
