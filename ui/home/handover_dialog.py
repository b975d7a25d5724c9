"""Records how an enquiry reached the Hub: how, to whom and when."""

from __future__ import annotations

import datetime as dt

from PySide6.QtWidgets import QLineEdit, QWidget

from enquiry_app.definitions.form_definition import Question
from enquiry_app.enquiry.answers import CivilTime
from enquiry_app.enquiry.question_kinds import kind_of
from enquiry_app.services.submitting import HANDOVER_WAYS
from ui.formatting import LONDON, day_and_time
from ui.widgets.form_dialog import FormDialog
from ui.widgets.labelled_row import LabelledRow, text_width
from ui.widgets.radio_group import RadioGroup

_WHEN = Question("handed_over_at", "date_time", "When")


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
        self.at = text_width(QLineEdit(day_and_time(now), self), 30)
        self.at_row = LabelledRow(self.tr("When?"), self.at, self.tr("For example today 14:05, or 23 11 2026 9.30."))
        for row in (self.how_row, self.whom_row, self.at_row):
            self.body.addWidget(row)

    def values(self) -> dict[str, object]:
        """How, to whom, and the instant (aware UTC), once there are no problems."""
        return {"how": self.how.code, "to_whom": self.to_whom.text().strip(), "at": self._instant()}

    def problems(self) -> list[tuple[str, LabelledRow]]:
        """All three are needed, and the time cannot lie ahead."""
        found = []
        if not self.how.code:
            found.append((self.tr("Choose how it was handed over"), self.how_row))
        if not self.to_whom.text().strip():
            found.append((self.tr("Say to whom it was handed over"), self.whom_row))
        at = self._instant()
        if at is None:
            found.append((self.tr("Enter the date and time, for example 23 11 2026 14:05"), self.at_row))
        elif at > self._now:
            found.append((self.tr("This time has not come yet"), self.at_row))
        return found

    def _instant(self) -> dt.datetime | None:
        typed = kind_of(_WHEN).parse(self.at.text(), self._now.astimezone(LONDON).date())
        if not isinstance(typed, CivilTime) or len(typed.iso) < len("2026-11-23T14:05"):
            return None
        return dt.datetime.fromisoformat(typed.iso).replace(tzinfo=LONDON).astimezone(dt.UTC)
