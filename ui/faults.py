"""What happens when something of ours breaks: noted without a word about anybody, said once, work kept."""

from __future__ import annotations

import sys
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QApplication

from ui.messages import report_error


class FaultHandler(QObject):
    """Installed as `sys.excepthook`; errors may come from any thread, the message is shown by the main one.

    `folder`: the profile in whose log they are noted, if it is there.
    """

    _happened = Signal(object)

    def __init__(self, application: QApplication, folder: Path) -> None:
        super().__init__(application)
        self._folder = folder
        self._showing = False
        self._happened.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def hook(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """As `sys.excepthook`."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        from enquiry_app.logging_setup import note_failure

        note_failure(error, self._folder)
        self._happened.emit(error)

    @Slot(object)
    def _show(self, error: BaseException) -> None:
        if self._showing:
            return
        self._showing = True
        try:
            report_error(QApplication.activeWindow(), error)
        finally:
            self._showing = False


def install_fault_handler(application: QApplication, folder: Path) -> FaultHandler:
    """Make it the hook of this process."""
    handler = FaultHandler(application, folder)
    sys.excepthook = handler.hook
    return handler
