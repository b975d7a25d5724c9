"""Opens sealed files that were chosen, dropped, pasted or given at the start, one after the other, and says what became of
each. Shared by every page; belongs to the window."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from enquiry_app.exchange.sealed.errors import ParcelError
from ui.background import Background
from ui.exchange.fingerprint_dialog import FingerprintDialog
from ui.exchange.folder_watch import FolderWatch
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
        self.watch = FolderWatch(application, background, window)
        self.watch.open_asked.connect(self.take)

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
        work = partial(_open, self._application, file)
        self._background.run(work, partial(_done, self, file), partial(_failed, self, file), self)

    def done(self, file: Path, outcome: tuple[str, Any, bytes]) -> None:
        """Say what is in a file, or ask about its sender; then the next one."""
        kind, found, content = outcome
        self._busy = False
        if kind == "card":
            self._show_card(found, file)
        elif found.result == "unknown":
            self._ask(found.sender.name, found.sender.keys.fingerprint, partial(self._confirm, file, content))
        else:
            self.watch.handled(file)
            self._say(found)
        self._next()

    def failed(self, file: Path, error: BaseException) -> None:
        """Say why a file cannot be opened. One that never can be is not offered again."""
        self._busy = False
        if isinstance(error, ParcelError):
            self.watch.handled(file)
        report_error(self._window, error)
        self._next()

    def _show_card(self, seen: Any, file: Path) -> None:
        if seen.state == "known":
            self.watch.handled(file)
            tell(
                self._window,
                self.tr("You know this store already"),
                self.tr("{name} has the key you confirmed. Nothing was changed.").format(name=seen.card.name),
            )
            return
        self._ask(seen.card.name, seen.fingerprint, partial(self._keep, file, seen.card), seen.state == "changed")

    def _ask(self, name: str, fingerprint: str, go_on: Any, changed: bool = False) -> None:
        dialog = FingerprintDialog(name, fingerprint, changed, self._window)
        if dialog.exec():
            go_on(dialog.heard)

    def _confirm(self, file: Path, content: bytes, heard: str) -> None:
        work = partial(self._application.exchange.confirm_and_open, content, heard)
        self._background.run(work, partial(_taken, self, file), partial(report_error, self._window), self)

    def _keep(self, file: Path, card: Any, heard: str) -> None:
        work = partial(self._application.stores.confirm, card, heard)
        self._background.run(work, partial(_kept, self, file), partial(report_error, self._window), self)

    def taken(self, file: Path, opened: Any) -> None:
        """A first file was taken in after its sender was confirmed."""
        self.watch.handled(file)
        self._say(opened)

    def kept(self, file: Path, peer: Any) -> None:
        """A store was confirmed."""
        self.watch.handled(file)
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


def _done(files: SealedFiles, file: Path, outcome: tuple[str, Any, bytes]) -> None:
    files.done(file, outcome)


def _failed(files: SealedFiles, file: Path, error: BaseException) -> None:
    files.failed(file, error)


def _taken(files: SealedFiles, file: Path, opened: Any) -> None:
    files.taken(file, opened)


def _kept(files: SealedFiles, file: Path, peer: Any) -> None:
    files.kept(file, peer)


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
