"""Work on paper: a form to print or to fill in, a filled one read back, and the particulars of an original on paper."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from enquiry_app.definitions.blank_form import load_blank_form
from enquiry_app.enquiry.answers import CivilTime
from enquiry_app.enquiry.question_kinds import kind_of
from enquiry_app.enquiry.reference import LONDON
from enquiry_app.services.blank_forms import PaperOrigin
from ui.background import Background
from ui.home.document_actions import keep_file
from ui.messages import report_error
from ui.page import Page
from ui.printing import print_pdfs
from ui.widgets.buttons import primary_button, secondary_button
from ui.widgets.card import Card
from ui.widgets.heading import Heading
from ui.widgets.labelled_row import LabelledRow, text_width
from ui.widgets.layouts import button_row
from ui.widgets.steady_combo import SteadyCombo
from ui.widgets.wrapping_label import WrappingLabel

MOST_CHILDREN = 10
DATE, AUTHOR, ROLE, CAME = "written_at", "paper_original", "paper_original_role", "paper_came"


class PaperPage(Page):
    """`read_requested` to choose a filled form; `draft_started(draft)` once an enquiry from paper has begun."""

    page_title = "Paper"
    read_requested = Signal()
    draft_started = Signal(object)

    def __init__(self, application: Any, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Paper"),
            self.tr("Home"),
            self.tr("For somebody without this app, for a home visit, and for what reaches you on paper."),
            parent=parent,
        )
        self._application, self._background = application, background
        self._build_form()
        self._build_reading()
        self._build_entry()

    def first_focus(self) -> QWidget:
        """The first button."""
        return self.save_button

    def _card(self, title: str, words: str) -> Card:
        card = Card()
        card.add(Heading(title, 2))
        card.add(WrappingLabel(words))
        self.add(card)
        return card

    def _build_form(self) -> None:
        card = self._card(
            self.tr("Blank form"),
            self.tr(
                "The whole form as a PDF, with the threshold matrix to fold out. It can be printed and written on, or"
                " filled in on a screen in any PDF viewer and read back here."
            ),
        )
        self.own_details = QCheckBox(self.tr("With my name, role, agency and how to reach me"), self)
        self.own_details.setChecked(True)
        card.add(self.own_details)
        self.children = QComboBox(self)
        self.children.addItems([str(number) for number in range(1, MOST_CHILDREN + 1)])
        self.children.setCurrentText(str(load_blank_form().slots_of("children")))
        self.children.setProperty("narrow", True)
        card.add(LabelledRow(self.tr("Room for how many children?"), self.children))
        self.save_button = primary_button(self.tr("Save the form"), self, "save")
        self.print_button = secondary_button(self.tr("Print it"), self, "print")
        self.save_button.clicked.connect(self._save)
        self.print_button.clicked.connect(self._print)
        card.add_layout(button_row((self.save_button, self.print_button)))

    def _build_reading(self) -> None:
        card = self._card(
            self.tr("A filled form"),
            self.tr(
                "Each answer goes to its place in a new draft. What finds no place is listed beside the draft. You can"
                " also drop the file on this window, or copy it and press Ctrl+V."
            ),
        )
        self.read_button = secondary_button(self.tr("Read a filled form"), self, "document")
        self.read_button.clicked.connect(self.read_requested)
        card.add_layout(button_row((self.read_button,)))

    def _build_entry(self) -> None:
        form = self._application.form
        card = self._card(
            self.tr("Enter from paper"),
            self.tr("Copy an original into the form yourself. Its date and who wrote it are kept and sent along."),
        )
        self.date = text_width(QLineEdit(self), 24)
        self.author, self.role = QLineEdit(self), QLineEdit(self)
        choices = [(choice.code, choice.label) for choice in form.choices_of(form.questions[CAME])]
        self.came = SteadyCombo(choices, self.tr("Choose"), self)
        self.date_row = LabelledRow(
            self.tr("Date of the original"), self.date, self.tr("For example 3 11 2026, or 3 11 2026 14:05.")
        )
        self.author_row = LabelledRow(form.questions[AUTHOR].label, self.author)
        self.role_row = LabelledRow(form.questions[ROLE].label, self.role, optional=True)
        self.came_row = LabelledRow(form.questions[CAME].label, self.came, optional=True)
        for row in (self.date_row, self.author_row, self.role_row, self.came_row):
            card.add(row)
        self.start_button = secondary_button(self.tr("Enter from paper"), self, "new")
        self.start_button.clicked.connect(self._start)
        card.add_layout(button_row((self.start_button,)))

    @Slot()
    def _save(self) -> None:
        self._make(self._on_to_save, for_printer=False)

    @Slot()
    def _print(self) -> None:
        self._make(self._on_to_print, for_printer=True)

    def _make(self, done: Any, *, for_printer: bool) -> None:
        own = self.own_details.isChecked()
        room = int(self.children.currentText())
        work = partial(self._application.blank_forms.blank, own_details=own, for_printer=for_printer, children=room)
        self._background.read(work, done, partial(report_error, self), self)

    def _on_to_save(self, made: Any) -> None:
        keep_file(self, made.name, made.data)

    def _on_to_print(self, made: Any) -> None:
        print_pdfs(self, [made.data], "Enquiry form")

    @Slot()
    def _start(self) -> None:
        question = self._application.form.questions[DATE]
        today = self._application.clock.now().astimezone(LONDON).date()
        written = kind_of(question).parse(self.date.text(), today)
        known = isinstance(written, CivilTime)
        late = known and written.date > today
        problem = self.tr("The original cannot have been written after today") if late else None
        self.date_row.show_problem(problem if known else self.tr("Give the date of the original"))
        named = bool(self.author.text().strip())
        self.author_row.show_problem(None if named else self.tr("Say who wrote it; “not known” will do"))
        if not known or late:
            self.date.setFocus()
        elif not named:
            self.author.setFocus()
        else:
            origin = PaperOrigin(written, self.author.text(), self.role.text(), self.came.code)
            work = partial(self._application.blank_forms.start_from_paper, origin)
            self._background.run(work, self.draft_started.emit, partial(report_error, self), self)
