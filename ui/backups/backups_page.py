"""Settings, Backups: what there is and how sound it is, one more now, the second place, trying one out."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from ui.background import Background
from ui.backups.backup_row import BackupRow
from ui.formatting import count
from ui.messages import sentence_of
from ui.page import Page
from ui.widgets.buttons import link_button, primary_button, secondary_button
from ui.widgets.card import Card
from ui.widgets.layouts import button_row, clear, column
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.wrapping_label import WrappingLabel


class BackupsPage(Page):
    """For the administrator."""

    page_title = "Backups"

    def __init__(self, application: Any, background: Background, parent: QWidget | None = None) -> None:
        intro = self.tr(
            "One is made by itself on each day with changes, and read through before it counts. Kept are the last of "
            "each of 7 days, 4 weeks and 12 months, as far as there is room."
        )
        super().__init__(self.tr("Backups"), self.tr("Settings"), intro, parent=parent)
        self._application, self._background = application, background
        self.outcome = NoticeBar("success", "")
        self.outcome.hide()
        self.add(self.outcome)
        self.overdue = NoticeBar(
            "warning",
            self.tr("There is no good backup of the last three days"),
            self.tr("Make one now. If that fails, check that this computer's disk is not full."),
        )
        self.overdue.hide()
        self.add(self.overdue)
        self.now_button = primary_button(self.tr("Back up now"), self, "save")
        self.now_button.clicked.connect(self._back_up)
        self.add_buttons(self.now_button)
        self.add(self._second_card())
        self._card = Card(self.tr("What there is"))
        self.reading = WrappingLabel(self.tr("Every backup is being read through…"), "hint")
        self._card.add(self.reading)
        self._list = column(gap="snug")
        self._card.add_layout(self._list)
        self.add(self._card)
        self.rows: list[BackupRow] = []
        self.refresh()

    def first_focus(self) -> QWidget:
        """Making one."""
        return self.now_button

    @Slot()
    def refresh(self) -> None:
        """Read the backups again."""
        self.reading.show()
        self._background.read(self._application.backups.overview, self._show, self._on_failed, self)

    def _second_card(self) -> Card:
        card = Card(self.tr("A second place"))
        card.add(WrappingLabel(self.tr(
            "If this computer is lost or its disk fails, so are the backups on it. Choose a folder on another disk or on "
            "a drive of your organisation: every backup is copied there too, as encrypted as the store."
        )))  # fmt: skip
        self.second = WrappingLabel(self.tr("There is no second place."), "strong")
        card.add(self.second)
        self.second_away = NoticeBar(
            "warning",
            self.tr("The second place is not there at the moment"),
            self.tr("Connect the disk, or choose another folder. Until then backups are on this computer only."),
        )
        self.second_away.hide()
        card.add(self.second_away)
        self.choose = secondary_button(self.tr("Choose a folder"), self)
        self.drop = link_button(self.tr("Use no second place"), self)
        self.drop.hide()
        self.choose.clicked.connect(self._choose)
        self.drop.clicked.connect(partial(self.use_second, ""))
        card.add_layout(button_row((self.choose, self.drop)))
        return card

    def _show(self, overview: Any) -> None:
        self.reading.show_text(self.tr("There is no backup yet."))
        self.reading.setVisible(not overview.backups)
        self.overdue.setVisible(overview.overdue)
        place = overview.second_place
        self.second.show_text(place or self.tr("There is no second place."))
        self.second_away.setVisible(bool(place) and not overview.second_there)
        self.drop.setVisible(bool(place))
        self.choose.setText(self.tr("Choose another folder") if place else self.tr("Choose a folder"))
        clear(self._list)
        self.rows = [BackupRow(each, overview.events_now, self) for each in overview.backups]
        for row in self.rows:
            row.try_button.clicked.connect(partial(self._try, row.backup.folder))
            self._list.addWidget(row)

    @Slot()
    def _back_up(self) -> None:
        self._begin(self.tr("The backup is being made and checked…"), self._application.backups.back_up_now, self._made)

    def _made(self, kept: Any) -> None:
        title = self.tr("The backup is made and checked")
        self._end(title, kept.second_problem, "warning" if kept.second_problem else "success")

    @Slot()
    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("A second place for backups"))
        if chosen:
            self.use_second(chosen)

    def use_second(self, folder: str, *_: object) -> None:
        """Keep this folder as the second place; "" for none."""
        work = partial(self._application.backups.choose_second_place, folder)
        done = self._second_chosen if folder else self._second_dropped
        self._background.run(work, done, self._on_failed, self)

    def _second_chosen(self, _: object) -> None:
        self._end(self.tr("The second place is kept"), self.tr("It gets a copy from the next backup on: make one now."))

    def _second_dropped(self, _: object) -> None:
        self._end(self.tr("There is no second place any more"), self.tr("The copies that are there stay there."))

    def _try(self, folder: Any, *_: object) -> None:
        work = partial(self._application.backups.try_restore, folder)
        self._begin(self.tr("The backup is being restored into a temporary folder…"), work, self._tried)

    def _tried(self, trial: Any) -> None:
        if not trial.good:
            self._end(self.tr("This backup cannot be relied on"), trial.sentence, "danger")
            return
        records = self.tr("In it: {then}. In the store now: {now}.").format(
            then=count(trial.records, self.tr("enquiry"), self.tr("enquiries")), now=f"{trial.records_now:,}"
        )
        lost = self.tr("Since then {events} of the audit trail.").format(events=count(trial.lost, self.tr("event")))
        words = f"{records} {lost} {trial.sentence}"
        self._end(self.tr("This backup works"), words)

    def _begin(self, words: str, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        self.now_button.setEnabled(False)
        for row in self.rows:
            row.try_button.setEnabled(False)
        self.outcome.show_notice(words, "", "info")
        self.outcome.show()
        self.scroll_to_top()
        self._background.read(work, done, self._on_failed, self)

    def _end(self, title: str, text: str = "", kind: str = "success") -> None:
        self.now_button.setEnabled(True)
        for row in self.rows:
            row.try_button.setEnabled(True)
        self.outcome.show_notice(title, text, kind)
        self.outcome.show()
        self.refresh()

    def _on_failed(self, error: BaseException) -> None:
        self.now_button.setEnabled(True)
        for row in self.rows:
            row.try_button.setEnabled(True)
        self.reading.hide()
        self.outcome.show_notice(sentence_of(error), "", "danger")
        self.outcome.show()
