"""`store` and `audit` as called from a terminal: exit codes, JSON, one plain sentence when refused."""

from __future__ import annotations

import io
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


def test_a_store_is_verified_backed_up_and_restored(call, profile, tmp_path):
    code, out, _ = call("store", "verify", "--json")
    assert (code, json.loads(out)["ok"]) == (0, True)
    code, out, _ = call("store", "backup", "--to", str(tmp_path / "to"), "--json")
    made = json.loads(out)
    assert code == 0
    assert made["bytes"] > 0
    code, out, _ = call("store", "restore", made["backup"], "--json")
    assert code == 0
    assert json.loads(out)["deleted_again"] == 0


def test_a_damaged_store_is_refused_with_one_sentence(call, profile):
    content = bytearray(profile.store_file.read_bytes())
    content[4096 * 3 + 500] ^= 1
    profile.store_file.write_bytes(content)
    code, out, err = call("store", "verify")
    assert (code, out) == (1, "")
    assert "restore the last backup" in err
    assert "Traceback" not in err
    assert len(err.strip().splitlines()) == 1


def test_the_trail_is_shown_to_those_who_may_see_it(call):
    code, out, _ = call("audit", "show", "--json")
    events = json.loads(out)
    assert code == 0
    assert [event["tag"] for event in events][-2:] == ["person:signed_in", "audit:shown"]
    assert events[-1]["actor"] == ADMINISTRATOR
    assert events[-1]["at"].endswith("+00:00")


def test_tampering_is_named(call, profile, template_profile):
    from enquiry_app.storage.engine import connect

    connection = connect(profile.store_file, template_profile.data_key)
    connection.execute("DROP TRIGGER event_no_update")
    connection.execute("UPDATE event SET tag = 'nothing:happened' WHERE number = 1")
    connection.close()
    code, _, err = call("audit", "verify")
    assert code == 1
    assert "Event 1" in err


def test_a_wrong_password_or_no_profile_is_one_plain_sentence(call, monkeypatch, tmp_path):
    monkeypatch.setenv("ENQUIRY_APP_PASSWORD", "wrong " + PASSWORD)
    code, _, err = call("store", "verify")
    assert (code, len(err.strip().splitlines())) == (1, 1)
    monkeypatch.setenv("ENQUIRY_APP_PROFILE", str(tmp_path / "nowhere"))
    code, _, err = call("store", "verify")
    assert code == 1
    assert "no profile" in err


def test_a_new_profile_is_made_with_its_recovery_sheets(call, tmp_path):
    code, out, err = call(
        "--profile", str(tmp_path / "new"), "store", "create", "--organisation", "Bay Nursery", "--agency-kind",
        "early_years", "--name", "Ada Admin", "--json",
    )  # fmt: skip
    assert (code, err) == (0, "")
    made = json.loads(out)
    assert made["sheet_one"][0] == "1"
    assert made["sheet_two"][0] == "2"
    code, out, _ = call("--profile", str(tmp_path / "new"), "store", "migrate", "--json")
    assert json.loads(out)["upgraded_from"] is None
    code, _, _ = call("--profile", str(tmp_path / "new"), "store", "rekey")
    assert code == 0
    assert call("--profile", str(tmp_path / "new"), "store", "verify")[0] == 0


@pytest.mark.parametrize(("user", "name"), [("hub.office", "Ada Admin"), ("ada.admin", "Safeguarding Lead")])
def test_a_profile_is_not_made_for_a_room_or_a_role(call, tmp_path, user, name):
    place = tmp_path / "new"
    code, out, err = call(
        "--profile", str(place), "--user", user, "store", "create", "--organisation", "Bay Nursery", "--name", name
    )
    assert (code, out, len(err.strip().splitlines())) == (1, "", 1)
    assert not place.exists()


def test_a_missing_profile_and_a_missing_password_are_said_before_anything_is_asked(call, tmp_path, monkeypatch):
    code, _, err = call("--profile", str(tmp_path / "none"), "audit", "verify")
    assert (code, "no profile in this folder" in err) == (1, True)
    monkeypatch.delenv("ENQUIRY_APP_PASSWORD")
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    code, _, err = call("audit", "verify")
    assert (code, "--password-file" in err) == (1, True)
