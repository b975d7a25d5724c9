"""The keys of a store for sealed exchange, and the fingerprint two people compare over the telephone."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field

# Crockford's digits and letters: no I, L, O or U, so that nothing is misheard or misread.
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS, GROUP = 6, 4  # 120 bits


@dataclass(frozen=True)
class PublicKeys:
    """What others know of a store: `seal_to` is its age recipient, `sign` its Ed25519 key in base64."""

    seal_to: str
    sign: str

    @property
    def fingerprint(self) -> str:
        """Six groups of four signs, the same for the same two keys only. Read out, never secret."""
        digest = hashlib.sha256(f"enquiry-store/1\n{self.seal_to}\n{self.sign}\n".encode()).digest()
        number = int.from_bytes(digest[:15], "big")
        signs = "".join(_CROCKFORD[number >> shift & 31] for shift in range(115, -1, -5))
        return " ".join(signs[place : place + GROUP] for place in range(0, GROUPS * GROUP, GROUP))


@dataclass(frozen=True)
class StoreKeys:
    """Both secrets of a store; they lie inside the encrypted file only."""

    age_secret: str = field(repr=False)
    sign_secret: bytes = field(repr=False)  # 32 bytes

    @property
    def public(self) -> PublicKeys:
        """The public half of both."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from pyrage import x25519

        sign = Ed25519PrivateKey.from_private_bytes(self.sign_secret).public_key().public_bytes_raw()
        recipient = str(x25519.Identity.from_str(self.age_secret).to_public())
        return PublicKeys(recipient, base64.b64encode(sign).decode())

    def sign(self, content: bytes) -> bytes:
        """64 bytes."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self.sign_secret).sign(content)


def sealed_identity(age_secret: str, organisation: str, to: str) -> bytes:
    """An age identity file of the store, itself sealed to the recovery identity `to`: whoever has both recovery sheets can
    open sealed files with the program `age` alone."""
    import pyrage
    from pyrage import x25519

    public = x25519.Identity.from_str(age_secret).to_public()
    name = " ".join(organisation.split())
    text = f"# Key of the store of {name} for sealed enquiry files\n# public key: {public}\n{age_secret}\n"
    return bytes(pyrage.encrypt(text.encode(), [x25519.Recipient.from_str(to)]))


def new_sign_secret() -> bytes:
    """A fresh Ed25519 secret."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.generate().private_bytes_raw()


def signed_by(public_sign: str, signature: bytes, content: bytes) -> bool:
    """Whether the holder of this key signed exactly this content."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_sign, validate=True))
        key.verify(signature, content)
    except (ValueError, InvalidSignature):
        return False
    return True


def same_fingerprint(typed: str, shown: str) -> bool:
    """Whether a fingerprint typed as heard is this one; spaces, dashes and case do not matter."""
    return _plain(typed) == _plain(shown)


def _plain(text: str) -> str:
    swaps = str.maketrans({"I": "1", "L": "1", "O": "0", " ": "", "-": "", "\u2013": ""})
    return text.upper().translate(swaps)
