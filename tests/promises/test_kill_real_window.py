"""The same promise through the real window: killed while a robot presses keys, nothing older than two seconds is gone."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from enquiry_app.storage.audit_chain import verify
from enquiry_app.storage.opening import check_pages

ROOT = Path(__file__).parent.parent.parent
ALLOWED_LOSS_SECONDS = 2.0


def lines_of(log: Path) -> list[tuple[float, str]]:
    return [json.loads(line) for line in log.read_bytes().split(b"\n")[:-1]] if log.exists() else []


def type_and_kill(profile, template, enquiry_id: str, log: Path, seed: int, seconds: float) -> float:
    """Let the robot type for so long after its first word, kill it, and give the time of the kill."""
    robot = [sys.executable, str(Path(__file__).with_name("window_robot.py"))]
    arguments = [
        str(profile.folder),
        str(Path(os.environ["XDG_CONFIG_HOME"]) / "enquiry-app"),
        template.people["teacher"].id,
        enquiry_id,
        str(log),
        str(seed),
    ]
    child = subprocess.Popen(
        [*robot, *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    child.stdin.write(template.data_key.hex().encode() + b"\n")
    child.stdin.flush()
    deadline = time.monotonic() + 60
    while not lines_of(log):
        assert child.poll() is None, child.stderr.read().decode()[-2000:]
        assert time.monotonic() < deadline, "the robot never typed"
        time.sleep(0.02)
    time.sleep(seconds)
    assert child.poll() is None, "the robot stopped by itself"
    killed = time.time()
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    child.stdin.close()
    child.stderr.close()
    return killed


def check_kept(profile, key: bytes, enquiry_id: str, log: Path, killed: float) -> None:
    store, _ = profile.open_store(key)
    try:
        check_pages(store)
        assert verify(store).ok
        with store.read() as reading:
            kept = str(reading.answers(enquiry_id).get("worry") or "")
    finally:
        store.close()
    typed = lines_of(log)
    promised = max((text for at, text in typed if at < killed - ALLOWED_LOSS_SECONDS), key=len, default="")
    assert kept.startswith(promised)
    assert typed[-1][1].startswith(kept[: len(typed[-1][1])])


def kill_often(profile, template, an_enquiry, tmp_path: Path, times: int) -> None:
    rng = random.Random(31)
    for number in range(times):
        enquiry = an_enquiry()
        store, _ = profile.open_store(template.data_key)
        with store.write() as work:
            added = work.add_enquiry(enquiry)
            work.commit()
        store.close()
        log = tmp_path / f"window-{number}"
        killed = type_and_kill(profile, template, added.id, log, number, rng.uniform(0.3, 5.0))
        check_kept(profile, template.data_key, added.id, log, killed)


def test_window_killed_while_typing(profile, template_profile, an_enquiry, tmp_path):
    kill_often(profile, template_profile, an_enquiry, tmp_path, 1)


@pytest.mark.prove
@pytest.mark.timeout(1200)
def test_window_killed_twenty_times_while_typing(profile, template_profile, an_enquiry, tmp_path):
    kill_often(profile, template_profile, an_enquiry, tmp_path, 20)
