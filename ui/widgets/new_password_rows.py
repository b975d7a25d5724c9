"""Two boxes for a new password, with the rule in sight, checked by the rule the store uses."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from enquiry_app.errors import PasswordRefused
from ui.widgets.labelled_row import LabelledRow
from ui.widgets.layouts import column
from ui.widgets.password_field import PasswordField


class NewPasswordRows(QWidget):
    """`password` is what was typed; `problems` says what is wrong with it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = column(self, "normal")
        self.first = PasswordField(self)
        self.first_row = LabelledRow(
            self.tr("New password"),
            self.first,
            self.tr("At least 12 characters. Three or four words that do not belong together are easy to remember."),
        )
        self.second = PasswordField(self)
        self.second_row = LabelledRow(self.tr("New password again"), self.second)
        layout.addWidget(self.first_row)
        layout.addWidget(self.second_row)

    @property
    def password(self) -> str:
        """The new password as typed."""
        return self.first.text()

    def problems(self, user_name: str = "") -> list[tuple[str, LabelledRow]]:
        """What is wrong, with the row it belongs to; a password may not be the user name."""
        from enquiry_app.security.passwords import check_new_password

        try:
            check_new_password(self.password, user_name)
        except PasswordRefused as refused:
            return [(refused.sentence, self.first_row)]
        if self.second.text() != self.password:
            return [(self.tr("The two passwords are not the same"), self.second_row)]
        return []

    def clear(self) -> None:
        """Forget both."""
        self.first.clear()
        self.second.clear()
