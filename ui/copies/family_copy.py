"""Copies for the family: asked about first, made, shown before they are given, saved or printed; and what was given before."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from enquiry_app.enquiry.records import Enquiry
from ui.background import Background
from ui.copies.copy_preview import CopyPreview
from ui.copies.family_copy_dialog import FamilyCopyDialog
from ui.formatting import day_and_time
from ui.messages import report_error
from ui.widgets.buttons import secondary_button
from ui.widgets.card import Card
from ui.widgets.flow import flowing
from ui.widgets.layouts import clear, column
from ui.widgets.wrapping_label import WrappingLabel


class FamilyCopyAction(QObject):
    """Asks whether it is safe, makes the copy and shows it, for the page of either side. `made` once it is there;
    `ready` is whether it can be begun."""

    made = Signal()
    ready = Signal(bool)

    def __init__(self, page: QWidget, application: Any, background: Background, enquiry: Enquiry) -> None:
        super().__init__(page)
        self._page, self._application, self._background, self._enquiry = page, application, background, enquiry

    @Slot()
    def begin(self) -> None:
        """Look what must be kept from the family, then ask."""
        self.ready.emit(False)
        work = partial(self._application.documents.to_be_kept_from_the_family, self._enquiry.id)
        self._background.run(work, self._ask, self._on_failed, self._page)

    def _ask(self, to_be_kept: str) -> None:
        self.ready.emit(True)
        dialog = FamilyCopyDialog(to_be_kept, self._page)
        if dialog.exec():
            work = partial(self._application.documents.for_the_family, self._enquiry.id, dialog.answered, dialog.large)
            self.ready.emit(False)
            self._background.run(work, self._on_made, self._on_failed, self._page)

    def _on_made(self, rendered: Any) -> None:
        self.ready.emit(True)
        self.made.emit()
        name = self._application.documents.file_name(self._enquiry, "family")
        CopyPreview(self.tr("Read it before you give it"), rendered, name, "family", self._page).exec()

    def _on_failed(self, error: BaseException) -> None:
        self.ready.emit(True)
        report_error(self._page, error)


class FamilyCopyCard(Card):
    """For a sent enquiry, on the referrer's side."""

    def __init__(self, page: QWidget, application: Any, background: Background, enquiry: Enquiry) -> None:
        super().__init__(page.tr("Copy for the family"))
        self._page, self._application, self._background, self._enquiry = page, application, background, enquiry
        words = self.tr(
            "Only what the family may have, in the form's plain words. You are asked first whether it is safe."
        )
        self.add(WrappingLabel(words, "hint"))
        self.make = secondary_button(self.tr("Make a copy for the family…"), self, "document")
        self.action = FamilyCopyAction(page, application, background, enquiry)
        self.make.clicked.connect(self.action.begin)
        self.action.ready.connect(self.make.setEnabled)
        self.action.made.connect(self.refresh)
        self.add_layout(flowing((self.make,)))
        self._given = column(gap="hair")
        self.add_layout(self._given)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Ask what was given before."""
        work = partial(self._application.documents.given_to_the_family, self._enquiry.id)
        self._background.read(work, self._show, partial(report_error, self._page), self)

    def _show(self, given: Any) -> None:
        clear(self._given)
        for each in given:
            words = self.tr("Given to {whom}, {at}").format(whom=each.to_whom, at=day_and_time(each.at))
            self._given.addWidget(WrappingLabel(words))
