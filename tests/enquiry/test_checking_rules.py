"""What must stand before asking, what an answer says, and the stage that follows from what is open."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enquiry_app.definitions.checks_definition import load_checks
from enquiry_app.definitions.hub_definition import load_hub
from enquiry_app.definitions.load_form import load_form
from enquiry_app.enquiry.checking_rules import (
    EVENTS,
    CheckAnswer,
    CheckInput,
    check_words,
    is_late,
    missing_before_asking,
    missing_in_answer,
    open_questions,
    sharing,
    stage_after,
    suggested_due,
    tries,
)
from enquiry_app.enquiry.hub_records import RATINGS, InformationCheck, Message
from enquiry_app.enquiry.records import STATUSES
from enquiry_app.enquiry.statuses import may_move

NOW = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)
HOURS = load_hub().hours
WHOLE = CheckInput(
    "police", "", "police", ("amira",), "Any calls to the address?", "public_task", "They alone hold the calls.",
    "The mother has agreed in writing.", None, "given",
)  # fmt: skip


def test_a_complete_question_lacks_nothing() -> None:
    assert missing_before_asking(WHOLE, ("amira", "sami"), NOW) == ()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("agency_id", ""), ("source", "gossip"), ("children", ()), ("children", ("stranger",)), ("question", "  Any?  "),
        ("lawful_basis", ""), ("necessity", ""), ("agreement", " no "), ("agreement_code", ""), ("due", NOW),
    ],
)  # fmt: skip
def test_each_thing_left_out_is_named_and_nothing_else(name, value) -> None:
    (missing,) = missing_before_asking(replace(WHOLE, **{name: value}), ("amira",), NOW)
    assert missing.field == {"agency_id": "agency"}.get(name, name)
    assert missing.sentence[0].isupper()


@given(st.sets(st.sampled_from([f.name for f in fields(CheckInput) if f.name not in ("agency_name", "due")])))
def test_all_that_is_missing_is_said_at_once(left_out) -> None:
    blank = {name: () if name == "children" else "" for name in left_out}
    found = missing_before_asking(replace(WHOLE, **blank), ("amira",), NOW)
    assert {m.field.replace("agency", "agency_id") if m.field == "agency" else m.field for m in found} == left_out


def test_an_agency_without_a_seat_is_named() -> None:
    assert missing_before_asking(replace(WHOLE, agency_id="", agency_name="Harbour Housing"), ("amira",), NOW) == ()


@pytest.mark.parametrize(
    ("answer", "fields_missing"),
    [
        (CheckAnswer(), {"answer"}),
        (CheckAnswer("Known"), {"reliability", "may_share"}),
        (CheckAnswer("Known", reliability="rumour", may_share="yes"), {"reliability"}),
        (CheckAnswer("Known", reliability="own_record", may_share="perhaps"), {"may_share"}),
        (CheckAnswer("Known", reliability="intelligence", police_only=True), set()),
        (CheckAnswer("Known", nothing_known=True), {"answer"}),
        (CheckAnswer(nothing_known=True), set()),
    ],
)
def test_what_an_answer_must_say(answer, fields_missing) -> None:
    assert {m.field for m in missing_in_answer(answer, for_them=False, now=NOW)} == fields_missing
    for_them = {m.field for m in missing_in_answer(answer, for_them=True, now=NOW)}
    assert for_them == fields_missing | {"told_by", "told_at"}
    told = replace(answer, told_by="Jo Pascoe", told_at=NOW)
    assert {m.field for m in missing_in_answer(told, for_them=True, now=NOW)} == fields_missing
    ahead = replace(told, told_at=NOW + dt.timedelta(minutes=1))
    assert "told_at" in {m.field for m in missing_in_answer(ahead, for_them=True, now=NOW)}


@given(st.sampled_from(["", "yes", "no", "ask"]), st.booleans(), st.booleans())
def test_police_material_is_never_for_the_family(may_share, nothing, police) -> None:
    given_answer = CheckAnswer("x", nothing, "own_record", may_share, police)
    assert sharing(given_answer) in ({"no"} if police else {"", may_share})


@pytest.mark.parametrize("rating", ["", *RATINGS])
@pytest.mark.parametrize("urgent", [True, False])
def test_every_rating_has_a_time_to_come(rating, urgent) -> None:
    due = suggested_due(rating, urgent=urgent, now=NOW, hours=HOURS)
    assert due > NOW
    if rating == "red" or (urgent and not rating):
        assert due == NOW + dt.timedelta(hours=2)


WHO = {
    "check_asked": ("hub_worker", "hub_manager"),
    "question_asked": ("hub_worker", "hub_manager"),
    "check_done": ("checking_agency", "hub_worker", "hub_manager"),
    "question_answered": ("practitioner", "safeguarding_lead"),
}
COUNTS = st.integers(0, 3)


@given(st.sampled_from(EVENTS), st.sampled_from(STATUSES), COUNTS, COUNTS)
def test_whoever_brings_an_event_may_make_the_move_that_follows(event, status, questions, checks) -> None:
    stage = stage_after(event, status, questions=questions, checks=checks)
    assert stage == status or all(may_move(role, status, stage) for role in WHO[event])


@pytest.mark.parametrize(
    ("event", "status", "questions", "checks", "stage"),
    [
        ("check_asked", "in_triage", 0, 1, "information_checks"),
        ("check_asked", "waiting_for_referrer", 1, 1, "waiting_for_referrer"),
        ("check_asked", "manager_decision", 0, 1, "manager_decision"),
        ("question_asked", "in_triage", 1, 0, "waiting_for_referrer"),
        ("question_asked", "information_checks", 1, 2, "waiting_for_referrer"),
        ("check_done", "information_checks", 0, 1, "information_checks"),
        ("check_done", "information_checks", 0, 0, "in_triage"),
        ("check_done", "waiting_for_referrer", 1, 0, "waiting_for_referrer"),
        ("check_done", "in_triage", 0, 1, "in_triage"),  # the Hub went on without waiting
        ("check_done", "closed", 0, 0, "closed"),
        ("question_answered", "waiting_for_referrer", 1, 0, "waiting_for_referrer"),
        ("question_answered", "waiting_for_referrer", 0, 0, "in_triage"),
        ("question_answered", "waiting_for_referrer", 0, 2, "information_checks"),
        ("question_answered", "in_triage", 0, 2, "in_triage"),
    ],
)
def test_the_stage_follows_from_what_happened_and_what_is_open(event, status, questions, checks, stage) -> None:
    assert stage_after(event, status, questions=questions, checks=checks) == stage


def message(number: int, kind: str, from_hub: bool, answers: str = "", hours: int = 0) -> Message:
    at = NOW + dt.timedelta(hours=hours)
    due = at + dt.timedelta(hours=8) if kind == "question" else None
    return Message(str(number), 1, "e", kind, from_hub, at, "p", due, text="words", answers=answers)


def test_a_question_is_open_until_somebody_answers_it() -> None:
    said = [message(1, "question", True), message(2, "information", False), message(3, "question", True)]
    assert [m.id for m in open_questions(said)] == ["1", "3"]
    said.append(message(4, "answer", False, "1"))
    assert [m.id for m in open_questions(said)] == ["3"]


def test_tries_count_from_when_the_referrer_last_wrote() -> None:
    said = [message(1, "question", True), message(2, "information", True), message(3, "question", True, hours=8)]
    assert tries(said) == 2
    assert tries([*said, message(4, "chase", False, hours=9)]) == 0
    assert tries([*said, message(4, "chase", False), message(5, "question", True, hours=10)]) == 1
    assert tries([]) == 0


def test_two_questions_in_one_breath_are_one_try() -> None:
    said = [message(1, "question", True), message(2, "question", True, hours=7)]
    assert tries(said) == 1
    assert tries([*said, message(3, "question", True, hours=8)]) == 2


def test_where_a_check_stands_is_said_in_words() -> None:
    check = InformationCheck("c", 1, "e", "", "asked", NOW, "p", NOW + dt.timedelta(hours=2))
    assert check_words(check, HOURS, NOW) == "2 h left"
    assert not is_late(check, NOW)
    late = NOW + dt.timedelta(hours=3)
    assert check_words(check, HOURS, late) == "overdue since 14:00 today"
    assert is_late(check, late)
    answered = replace(check, status="nothing_known", answered_at=NOW)
    assert check_words(answered, HOURS, late) == "nothing known, 12:00 today"
    assert not is_late(answered, late)


def test_the_shipped_data_names_things_that_exist() -> None:
    checks, form = load_checks(), load_form()
    assert [question for question in checks.worth_asking if question not in form.questions] == []
    kinds = {choice.code for choice in form.code_lists["agency_type"].choices}
    named = [kind for source in checks.sources for kind in source.kinds]
    assert set(named) <= kinds
    assert len(named) == len(set(named))
    assert set(RATINGS) < set(checks.due)
    assert checks.source_for("police") == "police"
    assert checks.source_for("anonymous") == ""
