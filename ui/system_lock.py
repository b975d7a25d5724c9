"""Hears when the desktop locks its screen or the computer goes to sleep, where the system says so over D-Bus (Linux). On
other systems the idle lock, and the look at the clock after sleep (`idle.py`), stand in for it."""

from __future__ import annotations

import sys
from typing import Any

from PySide6.QtCore import SLOT, QObject, Signal, Slot

_SLEEP = ("org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager", "PrepareForSleep")
_SCREEN = (
    ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver", "ActiveChanged"),
    ("org.freedesktop.ScreenSaver", "/ScreenSaver", "org.freedesktop.ScreenSaver", "ActiveChanged"),
    ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver", "org.gnome.ScreenSaver", "ActiveChanged"),
)


class SystemLock(QObject):
    """`locked` when the screen is locked or the computer is about to sleep. Silent where nobody tells."""

    locked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.heard: list[str] = []  # the signals that can be heard here
        if sys.platform.startswith("linux"):
            self._listen()

    def _listen(self) -> None:
        from PySide6.QtDBus import QDBusConnection

        self._buses: list[Any] = [QDBusConnection.systemBus(), QDBusConnection.sessionBus()]
        for bus, places in zip(self._buses, ((_SLEEP,), _SCREEN), strict=True):
            for place in places if bus.isConnected() else ():
                if bus.connect(*place, self, SLOT("on_told(bool)")):
                    self.heard.append(place[3])

    @Slot(bool)
    def on_told(self, begins: bool) -> None:
        """True when the screen is locked or sleep begins, False when it ends."""
        if begins:
            self.locked.emit()
