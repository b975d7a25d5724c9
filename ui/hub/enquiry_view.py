"""One enquiry as the Hub sees it: the referral on the left, facts and actions on the right."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QSplitter, QWidget

from enquiry_app.enquiry.statuses import WORDS, status_words
from ui.appearance import space
from ui.background import Background
from ui.formatting import day_and_time
from ui.home.document_actions import DocumentActions
from ui.home.enquiry_words import level_words
from ui.hub.queue_columns import FLAG_WORDS
from ui.messages import sentence_of
from ui.shortcuts import shortcut
from ui.widgets.buttons import link_button, primary_button, secondary_button
from ui.widgets.flow import FlowLayout
from ui.widgets.heading import Heading
from ui.widgets.layouts import add_to, button_row, column
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.pdf_view import PdfView
from ui.widgets.style import styled
from ui.widgets.tag import StatusTag
from ui.widgets.wrapping_label import WrappingLabel


class EnquiryView(QWidget):
    """Opening is audited and marks the enquiry received; the service does both."""

    page_title = "Enquiry"
    wants_width = True
    closed = Signal()
    next_requested = Signal(str)

    def __init__(
        self, application: Any, background: Background, enquiry_id: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        styled(self, "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self._application, self._background, self.enquiry_id = application, background, enquiry_id
        self._build()
        work = partial(application.queue.open, enquiry_id)
        background.run(work, self._show, self._on_failed, self)

    def first_focus(self) -> QWidget:
        """The way on."""
        return self.next

    def _build(self) -> None:
        layout = column(self, "")
        self.split = QSplitter(Qt.Orientation.Horizontal, self)
        self.split.setChildrenCollapsible(False)
        layout.addWidget(self.split)
        left = QWidget(self.split)
        pdf_side = column(left, "tight")
        pdf_side.setContentsMargins(space("wide"), space("snug"), space("normal"), space("normal"))
        self.pdf = PdfView(left)
        pdf_side.addWidget(self.pdf, 1)
        self.split.addWidget(left)
        self.split.addWidget(self._side())
        self.split.setStretchFactor(0, 1)
        self.split.setSizes([700, 340])

    def _side(self) -> QFrame:
        frame = styled(QFrame(self.split), "side")
        frame.setMinimumWidth(320)
        outer = column(frame, "")
        area = QScrollArea(frame)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer.addWidget(area, 1)
        inside = styled(QFrame(), "clear")
        area.setWidget(inside)
        side = column(inside, "normal", "wide")
        back = link_button(self.tr("Queue"), inside, "back")
        back.clicked.connect(self.closed)
        add_to(side, back)
        self.heading = Heading(self.tr("Opening…"), 2)
        side.addWidget(self.heading)
        self.tags = FlowLayout(gap=space("hair"))
        side.addLayout(self.tags)
        self.problem = NoticeBar("warning", "")
        self.problem.hide()
        side.addWidget(self.problem)
        self.facts = column(gap="snug")
        side.addLayout(self.facts)
        side.addStretch(1)
        outer.addWidget(self._foot(frame))
        return frame

    def _foot(self, parent: QWidget) -> QFrame:
        foot = styled(QFrame(parent), "bar")
        layout = column(foot, "tight", "normal")
        self.next = primary_button(self.tr("Next in the queue"), foot, "forward")
        self.to_print = secondary_button(self.tr("Print"), foot, "print")
        self.to_save = secondary_button(self.tr("Save as PDF"), foot, "save")
        add_to(layout, self.next)
        layout.addLayout(button_row((self.to_print, self.to_save)))
        for button in (self.to_print, self.to_save):
            button.setEnabled(False)
        self.next.clicked.connect(self._on_next)
        return foot

    def _show(self, opened: Any) -> None:
        enquiry = opened.enquiry
        role = self._application.person.role
        self.heading.show_heading(enquiry.title or self.tr("Child, name not known"))
        if enquiry.urgent:
            self.tags.addWidget(StatusTag(self.tr("Urgent"), "danger"))
        self.tags.addWidget(StatusTag(status_words(enquiry.status, role), "info"))
        flags = [FLAG_WORDS[flag] for flag in enquiry.flags if flag in FLAG_WORDS]
        facts = (
            (self.tr("Reference"), enquiry.reference),
            (self.tr("Level chosen by the referrer"), level_words(enquiry.level)),
            (self.tr("Youngest child"), enquiry.youngest),
            (self.tr("Watch for"), ", ".join(flags).capitalize()),
            (self.tr("From"), f"{enquiry.owner_name}, {enquiry.agency_name}"),
            (self.tr("Sent"), day_and_time(enquiry.sent_at) if enquiry.sent_at else ""),
            (self.tr("Received"), day_and_time(enquiry.received_at) if enquiry.received_at else ""),
            (self.tr("Status"), WORDS[enquiry.status].meaning),
        )
        for label, value in facts:
            if value:
                pair = column(gap="")
                pair.addWidget(WrappingLabel(label, "caption"))
                pair.addWidget(WrappingLabel(value))
                self.facts.addLayout(pair)
        self._actions = DocumentActions(self, self._application, self._background, enquiry, "hub")
        self.to_print.clicked.connect(self._actions.print_it)
        self.to_save.clicked.connect(self._actions.save_it)
        shortcut("print", self, self._actions.print_it)
        shortcut("save_copy", self, self._actions.save_it)
        self.make_document()

    @Slot()
    def make_document(self) -> None:
        """Make the referral again and show it."""
        self.problem.hide()
        work = partial(self._application.documents.referral, self.enquiry_id, copy="hub")
        self._background.run(work, self._show_document, self._on_no_document, self)

    def _show_document(self, rendered: Any) -> None:
        self.pdf.show_pdf(rendered.data, self.tr("Referral"))
        for button in (self.to_print, self.to_save):
            button.setEnabled(True)

    def _on_no_document(self, error: BaseException) -> None:
        self.problem.show_notice(self.tr("The document could not be made"), sentence_of(error))
        self.pdf.show_words("")
        again = link_button(self.tr("Make it again"), self.problem)
        again.clicked.connect(self.make_document)
        self.problem.add(again)
        self.problem.show()

    def _on_failed(self, error: BaseException) -> None:
        self.heading.show_heading(self.tr("This enquiry cannot be opened"))
        self.problem.show_notice(sentence_of(error))
        self.problem.show()
        self.pdf.show_words("")

    @Slot()
    def _on_next(self) -> None:
        self.next_requested.emit(self.enquiry_id)
