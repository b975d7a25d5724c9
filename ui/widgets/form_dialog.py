"""A dialog of labelled rows with one button that says what it does. Scrolls when the screen is too low for it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QScrollArea, QVBoxLayout, QWidget

from ui.appearance import size, space
from ui.widgets.buttons import danger_button, primary_button, secondary_button
from ui.widgets.heading import Heading
from ui.widgets.labelled_row import LabelledRow
from ui.widgets.layouts import button_row, column
from ui.widgets.style import styled
from ui.widgets.wrapping_label import WrappingLabel

ROOM_AROUND = 240  # pixels of the screen's height kept for title, buttons and the edge of the dialog


class FormDialog(QDialog):
    """Subclasses add rows to `body` and answer `problems`; accepted only when there are none."""

    def __init__(
        self, title: str, button: str, intro: str = "", dangerous: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(size("column") - 220)
        layout = column(self, "wide", "wide")
        layout.addWidget(Heading(title, 2))
        if intro:
            layout.addWidget(WrappingLabel(intro))
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._holder = styled(QWidget(), "clear")
        self._scroll.setWidget(self._holder)
        self.body: QVBoxLayout = column(self._holder, "normal")
        self.body.setContentsMargins(0, 0, 0, space("hair"))
        layout.addWidget(self._scroll, 1)
        self.accept_button = danger_button(button, self) if dangerous else primary_button(button, self)
        self.cancel_button = secondary_button(self.tr("Cancel"), self)
        layout.addLayout(button_row((self.accept_button, self.cancel_button)))
        self.accept_button.setDefault(True)
        self.accept_button.clicked.connect(self.try_to_accept)
        self.cancel_button.clicked.connect(self.reject)

    def problems(self) -> list[tuple[str, LabelledRow]]:
        """What must be put right first."""
        return []

    def showEvent(self, event: QShowEvent) -> None:
        """Be as high as the rows want, if the screen allows."""
        super().showEvent(event)
        self._fit()

    @Slot()
    def try_to_accept(self) -> None:
        """Close as accepted, or show what is wrong beside the fields."""
        found = self.problems()
        for each in self.findChildren(LabelledRow):
            each.show_problem(None)
        for message, row_at_fault in reversed(found):
            row_at_fault.show_problem(message)
            row_at_fault.focus_field()
        if found:
            self._fit()
            self._scroll.ensureWidgetVisible(found[0][1])
        else:
            self.accept()

    def _fit(self) -> None:
        for each in self.findChildren(LabelledRow):
            each.body.activate()
        self.body.activate()
        wanted = self.body.totalHeightForWidth(self._scroll.width()) if self.body.hasHeightForWidth() else -1
        wanted = max(wanted, self.body.totalSizeHint().height() if wanted < 0 else wanted)
        room = self.screen().availableGeometry().height() - ROOM_AROUND
        self._scroll.setMinimumHeight(min(wanted, room))
        self.layout().activate()
        self.resize(self.width(), self.layout().totalHeightForWidth(self.width()))
