"""A small tinted word for a status. The word carries the meaning; the tint only helps."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.widgets.style import restyle, styled


class StatusTag(QLabel):
    """Tone: danger, warning, info, success, neutral; "" is plain text (a completed task)."""

    def __init__(self, text: str, tone: str = "neutral", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        styled(self, "tag" if tone else "body", tone)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)

    def show_status(self, text: str, tone: str) -> None:
        """Change word and tint."""
        self.setText(text)
        restyle(self, "role", "tag" if tone else "body")
        restyle(self, "tone", tone)
