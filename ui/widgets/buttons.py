"""Buttons by rank: one primary a screen, secondary, link, danger, icon, chip."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from ui.appearance import size
from ui.icons import icon
from ui.widgets.style import styled


class Button(QPushButton):
    """A push button that Enter presses too, and whose icon follows the theme."""

    def __init__(self, text: str, role: str, parent: QWidget | None = None, icon_name: str = "") -> None:
        super().__init__(text, parent)
        styled(self, role)
        self._icon_name = icon_name
        self.setAutoDefault(role in ("primary", "danger"))
        self.setDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._draw_icon()

    def sizeHint(self) -> QSize:
        """A chip is bold while chosen: leave room for it, so that nothing moves or is cut."""
        hint = super().sizeHint()
        if self.isCheckable():
            bold = QFont(self.font())
            bold.setBold(True)
            wider = QFontMetrics(bold).horizontalAdvance(self.text()) - self.fontMetrics().horizontalAdvance(
                self.text()
            )
            hint.setWidth(hint.width() + max(0, wider) + 2)
        return hint

    def keyPressEvent(self, event: Any) -> None:
        """Enter presses the button that has the focus, as everywhere else."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icon anew when the theme or the state changes."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.EnabledChange):
            self._draw_icon()

    def _draw_icon(self) -> None:
        if not self._icon_name:
            return
        role = {"primary": "on_accent", "danger": "on_danger", "link": "link"}.get(self.property("role"), "text")
        self.setIcon(icon(self._icon_name, role if self.isEnabled() else "text_muted"))
        self.setIconSize(QSize(18, 18))


def primary_button(text: str, parent: QWidget | None = None, icon_name: str = "") -> Button:
    """The one thing this screen is for."""
    return Button(text, "primary", parent, icon_name)


def secondary_button(text: str, parent: QWidget | None = None, icon_name: str = "") -> Button:
    """Anything else one may do here."""
    return Button(text, "secondary", parent, icon_name)


def link_button(text: str, parent: QWidget | None = None, icon_name: str = "") -> Button:
    """A small wish inside text or a row (Change, Remove). Give an accessible name that says of what."""
    return Button(text, "link", parent, icon_name)


def danger_button(text: str, parent: QWidget | None = None, icon_name: str = "") -> Button:
    """Something that takes away."""
    return Button(text, "danger", parent, icon_name)


def chip_button(text: str, parent: QWidget | None = None, checkable: bool = False) -> Button:
    """A small rounded choice: filters, "today", "yesterday"."""
    button = Button(text, "chip", parent)
    button.setCheckable(checkable)
    return button


def icon_button(icon_name: str, name: str, parent: QWidget | None = None) -> Button:
    """A button with a picture only; `name` is its accessible name and tool tip."""
    button = Button("", "icon", parent, icon_name)
    button.setAccessibleName(name)
    button.setToolTip(name)
    button.setFixedWidth(size("target") + 8)
    return button
