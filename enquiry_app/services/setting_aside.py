"""What somebody has typed and nobody has saved, as one record that can be sealed at the lock and given back after it.

Pure: how it is sealed and where it lies is `security/set_aside.py`. The record never leaves this computer and is read by
its writer only, so it holds words as they are.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from enquiry_app.enquiry.answers import Address, Answers, ItemsKey
from enquiry_app.enquiry.stored_values import value_from_json, value_to_json
from enquiry_app.errors import CaseError

FORMAT = "set-aside-1"


@dataclass(frozen=True)
class DraftAside:
    """A draft that could not be saved: what the store held at `version`, what was typed on top, and the place in the form."""

    enquiry_id: str
    version: int
    place: str
    base: Answers = field(repr=False)
    mine: Answers = field(repr=False)


@dataclass(frozen=True)
class TypedText:
    """The text of one field of a page: kind of page, its tab, the kind of field, its number among `of` such fields."""

    page: str
    enquiry_id: str
    tab: str
    kind: str
    number: int
    of: int
    text: str = field(repr=False)


@dataclass(frozen=True)
class WordsAside:
    """Everything set aside. `unsent` by place, as `ui/unsent_words.py` keeps it."""

    drafts: tuple[DraftAside, ...] = ()
    unsent: Mapping[str, Mapping[str, Any]] = field(default_factory=dict, repr=False)
    typed: tuple[TypedText, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.drafts or self.unsent or self.typed)


def to_bytes(words: WordsAside) -> bytes:
    """As JSON, to be sealed at once."""
    whole = {
        "format": FORMAT,
        "drafts": [
            [each.enquiry_id, each.version, each.place, _answers_to_json(each.base), _answers_to_json(each.mine)]
            for each in words.drafts
        ],
        "unsent": words.unsent,
        "typed": [[t.page, t.enquiry_id, t.tab, t.kind, t.number, t.of, t.text] for t in words.typed],
    }
    return json.dumps(whole, ensure_ascii=False, default=str).encode()


def from_bytes(content: bytes) -> WordsAside:
    """What `to_bytes` wrote; nothing at all for what it did not."""
    try:
        whole = json.loads(content)
        if whole["format"] != FORMAT:
            return WordsAside()
        drafts = tuple(
            DraftAside(str(enquiry), int(version), str(place), _answers_from_json(base), _answers_from_json(mine))
            for enquiry, version, place, base, mine in whole["drafts"]
        )
        typed = tuple(TypedText(*each) for each in whole["typed"])
        return WordsAside(drafts, {str(place): dict(kept) for place, kept in whole["unsent"].items()}, typed)
    except (ValueError, KeyError, TypeError, AttributeError, CaseError):
        return WordsAside()


def _answers_to_json(answers: Answers) -> dict[str, Any]:
    return {
        "values": [[a.question, a.items, value_to_json(value)] for a, value in answers.values.items()],
        "items": [[key.collection, key.parent, items] for key, items in answers.items.items()],
    }


def _answers_from_json(data: Mapping[str, Any]) -> Answers:
    values = {Address(q, tuple(items)): value_from_json(value) for q, items, value in data["values"]}
    return Answers(values, {ItemsKey(c, tuple(parent)): tuple(items) for c, parent, items in data["items"]})
