"""Everything that goes into a decision, in the order it is thought through. Holds no store and saves nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from enquiry_app.enquiry.deciding_rules import (
    DecisionCase,
    DecisionInput,
    DecisionProblem,
    chosen_outcomes,
    rationale_missing,
)
from enquiry_app.enquiry.hub_records import ChildDecision
from ui.form.fields.text_fields import GrowingBox
from ui.formatting import count
from ui.hub.panels.decision_child import ChildCard, Choices
from ui.hub.panels.decision_words import TOLD_WHY, TOLD_WORDS
from ui.hub.panels.outcome_fields import OutcomeFields
from ui.widgets.buttons import link_button
from ui.widgets.error_summary import ErrorSummary
from ui.widgets.labelled_row import LabelledRow
from ui.widgets.layouts import column
from ui.widgets.radio_group import RadioGroup
from ui.widgets.wrapping_label import WrappingLabel

DueDays = Callable[[DecisionInput], Mapping[str, str]]


class DecisionEditor(QWidget):
    """`edited` after everything the person types or chooses. `due_days` works out the days an outcome must name."""

    edited = Signal()

    def __init__(
        self, case: DecisionCase, outcomes: Any, names: Mapping[str, str], level_choices: Choices, needs: Choices,
        today: dt.date, due_days: DueDays, changes: bool,
    ) -> None:  # fmt: skip
        super().__init__()
        self.decision_case, self._outcomes, self._due_days, self._names = case, outcomes, due_days, names
        self._showing = False
        self._layout = column(self, "wide")
        self.summary = ErrorSummary()
        self.summary.problem_chosen.connect(self._on_problem_chosen)
        self._layout.addWidget(self.summary)
        self.because = self._text_row(
            self.tr("Why does the decision change?"), self.tr("Both versions are kept; the referrer is told again."), 2
        )
        self.because.setVisible(changes)
        self.cards = [
            ChildCard(names.get(each.child, self.tr("Child")), each, outcomes, level_choices, needs, len(names) > 1)
            for each in case.children
        ]
        for card in self.cards:
            self._layout.addWidget(card)
            card.edited.connect(self._on_edited)
        self.same = link_button(self.tr("Decide the same for every child"))
        self.same.clicked.connect(self._on_same)
        if self.cards:
            self.cards[0].add(self.same)
        self.fields = OutcomeFields(today)
        self.fields.edited.connect(self._on_edited)
        self._layout.addWidget(self.fields)
        self._words()
        self._follow()

    def _words(self) -> None:
        self.rationale = self._text_row(
            self.tr("Rationale"),
            self.tr("Why this outcome and this level, against the threshold. At least 80 characters."),
            5,
        )
        self.count = WrappingLabel("", "hint")
        self.rationale.body.addWidget(self.count)
        self.siblings = self._text_row(
            self.tr("Brothers and sisters"), self.tr("How each was considered, or that there are none."), 2
        )
        self.told = RadioGroup([(code, words, "") for code, words in TOLD_WORDS])
        self.told.chosen.connect(self._on_edited)
        self.told_row = LabelledRow(self.tr("Has the family been told?"), self.told)
        self._layout.addWidget(self.told_row)
        self.told_words = self._text_row(self.tr("Why not?"), "", 2)

    def _text_row(self, label: str, hint: str, lines: int) -> LabelledRow:
        box = GrowingBox(lines, 14)
        row = LabelledRow(label, box, hint)
        box.textChanged.connect(self._on_edited)
        self._layout.addWidget(row)
        return row

    @property
    def wanted(self) -> DecisionInput:
        """What the person has put in so far."""
        return DecisionInput(
            tuple(card.decision for card in self.cards), self.rationale.field.toPlainText(),
            self.siblings.field.toPlainText(), self.told.code, self.told_words.field.toPlainText(),
            self.fields.details, self.because.field.toPlainText().strip(),
        )  # fmt: skip

    def show_input(self, given: DecisionInput) -> None:
        """Put a decision into the fields without telling anybody."""
        self._showing = True
        made = {each.child: each for each in given.children}
        for card in self.cards:
            card.show_decision(made.get(card.child, ChildDecision(card.child, "", "")))
        self.fields.show_details(given.details)
        for row, text in (
            (self.rationale, given.rationale), (self.siblings, given.siblings),
            (self.told_words, given.family_told_words), (self.because, given.because),
        ):  # fmt: skip
            row.field.setPlainText(text)
        self.told.choose(given.family_told)
        self._follow()
        self._showing = False

    def show_problems(self, problems: Sequence[DecisionProblem]) -> None:
        """List them on top, and show each beside its field. None takes them away."""
        for row in self._rows():
            row.show_problem(None)
        lines = []
        for problem in problems:
            row = self._row_of(problem)
            if row is not None:
                row.show_problem(problem.message)
            whose = self._names.get(problem.child, "") if len(self.cards) > 1 else ""
            lines.append((f"{whose}: {problem.message}" if whose else problem.message, problem))
        self.summary.show_problems(lines)

    def first_focus(self) -> QWidget:
        """The first thing not filled in yet, else the first."""
        empty = [card.level for card in self.cards if not card.level.code]
        return (empty or [self.rationale.field])[0]

    def _rows(self) -> list[LabelledRow]:
        of_children = [row for card in self.cards for row in (card.level_row, card.outcome_row, card.need_row)]
        own = [self.because, self.rationale, self.siblings, self.told_row, self.told_words]
        return [*of_children, *self.fields.rows, *own]

    def _row_of(self, problem: DecisionProblem) -> LabelledRow | None:
        card = next((each for each in self.cards if each.child == problem.child), None)
        if card is not None:
            return card.row_of(problem.field)
        own = {
            "because": self.because, "rationale": self.rationale, "siblings": self.siblings,
            "family_told": self.told_row, "family_told_words": self.told_words,
        }  # fmt: skip
        return own.get(problem.field) or self.fields.row_of(problem.field)

    def _follow(self) -> None:
        """Show what the choices ask for."""
        wanted = self.wanted
        chosen = chosen_outcomes(wanted.children, self._outcomes)
        self.fields.show_outcomes(chosen, self._due_days(wanted))
        self.fields.setVisible(bool(chosen))
        made = {(each.outcome, each.level, each.primary_need) for each in wanted.children}
        self.same.setVisible(len(made) > 1 and bool(wanted.children[0].outcome))
        self._count()
        why = TOLD_WHY.get(self.told.code, "")
        self.told_words.setVisible(bool(why))
        if why:
            self.told_words.show_label(why)

    def _count(self) -> None:
        missing = rationale_missing(self.rationale.field.toPlainText())
        more = self.tr("{n} more to write").format(n=count(missing, "character"))
        self.count.show_text(more if missing else self.tr("Long enough"))

    @Slot()
    def _on_edited(self, *_: object) -> None:
        if not self._showing:
            self._follow()
            self.edited.emit()

    @Slot()
    def _on_same(self) -> None:
        first = self.cards[0].decision
        for card in self.cards[1:]:
            card.show_decision(ChildDecision(card.child, first.outcome, first.level, first.primary_need))
        self._on_edited()

    @Slot(object)
    def _on_problem_chosen(self, problem: DecisionProblem) -> None:
        row = self._row_of(problem)
        if row is not None:
            row.focus_field()
