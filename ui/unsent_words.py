"""Words typed and not sent, kept in memory while a page is left or the screen is locked, and given back to their writer.

Nothing of this is written anywhere: what is still here when the app closes is lost, so the session asks before.
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


def forget_all() -> None:
    """The person agreed to lose them."""
    _kept.clear()


def _key(application: Any, place: str) -> tuple[str, str, str]:
    return application.store_info.id, application.person.id, place
