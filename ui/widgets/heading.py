"""Headings in three sizes, announced as headings."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.widgets.wrapping_label import WrappingLabel


class Heading(WrappingLabel):
    """A heading of level 1 (page), 2 or 3."""

    def __init__(self, text: str, level: int = 1, parent: QWidget | None = None) -> None:
        super().__init__(text, f"heading_{level}", parent)
        self.level = level
        self.setAccessibleName(text)

    def show_heading(self, text: str) -> None:
        """Change the words."""
        self.setText(text)
        self.setAccessibleName(text)
