"""The disk fails at any call: it is said in a sentence, nothing saved before is lost, and the day goes on (P7)."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest

from tests.promises.disk_shim import run_on_it

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="this machine cannot: calls are made to fail on Linux only"
)


@pytest.fixture
def folder(profile, tmp_path) -> Path:
    """Profile and configuration folder side by side, in a folder of their own."""
    whole = tmp_path / "disk"
    whole.mkdir()
    shutil.move(profile.folder, whole / "profile")
    shutil.move(tmp_path / "config" / "enquiry-app", whole / "config")
    return whole


def a_day(folder: Path, template, seed: int, tries: int) -> int:
    """Live a day on a copy of the folder; how many calls failed."""
    place = shutil.copytree(folder, folder.with_name(f"day{seed}"))
    given = json.dumps({"key": template.data_key.hex(), "seed": seed, "tries": tries})
    told = json.loads(run_on_it(["tests.promises.failing_disk_day", str(place)], place, None, given))
    shutil.rmtree(place)
    assert told["status"] == "closed"
    assert [each for each in told["outcomes"] if each["unexpected"]] == []
    failed = [each for each in told["outcomes"] if each["failed"]]
    assert all(each["said"] or each["saved"] for each in failed if each["how"] == "from then on"), "never silent"
    return len(failed)


def test_a_day_on_a_failing_disk(folder, template_profile):
    assert a_day(folder, template_profile, seed=1, tries=3) > 10


@pytest.mark.prove
@pytest.mark.timeout(3600)
def test_a_hundred_days_on_a_failing_disk(folder, template_profile):
    assert sum(a_day(folder, template_profile, seed=seed, tries=4) for seed in range(100)) > 1000
