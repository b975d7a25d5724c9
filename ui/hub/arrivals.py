"""Urgent arrivals announce themselves wherever somebody of the Hub is in the app: a bar with a way in, and a notice of the
operating system without a word about a child. A sound only where somebody wants it; nothing takes the focus away."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from ui.background import Background
from ui.icons import icon
from ui.widgets.buttons import secondary_button
from ui.widgets.notice_bar import NoticeBar

LOOK_AGAIN = 20_000  # ms


class Arrivals(QObject):
    """Looks every 20 seconds beside the window. `open_asked(enquiry id)`, `arrived()` when there is a new one."""

    open_asked = Signal(str)
    arrived = Signal()

    def __init__(self, application: Any, background: Background, window: QWidget) -> None:
        super().__init__(window)
        self._application, self._background, self._window = application, background, window
        self._first, self._known = "", -1
        self.bar = NoticeBar("danger", "", parent=window)
        self.open_button = secondary_button(self.tr("Open it"), self.bar)
        self.bar.add(self.open_button)
        self.bar.hide()
        self.open_button.clicked.connect(self._on_open)
        self._tray: QSystemTrayIcon | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_AGAIN)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        self.look()

    @Slot()
    def look(self) -> None:
        """Ask whether an urgent one waits that nobody has opened."""
        self._background.read(self._application.queue.newest_arrivals, self._show, self._on_failed, self)

    def _show(self, found: tuple[int, str]) -> None:
        number, first = found
        new = number > max(self._known, 0) or (number > 0 and first != self._first and self._known >= 0)
        started = self._known < 0
        self._known, self._first = number, first
        if not number:
            self.bar.hide()
            return
        one = self.tr("An urgent enquiry has arrived and nobody has opened it")
        many = self.tr("{number} urgent enquiries have arrived and nobody has opened them").format(number=number)
        self.bar.show_notice(one if number == 1 else many, "")
        self.bar.show()
        if new:
            self.arrived.emit()
            if not started:
                self._notify()

    def _notify(self) -> None:
        QApplication.alert(self._window)
        if getattr(self._window, "sound", False):
            QApplication.beep()
        if QSystemTrayIcon.isSystemTrayAvailable():
            if self._tray is None:
                self._tray = QSystemTrayIcon(icon("danger", "danger_text"), self)
                self._tray.show()
            self._tray.showMessage(self.tr("Enquiry"), self.tr("An urgent enquiry has arrived."))

    def _on_failed(self, _error: BaseException) -> None:
        """The next look says the same to the page in sight, where it can be acted on."""

    @Slot()
    def _on_open(self) -> None:
        if self._first:
            self.open_asked.emit(self._first)
