"""The recovery identity on paper, split over two sheets: together they open the store, each alone says nothing.

The secret part of an age identity is 58 symbols of a 32-symbol alphabet. Sheet one is 58 random symbols; sheet two is
the secret, symbol by symbol, exclusive-or sheet one. A sheet is printed as 14 groups of five: its number, four symbols
of the pair (so that sheets of two stores are not mixed), the 58 symbols, seven symbols that catch slips.
"""

from __future__ import annotations

import hashlib
import re
import secrets

from enquiry_app.errors import AppError
from enquiry_app.security.key_files import PersonKey, person_key
from enquiry_app.services.ports import RecoverySheets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that looks like something else: no I, L, O, U
_AGE_ALPHABET = "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L"
_AGE_PREFIX = "AGE-SECRET-KEY-1"
_SECRET_SYMBOLS, _PAIR_SYMBOLS, _CHECK_SYMBOLS, _GROUP = 58, 4, 7, 5
_LENGTH = 1 + _PAIR_SYMBOLS + _SECRET_SYMBOLS + _CHECK_SYMBOLS
_LOOKS_LIKE = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})

SAME_SHEET = "These are two copies of the same sheet. Please type sheet 1 and sheet 2."
NOT_A_PAIR = "These two sheets do not belong together. Please use the pair with the same fingerprint."


def split_key(key: PersonKey) -> RecoverySheets:
    """Two fresh sheets for an identity. Splitting again gives other sheets; pairs cannot be mixed."""
    secret = [_AGE_ALPHABET.index(symbol) for symbol in key.secret.upper().removeprefix(_AGE_PREFIX)]
    if len(secret) != _SECRET_SYMBOLS:
        raise ValueError("not an age identity")
    one = [secrets.randbelow(32) for _ in secret]
    two = [a ^ b for a, b in zip(secret, one, strict=True)]
    pair = "".join(secrets.choice(ALPHABET) for _ in range(_PAIR_SYMBOLS))
    return RecoverySheets(_sheet("1", pair, one), _sheet("2", pair, two), fingerprint_of(key.public))


def join_sheets(sheet_one: str, sheet_two: str) -> PersonKey:
    """The identity back from both sheets, in any order and as people type them. Raises AppError naming the slip."""
    (number, pair, one), (other_number, other_pair, two) = _read(sheet_one, "first"), _read(sheet_two, "second")
    if number == other_number:
        raise AppError(SAME_SHEET)
    if pair != other_pair:
        raise AppError(NOT_A_PAIR)
    secret = "".join(_AGE_ALPHABET[a ^ b] for a, b in zip(one, two, strict=True))
    import pyrage

    try:
        return person_key(_AGE_PREFIX + secret)
    except pyrage.IdentityError as fault:
        raise AppError(NOT_A_PAIR) from fault


def fingerprint_of(public: str) -> str:
    """Eight symbols by which people compare a public key."""
    symbols = _symbols(public, 8)
    return f"{symbols[:4]}-{symbols[4:]}"


def _sheet(number: str, pair: str, symbols: list[int]) -> str:
    body = number + pair + "".join(ALPHABET[symbol] for symbol in symbols)
    text = body + _symbols(body, _CHECK_SYMBOLS)
    return " ".join(text[at : at + _GROUP] for at in range(0, _LENGTH, _GROUP))


def _read(sheet: str, which: str) -> tuple[str, str, list[int]]:
    text = re.sub(r"[^0-9A-Z]", "", sheet.upper()).translate(_LOOKS_LIKE)
    if len(text) != _LENGTH or text[0] not in "12":
        groups = _LENGTH // _GROUP
        raise AppError(f"The {which} sheet is not complete: it has {groups} groups of {_GROUP} letters and digits.")
    body, check = text[:-_CHECK_SYMBOLS], text[-_CHECK_SYMBOLS:]
    if _symbols(body, _CHECK_SYMBOLS) != check:
        raise AppError(f"There is a slip in the {which} sheet. Please compare each group with the paper.")
    secret = body[1 + _PAIR_SYMBOLS :]
    return body[0], body[1 : 1 + _PAIR_SYMBOLS], [ALPHABET.index(symbol) for symbol in secret]


def _symbols(text: str, count: int) -> str:
    number = int.from_bytes(hashlib.sha256(b"recovery sheet\n" + text.encode()).digest(), "big")
    return "".join(ALPHABET[(number >> (5 * place)) & 31] for place in range(count))
