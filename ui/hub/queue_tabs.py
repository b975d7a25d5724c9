"""The tabs of the queue: which statuses each shows, with its count."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QWidget

from enquiry_app.enquiry.records import STATUSES
from enquiry_app.enquiry.statuses import FINISHED, OPEN_AT_THE_HUB
from ui.widgets.buttons import Button, chip_button
from ui.widgets.flow import FlowLayout

OPEN = tuple(status for status in STATUSES if status in OPEN_AT_THE_HUB)
TABS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("open", "Open", OPEN),
    ("new", "New", ("sent",)),
    ("received", "Received", ("received",)),
    ("triage", "In triage", ("in_triage",)),
    ("waiting", "Waiting for others", ("waiting_for_referrer", "information_checks", "returned")),
    ("decision", "Decision and feedback", ("manager_decision", "feedback_due", "linked_to_open_case")),
    ("finished", "Closed", tuple(status for status in STATUSES if status in FINISHED and status != "withdrawn")),
)


class QueueTabs(QWidget):
    """One tab is always chosen."""

    tab_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        flow = FlowLayout(self, 6)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, Button] = {}
        for key, words, _ in TABS:
            button = chip_button(self.tr(words), self, checkable=True)
            self._group.addButton(button)
            self._buttons[key] = button
            flow.addWidget(button)
        self._buttons["open"].setChecked(True)
        self._group.buttonClicked.connect(self._on_clicked)

    @property
    def statuses(self) -> tuple[str, ...]:
        """The statuses of the chosen tab."""
        return next(statuses for key, _, statuses in TABS if self._buttons[key].isChecked())

    def button(self, key: str) -> Button:
        """The button of a tab. Raises KeyError."""
        return self._buttons[key]

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Put counts by status behind the words."""
        for key, words, statuses in TABS:
            number = sum(counts.get(status, 0) for status in statuses)
            self._buttons[key].setText(f"{self.tr(words)}  {number:,}")

    def _on_clicked(self, _: object) -> None:
        self.tab_chosen.emit()
