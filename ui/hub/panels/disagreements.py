"""Disagreements: differences between professionals, taken in stages to those who can settle them, and what changed for
the child. Neutral in tone; all of it stays on the record."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from enquiry_app.definitions.hub_work import load_escalation
from ui.hub.panels.difference_card import DifferenceCard
from ui.hub.panels.difference_forms import RaiseForm
from ui.hub.panels.panel import CasePanel
from ui.widgets.buttons import secondary_button
from ui.widgets.expander import Expander
from ui.widgets.layouts import button_row, column
from ui.widgets.wrapping_label import WrappingLabel


class DisagreementsPanel(CasePanel):
    """Open ones first. One form is open at a time; what is typed in it is kept when saving is refused."""

    title = "Disagreements"

    @staticmethod
    def badge(case: Any) -> str:
        """How many are not settled."""
        waiting = sum(one.status == "open" for one in case.work.disagreements)
        return f"{waiting} open" if waiting else ""

    def build(self) -> None:
        """How it is done here, the button, a card for each."""
        escalation = load_escalation()
        self.form: RaiseForm | None = None
        self.cards: list[DifferenceCard] = []
        self.content.addWidget(WrappingLabel(escalation.principles[0]))
        how = Expander(self.tr("How differences are settled"))
        for words in (*escalation.principles[1:], escalation.on_record, escalation.not_instead):
            how.add(WrappingLabel(words))
        self.content.addWidget(how)
        self.raise_it = secondary_button(self.tr("Raise a difference"), self)
        self.raise_it.clicked.connect(self.open_form)
        self.raise_it.setVisible(self.application.may("raise_disagreement", self.case.enquiry))
        self.content.addLayout(button_row((self.raise_it,)))
        self._form_place = column(gap="")
        self.content.addLayout(self._form_place)
        for one in sorted(self.case.work.disagreements, key=lambda each: each.status != "open"):
            self.content.addWidget(self._card(one))

    def first_focus(self) -> QWidget | None:
        """The first open difference, else the button to raise one."""
        waiting = next((card for card in self.cards if card.one.status == "open"), None)
        return waiting.first_focus() if waiting else self.raise_it

    def dirty(self) -> bool:
        """Whether a form is open."""
        return self.form is not None or any(card.form is not None for card in self.cards)

    @Slot()
    def open_form(self) -> None:
        """Ask what it is about."""
        if not self._may_open():
            return
        self.form = RaiseForm(self.tr("Raise it"))
        self.form.given.connect(self._on_raise)
        self.form.left.connect(self._close_form)
        self._form_place.addWidget(self.form)
        self.form.show()  # at once, so that the next key goes into it
        self.raise_it.hide()
        self.form.first_focus()

    def _card(self, one: Any) -> DifferenceCard:
        card = DifferenceCard(self.case, self.application, one, self._may_open)
        card.next_stage_wanted.connect(self._on_next_stage)
        card.said.connect(self._on_said)
        card.settled.connect(self._on_settled)
        card.withdrawn.connect(self._on_withdrawn)
        self.cards.append(card)
        return card

    def _may_open(self) -> bool:
        """Whether no form is open; one that is keeps its words and takes the focus."""
        opened = self.form or next((card.form for card in self.cards if card.form is not None), None)
        if opened is not None:
            opened.first_focus()
        return opened is None

    @Slot(object)
    def _on_raise(self, given: Any) -> None:
        self.save(partial(self.application.disagreements.raise_, self.case.enquiry.id, **given), self._on_raised)

    def _on_raised(self, _one: Any) -> None:
        self._close_form()

    @Slot()
    def _close_form(self) -> None:
        if self.form is not None:
            self.form.hide()
            self.form.deleteLater()
            self.form = None
        self.raise_it.show()
        self.raise_it.setFocus()

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
        self.save(partial(step, one.id, version=newest.version, **given), self._put_away)

    def _put_away(self, _one: Any) -> None:
        for card in self.cards:
            if card.form is not None:
                card.close_form()
