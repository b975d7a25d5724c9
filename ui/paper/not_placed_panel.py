"""What of a filled form found no place, beside the draft until somebody has dealt with it."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from ui.appearance import space
from ui.background import Background
from ui.messages import report_error
from ui.widgets.buttons import link_button
from ui.widgets.card import Line
from ui.widgets.heading import Heading
from ui.widgets.layouts import clear, column, row
from ui.widgets.style import styled
from ui.widgets.wrapping_label import WrappingLabel

WIDTH, HEIGHT = 290, 190  # pixels taken beside and above the draft


class NotPlacedPanel(QFrame):
    """Loads by itself; hidden while there is nothing to list."""

    def __init__(
        self, application: Any, background: Background, enquiry_id: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        styled(self, "bar")
        self._application, self._background, self._enquiry_id = application, background, enquiry_id
        outer = column(self, "tight", "normal")
        self.heading = Heading("", 2)
        head = row(gap="snug")
        head.addWidget(self.heading, 1)
        self.short_button = link_button(self.tr("All dealt with"), self)
        head.addWidget(self.short_button)
        outer.addLayout(head)
        self._intro = WrappingLabel(
            self.tr("These words of the filled form found no place. Copy what is needed."), "hint"
        )
        outer.addWidget(self._intro)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        holder = styled(QWidget(), "clear")
        self._scroll.setWidget(holder)
        inside = column(holder, "snug")
        inside.setContentsMargins(0, 0, space("snug"), 0)
        self._lines = column(gap="snug")
        inside.addLayout(self._lines)
        inside.addStretch(1)
        outer.addWidget(self._scroll, 1)
        self.all_button = link_button(self.tr("All dealt with: take the list away"), self)
        for button in (self.all_button, self.short_button):
            button.clicked.connect(partial(self._deal_with, None))
        outer.addWidget(self.all_button)
        self.hide()
        work = partial(application.blank_forms.not_placed, enquiry_id)
        background.read(work, self.show_lines, partial(report_error, self), self)

    def stand_beside(self, beside: bool) -> None:
        """A column beside the draft, or a low box above it where the window is narrow."""
        self.setMinimumWidth(WIDTH if beside else 0)
        self.setMaximumWidth(WIDTH if beside else 16_777_215)
        self.setMaximumHeight(16_777_215 if beside else HEIGHT)
        self._intro.setVisible(beside)
        self.all_button.setVisible(beside)
        self.short_button.setVisible(not beside)

    def show_lines(self, lines: Any) -> None:
        """Show what is left."""
        clear(self._lines)
        self.setVisible(bool(lines))
        self.heading.show_heading(self.tr("Not placed ({count})").format(count=len(lines)))
        for number, line in enumerate(lines):
            if number:
                self._lines.addWidget(Line())
            block = column(gap="hair")
            self._lines.addLayout(block)
            block.addWidget(WrappingLabel(line.where, "strong"))
            words = WrappingLabel(f"“{line.text}”")
            words.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            words.setAccessibleName(self.tr("Written under {where}").format(where=line.where))
            block.addWidget(words)
            block.addWidget(WrappingLabel(line.why, "hint"))
            done = link_button(self.tr("Dealt with"))
            done.setAccessibleName(self.tr("Dealt with: {where}").format(where=line.where))
            done.clicked.connect(partial(self._deal_with, number))
            block.addWidget(done)

    @Slot()
    def _deal_with(self, number: int | None, *_: object) -> None:
        work = partial(self._application.blank_forms.dealt_with, self._enquiry_id, number)
        self._background.run(work, self.show_lines, partial(report_error, self), self)
