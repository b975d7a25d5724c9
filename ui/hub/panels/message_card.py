"""One message between the Hub and the referrer, or what the referrer changed after sending, as a card of the thread."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from enquiry_app.enquiry.checking_rules import open_questions
from enquiry_app.enquiry.working_time import time_left_words
from ui.formatting import short_moment
from ui.widgets.card import Card
from ui.widgets.flow import FlowLayout
from ui.widgets.tag import StatusTag
from ui.widgets.wrapping_label import WrappingLabel

KIND_WORDS = {
    "question": "Question", "answer": "Answer", "information": "Information", "disagreement": "They disagree",
    "chase": "They ask what has happened",
}  # fmt: skip
_TONES = {"disagreement": "warning", "chase": "warning"}


class MessageCard(Card):
    """What the referrer wrote lies on a card, what the Hub wrote on the ground."""

    def __init__(self, case: Any, application: Any, message: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, gap="hair", role="sunk" if message.from_hub else "card")
        now = application.clock.now()
        who = case.name_of(message.written_by) or (self.tr("The Hub") if message.from_hub else self.tr("The referrer"))
        self.add(WrappingLabel(f"{who}, {short_moment(message.written_at, now)}", "caption"))
        answered = next((m for m in case.work.messages if m.id == message.answers), None)
        if answered is not None:
            self.add(WrappingLabel(self.tr("To “{question}”").format(question=_begun(answered.text)), "hint"))
        self.add(WrappingLabel(message.text))
        tags = FlowLayout(gap=4)
        for words, tone in self._tags(case, application, message, now):
            tags.addWidget(StatusTag(words, tone))
        self.add_layout(tags)

    def _tags(self, case: Any, application: Any, message: Any, now: dt.datetime) -> list[tuple[str, str]]:
        tags = [(self.tr(KIND_WORDS[message.kind]), _TONES.get(message.kind, "neutral"))]
        if message.kind == "question":
            still_open = any(question.id == message.id for question in open_questions(case.work.messages))
            if still_open and message.due_at:
                late = message.due_at <= now
                words = time_left_words(application.hub.hours, message.due_at, now)
                tags.append((f"▲ {words}" if late else f"● {words}", "danger" if late else "info"))
            elif not still_open:
                tags.append((self.tr("✓ answered"), "success"))
        if message.from_hub:
            tags.append((self.tr("read") if message.read_at else self.tr("not read yet"), "neutral"))
        elif message.read_at is None:
            tags.append((self.tr("New"), "info"))
        return tags


class ChangesCard(Card):
    """What the referrer changed at one moment, a sentence for each change."""

    def __init__(self, at: dt.datetime, lines: Sequence[Any], now: dt.datetime, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, gap="hair")
        self.add(WrappingLabel(f"{lines[0].who}, {short_moment(at, now)}", "caption"))
        for line in lines:
            self.add(WrappingLabel(line.why))
        tags = FlowLayout(gap=4)
        tags.addWidget(StatusTag(self.tr("Changed after sending"), "info"))
        self.add_layout(tags)


def _begun(text: str, letters: int = 60) -> str:
    words = " ".join(text.split())
    return words if len(words) <= letters else words[: letters - 1].rstrip() + "…"
