"""Go back to a backup, from the sign-in screen: which one, what will be there, what will be lost, who says so."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QFileDialog, QWidget

from ui.background import Background
from ui.backups.backup_row import facts_of
from ui.doors import Doors
from ui.formatting import count, day_and_time
from ui.messages import sentence_of
from ui.widgets.buttons import danger_button, link_button, primary_button, secondary_button
from ui.widgets.entry_frame import EntryFrame
from ui.widgets.labelled_row import LabelledRow
from ui.widgets.layouts import button_row
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.password_field import PasswordField
from ui.widgets.wrapping_label import WrappingLabel


class RestorePage(EntryFrame):
    """`left` to go back to the sign-in; `finished` when somebody goes on after a restore."""

    left = Signal()
    finished = Signal()

    def __init__(self, doors: Doors, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Go back to a backup"), 640, parent)
        self._doors, self._background = doors, background
        self.backups: list[Any] = []
        self.card.add(WrappingLabel(self.tr("For when the store is damaged or lost. It takes an administrator.")))
        self.outcome = NoticeBar("danger", "")
        self.outcome.hide()
        self.card.add(self.outcome)
        self._build()
        self.found(doors.backups())

    def first_focus(self) -> QWidget:
        """Which backup."""
        return self.which if self.backups else self.browse

    def _build(self) -> None:
        self.which = QComboBox(self)
        self.which_row = LabelledRow(self.tr("Which backup"), self.which)
        self.browse = link_button(self.tr("Choose a backup in another folder"), self)
        self.story = NoticeBar("warning", "")
        self.people = QComboBox(self)
        self.people.setEditable(True)
        self.people.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.people.lineEdit().setAccessibleName(self.tr("Administrator's user name"))
        self.people_row = LabelledRow(self.tr("Administrator's user name"), self.people)
        self.password = PasswordField(self)
        self.password_row = LabelledRow(self.tr("Their password at the time of the backup"), self.password)
        for widget in (self.which_row, self.browse, self.story, self.people_row, self.password_row):
            self.card.add(widget)
        self.button = danger_button(self.tr("Go back to this backup"), self)
        self.back = secondary_button(self.tr("Back"), self)
        self.go_on = primary_button(self.tr("Sign in"), self)
        self.go_on.hide()
        self.card.add_layout(button_row((self.button, self.go_on, self.back)))
        self.which.currentIndexChanged.connect(self._on_chosen)
        self.browse.clicked.connect(self._browse)
        self.password.entered.connect(self.try_to_restore)
        self.button.clicked.connect(self.try_to_restore)
        self.back.clicked.connect(self.left)
        self.go_on.clicked.connect(self.finished)

    def found(self, backups: Any) -> None:
        """Offer these backups, the first one chosen."""
        self.backups = list(backups)
        self.which.blockSignals(True)
        self.which.clear()
        for each in self.backups:
            self.which.addItem(f"{day_and_time(each.made_at)}   ({facts_of(each, 0)})")
        self.which.blockSignals(False)
        there = bool(self.backups)
        for widget in (self.which_row, self.people_row, self.password_row, self.button):
            widget.setVisible(there)
        if there:
            self._on_chosen()
        else:
            self.story.show_notice(
                self.tr("No backup is found"),
                self.tr("If there are copies on another disk, connect it and choose the backup's folder."), "info",
            )  # fmt: skip

    @property
    def backup(self) -> Any:
        """The backup chosen, None if there is none."""
        index = self.which.currentIndex()
        return self.backups[index] if 0 <= index < len(self.backups) else None

    @Slot()
    def _on_chosen(self, *_: object) -> None:
        if self.backup is None:
            return
        self.people.clear()
        self.people.addItems(list(self.backup.people()))
        self.people.setCurrentIndex(0 if self.people.count() == 1 else -1)
        self.story.show_notice(
            self.tr("Everything will be as it was on {when}").format(when=day_and_time(self.backup.made_at)),
            self._story(), "warning",
        )  # fmt: skip

    def _story(self) -> str:
        reached = self._doors.events_now()
        since = reached - self.backup.events
        if reached and since > 0:
            lost = self.tr(
                "Lost is what was done since, {events} of the audit trail: writing and decisions as well as looking."
            ).format(events=count(since, self.tr("event")))
        elif reached:
            lost = self.tr("Nothing was done since, as far as can be seen.")
        else:
            lost = self.tr("How much was done since cannot be seen. Whatever it was is not there any more.")
        return self.tr(
            "{lost} The present store is put aside in a folder beside, not thrown away. What was deleted since is deleted "
            "again if it can still be read."
        ).format(lost=lost)

    @Slot()
    def _browse(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("The backup's folder"))
        if chosen:
            self.take_folder(chosen)

    def take_folder(self, chosen: str) -> None:
        """Offer the backup in this folder, or all that lie in it."""
        found = self._doors.backups_at(Path(chosen))
        if not found:
            self._refuse(self.tr("This folder is no backup, and there is none in it."))
            return
        self.outcome.hide()
        self.found([*found, *(each for each in self.backups if each.folder not in {one.folder for one in found})])

    @Slot()
    def try_to_restore(self) -> None:
        """Put the backup in place, with the name and password typed."""
        name, password = self.people.currentText().strip(), self.password.text()
        self.people_row.show_problem(None if name else self.tr("Choose or type the administrator's user name"))
        self.password_row.show_problem(None if password else self.tr("Type the password"))
        if not name or not password or self.backup is None or not self.button.isEnabled():
            return
        self._show_busy(True)
        work = partial(self._doors.restore, self.backup.folder, name, password)
        self._background.run(work, self._on_done, self._on_failed, self)

    def _on_done(self, restored: Any) -> None:
        self.password.clear()
        self.outcome.show_notice(self.tr("The backup is in place"), self._outcome_words(restored), "success")
        self.outcome.show()
        gone = (self.which_row, self.browse, self.story, self.people_row, self.password_row, self.button, self.back)
        for widget in gone:
            widget.hide()
        self.go_on.show()
        self.go_on.setFocus()

    def _outcome_words(self, restored: Any) -> str:
        words = [self.tr("New references begin with {prefix}.").format(prefix=restored.prefix)]
        if restored.replaced is not None:
            words.append(self.tr("The former profile lies in {folder}.").format(folder=restored.replaced))
            if restored.deleted_again is None:
                words.append(self.tr("It could not be read, so what was deleted after the backup may be back."))
        words.append(self.tr("Passwords are those of that day."))
        return " ".join(words)

    def _on_failed(self, error: BaseException) -> None:
        self._show_busy(False)
        self.password.clear()
        self._refuse(sentence_of(error))
        self.password.box.setFocus()

    def _refuse(self, words: str) -> None:
        self.outcome.show_notice(words, self.tr("Nothing was changed."), "danger")
        self.outcome.show()

    def _show_busy(self, busy: bool) -> None:
        for widget in (self.button, self.back, self.which, self.people, self.password, self.browse):
            widget.setEnabled(not busy)
        self.button.setText(self.tr("Restoring…") if busy else self.tr("Go back to this backup"))
