"""Asks for the passphrase again where a service demands it, then does what was begun: pages need not know of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QWidget

from enquiry_app.errors import PassphraseNeeded
from ui.background import Background
from ui.messages import sentence_of
from ui.widgets.form_dialog import FormDialog
from ui.widgets.labelled_row import LabelledRow
from ui.widgets.password_field import PasswordField


class PassphraseDialog(FormDialog):
    """`password` after it was accepted. `refusal`: why the one before was not taken."""

    def __init__(self, refusal: str = "", parent: QWidget | None = None) -> None:
        words = _tr("This hands much out or cannot be undone, so the app makes sure that it is you.")
        super().__init__(_tr("Type your password again"), _tr("Go on"), words, parent=parent)
        self.box = PasswordField(self)
        self.row = LabelledRow(_tr("Your password"), self.box)
        self.body.addWidget(self.row)
        if refusal:
            self.row.show_problem(refusal)

    @property
    def password(self) -> str:
        """What was typed."""
        return self.box.text()

    def problems(self) -> list[tuple[str, LabelledRow]]:
        """It is typed."""
        return [] if self.password else [(_tr("Type your password"), self.row)]


class PassphraseAsking(QObject):
    """Stands between the background and the pages of a window."""

    def __init__(self, window: QWidget, application: Any, background: Background) -> None:
        super().__init__(window)
        self._window, self._application, self._background = window, application, background
        background.second_chance = self.take

    def take(self, error: BaseException, again: Callable[[], None], tell: Callable[[], None]) -> bool:
        """Whether this was a demand for the passphrase; then it is asked for, and the work done again or given up."""
        if not isinstance(error, PassphraseNeeded):
            return False
        self._ask("", again, tell)
        return True

    def _ask(self, refusal: str, again: Callable[[], None], tell: Callable[[], None]) -> None:
        dialog = PassphraseDialog(refusal, self._window)
        accepted, password = dialog.exec(), dialog.password
        dialog.box.clear()
        dialog.deleteLater()
        if not accepted:
            tell()
            return
        work = partial(self._application.confirm_passphrase, password)
        self._background.run(work, partial(_go_on, again), partial(self._refused, again, tell), self)

    def _refused(self, again: Callable[[], None], tell: Callable[[], None], error: BaseException) -> None:
        self._ask(sentence_of(error), again, tell)


def _go_on(again: Callable[[], None], _: object) -> None:
    again()


def _tr(text: str) -> str:
    return QCoreApplication.translate("PassphraseDialog", text)
