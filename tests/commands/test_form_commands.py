"""`form check`, `form export --fhir` and `form preview`, as typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from enquiry_app.command_line import main
from enquiry_app.definitions.load_form import load_form
from tests.definitions.small_forms import edited, write_form


def run(capsys, *words, **more):
    code = main(list(words), **more)
    out, err = capsys.readouterr()
    return code, out, err


def test_the_shipped_form_has_no_fault(capsys):
    code, out, _ = run(capsys, "form", "check")
    assert code == 0
    assert out.startswith(load_form().name)
    assert "no fault" in out


def test_a_sound_form_in_a_folder(capsys, tmp_path):
    code, out, _ = run(capsys, "form", "check", str(write_form(tmp_path)), "--json")
    found = json.loads(out)
    assert code == 0
    assert (found["ok"], found["form"], found["questions"]) == (True, "small/1", 9)


def test_every_fault_is_printed_with_its_place(capsys, tmp_path):
    folder = write_form(tmp_path, edited("sections/story.toml", 'kind = "yes_no"', 'kind = "yesno"\nlayuot = "wide"'))
    code, out, err = run(capsys, "form", "check", str(folder))
    assert (code, out) == (1, "")
    assert 'sections/story.toml:11: pages.what.questions.told.kind: "yesno" is not known' in err
    assert "did you mean" in err
    assert "Traceback" not in err


def test_faults_as_json(capsys, tmp_path):
    folder = write_form(tmp_path, edited("sections/story.toml", 'kind = "yes_no"', 'kind = "yesno"'))
    code, out, _ = run(capsys, "form", "check", str(folder), "--json")
    found = json.loads(out)
    assert code == 1
    assert found["ok"] is False
    assert [(f["file"], f["line"]) for f in found["faults"]] == [("sections/story.toml", 11)]


def test_export_writes_a_questionnaire(capsys, tmp_path):
    out_file = tmp_path / "form.json"
    code, out, _ = run(capsys, "form", "export", "--fhir", "--out", str(out_file))
    assert code == 0
    assert "was written" in out
    assert json.loads(out_file.read_text(encoding="utf-8"))["resourceType"] == "Questionnaire"


def test_export_to_standard_output(capsys):
    code, out, _ = run(capsys, "form", "export", "--fhir", "--out", "-")
    assert code == 0
    assert json.loads(out)["version"] == load_form().version


def test_a_file_that_cannot_be_written_is_said_plainly(capsys, tmp_path):
    code, _, err = run(capsys, "form", "export", "--fhir", "--out", str(tmp_path / "no" / "form.json"))
    assert code == 1
    assert "cannot be written" in err


def test_preview_hands_form_section_and_file_to_the_window_part(capsys, tmp_path):
    asked = []

    def preview(form, section, file):
        asked.append((form.name, section, file))

    file = tmp_path / "x.png"
    code, out, _ = run(capsys, "form", "preview", "--section", "worry", "--screenshot", str(file), preview=preview)
    assert code == 0
    assert asked == [(load_form().name, "worry", Path(file))]
    assert "was drawn" in out


@pytest.mark.parametrize(("section", "words"), [("wory", 'did you mean "worry"'), ("worry", "window part")])
def test_preview_without_such_a_section_or_without_a_window(capsys, tmp_path, section, words):
    code, _, err = run(capsys, "form", "preview", "--section", section, "--screenshot", str(tmp_path / "x.png"))
    assert code == 1
    assert words in err


def test_a_picture_that_cannot_be_written_is_said_plainly(capsys):
    def preview(form, section, file):
        raise PermissionError

    code, _, err = run(capsys, "form", "preview", "--section", "worry", "--screenshot", "/x.png", preview=preview)
    assert code == 1
    assert "cannot be written" in err


@pytest.mark.parametrize("words", [("form", "export"), ("form", "preview"), ("form", "check", "/no/such/folder")])
def test_wrong_usage(capsys, words):
    assert run(capsys, *words)[0] == 2
