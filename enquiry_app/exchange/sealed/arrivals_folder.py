"""Looks into a folder for sealed files: plain files only, by name and size, nothing is opened. A file that is still being
copied changes from one look to the next, so whoever asks looks twice."""

from __future__ import annotations

import contextlib
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from enquiry_app.exchange.sealed.container import LARGEST

ENDINGS = (".enquiry", ".hub")
MOST = 200  # files offered at once; the others follow when these are done
ALLOWANCE = 1024 * 1024


@dataclass(frozen=True)
class FoundFile:
    """A file as it lies there. `mark` tells it from others and from a changed one; it says nothing of its name."""

    path: Path
    size: int
    changed: int  # nanoseconds

    @property
    def mark(self) -> str:
        """32 hexadecimal digits."""
        text = f"{self.path.name}\0{self.size}\0{self.changed}"
        return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:32]

    def __repr__(self) -> str:
        return f"FoundFile({self.size} bytes)"


def look_into(folder: Path) -> tuple[FoundFile, ...]:
    """The sealed files of a folder, by time of change. A folder that cannot be read just now (a share that is away) has
    none."""
    found = []
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if not entry.name.lower().endswith(ENDINGS) or entry.name.startswith("."):
                continue
            with contextlib.suppress(OSError):
                if entry.is_file(follow_symlinks=False):
                    stat = entry.stat(follow_symlinks=False)
                    if 0 < stat.st_size <= LARGEST + ALLOWANCE:
                        found.append(FoundFile(Path(entry.path), stat.st_size, stat.st_mtime_ns))
    return tuple(sorted(found, key=lambda file: (file.changed, file.path.name))[:MOST])
