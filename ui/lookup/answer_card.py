"""What a look-up answered: one of three sentences, how fresh it is, whom to ring."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.appearance import space
from ui.lookup.list_words import true_on
from ui.widgets.layouts import clear, column
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.wrapping_label import WrappingLabel

# Answer -> tone, title, what to do with it.
SAID = {
    "known": (
        "info",
        "Known to children’s social care",
        "Tell the worker or the Hub what worries you. Do not wait for them to ask.",
    ),
    "not_known": (
        "info",
        "Not known to children’s social care",
        "That is no reason not to make an enquiry. Your worry counts.",
    ),
    "ask": ("warning", "Ask the Hub", "The list alone cannot answer this."),
}

COLUMNS = 2


class AnswerCard(QWidget):
    """Takes the focus when it is shown, so that it is read out. Hidden while there is no answer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = column(self, "snug")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.hide()

    def show_answer(self, answer: Any, hub: Any) -> None:
        """Show an answer of the service, with the Hub's numbers."""
        clear(self._layout)
        tone, title, what_now = SAID[answer.result]
        self.bar = NoticeBar(tone, self.tr(title), self.tr(what_now))
        self._layout.addWidget(self.bar)
        if answer.reason_words:
            self.bar.show_notice(self.tr(title), answer.reason_words)
        if answer.stale and answer.result == "known":
            self.bar.add(
                WrappingLabel(self.tr("The list is old. The worker may have changed since; the Hub knows."), "error")
            )
        self.bar.body.addLayout(self._grid(self._facts(answer, hub)))
        self.setAccessibleName(self.tr("Answer: {answer}").format(answer=self.tr(title)))
        self.setAccessibleDescription(self.words())
        self.show()
        self.setFocus()

    def clear_answer(self) -> None:
        """Show nothing."""
        clear(self._layout)
        self.hide()

    def words(self) -> str:
        """All that is shown, as text."""
        labels = [label.text() for label in self.findChildren(WrappingLabel) if label.isVisibleTo(self)]
        return "\n".join(filter(None, labels))

    def _facts(self, answer: Any, hub: Any) -> list[tuple[str, str]]:
        facts = []
        if answer.as_of:
            words = true_on(answer.as_of, answer.days_old)
            facts.append((self.tr("How fresh this is"), f"{words[0].upper()}{words[1:]}"))
        facts += [
            (self.tr("Allocated worker"), answer.worker),
            (self.tr("Team"), answer.team),
            (self.tr("Telephone"), answer.phone),
            (self.tr("Safeguarding Hub"), hub.phone),
            (self.tr("When the Hub is closed"), hub.out_of_hours_phone),
        ]
        return [(label, value) for label, value in facts if value]

    def _grid(self, facts: list[tuple[str, str]]) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(0, space("hair"), 0, 0)
        grid.setHorizontalSpacing(space("normal"))
        grid.setVerticalSpacing(space("hair"))
        for number, (label, value) in enumerate(facts):
            pair = column(gap="")
            pair.addWidget(WrappingLabel(label, "caption"))
            pair.addWidget(WrappingLabel(value, "strong"))
            grid.addLayout(pair, number // COLUMNS, number % COLUMNS, Qt.AlignmentFlag.AlignTop)
        for place in range(COLUMNS):
            grid.setColumnStretch(place, 1)
        return grid
