"""Enquiry references: made without a network, never repeated, and a slip in reading one out is noticed. Pure.

Shape `TSH-2026-K7MD-000123-R`: hub, London year, random prefix of the store, running number, check character. Letters
and digits are the 31 that are not mistaken for one another (no I, L, O, S, U). Because 31 is prime and 3 is a
primitive root of it, the weighted sum notices every single wrong character and every two swapped ones.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from enquiry_app.errors import CaseError

LONDON = ZoneInfo("Europe/London")
HUB = "TSH"
ALPHABET = "0123456789ABCDEFGHJKMNPQRTVWXYZ"
PREFIX_LENGTH = 4
LARGEST_NUMBER = 999_999
_LOOKS_LIKE = str.maketrans({"O": "0", "I": "1", "L": "1", "S": "5"})
_SHAPE = re.compile(rf"{HUB}(\d{{4}})([{ALPHABET}]{{{PREFIX_LENGTH}}})(\d{{6}})([{ALPHABET}])")


@dataclass(frozen=True)
class Reference:
    """A reference taken apart. `number` counts within the store, across years."""

    year: int
    prefix: str
    number: int

    def __str__(self) -> str:
        body = f"{self.year:04d}{self.prefix}{self.number:06d}"
        return f"{HUB}-{self.year:04d}-{self.prefix}-{self.number:06d}-{check_character(body)}"


def make_reference(prefix: str, number: int, at: dt.datetime) -> str:
    """The reference for running number `number` (1 to 999,999) of the store with this prefix, sent at this instant."""
    if not 1 <= number <= LARGEST_NUMBER:
        raise ValueError("the running number of a reference is 1 to 999999")
    if len(prefix) != PREFIX_LENGTH or set(prefix) - set(ALPHABET):
        raise ValueError("a store prefix is four characters of the reference alphabet")
    return str(Reference(at.astimezone(LONDON).year, prefix, number))


def make_prefix(randomness: bytes) -> str:
    """A store prefix from at least 8 random bytes."""
    number = int.from_bytes(randomness, "big")
    letters = []
    for _ in range(PREFIX_LENGTH):
        number, index = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[index])
    return "".join(letters)


def check_character(body: str) -> str:
    """The check character of a string of the alphabet's characters (up to 29 of them)."""
    total = sum(
        pow(3, place, 31) * ALPHABET.index(character) for place, character in enumerate(reversed(body), start=1)
    )
    return ALPHABET[-total % 31]


def read_reference(text: str) -> Reference:
    """Read a reference as people type it: any case, spaces or dashes, O for 0, I or L for 1, S for 5.

    Raises CaseError with a plain sentence if the shape is wrong or the check character does not fit.
    """
    typed = re.sub(r"[\s\-\u2010-\u2015]", "", text).upper()
    match = _SHAPE.fullmatch(HUB + typed[3:].translate(_LOOKS_LIKE)) if typed[:3] in (HUB, "T5H") else None
    if match is None:
        raise CaseError(f"This is not a reference. A reference looks like {Reference(2026, 'K7MD', 123)}.")
    year, prefix, number, check = match.groups()
    if check_character(year + prefix + number) != check or int(number) == 0:
        raise CaseError(
            "This reference has a slip in it: the last character does not fit. Please check each character."
        )
    return Reference(int(year), prefix, int(number))
