"""Short ways to lay widgets out on the 4-pixel grid."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from ui.appearance import space


def column(parent: QWidget | None = None, gap: str = "normal", margin: str = "") -> QVBoxLayout:
    """A vertical layout; `gap` and `margin` name spacings."""
    return _set(QVBoxLayout(parent) if parent is not None else QVBoxLayout(), gap, margin)


def row(parent: QWidget | None = None, gap: str = "tight", margin: str = "") -> QHBoxLayout:
    """A horizontal layout, aligned on the middle."""
    made = _set(QHBoxLayout(parent) if parent is not None else QHBoxLayout(), gap, margin)
    made.setAlignment(Qt.AlignmentFlag.AlignVCenter)
    return made


def button_row(buttons: Iterable[QWidget]) -> QHBoxLayout:
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


def _set(made, gap: str, margin: str):  # noqa: ANN001, ANN202 - the layout passed in
    made.setSpacing(space(gap) if gap else 0)
    edge = space(margin) if margin else 0
    made.setContentsMargins(edge, edge, edge, edge)
    return made
