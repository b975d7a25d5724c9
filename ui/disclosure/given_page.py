"""Both copies of a request, made a moment ago: save each. They are kept nowhere else."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from enquiry_app.services.subject_access import reference_of
from ui.home.document_actions import keep_file, keep_readable
from ui.page import Page
from ui.widgets.buttons import primary_button, secondary_button
from ui.widgets.card import Card
from ui.widgets.layouts import button_row
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.wrapping_label import WrappingLabel


class GivenPage(Page):
    """Opened once; what is not saved has to be made anew."""

    page_title = "Subject access"

    def __init__(self, handed_out: Any, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Both copies are made"), self.tr("What was given to whom"), parent=parent)
        self._made, self._name = handed_out, reference_of(handed_out.disclosure)
        notice = self.tr("It is written down what was given to whom, and how much was withheld for which reason.")
        self.add(NoticeBar("success", self.tr("Save both copies now"), notice))
        self.unsaved = NoticeBar("warning", self.tr("The app keeps neither of them: once you leave, they are gone."))
        self.add(self.unsaved)
        self.save_given = primary_button(self.tr("Save the copy to give"), self, "save")
        self.save_whole = secondary_button(self.tr("Save the copy for the file"), self, "save")
        words = self.tr("What is withheld is not in it any more; the reason stands in its place.")
        self.to_read = secondary_button(self.tr("Save as text or web page"), self, "document")
        self.to_read.clicked.connect(self._save_readable)
        self._card(self.tr("The copy to give"), words, self.save_given, self.to_read)
        words = self.tr("Everything, with the marks and the reasons. It is never given to anybody.")
        self._card(self.tr("The copy for the file"), words, self.save_whole)
        self._waiting = {"given", "whole"}
        self.save_given.clicked.connect(partial(_save, self, "given"))
        self.save_whole.clicked.connect(partial(_save, self, "whole"))

    def first_focus(self) -> QWidget:
        """The copy to give."""
        return self.save_given

    def _card(self, title: str, words: str, *buttons: QWidget) -> None:
        card = Card(title)
        card.add(WrappingLabel(words))
        card.add_layout(button_row(buttons))
        self.add(card)

    def save(self, which: str) -> None:
        """Ask where a copy is to be kept."""
        made = self._made.given if which == "given" else self._made.whole
        name = f"{self._name}-{'to-give' if which == 'given' else 'for-the-file'}.pdf"
        if keep_file(self, name, made.data):
            self._saved(which)

    @Slot()
    def _save_readable(self) -> None:
        if keep_readable(self, f"{self._name}-to-give.pdf", self._made.given):
            self._saved("given")

    def _saved(self, which: str) -> None:
        self._waiting.discard(which)
        self.unsaved.setVisible(bool(self._waiting))


def _save(page: GivenPage, which: str, *_: object) -> None:
    page.save(which)
