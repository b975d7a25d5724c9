"""Locking: the time chosen, sleep, the desktop's own lock, dialogs in front, the clipboard, and the key that hides all."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from screen_walking import assert_usable
from test_session import enter, rest, session, teacher_with_password  # noqa: F401 - fixtures

from ui.idle import SLEPT, IdleWatch
from ui.privacy_veil import PrivacyVeil
from ui.sign_in.sign_in_page import SignInPage
from ui.widgets.form_dialog import FormDialog


def test_the_time_is_the_administrators_choice_and_holds_from_the_next_sign_in(qtbot, session):  # noqa: F811
    session.start()
    enter(qtbot, session)
    assert session.idle.minutes == 5
    session.main.navigator.go("settings")
    page = session.main.page
    assert page.minutes.code == "5"
    page.minutes.button("2").setFocus()
    qtbot.keyClick(page.minutes.button("2"), Qt.Key.Key_Space)
    rest(qtbot, session)
    assert "next sign-in" in page.lock_saved.text()
    assert_usable(qtbot, page)
    session.lock()
    enter(qtbot, session)
    assert session.idle.minutes == 2


def test_a_computer_that_slept_is_locked_when_it_wakes(qtbot, qapp):
    times = {"wall": 1_000.0, "own": 50.0}
    watch = IdleWatch(wall=lambda: times["wall"], own=lambda: times["own"])
    heard = []
    watch.expired.connect(lambda: heard.append(1))
    watch.watch(True)
    for wall, own, locked in ((5, 5, 0), (5, 5, 0), (SLEPT + 6, 5, 1), (5, 5, 1), (3600, 5, 2), (-3600, 5, 2)):
        times["wall"] += wall
        times["own"] += own
        watch.look()
        assert len(heard) == locked
    watch.watch(False)


def test_a_dialog_in_front_is_closed_and_what_was_copied_here_is_gone(qtbot, session):  # noqa: F811
    session.start()
    enter(qtbot, session)
    QGuiApplication.clipboard().setText("copied in this app")
    dialog = FormDialog("A question", "Do it", parent=session.main)
    box = QLineEdit(dialog)
    dialog.body.addWidget(box)
    results = []
    QTimer.singleShot(50, lambda: qtbot.keyClick(box, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier))
    results.append(dialog.exec())
    assert results == [0]
    qtbot.waitUntil(lambda: isinstance(session.window.centralWidget(), SignInPage))
    assert session.application is None
    assert QGuiApplication.clipboard().text() == ""
    assert [each for each in QApplication.topLevelWidgets() if each.isVisible()] == [session.window]


def test_the_privacy_key_hides_window_and_dialog_and_any_key_brings_them_back(qtbot, session):  # noqa: F811
    session.start()
    enter(qtbot, session)
    session.window.activateWindow()
    qtbot.keyClick(session.main, Qt.Key.Key_F9)
    veil = session.main.veil
    assert veil.covering
    assert veil.covers[0].size() == session.main.size()
    session.window.resize(1100, 750)
    QApplication.processEvents()
    assert veil.covers[0].size() == session.main.size()
    qtbot.keyClick(veil.covers[0], Qt.Key.Key_A)
    assert not veil.covering
    dialog = FormDialog("A question", "Do it", parent=session.main)
    box = QLineEdit(dialog)
    dialog.body.addWidget(box)
    dialog.open()
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_F9)
    assert [cover.parentWidget() for cover in veil.covers] == [session.main, dialog]
    qtbot.mouseClick(veil.covers[1], Qt.MouseButton.LeftButton)
    assert not veil.covering
    assert box.text() == ""
    dialog.reject()


def test_the_focus_comes_back_with_the_window(qtbot, look):
    window = QWidget()
    layout = QVBoxLayout(window)
    button, box = QPushButton("One"), QLineEdit()
    layout.addWidget(button)
    layout.addWidget(box)
    qtbot.addWidget(window)
    window.show()
    with qtbot.waitActive(window):
        window.activateWindow()
    box.setFocus()
    veil = PrivacyVeil(window)
    veil.cover()
    qtbot.keyClick(veil.covers[0], Qt.Key.Key_X)
    assert box.hasFocus()
    assert box.text() == ""


@pytest.fixture
def desktop(tmp_path):
    """A bus of its own, as a desktop has one; gives a way to say that its screen is locked."""
    started = subprocess.run(
        ["dbus-daemon", "--session", "--fork", "--print-address=1", "--print-pid=1"],
        capture_output=True,
        text=True,
        check=True,
    )
    address, pid = started.stdout.split()
    yield address
    os.kill(int(pid), 15)


SAYS = """
import sys
from PySide6.QtCore import QCoreApplication
from PySide6.QtDBus import QDBusConnection, QDBusMessage
app = QCoreApplication([])
bus = QDBusConnection.sessionBus()
assert bus.registerService("org.freedesktop.ScreenSaver")
print("ready", flush=True)
sys.stdin.readline()
for on in (False, True):
    told = QDBusMessage.createSignal("/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver", "ActiveChanged")
    told.setArguments([on])
    assert bus.send(told)
sys.stdin.readline()
"""
HEARS = """
import sys
from PySide6.QtCore import QCoreApplication, QTimer
from ui.system_lock import SystemLock
app = QCoreApplication([])
lock = SystemLock()
lock.on_told(False)
assert "ActiveChanged" in lock.heard, lock.heard
lock.locked.connect(lambda: (print("locked", flush=True), app.quit()))
QTimer.singleShot(0, lambda: print("listening", flush=True))
QTimer.singleShot(30000, app.quit)
app.exec()
"""


def test_the_desktops_own_lock_is_heard(desktop):
    where = {**os.environ, "DBUS_SESSION_BUS_ADDRESS": desktop}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "env": where}
    with subprocess.Popen([sys.executable, "-c", SAYS], **pipes) as screen:
        assert screen.stdout.readline() == "ready\n"
        with subprocess.Popen([sys.executable, "-c", HEARS], **pipes) as app:
            assert app.stdout.readline() == "listening\n"
            screen.stdin.write("now\n")
            screen.stdin.flush()
            assert app.stdout.readline() == "locked\n"
        screen.stdin.close()
