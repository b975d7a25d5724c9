"""Every window of the app asks to be left out of pictures of the screen; in practice none does."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtWidgets import QDialog, QLabel, QWidget

from ui.screen_capture import CaptureGuard, system_refusal


@pytest.mark.parametrize("practice", [False, True])
def test_windows_and_dialogs_ask_and_in_practice_none_does(qtbot, practice):
    asked = []
    guard = CaptureGuard(lambda handle: asked.append(handle) or True, lambda: practice)
    window = QWidget()
    QLabel("inside", window)
    dialog = QDialog(window)
    for each in (window, dialog):
        qtbot.addWidget(each)
        each.show()
        each.activateWindow()
        qtbot.waitUntil(each.isActiveWindow)
    assert asked == ([] if practice else [int(window.winId()), int(dialog.winId())])
    guard.setParent(window)


def test_where_a_system_cannot_be_asked_nothing_is():
    assert (system_refusal() is None) == (sys.platform != "win32")
