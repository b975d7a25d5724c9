"""The house rules, read from the source: who may import whom, what is called where, and how long things are."""

from __future__ import annotations

import ast
import re
import subprocess
from functools import cache, lru_cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CORE = sorted((ROOT / "enquiry_app").rglob("*.py"))
UI = sorted((ROOT / "ui").rglob("*.py"))
FILE_LIMIT, FUNCTION_LIMIT = 500, 60

# Private files (modes, atomic writing) serve both the key files and the store beside them.
SHARED = ("enquiry_app.security.private_files", "enquiry_app.security")
# Package below enquiry_app -> our own packages it may import.
ARROWS = {
    "definitions": {"definitions", "errors", "resource_files"},
    "enquiry": {"enquiry", "definitions", "errors"},
    "documents": {"documents", "enquiry", "definitions", "errors", "resource_files"},
    "exchange": {"exchange", "enquiry", "definitions", "errors", "resource_files"},
    "storage": {"storage", "enquiry", "definitions", "errors", "services", "resource_files", "clock"},
    "security": {
        "security",
        "enquiry",
        "definitions",
        "errors",
        "storage",
        "services",
        "settings",
        "resource_files",
        "clock",
    },
    "services": {"services", "enquiry", "definitions", "errors", "security", "resource_files", "exchange"},
}


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imports(path: Path) -> set[str]:
    """Full names of imported modules, those inside functions too; imports for types only are left out."""
    tree = parsed(path)
    typing_only = {
        id(node)
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and isinstance(block.test, ast.Name) and block.test.id == "TYPE_CHECKING"
        for node in ast.walk(block)
    }
    found: set[str] = set()
    for node in ast.walk(tree):
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


def relative(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


def importers(paths: list[Path], library: str) -> list[str]:
    return relative([p for p in paths if any(name == library or name.startswith(library + ".") for name in imports(p))])


def test_core_never_imports_qt():
    assert importers(CORE, "PySide6") == []
    assert importers(CORE, "ui") == []


def test_window_reaches_neither_database_nor_pdf_maker():
    for library in ("sqlalchemy", "sqlcipher3", "reportlab", "pikepdf", "enquiry_app.storage"):
        assert importers(UI, library) == [], library


def test_only_the_entry_knows_the_composition():
    allowed = {"ui/launch.py", "ui/__main__.py", "ui/doors.py"}
    assert set(importers(UI, "enquiry_app.composition")) <= allowed


@pytest.mark.parametrize("package", sorted(ARROWS))
def test_arrows_point_one_way(package):
    wrong = []
    for path in sorted((ROOT / "enquiry_app" / package).rglob("*.py")):
        for name in imports(path):
            parts = name.split(".")
            if name.startswith(SHARED[0]) or (package == "storage" and name == SHARED[1]):
                continue
            if parts[0] == "enquiry_app" and len(parts) > 1 and parts[1] not in ARROWS[package]:
                wrong.append(f"{path.relative_to(ROOT)} imports {name}")
    assert wrong == []


def test_each_heavy_library_has_one_home():
    homes = {
        "sqlalchemy": ("storage",),
        "reportlab": ("documents",),
        "pikepdf": ("documents", "exchange"),
        "pyrage": ("exchange", "security"),
        "cryptography": ("exchange",),
    }
    for library, packages in homes.items():
        elsewhere = [
            p for p in importers(CORE, library) if not p.startswith(tuple(f"enquiry_app/{x}" for x in packages))
        ]
        assert elsewhere == [], library


@cache
def calls_in(path: Path) -> list[tuple[str, str, ast.Call]]:
    """(file, dotted name called, node)."""
    file = str(path.relative_to(ROOT))
    return [(file, ast.unparse(node.func), node) for node in ast.walk(parsed(path)) if isinstance(node, ast.Call)]


def calls(paths: list[Path]) -> list[tuple[str, str, ast.Call]]:
    return [found for path in paths for found in calls_in(path)]


@pytest.mark.parametrize(
    ("name", "paths", "allowed"),
    [
        ("setStyleSheet", UI, {"ui/appearance.py"}),
        ("processEvents", UI, set()),
        ("QThread", UI, set()),
        ("datetime.now", CORE + UI, {"enquiry_app/clock.py"}),
        ("datetime.utcnow", CORE + UI, set()),
        ("date.today", CORE + UI, set()),
        ("print", CORE + UI, set()),
        ("sleep", CORE + UI, set()),
        ("time.time", CORE + UI, set()),
    ],
)
def test_banned_calls(name, paths, allowed):
    wrong = {file for file, called, _ in calls(paths) if called == name or called.endswith("." + name)}
    assert wrong <= allowed


def test_message_boxes_come_from_one_place():
    users = {f for f in relative(UI) if "QMessageBox" in (ROOT / f).read_text(encoding="utf-8")}
    assert users <= {"ui/messages.py"}


def test_no_lambda_is_connected():
    wrong = [
        f"{file}:{node.lineno}"
        for file, called, node in calls(UI)
        if called.endswith(".connect") and any(isinstance(a, ast.Lambda) for a in node.args)
    ]
    assert wrong == []


@pytest.mark.parametrize("path", CORE + UI, ids=lambda p: str(p.relative_to(ROOT)))
def test_size_budget(path):
    assert path.read_text(encoding="utf-8").count("\n") <= FILE_LIMIT
    long = [
        f"{node.name}: {node.end_lineno - node.lineno + 1}"
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno + 1 > FUNCTION_LIMIT
    ]
    assert long == []


@pytest.mark.parametrize("path", CORE + UI, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_module_says_what_it_is_for(path):
    assert ast.get_docstring(parsed(path))


def tracked() -> list[Path]:
    """Files under version control; in an unpacked archive without it, all files that tools did not make."""
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z"]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        listed = done.stdout.split("\0") if done.returncode == 0 else []
    except FileNotFoundError:
        listed = []
    if any(listed):
        return [ROOT / name for name in listed if name and (ROOT / name).is_file()]
    return [p for p in ROOT.rglob("*") if p.is_file() and not MADE_BY_TOOLS.intersection(p.relative_to(ROOT).parts)]


MADE_BY_TOOLS = {".git", ".venv", "build", "dist", ".hypothesis", ".mypy_cache", ".ruff_cache", ".pytest_cache"}
TEXTS = {".py", ".toml", ".md", ".txt", ".in", ".sh", ".json", ".yaml", ""}
MACHINE_PATHS = re.compile(r"/home/\w+/|/Users/\w+/|/root/\w|[A-Z]:\\\\?Users\\")


@lru_cache
def texts() -> list[tuple[str, str]]:
    """(name, text) of every tracked text file but this one, which names what it looks for."""
    paths = [p for p in tracked() if p.suffix in TEXTS and p != Path(__file__)]
    assert len(paths) > 100
    return [(str(p.relative_to(ROOT)), p.read_text(encoding="utf-8", errors="ignore")) for p in paths]


def test_no_addresses_in_lock_and_build_files():
    build = ("requirements", "Makefile", ".ci/", "pyproject.toml", ".pre-commit", "scripts/system_libraries.sh")
    held = {
        name: re.findall(r"://|--(?:extra-)?index-url|--find-links", t) for name, t in texts() if name.startswith(build)
    }
    assert held.keys() >= {"requirements.txt", "requirements-dev.txt", "Makefile", ".ci/run", "pyproject.toml"}
    assert {name for name, found in held.items() if found} == set()


def test_no_absolute_paths_of_a_machine():
    here = str(ROOT) + "/"
    assert [name for name, text in texts() if here in text] == []
    shipped = [(name, text) for name, text in texts() if not name.startswith("tests/")]  # tests may make paths up
    assert [name for name, text in shipped if MACHINE_PATHS.search(text)] == []


def test_no_unfinished_business():
    assert [name for name, text in texts() if re.search(r"\b(TODO|FIXME)\b", text)] == []


def test_parts_of_ours_are_never_replaced_by_mocks():
    held = [
        name
        for name, text in texts()
        if name.endswith(".py") and re.search(r"unittest[. ]import mock|unittest\.mock|MagicMock", text)
    ]
    assert held == []


@pytest.mark.parametrize("folder", ["tests", "scripts", "benchmarks"])
def test_files_beside_the_app_are_short_too(folder):
    long = [p for p in (ROOT / folder).rglob("*.py") if p.read_text(encoding="utf-8").count("\n") > FILE_LIMIT]
    assert relative(long) == []
