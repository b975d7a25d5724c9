"""The columns of the queue: heading, width and the words of a row, all worked out before painting. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ui.home.enquiry_words import level_words
from ui.widgets.row_cells import Cell

FLAG_WORDS = {
    "immediate_danger": "danger now",
    "protection": "child protection",
    "unborn": "unborn",
    "refuge": "refuge: keep the address safe",
}


@dataclass(frozen=True)
class Column:
    """One column. `width` is the least width in pixels at the standard text size; `stretch` shares what is left."""

    key: str
    heading: str
    width: int
    cell: Callable[[object, str], Cell]
    stretch: int = 0


RATING_WORDS = {"red": "Red", "amber": "Amber", "green": "Green", "blue": "Blue"}
RATING_TONES = {"red": "danger", "amber": "warning", "green": "success", "blue": "info"}
SEEN_WORDS = {"seen_alone": "seen alone", "seen": "seen, not alone", "not_seen": "not seen"}


def _due(row: Any, _role: str) -> Cell:
    if not row.due_words:
        return Cell("Nothing due", row.waiting_words and f"here {row.waiting_words}")
    tone = "danger" if row.overdue else ""
    here = f"here {row.waiting_words}" if row.waiting_words else ""
    if row.overdue:
        _, _, since = row.due_words.partition(" since ")
        return Cell("Overdue", f"since {_short(since)}" if since else here, tone, "strong", whole=row.due_words)
    if row.due_words.startswith("due "):
        return Cell(row.due_words.removeprefix("due "), here, tone, "strong", whole=f"is when it is due, {here}")
    if " working days " in row.due_words:
        short = row.due_words.replace(" working days ", " days ")
        return Cell(short, here, tone, "strong", whole=f"of working time, {here}")
    return Cell(row.due_words, here, tone, "strong")


def _short(since: str) -> str:
    """ "Thursday 5 November 16:05" as "5 November", which the column holds; what is of this week stays as it is."""
    words = since.split()
    return " ".join(words[1:-1]) if len(words) > 3 else since


def _rating(row: Any, _role: str) -> Cell:
    rating = row.enquiry.rating
    if "immediate_danger" in row.enquiry.flags and not rating:
        return Cell("Danger", tone="danger", look="shape")
    if not rating:
        return Cell("Urgent", tone="danger", look="shape") if row.urgent else Cell("Not rated", look="shape")
    words = RATING_WORDS[rating] + (", urgent" if row.urgent and rating != "red" else "")
    return Cell(words, tone=RATING_TONES[rating], look="tag")


def _child(row: Any, role: str) -> Cell:
    enquiry = row.enquiry
    flags = [FLAG_WORDS[flag] for flag in enquiry.flags if flag in ("unborn", "refuge") and flag != enquiry.youngest]
    if enquiry.repeats:
        flags.append(f"{enquiry.repeats} before")
    below = " · ".join(filter(None, (enquiry.youngest, *flags, SEEN_WORDS.get(enquiry.seen, ""), enquiry.area)))
    name = enquiry.initials if role.endswith("+initials") else enquiry.title
    return Cell(name or "Child, name not known", below, look="strong", whole=enquiry.closed)


def _level(row: Any, _role: str) -> Cell:
    if row.enquiry.closed:
        return Cell("")
    tones = {"emergency": "danger", "4-S47": "danger", "4-S17": "warning", "3": "info"}
    short = {"4-S17": "4 – s17", "4-S47": "4 – s47", "emergency": "Emergency", "": "Not said"}
    level = row.enquiry.level
    return Cell(short.get(level, f"Level {level}"), tone=tones.get(level, "neutral"), look="tag")


def _agency(row: Any, _role: str) -> Cell:
    return Cell(row.enquiry.agency_name, row.enquiry.reference)


def _status(row: Any, role: str) -> Cell:
    from enquiry_app.enquiry.statuses import status_words

    return Cell(row.holder or "Nobody yet", status_words(row.enquiry.status, role.partition("+")[0]))


COLUMNS = (
    Column("due", "Time left", 140, _due, stretch=1),
    Column("rating", "Rating", 112, _rating),
    Column("child", "Child", 168, _child, stretch=4),
    Column("level", "Level", 112, _level),
    Column("agency", "From", 176, _agency, stretch=3),
    Column("holder", "With", 132, _status, stretch=2),
)


def spoken(row: Any, role: str) -> str:
    """A row as a screen reader says it."""
    cells = [column.cell(row, role) for column in COLUMNS]
    return ". ".join(" ".join(cell.words) for cell in cells if cell.text) + (
        "" if row.enquiry.closed else f". {level_words(row.enquiry.level)}"
    )
