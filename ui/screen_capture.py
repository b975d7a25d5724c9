"""Asks the system to leave the app's windows out of screenshots and shared screens, where a system can.

Windows can (since 10, version 2004; before that the window is black). Linux has no such wish; macOS is not asked. It is a
courtesy against accidents, no protection: a telephone photographs any screen.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication, QWindow

EXCLUDE_FROM_CAPTURE, ONLY_ON_A_MONITOR = 0x11, 0x01  # WDA_… of the Windows API
Refuse = Callable[[int], bool]  # given the window's handle; whether the system agreed


def system_refusal() -> Refuse | None:
    """How to ask this system, or None if it cannot be asked."""
    if sys.platform != "win32":
        return None
    import ctypes

    ask = ctypes.windll.user32.SetWindowDisplayAffinity
    return lambda handle: bool(ask(handle, EXCLUDE_FROM_CAPTURE) or ask(handle, ONLY_ON_A_MONITOR))


class CaptureGuard(QObject):
    """Asks for every window of the app as it comes to the front: dialogs and previews too. Practice may be shown to all."""

    def __init__(self, refuse: Refuse, may_be_shown: Callable[[], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._refuse, self._may_be_shown = refuse, may_be_shown
        QGuiApplication.instance().focusWindowChanged.connect(self._on_front)

    @Slot(QWindow)
    def _on_front(self, window: QWindow | None) -> None:
        if window is not None and not self._may_be_shown():
            self._refuse(int(window.winId()))
