"""Saves what is typed: nothing unsaved is older than a second. One save under way; later edits wait for the next."""

from __future__ import annotations

from concurrent.futures import Future
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from enquiry_app.errors import AppError, EnquiryChangedElsewhere
from ui.background import Background
from ui.form.draft_editor import DraftEditor
from ui.widgets.status_line import StatusLine

WAIT = 700  # ms; started when something is unsaved and idle, never started anew by more typing
RETRY = 4000  # ms


class Autosave(QObject):
    """`overtaken` when somebody else saved first; nothing was written then."""

    overtaken = Signal()
    saved = Signal()

    def __init__(self, editor: DraftEditor, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._editor = editor
        self._background = background
        self._drafting = editor.application.drafting
        self._line: StatusLine | None = None
        self._under_way: Future[Any] | None = None
        self._stopped = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.save_now)
        editor.answers_changed.connect(self._on_edited)

    def use_status_line(self, line: StatusLine) -> None:
        """Say there whether typed words are saved."""
        self._line = line
        line.show_saved(self._editor.enquiry.updated_at)

    @Slot(object)
    def _on_edited(self, _addresses: object) -> None:
        if not self._timer.isActive() and self._under_way is None and not self._stopped:
            self._timer.start(WAIT)

    @Slot()
    def save_now(self) -> None:
        """Save what is not saved, beside the window."""
        if self._under_way is not None or self._stopped or not self._editor.unsaved:
            return
        self._timer.stop()
        answers, work = self._work()
        if self._line:
            self._line.show_saving()
        done = partial(self._on_saved, answers)
        self._under_way = self._background.run(work, done, self._on_failed, self)

    def flush(self) -> bool:
        """Save at once and wait. False if it could not be saved; the words are still here then."""
        self._timer.stop()
        self._background.finish_writes()
        if self._under_way is not None:
            self._settle(self._under_way)
        if not self._editor.unsaved:
            return True
        answers, work = self._work()
        try:
            self._on_saved(answers, work())
        except AppError as error:
            self._on_failed(error)
            return False
        return True

    def _settle(self, future: Future[Any]) -> None:
        """Take the result of a save whose answer has not been delivered yet."""
        self._under_way = None
        if future.exception() is None:
            self._editor.mark_saved(self._sent, future.result().version, self._sent_place)

    def _work(self) -> tuple[Any, Any]:
        editor = self._editor
        answers = self._sent = editor.answers
        self._sent_place = editor.place
        changes = editor.pending()
        sections, editor.touched_sections = editor.touched_sections, set()
        work = partial(_save, self._drafting, editor.enquiry.id, editor.version, changes, editor.place, tuple(sections))
        return answers, work

    def _on_saved(self, answers: Any, saved: Any) -> None:
        self._under_way = None
        if saved.version > self._editor.version:
            self._editor.mark_saved(answers, saved.version, self._sent_place)
        if self._line:
            self._line.show_saved(saved.at)
        self.saved.emit()
        if self._editor.unsaved:
            self._timer.start(WAIT)

    def _on_failed(self, error: BaseException) -> None:
        self._under_way = None
        if isinstance(error, EnquiryChangedElsewhere):
            self._stopped = True
            if self._line:
                self._line.show_not_saved(self.tr("changed in another window"))
            self.overtaken.emit()
            return
        sentence = error.sentence if isinstance(error, AppError) else self.tr("trying again")
        if self._line:
            self._line.show_not_saved(sentence)
        self._timer.start(RETRY)

    def go_on(self) -> None:
        """After the two versions were brought together: save again."""
        self._stopped = False
        self.save_now()


def _save(drafting: Any, enquiry_id: str, version: int, changes: Any, place: str, sections: tuple[str, ...]) -> Any:
    saved = drafting.save_changes(enquiry_id, version, changes, place)
    for section in sections:
        drafting.edited_section(enquiry_id, section)
    return saved
