"""Shows a PDF from memory; QtPdf is loaded when first needed. Nothing is written to disk."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt, Slot
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ui.widgets.buttons import icon_button
from ui.widgets.layouts import column, row
from ui.widgets.wrapping_label import WrappingLabel


class PdfView(QWidget):
    """`show_pdf(bytes)` shows a document fitted to the width; plus and minus change the size."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout: QVBoxLayout = column(self, "tight")
        self._buffer: QBuffer | None = None
        self._document: Any = None
        self._view: Any = None
        self._pages = QLabel("")
        bar = row(gap="hair")
        bar.addWidget(self._pages)
        bar.addStretch(1)
        self._smaller = icon_button("smaller", self.tr("Smaller"), self)
        self._larger = icon_button("add", self.tr("Larger"), self)
        self._fit = icon_button("fit_width", self.tr("Fit to width"), self)
        for button, slot in ((self._smaller, self._shrink), (self._larger, self._grow), (self._fit, self.fit_width)):
            button.clicked.connect(slot)
            bar.addWidget(button)
        self._layout.addLayout(bar)
        self._placeholder = WrappingLabel(self.tr("Making the document…"), "hint")
        self._placeholder.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._layout.addWidget(self._placeholder, 1)

    def show_pdf(self, data: bytes, name: str) -> None:
        """Show this document; `name` is what a screen reader calls it (a reference, never a child's name)."""
        from PySide6.QtPdf import QPdfDocument
        from PySide6.QtPdfWidgets import QPdfView

        if self._view is None:
            self._document = QPdfDocument(self)
            self._view = QPdfView(self)
            self._view.setDocument(self._document)
            self._view.setPageMode(QPdfView.PageMode.MultiPage)
            self._layout.addWidget(self._view, 1)
            self._placeholder.hide()
        self._document.close()
        self._buffer = QBuffer(self)
        self._buffer.setData(QByteArray(data))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document.load(self._buffer)
        self._view.setAccessibleName(name)
        self._pages.setText(
            self.tr("%n page(s)", "", self.page_count).replace("(s)", "" if self.page_count == 1 else "s")
        )
        self.fit_width()

    def text(self) -> str:
        """All words of the document, for tests and for copying."""
        if self._document is None:
            return ""
        return "\n".join(self._document.getAllText(page).text() for page in range(self.page_count))

    @property
    def page_count(self) -> int:
        """Pages shown."""
        return self._document.pageCount() if self._document is not None else 0

    @property
    def document(self) -> Any:
        """The `QPdfDocument`, for printing."""
        return self._document

    def show_words(self, words: str) -> None:
        """Say why there is no document."""
        self._placeholder.setText(words)

    def clear(self) -> None:
        """Let go of the document."""
        if self._document is not None:
            self._document.close()
        self._buffer = None
        self._pages.setText("")

    @Slot()
    def fit_width(self) -> None:
        """Fit pages to the width."""
        if self._view is not None:
            self._view.setZoomMode(type(self._view).ZoomMode.FitToWidth)

    @Slot()
    def _grow(self) -> None:
        self._zoom(1.2)

    @Slot()
    def _shrink(self) -> None:
        self._zoom(1 / 1.2)

    def _zoom(self, factor: float) -> None:
        if self._view is None:
            return
        mode = type(self._view).ZoomMode
        if self._view.zoomMode() != mode.Custom:
            points = self._document.pagePointSize(0).width() or 595.0
            self._view.setZoomFactor((self._view.viewport().width() - 20) / (points * self.logicalDpiX() / 72))
        self._view.setZoomMode(mode.Custom)
        self._view.setZoomFactor(min(4.0, max(0.3, self._view.zoomFactor() * factor)))
