"""Facts the whole window may want to know. One object, handed to pages by the main window."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class AppSignals(QObject):
    """Carries ids only, never records."""

    enquiry_changed = Signal(str)
    queue_changed = Signal()
    people_changed = Signal()
    settings_changed = Signal()
