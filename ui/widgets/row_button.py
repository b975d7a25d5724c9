"""A whole row that can be pressed: title, a line below, and a tag or more at its right end."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from ui.widgets.elided_label import ElidedLabel
from ui.widgets.layouts import column, row
from ui.widgets.style import styled


class RowButton(QPushButton):
    """The row itself takes focus, Enter and clicks. `key` says what it stands for."""

    def __init__(self, key: str, title: str, caption: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        styled(self, "row")
        self.key = key
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._row = row(self, "snug")
        self._row.setContentsMargins(12, 8, 12, 8)
        words = column(gap="")
        self.title = ElidedLabel(title, "strong")
        self.caption = ElidedLabel(caption, "caption")
        words.addWidget(self.title)
        words.addWidget(self.caption)
        self._row.addLayout(words, 1)
        self._end: list[str] = []
        self._name()
        for label in (self.title, self.caption):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def add_end(self, widget: QWidget, spoken: str = "") -> None:
        """Put something at the right end; `spoken` joins the row's accessible name."""
        self._row.addWidget(widget)
        widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._end.append(spoken)
        self._name()

    def sizeHint(self) -> QSize:
        """The height of what is inside."""
        return QSize(320, max(52, self._row.sizeHint().height()))

    def minimumSizeHint(self) -> QSize:
        """May become narrow."""
        return QSize(200, self.sizeHint().height())

    def keyPressEvent(self, event: Any) -> None:
        """Enter opens the row."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def _name(self) -> None:
        self.setAccessibleName(", ".join(filter(None, (self.title.whole_text(), *self._end))))
        self.setAccessibleDescription(self.caption.whole_text())
