"""What the app says about itself: plain texts of `resources/help`, with places filled from the data they speak of.

A text is a small part of Markdown: `#` headings, paragraphs, `-` points, `|` tables. `{{name}}` is a place: inside a line
it takes a short text, alone on a line whole parts. A place nobody fills is a fault, so that no text goes stale unnoticed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from enquiry_app.errors import NotFound
from enquiry_app.resource_files import resource_text

FOLDER = "help"
_PLACE = re.compile(r"\{\{([a-z0-9_]+)\}\}")
_RULE = re.compile(r"\|[\s|:]*-[\s|:-]*")
_MARKS = re.compile(r"\*\*|`|\*(?=\w)|(?<=\w)\*")  # of emphasis, which is for whoever reads the file itself


@dataclass(frozen=True)
class HelpHeading:
    """A heading; level 1 is the title of the page."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class HelpWords:
    """A paragraph."""

    text: str


@dataclass(frozen=True)
class HelpPoints:
    """A list of short items."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class HelpTable:
    """A table; the first column names what its row is about. `widths` are parts of the whole."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...] = ()


HelpPart = HelpHeading | HelpWords | HelpPoints | HelpTable
Fact = str | tuple[HelpPart, ...]


@dataclass(frozen=True)
class HelpText:
    """One page, filled."""

    id: str
    title: str
    parts: tuple[HelpPart, ...]


# Page id -> its name in the list, in the order of the list.
PAGES: Mapping[str, str] = {
    "security": "Security statement",
    "keys": "How the keys work",
    "proofs": "What proves it",
    "asvs": "Security requirements",
    "accessibility": "Accessibility statement",
    "impact": "Data protection impact assessment",
    "licences": "Licences",
}


def help_text(page_id: str, facts: Mapping[str, Fact]) -> HelpText:
    """The page, filled. Raises NotFound for a page there is not, KeyError for a place without a fact."""
    if page_id not in PAGES:
        raise NotFound("There is no such page. There are: " + ", ".join(PAGES) + ".")
    parts = tuple(read_parts(resource_text(FOLDER, f"{page_id}.md"), facts))
    title = next(part.text for part in parts if isinstance(part, HelpHeading))
    return HelpText(page_id, title, parts)


def places_of(text: str) -> frozenset[str]:
    """Names of the places in a text."""
    return frozenset(_PLACE.findall(text))


def read_parts(text: str, facts: Mapping[str, Fact]) -> Iterator[HelpPart]:
    """The parts of a text in order. Raises KeyError for a place without a fact, TypeError for whole parts in a line."""
    for kind, group in groupby(text.splitlines(), _kind_of):
        lines = [line.strip() for line in group]
        if kind == "place":
            for line in lines:
                fact = facts[line.strip("{}")]
                yield from (HelpWords(fact),) if isinstance(fact, str) else fact
        elif kind == "heading":
            for line in lines:
                marks, _, words = line.partition(" ")
                yield HelpHeading(_filled(words, facts), len(marks))
        elif kind == "points":
            yield HelpPoints(tuple(_filled(each, facts) for each in _items(lines)))
        elif kind == "table":
            cells = [tuple(_cells(line, facts)) for line in lines if not _RULE.fullmatch(line)]
            yield HelpTable(cells[0], tuple(cells[1:]))
        elif kind == "words":
            yield HelpWords(_filled(" ".join(lines), facts))


def _kind_of(line: str) -> str:
    """What a line belongs to. A line further in goes on with the point above it."""
    bare = line.strip()
    if not bare:
        return ""
    if _PLACE.fullmatch(bare):
        return "place"
    if bare.startswith("#"):
        return "heading"
    if bare.startswith("|"):
        return "table"
    return "points" if bare.startswith("- ") or line.startswith("  ") else "words"


def _items(lines: Iterable[str]) -> Iterator[str]:
    item = ""
    for line in lines:
        if line.startswith("- "):
            if item:
                yield item
            item = line[2:]
        else:
            item = f"{item} {line}"
    if item:
        yield item


def _cells(line: str, facts: Mapping[str, Fact]) -> Iterator[str]:
    for cell in line.strip("|").split("|"):
        yield _filled(cell.strip(), facts)


def _filled(text: str, facts: Mapping[str, Fact]) -> str:
    def fill(found: re.Match[str]) -> str:
        fact = facts[found[1]]
        if not isinstance(fact, str):
            raise TypeError(f"{found[1]} stands in a line and is more than a line")
        return fact

    return _PLACE.sub(fill, _MARKS.sub("", text))
