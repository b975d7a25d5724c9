"""After the first sign-in with a password somebody else set: one's own, which nobody else knows."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from ui.background import Background
from ui.messages import sentence_of
from ui.widgets.buttons import primary_button, secondary_button
from ui.widgets.entry_frame import EntryFrame
from ui.widgets.labelled_row import LabelledRow
from ui.widgets.layouts import button_row
from ui.widgets.new_password_rows import NewPasswordRows
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.password_field import PasswordField
from ui.widgets.wrapping_label import WrappingLabel


class OwnPasswordPage(EntryFrame):
    """`chosen` once the new password is the one that opens; `left` to sign out instead."""

    chosen = Signal()
    left = Signal()

    def __init__(self, application: Any, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Choose your own password"), 560, parent)
        self._application, self._background = application, background
        self.card.add(WrappingLabel(self.tr(
            "Somebody else set the password you signed in with, so they know it. What is done here is recorded under "
            "your name: choose a password that only you know."
        )))  # fmt: skip
        self.failed = NoticeBar("danger", "")
        self.failed.hide()
        self.card.add(self.failed)
        self.given = PasswordField(self)
        self.given_row = LabelledRow(self.tr("Password you were given"), self.given)
        self.passwords = NewPasswordRows(self)
        self.card.add(self.given_row)
        self.card.add(self.passwords)
        self.button = primary_button(self.tr("Use this password"), self)
        self.back = secondary_button(self.tr("Sign out"), self)
        self.card.add_layout(button_row((self.button, self.back)))
        self.button.clicked.connect(self.try_to_change)
        self.passwords.second.entered.connect(self.try_to_change)
        self.back.clicked.connect(self.left)

    def first_focus(self) -> QWidget:
        """The password that was given."""
        return self.given.box

    @Slot()
    def try_to_change(self) -> None:
        """Check what was typed, then change it."""
        if not self.button.isEnabled():
            return
        self.failed.hide()
        found = [] if self.given.text() else [(self.tr("Type the password you were given"), self.given_row)]
        found += self.passwords.problems(self._application.person.user_name)
        for row in (self.given_row, self.passwords.first_row, self.passwords.second_row):
            row.show_problem(None)
        for message, row in reversed(found):
            row.show_problem(message)
            row.focus_field()
        if found:
            return
        self._show_busy(True)
        work = partial(self._application.accounts.change_own_password, self.given.text(), self.passwords.password)
        self._background.run(work, self._on_done, self._on_failed, self)

    def _on_done(self, _: Any) -> None:
        self.given.clear()
        self.passwords.clear()
        self._application.password_given = False
        self.chosen.emit()

    def _on_failed(self, error: BaseException) -> None:
        self._show_busy(False)
        self.failed.show_notice(sentence_of(error))
        self.failed.show()
        self.given.box.setFocus()

    def _show_busy(self, busy: bool) -> None:
        self.button.setEnabled(not busy)
        self.back.setEnabled(not busy)
        self.button.setText(self.tr("Changing…") if busy else self.tr("Use this password"))
