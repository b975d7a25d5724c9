"""The backup of the day: some seconds after somebody is in, then looked at every half hour. Beside the window."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QWidget

from ui.background import Background
from ui.messages import sentence_of
from ui.widgets.buttons import link_button
from ui.widgets.layouts import column
from ui.widgets.notice_bar import NoticeBar

FIRST_PAUSE = 8_000  # ms: the first page has been loaded and read
PAUSE = 30 * 60_000


class BackupBar(QWidget):
    """What is said about backups, once a sign-in for each reason. Nothing is kept from working."""

    def __init__(self, application: Any, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._application, self._background = application, background
        self._said: set[str] = set()
        outer = column(self, "")
        self.notice = NoticeBar("warning", "", parent=self)
        self.close_button = link_button(self.tr("Close"), self)
        self.close_button.setAccessibleName(self.tr("Close the notice about backups"))
        self.close_button.clicked.connect(self.hide)
        self.notice.add_beside(self.close_button)
        outer.addWidget(self.notice)
        self.hide()
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.timeout.connect(self.look)
        if not application.store_info.practice:
            self.timer.start(FIRST_PAUSE)

    @Slot()
    def look(self) -> None:
        """Make today's backup if it is due."""
        # A reader's thread: the copy has a connection of its own, and saves are not kept waiting behind it.
        self._background.read(self._application.backups.keep_up, self._on_kept, self._on_failed, self)

    def _on_kept(self, kept: Any) -> None:
        self.timer.start(PAUSE)
        if kept.second_problem:
            self._say(self.tr("The second copy of the backup was not made"), kept.second_problem)

    def _on_failed(self, error: BaseException) -> None:
        self.timer.start(PAUSE)
        text = self.tr("{why} You can go on working. Please tell your administrator.").format(why=sentence_of(error))
        self._say(self.tr("Today's backup was not made"), text)

    def _say(self, title: str, text: str) -> None:
        if text in self._said:
            return
        self._said.add(text)
        self.notice.show_notice(title, text)
        self.show()
