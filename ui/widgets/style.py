"""Sets the dynamic properties the style sheet reads."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import QWidget

W = TypeVar("W", bound=QWidget)


def styled(widget: W, role: str = "", tone: str = "") -> W:
    """Give a widget its look before it is shown; returns it."""
    if role:
        widget.setProperty("role", role)
    if tone:
        widget.setProperty("tone", tone)
    return widget


def restyle(widget: QWidget, name: str, value: object) -> None:
    """Change a property of a widget on screen and let the style sheet see it."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()
