"""Writes `resources/holidays/england.toml` from the holidays library: `python -m scripts.make_bank_holidays`.

Run it after raising the library's version in requirements.in; a test says when the two differ.
"""

from __future__ import annotations

from pathlib import Path

from enquiry_app.definitions.bank_holidays import computed

FILE = Path(__file__).parent.parent / "resources" / "holidays" / "england.toml"
FIRST, LAST = 2015, 2045
HEAD = """\
# Bank holidays in England, month and day by year. Made by `python -m scripts.make_bank_holidays`; do not edit by hand.
# A holiday proclaimed since, or a closure of one hub, goes into the Hub's own closures (resources/hub/hours.toml).
[years]
"""


def table() -> str:
    """The file's text."""
    lines = []
    for year in range(FIRST, LAST + 1):
        days = ", ".join(f'"{day:%m-%d}"' for day in sorted(computed(year)))
        lines.append(f"{year} = [{days}]\n")
    return HEAD + "".join(lines)


if __name__ == "__main__":
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(table(), encoding="utf-8")
