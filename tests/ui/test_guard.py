"""The guard against reference counts lost by Qt's bindings on Python 3.11."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QTimer


@pytest.mark.parametrize("constant", [None, True, False])
def test_many_calls_cannot_use_up_a_constant(qapp, constant):
    timer = QTimer()
    for _ in range(1000):
        timer.stop()
        timer.isActive()
    assert sys.getrefcount(constant) > 1 << 29  # Python 3.12 and later make constants immortal by themselves
