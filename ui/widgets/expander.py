"""Longer help behind one line that opens it."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui.icons import icon
from ui.widgets.buttons import link_button
from ui.widgets.layouts import add_to, column
from ui.widgets.style import styled
from ui.widgets.wrapping_label import WrappingLabel


class Expander(QWidget):
    """Closed at first. `add` puts further widgets inside."""

    def __init__(self, title: str, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        outer = column(self, "hair")
        self.button = link_button(title, self)
        self.button.setCheckable(True)
        self.button.toggled.connect(self._on_toggled)
        add_to(outer, self.button)
        self._inside = styled(QFrame(self), "quote")
        self.body: QVBoxLayout = column(self._inside, "tight", "snug")
        outer.addWidget(self._inside)
        for paragraph in filter(None, text.split("\n")):
            self.body.addWidget(WrappingLabel(paragraph))
        self._on_toggled(False)

    def add(self, widget: QWidget) -> QWidget:
        """Add a widget inside."""
        return add_to(self.body, widget)

    def open_up(self, opened: bool = True) -> None:
        """Open or close it."""
        self.button.setChecked(opened)

    @Slot(bool)
    def _on_toggled(self, opened: bool) -> None:
        self._inside.setVisible(opened)
        self.button.setIcon(icon("down" if opened else "forward", "link"))
        self.button.setAccessibleDescription(self.tr("Open") if opened else self.tr("Closed"))
