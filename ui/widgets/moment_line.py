"""One line for a day and a time of day, read as people write it: "today 14:05", "23 11 2026 9.30"."""

from __future__ import annotations

import datetime as dt

from PySide6.QtWidgets import QLineEdit, QWidget

from enquiry_app.definitions.form_definition import Question
from enquiry_app.enquiry.answers import CivilTime
from enquiry_app.enquiry.question_kinds import kind_of
from ui.formatting import LONDON, day_and_time
from ui.widgets.labelled_row import text_width

_MOMENT = Question("moment", "date_time", "When")
_WITH_TIME = len("2026-11-23T14:05")


class MomentLine(QLineEdit):
    """Starts with `at` where one is given. London time, whole minutes."""

    def __init__(self, today: dt.date, at: dt.datetime | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        text_width(self, 26)
        if at is not None:
            self.show_moment(at)

    def show_moment(self, at: dt.datetime) -> None:
        """Put a moment into the line."""
        self.setText(day_and_time(at))

    def moment(self) -> dt.datetime | None:
        """What is typed as an aware UTC instant; None while it is no day with a time."""
        typed = kind_of(_MOMENT).parse(self.text(), self._today)
        if not isinstance(typed, CivilTime) or len(typed.iso) < _WITH_TIME:
            return None
        return dt.datetime.fromisoformat(typed.iso).replace(tzinfo=LONDON).astimezone(dt.UTC)
