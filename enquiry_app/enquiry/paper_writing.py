"""How one answer is written into the fields of its question on paper. Pure; the counterpart of `paper_reading`."""

from __future__ import annotations

from collections.abc import Mapping

from enquiry_app.definitions.form_definition import Question
from enquiry_app.enquiry.answers import Absent, CivilTime, FlexDate, Postal, Typed, Value
from enquiry_app.enquiry.date_reading import date_words, time_words
from enquiry_app.enquiry.findings import observations
from enquiry_app.enquiry.identifiers import spaced_nhs_number
from enquiry_app.enquiry.paper_fields import ABSENT, ON


def parts_of(question: Question, value: Value, children: Mapping[str, int]) -> dict[str, str]:
    """Part -> text. `children`: item id -> its number on paper. What paper has no room for is left out."""
    if isinstance(value, Absent):
        return _absence(question, value)
    if isinstance(value, Typed):
        return {"": value.text} if question.kind not in ("yes_no", "choice", "choices") else {}
    if isinstance(value, FlexDate):
        return {"": date_words(value)}
    if isinstance(value, CivilTime):
        return {"": time_words(value)}
    if isinstance(value, Postal):
        return {"": value.lines, "postcode": value.postcode, "kind": value.kind}
    match question.kind:
        case "choices":
            return dict.fromkeys(value, ON)
        case "per_child":
            return {str(children[item]): code for item, code in value.items() if item in children}
        case "which_children":
            return {str(children[item]): ON for item in value if item in children}
        case "matrix":
            return _signs(value)
        case "tick":
            return {"": ON}
        case "nhs_number":
            return {"": spaced_nhs_number(value)}
        case "attachments" | "items":
            return {}
    return {"": str(value)}


def _absence(question: Question, value: Absent) -> dict[str, str]:
    if value.why not in question.absences:
        return {}
    if question.kind in ("yes_no", "choice"):
        return {"": ABSENT + value.why, "reason": value.reason}
    if question.kind == "choices":
        return {ABSENT + value.why: ON, "reason": value.reason}
    return {value.why: ON, "": value.reason}


def _signs(findings: Mapping[str, object]) -> dict[str, str]:
    parts: dict[str, str] = {}
    for row, sign in enumerate(observations(findings), 1):
        parts[f"sign{row}"] = str(sign["indicator"])
        for key in ("when", "source", "note"):
            parts[f"{key}{row}"] = str(sign.get(key) or "")
    return parts
