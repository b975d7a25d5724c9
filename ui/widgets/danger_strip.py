"""The strip that is always in sight: child in danger now, 999, then the Hub, and whether it is open at this minute."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QTimer, Slot
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from ui.appearance import space
from ui.hub_words import danger_words
from ui.icons import pixmap
from ui.widgets.layouts import row
from ui.widgets.style import styled
from ui.widgets.wrapping_label import WrappingLabel

MINUTE = 60_000


class DangerStrip(QFrame):
    """`hub` is the HubDefinition, `clock` tells the time; the words are worked out anew every minute."""

    def __init__(self, hub: Any, clock: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        styled(self, "strip", "danger")
        self._hub, self._clock = hub, clock
        layout = row(self, "snug")
        layout.setContentsMargins(space("wide"), space("tight"), space("wide"), space("tight"))
        self._picture = QLabel()
        self._picture.setFixedSize(20, 20)
        layout.addWidget(self._picture)
        self._words = WrappingLabel("", "strong")
        layout.addWidget(self._words, 1)
        self._timer = QTimer(self)
        self._timer.setInterval(MINUTE)
        self._timer.timeout.connect(self.refresh)
        self._timer.start()
        self.refresh()
        self._draw()

    @property
    def text(self) -> str:
        """The words shown."""
        return self._words.text()

    def show_hub(self, hub: Any) -> None:
        """Show another Hub's numbers and hours: they were changed in Settings."""
        self._hub = hub
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Work the words out for this minute."""
        self._words.setText(danger_words(self._hub, self._clock.now()))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()

    def _draw(self) -> None:
        self._picture.setPixmap(pixmap("danger", "danger_text", 20))
