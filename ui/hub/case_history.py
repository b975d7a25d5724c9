"""What happened to an enquiry, newest first: when, who, what, and why in the person's own words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QWidget

from enquiry_app.enquiry.hub_history import HistoryLine
from ui.appearance import space
from ui.formatting import day_and_time
from ui.widgets.layouts import clear, column, row
from ui.widgets.style import styled
from ui.widgets.wrapping_label import WrappingLabel

LONGEST = 400  # characters of a reason shown in the list


class CaseHistory(QFrame):
    """Scrolls; every line can be read by a screen reader as one sentence."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        styled(self, "bar")
        self.setMinimumHeight(96)
        outer = column(self, "hair")
        outer.setContentsMargins(space("wide"), space("tight"), space("normal"), space("tight"))
        self._head = row(gap="normal")
        self._head.addWidget(styled(QLabel(self.tr("History")), "label"))
        outer.addLayout(self._head)
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setAccessibleName(self.tr("History"))
        self._inside = styled(QFrame(), "clear")
        self._lines = column(self._inside, "tight")
        self._area.setWidget(self._inside)
        outer.addWidget(self._area, 1)
        self._shown: tuple[HistoryLine, ...] = ()

    def add_beside_title(self, widget: QWidget) -> None:
        """Put a widget at the right of the title."""
        self._head.insertWidget(1, widget, 1)

    def show_lines(self, lines: Sequence[HistoryLine]) -> None:
        """Show these; nothing is drawn anew if they are the same."""
        if tuple(lines) == self._shown:
            return
        self._shown = tuple(lines)
        clear(self._lines)
        for line in lines:
            words = " · ".join(filter(None, (day_and_time(line.at), line.who, line.what)))
            self._lines.addWidget(WrappingLabel(words))
            if line.why:
                why = line.why if len(line.why) <= LONGEST else f"{line.why[:LONGEST]} …"
                self._lines.addWidget(WrappingLabel(why, "hint"))
        self._lines.addStretch(1)

    @property
    def words(self) -> str:
        """Everything shown, one line each."""
        return "\n".join(" ".join(filter(None, (line.who, line.what, line.why))) for line in self._shown)
