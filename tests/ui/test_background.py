"""Work beside the window: in order, on the right thread, and never delivered to what is gone."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget


def test_writes_are_done_and_answered_in_order_on_the_main_thread(qtbot, background):
    done, answered = [], []
    for number in range(50):
        background.run(
            lambda n=number: done.append(n) or n,
            lambda n: answered.append((n, threading.current_thread() is threading.main_thread())),
            pytest.fail,
        )
    qtbot.waitUntil(lambda: len(answered) == 50)
    assert done == list(range(50))
    assert answered == [(n, True) for n in range(50)]


def test_a_failure_reaches_the_one_who_asked(qtbot, background):
    failures = []
    background.run(lambda: 1 // 0, pytest.fail, failures.append)
    qtbot.waitUntil(lambda: bool(failures))
    assert isinstance(failures[0], ZeroDivisionError)


def test_a_save_does_not_wait_for_a_long_read(qtbot, background):
    gate, saved, read = threading.Event(), [], []
    for _ in range(4):
        background.read(gate.wait, read.append, pytest.fail)
    background.run(lambda: "saved", saved.append, pytest.fail)
    qtbot.waitUntil(lambda: saved == ["saved"])
    assert not read
    gate.set()
    qtbot.waitUntil(lambda: len(read) == 4)


def test_an_answer_for_a_page_that_is_gone_is_dropped(qtbot, background):
    gate, answered = threading.Event(), []
    page = QWidget()
    background.read(gate.wait, answered.append, pytest.fail, page)
    page.deleteLater()
    qtbot.waitUntil(lambda: not _alive(page))
    gate.set()
    qtbot.waitUntil(lambda: not background.busy)
    assert answered == []


def test_a_read_that_was_overtaken_is_not_delivered(qtbot, background):
    gate, answered = threading.Event(), []
    for _ in range(2):
        background.read(gate.wait, lambda _: None, pytest.fail)
    waiting = background.read(lambda: "old", answered.append, pytest.fail)
    assert waiting.cancel()
    gate.set()
    qtbot.waitUntil(lambda: not background.busy)
    assert answered == []


def test_finishing_writes_waits_for_what_was_asked(background):
    done = []
    for number in range(20):
        background.run(lambda n=number: done.append(n), lambda _: None, pytest.fail)
    background.finish_writes()
    assert done == list(range(20))


def test_garbage_is_collected_by_the_main_thread_only(qtbot, background):
    collected_by = []

    class Knot:
        def __init__(self):
            self.me = self

        def __del__(self):
            collected_by.append(threading.current_thread() is threading.main_thread())

    def tie_and_tidy():
        for _ in range(20_000):
            Knot()

    background.run(tie_and_tidy, lambda _: None, pytest.fail)
    qtbot.waitUntil(lambda: not background.busy)
    assert collected_by == []
    background.close()
    assert len(collected_by) == 20_000
    assert all(collected_by)


def test_closing_waits_for_writes_and_delivers_nothing_more(qtbot, look):
    from ui.background import Background

    done, answered = [], []
    made = Background()
    made.run(lambda: done.append(1), answered.append, pytest.fail)
    made.close()
    assert done == [1]
    assert not made.busy


def _alive(thing: QObject) -> bool:
    import shiboken6

    return shiboken6.isValid(thing)
