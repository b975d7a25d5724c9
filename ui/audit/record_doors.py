"""The doors from one record: what was known when, who looked at it, who may open it, putting it on hold."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from enquiry_app.enquiry.records import Enquiry
from enquiry_app.enquiry.reference import LONDON
from ui.background import Background
from ui.messages import report_error, tell
from ui.retention.reason_dialog import ReasonDialog
from ui.widgets.buttons import link_button
from ui.widgets.flow import FlowLayout


class RecordDoors(QWidget):
    """`looks_requested`, `replay_requested`, `access_requested` (enquiry id); only what this person may do is shown.
    `compact` puts them behind one button, where there is little room."""

    looks_requested = Signal(str)
    replay_requested = Signal(str)
    access_requested = Signal(str)

    def __init__(
        self, application: Any, background: Background, *, compact: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._application, self._background = application, background
        self._enquiry: Enquiry | None = None
        line = FlowLayout(self, 8)
        self.replay = QAction(self.tr("What was known when"), self)
        self.looks = QAction(self.tr("Who looked at it"), self)
        self.hold = QAction(self.tr("Put on hold…"), self)
        self.access = QAction(self.tr("Who may open it; I know this family"), self)
        self.replay.triggered.connect(self._on_replay)
        self.looks.triggered.connect(self._on_looks)
        self.hold.triggered.connect(self._on_hold)
        self.access.triggered.connect(self._on_access)
        self._buttons: list[tuple[QAction, QWidget]] = []
        if compact:
            self.menu = QMenu(self)
            self.menu.addActions((self.replay, self.looks, self.hold, self.access))
            self.more = link_button(self.tr("About this record"), self, "down")
            self.more.clicked.connect(self._open_menu)
            line.addWidget(self.more)
        for action in () if compact else (self.replay, self.looks, self.hold, self.access):
            button = link_button(action.text(), self)
            button.clicked.connect(action.trigger)
            self._buttons.append((action, button))
            line.addWidget(button)

    def show_for(self, enquiry: Enquiry) -> None:
        """Offer what this person may do with this record."""
        self._enquiry = enquiry
        may = self._application.may
        self.replay.setVisible(may("see_replay", enquiry))
        self.looks.setVisible(may("see_who_looked", enquiry))
        self.hold.setVisible(may("hold_record", enquiry))
        self.access.setVisible(may("see_access", enquiry))
        for action, button in self._buttons:
            button.setVisible(action.isVisible())

    @Slot()
    def _open_menu(self) -> None:
        self.menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    @Slot()
    def _on_replay(self) -> None:
        if self._enquiry is not None:
            self.replay_requested.emit(self._enquiry.id)

    @Slot()
    def _on_looks(self) -> None:
        if self._enquiry is not None:
            self.looks_requested.emit(self._enquiry.id)

    @Slot()
    def _on_access(self) -> None:
        if self._enquiry is not None:
            self.access_requested.emit(self._enquiry.id)

    @Slot()
    def _on_hold(self) -> None:
        if self._enquiry is None:
            return
        today = self._application.clock.now().astimezone(LONDON).date()
        words = self.tr("Until the hold is lifted (under Retention), nobody can destroy this record.")
        dialog = ReasonDialog(self.tr("Put this record on hold"), self.tr("Put on hold"), words, today, parent=self)
        if dialog.exec():
            work = partial(self._application.retention.hold, self._enquiry.id, dialog.reason)
            self._background.run(work, self._on_held, partial(report_error, self), self)

    def _on_held(self, _: object) -> None:
        tell(self, self.tr("On hold"), self.tr("This record cannot be destroyed until the hold is lifted."))
