"""A card of work that opens one short form at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from ui.hub.panels.task_forms import InlineForm
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.flow import FlowLayout
from ui.widgets.layouts import Row, row


class FormCard(Card):
    """`guard` says whether a form may open: no other card's is. `key` names the card, `ways` the forms it can open, `way`
    the one that is open."""

    def __init__(self, case: Any, application: Any, key: str, guard: Callable[[], bool]) -> None:
        super().__init__(gap="tight")
        self.key, self.way = key, ""
        self.ways: dict[str, Callable[[], None]] = {}
        self.case, self.application, self._guard = case, application, guard
        self.form: InlineForm | None = None
        self._opener: Button | None = None

    def open_form(self, way: str, form: InlineForm, opener: Button) -> None:
        """Show a form in place of the buttons; if another is open, that one keeps the focus."""
        if not self._guard():
            form.deleteLater()
            return
        self.form, self._opener, self.way = form, opener, way
        form.left.connect(self.close_form)
        self.buttons.hide()
        self.add(form)
        form.show()  # at once, so that the next key goes into it
        form.first_focus()

    @Slot()
    def close_form(self) -> None:
        """Put the form away; the focus goes back to where it came from."""
        if self.form is not None:
            self.form.hide()
            self.form.deleteLater()
            self.form = None
        self.buttons.show()
        if self._opener is not None:
            self._opener.setFocus()

    def add_buttons(self, *buttons: Button) -> None:
        """The ways on, in one line where it fits; two stand on one line."""
        self.buttons = QWidget(self)
        line = row(self.buttons, "snug") if len(buttons) == 2 else FlowLayout(self.buttons, 8)
        for button in buttons:
            line.addWidget(button)
        if isinstance(line, Row):
            line.addStretch(1)
        self.add(self.buttons)
