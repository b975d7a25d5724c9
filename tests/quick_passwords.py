"""Key files under a password that cost little to open: real age files, with a work factor of 2^10 in place of about 2^19.

The app lets the age library choose the work, which is a second or two for every password set or entered, thousands of
times in a run. What the tests ask does not hang on it: the files are whole age files, opened by the library itself.
`tests/security/test_password_work.py` looks at the work the app really asks for.
"""

from __future__ import annotations

import hmac
import os
from base64 import b64encode
from hashlib import sha256

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

LOG_N = 10
CHUNK = 64 * 1024
_FORMAT = "age-encryption.org/v1"


def encrypt(plain: bytes, password: str) -> bytes:
    """An age file (C2SP specification, version 1) with one scrypt stanza. At most one chunk: keys are short."""
    assert len(plain) <= CHUNK
    file_key, salt, nonce = os.urandom(16), os.urandom(16), os.urandom(16)
    wrap = Scrypt(salt=f"{_FORMAT}/scrypt".encode() + salt, length=32, n=1 << LOG_N, r=8, p=1).derive(password.encode())
    body = ChaCha20Poly1305(wrap).encrypt(bytes(12), file_key, None)
    header = f"{_FORMAT}\n-> scrypt {_plain64(salt)} {LOG_N}\n{_plain64(body)}\n---".encode()
    mac = hmac.new(_derive(file_key, b"", b"header"), header, sha256).digest()
    last = bytes(11) + b"\x01"
    payload = ChaCha20Poly1305(_derive(file_key, nonce, b"payload")).encrypt(last, plain, None)
    return header + f" {_plain64(mac)}\n".encode() + nonce + payload


def _derive(key: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt, info).derive(key)


def _plain64(data: bytes) -> str:
    return b64encode(data).decode().rstrip("=")
