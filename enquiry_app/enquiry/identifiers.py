"""Numbers and addresses that have rules of their own: NHS number, UPN, postcode, phone, e-mail. Pure.

Each has a `tidy_…` that gives the normal form, or None where the text is no such thing. A wrong check digit is not
None: the number is kept, and `…_problem` says what is wrong (a warning, never a block: `domain.md` 4h).
"""

from __future__ import annotations

import re

# ZZ99 … are the made-up postcodes health services use for no fixed abode and unknown addresses.
_POSTCODE = re.compile(r"(ZZ99)(\d[A-Z]{2})|([A-Z]{1,2}\d[A-Z\d]?)(\d[ABD-HJLNP-UW-Z]{2})")
_POSTCODE_IN_TEXT = re.compile(r"\b([A-Za-z]{1,2}\d[A-Za-z\d]?)\s*(\d[ABD-HJLNP-UW-Zabd-hjlnp-uw-z]{2})\s*$")
_EMAIL = re.compile(r"[^@\s,;<>]+@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z0-9-]{2,}")
_UPN = re.compile(r"[A-Z]\d{11}[A-Z\d]")
_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"  # without I, O, S
_JUST_PHONE = re.compile(r"[\d\s()+.\-/]+(?:\s*(?:x|ext\.?|extension)\s*\d+)?", re.IGNORECASE)

# Local authority numbers in use since April 1998, with those that have merged since, Wales, and service schools.
# Written as spans; a number missing here only gives a warning to check.
_LA_SPANS = (
    (201, 213), (301, 320), (330, 336), (340, 344), (350, 359), (370, 373), (380, 384), (390, 394), (420, 420),
    (660, 681), (702, 702), (800, 803), (805, 808), (810, 813), (815, 816), (820, 823), (825, 826), (830, 831),
    (835, 841), (845, 846), (850, 852), (855, 857), (860, 861), (865, 896), (901, 943),
)  # fmt: skip


def tidy_nhs_number(text: str) -> str | None:
    """Ten digits without spaces or dashes."""
    digits = re.sub(r"[\s\-–.]", "", text)
    return digits if re.fullmatch(r"[0-9]{10}", digits) else None


def nhs_number_problem(number: str) -> str | None:
    """What is wrong with ten digits, by the NHS Data Dictionary's check (`domain.md` 6j)."""
    from nhs_number import is_valid  # type: ignore[attr-defined]  # not needed before the first number

    if len(set(number)) == 1 or not is_valid(number):
        return "This is not a valid NHS number. Compare each digit with the record"
    return None


def spaced_nhs_number(number: str) -> str:
    """As people read it out: 999 000 0018."""
    return f"{number[:3]} {number[3:6]} {number[6:]}"


def tidy_upn(text: str) -> str | None:
    """A letter and twelve more characters, capitals, no spaces."""
    upn = re.sub(r"[\s\-]", "", text).upper()
    return upn if _UPN.fullmatch(upn) else None


def upn_problem(upn: str) -> str | None:
    """What is wrong with a UPN of the right shape (`domain.md` 6i).

    The first letter checks the twelve characters after it; in a temporary UPN the last is a letter (not I, O or S)
    and counts with its place in the list of letters.
    """
    if upn[0] not in _UPN_LETTERS or (upn[12].isalpha() and upn[12] not in _UPN_LETTERS):
        return "A UPN has no letter I, O or S. Compare it with the school's record"
    values = [int(c) if c.isdigit() else _UPN_LETTERS.index(c) for c in upn[1:]]
    total = sum(place * value for place, value in enumerate(values, 2))
    if _UPN_LETTERS[total % len(_UPN_LETTERS)] != upn[0]:
        return "The first letter does not fit the rest of this UPN. Compare it with the school's record"
    if not any(first <= int(upn[1:4]) <= last for first, last in _LA_SPANS):
        return f"{upn[1:4]} in this UPN is not the number of a local authority. Compare it with the school's record"
    return None


def tidy_postcode(text: str) -> str | None:
    """A UK postcode in capitals with one space; letter O typed for a nought is put right in the second half."""
    packed = re.sub(r"[\s\-.]", "", text).upper()
    if len(packed) > 4 and packed[-3] == "O":
        packed = f"{packed[:-3]}0{packed[-2:]}"
    match = _POSTCODE.fullmatch(packed)
    return f"{packed[:-3]} {packed[-3:]}" if match else None


def split_postcode(text: str) -> tuple[str, str]:
    """An address as pasted -> (lines, postcode); the postcode "" if it does not end with one."""
    match = _POSTCODE_IN_TEXT.search(text)
    if not match:
        return text.strip(), ""
    return text[: match.start()].strip().rstrip(",").strip(), f"{match[1]} {match[2]}".upper()


def tidy_phone(text: str) -> str | None:
    """A phone number as the country it belongs to writes it; other words beside the number leave all as typed."""
    import phonenumbers  # slow to import

    typed = " ".join(text.split())
    if not _JUST_PHONE.fullmatch(typed):
        found = next(iter(phonenumbers.PhoneNumberMatcher(typed, "GB", leniency=phonenumbers.Leniency.POSSIBLE)), None)
        return typed if found else None
    digits = re.sub(r"\D", "", typed)
    if re.fullmatch(r"999|101|111|112|119|116\d{3}|18000|0800\s?1111", digits):
        return typed
    try:
        number = phonenumbers.parse(typed, "GB")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    home = number.country_code == 44
    style = phonenumbers.PhoneNumberFormat.NATIONAL if home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return str(phonenumbers.format_number(number, style))


def with_phone_digits(text: str) -> str | None:
    """The text if it holds a number long enough to ring: a quick look, for every key pressed."""
    return text if sum(character.isdigit() for character in text) >= 3 else None


def tidy_email(text: str) -> str | None:
    """An e-mail address without blanks around it, its domain in small letters."""
    typed = text.strip().strip("<>").removeprefix("mailto:")
    if not _EMAIL.fullmatch(typed):
        return None
    name, _, domain = typed.rpartition("@")
    return f"{name}@{domain.lower()}"
