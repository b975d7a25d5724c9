"""My tasks: what this person of the Hub has to do in any enquiry, follow-ups that are due, differences not settled,
reviews of repeats. Enter opens the enquiry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.background import Background
from ui.formatting import count
from ui.messages import sentence_of
from ui.page import Page
from ui.widgets.expander import Expander
from ui.widgets.heading import Heading
from ui.widgets.layouts import clear, column
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.row_button import RowButton
from ui.widgets.tag import StatusTag
from ui.widgets.wrapping_label import WrappingLabel

LOOK_AGAIN = 60_000  # ms


@dataclass(frozen=True)
class MyTaskLists:
    """What the page shows. Tasks are MyTask, differences OpenDisagreement."""

    mine: tuple[Any, ...]
    follow_ups: tuple[Any, ...]
    differences: tuple[Any, ...]
    repeats: tuple[Any, ...]
    themes: Any = None  # of the differences of a year, for a manager
    lowered: tuple[Any, ...] = ()  # Lowered, of a year, for a manager


def load_lists(application: Any) -> MyTaskLists:
    """Ask the services for everything the page shows. Runs beside the window."""
    tasks = application.tasks
    manager = application.may("settle_disagreement")
    differences = application.disagreements.open_ones() if manager else ()
    themes = application.disagreements.themes() if manager else None
    lowered = application.lowered_levels.of_a_year() if application.may("decide") else ()
    return MyTaskLists(tasks.mine(), tasks.follow_ups_due(), differences, tasks.repeat_reviews(), themes, lowered)


class MyTasksPage(Page):
    """`enquiry_chosen(enquiry id, key of the panel)`."""

    page_title = "My tasks"
    enquiry_chosen = Signal(str, str)

    def __init__(self, application: Any, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(wide=True, parent=parent)
        self._application, self._background = application, background
        self.rows: list[RowButton] = []
        self.themes: Expander | None = None
        self.lowered: Expander | None = None
        self._seen: tuple[Any, ...] = ()
        self.heading = Heading(self.tr("My tasks"), 1)
        self.add(self.heading)
        self.summary = WrappingLabel("")
        self.add(self.summary)
        self.problem = NoticeBar("warning", "")
        self.problem.hide()
        self.add(self.problem)
        self._lists: QVBoxLayout = column(gap="normal")
        self.content.addLayout(self._lists)
        self._clock = QTimer(self)
        self._clock.setInterval(LOOK_AGAIN)
        self._clock.timeout.connect(self.refresh)
        self._clock.start()
        self.refresh()

    def first_focus(self) -> QWidget:
        """The first task, else the page."""
        return self.rows[0] if self.rows else self

    @Slot()
    def refresh(self) -> None:
        """Ask again; the row chosen stays chosen."""
        self._background.read(partial(load_lists, self._application), self._show, self._on_failed, self)

    def _show(self, lists: MyTaskLists) -> None:
        first, focused = not self._seen, next((row.key for row in self.rows if row.hasFocus()), "")
        self._seen = (lists,)
        self.problem.hide()
        clear(self._lists)
        self.rows = []
        late = sum(each.due.overdue for group in (lists.mine, lists.follow_ups, lists.differences, lists.repeats)
                   for each in group)  # fmt: skip
        self.summary.show_text(self._summary(lists, late))
        self._group(self.tr("To do"), [(each, each.task.what, "tasks") for each in lists.mine])
        names = [(each, self.tr("Follow-up: is the child safer?"), "tasks") for each in lists.follow_ups]
        self._group(self.tr("Follow-ups at three months"), names)
        names = [(each, self.tr("Disagreement, stage {n}: {reason}").format(n=each.disagreement.stage, reason=each.reason),
                  "disagreements") for each in lists.differences]  # fmt: skip
        self._group(self.tr("Disagreements not settled"), names)
        self._group(
            self.tr("Repeated enquiries to review"), [(each, each.task.what, "known") for each in lists.repeats]
        )
        self._lowered(lists.lowered)
        self._themes(lists.themes)
        again = next((row for row in self.rows if row.key == focused), None)
        if again is not None:
            again.setFocus()
        elif first and self.isVisible() and self.rows:
            self.rows[0].setFocus()

    def _summary(self, lists: MyTaskLists, late: int) -> str:
        waiting = len(lists.mine) + len(lists.follow_ups) + len(lists.differences) + len(lists.repeats)
        if not waiting:
            return self.tr("Nothing waits for you here. Tasks that are given to you appear by themselves.")
        words = self.tr("{n} to see to").format(n=count(waiting, self.tr("thing")))
        return f"{words}, {self.tr('{n} overdue').format(n=late)}." if late else f"{words}."

    def _group(self, title: str, found: Sequence[tuple[Any, str, str]]) -> None:
        if not found:
            return
        self._lists.addWidget(Heading(title, 2))
        rows = column(gap="tight")
        self._lists.addLayout(rows)
        for each, what, panel in found:
            enquiry = each.enquiry
            caption = ", ".join(filter(None, (enquiry.title or self.tr("Child, name not known"), enquiry.reference)))
            key = each.task.id if hasattr(each, "task") else each.disagreement.id
            row = RowButton(key, what, caption)
            if each.due.words:
                shape, tone = ("▲", "danger") if each.due.overdue else ("●", "info")
                row.add_end(StatusTag(f"{shape} {each.due.words}", tone), each.due.words)
            row.clicked.connect(partial(_chosen, self, enquiry.id, panel))
            rows.addWidget(row)
            self.rows.append(row)

    def _lowered(self, found: Sequence[Any]) -> None:
        """What a manager answers for; opened by whoever wants it, and left as it was."""
        opened = self.lowered is not None and self.lowered.button.isChecked()
        self.lowered = None
        if not found:
            return
        title = self.tr("Level below a sign of significant harm, in the last twelve months: {n}")
        self.lowered = Expander(title.format(n=len(found)))
        for each in found:
            enquiry = each.enquiry
            caption = ", ".join(filter(None, (enquiry.title or self.tr("Child, name not known"), enquiry.reference)))
            row = RowButton(enquiry.id, each.words, caption)
            row.clicked.connect(partial(_chosen, self, enquiry.id, "decision"))
            self.lowered.add(row)
        self.lowered.open_up(opened)
        self._lists.addWidget(self.lowered)

    def _themes(self, themes: Any) -> None:
        """Numbers for the partnership; opened by whoever wants them, and left as they were."""
        opened = self.themes is not None and self.themes.button.isChecked()
        self.themes = None
        if themes is None or not themes.raised:
            return
        self.themes = Expander(self.tr("Disagreements in the last twelve months: {n}").format(n=themes.raised))
        for line in theme_lines(themes):
            self.themes.add(WrappingLabel(line))
        self.themes.open_up(opened)
        self._lists.addWidget(self.themes)

    def _on_failed(self, error: BaseException) -> None:
        self.problem.show_notice(sentence_of(error))
        self.problem.show()


def theme_lines(themes: Any) -> list[str]:
    """Numbers and themes as sentences; nobody is named."""
    about = ", ".join(f"{label} {number}" for label, number in themes.reasons)
    far = ", ".join(f"stage {stage}: {number}" for stage, number in themes.stages)
    ended = ", ".join(f"{label.split(':')[0]} {number}" for label, number in themes.outcomes)
    lines = [f"What about: {about}.", f"How far they went: {far}."]
    if ended:
        lines.append(f"How they ended: {ended}.")
    if themes.days is not None:
        lines.append(f"From raising to the end: {count(themes.days, 'day')} (the middle one).")
    if themes.open:
        lines.append(f"Not settled: {themes.open}.")
    return lines + [f"Learning: {words}" for words in themes.learning]


def _chosen(page: MyTasksPage, enquiry_id: str, panel: str, *_: object) -> None:
    page.enquiry_chosen.emit(enquiry_id, panel)
