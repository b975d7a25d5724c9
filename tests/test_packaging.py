"""What is built is what is here: the wheel holds every file, works from another folder, and says what it uses."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

from enquiry_app import VERSION

ROOT = Path(__file__).parent.parent
PACKAGES = ("enquiry_app", "ui", "resources")
LEFT_OUT = ("__pycache__", ".pyc")


def shipped_files() -> set[str]:
    """Every file of the three packages, as the wheel should hold it."""
    return {
        str(path.relative_to(ROOT))
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and not any(part in str(path) for part in LEFT_OUT)
    }


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """Built from a copy, so that nothing is left in the tree; without the network."""
    source = tmp_path_factory.mktemp("source")
    for name in PACKAGES:
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", "THIRD_PARTY_NOTICES.md", "requirements.in"):
        shutil.copy(ROOT / name, source)
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(source)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return next(out.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Path:
    """The wheel unpacked where nothing of the source tree is near."""
    place = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(place)
    return place


def metadata(wheel: Path) -> dict[str, list[str]]:
    with zipfile.ZipFile(wheel) as archive:
        name = next(n for n in archive.namelist() if n.endswith(".dist-info/METADATA"))
        message = Parser().parsestr(archive.read(name).decode("utf-8"))
    return {key: message.get_all(key, []) for key in message}


def test_the_wheel_holds_every_file_and_no_other(wheel):
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert held == shipped_files()


def test_the_wheel_says_what_it_is(wheel):
    said = metadata(wheel)
    assert (said["Name"], said["Version"]) == (["enquiry-app"], [VERSION])
    assert said["License-Expression"] == ["MIT"]
    assert sorted(said["License-File"]) == ["LICENSE", "THIRD_PARTY_NOTICES.md"]
    required = {re.split(r"[\s=<>~;!]", line)[0] for line in said["Requires-Dist"]}
    assert {"PySide6-Essentials", "SQLAlchemy", "reportlab"} <= required
    with zipfile.ZipFile(wheel) as archive:
        scripts = archive.read(next(n for n in archive.namelist() if n.endswith("entry_points.txt"))).decode("utf-8")
    assert "enquiry-app = ui.launch:main" in scripts


def run_there(installed: Path, code: str, tmp_path: Path) -> str:
    """Runs code against the unpacked wheel from a folder of its own."""
    environment = {**os.environ, "PYTHONPATH": str(installed), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def test_it_works_from_the_wheel_in_another_folder(installed, tmp_path):
    code = (
        "import sys, enquiry_app, ui, resources; from enquiry_app.command_line import main;"
        "codes = [main(['form', 'check']), main(['matrix', 'check']), main(['form', 'export', '--fhir', '--out', 'f'])];"
        "print(enquiry_app.__file__, ui.__file__, resources.__file__, codes)"
    )
    *files, codes = run_there(installed, code, tmp_path).splitlines()[-1].split(" ", 3)
    assert all(file.startswith(str(installed)) for file in files)
    assert codes == "[0, 0, 0]"


def test_the_window_finds_its_look_in_the_wheel(installed, tmp_path):
    code = (
        "import ui; from PySide6.QtWidgets import QApplication; from ui.appearance import Appearance;"
        "from ui.icons import icon; app = QApplication([]); look = Appearance(app, 'light');"
        "print(ui.__file__, len(app.styleSheet()) > 500, icon('home').isNull())"
    )
    file, has_look, missing = run_there(installed, code, tmp_path).split()
    assert file.startswith(str(installed))
    assert (has_look, missing) == ("True", "False")


def pinned(name: str) -> set[str]:
    return set(re.findall(r"^([a-z0-9.-]+)==", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))


def test_every_package_it_uses_is_named_in_the_notices():
    notices = (ROOT / "THIRD_PARTY_NOTICES.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^\| ([a-z0-9.-]+) \|", notices.split("## Fonts")[0], re.MULTILINE)) - {"package"}
    assert named == pinned("requirements.txt")


def test_every_font_is_named_in_the_notices_with_its_licence():
    notices = (ROOT / "THIRD_PARTY_NOTICES.md").read_text(encoding="utf-8")
    families = {path.stem.split("-")[0] for path in (ROOT / "resources" / "fonts").glob("*.[ot]tf")}
    assert families
    assert [name for name in families if f"`{name}`" not in notices] == []
    licences = [path.name for path in (ROOT / "resources" / "fonts").glob("*.txt")]
    assert [name for name in licences if name not in notices] == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_locks_hold_a_hash_for_every_package_and_no_address(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    entries = re.split(r"^(?=[a-z0-9.-]+==)", text, flags=re.MULTILINE)[1:]
    assert entries
    assert [entry.split("==")[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert not re.search(r"://|--index-url|--extra-index|--find-links|@ file", text)


def test_what_both_locks_pin_they_pin_alike():
    def versions(name: str) -> dict[str, str]:
        text = (ROOT / name).read_text(encoding="utf-8")
        return dict(re.findall(r"^([a-z0-9.-]+)==(\S+)", text, re.MULTILINE))

    run, dev = versions("requirements.txt"), versions("requirements-dev.txt")
    assert {name: run[name] for name in run.keys() & dev.keys()} == {
        name: dev[name] for name in run.keys() & dev.keys()
    }


def test_pictures_and_files_the_readme_names_are_there():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", text)
    assert pictures
    assert [name for name in pictures if not (ROOT / name).is_file()] == []
