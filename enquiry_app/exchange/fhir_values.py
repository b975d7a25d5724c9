"""One answer as FHIR answers and back. Pure.

An explicit absence is an answer whose value has no content but says why (`data-absent-reason`), with the person's
reason beside it. Text that could not be read as its kind travels as `as-text`. Civil times get London's offset.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from enquiry_app.definitions.form_definition import Form, Question
from enquiry_app.enquiry.answers import Absent, CivilTime, FlexDate, Postal, Typed, Value
from enquiry_app.errors import CaseError
from enquiry_app.exchange.fhir_terms import (
    ABSENCE_CODES,
    ADDRESS_PARTS,
    APPROXIMATE,
    AS_TEXT,
    CHILD,
    COMPLEX_VALUES,
    DATA_ABSENT,
    ESTIMATED,
    ITEM_TYPES,
    REASON,
    RECORD,
    TYPED,
    VALUE_ELEMENTS,
    code_system,
)

_ABSENCES = {code: why for why, code in ABSENCE_CODES.items()}
_LONDON = ZoneInfo("Europe/London")
Answer = dict[str, Any]


# --- writing --------------------------------------------------------------------------------------------------------


def to_answers(form: Form, question: Question, value: Value) -> list[Answer]:
    """The FHIR answers that say this value."""
    element = VALUE_ELEMENTS[ITEM_TYPES[question.kind]]
    if isinstance(value, Absent):
        extensions = [{"url": DATA_ABSENT, "valueCode": ABSENCE_CODES[value.why]}]
        extensions += [{"url": REASON, "valueString": value.reason}] if value.reason else []
        return [_empty(element, extensions)]
    if isinstance(value, Typed):
        return [
            _empty(element, [{"url": DATA_ABSENT, "valueCode": AS_TEXT}, {"url": TYPED, "valueString": value.text}])
        ]
    kind = question.kind
    if kind in ("yes_no", "tick"):
        return [{element: value == "yes"}]
    if kind in ("choice", "choices"):
        return [{element: _coding(form, question, code)} for code in ((value,) if kind == "choice" else value)]
    if kind == "per_child":
        return [
            {"extension": [{"url": CHILD, "valueString": child}], element: _coding(form, question, code)}
            for child, code in value.items()
        ]
    if kind == "which_children":
        return [{element: child} for child in value]
    if kind == "address":
        return [_address(form, question, value)]
    if kind == "date":
        return [_marked(element, value.iso, ESTIMATED if value.estimated else "")]
    if kind == "date_time":
        return [_marked(element, _with_offset(value.iso), APPROXIMATE if value.approximate else "")]
    if kind == "matrix":
        return [{element: {"contentType": "application/json", "data": _packed(value), "title": question.name}}]
    if kind == "attachments":
        return [{element: _attachment(item)} for item in value]
    return [{element: value}]


def _empty(element: str, extensions: list[dict[str, Any]]) -> Answer:
    """A value without content: of a complex type the extensions lie inside, of a primitive one beside it."""
    return {element if element in COMPLEX_VALUES else f"_{element}": {"extension": extensions}}


def _marked(element: str, content: str, mark: str) -> Answer:
    answer: Answer = {element: content}
    if mark:
        answer[f"_{element}"] = {"extension": [{"url": mark, "valueBoolean": True}]}
    return answer


def _coding(form: Form, question: Question, code: str) -> dict[str, Any]:
    system = code_system(question.code_list or question.id)
    return {"system": system, "code": code, "display": form.label_of(question, code)}


def _with_offset(iso: str) -> str:
    """A civil time with seconds and London's offset, as FHIR wants it; a date stays a date."""
    if len(iso) == 10:
        return iso
    return dt.datetime.fromisoformat(iso).replace(tzinfo=_LONDON).isoformat()


def _address(form: Form, question: Question, value: Postal) -> Answer:
    answer = {"valueString": value.lines} if value.lines else _empty("valueString", [_unknown()])
    parts = []
    for part in ADDRESS_PARTS:
        content = getattr(value, part)
        if content:
            coded = part == "kind" and bool(form.choices_of(question))
            said = {"valueCoding": _coding(form, question, content)} if coded else {"valueString": content}
            parts.append({"linkId": f"{question.id}.{part}", "answer": [said]})
    return {**answer, "item": parts} if parts else answer


def _unknown() -> dict[str, Any]:
    return {"url": DATA_ABSENT, "valueCode": ABSENCE_CODES["not_known"]}


def _packed(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(text.encode()).decode()


def _unpacked(data: str) -> Any:
    return json.loads(base64.b64decode(data, validate=True))


def _attachment(record: Mapping[str, Any]) -> dict[str, Any]:
    """What is known of a file kept with the enquiry; its content does not travel here."""
    text = json.dumps(dict(record), sort_keys=True, ensure_ascii=False)
    found: dict[str, Any] = {"extension": [{"url": RECORD, "valueString": text}]}
    for key, name in (("contentType", "media_type"), ("title", "file_name"), ("size", "size")):
        if record.get(name):
            found[key] = record[name]
    return found


# --- reading --------------------------------------------------------------------------------------------------------


def from_answers(question: Question, answers: list[Answer]) -> Value:
    """The value these FHIR answers say. Raises `CaseError` naming the question."""
    try:
        return _read(question, answers)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise CaseError(f"{question.id}: the answer does not fit this question.") from error


def _read(question: Question, answers: list[Answer]) -> Value:
    element = VALUE_ELEMENTS[ITEM_TYPES[question.kind]]
    kind = question.kind
    first = answers[0]
    extensions = _extensions(first, element)
    if kind != "address" or "item" not in first:
        if extensions.get(DATA_ABSENT) == AS_TEXT:
            return Typed(extensions.get(TYPED, ""))
        if DATA_ABSENT in extensions:
            return Absent(_ABSENCES[extensions[DATA_ABSENT]], extensions.get(REASON, ""))
    if kind == "choices":
        return tuple(answer[element]["code"] for answer in answers)
    if kind == "per_child":
        return {_own_extensions(answer)[CHILD]: answer[element]["code"] for answer in answers}
    if kind == "which_children":
        return tuple(answer[element] for answer in answers)
    if kind == "attachments":
        return tuple(json.loads(_own_extensions(answer[element])[RECORD]) for answer in answers)
    if len(answers) > 1:
        raise ValueError("more than one answer")
    if kind == "address":
        return _read_address(first)
    return _read_one(kind, first[element], extensions)


def _read_one(kind: str, content: Any, extensions: Mapping[str, Any]) -> Value:
    if kind in ("yes_no", "tick"):
        return "yes" if content is True else "no" if kind == "yes_no" else ""
    if kind == "choice":
        return content["code"]
    if kind == "date":
        return FlexDate(content, bool(extensions.get(ESTIMATED)))
    if kind == "date_time":
        return CivilTime(_civil(content), bool(extensions.get(APPROXIMATE)))
    if kind == "matrix":
        return _unpacked(content["data"])
    return content


def _civil(content: str) -> str:
    """London civil time of a FHIR dateTime. What we wrote is read as written, also in the hours a clock skips."""
    if len(content) <= 10:
        return content
    written = content[:16]
    if _with_offset(written) == content:
        return written
    instant = dt.datetime.fromisoformat(content.replace("Z", "+00:00"))
    return instant.astimezone(_LONDON).strftime("%Y-%m-%dT%H:%M")


def _read_address(answer: Answer) -> Postal:
    parts: dict[str, str] = {}
    for item in answer.get("item", ()):
        said = item["answer"][0]
        parts[item["linkId"].rpartition(".")[2]] = (
            said["valueCoding"]["code"] if "valueCoding" in said else said["valueString"]
        )
    return Postal(lines=answer.get("valueString", ""), **parts)


def _extensions(answer: Answer, element: str) -> dict[str, Any]:
    """Extensions of the answer's value by their address."""
    return _own_extensions(answer.get(element if element in COMPLEX_VALUES else f"_{element}") or {})


def _own_extensions(holder: Mapping[str, Any]) -> dict[str, Any]:
    found = {}
    for extension in holder.get("extension", ()):
        content = [value for key, value in extension.items() if key.startswith("value")]
        found[extension["url"]] = content[0] if content else None
    return found
