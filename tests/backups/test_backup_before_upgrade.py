"""The whole backup made before a store is brought to this version: listed, kept beside the plan, gone back to."""

from __future__ import annotations

import datetime as dt

import pytest

from enquiry_app.enquiry.reference import LONDON
from enquiry_app.security.backup_keeping import BackupKeeping
from enquiry_app.security.backup_places import GOOD, backups_in
from enquiry_app.security.backup_plan import Backup, to_keep
from enquiry_app.security.backups import restore_backup
from enquiry_app.storage.engine import open_engines
from tests.fixtures_store import ADMINISTRATOR, NOON, PASSWORD
from ui.backups.backup_row import facts_of

UNDONE = (
    "DROP INDEX ix_event_actor", "DROP INDEX ix_event_tag", "DROP INDEX ix_event_at", "DROP INDEX ix_account_team",
    "DROP TABLE team", "ALTER TABLE account DROP COLUMN team_id", "UPDATE alembic_version SET version_num = '0004'",
)  # fmt: skip


@pytest.fixture
def old_profile(profile, template_profile):
    """A whole profile whose store has the schema of 0.3.0."""
    engines = open_engines(profile.store_file, template_profile.data_key)
    with engines.writer.begin() as connection:
        for statement in UNDONE:
            connection.exec_driver_sql(statement)
    engines.dispose()
    return profile


def test_the_first_sign_in_makes_it_and_says_so(old_profile, clock) -> None:
    unlocked = old_profile.unlock(ADMINISTRATOR, PASSWORD, clock)
    keeping = BackupKeeping(unlocked.store, old_profile, clock, unlocked.person)
    (found,) = keeping.overview().backups
    assert (found.state, found.before_upgrade) == (GOOD, "0004")
    assert found.people() == old_profile.user_names()
    assert "before the upgrade" in facts_of(found, 0)
    with unlocked.store.read() as read:
        noted = read.newest_event("store:upgraded")
    assert noted is not None
    assert noted.details["before"] == "0004"
    assert keeping.try_restore(found.folder).good
    assert keeping.keep_up().made is not None  # it stands for no backup of the day
    assert found.folder.is_dir()
    unlocked.store.close()
    again = old_profile.unlock(ADMINISTRATOR, PASSWORD, clock)
    assert again.store.upgraded_from == ""
    assert len(backups_in(old_profile.backup_folder)) == 2
    again.store.close()


def test_one_can_go_back_to_it(old_profile, clock, tmp_path) -> None:
    unlocked = old_profile.unlock(ADMINISTRATOR, PASSWORD, clock)
    (found,) = BackupKeeping(unlocked.store, old_profile, clock, unlocked.person).overview().backups
    unlocked.store.close()
    restored = restore_backup(found.folder, old_profile, ADMINISTRATOR, PASSWORD, clock)
    assert restored.replaced is not None
    again = old_profile.unlock(ADMINISTRATOR, PASSWORD, clock)
    with again.store.read() as read:
        assert read.teams() == ()
    again.store.close()


def test_nothing_is_changed_where_no_backup_can_be_made(old_profile, clock) -> None:
    old_profile.backup_folder.write_bytes(b"in the way")
    before = old_profile.store_file.read_bytes()
    with pytest.raises(Exception, match="backup could not be written"):
        old_profile.unlock(ADMINISTRATOR, PASSWORD, clock)
    assert old_profile.store_file.read_bytes() == before


def test_it_is_kept_for_a_quarter_of_a_year_whatever_the_plan_says() -> None:
    newer = [Backup(f"d{back}", NOON - dt.timedelta(days=back), 10) for back in range(30)]
    for days, kept in ((1, True), (80, True), (91, False)):
        made = Backup("before", NOON - dt.timedelta(days=days, hours=3), 10, before_upgrade=True)
        same_day = Backup("later", made.made_at - dt.timedelta(minutes=1), 10)
        found = to_keep([*newer, made, same_day], 10**12, LONDON)
        assert ("before" in found) is kept
        assert found - {"before"} == to_keep([*newer, same_day], 10**12, LONDON)
