"""Words that could not be saved when the screen was locked: sealed to their writer's public key, in the profile.

A lock must not wait for a disk that is full or gone, and must not lose a word either. Where not even the sealed file can
be written, the sealed words stay in this process's memory, which can no more open them than anybody else.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from enquiry_app.errors import AppError
from enquiry_app.security.key_files import PersonKey, seal
from enquiry_app.security.private_files import PRIVATE, FileModes, make_folder, write_atomically

_unwritten: dict[Path, bytes] = {}  # sealed; where the disk refused


class SetAside:
    """The sealed words of one person of one profile."""

    def __init__(self, profile_folder: Path, person_id: str, modes: FileModes = PRIVATE) -> None:
        self._path = profile_folder / "set-aside" / f"{person_id}.age"
        self._modes = modes

    def put(self, words: bytes, public: str) -> bool:
        """Keep these words instead of the ones before. True if they outlive this process."""
        sealed = seal(words, [public])
        try:
            make_folder(self._path.parent, self._modes)
            write_atomically(self._path, sealed, self._modes)
        except OSError:
            _unwritten[self._path] = sealed
            return False
        _unwritten.pop(self._path, None)
        return True

    def take(self, key: PersonKey) -> bytes:
        """The words, which stay kept until `forget`; b"" if there are none or they cannot be opened with this key."""
        sealed = _unwritten.get(self._path)
        if sealed is None:
            try:
                sealed = self._path.read_bytes()
            except OSError:
                return b""
        with contextlib.suppress(AppError):  # sealed to a key that was replaced since: nobody can open it any more
            return key.open_sealed(sealed)
        return b""

    def forget(self) -> None:
        """They are back in the store, or on the screen."""
        _unwritten.pop(self._path, None)
        with contextlib.suppress(OSError):
            self._path.unlink(missing_ok=True)


def only_in_memory() -> bool:
    """Whether somebody's sealed words would be lost by ending this process now."""
    return bool(_unwritten)
