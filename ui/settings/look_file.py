"""Remembers theme and text size between runs, in a small file of the profile that holds nothing else."""

from __future__ import annotations

import contextlib
import tomllib
from pathlib import Path

from ui.theme import SCHEMES, TEXT_SIZES

FILE_NAME = "look.toml"


def read_look(folder: Path) -> tuple[str, str]:
    """Theme choice and text size; what cannot be read is the default."""
    try:
        data = tomllib.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError):
        data = {}
    theme, text_size = data.get("theme"), data.get("text_size")
    return (theme if theme in SCHEMES else "system"), (text_size if text_size in TEXT_SIZES else "standard")


def write_look(folder: Path, theme: str, text_size: str) -> None:
    """Remember them; a folder that cannot be written only costs the memory of it."""
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        (folder / FILE_NAME).write_text(f'theme = "{theme}"\ntext_size = "{text_size}"\n', encoding="utf-8")
