"""One child in a decision: three levels side by side, the Hub's choice, the outcome, the primary need where due."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from enquiry_app.enquiry.deciding_rules import ChildLevels, differences
from enquiry_app.enquiry.hub_records import ChildDecision
from ui.home.enquiry_words import level_words
from ui.widgets.card import Card
from ui.widgets.labelled_row import LabelledRow
from ui.widgets.layouts import column, panels
from ui.widgets.steady_combo import SteadyCombo
from ui.widgets.wrapping_label import WrappingLabel

Choices = Sequence[tuple[str, str]]


class ThreeLevels(QWidget):
    """The referrer's, the suggested and the Hub's level side by side, and how the Hub's differs, in words."""

    def __init__(self, levels: ChildLevels, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._levels = levels
        outer = column(self, "hair")
        across = panels(gap="snug")
        suggested = level_words(levels.suggested)
        if levels.consider:
            suggested += self.tr(", consider {level}").format(level=level_words(levels.consider).lower())
        for label, words in (
            (self.tr("Referrer"), level_words(levels.referrer) or self.tr("Not given")),
            (self.tr("Matrix"), suggested or self.tr("No suggestion")),
        ):
            across.addLayout(self._part(label, WrappingLabel(words)), 1)
        self.hub = WrappingLabel("", "strong")
        across.addLayout(self._part(self.tr("Hub"), self.hub), 1)
        outer.addLayout(across)
        self.difference = WrappingLabel("", "hint")
        outer.addWidget(self.difference)
        self.show_level("")

    def show_level(self, level: str) -> None:
        """Show the Hub's level."""
        self.hub.setText(level_words(level) or self.tr("Not chosen"))
        self.difference.show_text(" · ".join(differences(self._levels, level)))

    @staticmethod
    def _part(label: str, words: WrappingLabel) -> Any:
        part = column(gap="")
        part.addWidget(WrappingLabel(label, "caption"))
        part.addWidget(words)
        part.addStretch(1)
        return part


class ChildCard(Card):
    """`edited` after every choice of the person."""

    edited = Signal()

    def __init__(
        self, name: str, levels: ChildLevels, outcomes: Any, level_choices: Choices, needs: Choices, several: bool
    ) -> None:
        super().__init__(name, gap="snug")
        self.child, self._outcomes = levels.child, outcomes
        whose = self.tr(" for {name}").format(name=name) if several else ""
        self.three = ThreeLevels(levels)
        self.add(self.three)
        self.level = SteadyCombo(level_choices, self.tr("Choose a level"))
        self.level_row = LabelledRow(self.tr("The Hub's level") + whose, self.level)
        listed = [(each.id, f"{each.id}  {each.label}") for each in outcomes.by_id.values()]
        self.outcome = SteadyCombo(listed, self.tr("Choose an outcome"))
        self.outcome_row = LabelledRow(self.tr("Outcome") + whose, self.outcome)
        self.when = WrappingLabel("", "hint")
        self.need = SteadyCombo(needs, self.tr("Choose the primary need"))
        self.need_row = LabelledRow(
            self.tr("Primary need") + whose, self.need, self.tr("One; the highest in the list when unsure.")
        )
        for widget in (self.level_row, self.outcome_row, self.when, self.need_row):
            self.add(widget)
        for combo in (self.level, self.outcome, self.need):
            combo.activated.connect(self._on_chosen)
        self._show_outcome()

    @property
    def decision(self) -> ChildDecision:
        """What is chosen. A primary need is kept only where one is due."""
        outcome = self._outcomes.by_id.get(self.outcome.code)
        need = self.need.code if outcome and outcome.primary_need else ""
        return ChildDecision(self.child, self.outcome.code, self.level.code, need)

    def show_decision(self, made: ChildDecision) -> None:
        """Choose without telling anybody."""
        self.level.choose(made.level)
        self.outcome.choose(made.outcome)
        self.need.choose(made.primary_need)
        self._show_outcome()

    def row_of(self, field: str) -> LabelledRow | None:
        """The row a problem belongs to."""
        return {"level": self.level_row, "outcome": self.outcome_row, "primary_need": self.need_row}.get(field)

    def _show_outcome(self) -> None:
        outcome = self._outcomes.by_id.get(self.outcome.code)
        self.three.show_level(self.level.code)
        self.when.show_text(outcome.when if outcome else "")
        self.outcome.setAccessibleDescription(outcome.when if outcome else "")
        self.need_row.setVisible(bool(outcome and outcome.primary_need))

    @Slot()
    def _on_chosen(self) -> None:
        self._show_outcome()
        self.edited.emit()
