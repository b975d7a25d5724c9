"""Sealed files in Settings: this store's own file and fingerprint, the stores known here, opening a file."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from enquiry_app import desktop_entry
from ui.background import Background
from ui.exchange.sealed_files import SealedFiles
from ui.formatting import day_and_time
from ui.messages import report_error, tell
from ui.page import Page
from ui.widgets.buttons import primary_button, secondary_button
from ui.widgets.card import Card
from ui.widgets.heading import Heading
from ui.widgets.layouts import button_row, clear, column
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.wrapping_label import WrappingLabel


class StoresPage(Page):
    """What a person needs for sealed exchange, on one page."""

    page_title = "Sealed files"

    def __init__(
        self, application: Any, background: Background, files: SealedFiles, parent: QWidget | None = None
    ) -> None:
        super().__init__(self.tr("Sealed files"), self.tr("Settings"), parent=parent)
        self._application, self._background, self._files = application, background, files
        self.add(
            WrappingLabel(
                self.tr(
                    "A sealed file carries one enquiry, or the Hub's reply, encrypted so that only the store it is for"
                    " can open it. No server is needed, and nothing is sent by itself."
                )
            )
        )
        opening = Card(self.tr("Open a file"))
        opening.add(
            WrappingLabel(
                self.tr("Or drop it anywhere on this window, or paste it (Ctrl+V) on the home page or queue.")
            )
        )
        self.open_file = primary_button(self.tr("Open a sealed file"), self)
        self.open_file.clicked.connect(files.choose)
        self.by_double_click = secondary_button(self.tr("Open them by double click"), self)
        self.by_double_click.setVisible(desktop_entry.supported())
        self.by_double_click.clicked.connect(self._tell_the_desktop)
        opening.add_layout(button_row((self.open_file, self.by_double_click)))
        self.desktop_told = WrappingLabel("", "hint")
        self.desktop_told.hide()
        opening.add(self.desktop_told)
        self.add(opening)
        self.add(self._watching())
        if application.may("give_store_card"):
            self.add(self._own())
        if application.may("export_identity"):
            self.add(self._without_the_app())
        known = Card(self.tr("Stores you know"))
        self._list = column(gap="snug")
        known.add_layout(self._list)
        self.add(known)
        files.stores_changed.connect(self.refresh)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Ask who is known."""
        self._background.read(self._application.stores.known, self._show, partial(report_error, self), self)
        work = self._application.watched_folder.folder
        self._background.read(work, self._show_folder, partial(report_error, self), self)

    def first_focus(self) -> QWidget:
        """Opening a file."""
        return self.open_file

    @Slot()
    def _tell_the_desktop(self) -> None:
        self._background.run(desktop_entry.install, self._on_desktop_told, partial(report_error, self), self)

    def _on_desktop_told(self, _: object) -> None:
        self.desktop_told.show_text(
            self.tr("From now on this account’s desktop opens .enquiry and .hub files with this app.")
        )

    def _watching(self) -> Card:
        card = Card(self.tr("Watch a folder"))
        card.add(
            WrappingLabel(
                self.tr(
                    "If your mail or a shared drive puts sealed files into one folder, the app can say when one has"
                    " arrived. Files are opened only when you ask for it, and never moved or deleted."
                )
            )
        )
        self.watched = WrappingLabel(self.tr("No folder is watched."), "hint")
        card.add(self.watched)
        self.watch_folder = secondary_button(self.tr("Choose a folder"), self)
        self.stop_watching = secondary_button(self.tr("Stop watching"), self)
        self.stop_watching.hide()
        self.watch_folder.clicked.connect(self._choose_folder)
        self.stop_watching.clicked.connect(self._stop_watching)
        card.add_layout(button_row((self.watch_folder, self.stop_watching)))
        return card

    @Slot()
    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Watch a folder"))
        if chosen:
            self._watch(chosen)

    @Slot()
    def _stop_watching(self) -> None:
        self._watch("")

    def _watch(self, folder: str) -> None:
        work = partial(self._application.watched_folder.watch, folder)
        self._background.run(work, self._on_watched, partial(report_error, self), self)

    def _on_watched(self, folder: str) -> None:
        self._show_folder(folder)
        self._files.watch.begin()

    def _show_folder(self, folder: str) -> None:
        words = self.tr("Watched: {folder}").format(folder=folder)
        self.watched.setText(words if folder else self.tr("No folder is watched."))
        self.watch_folder.setText(self.tr("Choose another folder") if folder else self.tr("Choose a folder"))
        self.stop_watching.setVisible(bool(folder))

    def _own(self) -> Card:
        card = Card(self.tr("This store"))
        card.add(
            WrappingLabel(
                self.tr(
                    "Give others this store's file (.hub), and read the fingerprint to them when they ring. It is no"
                    " secret; it proves that the file is yours."
                )
            )
        )
        self.fingerprint = Heading("", 3)
        self.fingerprint.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.fingerprint.setAccessibleName(self.tr("Fingerprint of this store"))
        self.fingerprint.hide()
        card.add(self.fingerprint)
        self.save_own = secondary_button(self.tr("Save this store's file and show the fingerprint"), self, "save")
        self.save_own.clicked.connect(self._make_own)
        card.add_layout(button_row((self.save_own,)))
        return card

    def _without_the_app(self) -> Card:
        card = Card(self.tr("If this app is gone one day"))
        card.add(
            WrappingLabel(
                self.tr(
                    "Sealed files are ordinary age files. This saves the store's key, sealed so that only both recovery"
                    " sheets together open it, and a page that says how. Keep both with a backup."
                )
            )
        )
        self.save_identity = secondary_button(self.tr("Save the key for the recovery sheets"), self, "save")
        self.save_identity.clicked.connect(self._export_identity)
        card.add_layout(button_row((self.save_identity,)))
        self.identity_saved = NoticeBar("success", "")
        self.identity_saved.hide()
        card.add(self.identity_saved)
        return card

    @Slot()
    def _export_identity(self) -> None:
        work = self._application.stores.export_identity
        self._background.run(work, self._on_identity, partial(report_error, self), self)

    def _on_identity(self, export: Any) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save the key for the recovery sheets"), export.name, self.tr("age files (*.age)")
        )
        if not chosen:
            return
        path = Path(chosen)
        try:
            path.write_bytes(export.content)
            path.with_name(export.helper_name).write_bytes(export.helper)
        except OSError:
            tell(self, self.tr("The file could not be saved"), self.tr("Choose another place, or free some room."))
            return
        words = self.tr("It opens with recovery sheets {sheets}, both together. {helper} beside it says how.")
        self.identity_saved.show_notice(self.tr("Saved"), words.format(sheets=export.sheets, helper=export.helper_name))
        self.identity_saved.show()

    @Slot()
    def _make_own(self) -> None:
        self._background.run(self._application.stores.own_card, self._on_own, partial(report_error, self), self)

    def _on_own(self, made: tuple[bytes, str]) -> None:
        content, fingerprint = made
        self.fingerprint.setText(fingerprint)
        self.fingerprint.show()
        name = "".join(sign if sign.isalnum() else "-" for sign in self._application.store_info.organisation)
        chosen, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save this store's file"), f"{name}.hub", self.tr("Store files (*.hub)")
        )
        if not chosen:
            return
        try:
            Path(chosen).write_bytes(content)
        except OSError:
            tell(self, self.tr("The file could not be saved"), self.tr("Choose another place, or free some room."))

    def _show(self, stores: Any) -> None:
        clear(self._list)
        if not stores:
            self._list.addWidget(
                WrappingLabel(self.tr("None yet. Open a Hub's file that ends in .hub to begin."), "hint")
            )
        for store in stores:
            words = self.tr("{name}, known since {when}").format(name=store.name, when=day_and_time(store.added_at))
            self._list.addWidget(WrappingLabel(words))
