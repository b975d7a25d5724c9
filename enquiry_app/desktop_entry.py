"""Tells a Linux desktop which files this app opens, for one account: a menu entry, two kinds of file and a picture below
the account's own data folder. Nothing is written elsewhere, and the same again takes it away."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from enquiry_app.errors import AppError, StoreUnavailable
from enquiry_app.resource_files import resource_bytes, resource_text

NAME = "enquiry-app"
NOT_LINUX = (
    "This can be set up on Linux desktops only. On Windows and macOS choose “Open with” for a sealed file, or drop it on"
    " the window."
)
NOT_WRITTEN = "The files for the desktop could not be written to your data folder. Check that it can be written."
# Signs that have a meaning of their own between the quotes of an Exec line.
_QUOTED = str.maketrans({sign: f"\\{sign}" for sign in '"`$\\'})


def supported() -> bool:
    """Whether this system's desktop is told in this way."""
    return sys.platform.startswith("linux")


def install(data_folder: Path | None = None, program: Sequence[str] = ()) -> tuple[Path, ...]:
    """Write the files (over earlier ones) and let the desktop read them anew; gives their paths.

    `program`: what is run, by default this very app. Raises AppError on another system, StoreUnavailable.
    """
    if not supported():
        raise AppError(NOT_LINUX)
    folder = data_folder or account_data_folder()
    line = " ".join(_quoted(word) for word in program or this_program())
    files = {
        folder / "applications" / f"{NAME}.desktop": resource_text("desktop", f"{NAME}.desktop")
        .replace("@EXEC@", line).encode(),
        folder / "mime" / "packages" / f"{NAME}.xml": resource_bytes("desktop", f"{NAME}.xml"),
        folder / "icons" / "hicolor" / "scalable" / "apps" / f"{NAME}.svg": resource_bytes("desktop", f"{NAME}.svg"),
    }  # fmt: skip
    try:
        for path, content in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    except OSError as fault:
        raise StoreUnavailable(NOT_WRITTEN, "read_only") from fault
    _read_anew(folder)
    return tuple(files)


def remove(data_folder: Path | None = None) -> None:
    """Take the files away again."""
    folder = data_folder or account_data_folder()
    for path in (
        folder / "applications" / f"{NAME}.desktop",
        folder / "mime" / "packages" / f"{NAME}.xml",
        folder / "icons" / "hicolor" / "scalable" / "apps" / f"{NAME}.svg",
    ):
        with contextlib.suppress(OSError):
            path.unlink()
    _read_anew(folder)


def account_data_folder() -> Path:
    """Where the desktop looks for what belongs to this account."""
    given = os.environ.get("XDG_DATA_HOME", "")
    return Path(given) if Path(given).is_absolute() else Path.home() / ".local" / "share"


def this_program() -> tuple[str, ...]:
    """How this app is started: the finished program, the installed command, or the module."""
    if getattr(sys, "frozen", False):
        return (sys.executable,)
    command = Path(sys.executable).with_name(NAME)
    return (str(command),) if command.is_file() else (sys.executable, "-m", "ui")


def _quoted(word: str) -> str:
    """A word of an Exec line (freedesktop.org, Desktop Entry Specification): quoted, `%` doubled."""
    return '"' + word.translate(_QUOTED).replace("\\", "\\\\").replace("%", "%%") + '"'


def _read_anew(folder: Path) -> None:
    """Let the desktop read the folder; without its tools it does so when the person signs in next."""
    for tool, part in (("update-mime-database", "mime"), ("update-desktop-database", "applications")):
        found = shutil.which(tool)
        if found and (folder / part).is_dir():
            with contextlib.suppress(OSError, subprocess.TimeoutExpired):
                subprocess.run([found, str(folder / part)], capture_output=True, check=False, timeout=30)
