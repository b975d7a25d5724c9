"""Every key of the app in one table: shown on the help page, used when shortcuts are made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True)
class Keys:
    """A key sequence and what it does, in the words of the help page."""

    keys: str
    does: str


SHORTCUTS = {
    "new": Keys("Ctrl+N", "Start an enquiry"),
    "home": Keys("Alt+H", "Go to the home page"),
    "queue": Keys("Alt+Q", "Go to the queue"),
    "search": Keys("Ctrl+F", "Search this list or this text"),
    "lock": Keys("Ctrl+L", "Lock the screen"),
    "privacy": Keys("F9", "Blank the window at once; any key brings it back"),
    "print": Keys("Ctrl+P", "Print"),
    "save_copy": Keys("Ctrl+Shift+S", "Save a copy as PDF"),
    "undo_delete": Keys("Ctrl+Z", "Bring back what you just deleted (for 10 seconds)"),
    "take_next": Keys("Ctrl+Return", "Take the most urgent enquiry nobody has, and open it"),
    "paste_file": Keys("Ctrl+V", "Open a sealed file or a filled form that was copied"),
    "back": Keys("Alt+Left", "Go back"),
    "next_area": Keys("F6", "Move between the side bar and the page"),
    "help": Keys("F1", "Help"),
}


def shortcut(name: str, owner: QWidget, slot: Callable[[], object]) -> QShortcut:
    """Make the named shortcut on `owner`. Raises KeyError for an unknown name."""
    made = QShortcut(QKeySequence(SHORTCUTS[name].keys), owner)
    made.activated.connect(slot)
    return made
