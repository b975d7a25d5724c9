"""A decision as it was made, to be read: each child, why, who was told, what the outcome needed, who decided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from enquiry_app.enquiry.deciding_rules import SECOND_WORDS, chosen_outcomes
from ui.home.enquiry_words import level_words
from ui.hub.panels.decision_child import ThreeLevels
from ui.hub.panels.decision_words import TOLD_WORDS, made_words
from ui.hub.panels.outcome_fields import day_words
from ui.widgets.card import Card
from ui.widgets.layouts import column
from ui.widgets.wrapping_label import WrappingLabel

_LONG_WORD = 24  # characters that fit the narrowest column
_NO_WIDTH = "\u200b"


class DecisionShown(QWidget):
    """Read-only. `names`: child -> name, `needs`: primary need -> words; `levels` of the children as sent."""

    def __init__(
        self, decision: Any, case: Any, outcomes: Any, levels: Any, names: Mapping[str, str], needs: Mapping[str, str]
    ) -> None:
        super().__init__()
        layout = column(self, "normal")
        beside = {each.child: each for each in levels}
        for made in decision.children:
            card = Card(names.get(made.child, self.tr("Child")), gap="tight")
            outcome = outcomes.by_id.get(made.outcome)
            card.add(WrappingLabel(f"{made.outcome}  {outcome.label}" if outcome else self.tr("Not chosen"), "strong"))
            if made.child in beside:
                three = ThreeLevels(beside[made.child])
                three.show_level(made.level)
                card.add(three)
            else:
                card.add(WrappingLabel(level_words(made.level)))
            if made.primary_need:
                card.add_layout(_pair(self.tr("Primary need"), needs.get(made.primary_need, made.primary_need)))
            layout.addWidget(card)
        words = Card(gap="tight")
        for label, text in self._lines(decision, outcomes):
            if text:
                words.add_layout(_pair(label, text))
        words.add_layout(_pair(self.tr("By whom"), made_words(decision, case)))
        layout.addWidget(words)

    def _lines(self, decision: Any, outcomes: Any) -> list[tuple[str, str]]:
        told = dict(TOLD_WORDS).get(decision.family_told, "")
        second = SECOND_WORDS.get(decision.second_because, "")
        fields = [each for outcome in chosen_outcomes(decision.children, outcomes) for each in outcome.fields]
        return [
            (self.tr("Why it was changed"), decision.changed_because),
            (self.tr("Rationale"), decision.rationale),
            (self.tr("Brothers and sisters"), decision.siblings),
            (self.tr("Family told"), ". ".join(filter(None, (told, decision.family_told_words)))),
            *((each.label, _shown(each, decision.details.get(each.id, ""))) for each in fields),
            (self.tr("Second manager"), self.tr("Needed because {why}.").format(why=second) if second else ""),
        ]


def _shown(field: Any, text: str) -> str:
    return day_words(text) if field.kind in ("date", "due") else field.label_of(text)


def _breakable(word: str) -> str:
    """A word with places to break at where it is too long for a narrow column."""
    return _NO_WIDTH.join(word[place : place + _LONG_WORD] for place in range(0, len(word), _LONG_WORD))


def _pair(label: str, text: str) -> Any:
    pair = column(gap="")
    pair.addWidget(WrappingLabel(label, "caption"))
    pair.addWidget(WrappingLabel(" ".join(_breakable(word) for word in text.split(" "))))
    return pair
