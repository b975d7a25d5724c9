"""A robot types and is killed at random instants: at most the last two seconds are gone, and nothing is damaged (P1).

The robot saves as the app does: nothing unsaved gets older than a second. What it typed, and when, it logs to a file
that it syncs itself. It is forked from this process, which has everything imported and the key at hand.
"""

from __future__ import annotations

import json
import os
import random
import signal
import time

import pytest

from enquiry_app.clock import SystemClock
from enquiry_app.enquiry.answers import Address, Change
from enquiry_app.services.ports import IndexedPerson, Summary
from enquiry_app.storage.audit_chain import verify
from enquiry_app.storage.opening import check_pages

THROTTLE_SECONDS = 0.05  # the robot types and saves twenty times as fast as people, so a kill hits more saves
ALLOWED_LOSS_SECONDS = 2.0
WORDS = [
    "he",
    "said",
    "that",
    "nobody",
    "was",
    "home",
    "when",
    "she",
    "came",
    "back",
    "from",
    "school",
    "and",
    "the",
    "door",
    "was",
    "open",
]


def type_for_ever(profile, key, enquiry_id, log_path, seed):
    """Type words into a narrative; save what is unsaved; write an event now and then, as a section visit does."""
    rng, clock = random.Random(seed), SystemClock()
    store, _ = profile.open_store(key)
    with store.read() as reading:
        version, text = reading.enquiry(enquiry_id).version, reading.answers(enquiry_id).get("worry") or ""
    log = os.open(log_path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.write(log, b"ready\n")
    while True:
        text += " " + rng.choice(WORDS)
        os.write(log, json.dumps([time.time(), len(text)]).encode() + b"\n")
        os.fdatasync(log)
        people = (IndexedPerson("c1", "subject", text[-8:], "Reed", birth="2017-03-05"),)
        with store.write() as work:
            version = work.save_answers(
                enquiry_id, version=version, changes=[Change(Address("worry"), text)],
                summary=Summary(title=text[-8:], people=people), place="worry", at=clock.now(), by="robot",
            )  # fmt: skip
            if rng.random() < 0.2:
                work.record("enquiry:edited", subject=enquiry_id, actor="robot", at=clock.now())
            work.commit()
        time.sleep(rng.random() * THROTTLE_SECONDS)


def wait_for_first_word(path, child_started):
    while time.time() < child_started + 20:
        if path.exists() and path.read_bytes().count(b"\n") > 1:
            return
        time.sleep(0.005)
    raise AssertionError("the robot never typed")


def run_robot_and_kill(profile, key, enquiry_id, log, seed, rng):
    child = os.fork()
    if child == 0:
        try:
            type_for_ever(profile, key, enquiry_id, log, seed)
        finally:
            os._exit(9)
    try:
        wait_for_first_word(log, time.time())
        time.sleep(rng.uniform(0.0, 0.4))
    finally:
        killed = time.time()
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "the robot stopped by itself"
    return killed


def check_after_kill(profile, key, enquiry_id, log, killed):
    """The store is sound and holds all that was typed more than two seconds before the kill."""
    lines = log.read_bytes().split(b"\n")[1:-1]
    typed = [json.loads(line) for line in lines]
    store, missing = profile.open_store(key)
    try:
        check_pages(store)
        assert verify(store).ok
        assert not missing
        with store.read() as reading:
            text = reading.answers(enquiry_id).get("worry") or ""
            enquiry = reading.enquiry(enquiry_id)
            found = reading.similar(IndexedPerson("x", "subject", text[-8:], "Reed", birth="2017-03-05"), "", "")
        needed = max((length for at, length in typed if at < killed - ALLOWED_LOSS_SECONDS), default=0)
        last_but_one = typed[-2][1] if len(typed) > 1 else 0
        assert len(text) >= max(needed, last_but_one)  # this robot saves each word, so one word may be missing
        assert enquiry.title == text[-8:]  # all of a save or nothing of it
        assert not text or [match.enquiry.id for match in found] == [enquiry_id]
    finally:
        store.close()


def kill_many_times(profile, key, enquiry, tmp_path, times):
    store, _ = profile.open_store(key)
    with store.write() as work:
        work.add_enquiry(enquiry)
        work.commit()
    store.close()
    rng = random.Random(20261123)
    for number in range(times):
        log = tmp_path / f"typed-{number}"
        killed = run_robot_and_kill(profile, key, enquiry.id, log, number, rng)
        check_after_kill(profile, key, enquiry.id, log, killed)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the robot is forked")
def test_killed_while_typing_a_handful_of_times(profile, template_profile, an_enquiry, tmp_path):
    kill_many_times(profile, template_profile.data_key, an_enquiry(), tmp_path, 6)


@pytest.mark.prove
@pytest.mark.timeout(3600)
@pytest.mark.skipif(not hasattr(os, "fork"), reason="the robot is forked")
def test_killed_while_typing_a_thousand_times(profile, template_profile, an_enquiry, tmp_path):
    kill_many_times(profile, template_profile.data_key, an_enquiry(), tmp_path, 1000)
