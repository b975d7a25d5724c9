"""The list of problems on top of a page; each line jumps to its field."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from ui.widgets.heading import Heading
from ui.widgets.layouts import clear, column
from ui.widgets.style import styled
from ui.widgets.wrapping_link import WrappingLink


class ErrorSummary(QFrame):
    """Titled "There is a problem"; takes the focus when it appears. Hidden while empty."""

    problem_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        styled(self, "notice", "danger")
        outer = column(self, "tight", "normal")
        outer.addWidget(Heading(self.tr("There is a problem"), 3))
        self._lines = column(gap="")
        outer.addLayout(self._lines)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.hide()

    def show_problems(self, problems: Sequence[tuple[str, object]], take_focus: bool = True) -> None:
        """Show `(message, key)` pairs; the key comes back by `problem_chosen`. None hides the box."""
        clear(self._lines)
        for message, key in problems:
            button = WrappingLink(message)
            button.clicked.connect(partial(_emit, self.problem_chosen, key))
            self._lines.addWidget(button)
        self.setAccessibleName(self.tr("There is a problem"))
        self.setAccessibleDescription("; ".join(message for message, _ in problems))
        self.setVisible(bool(problems))
        if problems and take_focus:
            self.setFocus()


def _emit(signal: Any, key: object, *_: object) -> None:
    signal.emit(key)
