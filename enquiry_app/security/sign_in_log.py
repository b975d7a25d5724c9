"""Refused sign-ins, noted before anything is unlocked: they slow the next try down and reach the audit trail later.

The delay grows with each wrong password for a name and outlives a restart. Nobody is ever locked out for good, so
the last administrator cannot be either.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from enquiry_app.security.private_files import FileModes, write_atomically

FREE_TRIES = 3
FIRST_DELAY_SECONDS = 5.0
LONGEST_DELAY_SECONDS = 300.0
KEPT = 1000  # refusals waiting for the audit trail; the count goes on
UNKNOWN = "?"  # a name without a key: people type passwords into the wrong field, so it is not written down


@dataclass(frozen=True)
class Refusal:
    """One refused sign-in: when, and for which user name (UNKNOWN for a name without a key)."""

    at: dt.datetime
    user_name: str


def delay_after(failures: int) -> float:
    """Seconds to wait after this many refusals in a row: 0, 0, 0, 5, 10, 20 … 300."""
    if failures <= FREE_TRIES:
        return 0.0
    doublings = min(failures - FREE_TRIES - 1, 20)
    return float(min(FIRST_DELAY_SECONDS * 2**doublings, LONGEST_DELAY_SECONDS))


class SignInLog:
    """The file in the profile."""

    def __init__(self, path: Path, modes: FileModes) -> None:
        self._path = path
        self._modes = modes

    def wait_seconds(self, user_name: str, now: dt.datetime) -> float:
        """How long until the next try for this name is looked at; 0 if it is at once.

        A clock put back does not make it longer than the delay itself.
        """
        count = self._read()["counts"].get(user_name)
        if not count:
            return 0.0
        delay = delay_after(int(count["failures"]))
        passed = (now - dt.datetime.fromisoformat(count["last"])).total_seconds()
        return max(0.0, min(delay, delay - passed))

    def note_refusal(self, user_name: str, now: dt.datetime) -> float:
        """Count a refusal; returns the seconds to wait before the next try."""
        data = self._read()
        failures = int(data["counts"].get(user_name, {"failures": 0})["failures"]) + 1
        data["counts"][user_name] = {"failures": failures, "last": now.isoformat()}
        data["refused"] = [*data["refused"], {"at": now.isoformat(), "user": user_name}][-KEPT:]
        self._write(data)
        return delay_after(failures)

    def waiting(self) -> tuple[Refusal, ...]:
        """Refusals that are not in the audit trail yet."""
        return tuple(Refusal(dt.datetime.fromisoformat(one["at"]), one["user"]) for one in self._read()["refused"])

    def note_success(self, user_name: str, merged: int) -> None:
        """Forget this name's count, and the first `merged` refusals, which the audit trail has now."""
        data = self._read()
        if merged or user_name in data["counts"]:
            data["counts"].pop(user_name, None)
            data["refused"] = data["refused"][merged:]
            self._write(data)

    def _read(self) -> dict[str, Any]:
        try:
            data = json.loads(self._path.read_text(encoding="utf-8"))
            counts = {str(name): _count(value) for name, value in data["counts"].items()}
            refused = [{"at": _instant(one["at"]), "user": str(one["user"])} for one in data["refused"]]
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return {"counts": {}, "refused": []}
        return {"counts": counts, "refused": refused}

    def _write(self, data: Mapping[str, Any]) -> None:
        with contextlib.suppress(OSError):  # a full disk must not keep people out
            write_atomically(self._path, json.dumps(data).encode(), self._modes)


def _count(value: Mapping[str, Any]) -> dict[str, Any]:
    return {"failures": int(value["failures"]), "last": _instant(value["last"])}


def _instant(text: str) -> str:
    if dt.datetime.fromisoformat(text).tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return text
