"""`suggest`, `matrix check` and `matrix diff` as another program meets them."""

from __future__ import annotations

import io
import json
import sys

import pytest

from enquiry_app.command_line import main
from enquiry_app.resource_files import resource_text
from tests.definitions.test_matrix_faults import copy_matrix
from tests.enquiry.threshold_cases import MATRIX, case, sign


def run(capfdbinary, monkeypatch, *argv, stdin=b""):
    """Exit code, standard output and standard error of a command."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
    code = main([str(part) for part in argv])
    sys.stdout.flush()
    out, error = capfdbinary.readouterr()
    return code, out.decode("utf-8"), error.decode("utf-8")


@pytest.fixture
def command(capfdbinary, monkeypatch):
    return lambda *argv, stdin=b"": run(capfdbinary, monkeypatch, *argv, stdin=stdin)


def test_a_case_file_is_answered_in_json(command, tmp_path):
    file = tmp_path / "case.json"
    file.write_text(resource_text("examples", "matrix", "3-nursery-three-years.in.json"), encoding="utf-8-sig")
    code, out, error = command("suggest", file)
    assert (code, error) == (0, "")
    assert json.loads(out) == json.loads(resource_text("examples", "matrix", "3-nursery-three-years.out.json"))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"nonsense", "not valid JSON"),
        (b"\xff", "not valid JSON in UTF-8"),
        (b"[" * 100_000, "not valid JSON"),
        (b'{"age_year": 4}', 'the key "age_year" is not known; did you mean age_years?'),
    ],
)
def test_a_bad_case_file_is_one_plain_sentence(command, tmp_path, content, words):
    file = tmp_path / "case.json"
    file.write_bytes(content)
    code, out, error = command("suggest", file)
    assert (code, out) == (1, "")
    assert words in error
    assert error.count("\n") == 1


def test_a_missing_case_file(command, tmp_path):
    assert command("suggest", tmp_path / "no.json") == (1, "", "There is no such case file. Check its name.\n")


def test_lines_are_answered_in_order_and_a_bad_one_stops_nothing(command):
    lines = [
        json.dumps(case(sign("HEA4a"))),
        "nonsense",
        "",
        json.dumps(case(sign("EDU9a"))),
        '{"\\ud800": 1}',
        json.dumps({}),
    ]
    code, out, error = command("suggest", "-", stdin="\n".join(lines).encode() + b"\n\xff\n")
    answers = [json.loads(line) for line in out.splitlines()]
    assert (code, error) == (0, "")
    assert [a.get("suggested", a.get("error", "")[:24]) for a in answers] == [
        "4-S47",
        "The line is not valid JS",
        "observations[0].indicato",
        "the case: a key is not k",
        None,
        "The line is not valid JS",
    ]


def test_many_lines_give_as_many_answers(command):
    lines = [json.dumps(case(sign("EDU2a"), age_years=age % 18)) for age in range(500)]
    _, out, _ = command("suggest", "-", stdin="\n".join(lines).encode())
    answers = [json.loads(line) for line in out.splitlines()]
    assert len(answers) == 500
    assert [bool(a["amplifiers"]) for a in answers] == [age % 18 == 0 for age in range(500)]


def test_the_shipped_matrix_has_no_fault(command):
    code, out, _ = command("matrix", "check", "--json")
    found = json.loads(out)
    assert code == 0
    assert (found["matrix"], found["indicators"], found["dimensions"]) == (MATRIX.name, 422, 30)
    assert found["hash"] == MATRIX.content_hash()
    assert command("matrix", "check")[1] == f"{MATRIX.name}: 422 indicators in 30 dimensions, no fault.\n"


def test_every_fault_of_a_matrix_is_told(command, tmp_path):
    changes = [("dimensions/HEA.toml", "level = 1", "level = 7"), ("matrix.toml", "owner = ", "ownr = ")]
    folder = copy_matrix(tmp_path / "matrix", changes)
    code, out, error = command("matrix", "check", folder)
    assert (code, out) == (1, "")
    assert [line.split(":")[0] for line in error.splitlines()] == ["dimensions/HEA.toml", "matrix.toml", "matrix.toml"]
    code, out, error = command("matrix", "check", folder, "--json")
    assert (code, error) == (1, "")
    assert json.loads(out)["faults"][0] == {
        "file": "dimensions/HEA.toml",
        "line": 7,
        "key": "indicators.HEA1a.level",
        "message": "must be 1, 2, 3 or 4",
    }


def test_what_changed_between_two_matrices(command, tmp_path):
    old = copy_matrix(tmp_path / "old")
    new = copy_matrix(tmp_path / "new", [("dimensions/HEA.toml", 'flags = ["S47"]', 'flags = ["S47", "YC"]')])
    assert command("matrix", "diff", old, old)[1] == "Nothing changed.\n"
    code, out, _ = command("matrix", "diff", old, new)
    assert (code, out) == (0, "HEA4a: flags: was “S47”, is now “S47, YC”.\n")
    assert json.loads(command("matrix", "diff", old, new, "--json")[1])[0]["id"] == "HEA4a"
