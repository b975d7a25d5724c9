"""What every panel of the Hub's enquiry screen is: a column of work on one case, saved through a service."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTextEdit, QVBoxLayout, QWidget

from enquiry_app.errors import EnquiryChangedElsewhere
from ui.background import Background
from ui.messages import sentence_of
from ui.widgets.heading import Heading
from ui.widgets.layouts import add_to, column
from ui.widgets.notice_bar import NoticeBar


class CasePanel(QWidget):
    """Subclasses build their rows in `build` and save with `save`. `title` is the tab's word.

    After a save the page asks the store again and makes the panel anew; one with words typed and not saved is left as it
    is and only told the new case (`take_case`).
    """

    title = ""
    changed = Signal()
    newest_wanted = Signal()
    enquiry_asked = Signal(str)

    def __init__(self, case: Any, application: Any, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.case, self.application, self.background = case, application, background
        self.content: QVBoxLayout = column(self, "normal", "wide")
        add_to(self.content, Heading(self.title, 2))
        self.problem = NoticeBar("warning", "")
        self.problem.hide()
        self.content.addWidget(self.problem)
        self.build()
        self.content.addStretch(1)

    @staticmethod
    def badge(case: Any) -> str:
        """A word or number behind the tab's title, "" for none."""
        return ""

    def build(self) -> None:
        """Put the rows into `content`."""

    def take_case(self, case: Any) -> None:
        """The case has changed while words here are not saved: remember the newest for the next save."""
        self.case = case

    def dirty(self) -> bool:
        """Whether something typed is not saved."""
        plain = any(each.document().isModified() for each in self.findChildren(QPlainTextEdit))
        rich = any(each.document().isModified() for each in self.findChildren(QTextEdit))
        return plain or rich or any(each.isModified() for each in self.findChildren(QLineEdit))

    def flush(self) -> bool:
        """Save what can be saved without asking. False if it could not be saved."""
        return True

    def first_focus(self) -> QWidget | None:
        """Where work in this panel begins."""
        return None

    def save(self, work: Callable[[], Any], done: Callable[[Any], None] | None = None) -> None:
        """Run a service's step beside the window; then the page shows the case anew."""
        self.problem.hide()
        self.setEnabled(False)
        self.background.run(work, partial(self._on_saved, done), self._on_failed, self)

    def show_problem(self, title: str, text: str = "") -> None:
        """Say at the top of the panel what is wrong, and keep all that was typed."""
        self.problem.show_notice(title, text)
        self.problem.show()

    def _on_saved(self, done: Callable[[Any], None] | None, result: Any) -> None:
        self.setEnabled(True)
        if done is not None:
            done(result)
        self.changed.emit()

    def _on_failed(self, error: BaseException) -> None:
        self.setEnabled(True)
        if isinstance(error, EnquiryChangedElsewhere):
            self.show_problem(
                self.tr("Somebody else saved first"),
                self.tr(
                    "Nothing was overwritten, and what you typed is still here. Look at the newest, then save again."
                ),
            )
            self.newest_wanted.emit()
            return
        self.show_problem(sentence_of(error))
