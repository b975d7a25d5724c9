"""Reads filled forms that were chosen, dropped or pasted, one after the other, and opens the drafts they become. Belongs
to the window."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from ui.background import Background
from ui.messages import report_error

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
            work = partial(_read, self._application, file)
            self._background.run(work, self.read.emit, partial(report_error, self._window), self)


def forms_in(urls: Iterable[Any]) -> list[Path]:
    """The PDFs among dropped or pasted addresses."""
    paths = (Path(url.toLocalFile()) for url in urls if url.isLocalFile())
    return [path for path in paths if path.suffix.lower() == SUFFIX]


def _read(application: Any, file: Path) -> Any:
    from enquiry_app.errors import StoreUnavailable
    from enquiry_app.exchange.filled_form import LARGEST, PdfTooLarge

    try:
        if file.stat().st_size > LARGEST:
            raise PdfTooLarge
        content = file.read_bytes()
    except OSError as fault:
        raise StoreUnavailable("The file cannot be read. Is it still there, and may you read it?", "other") from fault
    return application.blank_forms.read(content)
