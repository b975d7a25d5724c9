"""What was known when: moments on a slider and in a list, the record as of the chosen one, what became known next."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QListWidget, QSlider, QSplitter, QTextBrowser, QWidget

from ui.appearance import space
from ui.audit.replay_words import record_html
from ui.background import Background
from ui.formatting import day_and_time
from ui.home.document_actions import keep_file
from ui.messages import report_error, sentence_of
from ui.printing import print_pdfs
from ui.shortcuts import shortcut
from ui.widgets.buttons import icon_button, link_button
from ui.widgets.heading import Heading
from ui.widgets.layouts import add_to, column, row
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.style import styled
from ui.widgets.wrapping_label import WrappingLabel

PAUSE = 40  # ms: a slider that is dragged asks for where it stops, not for all it passes


class ReplayPage(QWidget):
    """Opening is audited; moving through the moments is not another opening."""

    page_title = "What was known when"
    wants_width = True
    closed = Signal()

    def __init__(
        self, application: Any, background: Background, enquiry_id: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        styled(self, "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self._application, self._background, self._enquiry_id = application, background, enquiry_id
        self.replay: Any = None
        self.then: Any = None
        self._build()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._ask)
        background.run(partial(application.replay.open, enquiry_id), self._on_opened, self._on_failed, self)

    def first_focus(self) -> QWidget:
        """The slider: arrow keys move from moment to moment."""
        return self.slider

    @property
    def number(self) -> int:
        """The moment chosen, from 0."""
        return self.slider.value()

    def _build(self) -> None:
        layout = column(self, "snug")
        layout.setContentsMargins(space("wide"), space("snug"), space("wide"), space("normal"))
        self.back = link_button(self.tr("Back"), self, "back")
        self.back.clicked.connect(self.closed)
        add_to(layout, self.back)
        head = row(gap="snug")
        self.heading = Heading(self.tr("What was known when"), 1)
        head.addWidget(self.heading, 1)
        self.to_print = icon_button("print", self.tr("Print this moment (Ctrl+P)"), self)
        self.to_save = icon_button("save", self.tr("Save this moment as PDF (Ctrl+Shift+S)"), self)
        for button in (self.to_print, self.to_save):
            button.setEnabled(False)
            head.addWidget(button)
        layout.addLayout(head)
        self.problem = NoticeBar("warning", "")
        self.problem.hide()
        layout.addWidget(self.problem)
        self.where = WrappingLabel(self.tr("Opening…"), "strong")
        layout.addWidget(self.where)
        layout.addLayout(self._moving())
        layout.addWidget(self._reading(), 1)
        self.to_print.clicked.connect(self._print)
        self.to_save.clicked.connect(self._save)
        shortcut("print", self, self._print)
        shortcut("save_copy", self, self._save)

    def _moving(self) -> Any:
        across = row(gap="snug")
        self.earlier = icon_button("back", self.tr("The moment before"), self)
        self.later = icon_button("forward", self.tr("The moment after"), self)
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setAccessibleName(self.tr("Moment"))
        self.slider.setRange(0, 0)
        self.slider.setPageStep(5)
        across.addWidget(self.earlier)
        across.addWidget(self.slider, 1)
        across.addWidget(self.later)
        self.earlier.clicked.connect(partial(_step, self, -1))
        self.later.clicked.connect(partial(_step, self, 1))
        self.slider.valueChanged.connect(self._on_moved)
        return across

    def _reading(self) -> QSplitter:
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.setChildrenCollapsible(False)
        self.moments = QListWidget(split)
        self.moments.setAccessibleName(self.tr("Moments"))
        self.moments.setWordWrap(True)
        self.moments.setUniformItemSizes(False)
        self.moments.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.moments.currentRowChanged.connect(self._on_chosen)
        self.record = QTextBrowser(split)
        self.record.setAccessibleName(self.tr("The record as of this moment"))
        self.record.setOpenLinks(False)
        self.record.document().setDocumentMargin(space("normal"))
        split.addWidget(self.moments)
        split.addWidget(self.record)
        split.setStretchFactor(1, 1)
        split.setSizes([300, 700])
        return split

    def _on_opened(self, replay: Any) -> None:
        self.replay = replay
        name = replay.enquiry.reference or f"D{replay.enquiry.seq}"
        self.heading.show_heading(self.tr("What was known when: {name}").format(name=name))
        if replay.in_doubt:
            self.problem.show_notice(
                self.tr("The order is not sure"),
                self.tr(
                    "The computer's clock was set back while this was written. The newest record is on the enquiry."
                ),
            )
            self.problem.show()
        if not replay.moments:
            self.where.show_text(self.tr("Nothing has been written yet."))
            for widget in (self.slider, self.earlier, self.later):
                widget.setEnabled(False)
            return
        for moment in replay.moments:
            who = f"{moment.who}: " if moment.who else ""
            self.moments.addItem(f"{day_and_time(moment.at)}\n{who}{moment.what}")
        self.slider.setRange(0, len(replay.moments) - 1)
        self.slider.setValue(len(replay.moments) - 1)
        self._on_moved()

    def _on_failed(self, error: BaseException) -> None:
        self.where.show_text("")
        self.problem.show_notice(sentence_of(error))
        self.problem.show()

    @Slot()
    def _on_moved(self) -> None:
        if self.replay is None or not self.replay.moments:
            return
        moment = self.replay.moments[self.number]
        words = self.tr("Moment {number} of {all}: {at}")
        self.where.show_text(
            words.format(number=self.number + 1, all=len(self.replay.moments), at=day_and_time(moment.at))
        )
        self.earlier.setEnabled(self.number > 0)
        self.later.setEnabled(self.number < self.slider.maximum())
        self.moments.setCurrentRow(self.number)
        self._pause.start()

    @Slot(int)
    def _on_chosen(self, number: int) -> None:
        if number >= 0:
            self.slider.setValue(number)

    @Slot()
    def _ask(self) -> None:
        work = partial(self._application.replay.then, self.replay, self.number)
        self._background.read(work, self._show, self._on_failed, self)

    def _show(self, then: Any) -> None:
        if then.number != self.number + 1:
            return  # overtaken
        self.then = then
        self.record.setHtml(record_html(then))
        self.to_print.setEnabled(True)
        self.to_save.setEnabled(True)

    def step(self, by: int) -> None:
        """Go to the moment before or after."""
        self.slider.setValue(self.number + by)

    @Slot()
    def _print(self) -> None:
        self._make(self._on_to_print)

    @Slot()
    def _save(self) -> None:
        self._make(self._on_to_save)

    def _make(self, done: Any) -> None:
        if self.then is not None:
            work = partial(self._application.replay.pdf, self.replay, self.number)
            self._background.run(work, done, partial(report_error, self), self)

    def _on_to_print(self, rendered: Any) -> None:
        print_pdfs(self, [rendered.data], self._name)

    def _on_to_save(self, rendered: Any) -> None:
        keep_file(self, f"{self._name}-known-then.pdf", rendered.data)

    @property
    def _name(self) -> str:
        enquiry = self.replay.enquiry
        return enquiry.reference or f"D{enquiry.seq}"


def _step(page: ReplayPage, by: int, *_: object) -> None:
    page.step(by)
