"""Which new passwords are accepted: long enough, not a common one, not built from the user name. Nothing else.

No rules about kinds of characters and no forced change (OWASP ASVS 5.0, 6.2.5 and 6.2.10); pasting is welcome.
"""

from __future__ import annotations

import functools
import itertools
import re

from enquiry_app.errors import PasswordRefused
from enquiry_app.resource_files import resource_text

SHORTEST = 12
LONGEST = 256
_ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_LEET = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i"})

TOO_SHORT = f"A password needs at least {SHORTEST} characters. Three or four words that do not belong together do well."
TOO_LONG = f"A password may have at most {LONGEST} characters."
TOO_COMMON = "This password is one of those tried first. Please choose another; several unusual words do well."
TOO_SIMPLE = "This password repeats a few characters or runs along the keyboard. Please choose another."
HAS_NAME = "This password is built from your user name. Please choose another."


def check_new_password(password: str, user_name: str = "") -> None:
    """Raise PasswordRefused, saying why, for a password that is easily guessed."""
    if len(password) < SHORTEST:
        raise PasswordRefused(TOO_SHORT)
    if len(password) > LONGEST:
        raise PasswordRefused(TOO_LONG)
    lowered = password.casefold()
    if _is_common(lowered):
        raise PasswordRefused(TOO_COMMON)
    if _is_repetition(lowered) or _is_run(lowered):
        raise PasswordRefused(TOO_SIMPLE)
    if _is_built_from(lowered, user_name.casefold()):
        raise PasswordRefused(HAS_NAME)


@functools.cache
def _common() -> frozenset[str]:
    lines = resource_text("security", "common_passwords.txt").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def _is_common(lowered: str) -> bool:
    """On the list as it stands, or once digits and signs around it and letter-like digits in it are seen through."""
    bare = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", lowered)
    letters = re.sub(r"[^a-z]", "", bare.translate(_LEET))
    together = re.sub(r"[\W_]+", "", lowered)
    return bool({lowered, bare, together, letters} & _common()) or _is_two_common(letters)


def _is_two_common(letters: str) -> bool:
    """Two listed words and nothing else, or one of them over and over: torbaycouncil, passwordpassword."""
    if any(letters[:at] in _common() and letters[at:] in _common() for at in range(3, len(letters) - 2)):
        return True
    repeated = re.fullmatch(r"(.{4,}?)\1+", letters)
    return bool(repeated and repeated.group(1) in _common())


def _is_built_from(lowered: str, user_name: str) -> bool:
    """Hardly a letter stays once the parts of the user name are taken away."""
    rest = lowered
    for part in re.split(r"[^a-z0-9]+", user_name):
        if len(part) >= 3:
            rest = rest.replace(part, "")
    return rest != lowered and len(re.sub(r"[\W\d_]", "", rest)) < 4


def _is_repetition(lowered: str) -> bool:
    return len(set(lowered)) < 5 or re.fullmatch(r"(.{1,6}?)\1+.{0,5}", lowered) is not None


def _is_run(lowered: str) -> bool:
    """Nearly all of it neighbours on the keyboard or in the alphabet, up or down."""
    neighbours = sum(_are_neighbours(a, b) for a, b in itertools.pairwise(lowered))
    return neighbours >= 0.7 * (len(lowered) - 1)


def _are_neighbours(one: str, other: str) -> bool:
    return any(one + other in row or other + one in row for row in _ROWS)
