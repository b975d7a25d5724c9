"""The one window of the app: set-up, sign-in, the app itself, the lock screen, one after the other in the same place."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from ui.page import focus_first

SMALLEST = QSize(800, 560)
AT_FIRST = QSize(1200, 800)


class AppWindow(QMainWindow):
    """Shows one content at a time. Its title names the app and the kind of page, never a person."""

    close_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumSize(SMALLEST)
        self.resize(AT_FIRST)
        self.may_close = False
        self.show_title("")

    def show_content(self, content: QWidget) -> None:
        """Replace what the window shows; the old content is let go."""
        old = self.takeCentralWidget()
        if old is not None:
            old.hide()
            old.deleteLater()
        self.setCentralWidget(content)
        if hasattr(content, "first_focus"):
            focus_first(content)

    def show_title(self, page: str) -> None:
        """Window title for a kind of page."""
        self.setWindowTitle(f"{page} – Enquiry" if page else "Enquiry")

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask the session first: typed words must be saved."""
        if self.may_close:
            event.accept()
            return
        self.close_asked.emit()
        event.setAccepted(self.may_close)
