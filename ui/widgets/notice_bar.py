"""A tinted box with an icon, a title and a sentence, for what must not be missed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from ui.icons import pixmap
from ui.widgets.layouts import add_to, column, panels
from ui.widgets.style import restyle, styled
from ui.widgets.wrapping_label import WrappingLabel


class NoticeBar(QFrame):
    """`kind` is danger, warning, info or success. `add` puts buttons or more below the text."""

    def __init__(self, kind: str, title: str, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = kind
        styled(self, "notice", kind)
        self._outer = outer = panels(self, "snug", "normal")
        self._picture = QLabel()
        self._picture.setFixedSize(22, 22)
        outer.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        self.body: QVBoxLayout = column(gap="hair")
        outer.addLayout(self.body, 1)
        self._title = styled(WrappingLabel(title, "tone_title"), tone=kind)
        self._text = WrappingLabel(text)
        self.body.addWidget(self._title)
        self.body.addWidget(self._text)
        self.show_notice(title, text)

    def show_notice(self, title: str, text: str = "", kind: str = "") -> None:
        """Change the words, and the kind if given."""
        if kind:
            self.kind = kind
            restyle(self, "tone", kind)
            restyle(self._title, "tone", kind)
        self._title.show_text(title)
        self._text.show_text(text)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self._draw()

    def add(self, widget: QWidget) -> QWidget:
        """Add a widget below the text."""
        return add_to(self.body, widget)

    def add_beside(self, *widgets: QWidget) -> None:
        """Put buttons beside the text, where a bar has the width of the window and height is dear."""
        for widget in widgets:
            self._outer.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()

    def _draw(self) -> None:
        self._picture.setPixmap(pixmap(self.kind, f"{self.kind}_text", 22))
