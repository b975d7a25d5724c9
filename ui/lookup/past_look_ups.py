"""The newest look-ups: who, when, what for, with what answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from ui.formatting import short_moment
from ui.lookup.list_words import ANSWER_WORDS
from ui.widgets.card import Card, Line
from ui.widgets.layouts import clear, column, row
from ui.widgets.tag import StatusTag
from ui.widgets.wrapping_label import WrappingLabel

TONES = {"known": "info", "not_known": "neutral", "ask": "warning"}


class PastLookUps(Card):
    """Empty until `show_look_ups`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(gap="tight", parent=parent)
        self._list = column(gap="tight")
        self.add_layout(self._list)
        self.hide()

    def show_look_ups(self, found: Sequence[Any], now: Any) -> None:
        """Show these, newest first."""
        clear(self._list)
        if not found:
            self._list.addWidget(WrappingLabel(self.tr("Nobody has looked a child up yet.")))
        for number, each in enumerate(found):
            if number:
                self._list.addWidget(Line())
            self._list.addLayout(self._row(each, now))
        self.show()

    def _row(self, each: Any, now: Any) -> Any:
        line = row(gap="normal")
        words = column(gap="")
        who = ", ".join(filter(None, (each.who, each.agency)))
        words.addWidget(WrappingLabel(f"{who} · {short_moment(each.at, now)}", "strong"))
        if each.child:
            words.addWidget(WrappingLabel(each.child))
        words.addWidget(WrappingLabel(" – ".join(filter(None, (each.purpose, each.words))), "caption"))
        line.addLayout(words, 1)
        line.addWidget(StatusTag(self.tr(ANSWER_WORDS[each.result]), TONES[each.result]))
        return line
