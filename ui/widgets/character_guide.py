"""Says how much room is left in a long answer, once three quarters are used. Never cuts anything off."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.formatting import count
from ui.widgets.wrapping_label import WrappingLabel

SHOWN_FROM = 0.75


class CharacterGuide(WrappingLabel):
    """Fed with the number of characters; `limit` 0 never shows."""

    def __init__(self, limit: int, parent: QWidget | None = None) -> None:
        super().__init__("", "hint", parent)
        self.limit = limit
        self.hide()

    def show_used(self, used: int) -> None:
        """Update for `used` characters."""
        left = self.limit - used
        if not self.limit or used < self.limit * SHOWN_FROM:
            self.show_text("")
        elif left >= 0:
            self.show_text(self.tr("You have {left} left").format(left=count(left, "character")), "hint")
        else:
            self.show_text(self.tr("{over} more than fit").format(over=count(-left, "character")), "error")
