"""An import seen from another process, and one whose process dies in the middle: the list before stays whole."""

from __future__ import annotations

import os
import signal
from dataclasses import replace

import pytest

from enquiry_app.enquiry.hub_records import CaseList
from enquiry_app.services.case_listing import Asked, CaseListing
from enquiry_app.storage.audit_chain import verify
from enquiry_app.storage.opening import check_pages
from tests.fixtures_case_list import AMIRA, MAPPING, OWEN, TODAY, csv_of

MANY = csv_of(*[("Reed", f"Child{n}", "01/02/2015", "yes", "", "", "") for n in range(6_000)])
AMIRA_ASKED = Asked("Amira", "Sorenson", "2019-11-03")


@pytest.fixture
def before(desks):
    """The list in use before."""
    return desks("manager").case_list.import_list(csv_of(AMIRA, OWEN), MAPPING, TODAY, "")


def test_until_it_is_done_everybody_reads_the_list_before(desks, before, profile, template_profile) -> None:
    other, _ = profile.open_store(template_profile.data_key)
    reader = CaseListing(replace(desks("lead").seat, store=other))
    seen = set()

    def look(_done: int, _total: int) -> bool:
        seen.add(reader.current().list.id)
        with other.read() as read:
            seen.add(read.hub_records(CaseList, status="current")[0].id)
        return True

    try:
        made = desks("manager").case_list.import_list(MANY, MAPPING, TODAY, "", on_progress=look)
        assert seen == {before.id}
        assert reader.current().list.id == made.id
        assert reader.look_up(AMIRA_ASKED, "meeting").result == "not_known"
    finally:
        other.close()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the process that is killed is forked")
@pytest.mark.parametrize("at", [60, 80, 99])
def test_a_process_that_dies_while_writing_leaves_the_list_before(desks, before, profile, template_profile, at) -> None:
    def die(done: int, _total: int) -> bool:
        if done >= at:
            os.kill(os.getpid(), signal.SIGKILL)
        return True

    child = os.fork()
    if child == 0:
        try:
            store, _ = profile.open_store(template_profile.data_key)
            listing = CaseListing(replace(desks("manager").seat, store=store))
            listing.import_list(MANY, MAPPING, TODAY, "", on_progress=die)
        finally:
            os._exit(9)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    store, _ = profile.open_store(template_profile.data_key)
    try:
        check_pages(store)
        assert verify(store).ok
        listing = CaseListing(replace(desks("lead").seat, store=store))
        assert listing.current().list.id == before.id
        assert listing.look_up(AMIRA_ASKED, "meeting").worker == "Dilys Wren"
        with store.read() as read:
            assert read.connection.exec_driver_sql("SELECT count(*) FROM case_entry").scalar() == 2
    finally:
        store.close()
