"""What is typed and not saved, gathered at the lock and given back after it; and a bar for words that found no field."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from enquiry_app.services.setting_aside import DraftAside, WordsAside
from ui import unsent_words
from ui.where import typed_on
from ui.widgets.buttons import secondary_button
from ui.widgets.notice_bar import NoticeBar

SHOWN_LINES = 4


def gather(main: Any, application: Any, saved: bool) -> WordsAside:
    """Everything of this person that would be lost with the window. `saved`: the page on top could save."""
    page, back = main.page, main.way_back
    unsent = unsent_words.taken_out(application)
    editor = getattr(page, "editor", None)
    here = () if saved or not hasattr(editor, "pending") else (_draft(editor),)
    known = set(_texts(unsent))
    typed = tuple(one for one in typed_on(page) if one.text not in known)
    return WordsAside((*here, *(back.drafts if back else ())), unsent, (*typed, *(back.typed if back else ())))


def _draft(editor: Any) -> DraftAside:
    return DraftAside(editor.enquiry.id, editor.version, editor.place, editor.saved, editor.answers)


def _texts(kept: Any) -> Iterable[str]:
    if isinstance(kept, str):
        yield kept
    elif isinstance(kept, dict):
        for each in kept.values():
            yield from _texts(each)
    elif isinstance(kept, list | tuple):
        for each in kept:
            yield from _texts(each)


class LeftOverBar(NoticeBar):
    """Shows words that are not back in their fields. They stay kept until they are put away here."""

    put_away = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("warning", self.tr("Words you typed before the screen locked have no field to go back to"),
                         self.tr("They are not saved with any enquiry. Copy what you need."), parent)  # fmt: skip
        self.box = QPlainTextEdit(self)
        self.box.setReadOnly(True)
        self.box.setTabChangesFocus(True)
        self.box.setAccessibleName(self.tr("Words without a field"))
        self.box.setFixedHeight((SHOWN_LINES + 1) * self.fontMetrics().lineSpacing())
        self.add(self.box)
        self.done = secondary_button(self.tr("Put away"), self)
        self.done.clicked.connect(self._on_done)
        self.add_beside(self.done)
        self.hide()

    def show_words(self, words: Sequence[str]) -> None:
        """Show these words; nothing if there are none."""
        self.box.setPlainText("\n\n".join(words))
        self.setVisible(bool(words))

    @Slot()
    def _on_done(self) -> None:
        self.show_words(())
        self.put_away.emit()
