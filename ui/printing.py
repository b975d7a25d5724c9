"""Printing, in one place: pages go to the printer as pictures of the PDF, from memory.

Tests hand in a printer of their own through `choose_printer`.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication, QSize
from PySide6.QtGui import QPainter, QTextDocument
from PySide6.QtWidgets import QWidget

from ui.messages import tell

DOTS_PER_INCH = 300


def choose_printer(parent: QWidget) -> Any:  # a QPrinter, or None
    """Ask which printer; None if the person thinks better of it."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setResolution(DOTS_PER_INCH)
    dialog = QPrintDialog(printer, parent)
    return printer if dialog.exec() == QPrintDialog.DialogCode.Accepted else None


def print_text(parent: QWidget, text: str, *_: object) -> None:
    """Print plain text on a printer the person chooses."""
    printer = choose_printer(parent)
    if printer is not None:
        document = QTextDocument()
        document.setPlainText(text)
        document.print_(printer)


def print_pdfs(parent: QWidget, documents: list[bytes], name: str, pages: list[int] | None = None) -> bool:
    """Print these PDFs one after the other as one job called `name` (references only): all their pages, or of each the
    first so many. False if nothing was printed."""
    printer = choose_printer(parent)
    if printer is None:
        return False
    printer.setDocName(name)
    painter = QPainter()
    if not painter.begin(printer):
        tell(parent, _tr("Printing did not start"), _tr("Check that the printer is on and connected, then try again."))
        return False
    first = True
    for place, data in enumerate(documents):
        first = _print_one(data, printer, painter, first, pages[place] if pages else None)
    painter.end()
    return True


def _print_one(data: bytes, printer: Any, painter: QPainter, first: bool, pages: int | None) -> bool:
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice
    from PySide6.QtPdf import QPdfDocument

    document = QPdfDocument()
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    for page in range(min(document.pageCount(), pages or document.pageCount())):
        points = document.pagePointSize(page)
        printer.setPageOrientation(_orientation(points))
        if not first:
            printer.newPage()
        first = False
        target = painter.viewport()
        size = points.scaled(target.width(), target.height(), _keep_ratio())
        image = document.render(page, QSize(round(size.width()), round(size.height())))
        painter.drawImage(target.x(), target.y(), image)
    document.close()
    return first


def _orientation(points: Any) -> Any:
    """Pages that are wider than high are printed on their side."""
    from PySide6.QtGui import QPageLayout

    wide = points.width() > points.height()
    return QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait


def _keep_ratio() -> Any:
    from PySide6.QtCore import Qt

    return Qt.AspectRatioMode.KeepAspectRatio


def _tr(text: str) -> str:
    return QCoreApplication.translate("printing", text)
