"""A form as a FHIR R4 Questionnaire. Pure.

Sections and pages are groups. Sections that are asked for each item of a collection stand together in one repeating
group, so that what belongs to one child stays together. linkId of a question is its id.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from enquiry_app.definitions.form_definition import Choice, Form, Question, Section
from enquiry_app.exchange.fhir_conditions import shown_if, variable_name
from enquiry_app.exchange.fhir_terms import (
    ADDRESS_PARTS,
    BASE,
    ENTRY_FORMAT,
    ITEM_CONTROL,
    ITEM_CONTROL_CODES,
    ITEM_TYPES,
    REPEATING_KINDS,
    VARIABLE,
    code_system,
    collection_link,
    page_link,
    section_link,
)

_ENTRY_FORMATS = {
    "nhs_number": "999 000 0018",
    "upn": "A letter and twelve more characters",
    "postcode": "AA9A 9AA",
    "phone": "01632 960001",
    "email": "name@example.org",
    "date": "DD MM YYYY, MM YYYY or YYYY",
    "date_time": "DD MM YYYY HH:MM",
}
_PART_WORDS = {"postcode": "Postcode", "uprn": "Property number (UPRN)", "kind": "Kind of address"}
_MAX_LENGTH_TYPES = frozenset({"string", "text"})


def canonical(form: Form) -> str:
    """The address of the form's Questionnaire, with its version."""
    return f"{BASE}/Questionnaire/{form.id}|{form.version}"


def questionnaire(form: Form) -> dict[str, Any]:
    """The Questionnaire of this form version."""
    contained = [_value_set(form, name) for name in sorted(_used_lists(form))]
    resource: dict[str, Any] = {
        "resourceType": "Questionnaire",
        "id": form.id.replace("_", "-"),
        "url": f"{BASE}/Questionnaire/{form.id}",
        "version": form.version,
        "name": "".join(word.capitalize() for word in form.id.replace("-", "_").split("_")),
        "title": form.title,
        "status": "draft",
        "subjectType": ["Patient"],
        "item": list(_top_items(form)),
    }
    if form.owner:
        resource["publisher"] = form.owner
    if contained:
        resource["contained"] = contained
    return resource


def _used_lists(form: Form) -> set[str]:
    return {q.code_list for q in form.questions.values() if q.code_list and ITEM_TYPES[q.kind] == "choice"}


def _value_set(form: Form, name: str) -> dict[str, Any]:
    code_list = form.code_lists[name]
    concepts = [{"code": choice.code, "display": choice.label} for choice in code_list.choices]
    return {
        "resourceType": "ValueSet",
        "id": _value_set_id(name),
        "name": "".join(word.capitalize() for word in name.split("_")),
        "title": code_list.title,
        "status": "draft",
        "compose": {"include": [{"system": code_system(name), "concept": concepts}]},
    }


def _value_set_id(name: str) -> str:
    return f"list-{name.replace('_', '-')}"


def _top_items(form: Form) -> Iterator[dict[str, Any]]:
    """Sections in order; a collection's sections all where its first one stands."""
    done: set[str] = set()
    for section in form.sections:
        if not section.collection:
            yield _section(form, section)
        elif section.collection not in done:
            done.add(section.collection)
            yield _collection(form, section.collection)


def _collection(form: Form, name: str) -> dict[str, Any]:
    collection = form.collections[name]
    return {
        "extension": [_one_of(name)],
        "linkId": collection_link(name),
        "text": collection.singular.capitalize(),
        "type": "group",
        "repeats": True,
        "required": False,
        "item": [_section(form, section) for section in form.sections if section.collection == name],
    }


def _one_of(collection: str) -> dict[str, Any]:
    """A variable that expressions inside a repeating group use for its own turn."""
    expression = {"name": variable_name(collection), "language": "text/fhirpath", "expression": "%context"}
    return {"url": VARIABLE, "valueExpression": expression}


def _section(form: Form, section: Section) -> dict[str, Any]:
    chain = form.nesting(section.collection)
    pages = [
        {
            **shown_if(form, page.show_when, chain),
            "linkId": page_link(page.id),
            "text": page.title,
            "type": "group",
            "item": [_question(form, question) for question in page.questions],
        }
        for page in section.pages
    ]
    return {
        **shown_if(form, section.show_when, chain),
        "linkId": section_link(section.id),
        "text": section.title,
        "type": "group",
        "item": pages,
    }


def _question(form: Form, question: Question) -> dict[str, Any]:
    item: dict[str, Any] = {
        **shown_if(form, question.show_when, form.chain_of[question.id]),
        "linkId": question.id,
        "text": question.label,
        "type": ITEM_TYPES[question.kind],
        "required": False,
    }
    extensions = item.pop("extension", [])
    if question.kind in _ENTRY_FORMATS:
        extensions.append({"url": ENTRY_FORMAT, "valueString": _ENTRY_FORMATS[question.kind]})
    if question.kind == "items":
        extensions.append(_one_of(question.collection))
    if extensions:
        item["extension"] = extensions
    if question.kind in REPEATING_KINDS:
        item["repeats"] = True
    if question.max_length and item["type"] in _MAX_LENGTH_TYPES:
        item["maxLength"] = question.max_length
    item.update(_options(form, question))
    inner = [*_help(question), *_address_parts(form, question)]
    inner += [_question(form, row) for row in question.questions]
    if inner:
        item["item"] = inner
    return item


def _options(form: Form, question: Question) -> dict[str, Any]:
    if ITEM_TYPES[question.kind] != "choice":
        return {}
    if question.code_list:
        return {"answerValueSet": f"#{_value_set_id(question.code_list)}"}
    return {"answerOption": _answer_options(question.id, question.choices)}


def _answer_options(name: str, choices: tuple[Choice, ...]) -> list[dict[str, Any]]:
    system = code_system(name)
    return [{"valueCoding": {"system": system, "code": c.code, "display": c.label}} for c in choices]


def _help(question: Question) -> Iterator[dict[str, Any]]:
    """The hint and the longer guidance as help texts below the question."""
    words = " ".join(part for part in (question.hint, question.guidance) if part)
    if words:
        control = {"coding": [{"system": ITEM_CONTROL_CODES, "code": "help"}]}
        yield {
            "extension": [{"url": ITEM_CONTROL, "valueCodeableConcept": control}],
            "linkId": f"{question.id}.help",
            "text": words,
            "type": "display",
        }


def _address_parts(form: Form, question: Question) -> Iterator[dict[str, Any]]:
    """An address is its lines, with the other parts as questions below the answer."""
    if question.kind != "address":
        return
    choices = form.choices_of(question)
    for part in ADDRESS_PARTS:
        item: dict[str, Any] = {
            "linkId": f"{question.id}.{part}",
            "text": _PART_WORDS[part],
            "type": "choice" if part == "kind" and choices else "string",
            "required": False,
        }
        if item["type"] == "choice":
            item["answerOption"] = _answer_options(question.code_list or question.id, choices)
        yield item
