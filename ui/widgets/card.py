"""A flat card with a hairline border."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QLayout, QVBoxLayout, QWidget

from ui.widgets.heading import Heading
from ui.widgets.layouts import add_to, column
from ui.widgets.style import styled


class Card(QFrame):
    """Holds widgets in a column. `title` is a level 3 heading."""

    def __init__(self, title: str = "", parent: QWidget | None = None, gap: str = "snug", role: str = "card") -> None:
        super().__init__(parent)
        styled(self, role)
        self.body: QVBoxLayout = column(self, gap, "wide")
        if title:
            self.body.addWidget(Heading(title, 3))

    def add(self, widget: QWidget) -> QWidget:
        """Add a widget below; returns it."""
        return add_to(self.body, widget)

    def add_layout(self, layout: QLayout) -> None:
        """Add a layout below."""
        self.body.addLayout(layout)


class Line(QFrame):
    """A hairline between rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        styled(self, "line")
        self.setFixedHeight(1)
