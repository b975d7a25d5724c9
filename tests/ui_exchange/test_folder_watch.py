"""A folder that is watched: arrivals are announced, opened by a person's gesture, remembered, never touched."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

import ui.exchange.sealed_files as sealed_files
from tests.services.test_exchanging import hub_template  # noqa: F401
from tests.ui.screen_walking import assert_usable
from tests.ui_exchange.test_sealed_files import hub_application  # noqa: F401
from ui.exchange.stores_page import StoresPage


@pytest.fixture
def told(monkeypatch):
    said: list[str] = []
    monkeypatch.setattr(sealed_files, "tell", lambda _parent, title, text: said.append(f"{title}: {text}"))
    monkeypatch.setattr(sealed_files, "report_error", lambda _parent, error: said.append(error.sentence))
    return said


@pytest.fixture
def folder(tmp_path) -> Path:
    made = tmp_path / "arrivals"
    made.mkdir()
    return made


@pytest.fixture
def window(hub_application, window_of, folder, monkeypatch, qtbot, settle):  # noqa: F811
    """The hub's window after somebody chose the folder in Settings."""
    hub_application.stores.own_card()
    made = window_of(hub_application)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    made.navigator.go("settings")
    qtbot.mouseClick(made.page.sealed_files, Qt.MouseButton.LeftButton)
    settle()
    assert isinstance(made.page, StoresPage)
    assert made.page.watched.text() == "No folder is watched."
    qtbot.mouseClick(made.page.watch_folder, Qt.MouseButton.LeftButton)
    settle()
    assert str(folder) in made.page.watched.text()
    return made


def look_twice(window, settle) -> None:
    """As the timers do: what is the same some seconds later is whole."""
    for _ in range(2):
        window.files.watch.look()
        settle()
        window.application.clock.move(seconds=3)


def test_nothing_is_watched_until_somebody_chooses_a_folder(hub_application, window_of, folder, settle):  # noqa: F811
    (folder / "x.enquiry").write_bytes(b"x")
    window = window_of(hub_application)
    look_twice(window, settle)
    assert not window.files.watch.bar.isVisible()
    assert not window.files.watch._timer.isActive()
    assert window.files.watch._watcher.directories() == []


def test_arrivals_are_announced_opened_when_asked_and_offered_once(window, folder, qtbot, settle, told):
    watch = window.files.watch
    for name in ("a.enquiry", "b.ENQUIRY", "c.pdf", ".d.enquiry", "empty.enquiry"):
        (folder / name).write_bytes(b"" if name.startswith("empty") else b"age-encryption.org/v1\nnot really")
    watch.look()
    settle()
    assert not watch.bar.isVisible()  # they may still be growing
    window.application.clock.move(seconds=3)
    watch.look()
    settle()
    assert watch.bar.isVisible()
    assert "2 sealed files have arrived" in watch.bar.accessibleName()
    assert told == []
    assert_usable(qtbot, window.page)
    qtbot.mouseClick(watch.open_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(told) == 2)
    settle()
    assert not watch.bar.isVisible()
    look_twice(window, settle)
    assert not watch.bar.isVisible()
    assert sorted(file.name for file in folder.iterdir()) == [
        ".d.enquiry",
        "a.enquiry",
        "b.ENQUIRY",
        "c.pdf",
        "empty.enquiry",
    ]


def test_a_file_that_grows_is_not_whole_and_a_changed_one_is_new(window, folder, settle, qtbot, told):
    watch = window.files.watch
    file = folder / "a.enquiry"
    for size in range(1, 4):
        file.write_bytes(b"age-encryption.org/v1\n" + b"x" * size)
        watch.look()
        settle()
        window.application.clock.move(seconds=3)
        assert not watch.bar.isVisible()
    watch.look()
    settle()
    assert watch.bar.isVisible()
    qtbot.mouseClick(watch.open_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(told) == 1)
    settle()
    file.write_bytes(b"age-encryption.org/v1\n" + b"x" * 99)
    look_twice(window, settle)
    assert watch.bar.isVisible()


def test_not_now_hides_it_until_the_next_time(window, folder, settle, qtbot, told, hub_application, window_of):  # noqa: F811
    watch = window.files.watch
    (folder / "a.enquiry").write_bytes(b"age-encryption.org/v1\n")
    look_twice(window, settle)
    qtbot.mouseClick(watch.later_button, Qt.MouseButton.LeftButton)
    look_twice(window, settle)
    assert not watch.bar.isVisible()
    again = window_of(hub_application)
    look_twice(again, settle)
    assert again.files.watch.bar.isVisible()


def test_a_folder_that_is_away_and_links_are_passed_over(window, folder, settle, tmp_path, told):
    (tmp_path / "elsewhere.enquiry").write_bytes(b"x")
    (folder / "link.enquiry").symlink_to(tmp_path / "elsewhere.enquiry")
    (folder / "dir.enquiry").mkdir()
    look_twice(window, settle)
    assert not window.files.watch.bar.isVisible()
    folder.rename(tmp_path / "away")
    look_twice(window, settle)
    assert not window.files.watch.bar.isVisible()
    assert told == []


def test_watching_stops_when_asked(window, folder, settle, qtbot):
    qtbot.mouseClick(window.page.stop_watching, Qt.MouseButton.LeftButton)
    settle()
    assert window.page.watched.text() == "No folder is watched."
    (folder / "a.enquiry").write_bytes(b"x")
    look_twice(window, settle)
    assert not window.files.watch.bar.isVisible()
    assert not window.files.watch._timer.isActive()
