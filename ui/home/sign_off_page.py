"""A lead reads an enquiry as it would be sent, comments, and signs it off or gives it back."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSplitter, QWidget

from enquiry_app.enquiry.records import Draft
from ui.appearance import space
from ui.background import Background
from ui.home.enquiry_words import level_words
from ui.messages import report_error, sentence_of
from ui.widgets.buttons import link_button, primary_button, secondary_button
from ui.widgets.heading import Heading
from ui.widgets.labelled_row import LabelledRow
from ui.widgets.layouts import add_to, column
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.pdf_view import PdfView
from ui.widgets.style import styled
from ui.widgets.wrapping_label import WrappingLabel


class SignOffPage(QWidget):
    """`decided(enquiry_id)` once it was signed off or given back."""

    page_title = "Sign off"
    wants_width = True
    closed = Signal()
    decided = Signal(str)

    def __init__(self, application: Any, background: Background, draft: Draft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        styled(self, "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self._application, self._background, self._draft = application, background, draft
        layout = column(self, "")
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.setChildrenCollapsible(False)
        layout.addWidget(split)
        left = QWidget(split)
        pdf_side = column(left, "tight")
        pdf_side.setContentsMargins(space("wide"), space("snug"), space("normal"), space("normal"))
        self.pdf = PdfView(left)
        pdf_side.addWidget(self.pdf, 1)
        split.addWidget(left)
        split.addWidget(self._side(split))
        split.setStretchFactor(0, 1)
        split.setSizes([640, 380])
        work = partial(application.documents.preview, draft.enquiry.id)
        background.read(work, self._show_document, self._on_no_document, self)

    def first_focus(self) -> QWidget:
        """The comment."""
        return self.comment

    def _side(self, parent: QWidget) -> QFrame:
        frame = styled(QFrame(parent), "side")
        frame.setMinimumWidth(320)
        side = column(frame, "normal", "wide")
        enquiry = self._draft.enquiry
        back = link_button(self.tr("Home"), frame, "back")
        back.clicked.connect(self.closed)
        add_to(side, back)
        side.addWidget(Heading(self.tr("Sign off this enquiry?"), 2))
        facts = (f"{enquiry.owner_name}, {enquiry.agency_name}", level_words(enquiry.level))
        side.addWidget(WrappingLabel(" · ".join(filter(None, facts)), "hint"))
        self.problem = NoticeBar("warning", "")
        self.problem.hide()
        side.addWidget(self.problem)
        self.comment = QPlainTextEdit(frame)
        self.comment.setTabChangesFocus(True)
        self.comment.setMinimumHeight(120)
        self.comment.setMaximumHeight(200)
        self.comment_row = LabelledRow(
            self.tr("Your comment"), self.comment, self.tr("Goes with the enquiry. Needed if you give it back.")
        )
        side.addWidget(self.comment_row)
        self.sign = primary_button(self.tr("Sign off"), frame)
        self.give_back = secondary_button(self.tr("Give back to {name}").format(name=enquiry.owner_name), frame)
        add_to(side, self.sign)
        add_to(side, self.give_back)
        side.addStretch(1)
        self.sign.clicked.connect(self._on_sign)
        self.give_back.clicked.connect(self._on_give_back)
        return frame

    def _show_document(self, rendered: Any) -> None:
        self.pdf.show_pdf(rendered.data, self.tr("The enquiry as it would be sent"))

    def _on_no_document(self, error: BaseException) -> None:
        self.problem.show_notice(self.tr("The preview could not be made"), sentence_of(error))
        self.pdf.show_words("")
        self.problem.show()

    @Slot()
    def _on_sign(self) -> None:
        self._decide(self._application.submitting.sign_off)

    @Slot()
    def _on_give_back(self) -> None:
        missing = not self.comment.toPlainText().strip()
        self.comment_row.show_problem(
            self.tr("Say what should be changed before it can be signed off") if missing else None
        )
        if missing:
            self.comment.setFocus()
            return
        self._decide(self._application.submitting.return_to_author)

    def _decide(self, decide: Any) -> None:
        self.sign.setEnabled(False)
        self.give_back.setEnabled(False)
        work = partial(decide, self._draft.enquiry.id, self.comment.toPlainText().strip())
        self._background.run(work, self._on_decided, self._on_failed, self)

    def _on_decided(self, _: object) -> None:
        self.decided.emit(self._draft.enquiry.id)
        self.closed.emit()

    def _on_failed(self, error: BaseException) -> None:
        self.sign.setEnabled(True)
        self.give_back.setEnabled(True)
        report_error(self, error)
