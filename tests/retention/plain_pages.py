"""Every page of an encrypted store as plain bytes, also those that are free: what a search for remains has to look at.

Decrypts by the published format of SQLCipher 4 (AES-256-CBC, 80 bytes at the end of a page for IV and seal), not with the
app's own code.
"""

from __future__ import annotations

from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PAGE, RESERVED, SALT, IV = 4096, 80, 16, 16


def plain_pages(path: Path, key: bytes) -> bytes:
    """All pages of a store file, decrypted, one after the other."""
    data, plain = path.read_bytes(), bytearray()
    for start in range(0, len(data), PAGE):
        page = data[start : start + PAGE]
        begin = SALT if start == 0 else 0
        vector = page[PAGE - RESERVED : PAGE - RESERVED + IV]
        opened = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
        plain += opened.update(page[begin : PAGE - RESERVED])
    return bytes(plain)


def occurrences(plain: bytes, word: str) -> int:
    """How often a word stands there, in UTF-8 or UTF-16, in any case."""
    folded = plain.lower()
    return sum(folded.count(word.lower().encode(code)) for code in ("utf-8", "utf-16-le", "utf-16-be"))
