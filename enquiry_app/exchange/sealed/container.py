"""The inside of a sealed file: a header that says what is in it, its signature, and the parts, as an uncompressed tar.

Reading trusts nothing: names, sizes and hashes of the parts are those of the signed header, sizes are bounded before
anything is taken, only plain files are known, nothing is compressed (so nothing can swell), nothing is written to disk.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import tarfile
from collections.abc import Mapping
from typing import Any

from enquiry_app.exchange.sealed.errors import DamagedParcel, ParcelTooLarge

FORMAT = 1
LARGEST = 64 * 1024 * 1024  # bytes of a whole sealed file
LARGEST_HEADER = 1024 * 1024
MOST_PARTS = 512
HEADER, SIGNATURE = "header.json", "header.sig"
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,80}")


def pack(header: Mapping[str, Any], parts: Mapping[str, bytes], sign: Any) -> bytes:
    """Header, signature and parts as one tar. `sign(bytes) -> 64 bytes`."""
    listed = [
        {"name": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()} for name, data in parts.items()
    ]
    if len(parts) > MOST_PARTS:
        raise ParcelTooLarge
    if any(not _NAME.fullmatch(name) for name in parts):
        raise ValueError("a part of a sealed file needs a plain lower-case name")
    text = json.dumps({**header, "format": FORMAT, "parts": listed}, ensure_ascii=False, sort_keys=True).encode()
    files = {HEADER: text, SIGNATURE: sign(text), **parts}
    if sum(map(len, files.values())) > LARGEST - 1024 * (len(files) + 20) or len(text) > LARGEST_HEADER:
        raise ParcelTooLarge
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = len(data), 0o600
            tar.addfile(entry, io.BytesIO(data))
    return made.getvalue()


def unpack(content: bytes) -> tuple[dict[str, Any], bytes, bytes, dict[str, bytes]]:
    """(header, the header's own bytes, signature, parts); every part is of the size and hash the header names.

    Says nothing of who signed. Raises DamagedParcel or ParcelTooLarge.
    """
    files = _files(content)
    text, signature = files.pop(HEADER, b""), files.pop(SIGNATURE, b"")
    header = _header(text)
    listed = header.get("parts")
    if not isinstance(listed, list) or {part.get("name") for part in listed if isinstance(part, dict)} != set(files):
        raise DamagedParcel
    for part in listed:
        data = files[part["name"]]
        if part.get("size") != len(data) or part.get("sha256") != hashlib.sha256(data).hexdigest():
            raise DamagedParcel
    return header, text, signature, files


def _files(content: bytes) -> dict[str, bytes]:
    if len(content) > LARGEST:
        raise ParcelTooLarge
    files: dict[str, bytes] = {}
    try:
        with tarfile.open(fileobj=io.BytesIO(content), mode="r:") as tar:
            for entry in tar:
                plain = entry.isreg() and not entry.sparse and _NAME.fullmatch(entry.name)
                if not plain or entry.name in files or len(files) > MOST_PARTS + 2:
                    raise DamagedParcel
                if entry.size > len(content):  # a claim larger than the file itself
                    raise ParcelTooLarge
                taken = tar.extractfile(entry)
                files[entry.name] = taken.read(entry.size) if taken else b""
                if len(files[entry.name]) != entry.size:
                    raise DamagedParcel
    except (tarfile.TarError, EOFError, OSError, ValueError, OverflowError, RecursionError, UnicodeError) as fault:
        raise DamagedParcel from fault
    return files


def _header(text: bytes) -> dict[str, Any]:
    if len(text) > LARGEST_HEADER:
        raise ParcelTooLarge
    try:
        header = json.loads(text)
    except (ValueError, RecursionError) as fault:
        raise DamagedParcel from fault
    if not isinstance(header, dict):
        raise DamagedParcel
    return header
