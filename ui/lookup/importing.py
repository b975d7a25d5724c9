"""An import under way: how far it is, and a way to stop it. The work itself runs beside the window."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QProgressBar, QWidget

from ui.widgets.buttons import secondary_button
from ui.widgets.card import Card
from ui.widgets.wrapping_label import WrappingLabel


class Progress(QObject):
    """Hears of progress in the worker's thread and tells it in the window's. Belongs to the window's background, so that
    it lasts as long as the work does, whatever page is shown."""

    moved = Signal(int, int)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._stopped = threading.Event()

    def hear(self, done: int, total: int) -> bool:
        """Called by the worker: pass it on, and say whether to go on."""
        self.moved.emit(done, total)
        return not self._stopped.is_set()

    @Slot()
    def stop(self) -> None:
        """Let the worker stop at its next word."""
        self._stopped.set()


class ImportingCard(Card):
    """The bar with its button; hidden while nothing runs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.said = WrappingLabel("", "strong")
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress of the import"))
        self.stop = secondary_button(self.tr("Stop the import"), self)
        self.add(self.said)
        self.add(self.bar)
        self.add(self.stop)
        self.hide()

    def watch(self, progress: Progress) -> None:
        """Show this import."""
        progress.moved.connect(self._on_moved)
        self.stop.clicked.connect(progress.stop)
        self.stop.clicked.connect(self._on_stop)
        self.stop.setEnabled(True)
        self.bar.setRange(0, 0)
        self.said.setText(self.tr("The list is being imported. The one before it stays in use until this is done."))
        self.show()

    @Slot(int, int)
    def _on_moved(self, done: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)

    @Slot()
    def _on_stop(self) -> None:
        self.stop.setEnabled(False)
        self.said.setText(self.tr("Stopping …"))
