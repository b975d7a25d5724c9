"""What the panels with short forms share: one form is open at a time, and what is typed in it outlives leaving the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout

from ui import unsent_words
from ui.hub.panels.form_card import FormCard
from ui.hub.panels.panel import CasePanel
from ui.hub.panels.task_forms import InlineForm
from ui.widgets.buttons import Button


class FormsPanel(CasePanel):
    """Subclasses set `form`, `opener` and `form_place` in `build`, name their cards, and make their own form."""

    key = ""
    form: InlineForm | None
    opener: Button
    form_place: QVBoxLayout

    def all_cards(self) -> Sequence[FormCard]:
        """Every card that may have a form."""
        return ()

    @Slot()
    def open_form(self) -> None:
        """Open the panel's own form."""

    def dirty(self) -> bool:
        """Whether a form is open."""
        return self._opened() is not None

    def flush(self) -> bool:
        """Keep what is typed in memory; it comes back with the panel."""
        opened = self._opened()
        words = opened[1].words() if opened else {}
        kept = {"at": opened[0], "words": words} if opened and any(words.values()) else {}
        unsent_words.keep(self.application, self._place, kept)
        return True

    def may_open(self) -> bool:
        """Whether no form is open; one that is keeps its words and takes the focus."""
        opened = self._opened()
        if opened is not None:
            opened[1].first_focus()
        return opened is None

    def show_form(self, form: InlineForm) -> None:
        """Show the panel's own form in place of the button that opens it."""
        self.form = form
        form.left.connect(self.close_form)
        self.form_place.addWidget(form)
        form.show()  # at once, so that the next key goes into it
        self.opener.hide()
        form.first_focus()

    @Slot()
    def close_form(self) -> None:
        """Put the panel's own form away; the focus goes back to its button."""
        if self.form is not None:
            self.form.hide()
            self.form.deleteLater()
            self.form = None
        self.opener.show()
        self.opener.setFocus()
        self.flush()

    def give_back(self) -> None:
        """Open the form whose words were kept, with the words. Call it last in `build`."""
        kept = unsent_words.given_back(self.application, self._place)
        if not kept:
            return
        card_key, way = kept["at"]
        card = next((each for each in self.all_cards() if each.key == card_key), None)
        if not card_key:
            self.open_form()
        elif card is not None and way in card.ways:
            card.ways[way]()
        opened = self._opened()
        if opened is not None:
            opened[1].show_words(kept["words"])

    def put_away(self, _saved: Any) -> None:
        """What was typed is saved: the form goes, and its words are forgotten."""
        opened = self._opened()
        if opened is not None:
            opened[1].left.emit()
        unsent_words.forget(self.application, self._place)

    @property
    def _place(self) -> str:
        return f"{self.key}:{self.case.enquiry.id}"

    def _opened(self) -> tuple[tuple[str, str], InlineForm] | None:
        """Where the open form is (card, way), and the form."""
        if self.form is not None:
            return ("", ""), self.form
        cards = (card for card in self.all_cards() if card.form is not None)
        return next((((card.key, card.way), card.form) for card in cards if card.form), None)
