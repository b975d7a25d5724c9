"""The copy as it would be given, to be read first; then to whom and why. Saved nowhere yet."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QCheckBox, QDialog, QLineEdit, QWidget

from ui.widgets.buttons import primary_button, secondary_button
from ui.widgets.heading import Heading
from ui.widgets.labelled_row import LabelledRow
from ui.widgets.layouts import button_row, column, panels
from ui.widgets.pdf_view import PdfView


class CheckDialog(QDialog):
    """`to_whom`, `purpose` and `large` after it was accepted."""

    def __init__(self, data: bytes, disclosure: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Read it before you give it"))
        layout = column(self, "normal", "wide")
        layout.addWidget(Heading(self.tr("Read it before you give it"), 2))
        self.pdf = PdfView(self)
        self.pdf.show_pdf(data, self.tr("The copy that is given"))
        layout.addWidget(self.pdf, 1)
        self.to_whom = QLineEdit(disclosure.to_whom, self)
        self.to_whom_row = LabelledRow(self.tr("Who is it given to?"), self.to_whom)
        self.purpose = QLineEdit(disclosure.purpose, self)
        self.purpose_row = LabelledRow(self.tr("Who asked for it, and when?"), self.purpose)
        across = panels(gap="wide")
        across.addWidget(self.to_whom_row, 1)
        across.addWidget(self.purpose_row, 1)
        layout.addLayout(across)
        self.large = QCheckBox(self.tr("Make the copy to give in large print"), self)
        layout.addWidget(self.large)
        self.read = QCheckBox(self.tr("I have read it: nothing more has to be withheld"), self)
        layout.addWidget(self.read)
        self.make = primary_button(self.tr("Make both copies"), self)
        self.cancel = secondary_button(self.tr("Back to the marks"), self)
        layout.addLayout(button_row((self.make, self.cancel)))
        self.make.setEnabled(False)
        self.read.toggled.connect(self.make.setEnabled)
        self.make.clicked.connect(self.try_to_accept)
        self.cancel.clicked.connect(self.reject)
        room = self.screen().availableGeometry().size()
        self.resize(min(880, room.width() - 60), min(920, room.height() - 60))

    def try_to_accept(self) -> None:
        """Close as accepted if it is said to whom and why."""
        for field, line, words in (
            (self.purpose, self.purpose_row, self.tr("Say who asked, and when")),
            (self.to_whom, self.to_whom_row, self.tr("Say who gets it")),
        ):
            missing = not field.text().strip()
            line.show_problem(words if missing else None)
            if missing:
                line.focus_field()
        if self.to_whom.text().strip() and self.purpose.text().strip():
            self.accept()
