"""One enquiry as the Hub sees it: the referral on the left, the work on it on the right, its history below."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QSplitter, QWidget

from enquiry_app.enquiry.hub_history import RATING_WORDS
from enquiry_app.enquiry.statuses import status_words
from ui.access.ties_notice import TiesNotice
from ui.appearance import space
from ui.audit.record_doors import RecordDoors
from ui.background import Background
from ui.copies.family_copy import FamilyCopyAction
from ui.exchange.sealing import Sealing
from ui.formatting import joined
from ui.home.document_actions import DocumentActions
from ui.home.enquiry_words import level_words
from ui.hub.case_history import CaseHistory
from ui.hub.case_panels import CasePanels
from ui.mail.mailing import MailAction
from ui.messages import sentence_of
from ui.shortcuts import shortcut
from ui.widgets.buttons import icon_button, link_button, primary_button, secondary_button
from ui.widgets.flow import FlowLayout
from ui.widgets.heading import Heading
from ui.widgets.layouts import add_to, column, row
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.pdf_view import PdfView
from ui.widgets.style import styled
from ui.widgets.tag import StatusTag

RATING_TONES = {"red": "danger", "amber": "warning", "green": "success", "blue": "info"}
RATING_SHAPES = {"red": "▲", "amber": "◆", "green": "●", "blue": "■"}
LOOK_AGAIN = 60_000  # ms: time left in words is worked out anew


class CasePage(QWidget):
    """Opening is audited, marks the enquiry received and acknowledges it; the service does all three."""

    page_title = "Enquiry"
    wants_width = True
    closed = Signal()
    next_requested = Signal(str)
    enquiry_chosen = Signal(str)
    changed = Signal(str)

    def __init__(
        self, application: Any, background: Background, enquiry_id: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        styled(self, "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self._application, self._background, self.enquiry_id = application, background, enquiry_id
        self.case: Any = None
        self._shown_version = 0
        self._build()
        background.read(partial(application.guarding.likely_ties, enquiry_id), self._on_ties, self._on_failed, self)
        self._clock = QTimer(self)
        self._clock.setInterval(LOOK_AGAIN)
        self._clock.timeout.connect(self.refresh)
        self._clock.start()

    def first_focus(self) -> QWidget:
        """The work, or the way on."""
        return self.panels.first_focus() or self.next

    def flush(self) -> bool:
        """Save what is typed in the panels. False if something could not be saved."""
        return self.panels.flush()

    @Slot()
    def refresh(self) -> None:
        """Ask again how things stand; what is typed stays."""
        if self.case is None:
            return
        work = partial(self._application.cases.again, self.enquiry_id)
        self._background.read(work, self._show, self._on_failed, self)

    def _build(self) -> None:
        layout = column(self, "")
        layout.addWidget(self._head())
        self.problem = NoticeBar("warning", "")
        self.problem.hide()
        layout.addWidget(self.problem)
        self.not_told = NoticeBar("info", "")
        self.reply_now = secondary_button(self.tr("Save a sealed reply"), self.not_told, "lock")
        self.not_told.add_beside(self.reply_now)
        self.not_told.hide()
        layout.addWidget(self.not_told)
        self.split = QSplitter(Qt.Orientation.Horizontal, self)
        self.split.setChildrenCollapsible(False)
        left = QSplitter(Qt.Orientation.Vertical)
        left.setChildrenCollapsible(False)
        reading = QWidget(left)
        reading_side = column(reading, "tight")
        reading_side.setContentsMargins(space("wide"), space("snug"), space("normal"), space("tight"))
        self.pdf = PdfView(reading)
        self.pdf.setMinimumHeight(160)
        reading_side.addWidget(self.pdf, 1)
        left.addWidget(reading)
        self.history = CaseHistory(left)
        self.doors = RecordDoors(self._application, self._background, compact=True, parent=self)
        self.history.add_beside_title(self.doors)
        left.addWidget(self.history)
        left.setStretchFactor(0, 1)
        left.setSizes([900, 150])
        self.split.addWidget(left)
        self.panels = CasePanels(self._application, self._background, self.split)
        self.panels.changed.connect(self._on_changed)
        self.panels.newest_wanted.connect(self.refresh)
        self.panels.enquiry_asked.connect(self._on_enquiry_asked)
        self.split.addWidget(self.panels)
        self.split.setStretchFactor(0, 1)
        self.split.setSizes([720, 500])
        layout.addWidget(self.split, 1)

    def _head(self) -> QFrame:
        head = styled(QFrame(self), "side")
        across = row(head, "normal")
        across.setContentsMargins(space("wide"), space("snug"), space("wide"), space("snug"))
        words = column(gap="hair")
        self.back = link_button(self.tr("Queue"), head, "back")
        self.back.clicked.connect(self.closed)
        add_to(words, self.back)
        self.heading = Heading(self.tr("Opening…"), 2)
        words.addWidget(self.heading)
        self.tags = FlowLayout(gap=space("hair"))
        words.addLayout(self.tags)
        across.addLayout(words, 1)
        self.take = secondary_button(self.tr("Take it"), head)
        self.to_print = icon_button("print", self.tr("Print the referral (Ctrl+P)"), head)
        self.to_save = icon_button("save", self.tr("Save the referral as PDF (Ctrl+Shift+S)"), head)
        self.to_read = icon_button("document", self.tr("Save the referral as text or web page"), head)
        self.family = icon_button("people", self.tr("Make a copy for the family…"), head)
        self.reply = icon_button("lock", self.tr("Save a sealed reply for the referrer"), head)
        self.reply.hide()
        self.mail = icon_button("mail", self.tr("Send the reply or the letter by mail"), head)
        self.mailing = MailAction(self, self._application, self._background, self.enquiry_id)
        self.mail.clicked.connect(self.mailing.open)
        self.mailing.sent.connect(self.refresh)
        self.next = primary_button(self.tr("Next in the queue"), head, "forward")
        papers = (self.to_print, self.to_save, self.to_read, self.family)
        for button in (self.take, *papers, self.reply, self.mail, self.next):
            across.addWidget(button)
        for button in (self.take, *papers):
            button.setEnabled(False)
        self.take.clicked.connect(self._on_take)
        self.next.clicked.connect(self._on_next)
        return head

    def _on_ties(self, ties: tuple[str, ...]) -> None:
        if not ties:
            self._open()
            return
        self.heading.show_heading(self.tr("Do you know this family?"))
        self.pdf.show_words("")
        self.ties = TiesNotice(ties, self)
        self.ties.said_no.connect(self._on_no_tie)
        self.ties.said_yes.connect(partial(self.doors.access_requested.emit, self.enquiry_id))
        self.layout().insertWidget(1, self.ties)
        self.ties.no.setFocus()

    @Slot()
    def _on_no_tie(self) -> None:
        self.ties.hide()
        self.heading.show_heading(self.tr("Opening…"))
        work = partial(self._application.guarding.say_no_conflict, self.enquiry_id)
        self._background.run(work, self._open, self._on_failed, self)

    def _open(self, *_: object) -> None:
        work = partial(self._application.cases.open, self.enquiry_id)
        self._background.run(work, self._on_opened, self._on_failed, self)

    def _on_opened(self, case: Any) -> None:
        self._show(case)
        self._actions = DocumentActions(self, self._application, self._background, case.enquiry, "hub")
        self.to_print.clicked.connect(self._actions.print_it)
        self.to_save.clicked.connect(self._actions.save_it)
        self.to_read.clicked.connect(self._actions.save_readable)
        self._family = FamilyCopyAction(self, self._application, self._background, case.enquiry)
        self.family.clicked.connect(self._family.begin)
        self._family.ready.connect(self.family.setEnabled)
        self._family.made.connect(self.refresh)
        self._sealing = Sealing(self, self._application, self._background, case.enquiry)
        for button in (self.reply, self.reply_now):
            button.clicked.connect(self._sealing.the_reply)
        self._sealing.saved.connect(self.refresh)
        shortcut("print", self, self._actions.print_it)
        shortcut("save_copy", self, self._actions.save_it)
        self.changed.emit(self.enquiry_id)

    def _show(self, case: Any) -> None:
        first, self.case = self.case is None, case
        self.heading.show_heading(case.enquiry.title or self.tr("Child, name not known"))
        self._show_tags(case)
        holder = case.name_of(case.enquiry.assigned_to)
        mine = case.enquiry.assigned_to == self._application.person.id
        self.take.setEnabled(not holder and self._application.may("take_enquiry", case.enquiry))
        self.take.setText(self.tr("Take it") if not holder else self.tr("Yours") if mine else holder)
        self.reply.setVisible(case.came_sealed)
        self.not_told.setVisible(bool(case.not_told))
        if case.not_told:
            title = self.tr("{agency} has not been told yet").format(agency=case.enquiry.agency_name)
            self.not_told.show_notice(title, self.tr("It is in no sealed file so far: {what}.").format(
                what=joined(case.not_told)))  # fmt: skip
        self.history.show_lines(case.history)
        self.doors.show_for(case.enquiry)
        self.panels.show_case(case)
        if first and self.isVisible():
            self.first_focus().setFocus()
        number = case.opened.sent.number
        if number != self._shown_version:
            self._shown_version = number
            self.make_document()

    def _show_tags(self, case: Any) -> None:
        while self.tags.count():
            widget = self.tags.takeAt(0).widget()
            widget.hide()
            widget.deleteLater()
        enquiry, role = case.enquiry, self._application.person.role
        tags = [(self.tr("Urgent"), "danger")] if enquiry.urgent else []
        if enquiry.rating:
            words = f"{RATING_SHAPES[enquiry.rating]} {RATING_WORDS[enquiry.rating]}"
            tags.append((words, RATING_TONES[enquiry.rating]))
        if case.row.due_words:
            tags.append((case.row.due_words, "danger" if case.row.overdue else "neutral"))
        tags += [(status_words(enquiry.status, role), "info"), (level_words(enquiry.level), "neutral")]
        for words, tone in tags:
            self.tags.addWidget(StatusTag(words, tone))

    @Slot()
    def make_document(self) -> None:
        """Make the referral again and show it."""
        self.problem.hide()
        work = partial(self._application.documents.referral, self.enquiry_id, copy="hub")
        self._background.run(work, self._show_document, self._on_no_document, self)

    def _show_document(self, rendered: Any) -> None:
        self.pdf.show_pdf(rendered.data, self.tr("Referral"))
        for button in (self.to_print, self.to_save, self.to_read, self.family):
            button.setEnabled(self._application.may("make_document", self.case.enquiry))

    def _on_no_document(self, error: BaseException) -> None:
        self.problem.show_notice(self.tr("The document could not be made"), sentence_of(error))
        self.pdf.show_words("")
        again = link_button(self.tr("Make it again"), self.problem)
        again.clicked.connect(self.make_document)
        self.problem.add(again)
        self.problem.show()

    def _on_failed(self, error: BaseException) -> None:
        if self.case is None:
            self.heading.show_heading(self.tr("This enquiry cannot be opened"))
            self.pdf.show_words("")
        self.problem.show_notice(sentence_of(error))
        self.problem.show()

    @Slot()
    def _on_changed(self) -> None:
        self.changed.emit(self.enquiry_id)
        self.refresh()

    @Slot()
    def _on_take(self) -> None:
        self.take.setEnabled(False)
        work = partial(self._application.triage.take, self.enquiry_id)
        self._background.run(work, self._on_taken, self._on_failed, self)

    def _on_taken(self, _enquiry: Any) -> None:
        self._on_changed()

    @Slot(str)
    def _on_enquiry_asked(self, enquiry_id: str) -> None:
        if self.flush():
            self.enquiry_chosen.emit(enquiry_id)

    @Slot()
    def _on_next(self) -> None:
        if self.flush():
            self.next_requested.emit(self.enquiry_id)
