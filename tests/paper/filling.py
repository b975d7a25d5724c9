"""Fills a form as a PDF viewer would: values into fields, boxes marked, nothing else touched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Name, String


def fields_of(pdf: pikepdf.Pdf) -> dict[str, Any]:
    """Full name -> field, of every field that is not a group of names."""

    def walk(field: Any, around: str) -> Iterator[tuple[str, Any]]:
        name = ".".join(filter(None, (around, str(field.get("/T", "")))))
        named = [kid for kid in field.get("/Kids", []) if "/T" in kid]
        for kid in named:
            yield from walk(kid, name)
        if not named:
            yield name, field

    return dict(pair for root in pdf.Root.AcroForm.Fields for pair in walk(root, ""))


def filled(form: bytes, values: Mapping[str, str]) -> bytes:
    """The form with these values. A field that is not there is a KeyError."""
    pdf = pikepdf.open(BytesIO(form))
    fields = fields_of(pdf)
    for name, value in values.items():
        put(fields[name], value)
    out = BytesIO()
    pdf.save(out)
    return out.getvalue()


def put(field: Any, value: str) -> None:
    """One value into one field; "" empties it."""
    if str(field.FT) != "/Btn":
        field.V = String(value)
        return
    state = Name("/" + (value or "Off"))
    field.V = state
    for box in field.get("/Kids", [field]):
        box.AS = state if str(state) in box.AP.N else Name.Off


def values_of(form: bytes) -> dict[str, str]:
    """What stands in the fields, read plainly; for comparing with what the app reads."""
    pdf = pikepdf.open(BytesIO(form))
    found = {}
    for name, field in fields_of(pdf).items():
        value = field.get("/V")
        text = str(value)[1:] if isinstance(value, Name) else str(value or "")
        if text and text != "Off" and not name.startswith("_"):
            found[name] = text
    return found
