"""Finds packaged resources from source, from an installed wheel and from a frozen app alike. Imports nothing of ours."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable


def resource(*path: str) -> Traversable:
    """The packaged file or folder below `resources/`, for example `resource("form", "form.toml")`."""
    found: Traversable = files("resources")
    for part in path:
        found = found / part
    return found


def resource_text(*path: str) -> str:
    """A packaged text file, UTF-8."""
    return resource(*path).read_text(encoding="utf-8")


def resource_bytes(*path: str) -> bytes:
    """A packaged binary file."""
    return resource(*path).read_bytes()
