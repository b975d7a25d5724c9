"""Home of practitioners and leads: what waits for me, my drafts, what the Hub has and what it has said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from enquiry_app.enquiry.records import Enquiry
from enquiry_app.enquiry.statuses import FINISHED
from ui.background import Background
from ui.home.enquiry_list import EnquiryList
from ui.hub_words import by_when_words
from ui.messages import report_error
from ui.page import Page
from ui.shortcuts import shortcut
from ui.widgets.buttons import chip_button, primary_button
from ui.widgets.card import Card
from ui.widgets.heading import Heading
from ui.widgets.layouts import row
from ui.widgets.search_box import SearchBox
from ui.widgets.undo_bar import UndoBar
from ui.widgets.wrapping_label import WrappingLabel

DRAFTS = ("draft", "awaiting_sign_off", "returned")
UNDO_SECONDS = 10


@dataclass(frozen=True)
class HomeLists:
    """What home shows: enquiries by group, and by-when words by enquiry id."""

    to_sign_off: tuple[Enquiry, ...]
    mine: tuple[Enquiry, ...]
    by_when: Mapping[str, str]


def load_home(application: Any, text: str, whole_agency: bool) -> HomeLists:
    """Ask the services for everything home shows. Runs beside the window."""
    drafting = application.drafting
    mine = drafting.of_my_agency(text) if whole_agency else drafting.mine(text)
    waiting = application.submitting.awaiting_me() if application.may("sign_off") else ()
    now = application.clock.now()
    return HomeLists(waiting, mine, {e.id: by_when_words(application.hub, e, now) for e in mine if e.sent_at})


class HomePage(Page):
    """Emits wishes; the navigator opens pages."""

    page_title = "Home"
    start_requested = Signal()
    enquiry_chosen = Signal(str)
    sign_off_chosen = Signal(str)

    def __init__(self, application: Any, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(wide=True, parent=parent)
        self._application, self._background = application, background
        self._undo = None
        self._build()
        self._connect()
        self.refresh()

    def first_focus(self) -> QWidget:
        """The button most people came for."""
        return self.start

    @Slot()
    def refresh(self) -> None:
        """Load the lists again."""
        work = partial(load_home, self._application, self.search.text().strip(), self.whole_agency.isChecked())
        self._background.read(work, self._show, partial(report_error, self), self)

    def _build(self) -> None:
        lead = self._application.may("sign_off")
        head = row(gap="normal")
        head.addWidget(Heading(self.tr("Your enquiries"), 1), 1)
        self.start = primary_button(self.tr("Start an enquiry"), self, "new")
        head.addWidget(self.start)
        self.content.addLayout(head)
        tools = row(gap="snug")
        self.search = SearchBox(self.tr("Search your enquiries"), self.tr("Name, reference or postcode"), self)
        self.search.setMaximumWidth(360)
        tools.addWidget(self.search, 1)
        self.whole_agency = chip_button(self.tr("Everybody’s in my organisation"), self, checkable=True)
        self.whole_agency.setVisible(lead)
        tools.addWidget(self.whole_agency)
        tools.addStretch(1)
        self.content.addLayout(tools)
        self.to_sign_off = EnquiryList(self.tr("Waiting for your sign-off"))
        self.not_with_hub = EnquiryList(self.tr("The Hub does not have these yet"))
        self.drafts = EnquiryList(self.tr("Drafts"), deletable=True)
        self.with_hub = EnquiryList(self.tr("With the Hub"))
        self.finished = EnquiryList(self.tr("Closed"))
        for each in (self.to_sign_off, self.not_with_hub, self.drafts, self.with_hub, self.finished):
            self.add(each)
        self.empty = self.add(self._empty_state())
        self.empty.hide()
        self.undo_bar = UndoBar(self)
        self.layout().addWidget(self.undo_bar)

    def _empty_state(self) -> Card:
        card = Card(gap="snug")
        self._empty_title = Heading(self.tr("Nothing here yet"), 2)
        card.add(self._empty_title)
        self._empty_words = WrappingLabel("")
        card.add(self._empty_words)
        return card

    def _connect(self) -> None:
        self.start.clicked.connect(self.start_requested)
        self.search.searched.connect(self.refresh)
        self.whole_agency.toggled.connect(self.refresh)
        self.to_sign_off.enquiry_chosen.connect(self.sign_off_chosen)
        for each in (self.not_with_hub, self.drafts, self.with_hub, self.finished):
            each.enquiry_chosen.connect(self.enquiry_chosen)
        self.drafts.delete_requested.connect(self._delete)
        self.undo_bar.undo_requested.connect(self._bring_back)
        self.undo_bar.over.connect(self._finish_deletions)
        shortcut("search", self, self.search.setFocus)
        shortcut("undo_delete", self, self._bring_back)
        self._tick = QTimer(self)
        self._tick.setInterval(60_000)
        self._tick.timeout.connect(self.refresh)
        self._tick.start()

    def _show(self, lists: HomeLists) -> None:
        now, person = self._application.clock.now(), self._application.person
        groups = {
            self.to_sign_off: lists.to_sign_off,
            self.not_with_hub: tuple(e for e in lists.mine if e.status == "ready_to_hand_over"),
            self.drafts: tuple(e for e in lists.mine if e.status in DRAFTS),
            self.with_hub: tuple(
                e for e in lists.mine if e.status not in (*DRAFTS, "ready_to_hand_over") and e.status not in FINISHED
            ),
            self.finished: tuple(e for e in lists.mine if e.status in FINISHED),
        }
        for each, enquiries in groups.items():
            each.show_enquiries(enquiries, now=now, person=person, by_when=lists.by_when)
        searched = bool(self.search.text().strip())
        self._empty_title.show_heading(self.tr("Nothing found") if searched else self.tr("Nothing here yet"))
        self._empty_words.setText(
            self.tr("Try fewer letters, the reference, or the first half of the postcode.")
            if searched
            else self.tr(
                "Start an enquiry when you are worried about a child. You do not need proof, and you do not need "
                "permission to share what protects a child."
            )
        )
        self.empty.setVisible(not any(groups.values()))

    @Slot(str)
    def _delete(self, enquiry_id: str) -> None:
        work = partial(self._application.drafting.delete, enquiry_id)
        self._background.run(work, self._on_deleted, partial(report_error, self), self)

    def _on_deleted(self, undo: Any) -> None:
        self._undo = undo
        self.undo_bar.offer(self.tr("The draft is deleted."), UNDO_SECONDS)
        self.refresh()

    @Slot()
    def _bring_back(self) -> None:
        if self._undo is None:
            return
        work = partial(self._application.drafting.undo_delete, self._undo)
        self._undo = None
        self.undo_bar.hide()
        self._background.run(work, self._on_brought_back, partial(report_error, self), self)

    def _on_brought_back(self, _: object) -> None:
        self.refresh()

    @Slot()
    def _finish_deletions(self) -> None:
        self._undo = None
        self._background.run(self._application.drafting.finish_deletions, _ignore, partial(report_error, self), self)


def _ignore(_: object) -> None:
    """Nothing on screen changes when the ten seconds are over."""
