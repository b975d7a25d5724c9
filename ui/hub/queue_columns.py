"""The columns of the queue: heading, width and the words of a row, all worked out before painting. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ui.home.enquiry_words import level_words

FLAG_WORDS = {
    "immediate_danger": "danger now",
    "protection": "child protection",
    "unborn": "unborn",
    "refuge": "refuge: keep the address safe",
}


@dataclass(frozen=True)
class Cell:
    """What one cell shows: a first line, a smaller second line, a tone, and how the first line is drawn."""

    text: str
    below: str = ""
    tone: str = ""
    look: str = ""  # "", "strong", "tag", "shape"


@dataclass(frozen=True)
class Column:
    """One column. `width` is the least width in characters; `stretch` shares what is left."""

    key: str
    heading: str
    width: int
    cell: Callable[[object, str], Cell]
    stretch: int = 0


def _urgency(row, _role: str) -> Cell:  # noqa: ANN001
    if "immediate_danger" in row.enquiry.flags:
        return Cell("Danger now", tone="danger", look="shape")
    return Cell("Urgent", tone="danger", look="shape") if row.urgent else Cell("Normal", tone="", look="shape")


def _child(row, _role: str) -> Cell:  # noqa: ANN001
    enquiry = row.enquiry
    flags = (FLAG_WORDS[flag] for flag in enquiry.flags if flag in ("unborn", "refuge") and flag != enquiry.youngest)
    below = " · ".join(filter(None, (enquiry.reference, enquiry.youngest, *flags)))
    return Cell(enquiry.title or "Child, name not known", below, look="strong")


def _level(row, _role: str) -> Cell:  # noqa: ANN001
    tones = {"emergency": "danger", "4-S47": "danger", "4-S17": "warning", "3": "info", "2": "neutral", "1": "neutral"}
    short = {"4-S17": "4 – s17", "4-S47": "4 – s47", "emergency": "Emergency"}
    level = row.enquiry.level
    return Cell(
        short.get(level, f"Level {level}") if level else "Not said", tone=tones.get(level, "neutral"), look="tag"
    )


def _waiting(row, _role: str) -> Cell:  # noqa: ANN001
    return Cell(row.waiting_words, row.due_words, "danger" if row.overdue else "", "strong" if row.overdue else "")


def _area(row, _role: str) -> Cell:  # noqa: ANN001
    return Cell(row.enquiry.area or "–")


def _agency(row, _role: str) -> Cell:  # noqa: ANN001
    return Cell(row.enquiry.agency_name, row.enquiry.owner_name)


def _status(row, role: str) -> Cell:  # noqa: ANN001
    from enquiry_app.enquiry.statuses import status_words

    return Cell(status_words(row.enquiry.status, role))


COLUMNS = (
    Column("urgency", "Urgency", 13, _urgency),
    Column("child", "Child", 22, _child, stretch=3),
    Column("level", "Level", 12, _level),
    Column("waiting", "Waiting", 18, _waiting, stretch=1),
    Column("area", "Area", 7, _area),
    Column("agency", "From", 18, _agency, stretch=2),
    Column("status", "Status", 16, _status, stretch=1),
)


def spoken(row, role: str) -> str:  # noqa: ANN001
    """A row as a screen reader says it."""
    cells = [column.cell(row, role) for column in COLUMNS]
    return (
        ". ".join(" ".join(filter(None, (cell.text, cell.below))) for cell in cells)
        + f". {level_words(row.enquiry.level)}"
    )
