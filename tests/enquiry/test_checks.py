"""Every check on the shipped form, each row of the severities: what blocks, what warns, what only informs."""

from __future__ import annotations

import pytest

from enquiry_app.definitions.load_form import load_form
from enquiry_app.enquiry.answers import Absent, Answers, CivilTime, FlexDate, Postal, Typed
from enquiry_app.enquiry.form_state import evaluate
from tests.builders import CHILD, TODAY, a_child, ready_answers, rows, with_answers

FORM = load_form()


def found(answers, code, stage="N"):
    """(severity, question, items) of every problem with this code."""
    state = evaluate(FORM, answers, today=TODAY, stage=stage)
    return [(p.severity, p.address.question, p.address.items) for p in state.problems if p.code == code]


def severity(answers, code, stage="N"):
    return [s for s, _, _ in found(answers, code, stage)]


def child(**values):
    return a_child(ready_answers(), **values)


# --- block ----------------------------------------------------------------------------------------------------------


def test_a_complete_enquiry_is_not_blocked():
    assert evaluate(FORM, ready_answers(), today=TODAY).ready


def test_neither_date_of_birth_nor_due_date_blocks():
    assert ("block", "child_birth_date", (CHILD,)) in found(child(child_birth_date=None), "missing")
    unborn = child(child_born="unborn", child_birth_date=None, child_sex="U")
    assert ("block", "child_due_date", (CHILD,)) in found(unborn, "missing")


def test_of_date_of_birth_and_due_date_only_one_counts():
    both = child(child_due_date=FlexDate("2026-12-01"))
    state = evaluate(FORM, both, today=TODAY)
    assert [a.question for a in state.not_sent] == ["child_due_date"]
    state = evaluate(FORM, a_child(both, child_born="unborn", child_sex="U"), today=TODAY)
    assert "child_birth_date" in [a.question for a in state.not_sent]


@pytest.mark.parametrize("absence", [Absent("not_known"), FlexDate("2015", True), FlexDate("2015-06")])
def test_a_date_of_birth_may_be_partial_estimated_or_not_known(absence):
    answers = child(child_birth_date=absence)
    assert evaluate(FORM, answers, today=TODAY).ready


def test_no_subject_blocks():
    assert severity(child(child_part="sibling"), "one_subject") == ["block"]
    two = a_child(child(child_part="sibling"), "child-2", child_part="subject", child_given_names="Kit")
    assert severity(two, "one_subject") == []
    neither = a_child(two, "child-2", child_part="other")
    assert found(neither, "one_subject") == [("block", "child_part", (CHILD,))]


def test_no_child_at_all_blocks():
    answers = ready_answers().with_items("children", (), ())
    assert found(answers, "too_few") == [("block", "children", ())]


@pytest.mark.parametrize(
    ("value", "wrong"),
    [
        (FlexDate("2026-11-03"), False),
        (FlexDate("2026-11-04"), True),
        (FlexDate("2026"), False),
        (FlexDate("2026-11"), False),
        (FlexDate("2026-12"), True),
        (FlexDate("2027", True), True),
    ],
)
def test_dates_in_the_future_block(value, wrong):
    answers = child(child_birth_date=value)
    assert (severity(answers, "not_in_future") == ["block"]) is wrong


def test_times_in_the_future_block():
    answers = ready_answers(written_at=CivilTime("2026-11-04T09:00"))
    assert found(answers, "not_in_future") == [("block", "written_at", ())]
    assert severity(ready_answers(written_at=CivilTime("2026-11-03T23:59")), "not_in_future") == []


@pytest.mark.parametrize(
    ("known", "written", "wrong"),
    [
        ("2026-11-03T10:01", "2026-11-03T10:00", True),
        ("2026-11-03T10:00", "2026-11-03T10:00", False),
        ("2026-11-03", "2026-11-03T10:00", False),
        ("2026-11-03T12:00", "2026-11-03", False),
        ("2026-11-03", "2026-11-02", True),
        ("2026-11-02", "2026-11-03", False),
    ],
)
def test_nothing_is_written_before_it_is_known(known, written, wrong):
    answers = ready_answers(known_at=CivilTime(known), written_at=CivilTime(written))
    assert (severity(answers, "known_before_written") == ["block"]) is wrong


@pytest.mark.parametrize(
    ("codes", "wrong"), [(("NONE",), False), (("MOB", "LD"), False), (("NONE", "LD"), True), (("LD", "NONE"), True)]
)
def test_no_disability_excludes_the_others(codes, wrong):
    assert (severity(child(child_disability=codes), "none_excludes") == ["block"]) is wrong


def test_a_level_without_a_reason_blocks_once():
    answers = child(level_rationale=None)
    assert ("block", "level_rationale", (CHILD,)) in found(answers, "missing")
    assert len([1 for _, q, _ in found(answers, "missing") if q == "level_rationale"]) == 1


@pytest.mark.parametrize(
    ("question", "code", "least"),
    [("level_rationale", "at_least_60", 60), ("family_not_told_text", "at_least_20", 20)],
)
def test_a_reason_needs_some_words(question, code, least):
    items = (CHILD,) if question == "level_rationale" else ()
    base = ready_answers(family_told="none", family_not_told_why="other")
    for text, wrong in (("x" * (least - 1), True), ("x" * least, False), ("x" + " " * 99, True)):
        assert (severity(base.with_answer(question, items, text), code) == ["block"]) is wrong


def test_not_telling_the_family_needs_a_reason_in_words():
    answers = ready_answers(family_told="not_safe", family_not_told_why="risk_child")
    assert ("block", "family_not_told_text", ()) in found(answers, "missing")


@pytest.mark.parametrize(
    ("question", "value", "severity_wanted"),
    [
        ("child_birth_date", Typed("soon"), "block"),
        ("child_attendance", Typed("lots"), "block"),
        ("child_nhs_number", Typed("123"), "warn"),
        ("child_upn", Typed("V88020001234"), "warn"),
    ],
)
def test_what_cannot_be_read(question, value, severity_wanted):
    assert severity(child(**{question: value}), "unreadable") == [severity_wanted]


# --- warn -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "value", "wrong"),
    [
        ("child_nhs_number", "9434765919", False),
        ("child_nhs_number", "9434765918", True),
        ("child_nhs_number", Absent("not_known"), False),
        ("child_upn", "V880200012345", False),
        ("child_upn", "A880200012345", True),
        ("child_upn", "P123456789123", True),
    ],
)
def test_numbers_that_fail_their_check_warn(question, value, wrong):
    assert (severity(child(**{question: value}), "doubtful") == ["warn"]) is wrong


def test_missing_ethnicity_warns_and_not_obtained_informs():
    assert ("warn", "child_ethnicity", (CHILD,)) in found(child(), "missing")
    assert severity(child(child_ethnicity="NOBT"), "ethnicity_given") == ["info"]
    assert severity(child(child_ethnicity="REFU"), "ethnicity_given") == []


@pytest.mark.parametrize(
    ("told", "wrong"), [("all", False), ("one", False), ("none", True), ("not_safe", True), ("not_yet", True)]
)
def test_parents_not_told_warns(told, wrong):
    assert (severity(ready_answers(family_told=told), "parents_not_told") == ["warn"]) is wrong


def test_not_seen_alone_warns():
    assert severity(child(child_seen="yes", child_seen_alone="no"), "seen_alone") == ["warn"]
    assert severity(child(child_seen="yes", child_seen_alone="yes"), "seen_alone") == []
    assert severity(child(child_seen="no", child_seen_alone="no"), "seen_alone") == []


def test_missing_sign_off_warns():
    assert ("warn", "sign_off", ()) in found(ready_answers(lead_discussed="yes"), "missing")
    assert severity(ready_answers(lead_discussed="not_available", sign_off="not_available"), "sign_off_missing") == [
        "warn"
    ]
    assert severity(ready_answers(lead_discussed="yes", sign_off="agreed_spoken"), "sign_off_missing") == []


@pytest.mark.parametrize(
    ("born", "reason", "wanted"),
    [
        ("2008-11-04", None, []),
        ("2008-11-03", None, ["warn"]),
        ("2005-01-01", "care_leaver", ["info"]),
        ("2005-01-01", "disabled", ["info"]),
        ("2005-01-01", "date_wrong", ["warn"]),
        ("2000-11-03", "care_leaver", ["warn"]),
        ("2000-11-04", "care_leaver", ["info"]),
    ],
)
def test_eighteen_and_over_on_the_day_of_the_worry(born, reason, wanted):
    answers = child(child_birth_date=FlexDate(born), child_over_18_reason=reason)
    assert severity(answers, "age_under_18") == wanted


def test_age_counts_on_the_day_it_was_written():
    answers = child(child_birth_date=FlexDate("2008-11-01"))
    earlier = answers.with_answer("written_at", (), CivilTime("2026-10-31T09:00")).with_answer("known_at", (), None)
    assert severity(answers, "age_under_18") == ["warn"]
    assert severity(earlier, "age_under_18") == []


def test_over_eighteen_without_a_reason_blocks():
    answers = child(child_birth_date=FlexDate("2005-01-01"))
    assert ("block", "child_over_18_reason", (CHILD,)) in found(answers, "missing")


@pytest.mark.parametrize(
    ("second", "wrong"),
    [
        ({}, True),
        ({"child_given_names": "robin "}, True),
        ({"child_birth_date": FlexDate("2017")}, True),
        ({"child_birth_date": None}, True),
        ({"child_birth_date": FlexDate("2017-03-03")}, False),
        ({"child_given_names": "Kit"}, False),
        ({"child_given_names": None, "child_family_name": None}, False),
    ],
)
def test_the_same_child_twice_warns_at_the_second(second, wrong):
    answers = a_child(ready_answers(), "child-2", **second)
    assert found(answers, "duplicate_child") == ([("warn", "child_family_name", ("child-2",))] if wrong else [])


@pytest.mark.parametrize(
    ("due", "code"),
    [
        ("2026-09-22", None),  # 42 days ago
        ("2026-09-21", "due_date_range"),
        ("2027-08-10", None),  # 40 weeks ahead
        ("2027-08-11", "due_date_range"),
        ("2027-08-31", "due_date_range"),
        ("2036-03-01", "due_date_range"),
    ],
)
def test_due_dates_lie_between_six_weeks_past_and_forty_weeks_ahead(due, code):
    answers = child(child_born="unborn", child_birth_date=None, child_sex="U", child_due_date=FlexDate(due))
    state = evaluate(FORM, answers, today=TODAY)
    assert [p.code for p in state.problems if p.address.question == "child_due_date"] == ([code] if code else [])


def test_an_enquiry_more_than_forty_weeks_before_birth_warns():
    early = ready_answers(written_at=CivilTime("2025-01-01"), known_at=CivilTime("2025-01-01"))
    assert severity(a_child(early, child_birth_date=FlexDate("2026-10-01")), "birth_within_40_weeks") == ["warn"]
    assert severity(a_child(early, child_birth_date=FlexDate("2025-10-08")), "birth_within_40_weeks") == []


@pytest.mark.parametrize(("sex", "wrong"), [("U", False), ("F", True), ("M", True)])
def test_sex_of_an_unborn_child_is_unknown(sex, wrong):
    answers = child(child_born="unborn", child_sex=sex, child_due_date=FlexDate("2027-01-01"))
    assert (severity(answers, "sex_if_unborn") == ["warn"]) is wrong
    assert severity(child(child_sex=sex), "sex_if_unborn") == []


def test_an_interpreter_needs_a_language():
    assert severity(child(family_interpreter="yes"), "interpreter_language") == ["warn"]
    assert severity(child(family_interpreter="yes", child_language=Absent("not_known")), "interpreter_language") == [
        "warn"
    ]
    assert severity(child(family_interpreter="yes", child_language="bsl"), "interpreter_language") == []
    assert severity(child(family_interpreter="yes", interpreter_details="Polish"), "interpreter_language") == []
    assert severity(child(family_interpreter="no"), "interpreter_language") == []


@pytest.mark.parametrize(("value", "wrong"), [(0, False), (100, False), (101, True), (-1, True)])
def test_attendance_is_a_percentage(value, wrong):
    assert (severity(child(child_attendance=value), "percent") == ["warn"]) is wrong


@pytest.mark.parametrize(("value", "wrong"), [("PARIS123", False), ("12-34", True), ("x" * 21, True)])
def test_case_numbers_are_letters_and_digits(value, wrong):
    assert (severity(child(child_case_number=value), "letters_and_digits") == ["warn"]) is wrong


@pytest.mark.parametrize(
    ("born", "disability", "wanted"),
    [
        ("2010-11-04", ("NONE",), "info"),
        ("2010-11-03", ("NONE",), "warn"),
        ("2010-11-03", ("MOB",), "info"),
        ("2008-11-03", ("MOB",), "warn"),
        ("2010-11-03", None, "warn"),
    ],
)
def test_private_fostering_ends_at_16_or_at_18_if_disabled(born, disability, wanted):
    answers = child(child_birth_date=FlexDate(born), child_disability=disability, child_private_fostering="yes")
    assert severity(answers, "private_fostering_age") == [wanted]
    assert severity(a_child(answers, child_private_fostering="no"), "private_fostering_age") == []


def test_an_unborn_child_needs_a_midwife_and_has_no_disability():
    answers = child(
        child_born="unborn", child_sex="U", child_due_date=FlexDate("2027-01-01"), child_disability=("MOB",)
    )
    assert ("warn", "child_midwife", (CHILD,)) in found(answers, "missing")
    assert "child_disability" in [a.question for a in evaluate(FORM, answers, today=TODAY).not_sent]
    assert ("warn", "child_midwife", (CHILD,)) not in found(child(), "missing")


def test_a_disability_asked_of_an_unborn_child_in_another_form_warns():
    from dataclasses import replace

    page = FORM.standing["child_disability"].page
    section = FORM.section("children")
    open_page = replace(page, show_when=None)
    pages = tuple(open_page if p is page else p for p in section.pages)
    form = replace(FORM, sections=tuple(replace(s, pages=pages) if s is section else s for s in FORM.sections))
    answers = child(child_born="unborn", child_due_date=FlexDate("2027-01-01"), child_disability=("MOB",))
    assert "disability_unborn" in [p.code for p in evaluate(form, answers, today=TODAY).problems]


def test_a_carer_is_named_or_said_to_be_unknown():
    assert severity(ready_answers(carers_known="yes"), "carer_or_none") == ["warn"]
    assert severity(ready_answers(carers_known="no"), "carer_or_none") == []
    assert ("warn", "carers_known", ()) in found(ready_answers(), "missing")
    known = rows(ready_answers(carers_known="yes"), "household", {"member_given_names": "Ann"})
    assert severity(known, "carer_or_none") == []


def test_nobody_with_parental_responsibility_warns():
    family = rows(ready_answers(), "household", {"member_given_names": "Ann"}, {"member_given_names": "Bo"})
    assert severity(family, "parental_responsibility_known") == ["warn"]
    holder = family.with_answer("member_parental_responsibility", ("household-2",), "yes")
    assert severity(holder, "parental_responsibility_known") == []


@pytest.mark.parametrize(
    ("address", "wrong"),
    [
        ("a@nhs.net", False),
        ("a@trust.nhs.net", False),
        ("a@torbay.gov.uk", False),
        ("a@devon.police.uk", False),
        ("a@x.cjsm.net", False),
        ("a@school.example", True),
        ("a@fakenhs.net", True),
        ("a@nhs.net.example.com", True),
    ],
)
def test_addresses_outside_the_secure_list_warn(address, wrong):
    assert (severity(ready_answers(referrer_email=address), "secure_email") == ["warn"]) is wrong


def chronology(*events):
    return rows(ready_answers(), "chronology", *events)


def test_a_story_needs_three_events_with_an_effect():
    with_effect = {"event_what": "x", "event_effect": "sad", "event_type": "home"}
    assert severity(ready_answers(), "three_with_effect") == []
    assert severity(chronology(with_effect, with_effect), "three_with_effect") == ["warn"]
    assert severity(chronology(with_effect, with_effect, {"event_what": "y"}), "three_with_effect") == ["warn"]
    assert severity(chronology(with_effect, with_effect, with_effect), "three_with_effect") == []


def test_a_story_is_more_than_what_agencies_did():
    agency, other = {"event_type": "agency"}, {"event_type": "positive"}
    assert severity(chronology(agency, agency), "not_only_agency_events") == ["warn"]
    assert severity(chronology(agency, other), "not_only_agency_events") == []
    assert severity(chronology(agency, {}), "not_only_agency_events") == []


def test_levels_two_and_three_need_an_action():
    for level, wanted in (("1", False), ("2", True), ("3", True), ("4-S17", False)):
        missing = found(child(level_chosen=level), "missing")
        assert (("warn", "actions", ()) in missing) is wanted
    acted = rows(child(level_chosen="2"), "actions", {"action_what": "Visit"})
    assert ("warn", "actions", ()) not in found(acted, "missing")


def test_refusal_at_level_two_or_three_needs_a_reason_and_warns_of_the_route():
    refused = with_answers(child(level_chosen="2"), {"agreement": "refused"})
    assert ("block", "share_without_reason", ()) in found(refused, "missing")
    assert severity(refused, "agreement_route") == ["warn"]
    beside = a_child(refused, "child-2", child_given_names="Kit", level_chosen="4-S17")
    assert severity(beside, "agreement_route") == []
    assert severity(with_answers(child(level_chosen="4-S47"), {"agreement": "refused"}), "agreement_route") == []


# --- info -----------------------------------------------------------------------------------------------------------


def test_a_refuge_is_said_to_be_kept_private():
    answers = child(child_address=Postal("The House", "TQ1 3DR", "", "refuge"))
    assert severity(answers, "refuge_restricted") == ["info"]


def test_what_is_said_to_be_not_known_is_listed():
    state = evaluate(FORM, child(child_gp=Absent("not_known"), child_address=Absent("not_known")), today=TODAY)
    assert {a.question for a in state.absent} == {"child_gp", "child_address"}


# --- urgent ---------------------------------------------------------------------------------------------------------


def test_messages_are_whole_sentences_without_answers():
    answers = a_child(ready_answers(), "child-2", level_rationale="secret", child_disability=("NONE", "LD"))
    for problem in evaluate(FORM, answers, today=TODAY).problems:
        assert problem.message[0].isupper()
        assert not problem.message.endswith(".")
        assert "secret" not in problem.message
        assert "secret" not in repr(problem)


def test_empty_answers_name_every_essential():
    state = evaluate(FORM, Answers(), today=TODAY, stage="U")
    assert {p.address.question for p in state.problems if p.blocks} == {
        "worry",
        "children",
        "referrer_name",
        "referrer_phone",
    }
