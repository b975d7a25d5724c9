"""What the referrer sees differently, on the page of a sent enquiry: carries out the wishes of its parts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from enquiry_app.enquiry.hub_records import Disagreement
from enquiry_app.enquiry.records import Enquiry
from enquiry_app.enquiry.statuses import WITH_THE_HUB
from ui.background import Background
from ui.home.differences_part import DifferencePart, NextStageDialog, RaisePart, TakeBackDialog, TextDialog
from ui.messages import report_error
from ui.widgets.layouts import clear, column


class Differences(QWidget):
    """`changed` after each step. Hidden while the Hub does not have the enquiry."""

    changed = Signal()

    def __init__(
        self, application: Any, background: Background, enquiry_id: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._application, self._background, self._enquiry_id = application, background, enquiry_id
        self._shown: tuple[Disagreement, ...] = ()
        layout = column(self, "wide")
        self._list = column(gap="wide")
        layout.addLayout(self._list)
        self.raising = RaisePart(application.hub, self)
        self.raising.raised.connect(self._on_raise)
        self.raising.text_asked.connect(self._on_text)
        layout.addWidget(self.raising)
        self.hide()

    def show_them(self, enquiry: Enquiry, disagreements: Sequence[Disagreement]) -> None:
        """Show the agency's own differences, newest first."""
        self._shown = tuple(disagreements)
        now, hub, person = self._application.clock.now(), self._application.hub, self._application.person
        clear(self._list)
        for one in reversed(self._shown):
            mine = one.raised_by == person.id or person.role == "safeguarding_lead"
            part = DifferencePart(one, hub, now, mine and one.raised_for == person.agency_name, self)
            part.text_asked.connect(self._on_text)
            part.next_asked.connect(self._on_next)
            part.withdraw_asked.connect(self._on_withdraw)
            self._list.addWidget(part)
        self.setVisible(enquiry.status in WITH_THE_HUB)

    @Slot(str, str, bool)
    def _on_raise(self, reason: str, about: str, risk: bool) -> None:
        work = partial(self._application.disagreements.raise_, self._enquiry_id, reason, about, risk)
        self._background.run(work, self._on_raised, self._on_failed, self)

    def _on_raised(self, _: object) -> None:
        self.raising.done()
        self.changed.emit()

    def _on_failed(self, error: BaseException) -> None:
        self.raising.ready()
        report_error(self, error)

    @Slot(int, str)
    def _on_text(self, stage: int, disagreement_id: str) -> None:
        work = partial(self._application.disagreements.text, self._enquiry_id, stage, disagreement_id)
        self._background.read(work, partial(_show_text, self, stage), partial(report_error, self), self)

    def show_text(self, stage: int, text: str) -> None:
        """Show the prepared text of a stage."""
        TextDialog(self.tr("Text for stage {number}").format(number=stage), text, self).exec()

    @Slot(str, int)
    def _on_next(self, disagreement_id: str, version: int) -> None:
        one = next(each for each in self._shown if each.id == disagreement_id)
        dialog = NextStageDialog(one.stage + 1, self._application.hub, self)
        if dialog.exec():
            words = (dialog.with_whom.text().strip(), dialog.note.toPlainText().strip())
            work = partial(self._application.disagreements.next_stage, disagreement_id, *words, version)
            self._background.run(work, self._on_changed, partial(report_error, self), self)

    @Slot(str, int)
    def _on_withdraw(self, disagreement_id: str, version: int) -> None:
        dialog = TakeBackDialog(self)
        if dialog.exec():
            because = dialog.because.toPlainText().strip()
            work = partial(self._application.disagreements.withdraw, disagreement_id, because, version)
            self._background.run(work, self._on_changed, partial(report_error, self), self)

    def _on_changed(self, _: object) -> None:
        self.changed.emit()


def _show_text(part: Differences, stage: int, text: str) -> None:
    part.show_text(stage, text)
