"""The audit trail from a terminal: checked, compared with what was noted elsewhere, exported, and who looked."""

from __future__ import annotations

import csv
import json

import pytest

from enquiry_app.command_line import main
from tests.fixtures_store import ADMINISTRATOR, PASSWORD


@pytest.fixture
def call(profile, monkeypatch, capsys):
    """Runs the command as the administrator; gives exit code, output, complaint."""
    for name, value in (("PROFILE", str(profile.folder)), ("USER", ADMINISTRATOR), ("PASSWORD", PASSWORD)):
        monkeypatch.setenv(f"ENQUIRY_APP_{name}", value)

    def run(*argv):
        code = main(list(argv))
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


def test_verify_says_all_is_well_and_compares_what_was_noted(call, store) -> None:
    with store.read() as read:
        event, head = read.trail_head()
    code, out, _ = call("audit", "verify", "--json")
    assert (code, json.loads(out)["ok"]) == (0, True)
    code, out, _ = call("audit", "verify", "--event", str(event), "--head", head)
    assert (code, f"Event {event} is as it was noted" in out) == (0, True)
    code, _, complaint = call("audit", "verify", "--event", str(event), "--head", "0" * 64)
    assert (code, f"Event {event}: its hash is not the one" in complaint) == (1, True)
    code, _, complaint = call("audit", "verify", "--event", "99999", "--head", head)
    assert (code, "missing; event 99999 was noted" in complaint) == (1, True)
    code, _, complaint = call("audit", "verify", "--event", "3")
    assert (code, "Give both" in complaint) == (1, True)


def test_export_writes_a_table_only_the_owner_can_read(call, sent, tmp_path) -> None:
    out = tmp_path / "trail.csv"
    code, _, _ = call("audit", "export", "--out", str(out), "--about", sent.reference)
    assert code == 0
    with out.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    assert {line["about"] for line in lines} == {sent.reference}
    assert out.stat().st_mode & 0o077 == 0
    code, _, complaint = call("audit", "export", "--out", str(out), "--about", "NONE")
    assert (code, "no enquiry with this reference" in complaint) == (1, True)
    code, _, complaint = call("audit", "export", "--out", str(tmp_path / "none" / "trail.csv"))
    assert (code, "cannot be written" in complaint) == (1, True)


def test_who_looked_names_people_not_the_child(call, worker, sent) -> None:
    worker.cases.open(sent.id)
    code, out, _ = call("audit", "who-looked", sent.reference)
    assert code == 0
    assert "Worker One" in out
    assert "Opened the enquiry" in out
    assert sent.title.split()[0] not in out
    code, out, _ = call("audit", "who-looked", sent.reference, "--json")
    assert {"at", "who", "role", "agency", "what"} == set(json.loads(out)[0])
