"""Prints or saves several referrals: says first what they are and for whom, then makes one after the other beside the
window, with progress and a way to stop. One that cannot be made is named, and the others go on. Each is saved as soon as it
is made: a long batch takes no more room than a short one, and what was made before a stop or a lock is there."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QProgressDialog, QWidget

from enquiry_app.errors import AppError
from ui.background import Background
from ui.formatting import count
from ui.messages import ask, report_error, sentence_of, tell
from ui.print_choice import EVERYTHING, PrintChoice, audience, pages_to_print
from ui.printing import print_pdfs

CHOSEN_AT_LEAST = 2  # one alone is printed without being asked about


class QueuePrinting(QObject):
    """One batch at a time."""

    def __init__(self, page: QWidget, application: Any, background: Background) -> None:
        super().__init__(page)
        self._page, self._application, self._background = page, application, background
        self._rows: list[Any] = []
        self._made: list[bytes] = []
        self._saved = 0
        self._failed: list[str] = []
        self._folder: Path | None = None
        self._part = EVERYTHING
        self.progress: QProgressDialog | None = None

    def print_these(self, rows: list[Any]) -> None:
        """Print the Hub's copies of these rows of the queue."""
        if not rows or self.progress:
            return
        self._part = EVERYTHING
        if len(rows) >= CHOSEN_AT_LEAST:
            choice = PrintChoice.of_many(
                len(rows), f"{self.tr('Collect them at once.')}\n\n{_listed(rows)}", self._page
            )
            if not choice.exec():
                return
            self._part = choice.part
        self._begin(rows, None)

    def save_these(self, rows: list[Any]) -> None:
        """Save them as PDFs in a folder; names are references only."""
        if not rows or self.progress:
            return
        keep = self.tr("The files are not encrypted: keep them where they belong.")
        if not self._sure(rows, keep):
            return
        folder = QFileDialog.getExistingDirectory(self._page, self.tr("Save the referrals in"))
        if folder:
            self._begin(rows, Path(folder))

    def _sure(self, rows: list[Any], after: str) -> bool:
        """Read back whose copies these are and for whom."""
        title = self.tr("Save {many}?").format(many=count(len(rows), "referral", "referrals"))
        words = f"{audience('hub')} {after}\n\n{_listed(rows)}"
        return ask(self._page, title, words, self.tr("Save"), self.tr("Cancel"))

    def _begin(self, rows: list[Any], folder: Path | None) -> None:
        begin = partial(self._application.documents.begin_many, len(rows))
        make = partial(_make_these, self, rows, folder)
        self._background.run(begin, make, partial(report_error, self._page), self._page)

    def make_these(self, rows: list[Any], folder: Path | None) -> None:
        """Make one after the other, with progress and a way to stop."""
        self._rows, self._made, self._saved, self._failed, self._folder = list(rows), [], 0, [], folder
        self.progress = QProgressDialog(self.tr("Making the referrals…"), self.tr("Stop"), 0, len(rows), self._page)
        self.progress.setWindowTitle(self.tr("Referrals"))
        self.progress.setWindowModality(Qt.WindowModality.WindowModal)
        self.progress.setMinimumDuration(400)
        self.progress.setAutoClose(False)
        self._next()

    def _next(self) -> None:
        done = len(self._made) + self._saved + len(self._failed)
        if self.progress is None:
            return
        self.progress.setValue(done)
        if self.progress.wasCanceled() or done == len(self._rows):
            self._finish(done < len(self._rows))
            return
        row = self._rows[done]
        work = partial(_render, self._application.documents, row.enquiry, self._folder)
        self._background.run(work, self._on_made, partial(self._on_failed, row.enquiry.reference), self._page)

    def _on_made(self, made: bytes | None) -> None:
        if made is None:
            self._saved += 1
        else:
            self._made.append(made)
        self._next()

    def _on_failed(self, reference: str, error: BaseException) -> None:
        if isinstance(error, OSError):
            self._close()
            tell(self._page, self.tr("Not all could be saved"), self.tr("Choose another folder, or free some room."))
            return
        if not isinstance(error, AppError):
            self._close()
            report_error(self._page, error)
            return
        self._failed.append(f"{reference}: {sentence_of(error)}")
        self._next()

    def _finish(self, stopped: bool) -> None:
        self._close()
        if self._failed:
            tell(self._page, self.tr("Not all could be made"), "\n".join(self._failed))
        if stopped and self._folder is None:
            tell(self._page, self.tr("Stopped"), self.tr("Nothing was printed."))
            return
        if self._folder is not None:
            self._tell_saved(stopped=stopped)
        elif self._made:
            pages = [pages_to_print(data, self._part) for data in self._made]
            print_pdfs(self._page, self._made, "Referrals", pages)

    def _tell_saved(self, *, stopped: bool) -> None:
        if stopped:
            words = self.tr("{saved} of {all} were made before, and are in the folder.")
            tell(self._page, self.tr("Stopped"), words.format(saved=f"{self._saved:,}", all=f"{len(self._rows):,}"))
            return
        saved = count(self._saved, "referral is", "referrals are")
        tell(self._page, self.tr("Saved"), self.tr("{saved} in the folder.").format(saved=saved))

    def _close(self) -> None:
        if self.progress is not None:
            self.progress.close()
            self.progress.deleteLater()
            self.progress = None


def _listed(rows: list[Any]) -> str:
    return ", ".join(row.enquiry.reference for row in rows[:6]) + (" …" if len(rows) > 6 else "")


def _render(documents: Any, enquiry: Any, folder: Path | None) -> bytes | None:
    """The Hub's copy; None if it was saved in the folder, for its owner only. Raises OSError."""
    data: bytes = documents.referral(enquiry.id, copy="hub").data
    if folder is None:
        return data
    path = folder / documents.file_name(enquiry, "hub")
    path.write_bytes(data)
    path.chmod(0o600)
    return None


def _make_these(printing: QueuePrinting, rows: list[Any], folder: Path | None, _: object) -> None:
    printing.make_these(rows, folder)
