"""Shows the paper of a letter or a record from memory."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QWidget

from ui.widgets.buttons import secondary_button
from ui.widgets.layouts import button_row, column
from ui.widgets.pdf_view import PdfView


class LetterDialog(QDialog):
    """`name` is a reference, never a child's name."""

    def __init__(self, data: bytes, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(name)
        window = parent.window() if parent is not None else None
        self.resize(820, min(900, window.height() if window is not None else 700))
        layout = column(self, "snug", "normal")
        self.pdf = PdfView(self)
        layout.addWidget(self.pdf, 1)
        self.close_button = secondary_button(self.tr("Close"), self)
        self.close_button.clicked.connect(self.accept)
        layout.addLayout(button_row((self.close_button,)))
        self.pdf.show_pdf(data, name)
