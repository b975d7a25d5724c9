"""Says in words when a question of the form is asked, for people who read it on paper. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from enquiry_app.definitions.form_definition import Condition, Form
from enquiry_app.enquiry.question_kinds import ABSENCE_WORDS


def condition_words(form: Form, condition: Condition | None, facts: Mapping[str, str]) -> str:
    """ "“Danger now” is Yes". "" for no condition, or one that cannot be said: then the question is open to all.

    `facts`: `fact=value` -> words.
    """
    if condition is None:
        return ""
    match condition.operator:
        case "any" | "all":
            parts = [condition_words(form, each, facts) for each in condition.conditions]
            return (" or " if condition.operator == "any" else " and ").join(parts) if all(parts) else ""
        case "not":
            return _not(form, condition.conditions[0])
        case "answered":
            return f"“{_name(form, condition)}” is answered" if condition.question else ""
        case "is" | "any_of":
            return _is(form, condition, facts)
    return ""


def _is(form: Form, condition: Condition, facts: Mapping[str, str]) -> str:
    if condition.fact:
        parts = [facts.get(f"{condition.fact}={value}", "") for value in condition.values]
        return " or ".join(parts) if parts and all(parts) else ""
    return f"“{_name(form, condition)}” is {_values(form, condition)}" if condition.question else ""


def _not(form: Form, inner: Condition) -> str:
    if not inner.question:
        return ""
    if inner.operator == "answered":
        return f"“{_name(form, inner)}” is left empty"
    if inner.operator in ("is", "any_of"):
        return f"“{_name(form, inner)}” is not {_values(form, inner)}"
    return ""


def _name(form: Form, condition: Condition) -> str:
    return form.questions[condition.question or ""].name.rstrip("?")


def _values(form: Form, condition: Condition) -> str:
    question = form.questions[condition.question or ""]
    return " or ".join(
        ABSENCE_WORDS.get(value.removeprefix("absent:"), "") or form.label_of(question, value)
        for value in condition.values
    )
