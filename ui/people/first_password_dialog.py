"""A password the administrator gives somebody: the first one, or a new one for a forgotten one."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.widgets.form_dialog import FormDialog
from ui.widgets.labelled_row import LabelledRow
from ui.widgets.new_password_rows import NewPasswordRows


class FirstPasswordDialog(FormDialog):
    """`password` after it was accepted."""

    def __init__(self, title: str, button: str, user_name: str, parent: QWidget | None = None) -> None:
        super().__init__(
            title,
            button,
            self.tr("Tell it to them in person. At their first sign-in they choose one of their own."),
            parent=parent,
        )
        self._user_name = user_name
        self.passwords = NewPasswordRows(self)
        self.body.addWidget(self.passwords)

    @property
    def password(self) -> str:
        """The password as typed."""
        return self.passwords.password

    def problems(self) -> list[tuple[str, LabelledRow]]:
        """The password must keep the rule."""
        return self.passwords.problems(self._user_name)
