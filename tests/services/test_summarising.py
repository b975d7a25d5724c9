"""What lists show of an enquiry, from any answers."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enquiry_app.enquiry.answers import (
    Absent,
    Address,
    Answers,
    Change,
    FlexDate,
    ItemsChange,
    ItemsKey,
    Postal,
    Typed,
)
from enquiry_app.services.summarising import age_words, child_name, summarise, touches_summary

TODAY = dt.date(2026, 11, 23)


def family(**answers: object) -> Answers:
    """One child with these answers."""
    values = {Address(question, ("a",)): value for question, value in answers.items()}
    return Answers(values, {ItemsKey("children"): ("a",)})


def of(answers: Answers, **facts: str):
    return summarise(answers, today=TODAY, facts=facts)


def test_without_a_child_it_says_so() -> None:
    summary = of(Answers())
    assert summary.title == "No child added yet"
    assert summary.people == ()


@pytest.mark.parametrize(
    ("answers", "name"),
    [
        ({"child_given_names": "Amira", "child_family_name": "Khan"}, "Amira Khan"),
        ({"child_given_names": "Amira", "child_known_as": "Mimi", "child_family_name": "Khan"}, "Mimi Khan"),
        ({"child_given_names": "Ravi"}, "Ravi"),
        ({"child_given_names": Absent("not_known")}, "Child, name not known"),
        ({"child_born": "unborn"}, "Unborn baby"),
        ({"child_born": "unborn", "child_family_name": "Khan"}, "Unborn baby Khan"),
    ],
)
def test_a_child_is_called_as_people_call_it(answers, name) -> None:
    assert child_name(family(**answers), "a") == name


def test_four_children_are_three_and_one_more_with_the_worried_about_first() -> None:
    values = {Address("child_given_names", (c,)): c.upper() for c in "abcd"}
    values[Address("child_part", ("a",))] = "other"
    values[Address("child_part", ("d",))] = "subject"
    summary = of(Answers(values, {ItemsKey("children"): tuple("abcd")}))
    assert summary.title == "B, C, D and 1 more"
    assert summary.initials == "B, C, D, A"


@pytest.mark.parametrize(
    ("postcode", "area"), [("TQ1 0AB", "TQ1"), ("tq120ab", "TQ12"), ("", ""), ("TQ", ""), ("not known", "")]
)
def test_the_area_is_the_outward_half(postcode, area) -> None:
    assert of(family(child_address=Postal("1 Lane", postcode))).area == area


@pytest.mark.parametrize(
    ("born", "words"),
    [
        ("2026-11-22", "1 day"), ("2026-10-27", "27 days"), ("2026-10-20", "4 weeks"), ("2026-08-23", "3 months"),
        ("2024-12-23", "23 months"), ("2024-11-23", "2 years"), ("2026-11-24", ""),
    ],
)  # fmt: skip
def test_ages_are_said_in_the_unit_that_fits(born, words) -> None:
    assert age_words(dt.date.fromisoformat(born), TODAY) == words


@pytest.mark.parametrize(
    ("birth", "words"),
    [
        (FlexDate("2020"), "about 6 years"), (FlexDate("2020-03-01", estimated=True), "about 6 years"),
        (FlexDate("2020-03-01"), "6 years"), (Absent("not_known"), ""), (Typed("last spring"), ""),
    ],
)  # fmt: skip
def test_a_partial_or_estimated_birth_date_gives_about_an_age(birth, words) -> None:
    assert of(family(child_birth_date=birth)).youngest == words


def test_an_unborn_child_is_the_youngest() -> None:
    summary = of(family(child_born="unborn", child_due_date=FlexDate("2027-02-01")))
    assert summary.youngest == "unborn"
    assert summary.flags == ("unborn",)
    assert summary.people[0].unborn
    assert summary.people[0].birth == "2027-02-01"


def test_flags_say_what_makes_somebody_hurry() -> None:
    answers = family(child_address=Postal("1 Lane", kind="refuge")).with_answer("danger_now", (), "yes")
    summary = of(answers, protection="yes")
    assert summary.flags == ("immediate_danger", "protection", "refuge")
    assert summary.urgent


def test_the_household_level_is_the_highest() -> None:
    values = {Address("level_chosen", ("a",)): "2", Address("level_chosen", ("b",)): "4-S17"}
    assert of(Answers(values, {ItemsKey("children"): ("a", "b")})).level == "4-S17"


def test_household_members_are_indexed_too() -> None:
    values = {Address("member_given_names", ("m",)): "Leanne", Address("member_family_name", ("m",)): "Pengelly"}
    person = of(Answers(values, {ItemsKey("household"): ("m",)})).people[0]
    assert (person.part, person.given_names, person.family_name) == ("household", "Leanne", "Pengelly")


SHAPES = st.one_of(
    st.text(max_size=20),
    st.integers(),
    st.builds(Typed, st.text(max_size=20)),
    st.just(Absent("not_known", "Somebody may know")),
    st.builds(FlexDate, st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)).map(dt.date.isoformat)),
    st.builds(Postal, st.text(max_size=10), st.text(max_size=9)),
    st.tuples(st.text(max_size=5)),
)
QUESTIONS = st.sampled_from(
    [
        "child_given_names", "child_family_name", "child_known_as", "child_birth_date", "child_due_date", "child_born",
        "child_part", "child_address", "child_nhs_number", "child_sex", "level_chosen", "danger_now", "urgent",
        "member_given_names", "member_address", "member_birth_date",
    ]
)  # fmt: skip


@given(st.dictionaries(QUESTIONS, SHAPES, max_size=12))
def test_no_answer_however_odd_stops_a_save(answers) -> None:
    values = {}
    for question, value in answers.items():
        items = ("m",) if question.startswith("member") else ("a",) if question.startswith(("child", "level")) else ()
        values[Address(question, items)] = value
    summary = of(Answers(values, {ItemsKey("children"): ("a",), ItemsKey("household"): ("m",)}))
    assert summary.title
    assert len(summary.people) == 2


@pytest.mark.parametrize(
    ("change", "touches"),
    [
        (Change(Address("worry"), "x"), False),
        (Change(Address("child_given_names", ("a",)), "x"), True),
        (Change(Address("matrix", ("a",)), {}), True),
        (ItemsChange(ItemsKey("children"), ("a",)), True),
        (ItemsChange(ItemsKey("chronology"), ("e",)), False),
    ],
)
def test_only_what_the_summary_is_made_of_touches_it(change, touches) -> None:
    assert touches_summary((change,)) is touches
