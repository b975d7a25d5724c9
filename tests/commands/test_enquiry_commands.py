"""`demo`, `enquiry` and `pdf` as other programs call them: what they print and how they end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from enquiry_app.command_line import main
from enquiry_app.enquiry.reference import read_reference

EXAMPLES = Path(__file__).parents[2] / "resources" / "examples" / "enquiries"


class Program:
    """Calls the program as one of the demo's people and reads what it printed."""

    def __init__(self, folder: Path, made: dict, capsys, monkeypatch) -> None:
        self.folder, self.made, self._capsys, self._patch = folder, made, capsys, monkeypatch

    def __call__(self, user: str, *arguments: str) -> tuple[int, str, str]:
        password = next(p["password"] for p in self.made["people"] if p["user"] == user)
        self._patch.setenv("ENQUIRY_APP_PASSWORD", password)
        code = main(["--profile", str(self.folder), "--user", user, *arguments])
        out, err = self._capsys.readouterr()
        return code, out, err

    def json(self, user: str, *arguments: str):
        code, out, err = self(user, *arguments, "--json")
        assert code == 0, err
        return json.loads(out)


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """A practice profile with keys for two people only, so that few passwords cost their time."""
    from enquiry_app import composition
    from enquiry_app.security.profile import KEYS_PENDING

    folder = tmp_path_factory.mktemp("demo") / "profile"
    made = composition.make_practice_profile(folder, enquiries=16, seed=7, with_passwords=False)
    app, people = made.application, []
    with app.store.write() as work:
        for person, _ in made.people:
            if person.user_name in ("teacher", "hubworker"):
                password = f"a long enough phrase {len(people)}"
                work.put_public_key(person.id, app.profile.give_key(person.user_name, password))
                people.append({"user": person.user_name, "password": password})
        work.put_secret(KEYS_PENDING, b"1")
        work.commit()
    app.profile.seal_pending(app.store)
    app.close()
    return folder, {"people": people, "enquiries": made.enquiries}


@pytest.fixture
def program(demo, capsys, monkeypatch) -> Program:
    return Program(*demo, capsys, monkeypatch)


def test_from_answers_to_the_hubs_pdf(program, tmp_path) -> None:
    new = program.json("teacher", "enquiry", "new", "--answers", str(EXAMPLES / "two-children.json"))
    assert new["status"] == "draft"
    assert new["ref"].startswith("D")
    sent = program.json("teacher", "enquiry", "send", new["ref"])
    assert sent["status"] == "sent"
    assert read_reference(sent["ref"])
    assert sent["confirmation"]["handed_over"] is True
    assert sent["ref"] in [row["ref"] for row in program.json("hubworker", "enquiry", "list")]
    shown = program.json("hubworker", "enquiry", "show", sent["ref"].lower())
    assert shown["status"] == "received"
    assert shown["answers"]["children"][0]["child_given_names"] == "Amira Rose"
    out = tmp_path / "referral.pdf"
    made = program.json("hubworker", "pdf", sent["ref"], "--copy", "hub", "--out", str(out))
    assert out.read_bytes().startswith(b"%PDF-")
    assert made["pages"] > 3
    assert oct(out.stat().st_mode & 0o777) == "0o600"


def test_what_is_shown_as_fhir_can_start_an_enquiry(program, tmp_path) -> None:
    new = program.json("teacher", "enquiry", "new", "--answers", str(EXAMPLES / "level-2-health-visitor.json"))
    code, out, _ = program("teacher", "enquiry", "show", new["ref"], "--fhir")
    response = json.loads(out)
    assert (code, response["resourceType"], response["status"]) == (0, "QuestionnaireResponse", "in-progress")
    file = tmp_path / "response.json"
    file.write_text(out, encoding="utf-8")
    again = program.json("teacher", "enquiry", "new", "--answers", str(file))
    assert again["children"] == new["children"]
    assert again["level"] == "2"


def test_what_is_missing_is_said_in_one_breath_and_as_data(program, tmp_path) -> None:
    file = tmp_path / "answers.json"
    file.write_text('{"danger_now": "no", "urgent": "no"}', encoding="utf-8")
    ref = program.json("teacher", "enquiry", "new", "--answers", str(file))["ref"]
    code, out, err = program("teacher", "enquiry", "send", ref, "--json")
    assert code == 1
    assert "still needed" in err
    assert len(json.loads(out)["problems"]) >= 1
    assert len(err.strip().splitlines()) == 1


def test_urgent_goes_with_the_minimum(program) -> None:
    ref = program.json("teacher", "enquiry", "new", "--answers", str(EXAMPLES / "urgent.json"))["ref"]
    code, out, _ = program("teacher", "enquiry", "send", ref, "--urgent")
    assert code == 0
    assert "Reference: TSH-" in out
    assert "999" in out


def test_sentences_for_people_and_rows_for_programs(program) -> None:
    code, out, _ = program("hubworker", "enquiry", "list")
    assert code == 0
    assert "Closed" in out
    assert {"ref", "status", "children", "level", "urgent"} <= program.json("hubworker", "enquiry", "list")[0].keys()
    ref = program.json("hubworker", "enquiry", "list")[0]["ref"]
    assert ref in program("hubworker", "enquiry", "show", ref)[1]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("enquiry", "show", "D99999"), "There is no such enquiry here, or it is not one you can open."),
        (("enquiry", "show", "rubbish"), "This is not a reference"),
        (("enquiry", "show", "TSH-2026-K7MD-000123-A"), "has a slip in it"),
        (("enquiry", "new", "--answers", "/nowhere/at/all.json"), "There is no such answers file"),
        (("pdf", "D99999", "--out", "/tmp/x.pdf"), "There is no such enquiry here"),
    ],
)
def test_a_refusal_is_one_plain_sentence_and_exit_one(program, arguments, sentence) -> None:
    code, out, err = program("teacher", *arguments)
    assert (code, out) == (1, "")
    assert sentence in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("content", "sentence"),
    [("{", "not valid JSON"), ('{"shoe_size": 3}', "shoe_size"), ("\xff", "JSON")],
)
def test_an_answers_file_that_cannot_be_read_names_the_place(program, tmp_path, content, sentence) -> None:
    file = tmp_path / "answers.json"
    file.write_text(content, encoding="utf-8")
    code, _, err = program("teacher", "enquiry", "new", "--answers", str(file))
    assert code == 1
    assert sentence in err


def test_a_draft_of_somebody_else_is_not_there_for_the_hub(program) -> None:
    ref = program.json("teacher", "enquiry", "new", "--answers", str(EXAMPLES / "urgent.json"))["ref"]
    code, _, err = program("hubworker", "enquiry", "show", ref)
    assert (code, "no such enquiry" in err) == (1, True)


def test_a_draft_has_no_pdf_yet(program, tmp_path) -> None:
    ref = program.json("teacher", "enquiry", "new", "--answers", str(EXAMPLES / "urgent.json"))["ref"]
    code, _, err = program("teacher", "pdf", ref, "--out", str(tmp_path / "x.pdf"))
    assert code == 1
    assert "has not been sent" in err
    assert not (tmp_path / "x.pdf").exists()


def test_a_pdf_that_cannot_be_written_says_so(program, tmp_path) -> None:
    ref = next(row["ref"] for row in program.json("hubworker", "enquiry", "list"))
    code, _, err = program("hubworker", "pdf", ref, "--out", str(tmp_path / "no" / "folder" / "x.pdf"))
    assert code == 1
    assert "cannot be written" in err


def test_a_wrong_copy_is_wrong_usage(program) -> None:
    assert program("teacher", "pdf", "D1", "--copy", "press", "--out", "x.pdf")[0] == 2


class TestDemo:
    def test_it_prints_people_with_random_passwords_and_enquiries_with_status(self, tmp_path, capsys) -> None:
        folder = tmp_path / "demo"
        assert main(["demo", "--profile", str(folder), "--enquiries", "3", "--seed", "4", "--json"]) == 0
        made = json.loads(capsys.readouterr().out)
        assert len({person["password"] for person in made["people"]}) == len(made["people"])
        assert {person["role"] for person in made["people"]} >= {"practitioner", "hub_manager", "administrator"}
        assert len(made["enquiries"]) == 3
        assert all(row["ref"] and row["status"] for row in made["enquiries"])
        assert main(["demo", "--profile", str(folder)]) == 1
        assert "not empty" in capsys.readouterr().err

    def test_it_wants_to_know_where(self, capsys, monkeypatch) -> None:
        monkeypatch.delenv("ENQUIRY_APP_PROFILE", raising=False)
        assert main(["demo"]) == 1
        assert "--profile" in capsys.readouterr().err
