"""Asks why something is decided about a record, and where wanted until which day."""

from __future__ import annotations

import datetime as dt

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from enquiry_app.enquiry.date_reading import read_date
from ui.widgets.form_dialog import FormDialog
from ui.widgets.labelled_row import LabelledRow, text_width

SHORTEST_REASON = 3
_WHOLE_DAY = len("2026-11-23")


class ReasonDialog(FormDialog):
    """`reason`, and with `until` asked for `day`, after it was accepted."""

    def __init__(
        self, title: str, button: str, intro: str, today: dt.date, *, until: bool = False, dangerous: bool = False,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(title, button, intro, dangerous=dangerous, parent=parent)
        self._today = today
        self.box = QPlainTextEdit(self)
        self.box.setTabChangesFocus(True)
        self.box.setFixedHeight(self.box.fontMetrics().lineSpacing() * 4)
        self.row = LabelledRow(self.tr("Why?"), self.box, self.tr("Without names: the words stand in the list."))
        self.body.addWidget(self.row)
        self.line = QLineEdit(self)
        text_width(self.line, 18)
        self.until_row = LabelledRow(self.tr("Until which day?"), self.line, self.tr("For example 31 August 2030."))
        self.until_row.setVisible(until)
        self._until = until
        self.body.addWidget(self.until_row)

    @property
    def reason(self) -> str:
        """The reason as typed."""
        return self.box.toPlainText().strip()

    @property
    def day(self) -> dt.date | None:
        """The day as typed; None if it is no whole day to come."""
        read = read_date(self.line.text(), self._today)
        day = dt.date.fromisoformat(read.iso) if read is not None and len(read.iso) == _WHOLE_DAY else None
        return day if day is not None and day > self._today else None

    def problems(self) -> list[tuple[str, LabelledRow]]:
        """A few words are needed, and a day where one was asked for."""
        found = [] if len(self.reason) >= SHORTEST_REASON else [(self.tr("Say in a few words why"), self.row)]
        if self._until and self.day is None:
            found.append((self.tr("Give a day after today"), self.until_row))
        return found
