"""The picture of the matrix: dimensions by levels, with how many signs are marked in each cell. For screen and paper.

Counts belong to the picture only: never engine output, never coloured by count (`decisions` 27).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from enquiry_app.definitions.matrix_definition import Matrix

LEVELS = (1, 2, 3, 4)


@dataclass(frozen=True)
class PictureRow:
    """One dimension: signs marked at levels 1 to 4, and `no_worry`, `worry` or `not_known`."""

    code: str
    name: str
    counts: tuple[int, int, int, int]
    state: str


@dataclass(frozen=True)
class PictureDomain:
    """A domain with its rows; specialist blocks only if something is marked there."""

    name: str
    rows: tuple[PictureRow, ...]


def matrix_picture(
    matrix: Matrix, ticked: Sequence[str], no_worry: Collection[str], worry: Collection[str] = ()
) -> tuple[PictureDomain, ...]:
    """The picture for one child from ticked indicator ids and the dimensions marked *no worry* or *worry*."""
    known = [matrix.indicators[i] for i in ticked if i in matrix.indicators]
    counted = Counter((i.dimension, i.level) for i in known)
    domains = []
    for domain in matrix.domains:
        rows = []
        for dimension in matrix.dimensions:
            if dimension.domain != domain.code:
                continue
            one, two, three, four = (counted[dimension.code, level] for level in LEVELS)
            worried = two + three + four > 0 or dimension.code in worry
            calm = dimension.code in no_worry or one > 0
            if dimension.specialist and not (worried or calm):
                continue
            state = "worry" if worried else "no_worry" if calm else "not_known"
            rows.append(PictureRow(dimension.code, dimension.name, (one, two, three, four), state))
        if rows:
            domains.append(PictureDomain(domain.name, tuple(rows)))
    return tuple(domains)
