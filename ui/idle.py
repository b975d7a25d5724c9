"""Notices that nobody is at the keyboard: warns a minute before, counts down in words, then asks for the lock. A computer
that has slept is locked when it wakes."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication

from ui.shortcuts import SHORTCUTS

MINUTES = 5
WARNING_SECONDS = 60
LEFT_EVERY = 10  # seconds between two words on how much is left
HEARTBEAT = 5  # seconds
SLEPT = 30  # seconds by which the wall clock runs ahead of the process's own: the computer was asleep
_SIGNS_OF_LIFE = (
    QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel, QEvent.Type.MouseMove, QEvent.Type.TouchBegin,
)  # fmt: skip


class IdleWatch(QObject):
    """`warned(seconds left)` a minute before `expired`, and again every ten seconds; any key or mouse starts anew and,
    after a warning, says `back`. `expired` also after sleep."""

    warned = Signal(int)
    back = Signal()
    expired = Signal()
    # Keys that must work while a dialog is open, too: a window behind a dialog hears none of its own.
    hide_asked = Signal()
    lock_asked = Signal()

    def __init__(
        self, parent: QObject | None = None, minutes: int = MINUTES,
        wall: Callable[[], float] = time.time, own: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._wall, self._own = wall, own
        self._warning, self._end = _once(self), _once(self)
        self._left = QTimer(self)
        self._left.setInterval(LEFT_EVERY * 1000)
        self._beat = QTimer(self)
        self._beat.setInterval(HEARTBEAT * 1000)
        self.set_minutes(minutes)
        self._warning.timeout.connect(self._on_warning)
        self._left.timeout.connect(self._on_left)
        self._end.timeout.connect(self.expired)
        self._beat.timeout.connect(self.look)
        self._is_warned = False
        self._ahead = 0.0

    @property
    def minutes(self) -> int:
        """After so many nobody is there."""
        return self._end.interval() // 60_000

    def set_minutes(self, minutes: int) -> None:
        """From the next sign of life on, wait so many minutes."""
        self._end.setInterval(minutes * 60_000)
        self._warning.setInterval(minutes * 60_000 - WARNING_SECONDS * 1000)

    def watch(self, on: bool) -> None:
        """Begin or stop watching."""
        application = QApplication.instance()
        application.removeEventFilter(self)
        for timer in (self._warning, self._end, self._left, self._beat):
            timer.stop()
        if on:
            application.installEventFilter(self)
            self._ahead = self._wall() - self._own()
            self._beat.start()
            self._begin()

    @Slot()
    def look(self) -> None:
        """Whether the computer has slept since the last look: the wall clock went on, the process did not."""
        ahead = self._wall() - self._own()
        slept, self._ahead = ahead - self._ahead > SLEPT, ahead
        if slept:
            self.expired.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: see every event, change none."""
        if event.type() in _SIGNS_OF_LIFE:
            self._begin()
            if event.type() == QEvent.Type.KeyPress and QApplication.activeModalWidget() is not None:
                return self._key_before_a_dialog(event)
        return False

    def _key_before_a_dialog(self, event: QEvent) -> bool:
        pressed = event.keyCombination() if isinstance(event, QKeyEvent) else None
        for name, asked in (("privacy", self.hide_asked), ("lock", self.lock_asked)):
            if pressed is not None and QKeySequence(SHORTCUTS[name].keys)[0] == pressed:
                asked.emit()
                return True
        return False

    @Slot()
    def _on_warning(self) -> None:
        self._is_warned = True
        self._left.start()
        self.warned.emit(WARNING_SECONDS)

    @Slot()
    def _on_left(self) -> None:
        self.warned.emit(max(1, round(self._end.remainingTime() / 1000)))

    def _begin(self) -> None:
        self._left.stop()
        if self._is_warned:
            self._is_warned = False
            self.back.emit()
        self._warning.start()
        self._end.start()


def _once(parent: QObject) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    return timer
