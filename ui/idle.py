"""Notices that nobody is at the keyboard: warns two minutes before, then asks for the lock."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

MINUTES = 15
WARNING_MINUTES = 2
_SIGNS_OF_LIFE = (
    QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel, QEvent.Type.MouseMove, QEvent.Type.TouchBegin,
)  # fmt: skip


class IdleWatch(QObject):
    """`warned` two minutes before `expired`; any key or mouse starts anew and, after a warning, says `back`."""

    warned = Signal()
    back = Signal()
    expired = Signal()

    def __init__(self, parent: QObject | None = None, minutes: int = MINUTES) -> None:
        super().__init__(parent)
        self._warning = QTimer(self)
        self._warning.setSingleShot(True)
        self._warning.setInterval((minutes - WARNING_MINUTES) * 60_000)
        self._end = QTimer(self)
        self._end.setSingleShot(True)
        self._end.setInterval(minutes * 60_000)
        self._warning.timeout.connect(self._on_warning)
        self._end.timeout.connect(self.expired)
        self._is_warned = False

    def watch(self, on: bool) -> None:
        """Begin or stop watching."""
        application = QApplication.instance()
        application.removeEventFilter(self)
        self._warning.stop()
        self._end.stop()
        if on:
            application.installEventFilter(self)
            self._begin()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: see every event, change none."""
        if event.type() in _SIGNS_OF_LIFE:
            self._begin()
        return False

    @Slot()
    def _on_warning(self) -> None:
        self._is_warned = True
        self.warned.emit()

    def _begin(self) -> None:
        if self._is_warned:
            self._is_warned = False
            self.back.emit()
        self._warning.start()
        self._end.start()
