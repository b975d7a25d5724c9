"""FHIR R4: valid resources, conditions as enableWhen or FHIRPath, and no answer that counts is lost."""

from __future__ import annotations

import json

import pytest
from fhir.resources.R4B.questionnaire import Questionnaire
from fhir.resources.R4B.questionnaireresponse import QuestionnaireResponse
from hypothesis import given, settings

from enquiry_app.definitions.form_definition import Condition
from enquiry_app.definitions.load_form import load_form
from enquiry_app.definitions.load_matrix import load_matrix
from enquiry_app.enquiry.answers import Absent, Answers, CivilTime, FlexDate, Postal, Typed
from enquiry_app.enquiry.form_state import evaluate, shown_answers
from enquiry_app.errors import CaseError
from enquiry_app.exchange.fhir import answers_from_response, questionnaire, questionnaire_response
from enquiry_app.exchange.fhir_conditions import shown_if
from enquiry_app.exchange.fhir_terms import ABSENCE_CODES, DATA_ABSENT, ENABLE_WHEN, ESTIMATED, REASON, SHOWN_IF
from tests.builders import CHILD, TODAY, a_child, random_answers, ready_answers, rows, with_answers
from tests.enquiry.strategies import answers_of

FORM, MATRIX = load_form(), load_matrix()
WHOLE = questionnaire(FORM)


def items(found):
    for item in found:
        yield item
        yield from items(item.get("item", []))


BY_LINK = {item["linkId"]: item for item in items(WHOLE["item"])}


def response(answers, **more):
    return json.loads(json.dumps(questionnaire_response(FORM, answers, **more)))


def answer(found, link):
    return next(item for item in items(found["item"]) if item["linkId"] == link)["answer"]


# --- the form ---------------------------------------------------------------------------------------------------


def test_the_questionnaire_is_valid():
    Questionnaire.model_validate(json.loads(json.dumps(WHOLE)))


def test_link_ids_are_unique_and_are_the_questions_ids():
    links = [item["linkId"] for item in items(WHOLE["item"])]
    assert len(links) == len(set(links))
    assert set(FORM.questions) <= set(links)


def test_rules_of_the_standard_for_items():
    for item in items(WHOLE["item"]):
        assert item.get("item") or item["type"] != "group", item["linkId"]
        assert not (item["type"] == "display" and ("item" in item or "required" in item or "repeats" in item))
        assert not ("answerOption" in item and "answerValueSet" in item)
        assert ("answerOption" in item or "answerValueSet" in item) == (item["type"] == "choice"), item["linkId"]
        assert "enableBehavior" in item or len(item.get("enableWhen", [])) < 2
        for condition in item.get("enableWhen", []):
            assert (condition["operator"] == "exists") <= ("answerBoolean" in condition)
            assert condition["question"] in BY_LINK


def test_every_value_set_is_contained_once():
    wanted = {item["answerValueSet"][1:] for item in items(WHOLE["item"]) if "answerValueSet" in item}
    contained = [resource["id"] for resource in WHOLE["contained"]]
    assert sorted(wanted) == contained


def test_types_and_repeats():
    types = {name: (BY_LINK[name]["type"], BY_LINK[name].get("repeats", False)) for name in BY_LINK}
    assert types["worry"] == ("text", False)
    assert types["danger_now"] == ("boolean", False)
    assert types["child_disability"] == ("choice", True)
    assert types["child_birth_date"] == ("date", False)
    assert types["known_at"] == ("dateTime", False)
    assert types["child_attendance"] == ("integer", False)
    assert types["matrix"] == ("attachment", False)
    assert types["phone_calls"] == ("group", True)
    assert types["collection.children"] == ("group", True)
    assert BY_LINK["worry"]["maxLength"] == FORM.question("worry").max_length


def test_nothing_is_required():
    assert not any(item.get("required") for item in items(WHOLE["item"]))


def test_all_of_a_child_stands_in_one_repeating_group():
    inside = {item["linkId"] for item in items(BY_LINK["collection.children"]["item"])}
    assert {"section.children", "section.voice", "section.matrix", "child_words", "level_chosen"} <= inside


# --- conditions -------------------------------------------------------------------------------------------------

TOLD_NO = Condition("is", "family_told", values=("none",))


def flat(condition, chain=()):
    return shown_if(FORM, condition, chain)


def test_a_flat_condition():
    found = flat(TOLD_NO)["enableWhen"]
    assert [(c["question"], c["operator"], c["answerCoding"]["code"]) for c in found] == [("family_told", "=", "none")]


def test_one_of_several_is_any():
    found = flat(Condition("any_of", "family_told", values=("none", "not_safe")))
    assert [c["operator"] for c in found["enableWhen"]] == ["=", "="]
    assert found["enableBehavior"] == "any"


def test_not_one_of_several_is_all():
    found = flat(Condition("not", conditions=(Condition("any_of", "family_told", values=("all", "one")),)))
    assert [c["operator"] for c in found["enableWhen"]] == ["!=", "!="]
    assert found["enableBehavior"] == "all"


def test_is_not_needs_an_answer_as_well():
    found = flat(Condition("is_not", "family_told", values=("all",)))
    assert [c["operator"] for c in found["enableWhen"]] == ["exists", "!="]
    assert found["enableBehavior"] == "all"


@pytest.mark.parametrize("wanted", [True, False])
def test_answered(wanted):
    condition = Condition("answered", "worry")
    found = flat(condition if wanted else Condition("not", conditions=(condition,)))
    assert found["enableWhen"] == [{"question": "worry", "operator": "exists", "answerBoolean": wanted}]


def test_yes_and_no_are_booleans():
    assert flat(Condition("is", "danger_now", values=("no",)))["enableWhen"][0]["answerBoolean"] is False


def test_a_mixture_that_flat_cannot_say_becomes_an_expression():
    either = Condition("any", conditions=(TOLD_NO, Condition("is", "agreement", values=("refused",))))
    mixed = Condition("all", conditions=(either, Condition("answered", "worry")))
    (extension,) = flat(mixed)["extension"]
    expression = extension["valueExpression"]
    assert (extension["url"], expression["language"]) == (ENABLE_WHEN, "text/fhirpath")
    assert "where(linkId = 'family_told').answer.value.where(code = 'none').exists()" in expression["expression"]
    assert " or " in expression["expression"]
    assert " and " in expression["expression"]


def test_an_absence_can_only_be_said_by_an_expression():
    found = flat(Condition("is", "child_given_names", values=("absent:not_known",)), ("children",))
    expression = found["extension"][0]["valueExpression"]["expression"]
    assert expression.startswith("%oneChildren.descendants()")
    assert "data-absent-reason" in expression
    assert "'unknown'" in expression


def test_a_childs_answer_seen_from_outside_is_an_expression():
    found = flat(Condition("is_not", "level_chosen", values=("1",)))
    expression = found["extension"][0]["valueExpression"]["expression"]
    assert expression.startswith("%resource.descendants()")
    assert ".not()" in expression


def test_a_text_compared_in_both_ways():
    assert (
        flat(Condition("is", "child_school_year", values=("7",)), ("children",))["enableWhen"][0]["answerString"] == "7"
    )
    outside = flat(Condition("is", "child_school_year", values=("7",)))["extension"][0]["valueExpression"]["expression"]
    assert outside.endswith(".value.where($this = '7').exists()")


def test_a_childs_yes_seen_from_outside():
    found = flat(Condition("is", "child_seen", values=("yes",)))["extension"][0]["valueExpression"]["expression"]
    assert found.endswith(".value.where($this = true).exists()")


def test_not_all_of_several_is_an_expression():
    both = Condition("all", conditions=(TOLD_NO, Condition("answered", "worry")))
    found = flat(Condition("not", conditions=(both,)))["extension"][0]["valueExpression"]["expression"]
    assert found.startswith("(")
    assert found.endswith(").not()")


def test_a_question_answered_somewhere_is_an_expression_from_outside():
    found = flat(Condition("answered", "child_words"))["extension"][0]["valueExpression"]["expression"]
    assert found == "%resource.descendants().where(linkId = 'child_words').answer.exists()"


@pytest.mark.parametrize(
    ("fact", "value", "question"),
    [("unborn", "yes", "child_born"), ("urgent", "yes", "urgent"), ("agency_kind", "school", "referrer_agency_type")],
)
def test_facts_that_are_a_question_by_another_name(fact, value, question):
    found = flat(Condition("is", fact=fact, values=(value,)), ("children",))
    assert found["enableWhen"][0]["question"] == question


def test_not_unborn_holds_without_an_answer():
    found = flat(Condition("is_not", fact="unborn", values=("yes",)), ("children",))
    assert [c["operator"] for c in found["enableWhen"]] == ["!="]


def test_facts_of_the_matrix_travel_as_our_own_extension():
    condition = Condition("all", conditions=(Condition("is", fact="protection", values=("yes",)), TOLD_NO))
    (extension,) = flat(condition)["extension"]
    assert extension["url"] == SHOWN_IF
    assert json.loads(extension["valueString"])["all"][0] == {"fact": "protection", "is": "yes"}


def test_every_condition_of_the_form_is_carried():
    shown = {q.id for q in FORM.questions.values() if q.show_when}
    carried = {
        name
        for name in shown
        if "enableWhen" in BY_LINK[name]
        or {ENABLE_WHEN, SHOWN_IF} & {e["url"] for e in BY_LINK[name].get("extension", [])}
    }
    assert carried == shown


# --- answers ----------------------------------------------------------------------------------------------------


@given(answers_of(FORM, MATRIX))
@settings(max_examples=40, deadline=None)
def test_no_answer_is_lost_and_the_response_is_valid(answers):
    found = response(answers)
    QuestionnaireResponse.model_validate(found)
    again = answers_from_response(FORM, found)
    assert again.values == answers.values
    assert again.items == {key: rows for key, rows in answers.items.items() if rows}


@given(answers_of(FORM, MATRIX))
@settings(max_examples=15, deadline=None)
def test_only_answers_that_count_go(answers):
    state = evaluate(FORM, answers, today=TODAY, matrix=MATRIX)
    again = answers_from_response(FORM, response(answers, counts=state.is_shown))
    assert again.values == shown_answers(FORM, answers, state).values


@given(answers_of(FORM, MATRIX))
@settings(max_examples=15, deadline=None)
def test_every_linkid_of_a_response_is_in_the_questionnaire(answers):
    assert {item["linkId"] for item in items(response(answers).get("item", []))} <= set(BY_LINK)


@pytest.mark.parametrize(("why", "code"), list(ABSENCE_CODES.items()))
def test_absences_are_data_absent_reasons(why, code):
    answers = a_child(Answers(), child_religion=Absent(why, "her words"))
    (found,) = answer(response(answers), "child_religion")
    extensions = {e["url"]: e.get("valueCode") or e.get("valueString") for e in found["_valueString"]["extension"]}
    assert extensions == {DATA_ABSENT: code, REASON: "her words"}


@pytest.mark.parametrize("question", ["child_birth_date", "child_language", "child_safe_tonight", "child_attendance"])
def test_an_absence_fits_the_type_of_its_question(question):
    answers = a_child(Answers(), **{question: Absent("not_known")})
    found = response(answers)
    QuestionnaireResponse.model_validate(found)
    assert answers_from_response(FORM, found).get(question, (CHILD,)) == Absent("not_known")


def test_an_estimated_partial_date():
    (found,) = answer(response(a_child(Answers(), child_birth_date=FlexDate("2017-03", True))), "child_birth_date")
    assert found["valueDate"] == "2017-03"
    assert found["_valueDate"]["extension"] == [{"url": ESTIMATED, "valueBoolean": True}]


@pytest.mark.parametrize(
    ("civil", "written"),
    [
        ("2026-11-03T14:05", "2026-11-03T14:05:00+00:00"),
        ("2026-07-03T14:05", "2026-07-03T14:05:00+01:00"),
        ("2026-03-29T01:30", "2026-03-29T01:30:00+00:00"),  # a time that clocks skip
        ("2026-10-25T01:30", "2026-10-25T01:30:00+01:00"),  # a time that comes twice
        ("2026-11-03", "2026-11-03"),
    ],
)
def test_civil_times_get_londons_offset_and_lose_nothing(civil, written):
    found = response(with_answers(Answers(), {"known_at": CivilTime(civil)}))
    assert answer(found, "known_at") == [{"valueDateTime": written}]
    assert answers_from_response(FORM, found).get("known_at") == CivilTime(civil)


def test_a_time_of_another_system_is_turned_into_londons():
    found = response(with_answers(Answers(), {"known_at": CivilTime("2026-07-03T14:05")}))
    answer(found, "known_at")[0]["valueDateTime"] = "2026-07-03T10:00:00Z"
    assert answers_from_response(FORM, found).get("known_at") == CivilTime("2026-07-03T11:00")


def test_text_that_could_not_be_read_is_kept():
    found = response(a_child(Answers(), child_birth_date=Typed("when it snowed")))
    QuestionnaireResponse.model_validate(found)
    assert answers_from_response(FORM, found).get("child_birth_date", (CHILD,)) == Typed("when it snowed")


def test_an_address_without_lines():
    answers = a_child(Answers(), child_address=Postal(postcode="TQ1 3DR", kind="no_fixed_abode"))
    found = response(answers)
    QuestionnaireResponse.model_validate(found)
    assert answers_from_response(FORM, found).get("child_address", (CHILD,)) == answers.get("child_address", (CHILD,))


def test_codes_carry_their_words():
    (found,) = answer(response(ready_answers()), "enquiry_type")
    assert found["valueCoding"]["display"] == "A new worry about a child"


def test_relationships_name_the_child():
    family = rows(ready_answers(), "household", {"member_relationship": {CHILD: "PAM"}})
    (found,) = answer(response(family), "member_relationship")
    assert found["valueCoding"]["code"] == "PAM"
    assert found["extension"][0]["valueString"] == CHILD


def test_who_wrote_it_when_and_its_number():
    import datetime as dt

    at = dt.datetime(2026, 11, 3, 14, 5, tzinfo=dt.UTC)
    found = response(ready_answers(), reference="TSH-2026-000001-X", authored=at, status="amended")
    QuestionnaireResponse.model_validate(found)
    assert (found["status"], found["authored"]) == ("amended", "2026-11-03T14:05:00+00:00")
    assert found["identifier"]["value"] == "TSH-2026-000001-X"
    with pytest.raises(ValueError, match="status"):
        questionnaire_response(FORM, Answers(), status="lost")


def test_no_answers_are_a_response_too():
    found = response(Answers())
    QuestionnaireResponse.model_validate(found)
    assert answers_from_response(FORM, found).values == {}


def test_a_response_without_ids_gets_them_by_place():
    found = response(random_answers(FORM))
    for item in items(found["item"]):
        item.pop("id", None)
    for item in items(found["item"]):
        if item["linkId"] in ("member_relationship", "event_children"):
            item.pop("answer")
    assert answers_from_response(FORM, found).items_of("household")


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda r: r.update(resourceType="Patient"), "not a QuestionnaireResponse"),
        (lambda r: r.update(questionnaire="https://elsewhere.example/q"), "another form"),
        (lambda r: r["item"].append({"linkId": "made_up", "answer": [{"valueString": "x"}]}), "made_up"),
        (lambda r: r["item"].append({"linkId": "child_sex", "answer": [{"valueString": "x"}]}), "child_sex"),
        (lambda r: r["item"].append({"linkId": "previous_addresses"}), "wrong group"),
        (lambda r: answer(r, "worry").append({"valueString": "two"}), "worry"),
        (lambda r: answer(r, "enquiry_type")[0].update(valueCoding={"code": "zzz"}), "zzz"),
        (lambda r: answer(r, "child_birth_date")[0].update(valueDate="2017-02-31"), "child_birth_date"),
        (lambda r: answer(r, "danger_now").__setitem__(0, {"valueInteger": 1}), "danger_now"),
    ],
)
def test_what_does_not_belong_is_refused_by_name(spoil, words):
    found = response(ready_answers())
    spoil(found)
    with pytest.raises(CaseError, match=words):
        answers_from_response(FORM, found)


def test_findings_are_checked_against_a_matrix_where_there_is_one():
    found = response(a_child(ready_answers(), matrix={"observations": [{"indicator": "ZZZ9z"}]}))
    assert answers_from_response(FORM, found).get("matrix", (CHILD,))
    with pytest.raises(CaseError, match="matrix"):
        answers_from_response(FORM, found, MATRIX)


def test_two_items_with_one_id_are_refused():
    found = response(a_child(ready_answers(), "child-2"))
    for item in found["item"]:
        if item["linkId"] == "collection.children":
            item["id"] = "same"
    with pytest.raises(CaseError, match="same id"):
        answers_from_response(FORM, found)
