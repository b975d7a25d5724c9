"""Fourth step: the first person, who looks after people and settings."""

from __future__ import annotations

import re

from PySide6.QtWidgets import QLineEdit, QWidget

from enquiry_app.enquiry.people_rules import fault_in_display_name, fault_in_user_name
from ui.first_run.step import Problems, Step
from ui.widgets.labelled_row import LabelledRow, text_width
from ui.widgets.new_password_rows import NewPasswordRows

USER_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,31}")


class AdministratorStep(Step):
    """Names and password of the first administrator. There are no default accounts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("The administrator"),
            self.tr(
                "The administrator adds people and looks after settings, and does not see enquiries. "
                "You can add yourself a second time to write them."
            ),
            parent,
        )
        self.display_name = QLineEdit(self)
        self.job_title = QLineEdit(self)
        self.user_name = text_width(QLineEdit(self), 24)
        self.display_row = LabelledRow(self.tr("Your name"), self.display_name)
        self.job_row = LabelledRow(self.tr("Job title"), self.job_title, optional=True)
        self.user_row = LabelledRow(
            self.tr("User name"),
            self.user_name,
            self.tr("Small letters, digits, dots and dashes. You sign in with it."),
        )
        self.passwords = NewPasswordRows(self)
        for row in (self.display_row, self.job_row, self.user_row, self.passwords):
            self.body.addWidget(row)

    def problems(self) -> Problems:
        """Name, user name and password."""
        found: Problems = []
        if not self.display_name.text().strip():
            found.append((self.tr("Enter your name"), self.display_row))
        elif fault := fault_in_display_name(self.display_name.text()):
            found.append((self.tr(fault), self.display_row))
        if not USER_NAME.fullmatch(self.user_name.text().strip()):
            found.append((self.tr("Enter a user name of 2 to 32 small letters, digits, dots or dashes"), self.user_row))
        elif fault := fault_in_user_name(self.user_name.text()):
            found.append((self.tr(fault), self.user_row))
        return found + self.passwords.problems(self.user_name.text().strip())
