"""Is this child known? Asks for the child and for the purpose, and gives one of three answers."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from enquiry_app.enquiry.date_reading import read_date
from enquiry_app.services.case_listing import Asked
from ui.background import Background
from ui.formatting import LONDON
from ui.lookup.answer_card import AnswerCard
from ui.lookup.list_words import true_on
from ui.messages import report_error
from ui.page import Page
from ui.widgets.buttons import link_button, primary_button, secondary_button
from ui.widgets.labelled_row import LabelledRow, text_width
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.radio_group import RadioGroup


class LookUpPage(Page):
    """`visibility_requested` opens who may see what; `enquiry_requested(given, family, birth)` begins an enquiry about
    the child just looked up, with what was typed."""

    page_title = "Look up a child"
    visibility_requested = Signal()
    enquiry_requested = Signal(str, str, str)

    def __init__(self, application: Any, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Look up a child"),
            intro=self.tr(
                "Find out whether a child is known to children’s social care. Every look-up is recorded with your name "
                "and what you need it for."
            ),
            parent=parent,
        )
        self._application, self._background = application, background
        self._build()
        self._connect()
        self.refresh()

    def first_focus(self) -> QWidget:
        """The first name box."""
        return self.given_names

    @Slot()
    def refresh(self) -> None:
        """Ask which list is in use."""
        self._background.read(self._application.case_list.current, self._show_list, partial(report_error, self), self)

    @Slot()
    def look_up(self) -> None:
        """Ask, if all that is needed is there."""
        asked = self._asked()
        if asked is None:
            return
        self.go_on.setEnabled(False)
        work = partial(self._application.case_list.look_up, asked, self.purpose.code, self.words.text())
        self._background.run(work, self._on_answered, self._on_failed, self)

    def _build(self) -> None:
        self.stale = NoticeBar("warning", "")
        self.stale.hide()
        self.add(self.stale)
        self.answer = AnswerCard(self)
        self.add(self.answer)
        self.given_names = QLineEdit(self)
        self.family_name = QLineEdit(self)
        self.birth = text_width(QLineEdit(self), 18)
        self.purpose = RadioGroup([(code, label, "") for code, label in self._application.case_list.purposes()], self)
        self.words = QLineEdit(self)
        self.given_row = LabelledRow(self.tr("Given names"), self.given_names)
        self.family_row = LabelledRow(self.tr("Family name"), self.family_name)
        self.birth_row = LabelledRow(
            self.tr("Date of birth"),
            self.birth,
            self.tr("For example 3 11 2019. For an unborn baby, when it is due."),
        )
        self.purpose_row = LabelledRow(self.tr("What do you need to know this for?"), self.purpose)
        self.words_row = LabelledRow(
            self.tr("In your words"), self.words, self.tr("Needed for “something else”."), optional=True
        )
        for row in (self.given_row, self.family_row, self.birth_row, self.purpose_row, self.words_row):
            self.add(row)
        self.visibility = link_button(self.tr("The list, and who may see what"), self)
        self.add(self.visibility)
        self.go_on = primary_button(self.tr("Look up"), self, "search")
        self.another = secondary_button(self.tr("Another child"), self)
        self.start = secondary_button(self.tr("Start an enquiry about this child"), self, "new")
        self.another.hide()
        self.start.hide()
        self.add_buttons(self.go_on, self.another, self.start)

    def _connect(self) -> None:
        self.go_on.clicked.connect(self.look_up)
        self.another.clicked.connect(self._on_another)
        self.start.clicked.connect(self._on_start)
        self.visibility.clicked.connect(self._on_visibility)
        for box in (self.given_names, self.family_name, self.birth, self.words):
            box.textEdited.connect(self._on_edited)
            box.returnPressed.connect(self.go_on.click)
        self.purpose.chosen.connect(self._on_edited)

    def _show_list(self, in_use: Any) -> None:
        if in_use is None:
            self.stale.show_notice(
                self.tr("There is no list yet"),
                self.tr("Until one is imported every look-up answers “ask the Hub”: {phone}.").format(
                    phone=self._application.hub.phone
                ),
            )
        elif in_use.stale:
            self.stale.show_notice(
                self.tr("The list is old"),
                self.tr("It was {when}. It no longer says that a child is not known.").format(
                    when=true_on(in_use.list.as_of, in_use.days_old)
                ),
            )
        self.stale.setVisible(in_use is None or in_use.stale)

    def _asked(self) -> Asked | None:
        """The question, or None after showing what is missing."""
        birth = self._birth_iso()
        wrong_birth = self.tr("Enter a date, for example 3 11 2019") if self.birth.text().strip() else ""
        problems = (
            (self.given_row, self.given_names.text().strip(), self.tr("Enter given names")),
            (self.family_row, self.family_name.text().strip(), self.tr("Enter the family name")),
            (self.birth_row, birth, wrong_birth or self.tr("Enter the date of birth, or at least the year")),
            (self.purpose_row, self.purpose.code, self.tr("Choose what you need to know this for")),
            (
                self.words_row,
                self.purpose.code != "other" or len(self.words.text().split()) > 1,
                self.tr("Write what you need to know this for"),
            ),
        )
        for row, given, problem in problems:
            row.show_problem(None if given else problem)
        missing = next((row for row, given, _ in problems if not given), None)
        if missing is not None:
            missing.focus_field()
            self.reveal(missing)
            return None
        return Asked(self.given_names.text(), self.family_name.text(), birth)

    def _birth_iso(self) -> str:
        today = self._application.clock.now().astimezone(LONDON).date()
        found = read_date(self.birth.text(), today)
        return found.iso if found else ""

    def _on_answered(self, answer: Any) -> None:
        self.go_on.setEnabled(True)
        self.answer.show_answer(answer, self._application.hub)
        self.another.show()
        self.start.setVisible(self._application.may("start_enquiry"))
        QTimer.singleShot(0, self._reveal_answer)

    @Slot()
    def _reveal_answer(self) -> None:
        self.scroll_to_top()
        self.reveal(self.answer)

    def _on_failed(self, error: BaseException) -> None:
        self.go_on.setEnabled(True)
        report_error(self, error)

    @Slot()
    def _on_edited(self) -> None:
        """An answer never stands beside another child's name."""
        self.answer.clear_answer()
        self.another.hide()
        self.start.hide()

    @Slot()
    def _on_another(self) -> None:
        for box in (self.given_names, self.family_name, self.birth):
            box.clear()
        self._on_edited()
        self.scroll_to_top()
        self.given_names.setFocus()

    @Slot()
    def _on_start(self) -> None:
        self.enquiry_requested.emit(self.given_names.text(), self.family_name.text(), self.birth.text())

    @Slot()
    def _on_visibility(self) -> None:
        self.visibility_requested.emit()
