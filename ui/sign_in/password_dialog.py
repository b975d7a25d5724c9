"""Changes one's own password."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.widgets.form_dialog import FormDialog
from ui.widgets.labelled_row import LabelledRow
from ui.widgets.new_password_rows import NewPasswordRows
from ui.widgets.password_field import PasswordField


class PasswordDialog(FormDialog):
    """`old` and `new` after it was accepted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Change your password"), self.tr("Change password"), parent=parent)
        self.old_box = PasswordField(self)
        self.old_row = LabelledRow(self.tr("Password you have now"), self.old_box)
        self.passwords = NewPasswordRows(self)
        self.body.addWidget(self.old_row)
        self.body.addWidget(self.passwords)

    @property
    def old(self) -> str:
        """The password in use."""
        return self.old_box.text()

    @property
    def new(self) -> str:
        """The one to use from now on."""
        return self.passwords.password

    def problems(self) -> list[tuple[str, LabelledRow]]:
        """The old one is typed, the new one keeps the rule."""
        missing = [] if self.old else [(self.tr("Type the password you have now"), self.old_row)]
        return missing + self.passwords.problems()
