"""TOML files read table by table: typed getters that gather every fault with its file, key path and line.

Used by the form loader. Imports errors only.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from enquiry_app.errors import Fault

_HEADER = re.compile(r"^\s*(\[\[|\[)\s*([A-Za-z0-9_.\"' -]+?)\s*(\]\]|\])\s*(#.*)?$")
_KEY = re.compile(r"^([A-Za-z0-9_-]+)\s*=")
_ERROR_LINE = re.compile(r"line (\d+)")
Step = str | int


@dataclass(frozen=True)
class TomlFile:
    """One file as read; `name` is its path below the definition's folder."""

    name: str
    text: str
    data: Mapping[str, Any]

    @cached_property
    def _lines(self) -> Mapping[tuple[Step, ...], int]:
        """Line number (1-based) of every table header and key; only worked out when there is a fault to place."""
        found: dict[tuple[Step, ...], int] = {}
        counts: dict[tuple[Step, ...], int] = {}
        table: tuple[Step, ...] = ()
        for number, line in enumerate(self.text.splitlines(), 1):
            if header := _HEADER.match(line):
                table = _table_path(header[2], counts, repeated=header[1] == "[[")
                found.setdefault(table, number)
            elif key := _KEY.match(line):
                found.setdefault((*table, key[1]), number)
        return found

    def line(self, path: tuple[Step, ...]) -> int | None:
        """The line of this key, or of the nearest thing around it."""
        for length in range(len(path), 0, -1):
            if path[:length] in self._lines:
                return self._lines[path[:length]]
        return None


def _table_path(header: str, counts: dict[tuple[Step, ...], int], *, repeated: bool) -> tuple[Step, ...]:
    """The path of a table header: repeated tables get the number of their turn."""
    path: tuple[Step, ...] = ()
    names = [name.strip(" \"'") for name in header.split(".")]
    for depth, name in enumerate(names):
        path = (*path, name)
        last = depth == len(names) - 1
        if last and repeated:
            counts[path] = counts.get(path, -1) + 1
            for inner in [p for p in counts if len(p) > len(path) and p[: len(path) + 1] == (*path, counts[path])]:
                del counts[inner]
        if path in counts:
            path = (*path, counts[path])
    return path


def nearest(name: str, known: Iterable[str]) -> str:
    """ "; did you mean …?" with the nearest known name, or nothing."""
    close = difflib.get_close_matches(name, sorted(known), n=1)
    return f'; did you mean "{close[0]}"?' if close else ""


class Faults:
    """Every fault found so far, in order of finding."""

    def __init__(self) -> None:
        self.found: list[Fault] = []

    def add(self, file: str, key: str, message: str, line: int | None = None) -> None:
        """Note one fault."""
        self.found.append(Fault(file, key, message, line))


@dataclass(frozen=True)
class Place:
    """Where in a file something stands: path by number for the line, names for the reader."""

    file: TomlFile
    path: tuple[Step, ...] = ()
    names: tuple[str, ...] = ()

    def at(self, *steps: Step, name: str = "") -> Place:
        """A place further in. `name` replaces the steps in what the reader sees."""
        shown = (name,) if name else tuple(f"[{step + 1}]" if isinstance(step, int) else step for step in steps)
        return Place(self.file, (*self.path, *steps), (*self.names, *shown))

    def named(self, name: str) -> Place:
        """The same place, its last step shown by the id that stands there."""
        return Place(self.file, self.path, (*self.names[:-1], name)) if name and self.names else self

    @property
    def key(self) -> str:
        """The key path in words, for example `pages.child_who.questions.child_part.stage`."""
        return ".".join(self.names).replace(".[", "[")

    def fault(self, faults: Faults, message: str) -> None:
        """Note a fault here."""
        faults.add(self.file.name, self.key, message, self.file.line(self.path))


class Table:
    """One TOML table with getters. `finish()` reports keys nobody asked for."""

    def __init__(self, data: Mapping[str, Any], place: Place, faults: Faults) -> None:
        self.data = data
        self.place = place
        self.faults = faults
        self._asked: set[str] = set()

    def _get(self, key: str, wanted: str, accepted: type | tuple[type, ...], default: Any) -> Any:
        self._asked.add(key)
        value = self.data.get(key, default)
        good = isinstance(value, accepted) and (not isinstance(value, bool) or accepted is bool)
        if key not in self.data or good:
            return value
        self.fault(key, f"must be {wanted}")
        return default

    def fault(self, key: str, message: str) -> None:
        """Note a fault at this key ("" for the table itself)."""
        (self.place.at(key) if key else self.place).fault(self.faults, message)

    def text(self, key: str, default: str = "") -> str:
        """A string."""
        return str(self._get(key, "a text", str, default))

    def words(self, key: str, default: str = "", *, needed: bool = False) -> str:
        """Wording: a string, or a table by language of which the English is used (`decisions` 31)."""
        value = self._get(key, "a text, or texts by language", (str, dict), default)
        if isinstance(value, dict):
            value = value.get("en", "")
            if not isinstance(value, str) or not value:
                self.fault(key, 'has no English text ("en")')
                value = default
        if needed and not value.strip():
            self.fault(key, "is missing or empty")
        return str(value).strip()

    def flag(self, key: str, default: bool = False) -> bool:
        """True or false."""
        return bool(self._get(key, "true or false", bool, default))

    def number(self, key: str, default: int = 0) -> int:
        """A whole number, not negative."""
        value = self._get(key, "a whole number", int, default)
        if value < 0:
            self.fault(key, "must not be negative")
            return default
        return int(value)

    def names(self, key: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """A list of strings without repetition."""
        value = self._get(key, "a list of texts", list, None)
        if value is None:
            return default
        if not all(isinstance(name, str) for name in value):
            self.fault(key, "must be a list of texts")
            return default
        for name in {name for name in value if value.count(name) > 1}:
            self.fault(key, f'"{name}" stands twice')
        return tuple(value)

    def one_of(self, key: str, known: Collection[str], default: str) -> str:
        """One of a closed list of names."""
        value = self.text(key, default)
        if value not in known:
            self.fault(key, f'"{value}" is not known{nearest(value, known)}')
            return default
        return value

    def some_of(self, key: str, known: Collection[str], default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Some of a closed list of names."""
        values = self.names(key, default)
        for value in values:
            if value not in known:
                self.fault(key, f'"{value}" is not known{nearest(value, known)}')
        return tuple(value for value in values if value in known)

    def table(self, key: str) -> Table | None:
        """A table within, or None."""
        value = self._get(key, "a table", dict, None)
        return None if value is None else Table(value, self.place.at(key), self.faults)

    def tables(self, key: str) -> list[Table]:
        """A list of tables within; each is shown to the reader by its id or code where it has one."""
        value = self._get(key, "a list of tables", list, [])
        if not all(isinstance(item, dict) for item in value):
            self.fault(key, "must be a list of tables")
            return []
        found = []
        for number, item in enumerate(value):
            label = item.get("id") or item.get("code")
            place = self.place.at(key, number)
            if isinstance(label, str):
                place = Place(place.file, place.path, (*place.names[:-2], key, label))
            found.append(Table(item, place, self.faults))
        return found

    def finish(self) -> None:
        """Report every key that nobody asked for."""
        for key in self.data:
            if key not in self._asked:
                self.fault(key, f"is not a known key{nearest(key, self._asked)}")


def read_toml(folder: Traversable | Path, name: str, faults: Faults, shown_as: str = "") -> Table | None:
    """The file `name` below `folder` as a table; a fault and None if it is missing or is not TOML.

    Faults name it `shown_as` if given.
    """
    file = folder
    for part in name.split("/"):
        file = file / part
    name = shown_as or name
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        missing = isinstance(error, FileNotFoundError | NotADirectoryError)
        faults.add(name, "", "the file is missing" if missing else "the file cannot be read as UTF-8 text")
        return None
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = _ERROR_LINE.search(str(error))
        faults.add(name, "", f"is not valid TOML: {error}", int(line[1]) if line else None)
        return None
    except (ValueError, RecursionError):  # a number of thousands of digits, lists in lists without end
        faults.add(name, "", "is not TOML that can be read: a number is too long, or tables lie too deep in each other")
        return None
    return Table(data, Place(TomlFile(name, text, data)), faults)
