"""Says what was just taken away and offers it back for a few seconds."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QWidget

from ui.formatting import count
from ui.widgets.buttons import secondary_button
from ui.widgets.layouts import row
from ui.widgets.style import styled
from ui.widgets.wrapping_label import WrappingLabel


class UndoBar(QFrame):
    """Hidden until `offer`. `undo_requested` or `over` follows."""

    undo_requested = Signal()
    over = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        styled(self, "strip", "info")
        layout = row(self, "normal", "snug")
        self._words = WrappingLabel("", "strong")
        layout.addWidget(self._words, 1)
        self.button = secondary_button(self.tr("Undo"), self)
        self.button.clicked.connect(self._on_undo)
        layout.addWidget(self.button)
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._on_second)
        self._left = 0
        self._said = ""
        self.hide()

    def offer(self, said: str, seconds: int) -> None:
        """Show the bar for so many seconds."""
        self._said, self._left = said, seconds
        self._show()
        self.show()
        self._timer.start()

    @Slot()
    def _on_undo(self) -> None:
        self._timer.stop()
        self.hide()
        self.undo_requested.emit()

    @Slot()
    def _on_second(self) -> None:
        self._left -= 1
        if self._left > 0:
            self._show()
            return
        self._timer.stop()
        self.hide()
        self.over.emit()

    def _show(self) -> None:
        left = count(self._left, "second")
        self._words.setText(f"{self._said} " + self.tr("You can bring it back for {left}.").format(left=left))
