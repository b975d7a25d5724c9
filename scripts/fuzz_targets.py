"""Everything the app reads that somebody else wrote, as functions of bytes: each may refuse with one of our own errors and
do nothing else. Used by `scripts/fuzz.py`, which searches for bytes that break this, and by `tests/fuzz`."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import shutil
import tempfile
from collections.abc import Callable, Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from enquiry_app.errors import AppError

Target = Callable[[bytes], None]
TODAY = dt.date(2026, 11, 23)


@cache
def _keys() -> Any:
    from pyrage import x25519

    from enquiry_app.exchange.sealed.store_keys import StoreKeys

    return StoreKeys(str(x25519.Identity.generate()), bytes(range(32)))


@cache
def _form_and_matrix() -> tuple[Any, Any]:
    from enquiry_app.definitions.load_form import load_form
    from enquiry_app.definitions.load_matrix import load_matrix

    return load_form(), load_matrix()


def sealed_file(data: bytes) -> None:
    """A file that says it is sealed."""
    from enquiry_app.exchange.sealed.parcels import open_sealed

    open_sealed(data, _keys())


def sealed_inside(data: bytes) -> None:
    """What is inside a file that really is sealed for us."""
    import pyrage
    from pyrage import x25519

    from enquiry_app.exchange.sealed.parcels import open_sealed

    open_sealed(pyrage.encrypt(data, [x25519.Recipient.from_str(_keys().public.seal_to)]), _keys())


def sealed_header(data: bytes) -> None:
    """A signed header with no parts: what a sender we know could claim."""
    from enquiry_app.exchange.sealed import container, parcels

    header = _json(data)
    if isinstance(header, dict):
        header.setdefault("format", container.FORMAT)
        parcels._parcel(header, {})


def hub_card(data: bytes) -> None:
    """A `.hub` file."""
    from enquiry_app.exchange.sealed.hub_card import read_card

    read_card(data)


def version(data: bytes) -> None:
    """A frozen version of an enquiry, as a sealed file holds it."""
    from enquiry_app.exchange.version_json import check_answers, version_from_json

    sent, _ = version_from_json(data, "0" * 64)
    check_answers(*_form_and_matrix(), sent.answers)


def records(data: bytes) -> None:
    """Messages, letters and differences of a sealed file."""
    from enquiry_app.enquiry.hub_records import Disagreement, Letter, Message
    from enquiry_app.exchange.record_json import record_from_plain

    plain = _json(data)
    for kind in (Message, Letter, Disagreement):
        try:
            record_from_plain(kind, plain)
        except ValueError:
            continue


def answers(data: bytes) -> None:
    """Answers as a file, for the command line."""
    from enquiry_app.enquiry.answers_json import answers_from_json

    answers_from_json(*_form_and_matrix(), _json(data))


def case_list(data: bytes) -> None:
    """A list exported from the case system."""
    from enquiry_app.enquiry.case_list_reading import read_entries, read_table

    table = read_table(data)
    read_entries(table, table.guessed, TODAY)


def form_json(data: bytes) -> None:
    """A form that comes inside a sealed file."""
    from enquiry_app.definitions.from_elsewhere import form_from_elsewhere

    form_from_elsewhere(data.decode("utf-8", "replace"))


def matrix_json(data: bytes) -> None:
    """A matrix that comes inside a sealed file."""
    from enquiry_app.definitions.from_elsewhere import matrix_from_elsewhere

    matrix_from_elsewhere(data.decode("utf-8", "replace"))


def form_toml(data: bytes) -> None:
    """One file of a form definition, the others as shipped. The first byte chooses which."""
    from enquiry_app.definitions.load_form import load_form

    _with_file(data, "form", load_form)


def matrix_toml(data: bytes) -> None:
    """One file of a matrix definition, the others as shipped."""
    from enquiry_app.definitions.load_matrix import load_matrix

    _with_file(data, "matrix", load_matrix)


def attachment(data: bytes) -> None:
    """A file somebody adds, or that comes inside a sealed file."""
    from enquiry_app.storage.attachment_content import prepare

    prepare("file.png", data)


def filled_form(data: bytes) -> None:
    """A form on paper that somebody filled in, whatever program made the file."""
    from enquiry_app.enquiry.paper_answers import read
    from enquiry_app.exchange.filled_form import read_filled_form

    count = itertools.count()
    read(*_form_and_matrix(), read_filled_form(data).fields, TODAY, lambda: f"i{next(count)}")


TARGETS: Mapping[str, Target] = {
    target.__name__: target
    for target in (
        sealed_file, sealed_inside, sealed_header, hub_card, version, records, answers, case_list, form_json,
        matrix_json, form_toml, matrix_toml, attachment, filled_form,
    )
}  # fmt: skip


def check(name: str, data: bytes) -> None:
    """Give these bytes to a target. Whatever it raises beside our own errors is a fault of the app."""
    try:
        TARGETS[name](data)
    except AppError as refused:
        if not refused.sentence.strip():
            raise AssertionError("refused without a word") from refused


def seeds(name: str) -> list[bytes]:
    """Sound or nearly sound bytes to begin with."""
    return _SEEDS[name]() if name in _SEEDS else []


def _json(data: bytes) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


@cache
def _definition_copy(kind: str) -> tuple[Path, tuple[Path, ...]]:
    """A copy of the shipped definition whose files may be spoilt, and the files, in order."""
    from importlib.resources import as_file, files

    folder = Path(tempfile.mkdtemp(prefix="enquiry-fuzz-"))
    with as_file(files("resources")) as resources:
        for part in (kind, "code_lists"):
            shutil.copytree(resources / part, folder / part)
    return folder / kind, tuple(sorted((folder / kind).rglob("*.toml")))


def _with_file(data: bytes, kind: str, load: Callable[[Path], object]) -> None:
    folder, files = _definition_copy(kind)
    file = files[data[0] % len(files)] if data else files[0]
    kept = file.read_bytes()
    try:
        file.write_bytes(data[1:])
        load(folder)
    finally:
        file.write_bytes(kept)


def _toml_seeds(kind: str) -> list[bytes]:
    _, files = _definition_copy(kind)
    return [bytes([place]) + file.read_bytes() for place, file in enumerate(files)]


def _parcel_seed() -> tuple[bytes, bytes]:
    """A small sealed file, and its inside."""
    import pyrage
    from pyrage import x25519

    from enquiry_app.exchange.sealed.parcels import Parcel, Sender, seal

    keys = _keys()
    sender = Sender("school", "Torview Primary School", "partner", keys.public)
    at = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
    made = seal(Parcel("p1", "enquiry", sender, keys.public.seal_to, at, {"enquiry": "e"}, {"a.json": b"{}"}), keys)
    return made, pyrage.decrypt(made, [x25519.Identity.from_str(keys.age_secret)])


def _header_seed() -> bytes:
    from enquiry_app.exchange.sealed.container import unpack

    return unpack(_parcel_seed()[1])[1]


def _card_seed() -> bytes:
    from enquiry_app.exchange.sealed.hub_card import HubCard, write_card

    return write_card(HubCard("h", "Bay Hub", "hub", _keys().public, False, "2026-11-23"), _keys())


def _version_seed() -> bytes:
    from enquiry_app.enquiry.records import SentVersion
    from enquiry_app.services.freezing import canonical_content

    form, matrix = _form_and_matrix()
    given = _example_answers()
    at = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
    name = f"{form.id}/{form.version}"
    sent = SentVersion("e1", 1, given, name, matrix.name, "1", {}, {}, at, "p1", "")
    return canonical_content(sent, "TSH-2026-K7MD-000123-R").encode()


def _example_answers() -> Any:
    from enquiry_app.enquiry.answers_json import answers_from_json

    return answers_from_json(*_form_and_matrix(), json.loads(_example()))


def _example() -> bytes:
    from enquiry_app.resource_files import resource_text

    return resource_text("examples", "enquiries", "two-children.json").encode()


def _record_seeds() -> list[bytes]:
    common = {"id": "0123456789abcdef", "version": 1, "enquiry_id": "e"}
    at = "2026-11-23T12:00:00+00:00"
    found: list[dict[str, Any]] = [
        {"kind": "question", "from_hub": True, "written_at": at, "written_by": "p", "text": "What?"},
        {"kind": "outcome", "status": "sent", "drafted_at": at, "drafted_by": "p", "sent_at": at, "parts": {"a": "b"}},
        {"status": "open", "stage": 1, "reason": "threshold", "raised_at": at, "raised_by": "p", "stages": [
            {"stage": 1, "at": at, "by": "p", "with_whom": "", "note": ""}]},
    ]  # fmt: skip
    return [json.dumps({**common, **record}).encode() for record in found]


def _definition_seeds(kind: str) -> list[bytes]:
    from enquiry_app.definitions.form_json import form_to_canonical_json

    form, matrix = _form_and_matrix()
    return [(form_to_canonical_json(form) if kind == "form" else matrix.to_canonical_json()).encode()]


def _filled_form_seeds() -> list[bytes]:
    """A few fields of every kind, and the same pressed into packed objects."""
    import pikepdf
    from pikepdf import Array, Dictionary, Name, String

    pdf = pikepdf.new()
    pdf.add_blank_page()
    mark = f"{_form_and_matrix()[0].name};layout=1;practice=0"
    gp = [Dictionary(T=String("child_gp"), FT=Name.Tx, V=String("The Surgery"))]
    first = Dictionary(T=String("1"), Kids=Array(gp))
    fields = [
        Dictionary(T=String("_form"), FT=Name.Tx, V=String(mark)),
        Dictionary(T=String("worry"), FT=Name.Tx, V=pdf.make_stream(b"Cold and hungry")),
        Dictionary(T=String("urgent"), FT=Name.Btn, V=Name.yes, Kids=Array([Dictionary(AS=Name.yes)])),
        Dictionary(T=String("known_at"), FT=Name.Tx, V=String("3 11 2026 2pm")),
        Dictionary(T=String("children"), Kids=Array([first])),
    ]
    pdf.Root.AcroForm = Dictionary(Fields=Array([pdf.make_indirect(field) for field in fields]))
    made = []
    for mode in (pikepdf.ObjectStreamMode.disable, pikepdf.ObjectStreamMode.generate):
        out = BytesIO()
        pdf.save(out, object_stream_mode=mode, compress_streams=mode == pikepdf.ObjectStreamMode.generate)
        made.append(out.getvalue())
    return made


def _picture_seeds() -> list[bytes]:
    import io

    from PIL import Image

    made = []
    for kind in ("PNG", "JPEG"):
        out = io.BytesIO()
        Image.new("RGB", (7, 5), (200, 30, 30)).save(out, kind, dpi=(72, 72))
        made.append(out.getvalue())
    return [*made, b"%PDF-1.7\n%%EOF\n", b"PK\x03\x04"]


_CSV = b"Surname,Forenames,Date of birth,Known\r\nExample,Robin,02/03/2017,yes\r\nO'Neill,Zoe,2019-11-03,no\r\n"
_SEEDS: Mapping[str, Callable[[], list[bytes]]] = {
    "sealed_file": lambda: [_parcel_seed()[0]],
    "sealed_inside": lambda: [_parcel_seed()[1]],
    "sealed_header": lambda: [_header_seed()],
    "hub_card": lambda: [_card_seed()],
    "version": lambda: [_version_seed()],
    "records": _record_seeds,
    "answers": lambda: [_example()],
    "case_list": lambda: [_CSV, _CSV.decode().encode("utf-16"), _CSV.replace(b",", b";")],
    "form_json": lambda: _definition_seeds("form"),
    "matrix_json": lambda: _definition_seeds("matrix"),
    "form_toml": lambda: _toml_seeds("form"),
    "matrix_toml": lambda: _toml_seeds("matrix"),
    "attachment": _picture_seeds,
    "filled_form": _filled_form_seeds,
}
