"""Says that sealed files have arrived in the watched folder, and opens them when somebody asks for it. Never by itself."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from enquiry_app.exchange.sealed.arrivals_folder import FoundFile
from ui.background import Background
from ui.widgets.buttons import primary_button, secondary_button
from ui.widgets.notice_bar import NoticeBar

LOOK_AGAIN = 30_000  # ms: a network share tells nobody that a file has come
SOON = 2_000  # ms: a file being copied has grown by then


class FolderWatch(QObject):
    """`bar` stands in the window. `open_asked(files)` with paths; `handled` is told what became of them."""

    open_asked = Signal(list)

    def __init__(self, application: Any, background: Background, window: QWidget) -> None:
        super().__init__(window)
        self._application, self._background = application, background
        self._first_seen: dict[FoundFile, float] = {}
        self._offered: tuple[FoundFile, ...] = ()
        self._put_off: set[FoundFile] = set()
        self.bar = NoticeBar("info", "", parent=window)
        self.open_button = primary_button(self.tr("Open them"), self.bar)
        self.later_button = secondary_button(self.tr("Not now"), self.bar)
        self.bar.add_beside(self.open_button, self.later_button)
        self.bar.hide()
        self.open_button.clicked.connect(self._on_open)
        self.later_button.clicked.connect(self._on_later)
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(self.look)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON)
        self._soon.timeout.connect(self.look)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_AGAIN)
        self._timer.timeout.connect(self.look)
        if application.may("exchange"):
            self.begin()

    @Slot()
    def begin(self) -> None:
        """Begin anew: a folder was chosen, or none."""
        self._offered = ()
        self._first_seen.clear()
        self._put_off.clear()
        self.bar.hide()
        self._background.read(self._application.watched_folder.folder, self._on_folder, _say_nothing, self)

    @Slot()
    def look(self) -> None:
        """Look into the folder, beside the window."""
        self._background.read(self._application.watched_folder.look, self._on_looked, _say_nothing, self)

    def handled(self, path: Path) -> None:
        """A file was opened, or refused for good: it is offered no more."""
        marks = [file.mark for file in self._first_seen if file.path == path]
        if marks:
            work = _Seen(self._application.watched_folder, marks)
            self._background.run(work, self._on_seen, _say_nothing, self)

    def _on_folder(self, folder: str) -> None:
        if self._watcher.directories():
            self._watcher.removePaths(self._watcher.directories())
        if not folder:
            self._timer.stop()
            return
        self._watcher.addPath(folder)
        self._timer.start()
        self.look()

    def _on_looked(self, found: tuple[FoundFile, ...]) -> None:
        now = self._application.clock.monotonic()
        self._first_seen = {file: self._first_seen.get(file, now) for file in found}
        whole = tuple(file for file in found if now - self._first_seen[file] >= SOON / 1000)
        if len(whole) < len(found):
            self._soon.start()  # new, or still growing
        self._offered = tuple(file for file in whole if file not in self._put_off)
        number = len(self._offered)
        self.bar.setVisible(number > 0)
        if number:
            one, many = self.tr("1 sealed file has arrived"), self.tr("{number} sealed files have arrived")
            words = self.tr("In the folder that is watched. Nothing is taken in until you open it.")
            self.bar.show_notice(one if number == 1 else many.format(number=number), words)
            self.open_button.setText(self.tr("Open it") if number == 1 else self.tr("Open them"))

    @Slot()
    def _on_open(self) -> None:
        files = [file.path for file in self._offered]
        self._put_off.update(self._offered)
        self.bar.hide()
        self.open_asked.emit(files)

    @Slot()
    def _on_later(self) -> None:
        """Until something else comes, or the person signs in again."""
        self._put_off.update(self._offered)
        self.bar.hide()

    def _on_seen(self, _: object) -> None:
        self.look()


class _Seen:
    """Notes files as dealt with."""

    def __init__(self, service: Any, marks: Iterable[str]) -> None:
        self._service, self._marks = service, tuple(marks)

    def __call__(self) -> None:
        self._service.seen(self._marks)


def _say_nothing(_: BaseException) -> None:
    """The next look says it again; opening a file by hand says what is wrong."""
