"""The window: everything that needs Qt. Imports services, the enquiry rules, definitions and errors; never storage."""

from __future__ import annotations

import sys


def _keep_constants_alive() -> None:
    """PySide6 6.12 hands out `None` and truth values without counting the reference, which Python 3.12 and later forgive.

    On 3.11 some ten thousand Qt calls would use up the count and abort the process; so the count is made too large to
    use up. Harmless: these objects are never freed anyway.
    """
    import ctypes

    for constant in (None, True, False, NotImplemented, ...):
        ctypes.c_ssize_t.from_address(id(constant)).value += 1 << 40


if sys.version_info < (3, 12):
    _keep_constants_alive()
