"""Short ways to lay widgets out on the 4-pixel grid."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ui.appearance import space

Layout = TypeVar("Layout", bound=QBoxLayout)


def column(parent: QWidget | None = None, gap: str = "normal", margin: str = "") -> QVBoxLayout:
    """A vertical layout; `gap` and `margin` name spacings."""
    return _set(QVBoxLayout(parent) if parent is not None else QVBoxLayout(), gap, margin)


class Row(QHBoxLayout):
    """Widgets side by side, each at its own height, on one middle line.

    Without the alignment, Qt squeezes the whole row to the height of its lowest widget.
    """

    def addWidget(
        self, widget: QWidget, stretch: int = 0, alignment: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignVCenter
    ) -> None:
        """Add a widget at the right end."""
        super().addWidget(widget, stretch, alignment)


def row(parent: QWidget | None = None, gap: str = "tight", margin: str = "") -> Row:
    """A horizontal layout, aligned on the middle: for words, fields and buttons."""
    return _set(Row(parent) if parent is not None else Row(), gap, margin)


def panels(parent: QWidget | None = None, gap: str = "", margin: str = "") -> QHBoxLayout:
    """A horizontal layout whose widgets fill the height: for the big parts of a page."""
    return _set(QHBoxLayout(parent) if parent is not None else QHBoxLayout(), gap, margin)


def add_to(layout: QVBoxLayout, widget: QWidget) -> QWidget:
    """Add to a column; a button keeps its own width and does not hold the column to it. Returns the widget."""
    if isinstance(widget, QPushButton) and widget.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Maximum:
        layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft)
    else:
        layout.addWidget(widget)
    return widget


def button_row(buttons: Iterable[QWidget]) -> Row:
    """Buttons side by side from the left."""
    made = row(gap="snug")
    for button in buttons:
        made.addWidget(button)
    made.addStretch(1)
    return made


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and let it go."""
    while layout.count():
        item = layout.takeAt(0)
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
        elif inner is not None:
            clear(inner)
            inner.deleteLater()


def _set(made: Layout, gap: str, margin: str) -> Layout:
    made.setSpacing(space(gap) if gap else 0)
    edge = space(margin) if margin else 0
    made.setContentsMargins(edge, edge, edge, edge)
    return made
