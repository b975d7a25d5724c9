"""Saves what is typed: nothing unsaved is older than a second. One save under way; later edits wait for the next."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from typing import Any

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QWidget

from enquiry_app.errors import AppError, EnquiryChangedElsewhere
from ui.background import Background
from ui.form.draft_editor import DraftEditor
from ui.widgets.status_line import StatusLine

WAIT = 700  # ms; started when something is unsaved and idle, never started anew by more typing
RETRY = (1000, 2000, 4000, 8000, 15_000)  # ms before each new attempt of a save that failed; the last one repeats


class Autosave(QObject):
    """`overtaken` when somebody else saved first; nothing was written then."""

    overtaken = Signal()
    saved = Signal()

    def __init__(self, editor: DraftEditor, background: Background, page: QWidget) -> None:
        """`page` holds the fields: what is typed in them is saved as soon as one is left."""
        super().__init__(page)
        self._editor = editor
        self._background = background
        self._drafting = editor.application.drafting
        self._page = page
        self._line: StatusLine | None = None
        self._under_way: Future[Any] | None = None
        self._stopped = False
        self._failures = 0
        self._since = QElapsedTimer()  # runs from the first edit that is not on its way to the store
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.save_now)
        editor.answers_changed.connect(self._on_edited)
        QApplication.instance().focusChanged.connect(self._on_focus)

    def use_status_line(self, line: StatusLine) -> None:
        """Say there whether typed words are saved."""
        self._line = line
        line.show_saved(self._editor.enquiry.updated_at)

    @Slot(object)
    def _on_edited(self, _addresses: object) -> None:
        if not self._since.isValid():
            self._since.start()
        if not self._timer.isActive() and self._under_way is None and not self._stopped:
            self._timer.start(WAIT)

    @Slot(QWidget, QWidget)
    def _on_focus(self, left: QWidget | None, _entered: QWidget | None) -> None:
        """Leaving a field, or the window, saves at once."""
        if left is not None and self._since.isValid() and not self._failures and self._page.isAncestorOf(left):
            self.save_now()

    @Slot()
    def save_now(self) -> None:
        """Save what is not saved, beside the window."""
        if self._under_way is not None or self._stopped or not self._editor.unsaved:
            return
        work, done = self._work()
        if self._line:
            self._line.show_saving()
        self._under_way = self._background.run(work, done, self._on_failed, self)

    def flush(self) -> bool:
        """Save at once and wait. False if it could not be saved; the words are still here then."""
        self._timer.stop()
        self._background.finish_writes()
        if self._under_way is not None:
            self._settle(self._under_way)
        if not self._editor.unsaved:
            return True
        if self._stopped:  # two versions are just being brought together
            return False
        work, done = self._work()
        try:
            done(work())
        except AppError as error:
            self._on_failed(error)
            return False
        return True

    def _settle(self, future: Future[Any]) -> None:
        """Take the result of a save whose answer has not been delivered yet."""
        self._under_way = None
        if future.exception() is None:
            saved, noted = future.result()
            self._editor.note_edited(noted)
            self._editor.mark_saved(self._sent, saved.version, self._sent_place)

    def _work(self) -> tuple[Callable[[], Any], Callable[[Any], None]]:
        """What saves everything as it stands, and what is to be done with its result."""
        self._timer.stop()
        self._since.invalidate()
        editor = self._editor
        self._sent, self._sent_place, sections = editor.answers, editor.place, tuple(editor.touched_sections)
        work = partial(
            _save, self._drafting, editor.enquiry.id, editor.version, editor.pending(), editor.place, sections
        )
        return work, partial(self._on_saved, self._sent)

    def _on_saved(self, answers: Any, result: tuple[Any, tuple[str, ...]]) -> None:
        saved, noted = result
        self._under_way = None
        self._failures = 0
        self._editor.note_edited(noted)
        if saved.version > self._editor.version:
            self._editor.mark_saved(answers, saved.version, self._sent_place)
        if self._line:
            self._line.show_saved(saved.at)
        self.saved.emit()
        if self._editor.unsaved:  # typed while this save was under way: its second has begun already
            gone = self._since.elapsed() if self._since.isValid() else 0
            self._timer.start(max(0, WAIT - gone))

    def _on_failed(self, error: BaseException) -> None:
        self._under_way = None
        if isinstance(error, EnquiryChangedElsewhere):
            self._stopped = True
            if self._line:
                self._line.show_not_saved(self.tr("changed in another window"))
            self.overtaken.emit()
            return
        if not self._editor.unsaved:  # a later save has brought everything home meanwhile
            return
        sentence = error.sentence if isinstance(error, AppError) else self.tr("trying again")
        if self._line:
            self._line.show_not_saved(sentence)
        self._timer.start(RETRY[min(self._failures, len(RETRY) - 1)])
        self._failures += 1

    def go_on(self) -> None:
        """After the two versions were brought together: save again."""
        self._stopped = False
        self.save_now()


def _save(
    drafting: Any, enquiry_id: str, version: int, changes: Any, place: str, sections: tuple[str, ...]
) -> tuple[Any, tuple[str, ...]]:
    """Save, then note in the audit trail which sections were worked on. Gives the save and the sections noted."""
    saved = drafting.save_changes(enquiry_id, version, changes, place)
    noted = []
    for section in sections:
        try:
            drafting.edited_section(enquiry_id, section)
        except AppError:  # the words are safe; the note is made with the next save
            continue
        noted.append(section)
    return saved, tuple(noted)
