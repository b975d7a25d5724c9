"""Whoever writes and asked not to be named: where their names, numbers and addresses stand in what was written. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from enquiry_app.enquiry.answers import Answers

UNNAMED = "[name kept private]"
_WHO = ("referrer_name", "lead_name")
_HOW_TO_REACH = ("referrer_phone", "referrer_email", "lead_phone", "lead_email")
_LEAST_NAME = 3  # characters: initials and shorter names are too common a word
_FAMILY_NAMES = (
    "child_given_names", "child_family_name", "child_known_as", "member_given_names", "member_family_name",
)  # fmt: skip


class UnnamedWriter:
    """Whoever writes and asked not to be named, to be taken out of whatever was written for others to read: names,
    whole and each part of them that nobody of the family bears too, telephone numbers and addresses of mail."""

    def __init__(self, answers: Answers) -> None:
        self._whole: re.Pattern[str] | None = None
        self._parts: re.Pattern[str] | None = None
        if answers.get("stay_unnamed") != "yes":
            return
        names = [text for each in _WHO if (text := _text_of(answers, each))]
        whole = [*names, *(text for each in _HOW_TO_REACH if (text := _text_of(answers, each)))]
        shared = {part.casefold() for name in _names_of_family(answers) for part in _words(name)}
        parts = {part for name in names for part in _words(name) if part.casefold() not in shared}
        self._whole = _any_of(sorted((loosely(each) for each in whole), key=len, reverse=True), re.IGNORECASE)
        # As names are written: "may" and "will" are words.
        self._parts = _any_of([re.escape(part) for part in sorted(parts, key=len, reverse=True)])

    def taken_out(self, text: str) -> str:
        """The text with who writes replaced."""
        for pattern in (self._whole, self._parts):
            text = pattern.sub(UNNAMED, text) if pattern else text
        return text

    def found_in(self, text: str) -> tuple[str, ...]:
        """The passages that tell who writes, each once, as they stand in the text."""
        found: list[str] = []
        for pattern in (self._whole, self._parts):
            if pattern:
                found += [hit.group() for hit in pattern.finditer(text)]
                text = pattern.sub(" ", text)
        return tuple(dict.fromkeys(found))


def loosely(part: str) -> str:
    """A pattern for the same characters with or without blanks and commas between them."""
    return r"[\s,]*".join(re.escape(c) for c in part if not c.isspace() and c != ",")


def _text_of(answers: Answers, question: str) -> str:
    value = answers.get(question)
    return value.strip() if isinstance(value, str) and len(value.strip()) >= _LEAST_NAME else ""


def _names_of_family(answers: Answers) -> list[str]:
    return [value for (question, _), value in answers.values.items()
            if question in _FAMILY_NAMES and isinstance(value, str)]  # fmt: skip


def _words(name: str) -> list[str]:
    return [part for part in re.split(r"[\s,.]+", name) if len(part) >= _LEAST_NAME and part[0].isupper()]


def _any_of(patterns: Sequence[str], flags: int = 0) -> re.Pattern[str] | None:
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)", flags) if patterns else None
