"""Opens sealed files that were chosen, dropped, pasted or given at the start, one after the other, and says what became of
each. Shared by every page; belongs to the window."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from ui.background import Background
from ui.exchange.fingerprint_dialog import FingerprintDialog
from ui.messages import report_error, tell

LARGEST = 66 * 1024 * 1024
SUFFIXES = (".enquiry", ".hub")


class SealedFiles(QObject):
    """`opened(enquiry id, result)` after each file that was taken in."""

    opened = Signal(str, str)
    stores_changed = Signal()

    def __init__(self, window: QWidget, application: Any, background: Background) -> None:
        super().__init__(window)
        self._window, self._application, self._background = window, application, background
        self._waiting: list[Path] = []
        self._busy = False

    @Slot()
    def choose(self) -> None:
        """Ask for files and open them."""
        chosen, _ = QFileDialog.getOpenFileNames(
            self._window, self.tr("Open a sealed file"), "", self.tr("Sealed files (*.enquiry *.hub)")
        )
        self.take(map(Path, chosen))

    def take(self, files: Iterable[Path]) -> None:
        """Open these, in order."""
        self._waiting.extend(files)
        self._next()

    def _next(self) -> None:
        if self._busy or not self._waiting:
            return
        self._busy = True
        file = self._waiting.pop(0)
        self._background.run(partial(_open, self._application, file), self._on_done, self._on_failed, self)

    def _on_done(self, outcome: tuple[str, Any, bytes]) -> None:
        kind, found, content = outcome
        self._busy = False
        if kind == "card":
            self._show_card(found)
        elif found.result == "unknown":
            self._ask(found.sender.name, found.sender.keys.fingerprint, partial(self._confirm, content))
        else:
            self._say(found)
        self._next()

    def _on_failed(self, error: BaseException) -> None:
        self._busy = False
        report_error(self._window, error)
        self._next()

    def _show_card(self, seen: Any) -> None:
        if seen.state == "known":
            tell(
                self._window,
                self.tr("You know this store already"),
                self.tr("{name} has the key you confirmed. Nothing was changed.").format(name=seen.card.name),
            )
            return
        self._ask(seen.card.name, seen.fingerprint, partial(self._keep, seen.card), seen.state == "changed")

    def _ask(self, name: str, fingerprint: str, go_on: Any, changed: bool = False) -> None:
        dialog = FingerprintDialog(name, fingerprint, changed, self._window)
        if dialog.exec():
            go_on(dialog.heard)

    def _confirm(self, content: bytes, heard: str) -> None:
        work = partial(self._application.exchange.confirm_and_open, content, heard)
        self._background.run(work, self._say, partial(report_error, self._window), self)

    def _keep(self, card: Any, heard: str) -> None:
        work = partial(self._application.stores.confirm, card, heard)
        self._background.run(work, self._on_kept, partial(report_error, self._window), self)

    def _on_kept(self, peer: Any) -> None:
        self.stores_changed.emit()
        tell(
            self._window,
            self.tr("Kept"),
            self.tr("You can now seal enquiries for {name}, and files from there are opened at once.").format(
                name=peer.name
            ),
        )

    def _say(self, opened: Any) -> None:
        self.opened.emit(opened.enquiry_id, opened.result)
        title = self.tr("{ref} from {name}").format(ref=opened.reference, name=opened.sender.name)
        tell(self._window, title, opened.words)


def files_in(urls: Iterable[Any]) -> list[Path]:
    """The sealed files among dropped or pasted addresses."""
    paths = (Path(url.toLocalFile()) for url in urls if url.isLocalFile())
    return [path for path in paths if path.suffix.lower() in SUFFIXES]


def _open(application: Any, file: Path) -> tuple[str, Any, bytes]:
    from enquiry_app.errors import StoreUnavailable
    from enquiry_app.exchange.sealed.errors import ParcelTooLarge

    try:
        if file.stat().st_size > LARGEST:
            raise ParcelTooLarge
        content = file.read_bytes()
    except OSError as fault:
        raise StoreUnavailable("The file cannot be read. Is it still there, and may you read it?", "other") from fault
    if file.suffix.lower() == ".hub":
        return "card", application.stores.read(content), b""
    return "parcel", application.exchange.open(content), content
