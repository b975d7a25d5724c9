"""`answers-1`: what it accepts, what it refuses by name, and that the committed schema is the form's."""

from __future__ import annotations

import json

import jsonschema
import pytest
from hypothesis import given, settings

from enquiry_app.definitions.load_form import load_form
from enquiry_app.definitions.load_matrix import load_matrix
from enquiry_app.enquiry.answers import Absent, FlexDate, ItemsKey
from enquiry_app.enquiry.answers_json import answers_from_json, answers_to_json
from enquiry_app.enquiry.answers_schema import SCHEMA_FILE, answers_schema, schema_text
from enquiry_app.enquiry.lost_references import without_lost_children
from enquiry_app.errors import CaseError
from enquiry_app.resource_files import resource_text
from tests.builders import a_child, ready_answers, rows
from tests.enquiry.strategies import answers_of

FORM, MATRIX = load_form(), load_matrix()
SCHEMA = jsonschema.Draft202012Validator(answers_schema(FORM))


def read(data):
    return answers_from_json(FORM, MATRIX, data)


def test_the_committed_schema_is_the_forms():
    assert resource_text("form", SCHEMA_FILE) == schema_text(FORM)


def test_the_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(answers_schema(FORM))


@given(answers_of(FORM, MATRIX))
@settings(max_examples=60, deadline=None)
def test_answers_come_back_and_fit_the_schema(answers):
    data = json.loads(json.dumps(answers_to_json(FORM, answers)))
    SCHEMA.validate(data)
    again = read(data)
    assert again.values == answers.values
    assert again.items == {key: items for key, items in answers.items.items() if items}


def test_nothing_is_compulsory():
    assert read({}).values == {}


def test_items_without_ids_get_them_by_their_place():
    data = {"children": [{"child_given_names": "Robin"}, {"previous_addresses": [{"previous_until": "2019"}]}]}
    answers = read(data)
    assert answers.items_of("children") == ("children-1", "children-2")
    key = ItemsKey("previous_addresses", ("children-2",))
    assert answers.items[key] == ("previous_addresses-1",)
    assert answers.get("previous_until", ("children-2", "previous_addresses-1")) == FlexDate("2019")


def test_an_absence_keeps_its_reason():
    data = {"children": [{"id": "c", "child_birth_date": {"absent": "not_known", "reason": "asking the GP"}}]}
    assert read(data).get("child_birth_date", ("c",)) == Absent("not_known", "asking the GP")


def test_children_are_named_by_id():
    data = {
        "children": [{"id": "robin"}],
        "household": [{"member_relationship": {"robin": "PAM"}}],
        "chronology": [{"event_children": ["robin"]}],
    }
    assert read(data).get("member_relationship", ("household-1",)) == {"robin": "PAM"}


SIGN = {"indicator": "EDU2a", "when": "now", "source": "seen"}


@pytest.mark.parametrize(
    ("data", "place", "words"),
    [
        ([], "", "one JSON object"),
        ({"answers": "answers-2"}, "answers", "answers-1"),
        ({"wory": "x"}, "wory", 'did you mean "worry"'),
        ({"child_sex": "F"}, "child_sex", "belongs to children"),
        ({"children": [{"worry": "x"}]}, "children[0].worry", "belongs to the enquiry itself"),
        ({"phone_calls": {}}, "phone_calls", "one for each phone call"),
        ({"children": ["x"]}, "children", "list of objects"),
        ({"children": [{"id": ""}]}, "children[0].id", "no other row has"),
        ({"children": [{"id": "a"}, {"id": "a"}]}, "children[1].id", "no other row has"),
        ({"children": [{}] * 21}, "children", "more than 20"),
        ({"danger_now": "maybe"}, "danger_now", "is not a choice here"),
        ({"danger_now": True}, "danger_now", "must be a text"),
        ({"danger_now": {"absent": "declined"}}, "danger_now", "is not offered here"),
        ({"worry": {"absent": "not_known"}}, "worry", "offered: none"),
        ({"children": [{"child_disability": ["MOB", "XX"]}]}, "children[0].child_disability", "“XX”"),
        ({"children": [{"child_address": {"kind": "castle"}}]}, "children[0].child_address", "“castle”"),
        ({"children": [{"child_birth_date": "3 Nov"}]}, "children[0].child_birth_date", "real date"),
        ({"household": [{"member_relationship": {"x": "PAM"}}]}, "member_relationship", "no child"),
        ({"chronology": [{"event_children": ["x"]}]}, "event_children", "no child"),
        ({"children": [{"matrix": {"observations": [{"indicator": "ZZZ9z"}]}}]}, "observations[0].indicator", "not in"),
        ({"children": [{"matrix": {"observations": [{**SIGN, "when": "once"}]}}]}, "matrix.observations[0].when", ""),
        ({"children": [{"matrix": {"observations": [{"when": "now"}]}}]}, "observations", "with its indicator"),
        ({"children": [{"matrix": {"observations": [{**SIGN, "size": 1}]}}]}, "observations[0].size", "not known"),
        ({"children": [{"matrix": {"score": 7}}]}, "matrix.score", "is not known here"),
        ({"children": [{"matrix": {"no_worry": ["XXX"]}}]}, "matrix.no_worry", ""),
        ({"children": [{"matrix": {"protective": [7]}}]}, "matrix", "not findings"),
    ],
)
def test_what_is_refused_names_its_place(data, place, words):
    with pytest.raises(CaseError) as caught:
        read(data)
    assert place in caught.value.sentence
    assert words in caught.value.sentence


def test_a_retired_id_says_what_it_became():
    from dataclasses import replace

    form = replace(FORM, retired={"old_worry": "worry", "old_score": ""})
    for name, words in (("old_worry", "is now “worry”"), ("old_score", "no longer asked")):
        with pytest.raises(CaseError, match=words):
            answers_from_json(form, None, {name: "x"})


def test_a_sign_that_is_not_complete_is_accepted():
    data = {"children": [{"matrix": {"observations": [{"indicator": "EDU2a"}], "worry": ["HEA"]}}]}
    assert read(data).get("matrix", ("children-1",))["worry"] == ["HEA"]


def test_without_a_matrix_findings_are_taken_as_they_are():
    data = {"children": [{"matrix": {"observations": [{"indicator": "OLD1a"}]}}]}
    assert answers_from_json(FORM, None, data).get("matrix", ("children-1",))


def test_the_message_of_a_refusal_holds_no_narrative():
    with pytest.raises(CaseError) as caught:
        read({"worry": {"typed": "secret words", "x": 1}})
    assert "secret" not in caught.value.sentence


def test_ready_answers_are_written_in_form_order():
    data = answers_to_json(FORM, ready_answers())
    keys = [key for key in data if key in FORM.questions and FORM.questions[key].kind != "items"]
    assert keys == [name for name in FORM.questions if name in keys]


def test_what_names_a_child_who_is_gone_is_left_out():
    both = {"child-1": "PAM", "child-2": "STM"}
    answers = rows(a_child(ready_answers(), "child-2"), "household", {"member_relationship": both}, {})
    answers = rows(answers, "chronology", {"event_children": ("child-2",)}, {"event_children": ("child-1", "child-2")})
    left = answers.with_items("children", (), ("child-1",))
    again = read(answers_to_json(FORM, left))
    assert again.get("member_relationship", ("household-1",)) == {"child-1": "PAM"}
    assert again.get("event_children", ("chronology-1",)) is None
    assert again.get("event_children", ("chronology-2",)) == ("child-1",)
    assert without_lost_children(FORM, answers) is answers


def test_a_relationship_to_nobody_left_is_no_answer():
    answers = rows(ready_answers(), "household", {"member_relationship": {"gone": "PAM"}})
    assert without_lost_children(FORM, answers).get("member_relationship", ("household-1",)) is None


def test_a_question_the_form_does_not_have_is_left_alone():
    answers = ready_answers(once_asked=("child-9",))
    assert without_lost_children(FORM, answers).get("once_asked") == ("child-9",)
