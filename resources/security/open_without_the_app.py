"""Opens sealed enquiry files without the app. Needs Python 3 and the free program `age`, and nothing else.

You need: both recovery sheets of the store, the file that ends in -identity.age (exported in Settings, Sealed files), and
the sealed file (.enquiry). In a folder only you can read:

    python3 open_without_the_app.py > recovery.txt          asks for both sheets and writes the recovery key
    age -d -i recovery.txt NAME-identity.age > store.txt    the store's own key
    age -d -i store.txt FILE.enquiry | tar x                the answers, the referral as PDF, text and HTML, the files

Delete recovery.txt and store.txt when you have finished: whoever has them can read everything sealed for the store.
"""

import re
import sys

SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
AGE_SYMBOLS = "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L"
LENGTH, FIRST, LAST = 70, 5, 63  # of a sheet: its number, four of the pair, 58 of the key, seven that catch slips


def read_sheet(typed: str) -> tuple[str, list[int]]:
    """Number and pair, and the 58 symbols of the key."""
    plain = re.sub(r"[^0-9A-Z]", "", typed.upper()).translate(str.maketrans("OILU", "011V"))
    if len(plain) != LENGTH:
        raise SystemExit("A sheet has 14 groups of five letters and digits. Please type it again.")
    return plain[:FIRST], [SYMBOLS.index(symbol) for symbol in plain[FIRST:LAST]]


def joined(sheet_one: str, sheet_two: str) -> str:
    """The recovery key as `age` reads it."""
    (head_one, one), (head_two, two) = read_sheet(sheet_one), read_sheet(sheet_two)
    if head_one[0] == head_two[0] or head_one[1:] != head_two[1:]:
        raise SystemExit("These are not the two sheets of one pair.")
    return "AGE-SECRET-KEY-1" + "".join(AGE_SYMBOLS[a ^ b] for a, b in zip(one, two, strict=True))


def ask(which: str) -> str:
    """A sheet, typed or piped."""
    print(f"Sheet {which}:", file=sys.stderr)
    return sys.stdin.readline()


if __name__ == "__main__":
    print(joined(ask("1"), ask("2")))
