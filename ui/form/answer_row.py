"""A question on the screen: its label and field, the explicit ways not to answer, and the words of its problem."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from enquiry_app.definitions.form_definition import Question
from enquiry_app.enquiry.answers import Absent, Address, Typed
from enquiry_app.enquiry.question_kinds import ABSENCE_WORDS
from ui.form.field_factory import make_field
from ui.form.fields.field import Field
from ui.widgets.buttons import Button, chip_button
from ui.widgets.flow import FlowLayout
from ui.widgets.labelled_row import LabelledRow
from ui.widgets.layouts import column

if TYPE_CHECKING:
    from ui.form.draft_editor import DraftEditor


class AnswerField(QWidget):
    """A field with *not known* and its kin beside it. Composite field for a LabelledRow."""

    def __init__(self, editor: DraftEditor, question: Question, items: tuple[str, ...], field: Field) -> None:
        super().__init__()
        self.editor, self.question, self.items, self.field = editor, question, items, field
        layout = column(self, "tight")
        layout.addWidget(field)
        self._chips: dict[str, Button] = {}
        self.reason: QLineEdit | None = None
        if question.absences:
            layout.addWidget(self._absence_chips())
            self.reason = QLineEdit(self)
            self.reason.setPlaceholderText(self.tr("Why, or who may know (optional)"))
            self.reason.textEdited.connect(self._on_reason)
            layout.addWidget(self.reason)
        field.edited.connect(self._on_edited)
        self.show_value(editor.answers.get(question.id, items))

    def show_value(self, value: Any) -> None:
        """Show a value, or which way it was not answered."""
        self.field.show_value(None if isinstance(value, Absent) else value)
        for code, chip in self._chips.items():
            chip.setChecked(isinstance(value, Absent) and value.why == code)
        if self.reason is not None:
            absent = isinstance(value, Absent)
            self.reason.setVisible(absent and self.question.absence_reason)
            if absent and not self.reason.hasFocus():
                self.reason.setText(value.reason)

    def focus_field(self) -> QWidget:
        """The field's own."""
        return self.field.focus_field()

    def set_accessible(self, name: str, description: str) -> None:
        """Name field, chips and reason with the question."""
        self.field.set_accessible(name, description)
        for chip in self._chips.values():
            chip.setAccessibleName(f"{name}: {chip.text()}")
        if self.reason is not None:
            self.reason.setAccessibleName(self.tr("{question}: why, or who may know").format(question=name))

    def _absence_chips(self) -> QWidget:
        holder = QWidget(self)
        line = FlowLayout(holder)
        for code in self.question.absences:
            chip = chip_button(ABSENCE_WORDS.get(code, code), self, checkable=True)
            chip.clicked[bool].connect(partial(_absent, self, code))
            self._chips[code] = chip
            line.addWidget(chip)
        return holder

    def choose_absence(self, code: str, chosen: bool) -> None:
        """The person said there is no answer, or took that back."""
        value = Absent(code, self.reason.text().strip() if self.reason else "") if chosen else None
        self.editor.set_answer(self.question.id, self.items, value)
        self.show_value(value)

    @Slot(str)
    def _on_reason(self, text: str) -> None:
        value = self.editor.answers.get(self.question.id, self.items)
        if isinstance(value, Absent):
            self.editor.set_answer(self.question.id, self.items, Absent(value.why, text.strip()))

    @Slot(object)
    def _on_edited(self, value: Any) -> None:
        self.editor.set_answer(self.question.id, self.items, value)
        for chip in self._chips.values():
            chip.setChecked(False)
        if self.reason is not None:
            self.reason.hide()


class AnswerRows(QWidget):
    """The rows of several questions for one place in the form; those not asked are hidden, not destroyed."""

    def __init__(
        self, editor: DraftEditor, questions: Sequence[Question], items: tuple[str, ...], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.editor = editor
        self.rows: dict[Address, LabelledRow] = {}
        layout = column(self, "wide")
        for question in questions:
            field = make_field(editor, question, items)
            if field is None:
                continue
            answer = AnswerField(editor, question, items, field)
            optional = question.stage == "-" and question.kind not in ("items", "attachments")
            row = LabelledRow(question.label, answer, question.hint, question.guidance, optional)
            self.rows[Address(question.id, items)] = row
            layout.addWidget(row)
        editor.state_changed.connect(self.follow)
        self.follow()

    @Slot()
    def follow(self) -> None:
        """Show what is asked now; problems already shown go away once they are put right."""
        state = self.editor.state
        for address, row in self.rows.items():
            row.setVisible(state.is_shown(address))
            if row.problem and row.problem not in {p.message for p in state.problems_at(address)}:
                row.show_problem(None)

    def show_values(self) -> None:
        """Put all values in anew."""
        for address, row in self.rows.items():
            row.field.show_value(self.editor.answers.get(address.question, address.items))
        self.follow()

    def stopping(self) -> list[tuple[str, Address]]:
        """What must be put right here: blocking problems and what could not be read."""
        found = []
        for address, row in self.rows.items():
            unread = isinstance(self.editor.answers.get(address.question, address.items), Typed)
            problems = [p for p in self.editor.state.problems_at(address) if p.blocks or unread]
            row.show_problem(problems[0].message if problems else None)
            if problems and self.editor.state.is_shown(address):
                found.append((problems[0].message, address))
        return found

    def focus_first(self) -> None:
        """Focus the first field that is asked."""
        for address, row in self.rows.items():
            if self.editor.state.is_shown(address):
                row.focus_field()
                return

    def first_field(self) -> QWidget | None:
        """The first field that is asked, or None."""
        shown = (row for address, row in self.rows.items() if self.editor.state.is_shown(address))
        return next((row.field.focus_field() for row in shown), None)


def _absent(field: AnswerField, code: str, checked: bool = False) -> None:
    field.choose_absence(code, checked)
