"""Is the child known? Enquiries and entries of the case list that may be the same child or family, with the facts that
match and those that differ; linking, undoing; earlier enquiries and what came of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from ui.formatting import count, day
from ui.hub.panels.known_cards import CandidateCard, CaseHitCard, EarlierCard
from ui.hub.panels.panel import CasePanel
from ui.widgets.expander import Expander
from ui.widgets.heading import Heading
from ui.widgets.layouts import clear, column
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.wrapping_label import WrappingLabel


class KnownPanel(CasePanel):
    """Linked and sure ones stand open; what is only possible for a family stands behind a line that opens it."""

    title = "Known?"

    @staticmethod
    def badge(case: Any) -> str:
        """How many surely the same child are not linked yet."""
        return str(case.sure_not_linked or "")

    def build(self) -> None:
        """Ask the store beside the window; the answer is shown as it arrives."""
        self.known: Any = None
        self.cards: list[CandidateCard] = []
        self._lists = column(gap="normal")
        self.content.addLayout(self._lists)
        self.waiting = WrappingLabel(
            self.tr("Looking for the child among earlier enquiries and the case list…"), "hint"
        )
        self._lists.addWidget(self.waiting)
        work = partial(self.application.known.of, self.case.enquiry.id)
        self.background.run(work, self._show, self._on_failed, self)

    def first_focus(self) -> QWidget | None:
        """The first button of the first candidate."""
        return next((card.first_button() for card in self.cards if card.first_button()), None)

    def _show(self, known: Any) -> None:
        self.known = known
        focused = self.hasFocus()
        clear(self._lists)
        self.cards = []
        self._repeats()
        apart = [each for each in known.candidates if each.apart]
        sure = [each for each in known.candidates if not each.apart and (each.link or each.strength == "strong")]
        perhaps = [each for each in known.candidates if each not in sure and each not in apart]
        self._summary(sure, perhaps)
        self._group(self.tr("Surely the same, or linked"), sure)
        same = [each for each in perhaps if each.relation == "same_child"]
        self._group(self.tr("Possibly the same child"), same)
        family = [each for each in perhaps if each.relation != "same_child"]
        self._group(self.tr("Possibly brothers, sisters or the same household"), family)
        self._case_list(known.case_hits)
        self._earlier(known.earlier)
        self._group(self.tr("Said to be somebody else"), apart)
        if focused and (first := self.first_focus()) is not None:
            first.setFocus()

    def _repeats(self) -> None:
        reviews = [t for t in self.case.work.tasks if t.kind == "repeat_review" and t.status == "open"]
        for task in reviews:
            due = self.tr("A manager looks at this by {day}.").format(day=day(task.due_at)) if task.due_at else ""
            self._lists.addWidget(NoticeBar("warning", task.what, due))

    def _summary(self, sure: Sequence[Any], perhaps: Sequence[Any]) -> None:
        if not (sure or perhaps or self.known.case_hits):
            words = self.tr(
                "Nobody like this is in an earlier enquiry or in the case list. This is no proof that the child is not"
                " known elsewhere."
            )
            self.empty = NoticeBar("info", self.tr("Not found"), words)
            self._lists.addWidget(self.empty)
            return
        unlinked = sum(each.link is None and each.strength == "strong" for each in sure)
        linked = sum(each.link is not None for each in (*sure, *perhaps))
        said = (
            (unlinked, self.tr("{n} surely the same and not linked")),
            (len(perhaps), self.tr("{n} possible")),
            (linked, self.tr("{n} linked")),
            (len(self.known.case_hits), self.tr("{n} in the case list")),
        )
        words = ", ".join(words.format(n=number) for number, words in said if number)
        self._lists.addWidget(WrappingLabel(f"{words}."))
        hint = self.tr("Linking merges nothing: both enquiries stay as they are, and a link can be undone.")
        self._lists.addWidget(WrappingLabel(hint, "hint"))

    def _group(self, title: str, found: Sequence[Any]) -> None:
        if not found:
            return
        self._lists.addWidget(Heading(title, 3))
        for candidate in found:
            card = CandidateCard(candidate, self.application.may("link_children", self.case.enquiry))
            card.link_wanted.connect(partial(_link, self, candidate))
            if candidate.link:
                card.undo_wanted.connect(self.on_undo)
            card.apart_wanted.connect(partial(_set_apart, self, candidate))
            card.back_wanted.connect(partial(_put_back, self, candidate))
            card.open_wanted.connect(partial(_open, self, candidate.enquiry.id))
            self._lists.addWidget(card)
            self.cards.append(card)

    def _case_list(self, hits: Sequence[Any]) -> None:
        if not hits:
            return
        self._lists.addWidget(Heading(self.tr("In the case list"), 3))
        for hit in hits:
            card = CaseHitCard(hit, self.application.may("link_children", self.case.enquiry))
            card.link_wanted.connect(partial(_link_entry, self, hit))
            card.undo_wanted.connect(self.on_undo)
            self._lists.addWidget(card)

    def _earlier(self, earlier: Sequence[Any]) -> None:
        if not earlier:
            return
        self._lists.addWidget(Heading(self.tr("Earlier enquiries, newest first"), 3))
        recent = [each for each in earlier if each.in_last_year]
        words = self.tr("{n} in the twelve months before this one.").format(n=count(len(recent), self.tr("enquiry"),
                        self.tr("enquiries")))  # fmt: skip
        self._lists.addWidget(WrappingLabel(words))
        older = [each for each in earlier if not each.in_last_year]
        for each in recent:
            self._lists.addWidget(self._earlier_card(each))
        if older:
            before = Expander(self.tr("{n} before that").format(n=len(older)))
            for each in older:
                before.add(self._earlier_card(each))
            self._lists.addWidget(before)

    def _earlier_card(self, earlier: Any) -> EarlierCard:
        card = EarlierCard(earlier)
        card.open_wanted.connect(partial(_open, self, earlier.enquiry.id))
        return card

    def link(self, candidate: Any, kind: str) -> None:
        """Link the candidate as chosen."""
        link = partial(
            self.application.known.link, self.case.enquiry.id, kind, candidate.enquiry.id, "", candidate.child,
            candidate.other_child, candidate.matched,
        )  # fmt: skip
        self.save(link)

    def set_apart(self, candidate: Any, because: str) -> None:
        """Say that they are two people."""
        known, there = self.application.known, candidate.enquiry.id
        self.save(
            partial(known.set_apart, self.case.enquiry.id, there, candidate.child, candidate.other_child, because)
        )

    def put_back(self, candidate: Any) -> None:
        """Take that back."""
        self.save(partial(self.application.known.put_back, candidate.apart.id, candidate.apart.version))

    def link_entry(self, hit: Any) -> None:
        """Link an entry of the case list."""
        link = self.application.known.link
        self.save(partial(link, self.case.enquiry.id, "case_list", "", hit.entry.id, hit.child, "", hit.matched))

    @Slot(object, str)
    def on_undo(self, link: Any, because: str) -> None:
        """Undo a link; the reason is kept with it."""
        self.save(partial(self.application.known.unlink, link.id, because, link.version))


def _link(panel: KnownPanel, candidate: Any, kind: str) -> None:
    panel.link(candidate, kind)


def _link_entry(panel: KnownPanel, hit: Any, *_: object) -> None:
    panel.link_entry(hit)


def _set_apart(panel: KnownPanel, candidate: Any, because: str) -> None:
    panel.set_apart(candidate, because)


def _put_back(panel: KnownPanel, candidate: Any, *_: object) -> None:
    panel.put_back(candidate)


def _open(panel: KnownPanel, enquiry_id: str, *_: object) -> None:
    panel.enquiry_asked.emit(enquiry_id)
