"""One backup in a list: when, how large, how far, whether it is sound, and a button to try it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFrame, QWidget

from ui.formatting import count, day_and_time
from ui.widgets.buttons import secondary_button
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.layouts import column, row
from ui.widgets.style import styled
from ui.widgets.tag import StatusTag

KINDS = {"good": "success", "damaged": "danger", "unknown": "neutral"}


class BackupRow(QFrame):
    """`backup` is a FoundBackup."""

    def __init__(self, backup: Any, events_now: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.backup = backup
        styled(self, "row")
        line = row(self, "normal")
        line.setContentsMargins(12, 8, 12, 8)
        words = column(gap="")
        when = day_and_time(backup.made_at)
        words.addWidget(ElidedLabel(when, "strong"))
        words.addWidget(ElidedLabel(facts_of(backup, events_now), "caption"))
        line.addLayout(words, 1)
        line.addWidget(StatusTag(state_words(backup.state), KINDS[backup.state]))
        self.try_button = secondary_button(_tr("Try a restore"), self)
        self.try_button.setAccessibleName(_tr("Try a restore of {when}").format(when=when))
        line.addWidget(self.try_button)


def facts_of(backup: Any, events_now: int) -> str:
    """Place, size, and how much has happened since."""
    place = _tr("Second place") if backup.second else _tr("This computer")
    size = _tr("{size} MB").format(size=f"{max(0.1, backup.size / 1_000_000):,.1f}")
    before = _tr("before the upgrade to a newer version") if backup.before_upgrade else ""
    return " · ".join(filter(None, (place, before, size, since_words(backup, events_now))))


def since_words(backup: Any, events_now: int) -> str:
    """How far it goes, and how many events have come since."""
    events = count(backup.events, _tr("event"))
    since = max(0, events_now - backup.events)
    if not events_now:
        return events
    return f"{events}, {_tr('{since} since').format(since=f'{since:,}')}"


def state_words(state: str) -> str:
    """The state of a backup as a person says it."""
    return {"good": _tr("Good"), "damaged": _tr("Damaged")}.get(state, _tr("Not checked"))


def _tr(text: str) -> str:
    return QCoreApplication.translate("BackupRow", text)
