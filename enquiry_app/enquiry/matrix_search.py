"""Finds indicators by any wording, with synonyms and small slips: "bruises", "weed", "county lines". Pure."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from enquiry_app.definitions.matrix_definition import Indicator, Matrix

_WORD = re.compile(r"[a-z0-9]+")
_ENDINGS = ("ings", "ing", "ies", "ed", "es", "s", "e", "y")
# Words that say nothing about the worry.
_SMALL_WORDS = frozenset({
    "a", "about", "all", "am", "an", "and", "are", "as", "at", "be", "been", "by", "can", "did", "do", "does",
    "for", "from", "had", "has", "have", "he", "her", "him", "his", "i", "if", "in", "is", "it", "its", "me", "my",
    "no", "not", "of", "off", "on", "or", "our", "s", "she", "so", "that", "the", "their", "them", "they", "this",
    "to", "up", "us", "was", "we", "were", "when", "with", "you",
})  # fmt: skip


@dataclass(frozen=True)
class _Wanted:
    """One word or phrase typed: beginnings to find in the wording, the same through synonyms, and whole dimensions."""

    own: tuple[str, ...]
    meant: tuple[str, ...]
    dimensions: frozenset[str]


class _Index:
    """All that an indicator can be found by, folded into one line each; made once for a matrix."""

    def __init__(self, matrix: Matrix) -> None:
        self.lines = [
            (indicator, _line(indicator.text, dimension.name, indicator.id, *indicator.synonyms))
            for dimension in matrix.dimensions
            for indicator in dimension.indicators
        ]
        self.synonyms = {" ".join(_words(typed)): found for typed, found in matrix.synonyms.items()}
        self.phrases = sorted((p for p in self.synonyms if " " in p), key=len, reverse=True)
        self.vocabulary = sorted({w for _, line in self.lines for w in line.split()} | set(self.synonyms))


class _Same:
    """A matrix as a cache key: the same object is the same key, whatever its name."""

    def __init__(self, matrix: Matrix) -> None:
        self.matrix = matrix

    def __hash__(self) -> int:
        return id(self.matrix)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.matrix is self.matrix


@lru_cache(maxsize=4)
def _index(same: _Same) -> _Index:
    return _Index(same.matrix)


def search_indicators(
    matrix: Matrix, text: str, *, unborn: bool = False, age_years: int | None = None
) -> tuple[Indicator, ...]:
    """Indicators that fit the child and match what was typed: beginnings of words, any order, synonyms, small slips.

    Every word counts; if nothing has them all, what has most of them is found. Own wording comes before synonyms, then
    the higher level, then matrix order. Nothing is found for less than two letters.
    """
    index = _index(_Same(matrix))
    wanted = _wanted(index, text[:200])
    if not wanted:
        return ()
    found = [
        (indicator, own, hits)
        for indicator, line in index.lines
        if (matched := _matched(wanted, indicator, line)) and matrix.fits(indicator, unborn=unborn, age_years=age_years)
        for own, hits in [matched]
    ]
    most = max((len(hits) for _, _, hits in found), default=0)
    best = [row for row in found if len(row[2]) == most]
    # Where not every word is found, the word that fewer signs have tells more: "drunk" rather than "parent".
    common = Counter(word for _, _, hits in best for word in hits) if most < len(wanted) else Counter()
    best.sort(key=lambda row: (min(common[word] for word in row[2]), -row[1], -row[0].level))
    return tuple(indicator for indicator, _, _ in best)


def _matched(wanted: Sequence[_Wanted], indicator: Indicator, line: str) -> tuple[int, tuple[int, ...]] | None:
    """How many of the wanted words stand in its own wording, and which it has in any way; None if it has none."""
    own = 0
    hits = []
    for place, want in enumerate(wanted):
        literally = any(part in line for part in want.own)
        whole_block = indicator.level >= 2 and indicator.dimension in want.dimensions
        if literally or whole_block or any(part in line for part in want.meant):
            hits.append(place)
            own += literally
    return (own, tuple(hits)) if hits else None


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.lower())
    kept = "".join(c for c in plain if not unicodedata.combining(c))
    return kept.replace("’", "'").replace("'", "")


def _words(text: str) -> list[str]:
    return _WORD.findall(_fold(text))


def _line(*texts: str) -> str:
    """All words with a space before each, and hyphenated ones once more in one piece ("selfharm")."""
    joined = [word.replace("-", "") for text in texts for word in _fold(text).split() if "-" in word]
    return " " + " ".join([*_words(" ".join(texts)), *_words(" ".join(joined))])


def _stem(word: str) -> str:
    """The word without its ending, if at least four letters are left."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def _wanted(index: _Index, text: str) -> list[_Wanted]:
    """What was typed as phrases that have synonyms and single words; small words are passed over."""
    rest = f" {' '.join(_words(text))} "
    wanted = []
    for phrase in index.phrases:
        if f" {phrase} " in rest:
            rest = rest.replace(f" {phrase} ", " ")
            wanted.append(_meaning([f" {phrase}"], index.synonyms[phrase]))
    for word in rest.split():
        if len(word) >= 2 and word not in _SMALL_WORDS:
            wanted.append(_one_word(index, word))
    return wanted


def _one_word(index: _Index, word: str) -> _Wanted:
    known = _synonyms_of(index, word)
    want = _meaning([f" {word}", f" {_stem(word)}"], known)
    if known or len(word) < 4 or any(part in line for part in want.own for _, line in index.lines):
        return want
    close = difflib.get_close_matches(word, index.vocabulary, n=1, cutoff=0.8)
    return _one_word(index, close[0]) if close and close[0] != word else want


def _synonyms_of(index: _Index, word: str) -> Iterable[str]:
    """Synonyms of the word, of the words it begins, and of its other endings."""
    if len(word) < 3:
        return index.synonyms.get(word, ())
    exact = index.synonyms.get(word)
    stem = _stem(word)
    return exact or [
        found
        for typed, all_found in index.synonyms.items()
        if typed.startswith(word) or _stem(typed) == stem
        for found in all_found
    ]


def _meaning(own: Iterable[str], synonyms: Iterable[str]) -> _Wanted:
    dimensions = frozenset(name for name in synonyms if name.isupper())
    meant = {f" {' '.join(_words(name))}" for name in synonyms if not name.isupper()}
    return _Wanted(tuple(dict.fromkeys(own)), tuple(meant.difference(own)), dimensions)
