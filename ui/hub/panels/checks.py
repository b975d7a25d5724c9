"""Checks: whom the Hub has asked about the family, what they answered, and the form to ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from enquiry_app.enquiry.checking_rules import UNDECIDED, is_late, open_checks, suggested_due
from enquiry_app.services.moving import WrongMoment
from ui import unsent_words
from ui.formatting import count
from ui.hub.panels.asking_form import AskingForm
from ui.hub.panels.check_card import CheckCard
from ui.hub.panels.panel import CasePanel
from ui.widgets.buttons import primary_button
from ui.widgets.layouts import button_row, clear, column
from ui.widgets.wrapping_label import WrappingLabel


class ChecksPanel(CasePanel):
    """Open questions first, the most overdue on top. Words typed and not saved are kept in memory."""

    title = "Checks"

    @staticmethod
    def badge(case: Any) -> str:
        """How many are open, or how many there are."""
        waiting = len(open_checks(case.work.checks))
        return f"{waiting} open" if waiting else str(len(case.work.checks) or "")

    def build(self) -> None:
        """The button, the form once it is wanted, a card for each question."""
        self.form: AskingForm | None = None
        self.cards: list[CheckCard] = []
        self._sum = WrappingLabel("")
        self.content.addWidget(self._sum)
        self.ask = primary_button(self.tr("Ask agencies"))
        self.ask.clicked.connect(self.open_form)
        self.content.addLayout(button_row((self.ask,)))
        self._form_place = column(gap="")
        self.content.addLayout(self._form_place)
        self._card_place = column(gap="normal")
        self.content.addLayout(self._card_place)
        self._show_cards()
        self._give_back(unsent_words.given_back(self.application, self._place))

    def first_focus(self) -> QWidget | None:
        """The form if it is open, else the button that opens it."""
        return self.form.first_focus() if self.form is not None else self.ask if self.ask.isEnabled() else None

    def dirty(self) -> bool:
        """Whether the form is open, or something typed is not saved."""
        return self.form is not None or super().dirty()

    def flush(self) -> bool:
        """Keep what is typed in memory."""
        unsent_words.keep(self.application, self._place, self._words())
        return True

    def take_case(self, case: Any) -> None:
        """Show the newest answers around the words typed."""
        words = self._words()
        super().take_case(case)
        self._show_cards()
        self._give_back({**words, "ask": {}})

    @Slot()
    def open_form(self) -> None:
        """Ask the store which agencies there are, then show the form."""
        self.ask.setEnabled(False)
        self.background.read(self.application.checks.agencies, partial(self._show_form, {}), self._on_failed, self)

    @property
    def _place(self) -> str:
        return f"checks:{self.case.enquiry.id}"

    def _show_cards(self) -> None:
        clear(self._card_place)
        now, checks = self.application.clock.now(), self.case.work.checks
        self.cards = []
        for check in _in_order(checks):
            card = CheckCard(self.case, self.application, check)
            card.recorded.connect(self._on_recorded)
            card.taken_back.connect(self._on_taken_back)
            self.cards.append(card)
            self._card_place.addWidget(card)
        waiting, late = open_checks(checks), sum(is_late(check, now) for check in checks)
        words = self.tr("{n} open").format(n=count(len(waiting), "question")) if waiting else ""
        if late:
            words += self.tr(", {n} overdue").format(n=late)
        if not checks:
            words = self.tr("Nobody else has been asked.")
        self._sum.show_text(f"{words}." if words and not words.endswith(".") else words)
        self.ask.setEnabled(self.case.enquiry.status in UNDECIDED and self.form is None)

    def _show_form(self, words: Mapping[str, Any], agencies: Sequence[Any]) -> None:
        if self.form is not None:
            return
        enquiry, now = self.case.enquiry, self.application.clock.now()
        due = suggested_due(enquiry.rating, urgent=enquiry.urgent, now=now, hours=self.application.hub.hours)
        bases = self.application.form.code_lists["lawful_basis"].choices
        self.form = AskingForm(self.case, agencies, bases, due, self.application.clock)
        self.form.asked.connect(self._on_ask)
        self.form.left.connect(self._close_form)
        self._form_place.addWidget(self.form)
        self.form.show()  # a layout shows it only later, and what is hidden takes no focus
        self.ask.hide()
        if words:
            self.form.show_words(words)
        else:
            self.form.first_focus().setFocus()

    def _words(self) -> dict[str, Any]:
        typed = {card.check.id: card.words() for card in self.cards if card.words()}
        return {"ask": self.form.words() if self.form is not None else {}, "cards": typed}

    def _give_back(self, words: Mapping[str, Any]) -> None:
        for card in self.cards:
            inside = words.get("cards", {}).get(card.check.id)
            if inside:
                card.show_words(inside)
        if words.get("ask"):
            work = self.application.checks.agencies
            self.background.read(work, partial(self._show_form, words["ask"]), self._on_failed, self)

    @Slot(object)
    def _on_ask(self, asked: Any) -> None:
        work = partial(self.application.checks.ask_several, self.case.enquiry.id, asked)
        self.save(work, self._on_asked)

    def _on_asked(self, _checks: Any) -> None:
        self._close_form()

    @Slot()
    def _close_form(self) -> None:
        clear(self._form_place)
        self.form = None
        self.ask.setEnabled(True)
        self.ask.show()
        self.ask.setFocus()
        self.flush()

    @Slot(object, object)
    def _on_recorded(self, check: Any, given: Any) -> None:
        self.save(partial(self.application.checks.answer, check.id, given, check.version), self._on_card_saved(check))

    @Slot(object, str)
    def _on_taken_back(self, check: Any, reason: str) -> None:
        self.save(partial(self.application.checks.cancel, check.id, reason, check.version), self._on_card_saved(check))

    def _on_failed(self, error: BaseException) -> None:
        """Say what is wrong; if somebody else was first, show what they did as well."""
        super()._on_failed(error)
        if isinstance(error, WrongMoment):
            self.newest_wanted.emit()

    def _on_card_saved(self, check: Any) -> Any:
        return partial(self._forget, check.id)

    def _forget(self, check_id: str, _saved: Any) -> None:
        self.cards = [card for card in self.cards if card.check.id != check_id]
        self.flush()


def _in_order(checks: Sequence[Any]) -> list[Any]:
    """Open ones by their due time, then answers the newest first, what was taken back last."""
    waiting = sorted(open_checks(checks), key=lambda check: check.due_at)
    done = [check for check in checks if check.status != "asked"]
    done.sort(key=lambda check: check.answered_at or check.asked_at, reverse=True)
    return [*waiting, *sorted(done, key=lambda check: check.status == "cancelled")]
