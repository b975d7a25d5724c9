"""Settings, Keys: who can open this store, the recovery sheets, and a new key for all of it."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from ui.background import Background
from ui.formatting import count, day
from ui.messages import ask, sentence_of
from ui.page import Page
from ui.settings.sheets_dialogs import NewSheetsDialog, TrySheetsDialog
from ui.widgets.buttons import danger_button, link_button, secondary_button
from ui.widgets.card import Card
from ui.widgets.layouts import button_row
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.wrapping_label import WrappingLabel


class KeysPage(Page):
    """For administrators. `new_key_requested` once they are sure; `about_requested(page of the help)`."""

    page_title = "Keys"
    new_key_requested = Signal()
    about_requested = Signal(str)

    def __init__(self, application: Any, background: Background, parent: QWidget | None = None) -> None:
        intro = self.tr(
            "The store is encrypted with one key. It is sealed to each person who may sign in, and to the recovery sheets."
        )
        super().__init__(self.tr("Keys"), self.tr("Settings"), intro, parent=parent)
        self._application, self._background = application, background
        self.outcome = NoticeBar("success", "")
        self.outcome.hide()
        self.add(self.outcome)
        about = link_button(self.tr("How the keys work, and what they do not protect against"), self)
        about.clicked.connect(partial(self.about_requested.emit, "keys"))
        self.content.addLayout(button_row((about,)))
        self.add(self._sheets_card())
        self.add(self._people_card())
        self.add(self._key_card())
        self.refresh()

    def first_focus(self) -> QWidget:
        """Trying the sheets, what one should come for once a year."""
        return self.try_sheets

    @Slot()
    def refresh(self) -> None:
        """Ask again."""
        accounts = self._application.accounts
        self._background.read(accounts.sheets_state, self._show_sheets, self._on_failed, self)
        self._background.read(accounts.people, self._show_people, self._on_failed, self)

    def _sheets_card(self) -> Card:
        card = Card(self.tr("Recovery sheets"))
        self.due = NoticeBar(
            "warning",
            self.tr("The recovery sheets have not been tried for a year"),
            self.tr("Ask the two people who keep them to bring them, and try them here. Nothing is changed by it."),
        )
        self.due.hide()
        card.add(self.due)
        card.add(WrappingLabel(self.tr(
            "If every password is lost, only the two sheets together open the records. Two people keep them in two places."
        )))  # fmt: skip
        self.sheets = WrappingLabel("", "strong")
        card.add(self.sheets)
        self.try_sheets = secondary_button(self.tr("Try the sheets"), self)
        self.new_sheets = secondary_button(self.tr("Make new sheets"), self)
        self.try_sheets.clicked.connect(self._ask_to_try)
        self.new_sheets.clicked.connect(self._ask_new_sheets)
        card.add_layout(button_row((self.try_sheets, self.new_sheets)))
        return card

    def _people_card(self) -> Card:
        card = Card(self.tr("Who can open this store"))
        self.people = WrappingLabel("")
        card.add(self.people)
        card.add(WrappingLabel(self.tr(
            "Somebody who is disabled has no key here any more. A copy of the folder from before still opens with their "
            "password: then give the store a new key."
        ), "hint"))  # fmt: skip
        return card

    def _key_card(self) -> Card:
        card = Card(self.tr("A new key for the store"))
        card.add(WrappingLabel(self.tr(
            "After a computer was lost, or somebody left who may have kept a copy. Everything is encrypted anew; passwords "
            "and recovery sheets stay as they are. Backups made before keep the old key. Everybody else has to close the "
            "app first. It takes some seconds, for large stores minutes; if it is cut short, the next sign-in finishes it "
            "or leaves everything as it was."
        )))  # fmt: skip
        self.new_key = danger_button(self.tr("Give the store a new key"), self)
        self.new_key.clicked.connect(self._ask_new_key)
        card.add_layout(button_row((self.new_key,)))
        return card

    def _show_sheets(self, state: Any) -> None:
        if not state.fingerprint:
            self.sheets.show_text(self.tr("There are no recovery sheets. Make them now."))
        else:
            seen = day(state.seen_at) if state.seen_at else self.tr("at a time nobody noted")
            words = self.tr("Fingerprint {mark}, last tried {when}.") if state.tried else (
                self.tr("Fingerprint {mark}, made {when} and not tried since.")
            )  # fmt: skip
            self.sheets.show_text(words.format(mark=state.fingerprint, when=seen))
        self.try_sheets.setEnabled(bool(state.fingerprint))
        self.due.setVisible(state.due and bool(state.fingerprint))

    def _show_people(self, people: Any) -> None:
        holders = [person.display_name for person in people if person.active]
        gone = len(people) - len(holders)
        words = ", ".join(sorted(holders, key=str.casefold))
        if gone:
            words += self.tr(". Without a key: {people} disabled").format(
                people=count(gone, self.tr("person"), self.tr("people"))
            )
        self.people.show_text(f"{words}.")

    @Slot()
    def _ask_to_try(self) -> None:
        self.outcome.hide()
        dialog = TrySheetsDialog(self)
        if dialog.exec():
            work = partial(self._application.accounts.try_sheets, *dialog.sheets)
            self._background.run(work, self._on_tried, self._on_failed, self)

    def _on_tried(self, _: object) -> None:
        self._say("success", self.tr("Both sheets together open this store."))
        self.refresh()

    @Slot()
    def _ask_new_sheets(self) -> None:
        self.outcome.hide()
        sure = ask(
            self, self.tr("Make new recovery sheets?"),
            self.tr("The sheets there are now stop working for this store at once. The new ones are shown only one time: "
                    "have the printer ready."),
            self.tr("Make new sheets"), self.tr("Cancel"), dangerous=True,
        )  # fmt: skip
        if sure:
            self._background.run(
                self._application.accounts.new_recovery_sheets, self._on_new_sheets, self._on_failed, self
            )

    def _on_new_sheets(self, sheets: Any) -> None:
        dialog = NewSheetsDialog(sheets, self)
        if dialog.exec():
            self._say("success", self.tr("The new sheets are valid. Destroy the old ones."))
        else:
            self._say(
                "warning", self.tr("The new sheets were not proved to be in hand. If they are lost, make new ones.")
            )
        self.refresh()

    @Slot()
    def _ask_new_key(self) -> None:
        self.outcome.hide()
        sure = ask(
            self, self.tr("Give the store a new key?"),
            self.tr("Everybody else has to close the app first. You are signed out, and sign in again when it is done."),
            self.tr("Give it a new key"), self.tr("Cancel"), dangerous=True,
        )  # fmt: skip
        if sure:
            self._background.run(self._application.accounts.confirm_new_key, self._on_confirmed, self._on_failed, self)

    def _on_confirmed(self, _: object) -> None:
        self.new_key_requested.emit()

    def _say(self, tone: str, words: str) -> None:
        self.outcome.show_notice(words, "", tone)
        self.outcome.show()

    def _on_failed(self, error: BaseException) -> None:
        self._say("danger", sentence_of(error))
