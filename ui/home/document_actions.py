"""Print and save of one enquiry's PDF: both are the service's business, so both are in the audit trail."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from enquiry_app.enquiry.records import Enquiry
from ui.background import Background
from ui.messages import report_error, tell
from ui.print_choice import PrintChoice, pages_to_print
from ui.printing import print_pdfs


class DocumentActions(QObject):
    """Acts for a page; `copy` is hub, own or family."""

    def __init__(self, page: QWidget, application: Any, background: Background, enquiry: Enquiry, copy: str) -> None:
        super().__init__(page)
        self._page, self._application, self._background = page, application, background
        self._enquiry, self._copy = enquiry, copy

    @Slot()
    def print_it(self) -> None:
        """Make the document and print it."""
        self._render(self._on_to_print)

    @Slot()
    def save_it(self) -> None:
        """Make the document and ask where to keep it. The file name is the reference, never a name."""
        self._render(self._on_to_save)

    @Slot()
    def save_large(self) -> None:
        """The same in large print."""
        work = partial(self._application.documents.referral, self._enquiry.id, copy=self._copy, large=True)
        self._background.run(work, self._on_to_save, partial(report_error, self._page), self._page)

    @Slot()
    def save_readable(self) -> None:
        """Make the document and keep it as a web page or as plain text, as chosen."""
        self._render(self._on_to_save_readable)

    @Slot()
    def protect_it(self) -> None:
        """Make the Hub's copy with a passphrase, for a hub without this app, and ask where to keep it."""
        work = partial(self._application.documents.protected, self._enquiry.id, copy="hub")
        self._background.run(work, self._on_protected, partial(report_error, self._page), self._page)

    def _render(self, done: Any) -> None:
        work = partial(self._application.documents.referral, self._enquiry.id, copy=self._copy)
        self._background.run(work, done, partial(report_error, self._page), self._page)

    def _on_to_print(self, rendered: Any) -> None:
        choice = PrintChoice.of_one(rendered.data, self._copy, self._page)
        if choice.exec():
            pages = pages_to_print(rendered.data, choice.part)
            print_pdfs(self._page, [rendered.data], self._enquiry.reference or "Enquiry", [pages])

    def _on_protected(self, made: Any) -> None:
        if keep_file(self._page, made.name, made.data):
            words = self.tr(
                "It opens in any PDF viewer with this passphrase:\n\n{words}\n\nTell it to the Hub by telephone, never"
                " in the same message. It is kept nowhere: once this is closed it cannot be shown again."
            )
            tell(self._page, self.tr("Saved with a passphrase"), words.format(words=made.passphrase))

    def _on_to_save_readable(self, rendered: Any) -> None:
        keep_readable(self._page, self._application.documents.file_name(self._enquiry, self._copy), rendered)

    def _on_to_save(self, rendered: Any) -> None:
        keep_file(self._page, self._application.documents.file_name(self._enquiry, self._copy), rendered.data)


def keep_file(page: QWidget, name: str, data: bytes) -> bool:
    """Ask where a PDF is to be kept, beginning with this name (a reference, never a child's), and keep it there.

    Gives whether it was.
    """
    chosen, _filter = QFileDialog.getSaveFileName(page, _tr("Save a copy"), name, _tr("PDF (*.pdf)"))
    return bool(chosen) and write_copy(page, Path(chosen), data)


def keep_readable(page: QWidget, name: str, rendered: Any) -> bool:
    """Ask where a document is to be kept as a web page or as plain text, beginning with the name of its PDF, and keep
    it there. Gives whether it was."""
    begin = name.removesuffix(".pdf") + ".html"
    kinds = _tr("Web page (*.html);;Plain text (*.txt)")
    chosen, kind = QFileDialog.getSaveFileName(page, _tr("Save a copy"), begin, kinds)
    if not chosen:
        return False
    as_text = chosen.lower().endswith(".txt") or (kind.endswith("(*.txt)") and not chosen.lower().endswith(".html"))
    return write_copy(page, Path(chosen), (rendered.as_text() if as_text else rendered.as_html()).encode())


def write_copy(page: QWidget, path: Path, data: bytes) -> bool:
    """Write a copy for its owner only; gives whether it was written."""
    try:
        path.write_bytes(data)
        path.chmod(0o600)
    except OSError:
        tell(page, _tr("The copy could not be saved"), _tr("Choose another place, or free some room there."))
        return False
    return True


def _tr(text: str) -> str:
    return QCoreApplication.translate("DocumentActions", text)
