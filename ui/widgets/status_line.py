"""Saving, saved, not saved: always in the same place."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QLabel, QWidget

from ui.formatting import clock_time
from ui.widgets.layouts import row
from ui.widgets.style import restyle, styled


class StatusLine(QWidget):
    """Tells where the typed words are. Only a change of state is announced to screen readers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = row(self, "")
        self._label = styled(QLabel(""), "caption")
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        layout.addWidget(self._label)
        self._state = ""

    @property
    def text(self) -> str:
        """The words shown."""
        return self._label.text()

    def show_nothing(self) -> None:
        """No enquiry is open."""
        self._show("", "", "caption")

    def show_saving(self) -> None:
        """A save is on its way."""
        self._show("saving", self.tr("Saving…"), "caption")

    def show_saved(self, at: dt.datetime) -> None:
        """Saved at this instant (aware UTC)."""
        self._show("saved", self.tr("Saved {at}").format(at=clock_time(at, seconds=True)), "caption")

    def show_not_saved(self, why: str) -> None:
        """Not saved, why, and what to do."""
        self._show("not_saved", self.tr("Not saved – {why}").format(why=why), "error")

    def _show(self, state: str, text: str, role: str) -> None:
        self._label.setText(text)
        self._label.setToolTip(text if role == "error" else "")
        if state == self._state:
            return
        self._state = state
        restyle(self._label, "role", role)
        self._label.setAccessibleName(text)
        if state in ("saved", "not_saved"):
            QAccessible.updateAccessibility(QAccessibleEvent(self._label, QAccessible.Event.Alert))
