"""Knows whether what lies on the clipboard was copied in this app, so that it can be taken away at the lock."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication


class OwnClipboard(QObject):
    """Copied while one of our windows had the keyboard: ours. What other programs copied is left alone."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ours = False
        QGuiApplication.clipboard().dataChanged.connect(self._on_changed)

    def let_go(self) -> None:
        """Empty the clipboard, and the selection where the system has one, if it is ours."""
        clipboard = QGuiApplication.clipboard()
        if self._ours or clipboard.ownsClipboard():
            clipboard.clear()
        if clipboard.supportsSelection() and clipboard.ownsSelection():
            clipboard.clear(clipboard.Mode.Selection)
        self._ours = False

    @Slot()
    def _on_changed(self) -> None:
        self._ours = QGuiApplication.focusWindow() is not None
