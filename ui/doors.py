"""The ways into the app, handed in by `launch` so that no screen knows how an application is put together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Doors:
    """`sign_in(user, password)` and `practice()` give an Application; `create(setup)` gives the recovery sheets."""

    folder: Path
    exists: Callable[[], bool]
    user_names: Callable[[], tuple[str, ...]]
    sign_in: Callable[[str, str], Any]
    create: Callable[[Any], Any]
    practice: Callable[[], Any]
    recover: Callable[[str, str, str, str], None]  # both sheets, user name, new password
    prepare: Callable[[], None]  # imports what signing in will need
    backups: Callable[[], tuple[Any, ...]] = tuple  # FoundBackup, newest first: what can be gone back to
    backups_at: Callable[[Path], tuple[Any, ...]] = lambda _: ()  # those in a folder somebody chose
    events_now: Callable[[], int] = int  # how far the store had got, 0 if nobody knows
    restore: Callable[[Path, str, str], Any] | None = None  # backup, user name, password; gives Restored
