"""What is kept for a time beside enquiries: each line of the schedule, how many are due, and a button to remove them."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.background import Background
from ui.formatting import day
from ui.messages import ask, report_error
from ui.widgets.buttons import secondary_button
from ui.widgets.card import Card, Line
from ui.widgets.heading import Heading
from ui.widgets.layouts import clear, column, row
from ui.widgets.wrapping_label import WrappingLabel


class TidyPart(QWidget):
    """Nothing is removed by itself."""

    def __init__(self, application: Any, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._application, self._background = application, background
        self._body: QVBoxLayout = column(self, "wide")
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Ask how many are due."""
        self._background.read(self._application.tidying.lines, self._show, partial(report_error, self), self)

    def _show(self, lines: Any) -> None:
        clear(self._body)
        self._body.addWidget(Heading(self.tr("Kept for a time beside enquiries"), 2))
        card = Card(gap="snug")
        for number, line in enumerate(lines):
            if number:
                card.add(Line())
            card.add_layout(self._line(line))
        self._body.addWidget(card)

    def _line(self, line: Any) -> Any:
        both, words = row(gap="wide"), column(gap="")
        words.addWidget(WrappingLabel(line.rule.label, "strong"))
        words.addWidget(WrappingLabel(line.rule.because))
        words.addWidget(WrappingLabel(self._state(line), "caption"))
        both.addLayout(words, 1)
        if line.due and self._application.may("tidy_records"):
            button = secondary_button(self.tr("Remove {number}…").format(number=f"{line.due:,}"), self)
            button.setAccessibleName(f"{button.text()} {line.rule.label}")
            button.clicked.connect(partial(self._remove, line))
            both.addWidget(button)
        return both

    def _state(self, line: Any) -> str:
        due = self.tr("{number} due").format(number=f"{line.due:,}") if line.due else self.tr("Nothing is due.")
        if line.removed_at is None:
            return due
        last = self.tr("Last removed: {number} on {day}, by {name}.").format(
            number=f"{line.removed:,}", day=day(line.removed_at), name=line.removed_by
        )
        return f"{due} · {last}" if line.due else f"{due} {last}"

    def _remove(self, line: Any, *_: object) -> None:
        sure = ask(
            self, self.tr("Remove {number} for good?").format(number=f"{line.due:,}"),
            self.tr("{label}. They cannot be brought back. How many went, and that you removed them, stays in the audit"
                    " trail. Backups made before still hold them until they are removed.").format(label=line.rule.label),
            self.tr("Remove them"), self.tr("Cancel"), dangerous=True,
        )  # fmt: skip
        if sure:
            work = partial(self._application.tidying.remove_due, line.rule.id)
            self._background.run(work, self._on_done, self._on_failed, self)

    def _on_done(self, _: object) -> None:
        self.refresh()

    def _on_failed(self, error: BaseException) -> None:
        report_error(self, error)
        self.refresh()
