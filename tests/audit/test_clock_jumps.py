"""The trail says where the computer's clock cannot be trusted."""

from __future__ import annotations

import datetime as dt

import pytest

from enquiry_app.services.clock_watch import ClockWatch, note_clock_set_back
from tests.fixtures_store import ADMINISTRATOR, NOON, PASSWORD, SteppingClock


class LooseClock(SteppingClock):
    """A clock whose hands can be moved while the seconds go on."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds = 1000.0

    def monotonic(self) -> float:
        return self.seconds

    def wait(self, seconds: float) -> None:
        self.move(seconds=seconds)
        self.seconds += seconds


@pytest.mark.parametrize(
    ("by", "jumped"),
    [
        (dt.timedelta(), 0),
        (dt.timedelta(hours=23), 0),  # a zone put right, or a computer that was asleep and does not count it
        (dt.timedelta(days=2), 172800),
        (dt.timedelta(seconds=-20), 0),
        (dt.timedelta(hours=-1), -3600),
        (dt.timedelta(days=-400), -34560000),
    ],
)
def test_jumps_against_the_seconds_that_went_by(by, jumped) -> None:
    clock, watch = LooseClock(), ClockWatch()
    assert watch.jumped(clock) == 0, "the first look has nothing to compare with"
    clock.wait(3600)
    assert watch.jumped(clock) == 0
    clock.wait(60)
    clock.move(seconds=by.total_seconds())
    assert watch.jumped(clock) == jumped
    clock.wait(60)
    assert watch.jumped(clock) == 0, "said once"


def test_long_work_is_no_jump() -> None:
    clock, watch = LooseClock(), ClockWatch()
    watch.jumped(clock)
    clock.wait(30 * 86400)
    assert watch.jumped(clock) == 0


def test_a_jump_while_working_stands_before_the_event_it_shows_in(desks, clock) -> None:
    desks.clock = LooseClock()
    teacher = desks("teacher")
    draft = teacher.drafting.start().enquiry
    desks.clock.move(days=-3)
    teacher.drafting.open(draft.id)
    jump, opened = teacher.events()[-2:]
    assert (jump.tag, jump.details["seconds"], opened.tag) == ("clock:jumped", "-259200", "enquiry:opened")
    manager = desks("manager")
    shown = {row.event.number: row.clock for row in manager.audit.rows(manager.audit.find())}
    assert shown[jump.number] == "The clock had jumped 3 days back."
    assert "set back" not in shown[opened.number]
    assert jump.number in manager.audit.verify().clock_jumps


def test_signing_in_before_the_last_event_is_noted(store) -> None:
    with store.write() as work:
        work.record("enquiry:opened", subject="e", actor="p", at=NOON + dt.timedelta(days=700))
        note_clock_set_back(work, "p", NOON + dt.timedelta(days=698))
        note_clock_set_back(work, "p", NOON + dt.timedelta(days=699))
        work.commit()
    with store.read() as read:
        tags = [(event.tag, event.details.get("seconds")) for event in read.events()]
    assert tags[-1] == ("clock:jumped", "-172800"), "against the newest event; the second sign-in is after it"


def test_a_true_clock_is_not_accused_at_sign_in(store) -> None:
    with store.write() as work:
        before = len(work.events())
        work.record("enquiry:opened", subject="e", actor="p", at=NOON)
        note_clock_set_back(work, "p", NOON + dt.timedelta(seconds=1))
        assert len(work.events()) == before + 1


def test_the_sign_in_itself_looks(profile, store) -> None:
    with store.write() as work:
        work.record("enquiry:opened", subject="e", actor="p", at=NOON + dt.timedelta(days=400))
        work.commit()
    store.close()
    unlocked = profile.unlock(ADMINISTRATOR, PASSWORD, SteppingClock())
    try:
        with unlocked.store.read() as read:
            jump, signed_in = read.events(limit=2)
    finally:
        unlocked.store.close()
    assert (jump.tag, signed_in.tag) == ("clock:jumped", "person:signed_in")
    assert int(jump.details["seconds"]) == -400 * 86400
