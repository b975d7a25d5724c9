"""The columns of the queue: heading, width and the words of a row, all worked out before painting. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

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
    whole: str = ""  # all the words, for the tip and for screen readers, where the second line is cut short


@dataclass(frozen=True)
class Column:
    """One column. `width` is the least width in pixels at the standard text size; `stretch` shares what is left."""

    key: str
    heading: str
    width: int
    cell: Callable[[object, str], Cell]
    stretch: int = 0


def _urgency(row: Any, _role: str) -> Cell:
    if "immediate_danger" in row.enquiry.flags:
        return Cell("Danger", tone="danger", look="shape")
    return Cell("Urgent", tone="danger", look="shape") if row.urgent else Cell("Normal", look="shape")


def _child(row: Any, _role: str) -> Cell:
    enquiry = row.enquiry
    flags = (FLAG_WORDS[flag] for flag in enquiry.flags if flag in ("unborn", "refuge") and flag != enquiry.youngest)
    below = " · ".join(filter(None, (enquiry.youngest, *flags, enquiry.area)))
    return Cell(enquiry.title or "Child, name not known", below, look="strong")


def _level(row: Any, _role: str) -> Cell:
    tones = {"emergency": "danger", "4-S47": "danger", "4-S17": "warning", "3": "info"}
    short = {"4-S17": "4 – s17", "4-S47": "4 – s47", "emergency": "Emergency", "": "Not said"}
    level = row.enquiry.level
    return Cell(short.get(level, f"Level {level}"), tone=tones.get(level, "neutral"), look="tag")


def _waiting(row: Any, _role: str) -> Cell:
    if row.overdue:
        return Cell(row.waiting_words, "overdue", "danger", "strong", whole=row.due_words)
    return Cell(row.waiting_words, row.due_words)


def _agency(row: Any, _role: str) -> Cell:
    return Cell(row.enquiry.agency_name, row.enquiry.reference)


def _status(row: Any, role: str) -> Cell:
    from enquiry_app.enquiry.statuses import status_words

    return Cell(status_words(row.enquiry.status, role))


COLUMNS = (
    Column("urgency", "Urgency", 108, _urgency),
    Column("child", "Child", 160, _child, stretch=4),
    Column("level", "Level", 118, _level),
    Column("waiting", "Waiting", 126, _waiting, stretch=2),
    Column("agency", "From", 184, _agency, stretch=3),
    Column("status", "Status", 116, _status, stretch=2),
)


def spoken(row: Any, role: str) -> str:
    """A row as a screen reader says it."""
    cells = [column.cell(row, role) for column in COLUMNS]
    return (
        ". ".join(" ".join(filter(None, (cell.text, cell.whole or cell.below))) for cell in cells)
        + f". {level_words(row.enquiry.level)}"
    )
