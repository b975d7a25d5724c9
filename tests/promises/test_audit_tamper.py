"""P4 and P5: whoever deletes, alters, reorders or cuts off events, or puts an older copy of the store in its place, is
noticed: at the next sign-in, or by checking the trail, which names the first bad event and the way forward.

Tampering is done as the strongest opponent could: with the data key, past the app's own rules in the store, and in some
tests with the hashes worked out anew.
"""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from enquiry_app.enquiry.audit_trail import AuditVerdict
from enquiry_app.errors import StoreDamaged
from enquiry_app.security.backups import make_backup, restore_backup
from enquiry_app.security.profile import Profile, Unlocked
from enquiry_app.security.recovery_sheets import join_sheets
from enquiry_app.storage import audit_chain
from enquiry_app.storage.anchor import Anchors
from tests.fixtures_store import ADMINISTRATOR, NOON, PASSWORD

EVENTS = 40
RULES = ("event_no_update", "event_no_delete", "event_detail_no_update", "event_detail_no_delete")


def some_events(store, number: int, prefix: str = "enquiry") -> None:
    for each in range(number):
        with store.write() as work:
            work.record("enquiry:opened", subject=f"{prefix}-{each % 3}", actor="p", at=NOON, step=str(each))
            work.commit()


@pytest.fixture
def trail(store):
    some_events(store, EVENTS)
    return store


def tamper(store, *statements) -> None:
    """Change rows with the key, keeping the note outside as it was."""
    kept = store.anchors.read()
    with store.write() as work:
        run = work.connection.exec_driver_sql
        for rule in RULES:
            run(f"DROP TRIGGER {rule}")
        run("PRAGMA defer_foreign_keys=ON")
        for statement in statements:
            run(statement)
        work.connection.commit()  # not the app's own way, which would note it outside
    assert store.anchors.read() == kept


def bad(verdict: AuditVerdict, event: int) -> None:
    """The verdict names this event, in the sentence too, and says what to do."""
    assert not verdict.ok
    assert verdict.first_bad == event
    assert f"Event {event}:" in verdict.sentence
    assert "Restore the newest backup made before this event" in verdict.way_forward


def test_untouched_it_is_good(trail) -> None:
    verdict = trail.verify_trail()
    assert (verdict.ok, verdict.first_bad, verdict.way_forward) == (True, None, "")


@pytest.mark.parametrize("number", [1, 2, 17, EVENTS])
def test_a_deleted_event_is_named(trail, number) -> None:
    tamper(trail, f"DELETE FROM event_detail WHERE number = {number}", f"DELETE FROM event WHERE number = {number}")
    bad(trail.verify_trail(), number)


@pytest.mark.parametrize(
    "change",
    [
        "tag = 'enquiry:closed'",
        "actor_id = 'q'",
        "subject_id = 'other'",
        "at = at + 1",
        "digest = hash",
        "hash = digest",
    ],
)
@pytest.mark.parametrize("number", [1, 23, EVENTS])
def test_an_altered_event_is_named(trail, change, number) -> None:
    tamper(trail, f"UPDATE event SET {change} WHERE number = {number}")
    bad(trail.verify_trail(), number)


def test_altered_details_are_named(trail) -> None:
    tamper(trail, 'UPDATE event_detail SET details = \'{"step":"9"}\' WHERE number = 12')
    bad(trail.verify_trail(), 12)


def test_reordered_events_are_named(trail) -> None:
    tamper(
        trail,
        "UPDATE event SET number = -9 WHERE number = 9",
        "UPDATE event SET number = 9 WHERE number = 30",
        "UPDATE event SET number = 30 WHERE number = -9",
    )
    bad(trail.verify_trail(), 9)


def test_an_altered_event_with_its_own_hash_made_anew_is_named_at_the_next(trail) -> None:
    with trail.read() as reading:
        row = reading.connection.exec_driver_sql("SELECT * FROM event WHERE number = 20").one()
        before = audit_chain.hash_at(reading.connection, 19)
        event = reading.events_numbered((20,))[0]
    made = audit_chain.event_hash(before, 20, event.at, "q", row.tag, row.subject_id, row.digest)
    tamper(trail, f"UPDATE event SET actor_id = 'q', hash = '{made}' WHERE number = 20")
    bad(trail.verify_trail(), 21)


def rewritten_from(store, number: int) -> None:
    """Everything from this event on written anew with sound hashes, as only somebody with the key and this code can."""
    tamper(store, f"DELETE FROM event_detail WHERE number >= {number}", f"DELETE FROM event WHERE number >= {number}")
    with store.write() as work:
        while audit_chain.head(work.connection)[0] < EVENTS + 3:
            audit_chain.append(
                work.connection, at=NOON, actor="q", tag="enquiry:opened", subject="enquiry-0", details={}
            )
        work.connection.commit()


def test_a_trail_rewritten_with_sound_hashes_is_found_by_the_note_outside(trail) -> None:
    noted = trail.anchors.read()
    rewritten_from(trail, 15)
    bad(trail.verify_trail(), noted.event)


@pytest.mark.parametrize("last", [1, 20, EVENTS - 1])
def test_a_trail_cut_off_at_the_end_is_named_and_not_opened(trail, profile, template_profile, last) -> None:
    tamper(trail, f"DELETE FROM event_detail WHERE number > {last}", f"DELETE FROM event WHERE number > {last}")
    bad(trail.verify_trail(), last + 1)
    assert f"once reached event {EVENTS + 1}" in trail.verify_trail().sentence
    trail.close()
    with pytest.raises(StoreDamaged, match="earlier state"):
        profile.open_store(template_profile.data_key)


def copy_of(profile, target):
    shutil.copytree(profile.folder, target, copy_function=shutil.copy)
    return target


def put_back(profile, copy, *, with_note: bool) -> None:
    """An older copy of the store file in place of the newer one; perhaps with the note that lay beside it."""
    for ending in ("", "-wal", "-shm"):
        profile.store_file.with_name(f"store.db{ending}").unlink(missing_ok=True)
        if (copy / f"store.db{ending}").exists():
            shutil.copy(copy / f"store.db{ending}", profile.folder)
    if with_note:
        shutil.copy(copy / "anchor.json", profile.folder)


@pytest.mark.parametrize("with_note", [False, True])
def test_an_older_copy_of_the_store_is_refused_at_sign_in_with_a_way_forward(
    store, profile, template_profile, tmp_path, clock, with_note
) -> None:
    some_events(store, 3)
    store.tidy()
    older = copy_of(profile, tmp_path / "older")
    some_events(store, 5)
    store.close()
    put_back(profile, older, with_note=with_note)
    with pytest.raises(StoreDamaged) as refused:
        profile.unlock(ADMINISTRATOR, PASSWORD, clock)
    assert "earlier state than when it was last used" in refused.value.sentence
    assert "Please restore the last backup" in refused.value.sentence


def test_with_both_notes_put_back_a_newer_backup_still_tells(
    store, profile, template_profile, people, tmp_path, clock
) -> None:
    some_events(store, 3)
    store.tidy()
    older, config = (
        copy_of(profile, tmp_path / "older"),
        shutil.copytree(tmp_path / "config", tmp_path / "older-config"),
    )
    some_events(store, 5)
    recovery = join_sheets(template_profile.sheets.sheet_one, template_profile.sheets.sheet_two)
    made = make_backup(profile, Unlocked(store, people["admin"], b"", recovery), None, clock)
    store.close()
    put_back(profile, older, with_note=True)
    shutil.copytree(config, tmp_path / "config", dirs_exist_ok=True)
    opened, _ = profile.open_store(template_profile.data_key)  # nothing in the profile or the account tells
    try:
        verdict = opened.verify_trail()
    finally:
        opened.close()
    assert not verdict.ok
    assert f"once reached event {made.events}" in verdict.sentence
    assert "A backup says so." in verdict.sentence


def test_after_a_restore_the_backups_made_since_do_not_accuse(
    profile, template_profile, people, clock, tmp_path
) -> None:
    store, _ = profile.open_store(template_profile.data_key)
    recovery = join_sheets(template_profile.sheets.sheet_one, template_profile.sheets.sheet_two)
    administrator = Unlocked(store, people["admin"], b"", recovery)
    first = make_backup(profile, administrator, tmp_path / "elsewhere", clock)
    some_events(store, 5)
    clock.move(hours=1)
    make_backup(profile, administrator, tmp_path / "elsewhere", clock)
    store.close()
    restore_backup(first.folder, profile, ADMINISTRATOR, PASSWORD, clock)
    shutil.copytree(tmp_path / "elsewhere", profile.backup_folder, dirs_exist_ok=True)
    opened, _ = Profile(profile.folder, tmp_path / "config" / "enquiry-app").open_store(template_profile.data_key)
    try:
        verdict = opened.verify_trail()
    finally:
        opened.close()
    assert verdict.ok, verdict.sentence


def test_a_sound_trail_of_another_store_in_its_place_is_refused(store, profile, template_profile) -> None:
    """The notes outside belong to one store."""
    noted = store.anchors.read()
    store.close()
    Anchors(profile.folder / "anchor.json").note(replace(noted, store_id="another-store"))
    with pytest.raises(StoreDamaged):
        profile.open_store(template_profile.data_key)
