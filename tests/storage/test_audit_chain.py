"""The trail cannot be changed without it showing (promise P5)."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import IntegrityError

from enquiry_app.storage.audit_chain import verify
from tests.fixtures_store import NOON

TRIGGERS = (
    "event_no_update",
    "event_no_delete",
    "event_detail_no_update",
    "event_detail_no_delete",
)


@pytest.fixture
def trail(store):
    """A store with eleven events (the first is its making)."""
    for number in range(10):
        with store.write() as work:
            work.record("enquiry:opened", subject=f"enquiry-{number % 2}", actor="p", at=NOON, why=str(number))
            work.commit()
    return store


def tamper(store, *statements):
    """Change rows as somebody with the key and another program could."""
    with store.write() as work:
        run = work.connection.exec_driver_sql
        for trigger in TRIGGERS:
            run(f"DROP TRIGGER {trigger}")
        run("PRAGMA defer_foreign_keys=ON")
        for statement in statements:
            run(statement)
        work.commit()


def test_an_untouched_trail_is_sound(trail):
    verdict = verify(trail)
    assert (verdict.ok, verdict.events, verdict.first_bad) == (True, 11, None)


def test_events_come_back_in_order_with_their_details(trail):
    with trail.read() as reading:
        events = reading.events("enquiry-1")
        newest = reading.events(limit=2)
    assert [event.details["why"] for event in events] == ["1", "3", "5", "7", "9"]
    assert {event.tag for event in events} == {"enquiry:opened"}
    assert events[0].at == NOON
    assert [event.number for event in newest] == [10, 11]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET tag = 'x' WHERE number = 3",
        "DELETE FROM event WHERE number = 3",
        "UPDATE event_detail SET details = '{}'",
        "DELETE FROM event_detail",
    ],
)
def test_the_store_itself_refuses_to_change_events(trail, statement):
    with trail.write() as work, pytest.raises(IntegrityError):
        work.connection.exec_driver_sql(statement)


@pytest.mark.parametrize(
    ("statements", "first_bad"),
    [
        (["UPDATE event SET tag = 'enquiry:closed' WHERE number = 4"], 4),
        (["UPDATE event SET at = at + 1 WHERE number = 5"], 5),
        (["UPDATE event SET actor_id = 'q' WHERE number = 6"], 6),
        (["DELETE FROM event_detail WHERE number = 7", "DELETE FROM event WHERE number = 7"], 7),
        (['UPDATE event_detail SET details = \'{"why":"0"}\' WHERE number = 8'], 8),
        (["DELETE FROM event_detail WHERE number = 9"], 9),
        (["DELETE FROM event_detail WHERE number > 8", "DELETE FROM event WHERE number > 8"], 9),
        (
            [
                "UPDATE event SET number = -3 WHERE number = 3",
                "UPDATE event SET number = 3 WHERE number = 4",
                "UPDATE event SET number = 4 WHERE number = -3",
            ],
            3,
        ),
    ],
)
def test_tampering_is_found_and_the_first_event_named(profile, trail, statements, first_bad):
    anchor = trail.anchors.read()
    tamper(trail, *statements)
    trail.anchors.note(anchor)
    verdict = verify(trail)
    assert not verdict.ok
    assert verdict.first_bad == first_bad
    assert str(first_bad) in verdict.sentence


def test_a_trail_written_anew_as_a_whole_is_found_by_the_anchor(trail, profile, template_profile):
    anchor = trail.anchors.read()
    tamper(trail, "DELETE FROM event_detail WHERE number > 5", "DELETE FROM event WHERE number > 5")
    for _ in range(6):
        with trail.write() as work:
            work.record("enquiry:opened", subject="other", actor="p", at=NOON)
            work.commit()
    trail.anchors.note(anchor)
    verdict = verify(trail)
    assert (verdict.ok, verdict.first_bad) == (False, 11)


def test_details_destroyed_with_an_erased_enquiry_do_not_break_the_chain(store, an_enquiry):
    draft = an_enquiry()
    with store.write() as work:
        work.add_enquiry(draft)
        work.record("enquiry:started", subject=draft.id, actor="p", at=NOON)
        work.delete_enquiry(draft.id)
        work.connection.exec_driver_sql(
            "DELETE FROM event_detail WHERE number IN (SELECT number FROM event WHERE subject_id = ?)", (draft.id,)
        )
        work.commit()
    assert verify(store).ok


def test_an_event_not_committed_is_not_there(store):
    before = verify(store).events
    with store.write() as work:
        work.record("enquiry:opened", subject="x", actor="p", at=NOON)
    assert verify(store).events == before
