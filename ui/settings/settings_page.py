"""Settings of the person at the screen: theme, text size, own password; for the administrator also the Hub's."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QWidget

from enquiry_app.services.locking import CHOICES, idle_minutes
from ui.background import Background
from ui.messages import report_error
from ui.page import Page
from ui.sign_in.password_dialog import PasswordDialog
from ui.widgets.buttons import secondary_button
from ui.widgets.card import Card
from ui.widgets.labelled_row import LabelledRow
from ui.widgets.layouts import button_row
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.radio_group import RadioGroup
from ui.widgets.wrapping_label import WrappingLabel


class SettingsPage(Page):
    """Changes show at once. `appearance_chosen(theme, text_size)`; the Hub's particulars have pages of their own."""

    page_title = "Settings"
    appearance_chosen = Signal(str, str)
    sound_chosen = Signal(bool)
    contacts_requested = Signal()
    hours_requested = Signal()
    sealed_files_requested = Signal()
    page_check_requested = Signal()
    mail_requested = Signal()
    mail_settings_requested = Signal()
    backups_requested = Signal()
    keys_requested = Signal()

    def __init__(
        self,
        application: Any,
        background: Background,
        theme: str,
        text_size: str,
        sound: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(self.tr("Settings"), parent=parent)
        self._application, self._background = application, background
        look = Card(self.tr("How it looks"), gap="wide")
        self.theme = RadioGroup((
            ("system", self.tr("Follow this computer"), ""),
            ("light", self.tr("Light"), ""),
            ("dark", self.tr("Dark"), ""),
            ("high_contrast", self.tr("High contrast"), ""),
        ))  # fmt: skip
        self.theme.choose(theme)
        look.add(LabelledRow(self.tr("Colours"), self.theme))
        self.text_size = RadioGroup((
            ("standard", self.tr("Standard"), ""),
            ("large", self.tr("Large"), ""),
            ("largest", self.tr("Largest"), ""),
        ))  # fmt: skip
        self.text_size.choose(text_size)
        look.add(LabelledRow(self.tr("Size of text"), self.text_size))
        self.add(look)
        if application.may("see_queue"):
            self.add(self._arrivals_card(sound))
        self.add(self._password_card())
        if application.may("change_settings"):
            self.add(self._lock_card())
            self.add(self._backups_card())
        if application.may("manage_people"):
            self.add(self._keys_card())
        if application.may("change_settings"):
            self.add(self._hub_card())
        if application.may("exchange"):
            self.add(self._exchange_card())
        if application.may("send_mail") or application.may("change_settings"):
            self.add(self._mail_card())
        if application.may("make_document"):
            self.add(self._pages_card())
        self.add(self._about_card())
        self.theme.chosen.connect(self._on_chosen)
        self.text_size.chosen.connect(self._on_chosen)

    def first_focus(self) -> QWidget:
        """The theme in use."""
        return self.theme.focus_field()

    def _arrivals_card(self, sound: bool) -> Card:
        card = Card(self.tr("Urgent arrivals"))
        words = self.tr("A bar across the window says when one has arrived, whatever you are doing.")
        card.add(WrappingLabel(words))
        self.sound = QCheckBox(self.tr("Play a sound as well"))
        self.sound.setChecked(sound)
        self.sound.toggled.connect(self.sound_chosen)
        card.add(self.sound)
        return card

    def _password_card(self) -> Card:
        card = Card(self.tr("Your password"))
        card.add(
            WrappingLabel(
                self.tr("Nobody can read your password. If you forget it, the administrator gives you a new one.")
            )
        )
        self.password_changed = NoticeBar("success", self.tr("Your password is changed."))
        self.password_changed.hide()
        card.add(self.password_changed)
        self.change_password = secondary_button(self.tr("Change your password"), self)
        self.change_password.clicked.connect(self._ask_password)
        card.add_layout(button_row((self.change_password,)))
        return card

    def _lock_card(self) -> Card:
        card = Card(self.tr("Locking"))
        words = self.tr("When nobody touches keyboard or mouse, the screen locks. It says so a minute before.")
        card.add(WrappingLabel(words))
        self.minutes = RadioGroup(
            [(str(each), self.tr("After {minutes} minutes").format(minutes=each), "") for each in CHOICES]
        )
        self.minutes.choose(str(idle_minutes(self._application.store_info.settings)))
        self.minutes.chosen.connect(self._on_minutes)
        card.add(LabelledRow(self.tr("Lock the screen"), self.minutes))
        self.lock_saved = WrappingLabel("", "hint")
        card.add(self.lock_saved)
        return card

    @Slot(str)
    def _on_minutes(self, code: str) -> None:
        work = partial(self._application.locking.set_minutes, int(code))
        self._background.run(work, self._on_minutes_kept, self._on_failed, self)

    def _on_minutes_kept(self, _: object) -> None:
        self.lock_saved.setText(self.tr("Kept. It holds for everybody from their next sign-in on."))

    def _backups_card(self) -> Card:
        card = Card(self.tr("Backups"))
        self.backups_overdue = NoticeBar(
            "warning",
            self.tr("The last good backup is older than three days"),
            self.tr("Open the backups to see why, and make one now."),
        )
        self.backups_overdue.hide()
        card.add(self.backups_overdue)
        card.add(WrappingLabel(self.tr("Made by itself once a day and checked each time. Here you see and try them.")))
        self.backups = secondary_button(self.tr("Backups"), self, "save")
        self.backups.clicked.connect(self.backups_requested)
        card.add_layout(button_row((self.backups,)))
        work = self._application.backups.overdue
        self._background.read(work, self.backups_overdue.setVisible, self._on_failed, self)
        return card

    def _keys_card(self) -> Card:
        card = Card(self.tr("Keys"))
        self.sheets_due = NoticeBar(
            "warning",
            self.tr("The recovery sheets have not been tried for a year"),
            self.tr("Open the keys and try them: it takes two people and five minutes."),
        )
        self.sheets_due.hide()
        card.add(self.sheets_due)
        card.add(WrappingLabel(self.tr("Who can open this store, the recovery sheets, and a new key for all of it.")))
        self.keys = secondary_button(self.tr("Keys and recovery sheets"), self, "lock")
        self.keys.clicked.connect(self.keys_requested)
        card.add_layout(button_row((self.keys,)))
        self._background.read(self._application.accounts.sheets_state, self._on_sheets, self._on_failed, self)
        return card

    def _on_sheets(self, state: Any) -> None:
        self.sheets_due.setVisible(state.due)

    def _hub_card(self) -> Card:
        card = Card(self.tr("The Safeguarding Hub"))
        card.add(
            WrappingLabel(self.tr("Who to ring, and when the Hub is open. All due times are counted in its hours."))
        )
        self.hub_contacts = secondary_button(self.tr("Who to ring"), self, "phone")
        self.hub_hours = secondary_button(self.tr("Opening hours and closures"), self, "clock")
        self.hub_contacts.clicked.connect(self._on_contacts)
        self.hub_hours.clicked.connect(self._on_hours)
        card.add_layout(button_row((self.hub_contacts, self.hub_hours)))
        return card

    def _exchange_card(self) -> Card:
        card = Card(self.tr("Sealed files"))
        card.add(WrappingLabel(self.tr("Enquiries and replies as files that only one store can open.")))
        self.sealed_files = secondary_button(self.tr("Sealed files and known stores"), self, "lock")
        self.sealed_files.clicked.connect(self._on_sealed_files)
        card.add_layout(button_row((self.sealed_files,)))
        return card

    def _mail_card(self) -> Card:
        card = Card(self.tr("Mail"))
        card.add(WrappingLabel(self.tr("Sealed files and documents by mail, read back before they go.")))
        buttons = []
        if self._application.may("send_mail"):
            self.mail = secondary_button(self.tr("What was mailed"), self, "mail")
            self.mail.clicked.connect(self.mail_requested)
            buttons.append(self.mail)
        if self._application.may("change_settings"):
            self.mail_settings = secondary_button(self.tr("Mail server and secure domains"), self, "settings")
            self.mail_settings.clicked.connect(self.mail_settings_requested)
            buttons.append(self.mail_settings)
        card.add_layout(button_row(buttons))
        return card

    def _pages_card(self) -> Card:
        card = Card(self.tr("Pages on paper"))
        card.add(WrappingLabel(self.tr("Whether a page somebody brings was made here, and is as it was made.")))
        self.page_check = secondary_button(self.tr("Check a page"), self, "document")
        self.page_check.clicked.connect(self.page_check_requested)
        card.add_layout(button_row((self.page_check,)))
        return card

    def _about_card(self) -> Card:
        info = self._application.store_info
        card = Card(self.tr("This store"))
        person = self._application.person
        card.add(WrappingLabel(self.tr("{organisation}. Everything is kept encrypted on this computer.").format(
            organisation=info.organisation)))  # fmt: skip
        card.add(WrappingLabel(self.tr("You are signed in as {name} ({user}).").format(
            name=person.display_name, user=person.user_name), "hint"))  # fmt: skip
        return card

    @Slot()
    def _on_chosen(self) -> None:
        self.appearance_chosen.emit(self.theme.code, self.text_size.code)

    @Slot()
    def _on_contacts(self) -> None:
        self.contacts_requested.emit()

    @Slot()
    def _on_hours(self) -> None:
        self.hours_requested.emit()

    @Slot()
    def _on_sealed_files(self) -> None:
        self.sealed_files_requested.emit()

    @Slot()
    def _ask_password(self) -> None:
        self.password_changed.hide()
        dialog = PasswordDialog(self)
        if dialog.exec():
            self.change_password.setEnabled(False)
            work = partial(self._application.accounts.change_own_password, dialog.old, dialog.new)
            self._background.run(work, self._on_changed, self._on_failed, self)

    def _on_changed(self, _: object) -> None:
        self.change_password.setEnabled(True)
        self.password_changed.show()

    def _on_failed(self, error: BaseException) -> None:
        self.change_password.setEnabled(True)
        report_error(self, error)
