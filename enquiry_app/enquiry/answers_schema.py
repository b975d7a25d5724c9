"""The JSON schema of `answers-1`, made from the form and committed beside it. Pure."""

from __future__ import annotations

import json
from typing import Any

from enquiry_app.definitions.form_definition import Form, Question
from enquiry_app.enquiry.answers_json import FORMAT, collections_within, questions_within
from enquiry_app.enquiry.question_kinds import kind_of

SCHEMA_FILE = "answers-1.schema.json"
_ISO_DAY = r"^\d{4}(-\d{2}(-\d{2})?)?$"
_ISO_TIME = r"^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2})?$"


def answers_schema(form: Form) -> dict[str, Any]:
    """The schema (draft 2020-12): every question id, every code; nothing is compulsory, nothing else is allowed."""
    schema = _level(form, "")
    schema["properties"] = {"answers": {"const": FORMAT}, **schema["properties"]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Answers to the {form.title}, version {form.version}",
        **schema,
        "$defs": _definitions(),
    }


def schema_text(form: Form) -> str:
    """The schema as it is committed."""
    return json.dumps(answers_schema(form), indent=1, ensure_ascii=False) + "\n"


def _level(form: Form, collection: str) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    if collection:
        properties["id"] = {"type": "string", "minLength": 1}
    for question in questions_within(form, collection):
        properties[question.id] = _question(form, question)
    for inner in collections_within(form, collection):
        rows: dict[str, Any] = {"type": "array", "items": _level(form, inner)}
        if form.collections[inner].maximum:
            rows["maxItems"] = form.collections[inner].maximum
        properties[inner] = rows
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _question(form: Form, question: Question) -> dict[str, Any]:
    own = kind_of(question).schema(question, tuple(choice.code for choice in form.choices_of(question)))
    shapes = [own, {"$ref": "#/$defs/typed"}]
    if question.absences:
        absent = {"enum": list(question.absences)}
        reason = {"type": "string"}
        shapes.append(
            {
                "type": "object",
                "properties": {"absent": absent, "reason": reason},
                "required": ["absent"],
                "additionalProperties": False,
            }
        )
    return {"title": question.name, "anyOf": shapes}


def _definitions() -> dict[str, Any]:
    def marked(key: str, pattern: str, mark: str) -> dict[str, Any]:
        return {
            "type": "object",
            "properties": {key: {"type": "string", "pattern": pattern}, mark: {"type": "boolean"}},
            "required": [key],
            "additionalProperties": False,
        }

    return {
        "date": {"type": "string", "pattern": _ISO_DAY},
        "estimated_date": marked("date", _ISO_DAY, "estimated"),
        "time": {"type": "string", "pattern": _ISO_TIME},
        "approximate_time": marked("time", _ISO_TIME, "approximate"),
        "typed": {
            "description": "What somebody typed that could not be read as this kind",
            "type": "object",
            "properties": {"typed": {"type": "string"}},
            "required": ["typed"],
            "additionalProperties": False,
        },
        "findings": {
            "description": "What was noticed about one child; see the case of the matrix rules",
            "type": "object",
            "properties": {
                "observations": {"type": "array", "items": {"type": "object", "required": ["indicator"]}},
                "no_worry": {"type": "array", "items": {"type": "string"}},
                "worry": {"type": "array", "items": {"type": "string"}},
            },
        },
    }
