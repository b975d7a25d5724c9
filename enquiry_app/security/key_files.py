"""The key files of a profile: an age identity for each person behind their password, and the data key sealed to all.

`keys/PERSON.age` holds the person's age identity, encrypted with their password (age's scrypt). `keys/store.age` holds
the 32-byte data key of the store, sealed to every person's public key and to the recovery key. No cryptography of ours.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from enquiry_app.errors import AppError, StoreDamaged, StoreUnavailable
from enquiry_app.security.file_lock import only_process
from enquiry_app.security.front_door import user_names_in
from enquiry_app.security.private_files import FileModes, make_folder, sync_folder, write_atomically

STORE_KEY = "store"
NEXT_STORE_KEY = "store.next"  # while a new data key is being put in place
KEY_BYTES = 32
_USER_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,62}")

USER_NAME_RULE = (
    "A user name has 2 to 63 of the letters a to z, digits, dots, dashes and underscores, begins with a letter or"
    " digit, and does not begin with \u201cstore.\u201d."
)
KEY_GONE = "The key of this store is missing from the profile's folder. Please restore the last backup."
KEY_DAMAGED = "The key of this store is damaged. Please restore the last backup."
NOT_SEALED_TO = (
    "Your key does not open this store yet. An administrator has to sign in once to finish adding you, or you were"
    " removed."
)
NOT_WRITTEN = "The key could not be saved in the profile's folder. Check that the disk is not full and can be written."


class WrongPassword(Exception):
    """The password does not open the key file. Internal: turned into `SignInRefused` by the profile."""


class NotSealedToThisKey(AppError):
    """The data key is not sealed to this person."""

    code = "not_sealed"


@dataclass(frozen=True)
class PersonKey:
    """Somebody's age identity, opened. `secret` never leaves memory; `public` is the recipient others seal to."""

    secret: str = field(repr=False)
    public: str

    def seal_to_self(self, content: bytes) -> bytes:
        """Encrypt something only this person can open again."""
        return seal(content, [self.public])

    def open_sealed(self, sealed: bytes) -> bytes:
        """Open what was sealed to this person. Raises NotSealedToThisKey or StoreDamaged."""
        import pyrage
        from pyrage import x25519

        try:
            return bytes(pyrage.decrypt(sealed, [x25519.Identity.from_str(self.secret)]))
        except pyrage.DecryptError as fault:
            if "no matching" in str(fault).lower():
                raise NotSealedToThisKey(NOT_SEALED_TO) from fault
            raise StoreDamaged(KEY_DAMAGED) from fault


def seal(content: bytes, recipients: Sequence[str]) -> bytes:
    """Encrypt to these public keys and nobody else."""
    import pyrage
    from pyrage import x25519

    return bytes(pyrage.encrypt(content, [x25519.Recipient.from_str(recipient) for recipient in recipients]))


def new_person_key() -> PersonKey:
    """A fresh identity."""
    from pyrage import x25519

    identity = x25519.Identity.generate()
    return PersonKey(str(identity), str(identity.to_public()))


def person_key(secret: str) -> PersonKey:
    """The identity written as age writes it. Raises pyrage.IdentityError."""
    from pyrage import x25519

    return PersonKey(secret, str(x25519.Identity.from_str(secret).to_public()))


def new_data_key() -> bytes:
    """A fresh data key for a store."""
    return secrets.token_bytes(KEY_BYTES)


def plain_user_name(user_name: str) -> str:
    """The name as used for files and rows. Raises AppError for one that cannot be."""
    name = user_name.strip().lower()
    if not _USER_NAME.fullmatch(name) or name.split(".")[0] == STORE_KEY:
        raise AppError(USER_NAME_RULE)
    return name


class KeyFolder:
    """The folder `keys/` of a profile. Every file is replaced atomically and written through to the disk."""

    def __init__(self, folder: Path, modes: FileModes) -> None:
        self._folder = folder
        self._modes = modes

    def user_names(self) -> tuple[str, ...]:
        """Everybody with a key, by name."""
        return user_names_in(self._folder)

    def write_person(self, user_name: str, key: PersonKey, password: str) -> None:
        """Put somebody's identity behind their password (about 0.7 s and 260 MB on purpose)."""
        from pyrage import passphrase

        self._write(plain_user_name(user_name), bytes(passphrase.encrypt(key.secret.encode(), password)))

    def read_person(self, user_name: str, password: str) -> PersonKey:
        """Open somebody's identity. Raises WrongPassword, also for a name that has no key."""
        import pyrage
        from pyrage import passphrase

        try:
            sealed = self._path(plain_user_name(user_name)).read_bytes()
        except (OSError, AppError) as fault:
            raise WrongPassword from fault
        try:
            secret = bytes(passphrase.decrypt(sealed, password)).decode()
            return person_key(secret)
        except (pyrage.DecryptError, pyrage.IdentityError, UnicodeDecodeError) as fault:
            raise WrongPassword from fault

    def remove_person(self, user_name: str) -> None:
        """Take somebody's key file away."""
        self._path(plain_user_name(user_name)).unlink(missing_ok=True)

    def write_data_key(self, data_key: bytes, recipients: Sequence[str], name: str = STORE_KEY) -> None:
        """Seal the data key to these public keys and nobody else."""
        self._write(name, seal(data_key, recipients))

    def changing(self) -> contextlib.AbstractContextManager[None]:
        """Hold this while the data key is being changed, or an interrupted change looked at."""
        return only_process(self._folder / "changing.lock", self._modes.file)

    def has_next(self) -> bool:
        """Whether a new data key is waiting to take over."""
        return self._path(NEXT_STORE_KEY).exists()

    def promote_next(self) -> None:
        """The new data key takes the place of the old."""
        os.replace(self._path(NEXT_STORE_KEY), self._path(STORE_KEY))
        sync_folder(self._folder)

    def drop_next(self) -> None:
        """Forget a new data key that never took over."""
        self._path(NEXT_STORE_KEY).unlink(missing_ok=True)

    def read_data_key(self, key: PersonKey, name: str = STORE_KEY) -> bytes:
        """The data key. Raises StoreUnavailable, StoreDamaged or NotSealedToThisKey."""
        try:
            sealed = self._path(name).read_bytes()
        except OSError as fault:
            raise StoreUnavailable(KEY_GONE, "gone") from fault
        data_key = key.open_sealed(sealed)
        if len(data_key) != KEY_BYTES:
            raise StoreDamaged(KEY_DAMAGED)
        return data_key

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.age"

    def _write(self, name: str, content: bytes) -> None:
        try:
            make_folder(self._folder, self._modes)
            write_atomically(self._path(name), content, self._modes)
        except OSError as fault:
            raise StoreUnavailable(NOT_WRITTEN) from fault
