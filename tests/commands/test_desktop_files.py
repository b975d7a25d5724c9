"""A Linux desktop is told which files the app opens: sound files in the account's own folder, the right program in them,
and nothing left when they are taken away."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from enquiry_app import desktop_entry
from enquiry_app.command_line import main
from enquiry_app.errors import AppError

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="this machine cannot: no Linux desktop")


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "data"


def entry_in(folder: Path) -> dict[str, str]:
    read = configparser.RawConfigParser(delimiters=("=",))
    read.optionxform = str
    read.read(folder / "applications" / "enquiry-app.desktop", encoding="utf-8")
    return dict(read["Desktop Entry"])


def words_of(exec_line: str) -> list[str]:
    """The words of an Exec line as a desktop takes them apart: backslashes of the value first, then quotes, then codes."""
    value = re.sub(r"\\(.)", r"\1", exec_line)
    found = re.findall(r'"((?:\\.|[^"\\])*)"|(\S+)', value)
    return [re.sub(r"\\(.)", r"\1", quoted).replace("%%", "%") if quoted else plain for quoted, plain in found]


def test_the_command_writes_and_takes_away(folder, capsys):
    assert main(["store", "desktop-files"]) == 0
    assert "Sealed files now open" in capsys.readouterr().out
    entry = entry_in(folder)
    assert entry["Type"] == "Application"
    assert entry["Exec"].endswith(" %F")
    program = words_of(entry["Exec"])[:-1]
    assert Path(program[0]).is_file()
    kinds = [kind for kind in entry["MimeType"].split(";") if kind]
    space = "{http://www.freedesktop.org/standards/shared-mime-info}"
    known = {
        kind.get("type"): kind.find(f"{space}glob").get("pattern")
        for kind in ET.parse(folder / "mime" / "packages" / "enquiry-app.xml").getroot()
    }
    assert known == {"application/x-enquiry-sealed": "*.enquiry", "application/x-enquiry-hub": "*.hub"}
    assert sorted(kinds) == sorted(known)
    icon = folder / "icons" / "hicolor" / "scalable" / "apps" / f"{entry['Icon']}.svg"
    assert ET.parse(icon).getroot().tag.endswith("svg")
    assert main(["store", "desktop-files", "--remove"]) == 0
    assert not list(folder.rglob("enquiry-app.*"))


def test_written_twice_is_written_once(folder):
    assert desktop_entry.install() == desktop_entry.install()


@pytest.mark.parametrize("word", ["/opt/with space/enquiry-app", '/a "b"/c', "/x/50%/y", "/a\\b/$HOME/`c`"])
def test_any_path_of_the_program_is_read_back(folder, word):
    desktop_entry.install(program=(word, "-m"))
    assert words_of(entry_in(folder)["Exec"]) == [word, "-m", "%F"]


def test_a_folder_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(AppError, match="could not be written"):
        desktop_entry.install(tmp_path / "file")


def test_other_systems_are_told_what_to_do_instead(monkeypatch, folder):
    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(AppError, match="Open with"):
        desktop_entry.install()
    assert not folder.exists()


@pytest.mark.skipif(not shutil.which("update-mime-database"), reason="this machine cannot: no shared-mime-info")
def test_the_desktops_own_tool_reads_the_kinds(folder):
    desktop_entry.install()
    globs = (folder / "mime" / "globs2").read_text()
    assert "application/x-enquiry-sealed:*.enquiry" in globs


@pytest.mark.skipif(not shutil.which("desktop-file-validate"), reason="this machine cannot: no desktop-file-utils")
def test_the_desktops_own_validator_finds_nothing(folder):
    entry = desktop_entry.install()[0]
    done = subprocess.run(["desktop-file-validate", str(entry)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")
