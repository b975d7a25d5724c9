"""By when something is to be done: a day, with a time if it matters, and the usual spans one press away."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from enquiry_app.definitions.form_definition import Question
from enquiry_app.enquiry.answers import CivilTime
from enquiry_app.enquiry.question_kinds import kind_of
from enquiry_app.enquiry.task_rules import end_of_day
from enquiry_app.enquiry.working_time import add_working_days
from ui.formatting import LONDON, day, day_and_time
from ui.widgets.buttons import chip_button
from ui.widgets.flow import FlowLayout
from ui.widgets.labelled_row import text_width
from ui.widgets.layouts import column

_MOMENT = Question("moment", "date_time", "When")
_WITH_TIME = len("2026-11-23T14:05")
SPANS = ((1, "Next working day"), (5, "In 5 working days"), (10, "In 10"))


class DueField(QWidget):
    """Composite field for a LabelledRow. A day without a time means its end at the Hub."""

    def __init__(
        self, hours: Any, now: dt.datetime, at: dt.datetime | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._hours, self._now = hours, now
        layout = column(self, "hair")
        self.line = QLineEdit(self)
        text_width(self.line, 26)
        layout.addWidget(self.line)
        chips = QWidget(self)
        flow = FlowLayout(chips, 4)
        self.chips = []
        for days, words in SPANS:
            chip = chip_button(self.tr(words), chips)
            chip.clicked.connect(partial(_span, self, days))
            flow.addWidget(chip)
            self.chips.append(chip)
        layout.addWidget(chips)
        if at is not None:
            self.show_moment(at)

    def show_moment(self, at: dt.datetime) -> None:
        """Put a moment into the line: the day alone where it means its end."""
        local = at.astimezone(LONDON)
        whole_day = end_of_day(self._hours, local.date()) == at
        self.line.setText(day(at) if whole_day else day_and_time(at))

    def moment(self) -> dt.datetime | None:
        """What is typed as an aware UTC instant; None while it is no day."""
        typed = kind_of(_MOMENT).parse(self.line.text(), self._now.astimezone(LONDON).date())
        if not isinstance(typed, CivilTime):
            return None
        if len(typed.iso) < _WITH_TIME:
            return end_of_day(self._hours, dt.date.fromisoformat(typed.iso))
        return dt.datetime.fromisoformat(typed.iso).replace(tzinfo=LONDON).astimezone(dt.UTC)

    def in_working_days(self, days: int) -> None:
        """Put the end of the working day so many days on into the line."""
        at = add_working_days(self._hours, self._now, days)
        self.line.setText(day(at))
        self.line.setModified(True)

    def focus_field(self) -> QWidget:
        """The line."""
        return self.line

    def set_accessible(self, name: str, description: str) -> None:
        """Name the line and the spans."""
        self.line.setAccessibleName(name)
        self.line.setAccessibleDescription(description)
        for chip in self.chips:
            chip.setAccessibleName(f"{name}: {chip.text()}")


def _span(field: DueField, days: int, *_: object) -> None:
    field.in_working_days(days)
    field.line.setFocus()
