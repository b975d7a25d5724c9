"""Records how an enquiry reached the Hub: how, to whom and when."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QDateTime
from PySide6.QtWidgets import QDateTimeEdit, QLineEdit, QWidget

from enquiry_app.services.submitting import HANDOVER_WAYS
from ui.formatting import LONDON
from ui.widgets.form_dialog import FormDialog
from ui.widgets.labelled_row import LabelledRow, text_width
from ui.widgets.radio_group import RadioGroup


class HandoverDialog(FormDialog):
    """`values()` suits `submitting.record_handover`."""

    def __init__(self, now: dt.datetime, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Record that it was handed over"),
            self.tr("Record"),
            self.tr("Only record what has happened. Until then the Hub does not have this enquiry."),
            parent=parent,
        )
        self._now = now
        self.how = RadioGroup([(code, words, "") for code, words in HANDOVER_WAYS.items()], self)
        self.how_row = LabelledRow(self.tr("How was it handed over?"), self.how)
        self.to_whom = QLineEdit(self)
        self.whom_row = LabelledRow(
            self.tr("To whom?"), self.to_whom, self.tr("A name, a mailbox or a desk at the Hub.")
        )
        self.at = QDateTimeEdit(self)
        self.at.setDisplayFormat("d MMMM yyyy, HH:mm")
        local = now.astimezone(LONDON).replace(tzinfo=None)
        self.at.setDateTime(QDateTime(local.date(), local.time().replace(second=0, microsecond=0)))
        text_width(self.at, 28)
        self.at_row = LabelledRow(self.tr("When?"), self.at)
        for row in (self.how_row, self.whom_row, self.at_row):
            self.body.addWidget(row)

    def values(self) -> dict[str, object]:
        """How, to whom, and the instant (aware UTC)."""
        civil = self.at.dateTime().toPython()
        return {
            "how": self.how.code,
            "to_whom": self.to_whom.text().strip(),
            "at": civil.replace(tzinfo=LONDON).astimezone(dt.UTC),
        }

    def problems(self) -> list[tuple[str, LabelledRow]]:
        """All three are needed, and the time cannot lie ahead."""
        found = []
        if not self.how.code:
            found.append((self.tr("Choose how it was handed over"), self.how_row))
        if not self.to_whom.text().strip():
            found.append((self.tr("Say to whom it was handed over"), self.whom_row))
        if self.values()["at"] > self._now + dt.timedelta(minutes=5):
            found.append((self.tr("This time has not come yet"), self.at_row))
        return found
