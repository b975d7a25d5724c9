"""A backup made before a destruction does not bring the record back: it is destroyed again when the backup is restored."""

from __future__ import annotations

import pytest

from enquiry_app.enquiry.kept_records import RetentionItem
from enquiry_app.errors import NotFound
from enquiry_app.security.backups import make_backup, restore_backup
from enquiry_app.security.profile import Profile, Unlocked
from enquiry_app.security.recovery_sheets import join_sheets
from tests.fixtures_store import ADMINISTRATOR, PASSWORD
from tests.retention.conftest import CANARY
from tests.retention.plain_pages import occurrences, plain_pages


@pytest.fixture
def administrator(store, people, template_profile) -> Unlocked:
    recovery = join_sheets(template_profile.sheets.sheet_one, template_profile.sheets.sheet_two)
    return Unlocked(store, people["admin"], b"", recovery)


def destroy(manager, second, enquiry_id):
    proposal = manager.retention.propose(enquiry_id, "Nothing since.")
    return second.retention.confirm(proposal.id, proposal.version)


@pytest.mark.parametrize("held_in_backup", [False, True])
def test_what_was_destroyed_since_is_destroyed_again(
    profile, template_profile, administrator, closed, sent, manager, second, clock, tmp_path, held_in_backup
) -> None:
    clock.move(days=365.25 * 40)
    if held_in_backup:
        hold = manager.retention.hold(closed.id, "A court has asked for it.")
    made = make_backup(profile, administrator, tmp_path / "elsewhere", clock)
    key = administrator.store.data_key
    assert occurrences(plain_pages(made.folder / "store.db", key), CANARY) > 50
    if held_in_backup:
        manager.retention.lift(hold.id, "The court is done.", hold.version)
    certificate = destroy(manager, second, closed.id)
    assert certificate.details["backup"] == made.folder.name
    administrator.store.close()
    clock.move(hours=1)
    restored = restore_backup(made.folder, profile, ADMINISTRATOR, PASSWORD, clock)
    assert restored.deleted_again == 1
    assert occurrences(plain_pages(profile.store_file, key), CANARY) == 0
    opened, _ = Profile(profile.folder, tmp_path / "config" / "enquiry-app").open_store(key)
    try:
        with opened.read() as read:
            with pytest.raises(NotFound):
                read.enquiry(closed.id)
            assert read.enquiry(sent.id).status == "sent"
            (kept,) = read.hub_records(RetentionItem, kind="destroyed")
            assert kept.id == certificate.id, "the certificate is carried over"
            assert not read.hub_records(RetentionItem, kind="hold", status="open"), "so is what became of the hold"
        assert opened.verify_trail().ok
    finally:
        opened.close()
