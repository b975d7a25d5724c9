"""The one place that asks the machine for the time."""

from __future__ import annotations

import datetime as dt
import time


class SystemClock:
    """The machine's clock. Instants are aware UTC; `monotonic` is in seconds and never jumps."""

    def now(self) -> dt.datetime:
        """The instant, aware UTC."""
        return dt.datetime.now(dt.UTC)

    def monotonic(self) -> float:
        """Seconds since an arbitrary start, unmoved by clock changes; the time a computer sleeps counts."""
        if hasattr(time, "CLOCK_BOOTTIME"):  # Linux; elsewhere `monotonic` counts sleep or cannot be made to
            return time.clock_gettime(time.CLOCK_BOOTTIME)
        return time.monotonic()
