"""Reads what stands in the fields of a filled form (a PDF), whatever program filled it and whoever made the file.

Nothing is run, drawn or unpacked but the fields' values. Size, number, depth and length are bounded; a file that goes
beyond them, or is no form of this app, is refused with one sentence.
"""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from enquiry_app.enquiry.paper_fields import FORM_FIELD, LINES_LIMIT, MADE_OF_FIELD
from enquiry_app.errors import AppError

LARGEST = 8 * 1024 * 1024  # bytes of a file; a form of ours has about one million, twice that with a viewer's additions
_MENDED = 3 * 1024 * 1024  # bytes up to which a damaged file is mended, which is slow
MOST_FIELDS, DEEPEST, ALL_WORDS = 20_000, 12, 2_000_000
_LONGEST_LIST = 200_000  # entries of one list in the file
_UNPACKED = 64 * 1024 * 1024  # bytes one packed part of the file may unpack to
_MARK = re.compile(r"([\w-]{1,60})/([0-9][0-9.]{0,20});layout=([0-9]{1,4});practice=([01])")

_NAME = re.compile(r"[A-Z0-9][A-Z0-9-]{0,40}")


class FormFileError(AppError):
    """A file that cannot be read as a filled form. Nothing was changed."""

    code = "form_file"
    words = ""

    def __init__(self, words: str = "") -> None:
        super().__init__(words or self.words)


class NotAPdf(FormFileError):
    """Not a PDF, or one that is damaged."""

    words = "This is not a PDF, or it is damaged. Choose the form as it was saved, or ask for it again."


class PdfTooLarge(FormFileError):
    """Larger than any filled form."""

    words = "This file is too large for a filled form. Choose the form itself, without other papers."


class PdfEncrypted(FormFileError):
    """Protected with a password."""

    words = (
        "This PDF is protected with a password. Open it in a PDF viewer, save it without the password, and try again."
    )


class NoFields(FormFileError):
    """A PDF without fields: a scan, or printed to PDF."""

    words = (
        "There are no fields to read in this PDF: it is a scan, or it was printed to PDF. Ask for the form as it was"
        " saved, or enter it by hand with “Enter from paper”."
    )


class NotOurForm(FormFileError):
    """A form of somebody else."""

    words = "This is a form, but not this app's enquiry form. Nothing was read from it."


@dataclass(frozen=True)
class FilledForm:
    """What a filled form says: of itself, and in its fields (name -> text; what is empty is left out)."""

    form_id: str
    version: str
    layout: int
    practice: bool
    made_of: str  # name of the draft it was made of, or ""
    fields: Mapping[str, str]

    def __repr__(self) -> str:
        return f"FilledForm({self.form_id}/{self.version}, {len(self.fields)} fields)"


def read_filled_form(content: bytes) -> FilledForm:
    """The form in these bytes. Raises `FormFileError` with what is wrong with the file."""
    if len(content) > LARGEST:
        raise PdfTooLarge
    if b"%PDF-" not in content[:1024]:
        raise NotAPdf
    import pikepdf

    logging.getLogger("pikepdf._core").disabled = True  # what it says of a damaged file may quote what somebody wrote
    pikepdf.settings.set_qpdf_limits(
        flate_max_memory=_UNPACKED, doc_max_warnings=500, parser_max_container_size=_LONGEST_LIST
    )
    try:
        with pikepdf.open(BytesIO(content), attempt_recovery=len(content) <= _MENDED) as pdf:
            found = _fields(pdf)
    except pikepdf.PasswordError:
        raise PdfEncrypted from None
    except AppError:
        raise
    except Exception:  # a hostile file can make the library raise nearly anything
        raise NotAPdf from None
    if not found:
        raise NoFields
    mark = _MARK.fullmatch(found.pop(FORM_FIELD, ""))
    if mark is None:
        raise NotOurForm
    made_of = found.pop(MADE_OF_FIELD, "")
    kept = {name: text for name, text in found.items() if text.strip()}
    return FilledForm(mark[1], mark[2], int(mark[3]), mark[4] == "1", made_of if _NAME.fullmatch(made_of) else "", kept)


def _fields(pdf: Any) -> dict[str, str]:
    """Every field by its full name, with what stands in it."""
    import pikepdf

    form = pdf.Root.get("/AcroForm")
    if not isinstance(form, pikepdf.Dictionary) or not isinstance(form.get("/Fields"), pikepdf.Array):
        return {}
    found: dict[str, str] = {}
    words = 0
    for name, field, kind in _leaves(form.Fields):
        text = _clean(_value(field, kind))
        words += len(text)
        if words > ALL_WORDS:
            raise PdfTooLarge
        found[name] = text
    return found


def _leaves(roots: Any) -> Iterator[tuple[str, Any, str]]:
    """(full name, field, its type) of every field at the ends of the tree of names."""
    import pikepdf

    waiting: list[tuple[Any, str, str, int]] = [(root, "", "", 0) for root in reversed(list(roots)[: MOST_FIELDS + 1])]
    seen: set[tuple[int, int]] = set()
    count = 0
    while waiting:
        field, around, kind, depth = waiting.pop()
        count += 1
        if count > MOST_FIELDS or depth > DEEPEST:
            raise PdfTooLarge
        if not isinstance(field, pikepdf.Dictionary) or (field.is_indirect and field.objgen in seen):
            continue
        seen.add(field.objgen if field.is_indirect else (-count, 0))
        name = ".".join(filter(None, (around, _clean(_string(field.get("/T")))[:300])))
        kind = str(field.get("/FT", kind))
        kids = field.get("/Kids")
        named = [kid for kid in _some(kids) if isinstance(kid, pikepdf.Dictionary) and "/T" in kid]
        if named:
            waiting += [(kid, name, kind, depth + 1) for kid in reversed(named)]
        elif name:
            yield name, field, kind


def _some(kids: Any) -> list[Any]:
    import pikepdf

    return list(kids)[: MOST_FIELDS + 1] if isinstance(kids, pikepdf.Array) else []


def _value(field: Any, kind: str) -> str:
    """What stands in a field; "" for nothing, a box that is not marked, or anything else than text."""
    value = field.get("/V")
    if kind == "/Btn":
        return _marked(field, value)
    import pikepdf

    if isinstance(value, pikepdf.Array) and len(value):
        value = value[0]
    if isinstance(value, pikepdf.Stream):  # long texts may be written so
        return bytes(value.read_bytes()[: 4 * LINES_LIMIT]).decode("utf-8", "replace")
    return _string(value)


def _marked(field: Any, value: Any) -> str:
    """The value of the box that is marked. Some programs mark the boxes only, and not the group."""
    import pikepdf

    state = _state(value) or _state(field.get("/AS"))
    for kid in _some(field.get("/Kids")):
        if isinstance(kid, pikepdf.Dictionary):
            state = state or _state(kid.get("/AS"))
    names = field.get("/Opt")
    if isinstance(names, pikepdf.Array) and state.isascii() and state.isdigit() and int(state[:6]) < len(names):
        return _string(names[int(state)]) or state
    return state


def _state(value: Any) -> str:
    import pikepdf

    text = str(value)[1:] if isinstance(value, pikepdf.Name) else _string(value)
    return "" if text == "Off" else text


def _string(value: Any) -> str:
    import pikepdf

    return str(value) if isinstance(value, pikepdf.String) else ""


def _clean(text: str) -> str:
    """Without what cannot be typed or kept (control characters, halves of pairs), and not longer than can be kept."""
    text = text[: 2 * LINES_LIMIT].replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))
