"""The frame of screens before the app is open: one column in the middle of a quiet window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from ui.appearance import space
from ui.icons import pixmap
from ui.widgets.card import Card
from ui.widgets.heading import Heading
from ui.widgets.layouts import Row, column, panels, row
from ui.widgets.style import styled
from ui.widgets.wrapping_label import WrappingLabel


class EntryFrame(QWidget):
    """`card.body` takes the content; the line about danger stands below it."""

    def __init__(self, title: str, width: int = 460, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        styled(self, "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        outer = column(self, "")
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer.addWidget(scroll)
        holder = styled(QWidget(), "clear")
        scroll.setWidget(holder)
        across = panels(holder, "", "broad")
        middle = QWidget(holder)
        middle.setMaximumWidth(width)
        across.addStretch(1)
        across.addWidget(middle, 1000)
        across.addStretch(1)
        stack = column(middle, "wide")
        stack.addStretch(1)
        stack.addLayout(self._mark())
        self.card = Card(gap="normal")
        self.card.body.setContentsMargins(*(4 * [space("broad")]))
        self.heading = Heading(title, 1)
        self.card.add(self.heading)
        stack.addWidget(self.card)
        self.below: QVBoxLayout = column(gap="tight")
        self.below.addWidget(WrappingLabel(self.tr("If a child is in immediate danger ring 999."), "strong"))
        stack.addLayout(self.below)
        stack.addStretch(2)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_picture"):
            self._picture.setPixmap(pixmap("mark", "accent", 32))

    def _mark(self) -> Row:
        line = row(gap="snug")
        self._picture = QLabel()
        self._picture.setPixmap(pixmap("mark", "accent", 32))
        line.addWidget(self._picture)
        line.addWidget(styled(QLabel(self.tr("Enquiry")), "heading_2"))
        line.addStretch(1)
        return line
