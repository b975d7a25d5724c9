"""How what stands in the fields of one question on paper becomes an answer. Pure; tolerant, and never silent."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from enquiry_app.definitions.form_definition import Form, Question
from enquiry_app.definitions.matrix_definition import Coded, Matrix
from enquiry_app.enquiry.answers import Absent, Postal, Typed, Value
from enquiry_app.enquiry.identifiers import tidy_postcode
from enquiry_app.enquiry.paper_fields import ABSENT, LINES_LIMIT, LONG_LINES, ONE_LINE_LIMIT
from enquiry_app.enquiry.question_kinds import ABSENCE_WORDS, kind_of

NOT_A_CHOICE = "This is not one of the choices."
NOT_HERE = "The question has no such field."
TWO_ABSENCES = "More than one box for a missing answer is marked."
BESIDE = "An answer is given as well; this stands beside it."
NO_CHILD = "Nothing else is written about this child."
NO_SIGN = "The matrix has no sign with this code."
NO_CODE = "This stands in a row without a sign's code."
FILES = "Files do not come with the form. Add them to the draft yourself."
AS_WRITTEN = "It stands in the draft as it was written, to be put right there."
_PARTED = re.compile(r"[,;/\s]+")
_ROW = re.compile(r"(sign|when|source|note)([1-9][0-9]{0,2})")
_MOST_SIGNS = 200


@dataclass(frozen=True)
class NotPlaced:
    """Words that found no place: where they stood, the words, and why."""

    where: str
    text: str
    why: str

    def __repr__(self) -> str:
        return f"NotPlaced({self.why!r})"


class QuestionReader:
    """Reads the fields of one question at one place. `children`: number on paper -> item id."""

    def __init__(
        self, form: Form, matrix: Matrix, question: Question, where: str, today: dt.date, children: Mapping[int, str]
    ) -> None:
        self._form, self._matrix, self._question, self._where = form, matrix, question, where
        self._today, self._children = today, children
        self.not_placed: list[NotPlaced] = []

    def read(self, parts: Mapping[str, str]) -> Value | None:
        """The answer, or None. What is left over is in `not_placed`."""
        left = {part: text for part, text in parts.items() if text.strip()}
        readers = {
            "yes_no": self._choice, "choice": self._choice, "choices": self._choices, "tick": self._tick,
            "per_child": self._per_child, "which_children": self._which_children, "matrix": self._matrix_signs,
            "address": self._address, "attachments": self._files,
        }  # fmt: skip
        value = readers.get(self._question.kind, self._text)(left)
        for text in left.values():
            self._lost(text, NOT_HERE)
        return None if value in ("", (), {}) else value

    def _lost(self, text: str, why: str) -> None:
        self.not_placed.append(NotPlaced(self._where, text, why))

    # Texts

    def _text(self, left: dict[str, str]) -> Value | None:
        text, why = self._fitting(left.pop("", "")), self._absence_ticked(left, "")
        if why:
            return Absent(why, _one_line(text) if self._question.kind not in LONG_LINES else text)
        value = kind_of(self._question).parse(text, self._today)
        if isinstance(value, Typed):
            self._lost(text, f"{kind_of(self._question).unreadable}. {AS_WRITTEN}")
        return value

    def _fitting(self, text: str, limit: int = 0) -> str:
        """The text if it is not too long for the question, else "" (and it is lost)."""
        text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
        long = self._question.kind in LONG_LINES
        most = limit or self._question.max_length or (LINES_LIMIT if long else ONE_LINE_LIMIT)
        if len(text) <= most:
            return text
        self._lost(text[:LINES_LIMIT], f"This is longer than the {most} characters there is room for.")
        return ""

    def _absence_ticked(self, left: dict[str, str], prefix: str) -> str:
        whys = [why for why in self._question.absences if left.pop(prefix + why, "")]
        if len(whys) > 1:
            self._lost(", ".join(ABSENCE_WORDS[why] for why in whys), TWO_ABSENCES)
        return whys[0] if len(whys) == 1 else ""

    def _address(self, left: dict[str, str]) -> Value | None:
        text, why = self._fitting(left.pop("", "")), self._absence_ticked(left, "")
        postcode = " ".join(self._fitting(left.pop("postcode", ""), 20).upper().split())
        kind = self._code(left.pop("kind", ""))
        found: Any = kind_of(self._question).parse(text, self._today) or Postal()
        if why:
            if not (postcode or kind):
                return Absent(why, text)
            self._lost(ABSENCE_WORDS[why], BESIDE)
        if postcode:
            postcode = tidy_postcode(postcode) or postcode
            other = found.postcode if found.postcode != postcode else ""
            lines = "\n".join(filter(None, (found.lines, other)))
            found = Postal(lines, postcode)
        made = Postal(found.lines, found.postcode, found.uprn, kind)
        return made if made != Postal() else None

    # Choices

    def _code(self, text: str) -> str:
        """The code of a choice given by its code or its words; "" (and lost) if there is none."""
        wanted = _one_line(text).casefold()
        if not wanted:
            return ""
        for choice in self._form.choices_of(self._question):
            if wanted in (choice.code.casefold(), _one_line(choice.label).casefold()):
                return choice.code
        self._lost(text[:LINES_LIMIT], NOT_A_CHOICE)
        return ""

    def _choice(self, left: dict[str, str]) -> Value | None:
        text, reason = left.pop("", ""), _one_line(self._fitting(left.pop("reason", ""), ONE_LINE_LIMIT))
        for why in self._question.absences:
            if _one_line(text).casefold() in (ABSENT + why, ABSENCE_WORDS[why].casefold()):
                return Absent(why, reason)
        if reason:
            self._lost(reason, BESIDE if text else NOT_A_CHOICE)
        return self._code(text)

    def _choices(self, left: dict[str, str]) -> Value | None:
        codes = tuple(c.code for c in self._form.choices_of(self._question) if left.pop(c.code, ""))
        why = self._absence_ticked(left, ABSENT)
        reason = _one_line(self._fitting(left.pop("reason", ""), ONE_LINE_LIMIT))
        if why and not codes:
            return Absent(why, reason)
        if why:
            self._lost(ABSENCE_WORDS[why], BESIDE)
        if reason:
            self._lost(reason, BESIDE)
        return codes

    def _tick(self, left: dict[str, str]) -> Value | None:
        return "yes" if left.pop("", "") else None

    # Children

    def _per_child(self, left: dict[str, str]) -> Value | None:
        value: dict[str, str] = {}
        for item, text in self._by_child(left):
            if code := self._code(text):
                value[item] = code
        return value

    def _which_children(self, left: dict[str, str]) -> Value | None:
        return tuple(item for item, _ in self._by_child(left))

    def _by_child(self, left: dict[str, str]) -> list[tuple[str, str]]:
        """(child item id, text) in the order of the children; numbers nobody else wrote about are lost."""
        found = []
        for number in sorted(int(part) for part in left if part.isascii() and part.isdigit() and len(part) < 4):
            text = left.pop(str(number), "")
            if number in self._children:
                found.append((self._children[number], text))
            elif text:
                self._lost(text, NO_CHILD)
        return found

    # Signs and files

    def _matrix_signs(self, left: dict[str, str]) -> Value | None:
        rows: dict[int, dict[str, str]] = {}
        for part in list(left):
            if match := _ROW.fullmatch(part):
                rows.setdefault(int(match[2]), {})[match[1]] = left.pop(part)
        signs: dict[str, dict[str, str]] = {}
        for _, row in sorted(rows.items())[:_MOST_SIGNS]:
            self._row(row, signs)
        return {"observations": list(signs.values())} if signs else None

    def _row(self, row: dict[str, str], signs: dict[str, dict[str, str]]) -> None:
        when = self._coded(row.get("when", ""), self._matrix.when)
        source = self._coded(row.get("source", ""), self._matrix.source)
        note = _one_line(self._fitting(row.get("note", ""), ONE_LINE_LIMIT))
        by_code = {sign.casefold(): sign for sign in self._matrix.indicators}
        known = []
        for typed in filter(None, _PARTED.split(row.get("sign", "")[:ONE_LINE_LIMIT])):
            if sign := by_code.get(typed.strip(".").casefold()):
                known.append(sign)
            else:
                self._lost(typed, NO_SIGN)
        details = {"when": when, "source": source, "note": note}
        if not known:
            for text in filter(None, (row.get("when"), row.get("source"), note)):
                self._lost(text, NO_CODE)
        for sign in known:
            signs[sign] = {"indicator": sign, **{key: text for key, text in details.items() if text}}

    def _coded(self, text: str, coded: tuple[Coded, ...]) -> str:
        wanted = _one_line(text).casefold()
        for each in coded:
            if wanted in (each.code.casefold(), each.label.casefold()):
                return each.code
        if wanted:
            self._lost(text[:LINES_LIMIT], NOT_A_CHOICE)
        return ""

    def _files(self, left: dict[str, str]) -> Value | None:
        if text := left.pop("", ""):
            self._lost(text[:LINES_LIMIT], FILES)
        return None


def _one_line(text: str) -> str:
    return " ".join(text.split())
