"""One message on its way: the record before on the writing thread, the mail server on a reading one, the record after.

Nobody's saving waits for a mail server, and the window never does.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from ui.background import Background


class MailSending(QObject):
    """`done(result)` when the record says how it ended, `failed(error)` if it could not even begin."""

    done = Signal(object)
    failed = Signal(object)

    def __init__(self, application: Any, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._mail, self._background = application.mail, background
        self._hand_over = False
        self._outgoing: Any = None

    def begin(self, start: Callable[[], Any], hand_over: bool = False) -> None:
        """`start` makes the message and puts it on record: `mail.start` or `mail.start_again`, all given."""
        self._hand_over = hand_over
        self._background.run(start, self._on_started, self._on_failed, self)

    def _on_started(self, outgoing: Any) -> None:
        self._outgoing = outgoing
        self._background.read(partial(self._mail.deliver, outgoing), self._on_answered, self._on_failed, self)

    def _on_answered(self, outcome: Any) -> None:
        work = partial(self._mail.finish, self._outgoing, outcome, hand_over=self._hand_over)
        self._background.run(work, self._on_finished, self._on_failed, self)

    def _on_finished(self, result: Any) -> None:
        self._outgoing = None
        self.done.emit(result)

    def _on_failed(self, error: BaseException) -> None:
        self._outgoing = None
        self.failed.emit(error)
