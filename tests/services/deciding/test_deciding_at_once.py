"""Two processes deciding at once, and one killed in the middle: nothing half done."""

from __future__ import annotations

import os
import signal
import time

import pytest

from enquiry_app.errors import EnquiryChangedElsewhere
from enquiry_app.storage.audit_chain import verify
from enquiry_app.storage.opening import check_pages
from tests.services.deciding.conftest import tasks


def _in_another_process(work) -> int:
    """Fork, do it there, and give how the process ended: 0 done, 3 refused because somebody else was first."""
    child = os.fork()
    if child == 0:
        try:
            work()
            os._exit(0)
        except EnquiryChangedElsewhere:
            os._exit(3)
        finally:
            os._exit(9)
    return child


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the other process is forked")
def test_of_two_processes_deciding_at_once_one_decides(
    profile, template_profile, desks, manager, second, taken, submitted
) -> None:
    def decide(who):
        def run():
            store, _ = profile.open_store(template_profile.data_key)
            desk = desks(who)
            object.__setattr__(desk.seat, "store", store)
            desk.decisions.decide(submitted.id, submitted.version)

        return run

    ended = [os.waitpid(child, 0)[1] for child in [_in_another_process(decide(w)) for w in ("manager", "second")]]
    assert sorted(os.waitstatus_to_exitcode(status) for status in ended) == [0, 3]
    assert manager.status(taken.id) == "feedback_due"
    assert [task.code for task in tasks(manager, taken.id).values()] == ["assessment"]
    assert manager.tags(taken.id).count("decision:made") == 1


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the process that is killed is forked")
@pytest.mark.parametrize("at", ["change_hub_record", "change_enquiry", "add_hub_record", "record", "commit"])
def test_a_process_killed_while_deciding_leaves_nothing_half_done(
    profile, template_profile, desks, manager, taken, submitted, tmp_path, at
) -> None:
    before = (manager.version(taken.id), manager.tags(taken.id))
    mark = tmp_path / "reached"

    def run():
        store, _ = profile.open_store(template_profile.data_key)
        desk = desks("manager")
        object.__setattr__(desk.seat, "store", _StopsAt(store, at, mark))
        desk.decisions.decide(submitted.id, submitted.version)

    child = _in_another_process(run)
    try:
        ends = time.monotonic() + 60
        while not mark.exists() and time.monotonic() < ends:
            if os.waitpid(child, os.WNOHANG)[0]:
                pytest.fail("it ended by itself")
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    store, _ = profile.open_store(template_profile.data_key)
    try:
        check_pages(store)
        assert verify(store).ok
    finally:
        store.close()
    assert (manager.version(taken.id), manager.tags(taken.id)) == before
    assert tasks(manager, taken.id) == {}
    assert manager.decisions.of(taken.id)[0] == submitted
    assert manager.decisions.decide(submitted.id, submitted.version).status == "final"


class _StopsAt:
    """The real store, whose write block does one of its steps, says so, and then stands still to be killed."""

    def __init__(self, store, step, mark) -> None:
        self._store, self._step, self._mark = store, step, mark

    def __getattr__(self, name):
        return getattr(self._store, name)

    def write(self):
        return _Stopping(self._store.write(), self._step, self._mark)


class _Stopping:
    def __init__(self, block, step, mark) -> None:
        self._block, self._step, self._mark = block, step, mark

    def __enter__(self):
        self._work = self._block.__enter__()
        return self

    def __exit__(self, *raised):
        return self._block.__exit__(*raised)

    def __getattr__(self, name):
        step = getattr(self._work, name)
        if name != self._step:
            return step

        def do_and_stop(*args, **kwargs):
            if name != "commit":  # a kill after the commit is no kill in the middle
                step(*args, **kwargs)
            self._mark.write_text("here", encoding="utf-8")
            signal.pause()

        return do_and_stop
