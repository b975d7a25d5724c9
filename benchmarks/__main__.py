"""Runs every benchmark and prints one table of medians and ratios; the same as JSON with `--json FILE`.

A benchmark is a module of this package with `run()`, which gives rows: name, ours_ms, yardstick (what it is compared
with), yardstick_ms, ratio, budget (in words) and ok.
"""

from __future__ import annotations

import argparse
import importlib
import json
import pkgutil
import sys
from pathlib import Path

import benchmarks

COLUMNS = ("name", "ours_ms", "yardstick", "yardstick_ms", "ratio", "budget", "ok")


def rows_of(only: str) -> list[dict]:
    """The rows of every benchmark whose name holds `only`."""
    found = []
    for module in sorted(m.name for m in pkgutil.iter_modules(benchmarks.__path__) if not m.name.startswith("_")):
        if only not in module:
            continue
        run = getattr(importlib.import_module(f"benchmarks.{module}"), "run", None)
        if run is not None:
            print(f"… {module}", file=sys.stderr)
            rows = run()
            print(table(rows), file=sys.stderr)  # seen even if a later one fails
            found += rows
    return found


def table(rows: list[dict]) -> str:
    """Rows as text in columns."""
    cells = [COLUMNS, *(tuple(_text(row.get(name)) for name in COLUMNS) for row in rows)]
    widths = [max(len(row[place]) for row in cells) for place in range(len(COLUMNS))]
    return "\n".join("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)) for row in cells)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "NO"
    return f"{value:.2f}" if isinstance(value, float) else "" if value is None else str(value)


def main() -> int:
    """Run; exit 0 whether budgets are kept or not: a benchmark informs, it does not judge a busy machine."""
    parser = argparse.ArgumentParser(prog="benchmarks")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--only", default="")
    given = parser.parse_args()
    rows = rows_of(given.only)
    print(table(rows))
    if given.json:
        given.json.parent.mkdir(parents=True, exist_ok=True)
        given.json.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
