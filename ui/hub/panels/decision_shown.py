"""A decision as it was made, to be read: each child, why, who was told, what the outcome needed, who decided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from enquiry_app.enquiry.deciding_rules import SECOND_WORDS, chosen_outcomes
from enquiry_app.enquiry.decision_told import facts_told, outcomes_told, shown
from ui.home.enquiry_words import level_words
from ui.hub.panels.decision_child import ThreeLevels
from ui.hub.panels.decision_words import TOLD_WORDS, made_words
from ui.widgets.card import Card
from ui.widgets.expander import Expander
from ui.widgets.layouts import clear, column
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
                card.add_layout(pair(self.tr("Primary need"), needs.get(made.primary_need, made.primary_need)))
            layout.addWidget(card)
        words = Card(gap="tight")
        for label, text in self._lines(decision, outcomes):
            if text:
                words.add_layout(pair(label, text))
        words.add_layout(pair(self.tr("By whom"), made_words(decision, case)))
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
            *((each.label, shown(each, decision.details.get(each.id, ""))) for each in fields),
            (self.tr("Second manager"), self.tr("Needed because {why}.").format(why=second) if second else ""),
        ]


class ToldPreview(Expander):
    """What the referrer will be told: the facts the letter must contain, as they stand now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("decision", "The letter will say"), parent=parent)
        self._lines = column(gap="tight")
        self.body.addLayout(self._lines)
        self.open_up()

    def show_facts(self, children: Any, details: Mapping[str, str], outcomes: Any) -> None:
        """Write it anew."""
        clear(self._lines)
        facts = facts_told(children, details, outcomes)
        minimal = any(each.minimal for each in outcomes_told(children, outcomes))
        if minimal:
            self._lines.addWidget(WrappingLabel(self.tr("Only what is safe to tell.")))
        for label, words in facts:
            self._lines.addLayout(pair(label, words))
        if not facts:
            self._lines.addWidget(WrappingLabel(self.tr("Choose an outcome first.")))


def _breakable(word: str) -> str:
    """A word with places to break at where it is too long for a narrow column."""
    return _NO_WIDTH.join(word[place : place + _LONG_WORD] for place in range(0, len(word), _LONG_WORD))


def pair(label: str, text: str) -> Any:
    made = column(gap="")
    made.addWidget(WrappingLabel(label, "caption"))
    made.addWidget(WrappingLabel(" ".join(_breakable(word) for word in text.split(" "))))
    return made
