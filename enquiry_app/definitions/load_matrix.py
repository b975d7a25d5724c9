"""Reads a matrix from TOML and reports every fault at once, with file, line and key. Imports definitions and errors."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from functools import lru_cache
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from enquiry_app.definitions.matrix_definition import (
    Coded,
    Dimension,
    Domain,
    Indicator,
    Level,
    Matrix,
    Pathway,
    ProtectiveFactor,
)
from enquiry_app.errors import DefinitionError, Fault
from enquiry_app.resource_files import resource

_AGES = re.compile(r"UB|(\d{1,2})-(\d{1,2})")
_CODED = ("amplifiers", "when", "source", "how_often", "duration", "effect")
_LISTS: Mapping[str, type] = {
    "levels": Level,
    "domains": Domain,
    "protective_factors": ProtectiveFactor,
    **dict.fromkeys(_CODED, Coded),
}
_TOP = {
    "id", "version", "title", "owner", "dimensions", "synonyms",
    "poverty_dimensions", "unborn_untagged", "unborn_blocks", *_LISTS,
}  # fmt: skip


def load_matrix(folder: Traversable | Path | None = None) -> Matrix:
    """The matrix in `folder`, or the shipped one (read once). Raises `DefinitionError` with every fault found."""
    return _shipped() if folder is None else _Reader(folder).read()


@lru_cache(maxsize=1)
def _shipped() -> Matrix:
    return _Reader(resource("matrix")).read()


def words(value: object) -> str:
    """A wording: a string, or a table by language of which the English is taken (`decisions` 31)."""
    if isinstance(value, Mapping):
        value = value.get("en", "")
    return value if isinstance(value, str) else ""


def nearest(name: str, known: Iterable[str]) -> str:
    """ "; did you mean …?" with the nearest known name, or nothing."""
    close = difflib.get_close_matches(name, list(known), n=1)
    return f"; did you mean {close[0]!r}?" if close else ""


def _plain(value: object) -> Any:
    """A field's value: truth as it is, lists as tuples, wordings in English."""
    if isinstance(value, bool):
        return value
    return tuple(value) if isinstance(value, list) else words(value)


class _Reader:
    """One reading of one folder: gathers faults, gives up only at the end."""

    def __init__(self, folder: Traversable | Path) -> None:
        self.folder = folder
        self.faults: list[Fault] = []
        self.texts: dict[str, str] = {}

    def read(self) -> Matrix:
        top = self._file("matrix.toml")
        paths = self._file("pathways.toml")
        if top is None or paths is None:
            raise DefinitionError(self.faults)
        self._known_keys("matrix.toml", "", top, _TOP)
        for key in ("id", "version", "title", "owner"):
            if not words(top.get(key)):
                self._fault("matrix.toml", key, "is missing or empty")
        lists = {key: self._records("matrix.toml", key, top.get(key), kind) for key, kind in _LISTS.items()}
        pathways = self._records("pathways.toml", "pathways", paths.get("pathways"), Pathway)
        self._known_keys("pathways.toml", "", paths, {"pathways"})
        codes = [str(code) for code in top.get("dimensions", [])]
        domains = [domain.code for domain in lists["domains"]]
        flags = [pathway.flag for pathway in pathways]
        dimensions = self._dimensions(codes, domains, flags)
        self._references(top, codes, domains)
        if self.faults:
            raise DefinitionError(self.faults)
        parts: dict[str, Any] = {
            **{key: words(top[key]) for key in ("id", "version", "title", "owner")},
            **{key: tuple(top.get(key, ())) for key in ("poverty_dimensions", "unborn_untagged", "unborn_blocks")},
            **{key: tuple(found) for key, found in lists.items()},
        }
        synonyms = {word: tuple(found) for word, found in top.get("synonyms", {}).items()}
        return Matrix(**parts, dimensions=dimensions, pathways=tuple(pathways), synonyms=synonyms)

    def _file(self, name: str) -> dict[str, Any] | None:
        file = self.folder
        for part in name.split("/"):
            file = file / part
        try:
            self.texts[name] = file.read_text(encoding="utf-8")
            return tomllib.loads(self.texts[name])
        except (FileNotFoundError, NotADirectoryError):
            self._fault(name, "", "the file is missing")
        except (OSError, UnicodeDecodeError):
            self._fault(name, "", "the file cannot be read as UTF-8 text")
        except tomllib.TOMLDecodeError as error:
            line = re.search(r"line (\d+)", str(error))
            self.faults.append(Fault(name, "", f"not valid TOML: {error}", int(line[1]) if line else None))
        return None

    def _fault(self, file: str, key: str, message: str, needle: str = "") -> None:
        self.faults.append(Fault(file, key, message, self._line(file, needle or key)))

    def _line(self, file: str, needle: str) -> int | None:
        """Line on which `needle` first stands as a value or key, to point at."""
        pattern = re.compile(rf'^\s*{re.escape(needle)}\s*=|"{re.escape(needle)}"')
        lines = self.texts.get(file, "").splitlines() if needle else []
        return next((number for number, line in enumerate(lines, 1) if pattern.search(line)), None)

    def _known_keys(self, file: str, place: str, table: Mapping[str, Any], known: set[str]) -> None:
        for key in table.keys() - known:
            self._fault(file, f"{place}{key}", f"is not a known key{nearest(key, known)}", key)

    def _records(self, file: str, key: str, found: object, kind: type) -> list[Any]:
        """A list of tables as records of `kind`; texts are compulsory, other fields take their defaults."""
        if not isinstance(found, list) or not found or not all(isinstance(item, dict) for item in found):
            self._fault(file, key, f"needs at least one [[{key}]] table")
            return []
        known = {f.name: f for f in fields(kind)}
        records = []
        seen: set[str] = set()
        for place, item in enumerate(found):
            here = f"{key}[{place}]."
            self._known_keys(file, here, item, set(known))
            values: dict[str, Any] = {}
            for name, spec in known.items():
                if name in item:
                    values[name] = _plain(item[name])
                elif spec.type in ("str", "tuple[str, ...]"):
                    self._fault(file, here + name, "is missing")
                    values[name] = "" if spec.type == "str" else ()
            identity = values.get("code") or values.get("flag")
            if identity and identity in seen:
                self._fault(file, f"{here}code", f"{identity!r} stands twice", identity)
            seen.add(identity or "")
            records.append(kind(**values))
        return records

    def _dimensions(self, codes: Sequence[str], domains: Sequence[str], flags: Sequence[str]) -> tuple[Dimension, ...]:
        if not codes:
            self._fault("matrix.toml", "dimensions", "lists no dimension")
        seen: dict[str, str] = {}
        return tuple(found for code in codes if (found := self._dimension(code, domains, flags, seen)))

    def _dimension(
        self, code: str, domains: Sequence[str], flags: Sequence[str], seen: dict[str, str]
    ) -> Dimension | None:
        file = f"dimensions/{code}.toml"
        data = self._file(file)
        if data is None:
            return None
        self._known_keys(file, "", data, {"code", "name", "domain", "specialist", "hint", "indicators"})
        if data.get("code") != code:
            self._fault(file, "code", f"should be {code!r} as the file is called")
        if not words(data.get("name")):
            self._fault(file, "name", "is missing or empty")
        domain = str(data.get("domain", ""))
        if domain not in domains:
            self._fault(file, "domain", f"{domain!r} is not a domain{nearest(domain, domains)}")
        items = data.get("indicators", [])
        indicators = tuple(self._indicator(file, code, item, flags, seen) for item in items if isinstance(item, dict))
        if not indicators:
            self._fault(file, "indicators", "has no indicator")
        specialist = bool(data.get("specialist", False))
        return Dimension(code, words(data.get("name")), domain, indicators, specialist, words(data.get("hint")))

    def _indicator(
        self, file: str, code: str, item: Mapping[str, Any], flags: Sequence[str], seen: dict[str, str]
    ) -> Indicator:
        name = str(item.get("id", ""))
        here = name or "indicators"
        if not re.fullmatch(rf"{code}[1-4][a-z]", name):
            self._fault(file, here, f"an id is {code}, the level and a letter, for example {code}2a", name or "id")
        if name in seen:
            self._fault(file, here, f"stands twice (also in {seen[name]})", name)
        seen[name] = file
        for key in item.keys() - {"id", "level", "ages", "flags", "text"}:
            self._fault(
                file, f"{here}.{key}", "is not a known key" + nearest(key, ["level", "ages", "flags", "text"]), key
            )
        level = item.get("level")
        if level not in (1, 2, 3, 4) or isinstance(level, bool) or (name[3:4].isdigit() and int(name[3]) != level):
            self._fault(file, f"{here}.level", "should be 1 to 4, the digit in the id", name)
        if not words(item.get("text")).strip():
            self._fault(file, f"{here}.text", "is missing or empty", name)
        ages = tuple(str(band) for band in item.get("ages", ()))
        for band in ages:
            match = _AGES.fullmatch(band)
            if not match or (match[1] and int(match[1]) > int(match[2])):
                self._fault(file, f"{here}.ages", f"{band!r} is not UB or a span such as 5-10", name)
        carried = tuple(str(flag) for flag in item.get("flags", ()))
        for flag in carried:
            if flag not in flags:
                self._fault(file, f"{here}.flags", f"{flag!r} has no pathway{nearest(flag, flags)}", name)
        return Indicator(name, level if isinstance(level, int) else 0, code, words(item.get("text")), ages, carried)

    def _references(self, top: Mapping[str, Any], codes: Sequence[str], domains: Sequence[str]) -> None:
        for key, known in (("poverty_dimensions", codes), ("unborn_blocks", codes), ("unborn_untagged", domains)):
            for name in top.get(key, ()):
                if name not in known:
                    self._fault("matrix.toml", key, f"{name!r} is not known{nearest(str(name), known)}")
        for code in {code for code in codes if list(codes).count(code) > 1}:
            self._fault("matrix.toml", "dimensions", f"{code!r} stands twice", code)
