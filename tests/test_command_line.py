"""The command line's own promises: exit codes, one plain sentence, options in both places, nothing imported in vain."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from enquiry_app.command_line import COMMANDS, main
from enquiry_app.definitions.load_form import load_form
from tests.fixtures_store import ADMINISTRATOR, PASSWORD

ROOT = Path(__file__).parent.parent
HEAVY = ("PySide6", "sqlalchemy", "sqlcipher3", "reportlab", "pikepdf", "pyrage", "holidays", "alembic", "psycopg")
FAMILY_NAME = "Quillfeather"


@pytest.fixture
def call(capsys, monkeypatch, tmp_path):
    """Runs the program in this process, in an empty folder: (exit code, standard output, standard error)."""
    for name in ("PROFILE", "USER", "PASSWORD"):
        monkeypatch.delenv(f"ENQUIRY_APP_{name}", raising=False)
    monkeypatch.chdir(tmp_path)

    def run(*argv, **doors):
        code = main([str(word) for word in argv], **doors)
        out, err = capsys.readouterr()
        return code, out, err

    return run


def in_a_process(*words: str, **given) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *words], cwd=ROOT, capture_output=True, text=True, check=False, **given)


def listed(help_text: str) -> list[str]:
    lines = help_text[help_text.index("Commands:") :].splitlines()[1:]
    return [line.split()[0] for line in lines if line.startswith("  ") and not line.startswith("   ")]


def is_there(name: str) -> bool:
    return (ROOT / "enquiry_app" / "commands" / f"{COMMANDS[name][0]}.py").is_file()


def test_help_lists_the_commands_that_are_there_and_no_others(call):
    code, out, _ = call("--help")
    assert code == 0
    assert listed(out) == [name for name in COMMANDS if is_there(name)]


@pytest.mark.parametrize("name", [name for name in COMMANDS if is_there(name)])
def test_every_command_explains_itself(call, name):
    code, out, _ = call(name, "--help")
    assert code == 0
    assert out.startswith(f"Usage: enquiry-app {name}")


@pytest.mark.parametrize("name", [name for name in COMMANDS if not is_there(name)] + ["entfernen"])
def test_a_command_that_is_not_there_is_wrong_usage(call, name):
    code, out, err = call(name)
    assert (code, out) == (2, "")
    assert "No such command" in err


@pytest.mark.parametrize(
    "words", [["--frobnicate"], ["matrix", "check", "--password", "x"], ["suggest"], ["--practice", "matrix", "check"]]
)
def test_wrong_usage_ends_with_two(call, words):
    code, out, err = call(*words)
    assert (code, out) == (2, "")
    assert "Usage: enquiry-app" in err


def test_version(call):
    from enquiry_app import VERSION

    assert call("--version")[:2] == (0, f"enquiry-app, version {VERSION}\n")


def test_without_a_command_the_window_opens_and_says_how_it_ended(call, tmp_path):
    asked = []

    def open_window(profile, practice):
        asked.append((profile, practice))
        return 3

    assert call(open_window=open_window)[0] == 3
    assert call("--profile", tmp_path, "--practice", open_window=open_window)[0] == 3
    assert asked == [(None, False), (tmp_path, True)]


def test_without_a_window_part_that_is_said(call):
    code, out, err = call()
    assert (code, out) == (1, "")
    assert err == "The window is not available here. Start it with enquiry-app, or name a command (--help).\n"


@pytest.mark.parametrize("place", ["before", "after", "environment"])
def test_who_acts_and_where_may_be_said_in_three_places(call, profile, tmp_path, monkeypatch, place):
    secret = tmp_path / "password.txt"
    secret.write_text(PASSWORD + "\n", encoding="utf-8")
    said = ["--profile", profile.folder, "--user", ADMINISTRATOR, "--password-file", secret, "--json"]
    if place == "environment":
        monkeypatch.setenv("ENQUIRY_APP_PROFILE", str(profile.folder))
        monkeypatch.setenv("ENQUIRY_APP_USER", ADMINISTRATOR)
        monkeypatch.setenv("ENQUIRY_APP_PASSWORD", PASSWORD)
        said = ["--json"]
    words = [*said, "audit", "verify"] if place == "before" else ["audit", "verify", *said]
    code, out, err = call(*words)
    assert (code, err) == (0, "")
    assert json.loads(out)["ok"] is True


def one_sentence(err: str) -> bool:
    return len(err.strip().splitlines()) == 1 and err.strip().endswith(".") and "Traceback" not in err


def test_nobody_named_a_wrong_password_and_a_missing_file_are_said(call, profile, monkeypatch, tmp_path):
    at = ["--profile", profile.folder]
    code, out, err = call("audit", "verify", *at)
    assert (code, out, err) == (1, "", "Say who is acting: --user NAME or ENQUIRY_APP_USER.\n")
    monkeypatch.setenv("ENQUIRY_APP_PASSWORD", "not the password at all")
    code, out, err = call("audit", "verify", *at, "--user", ADMINISTRATOR)
    assert (code, out) == (1, "")
    assert one_sentence(err)
    code, out, err = call("audit", "verify", *at, "--user", ADMINISTRATOR, "--password-file", tmp_path / "none")
    assert (code, out, err) == (1, "", "The password file cannot be read.\n")


def test_a_profile_that_is_not_there_is_said(call, tmp_path, monkeypatch):
    monkeypatch.setenv("ENQUIRY_APP_PASSWORD", PASSWORD)
    code, out, err = call("audit", "verify", "--profile", tmp_path / "nowhere", "--user", ADMINISTRATOR)
    assert (code, out) == (1, "")
    assert one_sentence(err)


def test_a_question_nobody_answers_ends_the_program():
    asked = in_a_process(
        "-m", "enquiry_app", "audit", "verify", "--user", "x", stdin=subprocess.DEVNULL, start_new_session=True
    )
    assert asked.returncode == 1
    assert "Traceback" not in asked.stderr


def preview_that_fails(error):
    def preview(form, section, out):
        raise error

    return preview


def test_a_fault_of_ours_is_one_sentence_and_tells_nothing(call, profile):
    words = ["--profile", profile.folder, "form", "preview", "--section", "children", "--screenshot", "x.png"]
    code, out, err = call(*words, preview=preview_that_fails(RuntimeError(f"{FAMILY_NAME} has no address")))
    assert (code, out) == (1, "")
    assert one_sentence(err)
    log = (profile.folder / "app.log").read_text(encoding="utf-8")
    assert "unexpected RuntimeError at test_command_line.py:" in log
    assert FAMILY_NAME not in err + log
    assert (profile.folder / "app.log").stat().st_mode & 0o777 == 0o600


def test_the_preview_is_handed_the_form_the_section_and_the_file(call, tmp_path):
    given = []

    def preview(form, section, out):
        given.append((form, section, out))

    assert call("form", "preview", "--section", "children", "--screenshot", "x.png", preview=preview)[0] == 0
    assert given == [(load_form(), "children", Path("x.png"))]


@pytest.mark.parametrize("words", [["matrix", "check"], ["form", "check"], ["--help"]])
def test_a_command_imports_only_what_it_needs(words):
    code = (
        f"import sys; from enquiry_app.command_line import main; code = main({words!r});"
        f"print(code, [m for m in {HEAVY!r} if m in sys.modules], file=sys.stderr)"
    )
    assert in_a_process("-c", code).stderr == "0 []\n"


def test_commands_work_where_there_is_no_qt(tmp_path):
    (tmp_path / "PySide6.py").write_text("raise ImportError('no Qt here')", encoding="utf-8")
    code = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); from enquiry_app.command_line import main; "
    example = sorted((ROOT / "resources" / "examples" / "matrix").glob("*.in.json"))[0]
    done = in_a_process("-c", code + f"sys.exit(main(['suggest', {str(example)!r}]))")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)


def test_a_reader_that_goes_away_is_no_fault():
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {sys.executable} -m enquiry_app form export --fhir --out - | head -c 20"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout
    assert done.stderr == ""
