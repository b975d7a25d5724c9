"""Opens the pages that stand behind Settings."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from ui.main_window import MainWindow


def settings_page(window: MainWindow) -> QWidget:
    """The page of settings, with the ways to the pages behind it."""
    from ui.settings.settings_page import SettingsPage

    page = SettingsPage(window.application, window.background, *window.look, window.sound)
    page.appearance_chosen.connect(window.appearance_chosen)
    page.sound_chosen.connect(window.sound_chosen)
    for asked, make in (
        (page.contacts_requested, _hub_contacts), (page.hours_requested, _hub_hours),
        (page.sealed_files_requested, _sealed_files), (page.page_check_requested, _page_check),
        (page.mail_requested, _mail), (page.mail_settings_requested, _mail_settings), (page.backups_requested, _backups),
        (page.keys_requested, _keys),
    ):  # fmt: skip
        asked.connect(_opening(window, make))
    return page


def _opening(window: MainWindow, make: Callable[[MainWindow], QWidget]) -> Callable[[], None]:
    def open_it() -> None:
        window.open_page(make(window))

    return open_it


def _page_check(window: MainWindow) -> QWidget:
    from ui.copies.page_check_page import PageCheckPage

    return PageCheckPage(window.application, window.background)


def _sealed_files(window: MainWindow) -> QWidget:
    from ui.exchange.stores_page import StoresPage

    return StoresPage(window.application, window.background, window.files)


def _mail(window: MainWindow) -> QWidget:
    from ui.mail.mail_page import MailPage

    return MailPage(window.application, window.background)


def _mail_settings(window: MainWindow) -> QWidget:
    from ui.settings.mail_settings_page import MailSettingsPage

    return MailSettingsPage(window.application, window.background)


def _backups(window: MainWindow) -> QWidget:
    from ui.backups.backups_page import BackupsPage

    return BackupsPage(window.application, window.background)


def _hub_contacts(window: MainWindow) -> QWidget:
    from ui.settings.hub_contacts_page import HubContactsPage

    return HubContactsPage(window.application, window.background)


def _hub_hours(window: MainWindow) -> QWidget:
    from ui.settings.hub_hours_page import HubHoursPage

    return HubHoursPage(window.application, window.background)


def _keys(window: MainWindow) -> QWidget:
    from ui.settings.keys_page import KeysPage

    page = KeysPage(window.application, window.background)
    page.new_key_requested.connect(window.new_key_requested)
    page.about_requested.connect(window.navigator.open_about)
    return page
