"""`hub-key`, `seal`, `open`, `reply` from a terminal: a file with a fingerprint, and plain refusals that change nothing."""

from __future__ import annotations

import json

import pytest

from enquiry_app.command_line import main
from tests.fixtures_store import ADMINISTRATOR, PASSWORD


@pytest.fixture
def call(profile, monkeypatch, capsys):
    monkeypatch.setenv("ENQUIRY_APP_PROFILE", str(profile.folder))
    monkeypatch.setenv("ENQUIRY_APP_USER", ADMINISTRATOR)
    monkeypatch.setenv("ENQUIRY_APP_PASSWORD", PASSWORD)

    def run(*argv):
        code = main(list(argv))
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


def test_the_public_file_has_no_secret_and_shows_its_fingerprint(call, tmp_path):
    out = tmp_path / "ours.hub"
    code, told, _ = call("hub-key", "--out", str(out), "--json")
    card = json.loads(out.read_text())
    assert code == 0
    assert json.loads(told)["fingerprint"] == card["hub"]["fingerprint"]
    assert "AGE-SECRET-KEY" not in out.read_text()
    again = json.loads(call("hub-key", "--out", str(out), "--json")[1])
    assert again["fingerprint"] == card["hub"]["fingerprint"]


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7", b"age-encryption.org/v1\n", b"age-encryption.org/v1\n" + b"x" * 500]
)
def test_what_is_no_sealed_file_is_refused_with_one_sentence(call, tmp_path, content):
    file = tmp_path / "x.enquiry"
    file.write_bytes(content)
    call("hub-key", "--out", str(tmp_path / "ours.hub"))
    code, out, err = call("open", str(file))
    assert (code, out) == (1, "")
    assert len(err.strip().splitlines()) == 1
    assert "Traceback" not in err


def test_an_enquiry_that_is_not_there_is_not_sealed(call, tmp_path):
    card = tmp_path / "ours.hub"
    call("hub-key", "--out", str(card))
    code, _, err = call("seal", "TSH-2026-0000-000001-X", "--to", str(card), "--out", str(tmp_path / "y"))
    assert code == 1
    assert "reference" in err
    assert not (tmp_path / "y").exists()
