"""What every field is: shows a value, tells of a change by the person, names its inner editors for screen readers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from enquiry_app.definitions.form_definition import Question
from enquiry_app.enquiry.question_kinds import kind_of

if TYPE_CHECKING:
    from ui.form.draft_editor import DraftEditor


class Field(QWidget):
    """`edited(value)` only when the person changed something; None means no answer."""

    edited = Signal(object)

    def __init__(
        self, editor: DraftEditor, question: Question, items: tuple[str, ...], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.editor = editor
        self.question = question
        self.items = items
        self.kind = kind_of(question)
        self.build()

    def build(self) -> None:
        """Make the inner editors."""

    def show_value(self, value: Any) -> None:
        """Show a value without telling anybody."""

    def focus_field(self) -> QWidget:
        """The inner editor that takes the focus."""
        return self

    def set_accessible(self, name: str, description: str) -> None:
        """Name the inner editors with the question."""
        target = self.focus_field()
        target.setAccessibleName(name)
        target.setAccessibleDescription(description)

    def read(self, text: str) -> Any:
        """Typed text as a value of this kind; None if blank."""
        return self.kind.parse(text, self.editor.today()) or None if text.strip() else None
