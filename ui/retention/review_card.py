"""One record that is due for review: what it is, why now, what was decided so far, what can be decided."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.formatting import day
from ui.widgets.buttons import danger_button, secondary_button
from ui.widgets.card import Card
from ui.widgets.flow import flowing
from ui.widgets.heading import Heading
from ui.widgets.layouts import row
from ui.widgets.tag import StatusTag
from ui.widgets.wrapping_label import WrappingLabel


class ReviewCard(Card):
    """`asked(what)`: keep, hold, lift, propose, confirm, decline."""

    asked = Signal(str)

    def __init__(self, review: Any, application: Any, names: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, gap="tight")
        self.review = review
        head = row(gap="snug")
        title = Heading(" · ".join(filter(None, (review.name, review.title))), 3)
        head.addWidget(title, 1)
        for words, tone in self._tags():
            head.addWidget(StatusTag(words, tone))
        self.add_layout(head)
        self.add(WrappingLabel(" · ".join(filter(None, (review.agency, review.status, review.rule)))))
        due = self.tr("Due {day}; last contact {last}. {because}")
        self.add(
            WrappingLabel(
                due.format(day=day(review.due), last=day(review.last_contact), because=review.because), "hint"
            )
        )
        self._say_decisions(names)
        buttons = self._buttons(application)
        if buttons:
            self.add_layout(flowing(buttons))

    def _tags(self) -> list[tuple[str, str]]:
        found = [(self.tr("On hold"), "warning")] if self.review.held else []
        if self.review.standing.proposal is not None:
            found.append((self.tr("Destruction proposed"), "danger"))
        return found

    def _say_decisions(self, names: Any) -> None:
        standing = self.review.standing
        for hold in standing.holds:
            words = self.tr("On hold since {day} ({who}): {why}")
            self.add(WrappingLabel(words.format(day=day(hold.at), who=names.get(hold.by, ""), why=hold.reason)))
        if standing.proposal is not None:
            words = self.tr("{who} proposed on {day} to destroy it: {why}")
            item = standing.proposal
            self.add(WrappingLabel(words.format(day=day(item.at), who=names.get(item.by, ""), why=item.reason)))

    def _buttons(self, application: Any) -> list[QWidget]:
        standing, buttons = self.review.standing, []
        own = standing.proposal is not None and standing.proposal.by == application.person.id
        decides = application.may("destroy_record")
        if standing.proposal is not None and not own and not self.review.held:
            buttons.append(self._button("confirm", self.tr("Destroy it…"), dangerous=True))
        if standing.proposal is not None:
            words = self.tr("Take the proposal back…") if own else self.tr("Do not destroy it…")
            buttons.append(self._button("decline", words))
        elif decides and not self.review.held:
            buttons.append(self._button("propose", self.tr("Propose destruction…")))
        if decides and standing.proposal is None:
            buttons.append(self._button("keep", self.tr("Keep it longer…")))
        if decides and not any(hold.of_enquiry for hold in standing.holds):
            buttons.append(self._button("hold", self.tr("Put on hold…")))
        return buttons

    def _button(self, what: str, words: str, *, dangerous: bool = False) -> QWidget:
        made = danger_button(words, self) if dangerous else secondary_button(words, self)
        made.setAccessibleName(f"{words} {self.review.name}")
        made.setObjectName(what)
        made.clicked.connect(partial(_ask, self, what))
        return made


def _ask(card: ReviewCard, what: str, *_: object) -> None:
    card.asked.emit(what)
