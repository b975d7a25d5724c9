"""Cards of the panel "Known?": a candidate, an entry of the case list, an earlier enquiry."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from ui.formatting import day, iso_day
from ui.home.enquiry_words import level_words
from ui.widgets.buttons import Button, link_button, primary_button, secondary_button
from ui.widgets.card import Card
from ui.widgets.flow import FlowLayout
from ui.widgets.labelled_row import LabelledRow
from ui.widgets.layouts import column
from ui.widgets.style import styled
from ui.widgets.tag import StatusTag
from ui.widgets.wrapping_label import WrappingLabel

STRENGTH = {
    "same": ("● Same names and birth", "warning"), "strong": ("● Strong match", "warning"),
    "possible": ("○ Possible match", "info"), "linked": ("○ No longer similar", "neutral"),
}  # fmt: skip
LINKED_AS = {
    "same_child": "✓ Linked: same child", "sibling": "✓ Linked: brother or sister",
    "household": "✓ Linked: same household", "case_list": "✓ Linked to the case list",
}  # fmt: skip
WAYS = (
    ("same_child", "Link as the same child"),
    ("sibling", "Link as brother or sister"),
    ("household", "Link as same household"),
)


class _LinkCard(Card):
    """A card with a link that can be undone with a reason."""

    undo_wanted = Signal(object, str)
    open_wanted = Signal()

    def __init__(self, link: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, gap="tight")
        self.linked = link
        self.undo: Button | None = None

    def first_button(self) -> QWidget | None:
        """Where work on this card begins."""
        return next((b for b in self.findChildren(Button) if b.isVisibleTo(self)), None)

    def add_tags(self, *tags: tuple[str, str]) -> None:
        """Words with their tint, broken into lines where the card is narrow."""
        flow = FlowLayout(gap=4)
        for words, tone in tags:
            flow.addWidget(StatusTag(words, tone))
        self.add_layout(flow)

    def add_undo(self, about: str) -> None:
        """The button that opens the reason, and the reason."""
        self.undo = link_button(self.tr("Undo the link…"), self)
        self.undo.setAccessibleName(self.tr("Undo the link: {about}").format(about=about))
        self.add(self.undo)
        self.ask_why(self.undo, self.tr("Why are they not linked after all?"), self.tr("Undo"))

    def ask_why(self, button: Button, question: str, confirm: str) -> None:
        """A button that opens a line for the reason; `_on_undo` takes it."""
        button.clicked.connect(self._open_reason)
        self._reason_part = styled(QFrame(self), "quote")
        inside = column(self._reason_part, "tight", "snug")
        self.because = QLineEdit()
        self.because_row = LabelledRow(question, self.because)
        inside.addWidget(self.because_row)
        self.confirm = secondary_button(confirm, self._reason_part)
        self.confirm.clicked.connect(self._on_undo)
        self.because.returnPressed.connect(self._on_undo)
        inside.addWidget(self.confirm)
        self.add(self._reason_part)
        self._reason_part.hide()

    def add_opening(self, about: str) -> None:
        """A way to the other enquiry."""
        self.opening = link_button(self.tr("Open that enquiry"), self)
        self.opening.setAccessibleName(self.tr("Open that enquiry: {about}").format(about=about))
        self.opening.clicked.connect(self.open_wanted)
        self.add(self.opening)

    @Slot()
    def _open_reason(self) -> None:
        self._reason_part.show()
        self.because.setFocus()

    @Slot()
    def _on_undo(self) -> None:
        typed = self.because.text().strip()
        self.because_row.show_problem(None if typed else self.tr("Say why, in a few words"))
        if not typed:
            self.because.setFocus()
            return
        self.undo_wanted.emit(self.linked, typed)


class CandidateCard(_LinkCard):
    """A child here beside somebody of another enquiry. `link_wanted(kind)`; `apart_wanted(why)` and `back_wanted` for
    two people who only look alike."""

    link_wanted = Signal(str)
    apart_wanted = Signal(str)
    back_wanted = Signal()

    def __init__(self, candidate: Any, may_link: bool, parent: QWidget | None = None) -> None:
        super().__init__(candidate.link, parent)
        self.candidate = candidate
        other = candidate.enquiry
        self.buttons: dict[str, Button] = {}
        words, tone = ("✕ Somebody else", "neutral") if candidate.apart else STRENGTH[candidate.strength]
        self.add_tags((LINKED_AS[candidate.link.kind], "success") if candidate.link else (self.tr(words), tone))
        there = ", ".join(filter(None, (candidate.other_name, candidate.other_part)))
        self.add(WrappingLabel(there, "strong"))
        self.add(WrappingLabel(self.tr("for {name} of this enquiry").format(name=candidate.child_name), "caption"))
        if candidate.matched:
            self.add(WrappingLabel(_sentence(self.tr("Matches: "), candidate.matched), "strong"))
        if candidate.differing:
            self.add(WrappingLabel(_sentence(self.tr("Differs: "), candidate.differing)))
        for line in enquiry_lines(other, candidate.status_words, candidate.outcome):
            self.add(WrappingLabel(line, "caption"))
        about = f"{there}, {other.reference}"
        if candidate.apart:
            self.add(
                WrappingLabel(self.tr("Said to be somebody else: {why}").format(why=candidate.apart.undone_because))
            )
        if may_link:
            self._actions(about)
        self.add_opening(about)

    def _actions(self, about: str) -> None:
        candidate = self.candidate
        if candidate.link:
            self.add_undo(about)
        elif candidate.apart:
            self.put_back = link_button(self.tr("May be the same after all"), self)
            self.put_back.setAccessibleName(self.tr("May be the same after all: {about}").format(about=about))
            self.put_back.clicked.connect(self.back_wanted)
            self.add(self.put_back)
        else:
            self._ways(about)
            self.not_same = link_button(self.tr("Somebody else…"), self)
            self.not_same.setAccessibleName(self.tr("Somebody else: {about}").format(about=about))
            self.add(self.not_same)
            self.ask_why(self.not_same, self.tr("How do you know that these are two people?"), self.tr("Set apart"))
            self.undo_wanted.connect(self._on_apart)

    @Slot(object, str)
    def _on_apart(self, _link: Any, because: str) -> None:
        self.apart_wanted.emit(because)

    def _ways(self, about: str) -> None:
        flow = FlowLayout(gap=8)
        ways = sorted(WAYS, key=lambda way: way[0] != self.candidate.relation)  # the likeliest first
        for kind, words in ways:
            likely = kind == self.candidate.relation and self.candidate.strength == "strong"
            button = (primary_button if likely else secondary_button)(self.tr(words), self)
            button.setAccessibleName(f"{button.text()}: {about}")
            button.clicked.connect(partial(_choose, self, kind))
            self.buttons[kind] = button
            flow.addWidget(button)
        self.add_layout(flow)


def _choose(card: CandidateCard, kind: str, *_: object) -> None:
    card.link_wanted.emit(kind)


class CaseHitCard(_LinkCard):
    """A child here beside an entry of the case list, with the worker to ring."""

    link_wanted = Signal()

    def __init__(self, hit: Any, may_link: bool, parent: QWidget | None = None) -> None:
        super().__init__(hit.link, parent)
        entry = hit.entry
        words, tone = STRENGTH[hit.strength]
        known = (self.tr("known to social care"), "warning") if entry.known else (self.tr("no open case"), "neutral")
        self.add_tags((LINKED_AS["case_list"], "success") if hit.link else (self.tr(words), tone), known)
        name = f"{entry.given_names} {entry.family_name}".strip()
        born = self.tr("born {day}").format(day=iso_day(entry.birth)) if entry.birth else self.tr("birth not known")
        self.add(WrappingLabel(f"{name}, {born}", "strong"))
        self.add(WrappingLabel(self.tr("for {name} of this enquiry").format(name=hit.child_name), "caption"))
        self.add(WrappingLabel(_sentence(self.tr("Matches: "), hit.matched), "strong"))
        worker = ", ".join(filter(None, (entry.worker, entry.team, entry.phone)))
        if worker:
            self.add(WrappingLabel(self.tr("Worker: {worker}").format(worker=worker)))
        if not may_link:
            return
        if hit.link:
            self.add_undo(name)
        else:
            self.button = secondary_button(self.tr("Link to this entry"), self)
            self.button.setAccessibleName(self.tr("Link to this entry: {name}").format(name=name))
            self.button.clicked.connect(self.link_wanted)
            self.add(self.button)


class EarlierCard(Card):
    """One enquiry before this one, and what came of it."""

    open_wanted = Signal()

    def __init__(self, earlier: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, gap="hair", role="sunk")
        other = earlier.enquiry
        self.add(WrappingLabel(other.title or other.reference, "strong"))
        self.add(WrappingLabel(earlier.outcome or self.tr("Nothing decided yet")))
        for line in enquiry_lines(other, earlier.status_words, ""):
            self.add(WrappingLabel(line, "caption"))
        self.opening = link_button(self.tr("Open that enquiry"), self)
        self.opening.setAccessibleName(self.tr("Open that enquiry: {about}").format(about=other.reference))
        self.opening.clicked.connect(self.open_wanted)
        self.add(self.opening)


def enquiry_lines(enquiry: Any, status: str, outcome: str) -> list[str]:
    """Reference, day and agency of an enquiry; where it stands and what was decided."""
    sent = day(enquiry.sent_at) if enquiry.sent_at else ""
    level = level_words(enquiry.level) if enquiry.level else ""
    return [
        ", ".join(filter(None, (enquiry.reference, sent, enquiry.agency_name))),
        ", ".join(filter(None, (status, level, outcome))),
    ]


def _sentence(start: str, facts: Any) -> str:
    return f"{start}{', '.join(facts)}."
