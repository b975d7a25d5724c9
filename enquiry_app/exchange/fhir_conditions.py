"""Conditions of the form as FHIR: flat `enableWhen` where that says the same, else a FHIRPath expression. Pure.

`!=` holds in R4 where no answer equals, also where there is none: that is our `not is`. Our `is_not` needs an answer as
well. What follows from ages or from the matrix cannot be said in either; it travels as our own extension.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from enquiry_app.definitions.form_definition import Condition, Form, Question
from enquiry_app.exchange.fhir_terms import (
    ABSENCE_CODES,
    DATA_ABSENT,
    ENABLE_WHEN,
    ITEM_TYPES,
    SHOWN_IF,
    VALUE_ELEMENTS,
    code_system,
)

# Facts that are another way of asking for one question.
_SAME_AS: Mapping[tuple[str, str], tuple[str, str]] = {
    ("danger_now", "yes"): ("danger_now", "yes"),
    ("urgent", "yes"): ("urgent", "yes"),
    ("unborn", "yes"): ("child_born", "unborn"),
}


@dataclass(frozen=True)
class _Flat:
    """enableWhen entries joined by all or any; one entry alone joins either way."""

    entries: tuple[dict[str, Any], ...]
    behaviour: str


def shown_if(form: Form, condition: Condition | None, chain: tuple[str, ...]) -> dict[str, Any]:
    """The keys of a Questionnaire item that say when it is shown; {} for always. `chain`: collections around it."""
    if condition is None:
        return {}
    plain = _without_facts(form, condition)
    if plain is None:
        return {"extension": [{"url": SHOWN_IF, "valueString": json.dumps(_plain(condition), sort_keys=True)}]}
    flat = _flat(form, plain, chain)
    if flat is None:
        expression = {"language": "text/fhirpath", "expression": _path(form, plain, chain)}
        return {"extension": [{"url": ENABLE_WHEN, "valueExpression": expression}]}
    found: dict[str, Any] = {"enableWhen": list(flat.entries)}
    if len(flat.entries) > 1:
        found["enableBehavior"] = flat.behaviour
    return found


def _plain(condition: Condition) -> dict[str, Any]:
    """A condition as the form's TOML writes it."""
    operator = condition.operator
    if operator in ("all", "any"):
        return {operator: [_plain(inner) for inner in condition.conditions]}
    if operator == "not":
        return {"not": _plain(condition.conditions[0])}
    operand = {"fact": condition.fact} if condition.fact is not None else {"question": condition.question}
    if operator == "answered":
        return {**operand, "answered": True}
    return {**operand, operator: list(condition.values) if operator == "any_of" else condition.values[0]}


def _without_facts(form: Form, condition: Condition) -> Condition | None:
    """The same condition with facts said by questions; None if a fact is more than that."""
    if condition.conditions:
        inner = [_without_facts(form, c) for c in condition.conditions]
        if any(c is None for c in inner):
            return None
        return Condition(condition.operator, conditions=tuple(c for c in inner if c))
    if condition.fact is None:
        return condition
    if condition.fact == "agency_kind" and condition.operator in ("is", "any_of"):
        return Condition(condition.operator, "referrer_agency_type", values=condition.values)
    same = _SAME_AS.get((condition.fact, condition.values[0])) if len(condition.values) == 1 else None
    if same is None or same[0] not in form.questions:
        return None
    said = Condition("is", same[0], values=(same[1],))
    if condition.operator == "is_not":  # these facts are never without a value
        return Condition("not", conditions=(said,))
    return said if condition.operator == "is" else None


# --- flat -----------------------------------------------------------------------------------------------------------


def _flat(form: Form, condition: Condition, chain: tuple[str, ...]) -> _Flat | None:
    operator = condition.operator
    if operator in ("all", "any"):
        parts = [_flat(form, inner, chain) for inner in condition.conditions]
        entries: list[dict[str, Any]] = []
        for part in parts:
            if part is None or (len(part.entries) > 1 and part.behaviour != operator):
                return None
            entries += part.entries
        return _Flat(tuple(entries), operator)
    negated = operator == "not"
    comparison = condition.conditions[0] if negated else condition
    if comparison.conditions:
        return None
    question = form.questions[comparison.question or ""]
    theirs = form.chain_of[question.id]
    if theirs != chain[: len(theirs)] or any(value.startswith("absent:") for value in comparison.values):
        return None
    return _flat_comparison(form, question, comparison, negated)


def _flat_comparison(form: Form, question: Question, comparison: Condition, negated: bool) -> _Flat | None:
    exists = {"question": question.id, "operator": "exists"}
    if comparison.operator == "answered":
        return _Flat(({**exists, "answerBoolean": not negated},), "all")
    sign = "!=" if negated != (comparison.operator == "is_not") else "="
    answers = [_answer(form, question, value, sign) for value in comparison.values]
    entries = tuple({"question": question.id, "operator": s, **answer} for s, answer in answers)
    if comparison.operator == "is_not":
        return None if negated else _Flat(({**exists, "answerBoolean": True}, *entries), "all")
    return _Flat(entries, "all" if negated else "any")


def _answer(form: Form, question: Question, value: str, sign: str) -> tuple[str, dict[str, Any]]:
    """The answer[x] a value is compared with, and the sign to use."""
    element = VALUE_ELEMENTS[ITEM_TYPES[question.kind]]
    if element == "valueBoolean":
        return sign, {"answerBoolean": value == "yes"}
    if element == "valueCoding":
        return sign, {"answerCoding": {"system": code_system(question.code_list or question.id), "code": value}}
    return sign, {element.replace("value", "answer", 1): int(value) if element == "valueInteger" else value}


# --- FHIRPath -------------------------------------------------------------------------------------------------------


def _path(form: Form, condition: Condition, chain: tuple[str, ...]) -> str:
    """The condition as a FHIRPath expression that yields true or false."""
    operator = condition.operator
    if operator in ("all", "any"):
        joined = " and " if operator == "all" else " or "
        return joined.join(f"({_path(form, inner, chain)})" for inner in condition.conditions)
    if operator == "not":
        return f"({_path(form, condition.conditions[0], chain)}).not()"
    question = form.questions[condition.question or ""]
    answers = f"{_start(form, question, chain)}.descendants().where(linkId = '{question.id}').answer"
    if operator == "answered":
        return f"{answers}.exists()"
    matches = " or ".join(f"{answers}{_match(question, value)}" for value in condition.values)
    return f"{answers}.exists() and ({matches}).not()" if operator == "is_not" else matches


def _start(form: Form, question: Question, chain: tuple[str, ...]) -> str:
    """Where to look: the nearest repeating group that holds both, else the whole response."""
    theirs = form.chain_of[question.id]
    shared = 0
    while shared < min(len(theirs), len(chain)) and theirs[shared] == chain[shared]:
        shared += 1
    return f"%{variable_name(chain[shared - 1])}" if shared else "%resource"


def variable_name(collection: str) -> str:
    """The variable that stands for one item of a collection in expressions: letters alone, as FHIR asks."""
    return "one" + "".join(word.capitalize() for word in collection.split("_"))


def _match(question: Question, value: str) -> str:
    """What comes after `….answer` to test for one value."""
    if value.startswith("absent:"):
        code = ABSENCE_CODES[value.removeprefix("absent:")]
        return f".value.extension.where(url = '{DATA_ABSENT}').value.where($this = '{code}').exists()"
    element = VALUE_ELEMENTS[ITEM_TYPES[question.kind]]
    if element == "valueBoolean":
        return f".value.where($this = {'true' if value == 'yes' else 'false'}).exists()"
    if element == "valueCoding":
        return f".value.where(code = '{value}').exists()"
    return f".value.where($this = '{value}').exists()"
