"""Finds indicators by any wording, with synonyms: "bruise", "weed", "county lines". Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from functools import lru_cache

from enquiry_app.definitions.matrix_definition import Indicator, Matrix

_WORD = re.compile(r"[a-z0-9][a-z0-9-]*")


def search_indicators(
    matrix: Matrix, text: str, *, unborn: bool = False, age_years: int | None = None
) -> tuple[Indicator, ...]:
    """Indicators that fit the child and match every word typed, by its beginning, in any order or through a synonym.

    Higher levels first, matrix order within a level, so that what matters most is on top. Blank text finds nothing.
    """
    wanted = _alternatives(matrix, text)
    if not wanted:
        return ()
    found = [
        indicator
        for indicator, words in _index(matrix.name, matrix)
        if all(any(_matches(option, indicator, words) for option in options) for options in wanted)
        and matrix.fits(indicator, unborn=unborn, age_years=age_years)
    ]
    return tuple(sorted(found, key=lambda i: (-i.level, matrix.order[i.id])))


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.lower())
    return "".join(c for c in plain if not unicodedata.combining(c)).replace("’", "'")


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(_fold(text)))


_cache: dict[str, tuple[tuple[Indicator, tuple[str, ...]], ...]] = {}


def _index(name: str, matrix: Matrix) -> tuple[tuple[Indicator, tuple[str, ...]], ...]:
    """Every indicator with the words of its text, its dimension and its code, made once for a matrix version."""
    if name not in _cache:
        _cache[name] = tuple(
            (indicator, (*_words(f"{indicator.text} {dimension.name}"), indicator.id.lower()))
            for dimension in matrix.dimensions
            for indicator in dimension.indicators
        )
    return _cache[name]


def _alternatives(matrix: Matrix, text: str) -> list[Collection[str]]:
    """For each word typed (or phrase with a synonym of its own) what may stand for it."""
    typed = " ".join(_words(text))
    wanted: list[Collection[str]] = []
    for phrase in sorted((p for p in matrix.synonyms if " " in p), key=len, reverse=True):
        if phrase in typed:
            typed = typed.replace(phrase, " ")
            wanted.append({phrase, *matrix.synonyms[phrase]})
    for word in typed.split():
        wanted.append({word, *_synonyms(matrix.name, word, _pairs(matrix))})
    return wanted


def _pairs(matrix: Matrix) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(matrix.synonyms.items())


@lru_cache(maxsize=512)
def _synonyms(name: str, word: str, pairs: Iterable[tuple[str, tuple[str, ...]]]) -> frozenset[str]:
    if len(word) < 3:
        return frozenset(s for typed, found in pairs if typed == word for s in found)
    return frozenset(s for typed, found in pairs if typed.startswith(word) for s in found)


def _matches(option: str, indicator: Indicator, words: tuple[str, ...]) -> bool:
    if option.isupper():  # a dimension code: the whole block from level 2 up
        return indicator.dimension == option and indicator.level >= 2
    if " " in option:
        return option in " ".join(words)
    return any(word.startswith(option) for word in words)
