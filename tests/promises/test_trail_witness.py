"""P4 with nobody in the store to tell: the other side of a sealed exchange remembers how far the trail had got, and says
so in its next file."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enquiry_app.enquiry.exchange_records import ParcelRecord
from enquiry_app.services.trail_witness import Noted, noted_in
from enquiry_app.storage import audit_chain
from tests.fixtures_store import NOON
from tests.promises.test_audit_tamper import tamper
from tests.services.conftest import desks  # noqa: F401
from tests.services.test_exchanging import arrived, hub, hub_template, known, referred, school  # noqa: F401

ACCUSED = "knows of a later state of this store"


@pytest.fixture
def reply(hub, arrived, referred) -> bytes:  # noqa: F811
    """What the Hub sends back."""
    return hub("worker").exchange.seal_reply(referred.id).content


def sealed_at(store) -> int:
    """How far the school's trail had got when it sealed its file: the event before it says so."""
    with store.read() as read:
        return next(event.number for event in read.events() if event.tag == "parcel:sealed") - 1


def cut_off_and_grown_again(store, last: int) -> None:
    """The trail cut off after this event, written on with sound hashes to more than it was, and every note with it."""
    with store.read() as read:
        reached = read.trail_head()[0]
    tamper(store, f"DELETE FROM event_detail WHERE number > {last}", f"DELETE FROM event WHERE number > {last}")
    for _ in range(reached + 3 - last):
        with store.write() as work:
            work.record("enquiry:opened", subject="another", actor="q", at=NOON)
            work.commit()
    assert store.verify_trail().ok, "nothing in this store tells"


def test_an_honest_store_is_not_accused(school, reply) -> None:  # noqa: F811
    opened = school.exchange.open(reply)
    assert opened.result == "updated"
    assert ACCUSED not in opened.words
    assert "audit:contradicted" not in school.tags()


def test_a_store_put_back_is_told_by_the_other_sides_next_file(school, store, reply) -> None:  # noqa: F811
    last = sealed_at(store)
    cut_off_and_grown_again(store, last - 1)
    opened = school.exchange.open(reply)
    assert ACCUSED in opened.words
    assert f"had reached event {last}" in opened.words
    (event,) = [event for event in school.events() if event.tag == "audit:contradicted"]
    assert event.details["event"] == str(last)


def test_a_store_restored_from_a_backup_says_so_itself(school, store, reply) -> None:  # noqa: F811
    last = sealed_at(store)
    tamper(store, f"DELETE FROM event_detail WHERE number >= {last}", f"DELETE FROM event WHERE number >= {last}")
    with store.write() as work:
        work.record("store:restored", subject="", actor="p", at=NOON)
        work.commit()
    assert ACCUSED not in school.exchange.open(reply).words


def test_what_the_hub_keeps_can_be_compared_by_hand(school, hub, desks, arrived) -> None:  # noqa: F811
    with hub("worker").seat.store.read() as read:
        (file,) = read.hub_records(ParcelRecord, incoming=True)
    audit = desks("admin").audit
    assert audit.compare(file.trail_event, file.trail_head).ok
    wrong = audit.compare(file.trail_event, "0" * 64)
    assert (wrong.ok, wrong.first_bad) == (False, file.trail_event)
    missing = audit.compare(10**6, file.trail_head)
    assert not missing.ok
    assert "missing" in missing.sentence


@given(
    st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.dictionaries(st.text(), inner))
)
def test_a_header_that_says_nonsense_says_nothing(said) -> None:
    assert noted_in({"trail": said}, "trail") == Noted(0, "")
    assert noted_in({"trail": {"event": said, "head": said}}, "trail") == Noted(0, "")


def test_a_header_is_read() -> None:
    head = audit_chain.START
    assert noted_in({"trail": {"event": 7, "head": head}}, "trail") == Noted(7, head)
