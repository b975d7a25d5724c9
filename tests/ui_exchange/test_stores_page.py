"""Settings, Sealed files: the key for the recovery sheets, and the desktop that opens files by double click."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

import ui.exchange.stores_page as stores_page
from tests.ui.screen_walking import assert_usable
from ui.exchange.stores_page import StoresPage


@pytest.fixture
def page(application_as, window_of, qtbot, settle):
    def open_as(who: str) -> StoresPage:
        window = window_of(application_as(who))
        window.navigator.go("settings")
        qtbot.mouseClick(window.page.sealed_files, Qt.MouseButton.LeftButton)
        settle()
        page.window = window
        return window.page

    return open_as


def test_the_administrator_saves_the_key_and_how_to_use_it(page, qtbot, settle, tmp_path, monkeypatch):
    shown = page("admin")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "k-identity.age"), ""))
    qtbot.mouseClick(shown.save_identity, Qt.MouseButton.LeftButton)
    settle()
    assert (tmp_path / "k-identity.age").read_bytes().startswith(b"age-encryption.org/v1")
    assert "age -d -i" in (tmp_path / "open_without_the_app.py").read_text()
    assert shown.identity_saved.isVisible()
    assert "recovery sheets" in shown.identity_saved.accessibleDescription()
    assert_usable(qtbot, shown)


def test_a_folder_that_is_full_is_said_and_nothing_is_claimed(page, qtbot, settle, tmp_path, monkeypatch):
    said = []
    monkeypatch.setattr(stores_page, "tell", lambda _parent, title, text: said.append(title))
    shown = page("admin")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "gone" / "k.age"), ""))
    qtbot.mouseClick(shown.save_identity, Qt.MouseButton.LeftButton)
    settle()
    assert said == ["The file could not be saved"]
    assert not shown.identity_saved.isVisible()


def test_others_have_no_such_button(page):
    assert not hasattr(page("teacher"), "save_identity")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="this machine cannot: no Linux desktop")
def test_the_desktop_is_told_from_the_page(page, qtbot, settle, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    shown = page("worker")
    qtbot.mouseClick(shown.by_double_click, Qt.MouseButton.LeftButton)
    settle()
    assert (tmp_path / "data" / "applications" / "enquiry-app.desktop").is_file()
    assert "opens .enquiry" in shown.desktop_told.text()


def test_the_hub_saves_the_referral_as_page_or_text(
    application_as, window_of, sent, qtbot, settle, tmp_path: Path, monkeypatch
):
    enquiry = sent("urgent")
    window = window_of(application_as("worker"), 1280, 860)
    window.navigator.open_received(enquiry.id)
    qtbot.waitUntil(lambda: window.page.to_read.isEnabled(), timeout=60_000)
    for name, kind, beginning in (
        ("a.html", "Web page (*.html)", "<!DOCTYPE html>"), ("b.txt", "Plain text (*.txt)", "OFFICIAL-SENSITIVE"),
        ("c.txt", "Web page (*.html)", "OFFICIAL-SENSITIVE"),
    ):  # fmt: skip
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, n=name, k=kind: (str(tmp_path / n), k))
        qtbot.mouseClick(window.page.to_read, Qt.MouseButton.LeftButton)
        settle()
        written = (tmp_path / name).read_text()
        assert written.startswith(beginning)
        assert enquiry.reference in written
        assert (tmp_path / name).stat().st_mode & 0o077 == 0
