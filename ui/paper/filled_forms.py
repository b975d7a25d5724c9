"""Reads filled forms that were chosen, dropped or pasted, one after the other, and opens the drafts they become. One that
was made from a draft that is still there can be put into it. Belongs to the window."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from ui.background import Background
from ui.messages import report_error
from ui.page import flush
from ui.paper.where_to_dialog import WhereToDialog

SUFFIX = ".pdf"


class FilledForms(QObject):
    """`read(ReadForm)` for each form that became a draft."""

    read = Signal(object)

    def __init__(self, window: QWidget, application: Any, background: Background) -> None:
        super().__init__(window)
        self._window, self._application, self._background = window, application, background

    @Slot()
    def choose(self) -> None:
        """Ask for a form and read it."""
        chosen, _ = QFileDialog.getOpenFileName(
            self._window, self.tr("Read a filled form"), "", self.tr("Forms (*.pdf)")
        )
        if chosen:
            self.take([Path(chosen)])

    def take(self, files: Iterable[Path]) -> None:
        """Read these, in order."""
        for file in files:
            work = partial(_look, self._application, file)
            self._background.run(work, self._on_looked, partial(report_error, self._window), self)

    def _on_looked(self, looked: tuple[bytes, Any]) -> None:
        content, draft = looked
        into = False
        if draft is not None:
            dialog = WhereToDialog(draft.title or f"D{draft.seq}", self._window)
            if not dialog.exec():
                return
            into = dialog.into
        # The draft may be open in the window: what is typed there is saved first, or the two would overtake each other.
        if into and not flush(self._window.page):
            return
        work = (
            partial(_into, self._application, content, draft.id) if into else partial(_anew, self._application, content)
        )
        self._background.run(work, self.read.emit, partial(report_error, self._window), self)


def forms_in(urls: Iterable[Any]) -> list[Path]:
    """The PDFs among dropped or pasted addresses."""
    paths = (Path(url.toLocalFile()) for url in urls if url.isLocalFile())
    return [path for path in paths if path.suffix.lower() == SUFFIX]


def _look(application: Any, file: Path) -> tuple[bytes, Any]:
    """The content of a file, and the draft it could be put into."""
    from enquiry_app.errors import StoreUnavailable
    from enquiry_app.exchange.filled_form import LARGEST, PdfTooLarge

    try:
        if file.stat().st_size > LARGEST:
            raise PdfTooLarge
        content = file.read_bytes()
    except OSError as fault:
        raise StoreUnavailable("The file cannot be read. Is it still there, and may you read it?", "other") from fault
    return content, application.blank_forms.made_from(content)


def _anew(application: Any, content: bytes) -> Any:
    return application.blank_forms.read(content)


def _into(application: Any, content: bytes, enquiry_id: str) -> Any:
    draft = application.drafting.open(enquiry_id)
    return application.blank_forms.read_into(content, enquiry_id, draft.enquiry.version)
