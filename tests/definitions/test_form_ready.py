"""The ready-made form is the form the TOML says, and is never used when the TOML has changed."""

from __future__ import annotations

import pytest

from enquiry_app.definitions.load_form import load_form
from enquiry_app.definitions.ready_form import READY_FILE, fingerprint, ready_form, ready_text
from enquiry_app.resource_files import resource, resource_text
from tests.definitions.small_forms import edited, write_form


def test_the_committed_ready_made_form_is_made_of_the_committed_toml():
    made_of = fingerprint(resource("form"), resource("code_lists"))
    from_toml = load_form(resource("form"))
    assert resource_text("form", READY_FILE) == ready_text(from_toml, made_of), "python -m scripts.make_form_files"
    assert load_form() == from_toml


def ready_folder(folder):
    write_form(folder)
    lists = folder / "code_lists"
    (folder / READY_FILE).write_text(ready_text(load_form(folder), fingerprint(folder, lists)), encoding="utf-8")
    return folder


def test_it_is_used_while_the_files_are_the_same(tmp_path):
    folder = ready_folder(tmp_path)
    assert ready_form(folder, folder / "code_lists") == load_form(folder)


@pytest.mark.parametrize(
    "changes",
    [
        edited("sections/story.toml", "Why?", "Why not?"),
        edited("code_lists/sex.toml", "Female", "Girl"),
        {"sections/more.toml": 'id = "more"\n'},
    ],
)
def test_it_is_not_used_after_a_change(tmp_path, changes):
    folder = ready_folder(tmp_path)
    write_form(folder, changes)
    assert ready_form(folder, folder / "code_lists") is None


@pytest.mark.parametrize("text", ["", "{}\n", "not json", '{"made_of": 3}\n{}'])
def test_it_is_not_used_when_spoilt(tmp_path, text):
    folder = ready_folder(tmp_path)
    (folder / READY_FILE).write_text(text, encoding="utf-8")
    assert ready_form(folder, folder / "code_lists") is None


def test_a_ready_made_form_that_is_no_form_is_not_used(tmp_path):
    folder = ready_folder(tmp_path)
    file = folder / READY_FILE
    file.write_text(file.read_text(encoding="utf-8").partition("\n")[0] + "\n{}\n", encoding="utf-8")
    assert ready_form(folder, folder / "code_lists") is None
