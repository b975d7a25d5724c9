"""Start an enquiry: the child's name first, to avoid two records for one child."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from enquiry_app.enquiry.answers import Answers, FlexDate, Postal, Value
from enquiry_app.enquiry.question_kinds import kind_of
from enquiry_app.services.ports import IndexedPerson, SimilarChild
from ui.background import Background
from ui.formatting import LONDON
from ui.home.similar_children import SimilarChildren
from ui.messages import report_error
from ui.page import Page
from ui.widgets.buttons import primary_button
from ui.widgets.labelled_row import LabelledRow, text_width
from ui.widgets.notice_bar import NoticeBar


class StartPage(Page):
    """`draft_started(draft)` once a new draft exists; `enquiry_chosen(id)` if the person goes on with an older one."""

    page_title = "New enquiry"
    draft_started = Signal(object)
    enquiry_chosen = Signal(str)

    def __init__(self, application: Any, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Who are you worried about?"),
            self.tr("Home"),
            self.tr(
                "We ask for the name first, so that one child does not end up with two enquiries. Give what you know."
            ),
            parent=parent,
        )
        self._application, self._background = application, background
        self._build()
        self._connect()

    def first_focus(self) -> QWidget:
        """The first name box."""
        return self.given_names

    def begin_with(self, given_names: str, family_name: str, birth: str) -> None:
        """Fill in what the person has typed elsewhere already."""
        self.given_names.setText(given_names)
        self.family_name.setText(family_name)
        self.birth_date.setText(birth)

    def _build(self) -> None:
        self.unborn = QCheckBox(self.tr("The baby is not born yet"), self)
        self.given_names = QLineEdit(self)
        self.family_name = QLineEdit(self)
        self.birth_date = text_width(QLineEdit(self), 18)
        self.postcode = text_width(QLineEdit(self), 12)
        self.given_row = LabelledRow(self.tr("Given names"), self.given_names)
        self.family_row = LabelledRow(self.tr("Family name"), self.family_name)
        self.birth_row = LabelledRow(
            self.tr("Date of birth"),
            self.birth_date,
            self.tr("For example 3 11 2019, or only the year."),
            optional=True,
        )
        self.postcode_row = LabelledRow(self.tr("Home postcode"), self.postcode, optional=True)
        for row in (self.given_row, self.family_row, self.unborn, self.birth_row, self.postcode_row):
            self.add(row)
        self.similar = SimilarChildren(self)
        self.add(self.similar)
        self.guard = NoticeBar(
            "info", self.tr("You do not need proof, and you do not need permission to share to protect a child.")
        )
        self.add(self.guard)
        self.go_on = primary_button(self.tr("Continue"), self)
        self.go_on_unnamed = primary_button(self.tr("None of these – start a new enquiry"), self)
        self.go_on_unnamed.hide()
        self.add_buttons(self.go_on, self.go_on_unnamed)

    def _connect(self) -> None:
        self.go_on.clicked.connect(self.look)
        self.go_on_unnamed.clicked.connect(self._start)
        self.similar.enquiry_chosen.connect(self.enquiry_chosen)
        self.unborn.toggled.connect(self._on_unborn)
        for box in (self.given_names, self.family_name, self.birth_date, self.postcode):
            box.textEdited.connect(self._on_edited)
            box.returnPressed.connect(self.go_on.click)

    @Slot()
    def look(self) -> None:
        """Look for enquiries about the same child; without any, start at once."""
        named = bool(self.given_names.text().strip() or self.family_name.text().strip() or self.unborn.isChecked())
        self.given_row.show_problem(None if named else self.tr("Enter a name, or a word you know the child by"))
        if not named:
            self.given_names.setFocus()
            return
        self.go_on.setEnabled(False)
        work = partial(self._application.drafting.similar, self._person())
        self._background.run(work, self._on_found, self._on_failed, self)

    def _on_found(self, found: tuple[SimilarChild, ...]) -> None:
        if not found:
            self._start()
            return
        self.go_on.setEnabled(True)
        self.similar.show_found(found[:5], self._application.clock.now())
        self.go_on.hide()
        self.guard.hide()
        self.go_on_unnamed.show()
        self.go_on_unnamed.setEnabled(True)
        self.similar.setFocus()
        QTimer.singleShot(0, self._reveal_similar)

    @Slot()
    def _reveal_similar(self) -> None:
        self.scroll.verticalScrollBar().setValue(self.scroll.verticalScrollBar().maximum())
        self.reveal(self.similar)

    @Slot()
    def _start(self) -> None:
        self.go_on.setEnabled(False)
        self.go_on_unnamed.setEnabled(False)
        self._background.run(
            partial(self._application.drafting.start, self._answers()), self._on_started, self._on_failed, self
        )

    def _on_started(self, draft: object) -> None:
        self.draft_started.emit(draft)

    def _on_failed(self, error: BaseException) -> None:
        self.go_on.setEnabled(True)
        self.go_on_unnamed.setEnabled(True)
        report_error(self, error)

    @Slot()
    def _on_edited(self) -> None:
        self.given_row.show_problem(None)
        self.similar.show_found((), self._application.clock.now())
        self.go_on_unnamed.hide()
        self.go_on.show()

    @Slot(bool)
    def _on_unborn(self, unborn: bool) -> None:
        self.birth_row.show_label(self.tr("Due date (optional)") if unborn else self.tr("Date of birth (optional)"))
        self._on_edited()

    def _birth(self) -> Value | None:
        typed = self.birth_date.text().strip()
        if not typed:
            return None
        question = self._application.form.question("child_due_date" if self.unborn.isChecked() else "child_birth_date")
        today = self._application.clock.now().astimezone(LONDON).date()
        return kind_of(question).parse(typed, today)

    def _person(self) -> IndexedPerson:
        birth = self._birth()
        return IndexedPerson(
            item="", part="subject", given_names=self.given_names.text().strip(),
            family_name=self.family_name.text().strip(), birth=birth.iso if isinstance(birth, FlexDate) else "",
            unborn=self.unborn.isChecked(), postcode=self.postcode.text().strip(),
        )  # fmt: skip

    def _answers(self) -> Answers:
        child = (uuid.uuid4().hex,)
        given = {
            "child_part": "subject",
            "child_born": "unborn" if self.unborn.isChecked() else "born",
            "child_given_names": self.given_names.text().strip(),
            "child_family_name": self.family_name.text().strip(),
            "child_due_date" if self.unborn.isChecked() else "child_birth_date": self._birth(),
            "child_address": Postal(postcode=self.postcode.text().strip().upper())
            if self.postcode.text().strip()
            else None,
        }
        answers = Answers().with_items("children", (), child)
        for question, value in given.items():
            answers = answers.with_answer(question, child, value)
        return answers
