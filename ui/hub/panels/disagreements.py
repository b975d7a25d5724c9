"""Disagreements: differences between professionals, taken in stages to those who can settle them, and what changed for
the child. Neutral in tone; all of it stays on the record."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from enquiry_app.definitions.hub_work import load_escalation
from ui.hub.panels.difference_card import DifferenceCard
from ui.hub.panels.difference_forms import RaiseForm
from ui.hub.panels.form_card import FormCard
from ui.hub.panels.forms_panel import FormsPanel
from ui.widgets.buttons import secondary_button
from ui.widgets.expander import Expander
from ui.widgets.layouts import button_row, column
from ui.widgets.wrapping_label import WrappingLabel


class DisagreementsPanel(FormsPanel):
    """Open ones first. One form is open at a time; what is typed in it is kept when saving is refused."""

    title = "Disagreements"
    key = "disagreements"

    @staticmethod
    def badge(case: Any) -> str:
        """How many are not settled."""
        waiting = sum(one.status == "open" for one in case.work.disagreements)
        return f"{waiting} open" if waiting else ""

    def build(self) -> None:
        """How it is done here, the button, a card for each."""
        escalation = load_escalation()
        self.form = None
        self.cards: list[DifferenceCard] = []
        self.content.addWidget(WrappingLabel(escalation.principles[0]))
        how = Expander(self.tr("How differences are settled"))
        for words in (*escalation.principles[1:], escalation.on_record, escalation.not_instead):
            how.add(WrappingLabel(words))
        self.content.addWidget(how)
        self.raise_it = self.opener = secondary_button(self.tr("Raise a difference"), self)
        self.raise_it.clicked.connect(self.open_form)
        self.raise_it.setVisible(self.application.may("raise_disagreement", self.case.enquiry))
        self.content.addLayout(button_row((self.raise_it,)))
        self.form_place = column(gap="")
        self.content.addLayout(self.form_place)
        for one in sorted(self.case.work.disagreements, key=lambda each: each.status != "open"):
            self.content.addWidget(self._card(one))
        self.give_back()

    def first_focus(self) -> QWidget | None:
        """The first open difference, else the button to raise one."""
        waiting = next((card for card in self.cards if card.one.status == "open"), None)
        return waiting.first_focus() if waiting else self.raise_it

    def all_cards(self) -> Sequence[FormCard]:
        """One for each difference."""
        return self.cards

    @Slot()
    def open_form(self) -> None:
        """Ask what it is about."""
        if self.may_open():
            form = RaiseForm(self.tr("Raise it"))
            form.given.connect(self._on_raise)
            self.show_form(form)

    def _card(self, one: Any) -> DifferenceCard:
        card = DifferenceCard(self.case, self.application, one, self.may_open)
        card.next_stage_wanted.connect(self._on_next_stage)
        card.said.connect(self._on_said)
        card.settled.connect(self._on_settled)
        card.withdrawn.connect(self._on_withdrawn)
        self.cards.append(card)
        return card

    @Slot(object)
    def _on_raise(self, given: Any) -> None:
        self.save(partial(self.application.disagreements.raise_, self.case.enquiry.id, **given), self.put_away)

    @Slot(object, object)
    def _on_next_stage(self, one: Any, given: Any) -> None:
        self._save(self.application.disagreements.next_stage, one, given)

    @Slot(object, object)
    def _on_said(self, one: Any, given: Any) -> None:
        self._save(self.application.disagreements.note, one, given)

    @Slot(object, object)
    def _on_settled(self, one: Any, given: Any) -> None:
        self._save(self.application.disagreements.settle, one, given)

    @Slot(object, object)
    def _on_withdrawn(self, one: Any, given: Any) -> None:
        self._save(self.application.disagreements.withdraw, one, {"because": given})

    def _save(self, step: Any, one: Any, given: Any) -> None:
        newest = next((each for each in self.case.work.disagreements if each.id == one.id), one)
        self.save(partial(step, one.id, version=newest.version, **given), self.put_away)
