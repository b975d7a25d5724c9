"""Words typed and not sent, kept in memory while a page is left, and given back to their writer.

At the lock they are sealed and set aside with everything else that is not saved (`kept_words.py`). What is still here when
the app closes is lost, so the session asks before.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_kept: dict[tuple[str, str, str], Mapping[str, Any]] = {}


def keep(application: Any, place: str, words: Mapping[str, Any]) -> None:
    """Keep what this person typed at a place (`check:ID` …); empty words forget it."""
    key = _key(application, place)
    if any(words.values()):
        _kept[key] = dict(words)
    else:
        _kept.pop(key, None)


def given_back(application: Any, place: str) -> Mapping[str, Any]:
    """What this person typed there before, or an empty mapping. It stays kept until it is forgotten or replaced."""
    return _kept.get(_key(application, place), {})


def forget(application: Any, place: str) -> None:
    """It was sent, or thrown away on purpose."""
    _kept.pop(_key(application, place), None)


def are_there() -> bool:
    """Whether anybody's words would be lost by closing now."""
    return bool(_kept)


def taken_out(application: Any) -> dict[str, Mapping[str, Any]]:
    """Everything this person has typed and not sent, by place; it is kept here no longer."""
    mine = {key: words for key, words in _kept.items() if key[:2] == _key(application, "")[:2]}
    for key in mine:
        del _kept[key]
    return {place: words for (_, _, place), words in mine.items()}


def take_in(application: Any, words: Mapping[str, Mapping[str, Any]]) -> None:
    """What was set aside for this person at the lock is kept here again; something newer stays."""
    for place, kept in words.items():
        _kept.setdefault(_key(application, place), kept)


def forget_all() -> None:
    """The person agreed to lose them."""
    _kept.clear()


def _key(application: Any, place: str) -> tuple[str, str, str]:
    return application.store_info.id, application.person.id, place
