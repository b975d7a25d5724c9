"""Facts that conditions use: ages, levels, danger, lateness, and what is known only after the reveal."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enquiry_app.definitions.load_matrix import load_matrix
from enquiry_app.enquiry.ages import age_band, age_in_years
from enquiry_app.enquiry.answers import Absent, Answers, CivilTime, FlexDate
from enquiry_app.enquiry.facts import LEVELS, Known, work_out
from enquiry_app.enquiry.records import Suggested
from tests.builders import CHILD, TODAY, a_child, ready_answers, with_answers

MATRIX = load_matrix()


def facts_of(answers, **known):
    return work_out(Known(answers, TODAY, **known))


def child_facts(**values):
    return facts_of(a_child(ready_answers(), **values)).children[CHILD]


@pytest.mark.parametrize(
    ("born", "band", "school_age", "twelve", "sixteen"),
    [
        ("2026-11-03", "0-1", "no", "no", "no"),
        ("2024-11-04", "0-1", "no", "no", "no"),
        ("2024-11-03", "2-4", "no", "no", "no"),
        ("2022-11-03", "2-4", "yes", "no", "no"),
        ("2021-11-03", "5-10", "yes", "no", "no"),
        ("2015-11-03", "11-15", "yes", "no", "no"),
        ("2014-11-03", "11-15", "yes", "yes", "no"),
        ("2010-11-03", "16-17", "yes", "yes", "yes"),
        ("2008-11-03", "18+", "no", "yes", "yes"),
    ],
)
def test_ages(born, band, school_age, twelve, sixteen):
    facts = child_facts(child_birth_date=FlexDate(born))
    assert (facts["age"], facts["school_age"], facts["aged_12_plus"], facts["aged_16_plus"]) == (
        band,
        school_age,
        twelve,
        sixteen,
    )


@pytest.mark.parametrize("born", [None, Absent("not_known"), FlexDate("2027")])
def test_an_age_that_is_not_known_is_no_band(born):
    facts = child_facts(child_birth_date=born)
    assert (facts["age"], facts["school_age"], facts["unborn"]) == ("", "no", "no")


def test_an_unborn_child():
    facts = child_facts(child_born="unborn")
    assert (facts["unborn"], facts["age"], facts["school_age"]) == ("yes", "UB", "no")


def test_nothing_said_about_birth_counts_as_born():
    assert child_facts(child_born=None)["unborn"] == "no"


@given(st.dates(dt.date(1950, 1, 1), dt.date(2030, 1, 1)), st.integers(0, 40 * 365))
def test_age_grows_by_one_on_each_birthday(born, days):
    on = born + dt.timedelta(days=days)
    years = age_in_years(born, on)
    assert 0 <= years <= days / 365
    assert age_in_years(born, on + dt.timedelta(days=1)) - years in (0, 1)
    assert age_band(unborn=False, years=years)


def test_a_child_of_29_february_has_its_birthday_on_1_march():
    assert age_in_years(dt.date(2016, 2, 29), dt.date(2026, 2, 28)) == 9
    assert age_in_years(dt.date(2016, 2, 29), dt.date(2026, 3, 1)) == 10


@pytest.mark.parametrize(
    ("levels", "two_three", "four", "protection"),
    [
        (("1",), "no", "no", "no"),
        (("2",), "yes", "no", "no"),
        (("1", "3"), "yes", "no", "no"),
        (("4-S17",), "no", "yes", "no"),
        (("2", "4-S47"), "yes", "yes", "yes"),
        (("emergency",), "no", "yes", "yes"),
    ],
)
def test_levels_of_all_children(levels, two_three, four, protection):
    answers = ready_answers().with_items("children", (), ())
    for number, level in enumerate(levels):
        answers = a_child(answers, f"c{number}", level_chosen=level)
    facts = facts_of(answers).enquiry
    assert (facts["any_level_2_3"], facts["any_level_4"], facts["protection"]) == (two_three, four, protection)


def test_a_level_of_another_child_in_the_home_does_not_count():
    answers = a_child(ready_answers(), child_part="other", level_chosen="4-S47")
    assert facts_of(answers).enquiry["protection"] == "no"


@pytest.mark.parametrize(
    ("sign", "protection"),
    [
        ({"indicator": "HEA4b"}, "yes"),
        ({"indicator": "HEA4b", "when": "now", "dealt_with": True}, "yes"),
        ({"indicator": "HEA4b", "when": "older", "dealt_with": True}, "no"),
        ({"indicator": "EDU2a", "when": "now", "source": "seen"}, "no"),
    ],
)
def test_protection_speaks_at_the_tick(sign, protection):
    answers = a_child(ready_answers(), matrix={"observations": [sign]})
    assert facts_of(answers, matrix=MATRIX).enquiry["protection"] == protection
    assert facts_of(answers).enquiry["protection"] == "no"


def test_danger_now_is_protection():
    facts = facts_of(with_answers(Answers(), {"danger_now": "yes"})).enquiry
    assert (facts["danger_now"], facts["protection"]) == ("yes", "yes")
    assert facts_of(with_answers(Answers(), {"danger_now": Absent("not_known")})).enquiry["danger_now"] == "no"


@pytest.mark.parametrize(
    ("known", "written", "late"),
    [
        ("2026-11-02T09:00", "2026-11-04T09:00", "no"),
        ("2026-11-02", "2026-11-05", "yes"),
        ("2026-11-06", "2026-11-10", "no"),  # over a weekend
        ("2026-11-06", "2026-11-11", "yes"),
        ("2026-12-24", "2026-12-30", "no"),  # Christmas Day, Boxing Day in lieu on Monday
        ("2026-12-24", "2026-12-31", "yes"),
        ("2026-01-01", "2026-11-01", "yes"),
        ("2026-11-05", "2026-11-02", "no"),
    ],
)
def test_late_is_more_than_two_working_days(known, written, late):
    answers = with_answers(Answers(), {"known_at": CivilTime(known), "written_at": CivilTime(written)})
    assert facts_of(answers).enquiry["written_late"] == late


def test_kind_of_agency_and_urgency():
    facts = facts_of(ready_answers(urgent="yes")).enquiry
    assert (facts["agency_kind"], facts["urgent"]) == ("school", "yes")
    assert facts_of(Answers()).enquiry["agency_kind"] == ""


def reveal(suggested, rules=("R9",)):
    at = dt.datetime(2026, 11, 3, 9, tzinfo=dt.UTC)
    return {CHILD: Suggested(CHILD, "2", "x", at, "p", {"suggested": suggested, "rules": list(rules)}, "m/1")}


def differences(chosen, suggested, rules=("R9",), revealed=True):
    shown = reveal(suggested, rules)
    suggestions = {CHILD: shown[CHILD].suggestion}
    answers = a_child(ready_answers(), level_chosen=chosen)
    known = {"revealed": shown if revealed else {}, "suggestions": suggestions}
    facts = facts_of(answers, **known).children[CHILD]
    return tuple(facts[name] for name in ("chosen_differs", "chosen_lower", "chosen_higher", "lowered_protection"))


@pytest.mark.parametrize("chosen", LEVELS[1:])
@pytest.mark.parametrize("suggested", LEVELS[1:])
def test_chosen_against_suggested(chosen, suggested):
    rules = ("R1",) if suggested == "4-S47" else ("R0",) if suggested == "emergency" else ("R5",)
    differs, lower, higher, lowered = (f == "yes" for f in differences(chosen, suggested, rules))
    place, wanted = LEVELS.index(chosen), LEVELS.index(suggested)
    assert (differs, lower, higher) == (place != wanted, place < wanted, place > wanted)
    assert lowered == (place < wanted and suggested in ("4-S47", "emergency"))


def test_before_the_reveal_nothing_differs():
    assert differences("1", "4-S47", ("R1",), revealed=False) == ("no",) * 4


@pytest.mark.parametrize(("chosen", "suggested"), [(None, "3"), ("2", None), ("2", "")])
def test_without_both_levels_nothing_differs(chosen, suggested):
    assert differences(chosen, suggested) == ("no",) * 4
