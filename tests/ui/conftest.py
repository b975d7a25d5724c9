"""What tests of screens share: the look of the app, a background that is closed again, fixed clock, printer that records."""

from __future__ import annotations

import datetime as dt

import pytest

import ui  # noqa: F401 - its guard comes before any use of Qt
from ui.appearance import Appearance
from ui.background import Background

MONDAY_NOON = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)


class FixedClock:
    """Stands still until told."""

    def __init__(self, now: dt.datetime = MONDAY_NOON) -> None:
        self._now = now

    def now(self) -> dt.datetime:
        return self._now

    def monotonic(self) -> float:
        return self._now.timestamp()

    def go_on(self, **duration: float) -> None:
        self._now += dt.timedelta(**duration)


@pytest.fixture
def clock():
    return FixedClock()


@pytest.fixture
def look(qapp):
    """The app's own look in light; put back to plain afterwards."""
    appearance = Appearance(qapp, "light")
    yield appearance
    appearance.choose("light", "standard")


@pytest.fixture
def background(qtbot, look):
    made = Background()
    yield made
    made.close()


@pytest.fixture
def settle(qtbot, background):
    """Wait until nothing runs beside the window."""

    def wait() -> None:
        qtbot.waitUntil(lambda: not background.busy, timeout=20_000)

    return wait
