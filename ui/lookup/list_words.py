"""Words about the list of the case system, the same on every page."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QCoreApplication

from ui.formatting import count, day

ANSWER_WORDS = {"known": "Known", "not_known": "Not known", "ask": "Ask the Hub"}


def true_on(as_of: str, days_old: int | None) -> str:
    """`true on 3 November 2026; 20 days old`."""
    age = _tr("from today") if days_old == 0 else _tr("{n} old").format(n=count(days_old or 0, "day"))
    return _tr("true on {day}; {age}").format(day=day(dt.date.fromisoformat(as_of)), age=age)


def _tr(text: str) -> str:
    return QCoreApplication.translate("list_words", text)
