"""What stands in each cell of the matrix screen: plain values worked out from matrix and findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from enquiry_app.definitions.matrix_definition import Dimension, Indicator, Matrix
from enquiry_app.enquiry.findings import dimension_state, observation, ticked

LEVELS = (1, 2, 3, 4)


@dataclass(frozen=True)
class Cell:
    """`kind`: name (a dimension), state (no worry, worry, not known), sign, or empty. `code`: its dimension or sign."""

    kind: str
    code: str = ""
    text: str = ""
    state: str = ""
    level: int = 0
    flagged: bool = False


EMPTY = Cell("empty")
STATE_WORDS = {"no_worry": "No worry", "worry": "Worry", "not_known": "Not known"}


def pointed_to(matrix: Matrix, findings: Mapping[str, Any]) -> frozenset[str]:
    """Specialist blocks to open by themselves: something is ticked there, or a ticked sign's flag points to them."""
    known = [matrix.indicators[i] for i in ticked(findings) if i in matrix.indicators]
    flags = {flag for sign in known for flag in sign.flags} - {"IMM", "S47", "DUTY"}
    blocks = (d for d in matrix.dimensions if d.specialist)
    found = {d.code for d in blocks if any(flags.intersection(i.flags) for i in d.indicators)}
    return frozenset(found | {sign.dimension for sign in known})


def rows_for(
    matrix: Matrix,
    dimensions: Sequence[Dimension],
    fitting: frozenset[str],
    opened: frozenset[str],
    only: frozenset[str] | None = None,
) -> list[tuple[Cell, Cell, Cell, Cell]]:
    """Rows of four cells. Each dimension has a row of its own, then its signs, a level a column.

    `fitting`: indicators that fit the child. `opened`: specialist blocks shown open. `only`: search results, else None.
    """
    rows: list[tuple[Cell, Cell, Cell, Cell]] = []
    for dimension in dimensions:
        signs = [i for i in dimension.indicators if i.id in fitting and (only is None or i.id in only)]
        if not signs:
            continue
        closed = dimension.specialist and only is None and dimension.code not in opened
        states = tuple(Cell("state", dimension.code, words, code) for code, words in STATE_WORDS.items())
        rows.append((Cell("name", dimension.code, dimension.name, "closed" if closed else ""), *states))
        if closed:
            continue
        columns = [[_sign(i) for i in signs if i.level == level] for level in LEVELS]
        rows += [tuple(row) for row in zip_longest(*columns, fillvalue=EMPTY)]  # type: ignore[misc]
    return rows


def _sign(indicator: Indicator) -> Cell:
    return Cell("sign", indicator.id, indicator.text, "", indicator.level, indicator.flagged)


def is_checked(matrix: Matrix, findings: Mapping[str, Any], cell: Cell) -> bool:
    """Whether a sign is ticked, or a state is the one chosen."""
    if cell.kind == "sign":
        return observation(findings, cell.code) is not None
    return cell.kind == "state" and dimension_state(matrix, findings, cell.code) == cell.state
