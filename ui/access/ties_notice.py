"""Before an enquiry is opened: names in it are like the reader's own, or a colleague's. Do they know the family?"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.widgets.buttons import secondary_button
from ui.widgets.notice_bar import NoticeBar


class TiesNotice(NoticeBar):
    """`said_no`, or `said_yes`: then they say why on the page that asks."""

    said_no = Signal()
    said_yes = Signal()

    def __init__(self, ties: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__("warning", "", "", parent)
        self.show_notice(
            self.tr("Do you know this family?"),
            " ".join(self.tr(tie) for tie in ties)
            + self.tr(" If you are of the family, or know them, somebody else opens it. Your answer is recorded."),
        )
        self.no = secondary_button(self.tr("I do not know them: open it"), self)
        self.yes = secondary_button(self.tr("I know this family…"), self)
        self.no.clicked.connect(self.said_no)
        self.yes.clicked.connect(self.said_yes)
        self.add_beside(self.no, self.yes)
