"""The shipped form loads without a fault, keeps what other parts rely on, and survives canonical JSON."""

from __future__ import annotations

import json

import pytest

from enquiry_app.definitions.form_checking import shown_by
from enquiry_app.definitions.form_definition import KINDS
from enquiry_app.definitions.form_json import form_hash
from enquiry_app.definitions.form_vocabulary import CHECKS, CHILD_FACTS, ENQUIRY_FACTS
from enquiry_app.definitions.load_form import form_from_canonical_json, form_to_canonical_json, load_form
from enquiry_app.enquiry.answers import Answers
from enquiry_app.enquiry.checks import CHECKS as CHECK_TABLE
from enquiry_app.enquiry.facts import Known, work_out
from enquiry_app.enquiry.question_kinds import kind_of
from enquiry_app.errors import DefinitionError
from tests.builders import TODAY, a_child
from tests.definitions.small_forms import write_form

RELIED_ON = """
danger_now danger_what urgent enquiry_type child_part child_born child_given_names child_family_name child_known_as
child_birth_date child_due_date child_sex child_ethnicity child_nhs_number child_upn child_address child_safe_tonight
child_where_now child_school child_gp child_description member_given_names member_family_name member_birth_date
member_relationship member_lives_with member_parental_responsibility member_address member_phone member_poses_risk
professional_name professional_role professional_agency call_at call_to call_name call_advice call_reference worry
worry_in_short working_well child_says child_words parents_say meaning what_next child_seen child_seen_alone matrix
level_chosen level_rationale level_confidence override_reason override_text lowered_lead_name lowered_advice_at
lowered_advice event_date event_what event_type event_source event_effect event_in_story help_service help_from
help_to help_aim help_lead help_change help_why_not_enough family_told family_not_told_why family_not_told_text
agreement lawful_basis referrer_name referrer_role referrer_agency referrer_agency_type referrer_phone referrer_email
lead_name lead_discussed lead_comment sign_off declaration
"""


def test_the_shipped_form_is_read_once():
    assert load_form() is load_form()


@pytest.mark.parametrize("question", RELIED_ON.split())
def test_a_question_other_parts_rely_on_is_there(question):
    assert load_form().question(question).id == question


def test_names_in_definitions_are_the_names_in_the_rules():
    assert set(CHECK_TABLE) == CHECKS
    facts = work_out(Known(a_child(Answers()), TODAY))
    assert set(facts.enquiry) == ENQUIRY_FACTS
    assert set(facts.children["child-1"]) == CHILD_FACTS


def test_every_kind_but_the_bare_postcode_is_used_and_known():
    form = load_form()
    assert {q.kind for q in form.questions.values()} == set(KINDS) - {"postcode"}
    assert all(kind_of(q) for q in form.questions.values())


def test_every_check_is_carried_by_a_question():
    assert {check for q in load_form().questions.values() for check in q.checks} == CHECKS


def test_every_wanted_question_has_a_short_name_for_messages():
    long = [q.id for q in load_form().questions.values() if q.stage in "SUN" and len(q.name) > 50]
    assert long == []


def test_hints_are_one_or_two_short_sentences_without_links():
    for question in load_form().questions.values():
        assert len(question.hint) < 170, question.id
        assert "http" not in question.hint


def test_canonical_json_brings_the_same_form_back():
    form = load_form()
    text = form_to_canonical_json(form)
    again = form_from_canonical_json(text)
    assert again == form
    assert list(again.code_lists) == list(form.code_lists)
    assert form_to_canonical_json(again) == text
    assert form_hash(again) == form_hash(form)


def test_canonical_json_has_sorted_keys_and_no_white_space():
    text = form_to_canonical_json(load_form())
    assert text == json.dumps(json.loads(text), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"id":"x"}', '{"collections":[],"code_lists":[],"no":1}'])
def test_what_is_no_stored_form_is_refused(text):
    with pytest.raises(DefinitionError):
        form_from_canonical_json(text)


def test_a_changed_word_changes_the_hash(tmp_path):
    one = load_form(write_form(tmp_path / "a"))
    from tests.definitions.small_forms import edited

    two = load_form(write_form(tmp_path / "b", edited("sections/story.toml", 'label = "Why?"', 'label = "Why not?"')))
    assert form_hash(one) != form_hash(two)


def test_nesting_and_standing_of_rows_within_a_child():
    form = load_form()
    assert form.chain_of["previous_address"] == ("children", "previous_addresses")
    assert form.standing["previous_address"].outer.id == "previous_addresses"
    assert form.section_of["previous_address"].id == "children"


def test_who_decides_what_is_shown_is_known():
    assert "child_seen" in shown_by(load_form())["child_seen_alone"]
