"""Which copy shows what: by the copies a question names, by refuge addresses, and by what the family may know."""

from __future__ import annotations

from enquiry_app.definitions.form_definition import Question
from enquiry_app.enquiry.answers import Answers, Postal, Value
from enquiry_app.errors import DocumentError

PRIVATE_ADDRESS = "Address kept private"
_REFERRER = "referrer_"
_NOT_SAFE = ("not_safe",)


def shows(question: Question, copy: str, answers: Answers) -> bool:
    """Whether this copy shows the question at all."""
    if copy not in question.copies:
        return False
    unnamed = copy == "family" and answers.get("stay_unnamed") == "yes"
    return not (unnamed and question.id.startswith(_REFERRER))


def as_shown(value: Value, copy: str) -> Value:
    """The value as this copy may show it: a refuge address leaves the hub's copy only."""
    if copy != "hub" and isinstance(value, Postal) and value.kind == "refuge":
        return PRIVATE_ADDRESS
    return value


def check_family_copy(answers: Answers) -> None:
    """Refuse a family copy when the answers say that the family must not be told. Raises `DocumentError`."""
    if answers.get("family_told") in _NOT_SAFE or answers.get("family_not_told_why"):
        raise DocumentError(
            "No copy for the family is made: the answers say that it is not safe, or not right yet, to tell them."
        )
