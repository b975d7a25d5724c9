"""Files other people made, spoilt in every way a fuzzer could think of: refused in a sentence, never a crash or a hang.
What was once found to break something lies in `corpus/` and is tried each time; `make prove` goes on searching."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from scripts.fuzz import CORPUS, at_random, changed
from scripts.fuzz_targets import TARGETS, check, seeds

FOUND = sorted(file for file in CORPUS.rglob("*") if file.is_file())
SLOW = ("form_toml", "matrix_toml", "form_json", "matrix_json")


@pytest.mark.parametrize("file", FOUND, ids=lambda file: f"{file.parent.name}-{file.name}")
def test_what_once_broke_something_is_refused(file: Path) -> None:
    check(file.parent.name, file.read_bytes())


@pytest.mark.parametrize("name", TARGETS)
def test_sound_and_spoilt_bytes_are_taken_or_refused_in_a_sentence(name: str) -> None:
    random, known = Random(name), seeds(name)
    assert known
    for data in (b"", b"\0", b"{}", b"[" * 100_000, b'{"a":' * 50_000, b"9" * 5000, *known):
        check(name, data)
    for _ in range(8 if name in SLOW else 150):
        check(name, changed(random.choice(known), random))


@pytest.mark.parametrize("name", ["sealed_file", "sealed_inside", "hub_card", "version", "answers", "case_list"])
def test_what_the_searching_begins_with_is_sound(name: str) -> None:
    """Otherwise everything would be refused at the door, and nothing behind it tried."""
    for data in seeds(name):
        TARGETS[name](data)


@pytest.mark.prove
@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", TARGETS)
def test_searching_on_finds_nothing(name: str) -> None:
    before = set(CORPUS.rglob("*"))
    if importlib.util.find_spec("atheris"):
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-m", "scripts.fuzz", name, "--seconds", "30"], check=False
        )
        assert done.returncode == 0
    else:
        assert at_random(name, 20, seed=7) > 10
    assert set(CORPUS.rglob("*")) == before
