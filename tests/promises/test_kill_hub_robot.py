"""A day at the Hub is killed at random instants: each act is there whole or not at all, and the day goes on (P1).

The robot does one act after the other and writes into a file of its own, synced, which it began and which it ended.
"""

from __future__ import annotations

import os
import random
import signal
import time

import pytest

from enquiry_app.errors import AppError
from enquiry_app.storage.audit_chain import verify
from enquiry_app.storage.opening import check_pages
from tests.promises.disk_workloads import desks_of
from tests.promises.hub_day import HubDay

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the robot is forked")
LONGEST_SECONDS = 0.5  # a whole day takes the robot somewhat longer


def work(profile, key, log_path) -> None:
    """Days without end, each with an enquiry of its own."""
    store, _ = profile.open_store(key)
    log = os.open(log_path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    while True:
        day = HubDay(desks_of(store))
        for number, act in enumerate(day.acts()):
            os.write(log, f"begin {number} {day.enquiry_id or '-'}\n".encode())
            os.fdatasync(log)
            act()
            os.write(log, f"ended {number} {day.enquiry_id}\n".encode())
            os.fdatasync(log)


def kill_it(profile, key, log, wait: float) -> None:
    child = os.fork()
    if child == 0:
        try:
            work(profile, key, log)
        finally:
            os._exit(9)
    try:
        begun = time.monotonic()
        while not (log.exists() and log.stat().st_size) and time.monotonic() - begun < 30:
            time.sleep(0.005)
        time.sleep(wait)
    finally:
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "the robot stopped by itself"


def look(profile, key, log) -> int:
    """What was ended is there; what was begun is there whole or is done now, and so is the rest of the day. Gives the number
    of the act it was killed in."""
    what, number, enquiry_id = log.read_text(encoding="utf-8").splitlines()[-1].split()
    at = int(number) + (what == "ended")
    store, missing = profile.open_store(key)
    try:
        check_pages(store)
        assert verify(store).ok
        assert not missing
        day = HubDay(desks_of(store))
        acts = list(day.acts())
        if at == 0 or at >= len(acts):
            return at
        day.enquiry_id = enquiry_id
        if what == "begin":
            with store.read() as reading:
                before = len(reading.events(enquiry_id))
            try:
                acts[at]()
            except AppError:  # it was done, and says that it cannot be done twice
                with store.read() as reading:
                    assert len(reading.events(enquiry_id)) == before
            at += 1
        for act in acts[at:]:
            act()
        with store.read() as reading:
            assert reading.enquiry(enquiry_id).status == "closed"
        check_pages(store)
    finally:
        store.close()
    return int(number)


def kill_many_times(profile, key, tmp_path, times: int) -> set[int]:
    rng = random.Random(20261123)
    met = set()
    for number in range(times):
        log = tmp_path / f"acts-{number}"
        kill_it(profile, key, log, rng.uniform(0.0, LONGEST_SECONDS))
        met.add(look(profile, key, log))
        log.unlink()
    return met


def test_killed_at_work_a_few_times(profile, template_profile, tmp_path):
    assert kill_many_times(profile, template_profile.data_key, tmp_path, 5)


@pytest.mark.prove
@pytest.mark.timeout(3600)
def test_killed_at_work_a_thousand_times(profile, template_profile, tmp_path):
    assert len(kill_many_times(profile, template_profile.data_key, tmp_path, 1000)) > 10
