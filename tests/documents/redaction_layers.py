"""Every layer of a PDF in which a word may hide, as searched by the redaction proofs; and its pages as pixels."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

import pikepdf

Layers = dict[str, list[str]]


def squeezed(text: str) -> str:
    """Without blanks, soft hyphens and case: words are broken over lines and cells."""
    return re.sub(r"[\s\u00ad\u200b-]+", "", text).casefold()


def layers_of(data: bytes, folder: Path) -> Layers:
    """Name of the layer -> its texts, squeezed."""
    path = folder / "searched.pdf"
    path.write_bytes(data)
    found: Layers = {
        "text, poppler": [_said("pdftotext", str(path), "-")],
        "text, poppler, raw order": [_said("pdftotext", "-raw", str(path), "-")],
        "text, mupdf": [_said("mutool", "draw", "-q", "-F", "txt", str(path))],
        "the file as it is": _readings(data),
    }
    with pikepdf.open(io.BytesIO(data)) as pdf:
        strings = [text for each in pdf.objects for text in _strings(each)]
        found["structure, outlines, fields, Info"] = [*strings, *_strings(pdf.trailer.get("/Info", None))]
        found["XMP"] = [str(pdf.open_metadata())]
        found["embedded files"] = [
            text
            for name, spec in pdf.attachments.items()
            for text in (name, spec.description, *_readings(spec.get_file().read_bytes()))
        ]
        streams = [each for each in pdf.objects if isinstance(each, pikepdf.Stream)]
        found["streams"] = [text for each in streams for part in _both(each) for text in _readings(part)]
    return {name: [squeezed(text) for text in texts] for name, texts in found.items()}


def leaks(canaries: Iterable[str], layers: Layers) -> list[tuple[str, str]]:
    """Each canary with the layer it was found in."""
    return [
        (canary, name)
        for canary in canaries
        for name, texts in layers.items()
        if any(form in text for text in texts for form in _forms(canary))
    ]


def pixels_of(data: bytes, folder: Path, resolution: int = 40) -> list[bytes]:
    """Every page as a grey picture."""
    path, target = folder / "drawn.pdf", folder / "page"
    path.write_bytes(data)
    for old in folder.glob("page-*.pgm"):
        old.unlink()
    subprocess.run(
        ["pdftoppm", "-r", str(resolution), "-gray", str(path), str(target)], check=True, capture_output=True
    )
    return [each.read_bytes() for each in sorted(folder.glob("page-*.pgm"))]


def _said(*command: str) -> str:
    return subprocess.run(command, capture_output=True, check=True).stdout.decode(errors="ignore")


def _readings(data: bytes) -> list[str]:
    """Bytes read as people's tools might."""
    return [data.decode("latin-1"), data.decode("utf-16-be", "ignore"), data[1:].decode("utf-16-be", "ignore"),
            data.decode("utf-16-le", "ignore")]  # fmt: skip


def _forms(canary: str) -> tuple[str, ...]:
    """As it stands, and as hexadecimal strings of PDF write it."""
    plain = squeezed(canary)
    return plain, canary.encode("utf-16-be").hex(), canary.encode().hex()


def _both(stream: pikepdf.Stream) -> tuple[bytes, ...]:
    raw = bytes(stream.read_raw_bytes())
    try:
        return raw, bytes(stream.read_bytes())
    except pikepdf.PdfError:
        return (raw,)


def _strings(value: object) -> Iterator[str]:
    """Every string and key below an object that is written in it itself; what it refers to is an object of its own."""
    if isinstance(value, pikepdf.String):
        yield str(value)
    elif isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        yield from value.keys()
        for inner in value.values():
            yield from _inside(inner)
    elif isinstance(value, pikepdf.Array):
        for inner in value:
            yield from _inside(inner)


def _inside(value: object) -> Iterator[str]:
    if not (isinstance(value, pikepdf.Object) and value.is_indirect):
        yield from _strings(value)
