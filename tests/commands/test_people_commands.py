"""`people` as called from a terminal: the list, and the teams of an agency from the first to the last."""

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
        code = main(["people", *argv])
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


def test_a_team_from_first_to_last(call, agencies, people):
    hub, worker = agencies["hub"].name, people["worker"].user_name

    def team_of_worker():
        listed = json.loads(call("list", "--json")[1])
        return next(row["team"] for row in listed if row["user"] == worker)

    assert call("team-add", hub, "Front door")[0] == 0
    assert call("team-add", hub.upper(), "Night")[0] == 0
    assert call("team-move", worker, "--to", "front door")[0] == 0
    assert team_of_worker() == "Front door"
    assert call("team-rename", hub, "Front door", "First contact")[0] == 0
    code, out, _ = call("team-close", hub, "First contact", "--move-to", "Night", "--json")
    assert (code, json.loads(out)["moved"]) == (0, 1)
    assert team_of_worker() == "Night"
    assert call("team-move", worker)[0] == 0
    assert team_of_worker() == ""


def test_what_is_not_there_is_said_in_one_sentence(call, agencies, people):
    hub = agencies["hub"].name
    for argv in (
        ("team-add", "Nowhere", "Front door"), ("team-add", hub, ""), ("team-rename", hub, "Front door", "x"),
        ("team-move", "nobody.here", "--to", "x"), ("team-move", people["worker"].user_name, "--to", "x"),
        ("team-close", hub, "Front door"),
    ):  # fmt: skip
        code, out, err = call(*argv)
        assert (code, out, len(err.strip().splitlines())) == (1, "", 1), argv


def test_others_change_no_team(call, made_for, agencies):
    made_for("worker")
    code, _, err = call("team-add", agencies["hub"].name, "Front door")
    assert (code, "Only an administrator" in err) == (1, True)
    assert call("list")[0] == 0


@pytest.fixture
def made_for(profile, store, people, monkeypatch):
    """Gives somebody a password and lets them call."""
    from enquiry_app.security.profile import KEYS_PENDING

    def give(who):
        user = people[who].user_name
        with store.write() as work:
            work.put_public_key(people[who].id, profile.give_key(user, PASSWORD))
            work.put_secret(KEYS_PENDING, b"1")
            work.commit()
        profile.seal_pending(store)
        monkeypatch.setenv("ENQUIRY_APP_USER", user)

    return give
