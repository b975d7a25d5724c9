"""Home of practitioners and leads: whose turn it is, my drafts, what the Hub has and owes, what was not referred."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from enquiry_app.enquiry.records import Enquiry
from enquiry_app.enquiry.statuses import FINISHED
from ui.background import Background
from ui.home.enquiry_list import EnquiryList
from ui.home.enquiry_words import marks_of, review_marks
from ui.messages import report_error
from ui.page import Page
from ui.shortcuts import shortcut
from ui.widgets.buttons import chip_button, primary_button, secondary_button
from ui.widgets.card import Card
from ui.widgets.heading import Heading
from ui.widgets.layouts import row
from ui.widgets.search_box import SearchBox
from ui.widgets.undo_bar import UndoBar
from ui.widgets.wrapping_label import WrappingLabel

DRAFTS = ("draft", "awaiting_sign_off")
UNDO_SECONDS = 10


@dataclass(frozen=True)
class HomeLists:
    """What home shows: enquiries that wait for this person's sign-off, drafts, sent ones, and those not referred."""

    to_sign_off: tuple[Enquiry, ...]
    drafts: tuple[Enquiry, ...]
    sent: tuple[Any, ...]  # of `services.following.Progress`
    considered: tuple[Any, ...]  # of `services.not_referring.Considered`


def load_home(application: Any, text: str, whole_agency: bool) -> HomeLists:
    """Ask the services for everything home shows. Runs beside the window."""
    drafting = application.drafting
    mine = drafting.of_my_agency(text) if whole_agency else drafting.mine(text)
    return HomeLists(
        to_sign_off=application.submitting.awaiting_me() if application.may("sign_off") else (),
        drafts=tuple(enquiry for enquiry in mine if enquiry.status in DRAFTS),
        sent=application.progress.mine(text, whole_agency),
        considered=application.not_referring.mine(text, whole_agency),
    )


def late_first(sent: Iterable[Any]) -> list[Any]:
    """What the Hub is late with stands first; otherwise in the order given."""
    return sorted(sent, key=lambda progress: progress.clock.state != "overdue")


class HomePage(Page):
    """Emits wishes; the navigator opens pages."""

    page_title = "Home"
    start_requested = Signal()
    sealed_file_requested = Signal()
    enquiry_chosen = Signal(str)
    sign_off_chosen = Signal(str)
    considered_chosen = Signal(str)
    paper_requested = Signal()

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
        self.paper = secondary_button(self.tr("Paper"), self, "document")
        self.paper.setAccessibleName(self.tr("Paper: a blank form, a filled form, entry from paper"))
        self.paper.setToolTip(self.tr("A blank form, a filled form, entry from paper"))
        head.addWidget(self.paper)
        self.open_sealed = secondary_button(self.tr("Open a sealed file"), self, "lock")
        self.open_sealed.setVisible(self._application.store_info.kind != "shared" and self._application.may("exchange"))
        head.addWidget(self.open_sealed)
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
        self.your_turn = EnquiryList(self.tr("The Hub waits for you"))
        self.drafts = EnquiryList(self.tr("Drafts"), deletable=True)
        self.with_hub = EnquiryList(self.tr("With the Hub"))
        self.considered = EnquiryList(self.tr("Considered, not referred"))
        self.finished = EnquiryList(self.tr("Closed"))
        for each in self._lists():
            self.add(each)
        self.empty = self.add(self._empty_state())
        self.empty.hide()
        self.undo_bar = UndoBar(self)
        self.layout().addWidget(self.undo_bar)

    def _lists(self) -> tuple[EnquiryList, ...]:
        """In the order they stand in."""
        return (
            self.to_sign_off, self.not_with_hub, self.your_turn, self.with_hub, self.drafts, self.considered,
            self.finished,
        )  # fmt: skip

    def _empty_state(self) -> Card:
        card = Card(gap="snug")
        self._empty_title = Heading(self.tr("Nothing here yet"), 2)
        card.add(self._empty_title)
        self._empty_words = WrappingLabel("")
        card.add(self._empty_words)
        return card

    def _connect(self) -> None:
        self.start.clicked.connect(self.start_requested)
        self.open_sealed.clicked.connect(self.sealed_file_requested)
        self.paper.clicked.connect(self.paper_requested)
        self.search.searched.connect(self.refresh)
        self.whole_agency.toggled.connect(self.refresh)
        self.to_sign_off.enquiry_chosen.connect(self.sign_off_chosen)
        self.considered.enquiry_chosen.connect(self.considered_chosen)
        for each in (self.not_with_hub, self.your_turn, self.drafts, self.with_hub, self.finished):
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
        groups = {self.to_sign_off: lists.to_sign_off, self.drafts: lists.drafts}
        groups |= {
            each: tuple(p.enquiry for p in late_first(lists.sent) if self._place_of(p) is each)
            for each in self._sent_lists()
        }
        groups[self.considered] = tuple(row.enquiry for row in lists.considered)
        by_when = {p.enquiry.id: p.clock.short for p in lists.sent}
        by_when |= {row.enquiry.id: row.review.words for row in lists.considered}
        marks = {p.enquiry.id: marks_of(p) for p in lists.sent}
        marks |= {row.enquiry.id: review_marks(row.review.state) for row in lists.considered}
        for each, enquiries in groups.items():
            each.show_enquiries(enquiries, now=now, person=person, by_when=by_when, marks=marks)
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

    def _sent_lists(self) -> tuple[EnquiryList, ...]:
        return self.not_with_hub, self.your_turn, self.with_hub, self.finished

    def _place_of(self, progress: Any) -> EnquiryList:
        """The list a sent enquiry stands in."""
        if progress.enquiry.status == "ready_to_hand_over":
            return self.not_with_hub
        if progress.clock.state == "yours":
            return self.your_turn
        answered = progress.enquiry.status in FINISHED and not progress.news and progress.clock.state == "none"
        return self.finished if answered else self.with_hub

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
