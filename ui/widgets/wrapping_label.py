"""Text that wraps to the width it is given."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.widgets.style import restyle, styled


class WrappingLabel(QLabel):
    """Plain text by default, so that nothing typed is ever read as markup. Role: body, hint, error, caption, strong."""

    def __init__(self, text: str = "", role: str = "body", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        styled(self, role)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setText(text)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_text(self, text: str, role: str = "") -> None:
        """Change the text (and look); hidden while empty."""
        if role:
            restyle(self, "role", role)
        self.setText(text)
        self.setVisible(bool(text))
