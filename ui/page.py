"""What the main window expects of a page, and how it asks politely before leaving one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.widgets.page_frame import PageFrame
from ui.widgets.status_line import StatusLine


class Page(PageFrame):
    """A page of the main window. Override what is needed; nothing is required.

    `page_title` is for the window's title and screen readers: never a name of a child.
    """

    page_title = ""
    closed = Signal()

    def refresh(self) -> None:
        """Ask for the facts again; called when the page comes back to the front."""

    def first_focus(self) -> QWidget | None:
        """The widget to focus when the page opens."""
        return None


def flush(page: QWidget | None) -> bool:
    """Let a page save what is typed. False if it could not."""
    saver = getattr(page, "flush", None)
    return True if saver is None else saver() is not False


def offer_status_line(page: QWidget, line: StatusLine) -> None:
    """Hand the status line to a page that saves."""
    taker = getattr(page, "use_status_line", None)
    if taker is not None:
        taker(line)
    else:
        line.show_nothing()


def refresh(page: QWidget) -> None:
    """Let a page that comes back to the front show fresh facts."""
    refresher = getattr(page, "refresh", None)
    if refresher is not None:
        refresher()


def focus_first(page: QWidget) -> None:
    """Put the focus where work on this page begins."""
    chooser = getattr(page, "first_focus", None)
    chosen = chooser() if chooser is not None else None
    (chosen or page).setFocus()
