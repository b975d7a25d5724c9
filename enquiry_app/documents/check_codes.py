"""The check code on a page: is this page from that record, unchanged? Pure (`decisions` 34)."""

from __future__ import annotations

import hashlib
import hmac

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def check_code(key: bytes, *, reference: str, version: str, copy: str, page: int, content: str) -> str:
    """Twelve characters, in three groups of four: HMAC-SHA-256 over key, reference, version, copy, page and content."""
    parts = (reference, version, copy, str(page), content)
    message = b"".join(len(part.encode()).to_bytes(8, "big") + part.encode() for part in parts)
    number = int.from_bytes(hmac.new(key, message, hashlib.sha256).digest()[:8], "big") >> 4
    letters = "".join(_CROCKFORD[(number >> shift) & 31] for shift in range(55, -1, -5))
    return "-".join(letters[i : i + 4] for i in range(0, 12, 4))
