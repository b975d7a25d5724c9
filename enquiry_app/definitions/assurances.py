"""The promises of the app and the security requirements it follows, each with the tests that prove it or the reason why
there is none: data of `resources/help/promises.toml` and `asvs.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from enquiry_app.resource_files import resource_text

FOLDER = "help"


@dataclass(frozen=True)
class Promise:
    """One promise: what was asked for, how it holds, what it does not cover, and the tests that fail when it is broken.

    `longer` are proofs with the full counts, which run before a release. `open` says what has no proof yet, "" if nothing.
    """

    id: str
    asked: str
    holds: str
    limits: str
    proofs: tuple[str, ...]
    longer: tuple[str, ...] = ()
    open: str = ""


@dataclass(frozen=True)
class Requirement:
    """One requirement of OWASP ASVS 5.0 (`level` 1 to 3) and how the app meets it; `missing` says what it does not."""

    id: str
    level: int
    asks: str
    how: str
    proofs: tuple[str, ...] = ()
    missing: str = ""


@lru_cache(maxsize=1)
def load_promises() -> tuple[Promise, ...]:
    """The promises in order."""
    return tuple(
        Promise(
            each["id"], each["asked"], each["holds"], each["limits"], tuple(each["proofs"]),
            tuple(each.get("longer", ())), each.get("open", ""),
        )
        for each in _read("promises.toml")["promises"]
    )  # fmt: skip


@lru_cache(maxsize=1)
def load_requirements() -> tuple[Requirement, ...]:
    """The requirements in the order of their numbers."""
    return tuple(
        Requirement(
            each["id"], each["level"], each["asks"], each["how"], tuple(each.get("proofs", ())), each.get("missing", "")
        )
        for each in _read("asvs.toml")["items"]
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(resource_text(FOLDER, name))
