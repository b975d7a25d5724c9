"""What each kind of question makes of an answer: reading typed text, plain words, JSON. One class per kind.

Adding a kind touches `form_definition.KINDS` and this file's table. Pure.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Any

from enquiry_app.definitions.form_definition import ABSENCES, Form, Question
from enquiry_app.enquiry import identifiers
from enquiry_app.enquiry.answers import Absent, CivilTime, FlexDate, Postal, Typed, Value
from enquiry_app.enquiry.date_reading import date_words, read_date, read_date_time, time_words
from enquiry_app.errors import CaseError

ABSENCE_WORDS = {
    "not_known": "Not known",
    "not_asked": "Not asked",
    "declined": "Did not want to say",
    "not_applicable": "Does not apply",
}
_ISO_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_ISO_TIME = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2})?")
NameOfItem = Callable[[str], str]


class Kind:
    """A text of one line; the other kinds differ from it where they must."""

    unreadable = ""  # what to say of `Typed`
    blocks = False  # whether an unreadable answer stops a normal send

    def parse(self, text: str, today: dt.date) -> Value:
        """What was typed as a value; `Typed` if it cannot be read, "" if nothing was typed."""
        return " ".join(text.split())

    def show(self, form: Form, question: Question, value: Value, name_of_item: NameOfItem | None = None) -> str:
        """Plain words for lists, check answers and documents."""
        if isinstance(value, Absent):
            words = ABSENCE_WORDS.get(value.why, value.why)
            return f"{words} – {value.reason}" if value.reason else words
        if isinstance(value, Typed):
            return value.text
        return self.words(form, question, value, name_of_item or str)

    def words(self, form: Form, question: Question, value: Value, name_of_item: NameOfItem) -> str:
        """Plain words for a value of this kind's own shape."""
        return str(value)

    def problem(self, value: Value) -> str | None:
        """What is wrong with the value by itself, in a sentence without a full stop; None if nothing."""
        if isinstance(value, Typed):
            return self.unreadable or "This cannot be read"
        return None if isinstance(value, Absent) else self.fault(value)

    def fault(self, value: Value) -> str | None:
        """What is wrong with a value of this kind's own shape."""
        return None

    def to_json(self, value: Value) -> Any:
        """The value as `answers-1` writes it."""
        if isinstance(value, Absent):
            return {"absent": value.why, "reason": value.reason} if value.reason else {"absent": value.why}
        if isinstance(value, Typed):
            return {"typed": value.text}
        return self.plain(value)

    def plain(self, value: Value) -> Any:
        """JSON of a value of this kind's own shape."""
        return value

    def from_json(self, data: Any, path: str) -> Value:
        """The value `answers-1` JSON means. Raises `CaseError` naming `path`."""
        if isinstance(data, Mapping) and "absent" in data:
            return _absence(data, path)
        if isinstance(data, Mapping) and "typed" in data:
            if set(data) != {"typed"} or not isinstance(data["typed"], str):
                raise CaseError(f'{path}: write {{"typed": "…"}} with the text as typed.')
            return Typed(data["typed"])
        return self.value(data, path)

    def value(self, data: Any, path: str) -> Value:
        """A value of this kind's own shape from JSON."""
        return _text(data, path)

    def schema(self, question: Question, codes: tuple[str, ...]) -> dict[str, Any]:
        """JSON schema of a value of this kind's own shape."""
        return {"type": "string"}


def _absence(data: Mapping[str, Any], path: str) -> Absent:
    reason = data.get("reason", "")
    if not set(data) <= {"absent", "reason"} or data["absent"] not in ABSENCES or not isinstance(reason, str):
        raise CaseError(f'{path}: write {{"absent": "…", "reason": "…"}} with one of {", ".join(ABSENCES)}.')
    return Absent(data["absent"], reason)


def _text(data: Any, path: str) -> str:
    if not isinstance(data, str):
        raise CaseError(f"{path}: must be a text.")
    return data


class LongText(Kind):
    """A narrative: line breaks are kept."""

    def parse(self, text: str, today: dt.date) -> Value:
        return text.strip()


class Choice(Kind):
    """One code."""

    def words(self, form: Form, question: Question, value: Value, name_of_item: NameOfItem) -> str:
        return form.label_of(question, value)

    def schema(self, question: Question, codes: tuple[str, ...]) -> dict[str, Any]:
        return {"enum": list(codes)}


class Tick(Kind):
    """A declaration: "yes" or nothing."""

    def parse(self, text: str, today: dt.date) -> Value:
        return "yes" if text.strip().lower() in ("yes", "y", "x", "true", "1", "✓", "✔") else ""

    def words(self, form: Form, question: Question, value: Value, name_of_item: NameOfItem) -> str:
        return "Yes"

    def schema(self, question: Question, codes: tuple[str, ...]) -> dict[str, Any]:
        return {"const": "yes"}

    def value(self, data: Any, path: str) -> Value:
        if data != "yes":
            raise CaseError(f'{path}: must be "yes" or left out.')
        return data


def _codes(data: Any, path: str) -> tuple[str, ...]:
    good = isinstance(data, list | tuple) and all(isinstance(item, str) for item in data)
    if not good or len(set(data)) != len(data):
        raise CaseError(f"{path}: must be a list of different codes.")
    return tuple(data)


class Choices(Kind):
    """Several codes, kept in the order chosen."""

    def parse(self, text: str, today: dt.date) -> Value:
        return tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))

    def words(self, form: Form, question: Question, value: Value, name_of_item: NameOfItem) -> str:
        return "; ".join(form.label_of(question, code) for code in value)

    def plain(self, value: Value) -> Any:
        return list(value)

    def value(self, data: Any, path: str) -> Value:
        return _codes(data, path)

    def schema(self, question: Question, codes: tuple[str, ...]) -> dict[str, Any]:
        return {"type": "array", "uniqueItems": True, "items": {"enum": list(codes)}}


class Date(Kind):
    """A full, partial or estimated date."""

    unreadable = "This is not a date. Write it like 3 11 2026, or only the month and year"
    blocks = True

    def parse(self, text: str, today: dt.date) -> Value:
        if not text.strip():
            return ""
        return read_date(text, today) or Typed(text.strip())

    def words(self, form: Form, question: Question, value: Value, name_of_item: NameOfItem) -> str:
        return date_words(value)

    def plain(self, value: Value) -> Any:
        return {"date": value.iso, "estimated": True} if value.estimated else value.iso

    def value(self, data: Any, path: str) -> Value:
        iso, estimated = _marked(data, "date", "estimated", path)
        if not _ISO_DATE.fullmatch(iso) or not _is_real(iso):
            raise CaseError(f"{path}: must be a real date such as 2026-11-03, 2026-11 or 2026.")
        return FlexDate(iso, estimated)

    def schema(self, question: Question, codes: tuple[str, ...]) -> dict[str, Any]:
        return {"anyOf": [{"$ref": "#/$defs/date"}, {"$ref": "#/$defs/estimated_date"}]}


def _marked(data: Any, key: str, mark: str, path: str) -> tuple[str, bool]:
    """A text alone, or an object of the text and a true/false mark."""
    if isinstance(data, Mapping) and set(data) <= {key, mark} and isinstance(data.get(mark, False), bool):
        return _text(data.get(key), f"{path}.{key}"), bool(data.get(mark, False))
    return _text(data, path), False


def _is_real(iso: str) -> bool:
    try:
        dt.datetime.fromisoformat(iso + "-01-01"[len(iso) - 4 :] if len(iso) < 10 else iso)
    except ValueError:
        return False
    return True


class DateTime(Kind):
    """A civil date and time of London, or the date alone."""

    unreadable = "This is not a date and time. Write them like 3 11 2026 14:05"
    blocks = True

    def parse(self, text: str, today: dt.date) -> Value:
        if not text.strip():
            return ""
        return read_date_time(text, today) or Typed(text.strip())

    def words(self, form: Form, question: Question, value: Value, name_of_item: NameOfItem) -> str:
        return time_words(value)

    def plain(self, value: Value) -> Any:
        return {"time": value.iso, "approximate": True} if value.approximate else value.iso

    def value(self, data: Any, path: str) -> Value:
        iso, approximate = _marked(data, "time", "approximate", path)
        if not _ISO_TIME.fullmatch(iso) or not _is_real(iso):
            raise CaseError(f"{path}: must be a real date and time such as 2026-11-03T14:05, or a date.")
        return CivilTime(iso, approximate)

    def schema(self, question: Question, codes: tuple[str, ...]) -> dict[str, Any]:
        return {"anyOf": [{"$ref": "#/$defs/time"}, {"$ref": "#/$defs/approximate_time"}]}


class Number(Kind):
    """A whole number."""

    unreadable = "This is not a whole number"
    blocks = True

    def parse(self, text: str, today: dt.date) -> Value:
        plain = text.strip().rstrip("%").replace(",", "").strip()
        if not plain:
            return ""
        return int(plain) if re.fullmatch(r"-?[0-9]{1,9}", plain) else Typed(text.strip())

    def value(self, data: Any, path: str) -> Value:
        if isinstance(data, bool) or not isinstance(data, int):
            raise CaseError(f"{path}: must be a whole number.")
        return data

    def schema(self, question: Question, codes: tuple[str, ...]) -> dict[str, Any]:
        return {"type": "integer"}


class Address(Kind):
    """Lines, postcode, property number (UPRN) and kind of address."""

    def parse(self, text: str, today: dt.date) -> Value:
        lines, postcode = identifiers.split_postcode(text.strip())
        tidy = "\n".join(" ".join(line.split()).rstrip(",") for line in lines.splitlines() if line.strip(" ,"))
        return Postal(tidy, postcode) if tidy or postcode else ""

    def words(self, form: Form, question: Question, value: Value, name_of_item: NameOfItem) -> str:
        parts = [line.strip().rstrip(",") for line in value.lines.splitlines() if line.strip()]
        words = ", ".join([*parts, *([value.postcode] if value.postcode else [])])
        if not value.kind or value.kind == "current":
            return words
        kind = form.label_of(question, value.kind)
        return f"{words} ({kind})" if words else kind

    def fault(self, value: Value) -> str | None:
        if value.postcode and identifiers.tidy_postcode(value.postcode) is None:
            return "This is not a UK postcode. Check it, or leave it empty"
        if value.uprn and not re.fullmatch(r"[0-9]{1,12}", value.uprn):
            return "A property number (UPRN) has up to twelve digits"
        return None

    def plain(self, value: Value) -> Any:
        parts = {"lines": value.lines, "postcode": value.postcode, "uprn": value.uprn, "kind": value.kind}
        return {key: part for key, part in parts.items() if part}

    def value(self, data: Any, path: str) -> Value:
        if not isinstance(data, Mapping) or not data or not set(data) <= {"lines", "postcode", "uprn", "kind"}:
            raise CaseError(f"{path}: an address has lines, postcode, uprn and kind.")
        return Postal(**{key: _text(part, f"{path}.{key}") for key, part in data.items()})

    def schema(self, question: Question, codes: tuple[str, ...]) -> dict[str, Any]:
        parts: dict[str, Any] = {key: {"type": "string"} for key in ("lines", "postcode", "uprn")}
        parts["kind"] = {"enum": ["", *codes]} if codes else {"type": "string"}
        return {"type": "object", "properties": parts, "additionalProperties": False, "minProperties": 1}


class Tidied(Kind):
    """A text with a normal form and perhaps a check of its own."""

    def __init__(
        self,
        tidy: Callable[[str], str | None],
        unreadable: str,
        check: Callable[[str], str | None] | None = None,
        spaced: Callable[[str], str] | None = None,
        glance: Callable[[str], str | None] | None = None,
    ) -> None:
        """`glance` stands for `tidy` where a kept answer is only looked over, if reading it anew is slow."""
        self._tidy = tidy
        self._glance = glance or tidy
        self._check = check
        self._spaced = spaced
        self.unreadable = unreadable

    def parse(self, text: str, today: dt.date) -> Value:
        if not text.strip():
            return ""
        return self._tidy(text) or Typed(text.strip())

    def words(self, form: Form, question: Question, value: Value, name_of_item: NameOfItem) -> str:
        return self._spaced(value) if self._spaced else str(value)

    def fault(self, value: Value) -> str | None:
        tidy = self._glance(value)
        if tidy is None:
            return self.unreadable
        return self._check(tidy) if self._check else None


class PerChild(Kind):
    """One code for each child."""

    def parse(self, text: str, today: dt.date) -> Value:
        return Typed(text.strip()) if text.strip() else ""

    def words(self, form: Form, question: Question, value: Value, name_of_item: NameOfItem) -> str:
        return "; ".join(f"{name_of_item(item)}: {form.label_of(question, code)}" for item, code in value.items())

    def plain(self, value: Value) -> Any:
        return dict(value)

    def value(self, data: Any, path: str) -> Value:
        if not isinstance(data, Mapping) or not all(isinstance(code, str) for code in data.values()):
            raise CaseError(f"{path}: must be one code for each child's id.")
        return dict(data)

    def schema(self, question: Question, codes: tuple[str, ...]) -> dict[str, Any]:
        return {"type": "object", "additionalProperties": {"enum": list(codes)}}


class WhichChildren(Choices):
    """Several children of the enquiry, by their item ids."""

    def words(self, form: Form, question: Question, value: Value, name_of_item: NameOfItem) -> str:
        return ", ".join(name_of_item(item) for item in value)

    def schema(self, question: Question, codes: tuple[str, ...]) -> dict[str, Any]:
        return {"type": "array", "uniqueItems": True, "items": {"type": "string"}}


class Findings(Kind):
    """What was noticed about one child on the matrix."""

    def parse(self, text: str, today: dt.date) -> Value:
        return Typed(text.strip()) if text.strip() else ""

    def words(self, form: Form, question: Question, value: Value, name_of_item: NameOfItem) -> str:
        signs = len(value.get("observations", ()))
        return "No sign marked" if not signs else "1 sign marked" if signs == 1 else f"{signs} signs marked"

    def value(self, data: Any, path: str) -> Value:
        if not isinstance(data, Mapping):
            raise CaseError(f"{path}: must be the findings of one child as an object.")
        return dict(data)

    def schema(self, question: Question, codes: tuple[str, ...]) -> dict[str, Any]:
        return {"$ref": "#/$defs/findings"}


class Attachments(Kind):
    """References to files kept with the enquiry."""

    def parse(self, text: str, today: dt.date) -> Value:
        return Typed(text.strip()) if text.strip() else ""

    def words(self, form: Form, question: Question, value: Value, name_of_item: NameOfItem) -> str:
        return "; ".join(str(item.get("file_name", item.get("id", ""))) for item in value)

    def plain(self, value: Value) -> Any:
        return [dict(item) for item in value]

    def value(self, data: Any, path: str) -> Value:
        good = isinstance(data, list | tuple) and all(isinstance(item, Mapping) and "id" in item for item in data)
        if not good:
            raise CaseError(f"{path}: must be a list of attachments, each with its id.")
        return tuple(dict(item) for item in data)

    def schema(self, question: Question, codes: tuple[str, ...]) -> dict[str, Any]:
        item = {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}}
        return {"type": "array", "items": item}


class Items(Kind):
    """Rows of their own; the question itself has no value."""

    def parse(self, text: str, today: dt.date) -> Value:
        return ""


_KINDS: Mapping[str, Kind] = {
    "text": Kind(),
    "long_text": LongText(),
    "yes_no": Choice(),
    "choice": Choice(),
    "choices": Choices(),
    "date": Date(),
    "date_time": DateTime(),
    "number": Number(),
    "address": Address(),
    "phone": Tidied(
        identifiers.tidy_phone,
        "This is not a phone number. Give it with its area code",
        glance=identifiers.with_phone_digits,
    ),
    "email": Tidied(identifiers.tidy_email, "This is not an e-mail address. Write it like name@example.org"),
    "postcode": Tidied(identifiers.tidy_postcode, "This is not a UK postcode"),
    "nhs_number": Tidied(
        identifiers.tidy_nhs_number,
        "An NHS number has ten digits",
        identifiers.nhs_number_problem,
        identifiers.spaced_nhs_number,
    ),
    "upn": Tidied(
        identifiers.tidy_upn,
        "A UPN is a letter and twelve more characters",
        identifiers.upn_problem,
    ),
    "tick": Tick(),
    "per_child": PerChild(),
    "which_children": WhichChildren(),
    "matrix": Findings(),
    "attachments": Attachments(),
    "items": Items(),
}


def kind_of(question: Question) -> Kind:
    """How answers to this question are read, shown and written."""
    return _KINDS[question.kind]
