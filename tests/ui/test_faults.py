"""A fault of ours is noted without a word about anybody, and said once."""

from __future__ import annotations

import pytest

from enquiry_app.logging_setup import stop_logging
from ui.faults import FaultHandler

FAMILY_NAME = "Quillfeather"


@pytest.fixture
def said(monkeypatch):
    told = []
    monkeypatch.setattr("ui.faults.report_error", lambda _parent, error: told.append(error))
    return told


def test_a_fault_is_noted_in_the_profile_and_said(qapp, qtbot, said, tmp_path):
    handler = FaultHandler(qapp, tmp_path)
    error = RuntimeError(f"{FAMILY_NAME} was deleted")
    handler.hook(RuntimeError, error, None)
    qtbot.waitUntil(lambda: said == [error])
    stop_logging()
    log = (tmp_path / "app.log").read_text(encoding="utf-8")
    assert "unexpected RuntimeError" in log
    assert FAMILY_NAME not in log
