"""A quiet page while something is being made."""

from __future__ import annotations

from PySide6.QtWidgets import QProgressBar, QWidget

from ui.widgets.entry_frame import EntryFrame


class BusyPage(EntryFrame):
    """Says what is going on."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, 460, parent)
        bar = QProgressBar(self)
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setAccessibleName(text)
        self.card.add(bar)
