"""A finished copy to be read before it leaves: print it, or save it as PDF, web page or text."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QDialog, QWidget

from ui.home.document_actions import keep_file, keep_readable
from ui.print_choice import audience
from ui.printing import print_pdfs
from ui.widgets.buttons import secondary_button
from ui.widgets.heading import Heading
from ui.widgets.layouts import button_row, column
from ui.widgets.pdf_view import PdfView
from ui.widgets.wrapping_label import WrappingLabel


class CopyPreview(QDialog):
    """`rendered` is the copy; `name` what the file is called when it is saved: a reference, never a child's name."""

    def __init__(self, title: str, rendered: Any, name: str, copy: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._rendered, self._name = rendered, name
        layout = column(self, "normal", "wide")
        layout.addWidget(Heading(title, 2))
        layout.addWidget(WrappingLabel(audience(copy)))
        self.pdf = PdfView(self)
        self.pdf.show_pdf(rendered.data, title)
        layout.addWidget(self.pdf, 1)
        self.to_print = secondary_button(self.tr("Print"), self, "print")
        self.to_save = secondary_button(self.tr("Save as PDF"), self, "save")
        self.to_read = secondary_button(self.tr("Save as text or web page"), self, "document")
        self.done_button = secondary_button(self.tr("Close"), self)
        layout.addLayout(button_row((self.to_print, self.to_save, self.to_read, self.done_button)))
        self.to_print.clicked.connect(self._print)
        self.to_save.clicked.connect(self._save)
        self.to_read.clicked.connect(self._save_readable)
        self.done_button.clicked.connect(self.accept)
        room = self.screen().availableGeometry().size()
        self.resize(min(860, room.width() - 60), min(900, room.height() - 60))

    @Slot()
    def _print(self) -> None:
        print_pdfs(self, [self._rendered.data], self._name.removesuffix(".pdf"))

    @Slot()
    def _save(self) -> None:
        keep_file(self, self._name, self._rendered.data)

    @Slot()
    def _save_readable(self) -> None:
        keep_readable(self, self._name, self._rendered)
