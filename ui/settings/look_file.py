"""Remembers theme, text size and sound between runs, in a small file of the profile that holds nothing else."""

from __future__ import annotations

import contextlib
import tomllib
from pathlib import Path
from typing import Any

from ui.theme import SCHEMES, TEXT_SIZES

FILE_NAME = "look.toml"


def read_look(folder: Path) -> tuple[str, str]:
    """Theme choice and text size; what cannot be read is the default."""
    data = _read(folder)
    theme, text_size = data.get("theme"), data.get("text_size")
    return (theme if theme in SCHEMES else "system"), (text_size if text_size in TEXT_SIZES else "standard")


def read_sound(folder: Path) -> bool:
    """Whether an urgent arrival may be heard; off unless somebody chose otherwise."""
    return _read(folder).get("sound") is True


def write_look(folder: Path, theme: str, text_size: str, sound: bool = False) -> None:
    """Remember them; a folder that cannot be written only costs the memory of it."""
    lines = (f'theme = "{theme}"', f'text_size = "{text_size}"', f"sound = {str(sound).lower()}")
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        (folder / FILE_NAME).write_text("\n".join(lines) + "\n", encoding="utf-8")


def _read(folder: Path) -> dict[str, Any]:
    try:
        return tomllib.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError):
        return {}
