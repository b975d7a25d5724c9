"""Is this page genuine? Reference, page number and check code from a page in the hand, or a whole PDF."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog, QLineEdit, QSpinBox, QWidget

from ui.background import Background
from ui.messages import sentence_of, tell
from ui.page import Page
from ui.widgets.buttons import primary_button, secondary_button
from ui.widgets.card import Card
from ui.widgets.labelled_row import LabelledRow, text_width
from ui.widgets.layouts import button_row
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.wrapping_label import WrappingLabel

LARGEST_FILE = 50_000_000  # bytes


class PageCheckPage(Page):
    """Everything asked for stands at the foot of each page that the app prints."""

    page_title = "Check a page"

    def __init__(self, application: Any, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Check a page"), self.tr("Settings"), parent=parent)
        self._application, self._background = application, background
        self.verdict = NoticeBar("info", "")
        self.verdict.hide()
        self.add(self.verdict)
        card = Card(self.tr("A page on paper"))
        words = self.tr("Type what stands at the foot of the page. O and 0, I, L and 1 are taken for each other.")
        card.add(WrappingLabel(words, "hint"))
        self.reference, self.number, self.code = QLineEdit(), QSpinBox(), QLineEdit()
        self.number.setRange(1, 999)
        for box, letters in ((self.reference, 28), (self.number, 6), (self.code, 18)):
            text_width(box, letters)
        self.reference_row = LabelledRow(self.tr("Reference"), self.reference)
        self.code_row = LabelledRow(self.tr("Check code"), self.code, self.tr("For example 7K2M-Q0XD-41RT"))
        for row in (self.reference_row, LabelledRow(self.tr("Page"), self.number), self.code_row):
            card.add(row)
        self.check = primary_button(self.tr("Check this page"), self)
        self.check.clicked.connect(self._check)
        self.code.returnPressed.connect(self._check)
        card.add_layout(button_row((self.check,)))
        self.add(card)
        whole = Card(self.tr("A PDF file"))
        whole.add(WrappingLabel(self.tr("Tells whether a file is, to the last byte, one that was made here."), "hint"))
        self.choose = secondary_button(self.tr("Choose a PDF…"), self, "document")
        self.choose.clicked.connect(self._choose)
        whole.add_layout(button_row((self.choose,)))
        self.add(whole)

    def first_focus(self) -> QWidget:
        """The first thing to type."""
        return self.reference

    @Slot()
    def _check(self) -> None:
        missing = self.tr("Type what stands at the foot of the page")
        for box, row in ((self.code, self.code_row), (self.reference, self.reference_row)):
            row.show_problem(None if box.text().strip() else missing)
            if not box.text().strip():
                box.setFocus()
        if self.reference.text().strip() and self.code.text().strip():
            checking = self._application.page_checking
            self._ask(partial(checking.check, self.reference.text(), self.number.value(), self.code.text()))

    @Slot()
    def _choose(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, self.tr("Choose a PDF"), "", self.tr("PDF (*.pdf)"))
        if not chosen:
            return
        try:
            path = Path(chosen)
            data = path.read_bytes() if path.stat().st_size <= LARGEST_FILE else b""
        except OSError:
            tell(self, self.tr("The file could not be read"), self.tr("Check that it is still there."))
            return
        self._ask(partial(self._application.page_checking.check_file, data))

    def _ask(self, work: Any) -> None:
        self.check.setEnabled(False)
        self._background.run(work, self._show, self._on_failed, self)

    def _show(self, verdict: Any) -> None:
        self.check.setEnabled(True)
        kind = "danger" if not verdict.genuine else "success" if verdict.newest else "warning"
        title = (
            self.tr("✕ Not known here") if not verdict.genuine else self.tr("✓ Genuine") if verdict.newest
            else self.tr("✓ Genuine, but not the newest")
        )  # fmt: skip
        self._say(title, verdict.words, kind)

    def _on_failed(self, error: BaseException) -> None:
        self.check.setEnabled(True)
        self._say(sentence_of(error), "", "warning")

    def _say(self, title: str, words: str, kind: str) -> None:
        self.verdict.show_notice(title, words, kind)
        self.verdict.show()
        self.scroll_to_top()
