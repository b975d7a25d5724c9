"""Asks for the password of the mail account."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.widgets.form_dialog import FormDialog
from ui.widgets.labelled_row import LabelledRow
from ui.widgets.password_field import PasswordField


class MailPasswordDialog(FormDialog):
    """`password` once accepted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Password of the mail account"), self.tr("Go on"),
            self.tr("It is held in memory until the screen is locked, and written nowhere."), parent=parent,
        )  # fmt: skip
        self.box = PasswordField(self)
        self.box_row = LabelledRow(self.tr("Password"), self.box)
        self.body.addWidget(self.box_row)

    @property
    def password(self) -> str:
        """What was typed."""
        return self.box.text()

    def problems(self) -> list[tuple[str, LabelledRow]]:
        """It is needed."""
        return [] if self.password else [(self.tr("Type the password"), self.box_row)]
