"""The frame of the window once somebody has signed in: strip, side bar, header, pages. It navigates; it knows no rule."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from enquiry_app.enquiry.statuses import AGENCY_ROLES
from ui.app_signals import AppSignals
from ui.appearance import space
from ui.background import Background
from ui.backups.auto_backup import BackupBar
from ui.exchange.sealed_files import SealedFiles, files_in
from ui.hub.arrivals import Arrivals
from ui.kept_words import LeftOverBar
from ui.navigation import Navigator
from ui.page import flush, focus_first, offer_status_line, refresh
from ui.paper.filled_forms import FilledForms, forms_in
from ui.places import places_for
from ui.privacy_veil import PrivacyVeil
from ui.shortcuts import shortcut
from ui.sign_in.passphrase_asking import PassphraseAsking
from ui.where import WayBack
from ui.widgets.buttons import icon_button
from ui.widgets.danger_strip import DangerStrip
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.layouts import column, panels, row
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.practice_banner import PracticeBanner
from ui.widgets.rail import Rail
from ui.widgets.status_line import StatusLine
from ui.widgets.style import styled

NARROW = 1200  # below this width, pages that ask for it get the room of the side bar's words


class MainWindow(QWidget):
    """Shows pages for a signed-in application. `open_page` puts one on top, `close_page` goes back to the one below."""

    lock_requested = Signal()
    person_switched = Signal(str)
    appearance_chosen = Signal(str, str)
    sound_chosen = Signal(bool)
    new_key_requested = Signal()
    title_changed = Signal(str)

    def __init__(
        self, application: Any, background: Background, signals: AppSignals | None = None,
        look: tuple[str, str] = ("system", "standard"), sound: bool = False, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.look, self.sound = look, sound
        self.application = application
        self.background = background
        self.signals = signals or AppSignals(self)
        self.status_line = StatusLine(self)
        self.asking = PassphraseAsking(self, application, background)
        self.files = SealedFiles(self, application, background)
        self.forms = FilledForms(self, application, background)
        self.setAcceptDrops(application.may("exchange"))
        self.way_back: WayBack | None = None  # after a lock
        self._build()
        self.veil = PrivacyVeil(self)
        self.navigator = Navigator(self)
        self._connect()
        self.navigator.go(places_for(application)[0].key)

    @property
    def page(self) -> QWidget | None:
        """The page on top."""
        return self._stack.currentWidget()

    def open_page(self, page: QWidget) -> None:
        """Put a page on top of the others and show it."""
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        for name in ("closed", "back_requested"):
            if hasattr(page, name):
                getattr(page, name).connect(self.close_page)
        if hasattr(page, "screen_changed"):
            page.screen_changed.connect(self._fit_rail)
        self._on_shown(page)

    @Slot()
    def close_page(self) -> None:
        """Save and let go of the page on top, and show the one below; the last page stays."""
        page = self.page
        if page is None or self._stack.count() < 2 or not flush(page):
            return
        self._drop(page)
        below = self.page
        if below is not None:
            refresh(below)
            self._on_shown(below)

    def close_all(self) -> bool:
        """Save and let go of every page. False, and nothing closed, if one could not save."""
        if not flush(self.page):
            return False
        while self.page is not None:
            self._drop(self.page)
        return True

    def drop_all(self) -> None:
        """Let go of every page without saving: what is not saved was set aside before."""
        while self.page is not None:
            self._drop(self.page)

    def open_enquiry_id(self) -> str:
        """The enquiry in the page on top, to come back to after the lock; "" if there is none."""
        return str(getattr(self.page, "enquiry_id", ""))

    def warn_of_lock(self, seconds: int) -> None:
        """Say in how many seconds the screen locks."""
        words = self.tr("Nobody seems to be here. The screen locks in {seconds} seconds.").format(seconds=seconds)
        self.idle_notice.show_notice(words, self.tr("Press any key to stay. What you typed is saved either way."))
        self.idle_notice.show()

    def focus_page(self) -> None:
        """Put the focus where work on the page begins."""
        if self.page is not None:
            focus_first(self.page)

    def show_place(self, key: str) -> None:
        """Mark where we are in the side bar."""
        self.rail.show_place(key)

    def _build(self) -> None:
        outer = column(self, "")
        info = self.application.store_info
        if info.practice:
            self.practice = PracticeBanner(self.application, self)
            self.practice.person_chosen.connect(self.person_switched)
            outer.addWidget(self.practice)
        self.danger_strip: DangerStrip | None = None
        if self.application.person.role in AGENCY_ROLES:
            self.danger_strip = DangerStrip(self.application.hub, self.application.clock, self)
            outer.addWidget(self.danger_strip)
        self.idle_notice = NoticeBar(
            "warning",
            self.tr("Nobody seems to be here. The screen locks in 60 seconds."),
            self.tr("Press any key to stay. What you typed is saved either way."),
        )
        self.idle_notice.hide()
        outer.addWidget(self.idle_notice)
        self.arrivals = Arrivals(self.application, self.background, self) if self.application.may("see_queue") else None
        if self.arrivals is not None:
            outer.addWidget(self.arrivals.bar)
        outer.addWidget(self.files.watch.bar)
        self.backup_bar = BackupBar(self.application, self.background, self)
        outer.addWidget(self.backup_bar)
        self.left_bar = LeftOverBar(self)
        outer.addWidget(self.left_bar)
        across = panels()
        self.rail = Rail(self.tr("Enquiry"), places_for(self.application), self)
        across.addWidget(self.rail)
        right = column(gap="")
        right.addWidget(self._header())
        self._stack = QStackedWidget(self)
        right.addWidget(self._stack, 1)
        across.addLayout(right, 1)
        outer.addLayout(across, 1)

    def _header(self) -> QFrame:
        bar = styled(QFrame(self), "head")
        layout = row(bar, "normal")
        layout.setContentsMargins(space("page"), space("hair"), space("normal"), space("hair"))
        person = self.application.person
        layout.addWidget(ElidedLabel(person.agency_name or self.application.store_info.organisation, "caption"), 2)
        layout.addWidget(self.status_line)
        who = ElidedLabel(", ".join(filter(None, (person.display_name, person.job_title))))
        who.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(who, 3)
        self.lock_button = icon_button("lock", self.tr("Lock the screen (Ctrl+L)"), bar)
        layout.addWidget(self.lock_button)
        return bar

    def _connect(self) -> None:
        self.rail.place_chosen.connect(self.navigator.go)
        self.lock_button.clicked.connect(self.lock_requested)
        if self.arrivals is not None:
            self.arrivals.open_asked.connect(self.navigator.open_received)
            self.arrivals.arrived.connect(self.signals.queue_changed)
        shortcut("lock", self, self.lock_requested.emit)
        shortcut("privacy", self, self.veil.cover)
        shortcut("back", self, self.close_page)
        shortcut("next_area", self, self._switch_area)
        if self.application.may("exchange"):
            shortcut("paste_file", self, self._on_paste)
            self.files.opened.connect(self._on_file_opened)
        self.forms.read.connect(self.navigator.show_read_form)
        for key in ("new", "home", "queue", "help"):
            shortcut(key, self, getattr(self.navigator, f"go_{key}"))

    @Slot()
    def _switch_area(self) -> None:
        if self.rail.isAncestorOf(self.focusWidget()) if self.focusWidget() else False:
            if self.page is not None:
                focus_first(self.page)
        else:
            self.rail.focus_current()

    def _drop(self, page: QWidget) -> None:
        self._stack.removeWidget(page)
        page.hide()
        page.deleteLater()  # not setParent(None): a page that had the focus would take the window's activation with it

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Sealed files may be dropped anywhere."""
        urls = event.mimeData().urls()
        if files_in(urls) or (self._reads_forms and forms_in(urls)):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped."""
        self._take(event.mimeData().urls())
        event.acceptProposedAction()

    @Slot()
    def _on_paste(self) -> None:
        self._take(QGuiApplication.clipboard().mimeData().urls())

    @property
    def _reads_forms(self) -> bool:
        return bool(self.application.may("start_enquiry"))

    def _take(self, urls: Iterable[Any]) -> None:
        urls = list(urls)
        self.files.take(files_in(urls))
        if self._reads_forms:
            self.forms.take(forms_in(urls))

    @Slot(str, str)
    def _on_file_opened(self, enquiry_id: str, _result: str) -> None:
        self.signals.enquiry_changed.emit(enquiry_id)
        self.signals.queue_changed.emit()
        if self.page is not None:
            refresh(self.page)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window gives its room to pages that need width."""
        super().resizeEvent(event)
        self._fit_rail()

    @Slot()
    def _fit_rail(self) -> None:
        self.rail.show_compact(self.width() < NARROW and getattr(self.page, "wants_width", False))

    def _on_shown(self, page: QWidget) -> None:
        self._fit_rail()
        offer_status_line(page, self.status_line)
        self.title_changed.emit(getattr(page, "page_title", ""))
        focus_first(page)
