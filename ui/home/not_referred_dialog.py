"""Asks for what a record of considered, not referred has to say, and for a review of one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from enquiry_app.definitions.form_definition import Question
from enquiry_app.definitions.hub_definition import HubDefinition
from enquiry_app.enquiry.answers import FlexDate
from enquiry_app.enquiry.not_referred import (
    InputProblem,
    NotReferredInput,
    ReviewInput,
    problems_of,
    review_problems,
)
from enquiry_app.enquiry.question_kinds import kind_of
from enquiry_app.enquiry.reference import LONDON
from enquiry_app.services.not_referring import Prepared
from ui.background import Background
from ui.form.fields.text_fields import GrowingBox
from ui.formatting import day
from ui.messages import report_error
from ui.widgets.buttons import chip_button
from ui.widgets.form_dialog import FormDialog
from ui.widgets.labelled_row import LabelledRow, text_width
from ui.widgets.layouts import column, row
from ui.widgets.notice_bar import NoticeBar

_DAY = Question("review_on", "date", "Review")
_WEEKS = (("2", 14), ("4", 28), ("12", 84))


class DayLine(QWidget):
    """A line for a day to come, read as people write it, with chips for common distances."""

    def __init__(self, today: dt.date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        layout = column(self, "hair")
        self.line = text_width(QLineEdit(self), 22)
        layout.addWidget(self.line)
        chips = row(gap="tight")
        self.chips = []
        for weeks, days in _WEEKS:
            chip = chip_button(self.tr("In {weeks} weeks").format(weeks=weeks), self)
            chip.clicked.connect(partial(self._choose, days))
            self.chips.append(chip)
            chips.addWidget(chip)
        chips.addStretch(1)
        layout.addLayout(chips)

    def day(self) -> dt.date | None:
        """The day typed; None while it is none."""
        typed = kind_of(_DAY).parse(self.line.text(), self._today)
        return typed.full if isinstance(typed, FlexDate) else None

    def focus_field(self) -> QWidget:
        """The line."""
        return self.line

    def set_accessible(self, name: str, description: str) -> None:
        """Name the line with the question."""
        self.line.setAccessibleName(name)
        self.line.setAccessibleDescription(description)

    def _choose(self, days: int, *_: object) -> None:
        self.line.setText(day(self._today + dt.timedelta(days=days)))


class NotReferredDialog(FormDialog):
    """`given()` suits `not_referring.record`."""

    def __init__(
        self, prepared: Prepared, today: dt.date, hub: HubDefinition, signer: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            self.tr("Considered, not referred"),
            self.tr("Sign and record"),
            self.tr("The Hub does not get this. It is kept with your name and the time, and can be opened again as an "
                    "enquiry at any moment."),
            parent=parent,
        )  # fmt: skip
        self._today, self._danger = today, prepared.danger
        self.rows: dict[str, LabelledRow] = {}
        if prepared.danger:
            text = "\n".join((*prepared.danger_words, self.tr("In danger now: ring 999.")))
            title = self.tr("Danger is marked: phone the Hub now on {number}").format(number=hub.phone)
            self.body.addWidget(NoticeBar("danger", title, text, self))
        self.advice_from = QLineEdit(self)
        self.advice, self.reason, self.plan = (GrowingBox(2, 8, self) for _ in range(3))
        self.danger_reason = GrowingBox(2, 6, self)
        self.review_on = DayLine(today, self)
        self._row("advice_from", self.tr("Whom did you ask for advice?"), self.advice_from,
                  self.tr("Name and role: your safeguarding lead, the Hub’s advice line."))  # fmt: skip
        self._row("advice", self.tr("What was the advice?"), self.advice)
        self._row("reason", self.tr("Why is this not referred?"), self.reason)
        self._row("danger_reason", self.tr("Why not, although danger is marked?"), self.danger_reason,
                  self.tr("For example: the Hub was phoned and has it, with name and time."))  # fmt: skip
        self.rows["danger_reason"].setVisible(prepared.danger)
        self._row("plan", self.tr("What will be done instead, and by whom?"), self.plan)
        self._row("review_on", self.tr("When will you look at it again?"), self.review_on,
                  self.tr("For example 14 12 2026."))  # fmt: skip
        signed = NoticeBar("info", self.tr("Signed by {name}").format(name=signer))
        self.body.addWidget(signed)
        self.advice_from.setFocus()

    def given(self) -> NotReferredInput:
        """What is typed."""
        return NotReferredInput(
            advice_from=self.advice_from.text(), advice=self.advice.toPlainText(), reason=self.reason.toPlainText(),
            plan=self.plan.toPlainText(), review_on=self.review_on.day(),
            danger_reason=self.danger_reason.toPlainText() if self._danger else "",
        )  # fmt: skip

    def problems(self) -> list[tuple[str, LabelledRow]]:
        """All of it is needed."""
        return _at_rows(problems_of(self.given(), self._today, danger=self._danger), self.rows)

    def _row(self, field: str, label: str, widget: QWidget, hint: str = "") -> None:
        self.rows[field] = LabelledRow(label, widget, hint)
        self.body.addWidget(self.rows[field])


class ReviewDialog(FormDialog):
    """`given()` suits `not_referring.review`."""

    def __init__(self, today: dt.date, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Record the review"), self.tr("Record"),
            self.tr("If you are more worried than before, open it as an enquiry instead."), parent=parent,
        )  # fmt: skip
        self._today = today
        self.note = GrowingBox(3, 10, self)
        self.review_on = DayLine(today, self)
        self.last = QCheckBox(self.tr("No further review is needed"), self)
        self.last.toggled.connect(self.review_on.setDisabled)
        self.rows = {
            "note": LabelledRow(self.tr("How is the child now, and how do you know?"), self.note),
            "review_on": LabelledRow(self.tr("When will you look again?"), self.review_on),
        }
        for each in (*self.rows.values(), self.last):
            self.body.addWidget(each)
        self.note.setFocus()

    def given(self) -> ReviewInput:
        """What is typed."""
        return ReviewInput(self.note.toPlainText(), None if self.last.isChecked() else self.review_on.day())

    def problems(self) -> list[tuple[str, LabelledRow]]:
        """How the child is; and a day, unless this was the last review."""
        found = list(review_problems(self.given(), self._today))
        if not self.last.isChecked() and self.review_on.day() is None:
            found.append(InputProblem("review_on", self.tr("Enter a day, or say that no further review is needed")))
        return _at_rows(found, self.rows)


def record_not_referred(
    page: QWidget, application: Any, background: Background, editor: Any, done: Callable[..., None]
) -> None:
    """Ask, record, and call `done`. Everything typed in the form has been saved before."""
    enquiry_id = editor.enquiry.id

    def ask(prepared: Prepared) -> None:
        today = application.clock.now().astimezone(LONDON).date()
        person = application.person
        signer = ", ".join(filter(None, (person.display_name, person.job_title)))
        dialog = NotReferredDialog(prepared, today, application.hub, signer, page)
        if dialog.exec():
            record = partial(application.not_referring.record, enquiry_id, dialog.given(), editor.version)
            background.run(record, done, partial(report_error, page), page)

    background.read(partial(application.not_referring.prepare, enquiry_id), ask, partial(report_error, page), page)


def _at_rows(problems: Sequence[InputProblem], rows: dict[str, LabelledRow]) -> list[tuple[str, LabelledRow]]:
    return [(problem.message, rows[problem.field]) for problem in problems]
