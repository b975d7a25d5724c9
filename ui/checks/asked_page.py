"""The first place of a checking agency: what the Hub has asked it, and the answer to each."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QSplitter, QWidget

from ui import unsent_words
from ui.background import Background
from ui.checks.asked_view import AskedView, place_of
from ui.formatting import clock_time, count, short_moment
from ui.messages import sentence_of
from ui.widgets.heading import Heading
from ui.widgets.layouts import clear, column
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.row_button import RowButton
from ui.widgets.style import restyle, styled
from ui.widgets.tag import StatusTag
from ui.widgets.wrapping_label import WrappingLabel

LOOK_AGAIN = 60_000  # ms


class AskedPage(QWidget):
    """A list on the left, the question chosen and its answer on the right."""

    page_title = "Checks asked of us"
    wants_width = True

    def __init__(self, application: Any, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        styled(self, "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self._application, self._background = application, background
        self.rows: list[RowButton] = []
        self.view: AskedView | None = None
        self._build()
        self._clock = QTimer(self)
        self._clock.setInterval(LOOK_AGAIN)
        self._clock.timeout.connect(self.refresh)
        self._clock.start()
        self.refresh()

    def first_focus(self) -> QWidget:
        """The answer, else the first question, else the page."""
        if self.view is not None:
            return self.view.first_focus()
        return self.rows[0] if self.rows else self

    def flush(self) -> bool:
        """Keep what is typed; it comes back with the question."""
        if self.view is not None:
            self.view.keep_words()
        return True

    @property
    def place_inside(self) -> str:
        """The question that is open, to come back to after the lock."""
        return self.view.asked.check_id if self.view is not None else ""

    def go_inside(self, check_id: str) -> None:
        """Open it again."""
        self.open_check(check_id)

    @Slot()
    def refresh(self) -> None:
        """Ask again what is waiting; the question being answered stays."""
        self._background.read(self._application.checks.asked_of_us, self._show, self._on_failed, self)

    def open_check(self, check_id: str) -> None:
        """Show a question with the children it is about. What was typed for another is kept."""
        self.flush()
        self._background.run(
            partial(self._application.checks.open_asked, check_id), self._show_check, self._on_failed, self
        )

    def _build(self) -> None:
        outer = column(self, "")
        self.problem = NoticeBar("warning", "")
        self.problem.hide()
        outer.addWidget(self.problem)
        self.split = QSplitter(Qt.Orientation.Horizontal, self)
        self.split.setChildrenCollapsible(False)
        outer.addWidget(self.split, 1)
        left, body = _scrolling("page", self.split)
        left.setMinimumWidth(300)
        self.heading = Heading(self.tr("Checks asked of us"), 1)
        body.addWidget(self.heading)
        self.summary = WrappingLabel("")
        body.addWidget(self.summary)
        self._list = column(gap="tight")
        body.addLayout(self._list)
        body.addStretch(1)
        self.side, self._detail = _scrolling("side", self.split)
        self._show_nothing()
        self.split.setStretchFactor(1, 1)
        self.split.setSizes([430, 640])

    def _show(self, asked: tuple[Any, ...]) -> None:
        focused = next((row.key for row in self.rows if row.hasFocus()), "")
        self.problem.hide()
        clear(self._list)
        self.rows = []
        waiting = [one for one in asked if one.status == "asked"]
        self.summary.show_text(self._summary(waiting))
        done = False
        for one in asked:
            if one.status != "asked" and not done:
                done = True
                self._list.addWidget(Heading(self.tr("Answered by you"), 3))
            self._add_row(one)
        self._mark()
        for row in self.rows:
            if row.key == focused:
                row.setFocus()

    def _summary(self, waiting: list[Any]) -> str:
        if not waiting:
            return self.tr("Nothing is waiting for your answer. New questions appear here by themselves.")
        late = sum(one.overdue for one in waiting)
        words = self.tr("{n} waiting for your agency’s answer").format(n=count(len(waiting), self.tr("question")))
        return f"{words}, {self.tr('{n} overdue').format(n=late)}." if late else f"{words}."

    def _add_row(self, one: Any) -> None:
        when = short_moment(one.asked_at, self._application.clock.now())
        by = self.tr("asked by {name}, {at}").format(name=one.asked_by, at=when)
        about = count(one.about, self.tr("child"), self.tr("children"))
        caption = " · ".join(filter(None, (one.due_words if one.overdue else "", about, by)))
        row = RowButton(one.check_id, one.question, caption[:1].upper() + caption[1:])
        if unsent_words.given_back(self._application, place_of(one.check_id)):
            row.add_end(StatusTag(self.tr("Begun"), "warning"), self.tr("answer begun, not sent"))
        words, tone = _standing(one)
        row.add_end(StatusTag(words, tone), words)
        row.clicked.connect(partial(_chosen, self, one.check_id))
        self._list.addWidget(row)
        self.rows.append(row)

    def _show_check(self, asked: Any) -> None:
        self._clear_detail()
        self.view = AskedView(self._application, self._background, asked, self.side)
        self.view.answered.connect(self._on_answered)
        self.view.newest_wanted.connect(self.open_check)
        self._detail.addWidget(self.view)
        self._detail.addStretch(1)
        self.view.show()  # a layout shows what it was given only later, and what is hidden takes no focus
        self.side.verticalScrollBar().setValue(0)
        self._mark()
        self.view.first_focus().setFocus()

    @Slot(object)
    def _on_answered(self, check: Any) -> None:
        self._clear_detail()
        self._show_nothing(
            self.tr("Sent to the Hub at {at}. You can add to it later.").format(at=clock_time(check.answered_at))
        )
        self.refresh()

    def _show_nothing(self, done: str = "") -> None:
        if done:
            notice = NoticeBar("success", self.tr("Your answer is sent"), done)
            self._detail.addWidget(notice)
        self._detail.addWidget(
            WrappingLabel(self.tr("Choose a question to see whom it is about and to answer it."), "hint")
        )
        self._detail.addStretch(1)

    def _clear_detail(self) -> None:
        self.view = None
        clear(self._detail)

    def _mark(self) -> None:
        shown = self.view.asked.check_id if self.view else ""
        for row in self.rows:
            restyle(row, "chosen", row.key == shown)

    def _on_failed(self, error: BaseException) -> None:
        self.problem.show_notice(sentence_of(error))
        self.problem.show()


def _standing(one: Any) -> tuple[str, str]:
    """Shape and words, so that colour is never alone."""
    if one.status == "asked":
        return ("▲ Overdue", "danger") if one.overdue else (f"● {one.due_words}", "info")
    return ("✓ Nothing known", "neutral") if one.status == "nothing_known" else ("✓ Answered", "success")


def _chosen(page: AskedPage, check_id: str, *_: object) -> None:
    page.open_check(check_id)


def _scrolling(role: str, parent: QWidget) -> tuple[QScrollArea, Any]:
    area = QScrollArea(parent)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    inside = styled(QFrame(), role)
    area.setWidget(inside)
    return area, column(inside, "normal", "wide")
