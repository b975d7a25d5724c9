"""What the chosen outcomes need said: their fields, shown and hidden as outcomes are chosen. Nothing typed is lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from enquiry_app.definitions.form_definition import Question
from enquiry_app.enquiry.answers import FlexDate
from enquiry_app.enquiry.question_kinds import kind_of
from ui.form.fields.text_fields import GrowingBox
from ui.formatting import day
from ui.widgets.card import Card
from ui.widgets.labelled_row import LabelledRow
from ui.widgets.layouts import column
from ui.widgets.steady_combo import SteadyCombo
from ui.widgets.wrapping_label import WrappingLabel

_DAY = Question("day", "date", "Day")
_LEAST, _MOST = 1, 8  # lines of a text field
_LINE = 22  # characters of a day or a telephone number


def day_words(iso: str) -> str:
    """A day as it is shown; what cannot be read as one stays as it was typed."""
    try:
        return day(dt.date.fromisoformat(iso))
    except ValueError:
        return iso


class OutcomeFields(QWidget):
    """One card for each chosen outcome. `details` holds texts by field id: days as ISO, else as typed."""

    edited = Signal()

    def __init__(self, today: dt.date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._layout = column(self, "normal")
        self._cards: dict[str, Card] = {}
        self._rows: dict[str, LabelledRow] = {}
        self._due: dict[str, WrappingLabel] = {}
        self._kept: dict[str, str] = {}

    @property
    def details(self) -> dict[str, str]:
        """Everything typed, also for outcomes not chosen any more."""
        return {field: text for field, text in self._kept.items() if text.strip()}

    def show_details(self, details: Mapping[str, str]) -> None:
        """Put texts into the fields without telling anybody."""
        self._kept = dict(details)
        for field, row in self._rows.items():
            self._put(row.field, self._kept.get(field, ""))

    def show_outcomes(self, chosen: tuple[Any, ...], due_days: Mapping[str, str]) -> None:
        """Show the fields of these outcomes, and the days that are worked out."""
        for outcome in chosen:
            if outcome.id not in self._cards:
                self._make(outcome)
        ids = {outcome.id for outcome in chosen}
        for outcome_id, card in self._cards.items():
            card.setVisible(outcome_id in ids)
        for field, label in self._due.items():
            label.setText(day_words(due_days.get(field, "")))

    def row_of(self, field: str) -> LabelledRow | None:
        """The row of a field."""
        return self._rows.get(field)

    @property
    def rows(self) -> tuple[LabelledRow, ...]:
        """Every row made so far."""
        return tuple(self._rows.values())

    def _make(self, outcome: Any) -> None:
        card = Card(outcome.label, gap="snug")
        if outcome.phone_first:
            card.add(WrappingLabel(self.tr("Ring the referrer first; the letter says as little as it can."), "strong"))
        elif outcome.minimal:
            card.add(WrappingLabel(self.tr("The letter says only what is safe to tell."), "strong"))
        for field in outcome.fields:
            card.add(self._row(field) if field.kind != "due" else self._due_line(field))
        self._cards[outcome.id] = card
        self._layout.addWidget(card)

    def _row(self, field: Any) -> LabelledRow:
        made = self._field(field)
        hint = field.hint or (self.tr("For example 30 11 2026.") if field.kind == "date" else "")
        row = LabelledRow(field.label, made, hint, optional=not field.required)
        self._rows[field.id] = row
        self._put(made, self._kept.get(field.id, ""))
        return row

    def _field(self, field: Any) -> QWidget:
        if field.kind == "choice":
            combo = SteadyCombo(field.choices, self.tr("Choose one"))
            combo.activated.connect(partial(self._on_edited, field.id, combo))
            return combo
        if field.kind == "text":
            box = GrowingBox(_LEAST, _MOST)
            box.textChanged.connect(partial(self._on_edited, field.id, box))
            return box
        line = QLineEdit()
        line.setMaximumWidth(line.fontMetrics().averageCharWidth() * _LINE + 32)
        line.setProperty("narrow", True)
        line.textEdited.connect(partial(self._on_edited, field.id, line))
        if field.kind == "date":
            line.setProperty("day", True)
            line.editingFinished.connect(partial(self._tidy, field.id, line))
        return line

    def _due_line(self, field: Any) -> QWidget:
        holder = QWidget()
        pair = column(holder, "")
        pair.addWidget(WrappingLabel(field.label, "caption"))
        self._due[field.id] = WrappingLabel("")
        pair.addWidget(self._due[field.id])
        return holder

    def _on_edited(self, field: str, widget: QWidget, *_: object) -> None:
        text = self._text(widget)
        if text != self._kept.get(field, ""):
            self._kept[field] = text
            self.edited.emit()

    def _tidy(self, field: str, line: QLineEdit) -> None:
        """A day that could be read is shown in full, so that the person sees how it was understood."""
        self._put(line, self._kept.get(field, ""))

    def _text(self, widget: QWidget) -> str:
        if isinstance(widget, SteadyCombo):
            return widget.code
        if isinstance(widget, GrowingBox):
            return widget.toPlainText()
        text = widget.text()
        if not widget.property("day"):
            return text
        value = kind_of(_DAY).parse(text, self._today)
        return value.iso if isinstance(value, FlexDate) and value.full else text

    @staticmethod
    def _put(widget: QWidget, text: str) -> None:
        if isinstance(widget, SteadyCombo):
            widget.choose(text)
            return
        if isinstance(widget, GrowingBox):
            if widget.toPlainText() != text:
                widget.setPlainText(text)
            return
        widget.setText(day_words(text) if widget.property("day") else text)
