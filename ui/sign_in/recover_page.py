"""A forgotten password: both recovery sheets together give a person a new one."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from ui.background import Background
from ui.doors import Doors
from ui.messages import sentence_of
from ui.widgets.buttons import primary_button, secondary_button
from ui.widgets.entry_frame import EntryFrame
from ui.widgets.labelled_row import LabelledRow, text_width
from ui.widgets.layouts import button_row
from ui.widgets.new_password_rows import NewPasswordRows
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.wrapping_label import WrappingLabel


class RecoverPage(EntryFrame):
    """`recovered(user_name)` once the new password works; `left` to go back."""

    recovered = Signal(str)
    left = Signal()

    def __init__(self, doors: Doors, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Forgotten password"), 640, parent)
        self._doors, self._background = doors, background
        self.card.add(WrappingLabel(self.tr(
            "The administrator can give you a new password in a minute: ask them first. If nobody can sign in, the two "
            "recovery sheets together open the store again."
        )))  # fmt: skip
        self.failed = NoticeBar("danger", "")
        self.failed.hide()
        self.card.add(self.failed)
        self.user_name = text_width(QLineEdit(self), 24)
        self.user_row = LabelledRow(self.tr("User name"), self.user_name)
        self.sheets = (self._box(), self._box())
        self.sheet_rows = tuple(
            LabelledRow(self.tr("Sheet {n}").format(n=number), box, self.tr("Spaces and capitals do not matter."))
            for number, box in enumerate(self.sheets, start=1)
        )
        self.passwords = NewPasswordRows(self)
        for row in (self.user_row, *self.sheet_rows, self.passwords):
            self.card.add(row)
        self.button = primary_button(self.tr("Set the new password"), self)
        self.back = secondary_button(self.tr("Back"), self)
        self.card.add_layout(button_row((self.button, self.back)))
        self.button.clicked.connect(self.try_to_recover)
        self.back.clicked.connect(self.left)

    def first_focus(self) -> QWidget:
        """The user name."""
        return self.user_name

    @Slot()
    def try_to_recover(self) -> None:
        """Check what was typed, then try the sheets."""
        self.failed.hide()
        found = self._problems()
        for row in (self.user_row, *self.sheet_rows, self.passwords.first_row, self.passwords.second_row):
            row.show_problem(None)
        for message, row in reversed(found):
            row.show_problem(message)
            row.focus_field()
        if found:
            return
        self.button.setEnabled(False)
        name = self.user_name.text().strip()
        sheets = [box.toPlainText() for box in self.sheets]
        work = partial(self._doors.recover, *sheets, name, self.passwords.password)
        self._background.run(work, self._on_done, self._on_failed, self)

    def _problems(self) -> list[tuple[str, LabelledRow]]:
        name = self.user_name.text().strip()
        found = [] if name else [(self.tr("Type the user name"), self.user_row)]
        for box, row in zip(self.sheets, self.sheet_rows, strict=True):
            if not box.toPlainText().strip():
                found.append((self.tr("Type what stands on this sheet"), row))
        return found + self.passwords.problems(name)

    def _box(self) -> QPlainTextEdit:
        box = QPlainTextEdit(self)
        box.setTabChangesFocus(True)
        box.setFixedHeight(84)
        return box

    def _on_done(self, _: Any) -> None:
        self.passwords.clear()
        for box in self.sheets:
            box.clear()
        self.recovered.emit(self.user_name.text().strip())

    def _on_failed(self, error: BaseException) -> None:
        self.button.setEnabled(True)
        self.failed.show_notice(sentence_of(error))
        self.failed.show()
        self.failed.setFocus()
