"""A link whose words go on in the next line where the column is narrow."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.widgets.buttons import Button

_SIDES = 16  # padding and ring, left and right together
_LEAST = 120


class WrappingLink(Button):
    """As wide as it is given, up to its words in one line."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, "link", parent)
        self.words = text
        self.setAccessibleName(text)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        """Narrower is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height of the lines the words need at this width."""
        lines = self._wrapped(width).count("\n")
        return super().sizeHint().height() + (lines - self.text().count("\n")) * self.fontMetrics().lineSpacing()

    def sizeHint(self) -> QSize:
        """The words in one line."""
        width = self.fontMetrics().horizontalAdvance(self.words) + _SIDES
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """A column as narrow as they come."""
        width = min(_LEAST, self.sizeHint().width())
        return QSize(width, self.heightForWidth(max(width, self.width())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew."""
        super().resizeEvent(event)
        wrapped = self._wrapped(event.size().width())
        if wrapped != self.text():
            self.setText(wrapped)
            self.updateGeometry()

    def _wrapped(self, width: int) -> str:
        room, metrics = width - _SIDES, self.fontMetrics()
        lines: list[str] = [""]
        for word in self.words.split():
            longer = f"{lines[-1]} {word}".strip()
            if lines[-1] and metrics.horizontalAdvance(longer) > room:
                lines.append(word)
            else:
                lines[-1] = longer
        return "\n".join(lines)
