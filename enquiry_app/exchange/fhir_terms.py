"""Addresses and codes of FHIR R4 that the exchange uses, ours and those of the standard. Imports nothing of ours.

Our own addresses lie under a reserved example domain until the partnership has one of its own.
"""

from __future__ import annotations

BASE = "https://enquiry-app.example/fhir"
ESTIMATED = f"{BASE}/StructureDefinition/estimated"
APPROXIMATE = f"{BASE}/StructureDefinition/approximate"
REASON = f"{BASE}/StructureDefinition/absence-reason"
TYPED = f"{BASE}/StructureDefinition/as-typed"
CHILD = f"{BASE}/StructureDefinition/child"
RECORD = f"{BASE}/StructureDefinition/attachment-record"
SHOWN_IF = f"{BASE}/StructureDefinition/shown-if"

DATA_ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
ENTRY_FORMAT = "http://hl7.org/fhir/StructureDefinition/entryFormat"
ITEM_CONTROL = "http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl"
ITEM_CONTROL_CODES = "http://hl7.org/fhir/questionnaire-item-control"
VARIABLE = "http://hl7.org/fhir/StructureDefinition/variable"
ENABLE_WHEN = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-enableWhenExpression"

ABSENCE_CODES = {
    "not_known": "unknown",
    "not_asked": "not-asked",
    "declined": "asked-declined",
    "not_applicable": "not-applicable",
}
AS_TEXT = "as-text"

# Kind of question -> type of item, and the value element its answers use.
ITEM_TYPES = {
    "text": "string",
    "long_text": "text",
    "yes_no": "boolean",
    "choice": "choice",
    "choices": "choice",
    "date": "date",
    "date_time": "dateTime",
    "number": "integer",
    "address": "text",
    "phone": "string",
    "email": "string",
    "postcode": "string",
    "nhs_number": "string",
    "upn": "string",
    "tick": "boolean",
    "per_child": "choice",
    "which_children": "string",
    "matrix": "attachment",
    "attachments": "attachment",
    "items": "group",
}
VALUE_ELEMENTS = {
    "string": "valueString",
    "text": "valueString",
    "boolean": "valueBoolean",
    "choice": "valueCoding",
    "date": "valueDate",
    "dateTime": "valueDateTime",
    "integer": "valueInteger",
    "attachment": "valueAttachment",
}
COMPLEX_VALUES = frozenset({"valueCoding", "valueAttachment"})
REPEATING_KINDS = frozenset({"choices", "per_child", "which_children", "attachments", "items"})
ADDRESS_PARTS = ("postcode", "uprn", "kind")


def section_link(section: str) -> str:
    """The linkId of a section's group; prefixed, since a section and a question may share an id."""
    return f"section.{section}"


def page_link(page: str) -> str:
    """The linkId of a page's group."""
    return f"page.{page}"


def collection_link(collection: str) -> str:
    """The linkId of the group that repeats for each item of a collection that has sections of its own."""
    return f"collection.{collection}"


def code_system(name: str) -> str:
    """The code system of a code list, or of a question with choices of its own."""
    return f"{BASE}/CodeSystem/{name.replace('_', '-')}"
