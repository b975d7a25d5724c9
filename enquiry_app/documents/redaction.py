"""Which copy shows what: by the copies a question names, by refuge addresses, and by what the family may know."""

from __future__ import annotations

import re

from enquiry_app.definitions.form_definition import Form, Question
from enquiry_app.enquiry.answers import Answers, Postal, Value
from enquiry_app.enquiry.unnamed_writer import UNNAMED, UnnamedWriter, loosely
from enquiry_app.errors import DocumentError

__all__ = ["UNNAMED", "UnnamedWriter"]

PRIVATE_ADDRESS = "Address kept private"
_WHO_WRITES = ("referrer_", "lead_")
_NOT_SAFE = ("not_safe",)
_NOT_FOR_THE_FAMILY = ("level", "matrix")
SOURCES = "source"  # the code list of where something comes from
NOT_GIVEN_ON = ("third_party",)
Path = tuple[str, ...]
_LEAST_LINE = 6  # characters: a shorter line of an address is too common a word to be taken out of other text


def shows(question: Question, copy: str, answers: Answers) -> bool:
    """Whether this copy shows the question at all."""
    if copy not in question.copies:
        return False
    if copy != "family":
        return True
    unnamed = answers.get("stay_unnamed") == "yes" and question.id.startswith(_WHO_WRITES)
    return not unnamed and question.placing.place not in _NOT_FOR_THE_FAMILY


def as_shown(value: Value, copy: str) -> Value:
    """The value as this copy may show it: a refuge address is in the hub's copy only."""
    if copy != "hub" and isinstance(value, Postal) and value.kind == "refuge":
        return PRIVATE_ADDRESS
    return value


def without_withheld(form: Form, answers: Answers, copy: str) -> Answers:
    """The answers without the items this copy may not hold: what somebody else told us is never given to the family.

    An item's own tag decides: its answer to a question of the list `source`.
    """
    if copy != "family":
        return answers
    for collection, question_id in _tagged(form):
        kept: dict[Path, list[str]] = {}
        for path in [address.items for address in answers.addresses() if address.question == question_id]:
            if answers.get(question_id, path) in NOT_GIVEN_ON:
                parent = path[:-1]
                items = kept.setdefault(parent, list(answers.items_of(collection, parent)))
                if path[-1] in items:
                    items.remove(path[-1])
        for parent, items in kept.items():
            answers = answers.with_items(collection, parent, tuple(items))
    return answers


def _tagged(form: Form) -> list[tuple[str, str]]:
    """Collection and question of each kind of item that says where it comes from."""
    found = []
    for section in form.sections:
        for question in section.questions:
            if question.kind == "items":
                inner = [each.id for each in question.questions if each.code_list == SOURCES]
                found += [(question.collection or question.id, each) for each in inner]
            elif section.collection and question.code_list == SOURCES:
                found.append((section.collection, question.id))
    return found


class PrivatePlaces:
    """Refuge addresses of an enquiry, to be taken out of whatever else somebody wrote."""

    def __init__(self, answers: Answers) -> None:
        refuges = [v for v in answers.values.values() if isinstance(v, Postal) and v.kind == "refuge"]
        patterns = [pattern for refuge in refuges for pattern in _patterns(refuge)]
        self._found = re.compile("|".join(patterns), re.IGNORECASE) if patterns else None

    def taken_out(self, text: str) -> str:
        """The text with lines and postcodes of refuges replaced."""
        return self._found.sub(f"[{PRIVATE_ADDRESS.lower()}]", text) if self._found else text


def _patterns(refuge: Postal) -> list[str]:
    """Its postcode, and each of its lines that has a number: the town alone gives nothing away."""
    parts = [refuge.postcode] if refuge.postcode else []
    parts += [line for line in re.split(r"[\n,]", refuge.lines) if len(line.strip()) >= _LEAST_LINE]
    telling = [part for part in parts if any(c.isdigit() for c in part)] or parts
    return [r"(?<!\w)" + loosely(part) + r"(?!\w)" for part in telling]


def check_family_copy(answers: Answers) -> None:
    """Refuse a family copy when the answers say that the family must not be told. Raises `DocumentError`."""
    if answers.get("family_told") in _NOT_SAFE or answers.get("family_not_told_why"):
        raise DocumentError(
            "No copy for the family is made: the answers say that it is not safe, or not right yet, to tell them."
        )
