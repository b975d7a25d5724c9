"""The tabs of the queue: the stages of an enquiry at the Hub with their counts, and one's own and the overdue ones."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QWidget

from enquiry_app.enquiry.records import STATUSES
from enquiry_app.enquiry.statuses import OPEN_AT_THE_HUB
from ui.widgets.buttons import Button, chip_button
from ui.widgets.flow import FlowLayout

OPEN = tuple(status for status in STATUSES if status in OPEN_AT_THE_HUB)
TABS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("open", "Open", OPEN),
    ("mine", "Mine", OPEN),
    ("team", "My team", OPEN),
    ("overdue", "Overdue", OPEN),
    ("new", "New", ("sent", "received")),
    ("triage", "Triage", ("in_triage",)),
    ("waiting", "Waiting for referrer", ("waiting_for_referrer", "returned")),
    ("checks", "Checks", ("information_checks",)),
    ("decision", "Decision", ("manager_decision",)),
    ("feedback", "Feedback due", ("feedback_due", "linked_to_open_case", "transferred")),
    ("finished", "Closed", ("closed",)),
)
OWN = ("mine", "team", "overdue")  # counted by themselves, not by status


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
        self._buttons["team"].hide()
        self._buttons["open"].setChecked(True)
        self._group.buttonClicked.connect(self._on_clicked)

    @property
    def key(self) -> str:
        """The chosen tab."""
        return next(key for key, button in self._buttons.items() if button.isChecked())

    @property
    def statuses(self) -> tuple[str, ...]:
        """The statuses of the chosen tab."""
        return next(statuses for key, _, statuses in TABS if key == self.key)

    def button(self, key: str) -> Button:
        """The button of a tab. Raises KeyError."""
        return self._buttons[key]

    def choose(self, key: str) -> None:
        """Choose a tab without telling anybody; an unknown one is ignored."""
        if key in self._buttons:
            self._buttons[key].setChecked(True)

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Put counts behind the words: by status, and `mine`, `team` and `overdue` by their own names. Without a count
        of its own somebody is in no team, and there is no such tab."""
        self._buttons["team"].setVisible("team" in counts or self.key == "team")
        for key, words, statuses in TABS:
            number = counts.get(key, 0) if key in OWN else sum(counts.get(status, 0) for status in statuses)
            self._buttons[key].setText(f"{self.tr(words)}  {number:,}")

    def _on_clicked(self, _: object) -> None:
        self.tab_chosen.emit()
