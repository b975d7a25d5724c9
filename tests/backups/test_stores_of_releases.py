"""Stores made by the code of earlier releases: opened, equal, sound; killed at each step of a migration; newer refused."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from enquiry_app.clock import SystemClock
from enquiry_app.errors import StoreTooNew
from enquiry_app.security.backup_places import GOOD, backups_in
from enquiry_app.security.private_files import PRIVATE
from enquiry_app.security.upgrade_backup import maker_for
from enquiry_app.storage import upgrade
from enquiry_app.storage.anchor import Anchors
from enquiry_app.storage.audit_chain import verify
from enquiry_app.storage.engine import open_engines
from enquiry_app.storage.opening import check_pages, open_store
from tests.backups.stores_of_releases import digests, with_a_profile

STORES = Path(__file__).parent.parent / "fixtures_stores"
RELEASES = sorted(path.name for path in STORES.iterdir())
KILLED_AT = (0.0, 0.3, 0.6, 0.9, 1.0)  # parts of the statements that opening and migrating takes

# Opens the store and is killed, without any chance to clean up, before the statement with this number.
CHILD = """
import os, signal, sys
from pathlib import Path
from sqlalchemy import event
from sqlalchemy.engine import Engine
from enquiry_app.storage.anchor import Anchors
from enquiry_app.clock import SystemClock
from enquiry_app.security.private_files import PRIVATE
from enquiry_app.security.upgrade_backup import maker_for
from enquiry_app.storage.opening import open_store
folder, key, last = Path(sys.argv[1]), bytes.fromhex(sys.argv[2]), int(sys.argv[3])
done = 0
@event.listens_for(Engine, "before_cursor_execute")
def count(*_):
    global done
    done += 1
    if done == last:
        os.kill(os.getpid(), signal.SIGKILL)
first = maker_for(folder, key, SystemClock(), PRIVATE)
open_store(folder / "store.db", key, Anchors(folder / "anchor.json"), before_upgrade=first).close()
print(done)
"""


@pytest.fixture(params=RELEASES)
def release(request, tmp_path):
    """A release's store of this test's own: folder, key, and what is known of it."""
    folder = tmp_path / "old"
    shutil.copytree(STORES / request.param, folder, copy_function=shutil.copy)
    with_a_profile(folder)
    about = json.loads((folder / "about.json").read_text())
    return folder, bytes.fromhex(about["key"]), about


def opened(folder, key):
    first = maker_for(folder, key, SystemClock(), PRIVATE)
    return open_store(folder / "store.db", key, Anchors(folder / "anchor.json"), before_upgrade=first)


def holds(store, about):
    """Whether every table of the old schema holds what it held."""
    with store.read() as reading:
        run = lambda sql: reading.connection.exec_driver_sql(sql).fetchall()  # noqa: E731
        return digests(run, {name: table["columns"] for name, table in about["tables"].items()})


def test_there_is_a_store_of_every_schema_released_before_this_one():
    schemas = {json.loads((STORES / name / "about.json").read_text())["schema"] for name in RELEASES}
    assert schemas >= {"0001", "0002", "0004"}
    assert upgrade.HEAD not in schemas


def test_an_old_store_opens_with_all_it_held(release):
    folder, key, about = release
    assert about["enquiries"] == 6
    store = opened(folder, key)
    assert store.upgraded_from == about["schema"]
    assert holds(store, about) == about["tables"]
    check_pages(store)
    verdict = verify(store)
    assert verdict.ok
    assert verdict.events == about["events"]
    store.close()
    (made,) = backups_in(folder / "backups", thorough=True)
    assert (made.state, made.before_upgrade, made.events) == (GOOD, about["schema"], about["events"])
    for part in ("settings.toml", "keys/ada.admin.age", "keys/store.age"):
        assert (made.folder / part).read_bytes() == (folder / part).read_bytes()
    copy = open_engines(made.folder / "store.db", key)
    with copy.reader.connect() as connection:
        assert upgrade.revision_of(connection) == about["schema"]
    copy.dispose()
    again = opened(folder, key)
    assert again.upgraded_from == ""
    again.close()
    assert len(backups_in(folder / "backups")) == 1


def run_child(folder, key, last):
    return subprocess.run(
        [sys.executable, "-c", CHILD, str(folder), key.hex(), str(last)], capture_output=True, text=True, check=False
    )


def check_killed(folder, key, about, work, instants, count):
    """Kill the opening of a fresh copy before each of these statements, open it again, and compare everything."""
    for last in instants:
        shutil.rmtree(work, ignore_errors=True)
        shutil.copytree(folder, work, copy_function=shutil.copy)
        child = run_child(work, key, last)
        assert child.returncode == -9, (last, count, child.stderr)
        store = opened(work, key)
        assert holds(store, about) == about["tables"], last
        assert verify(store).ok, last
        check_pages(store)
        store.close()
        (made,) = backups_in(work / "backups", thorough=True)  # one whole set, however often it was cut short
        assert (made.state, made.before_upgrade) == (GOOD, about["schema"]), last


def statements_of(folder, key, work):
    """How many statements opening and migrating takes."""
    shutil.copytree(folder, work, copy_function=shutil.copy)
    child = run_child(work, key, -1)
    assert child.returncode == 0, child.stderr
    return int(child.stdout)


def test_a_migration_killed_at_instants_from_first_to_last_statement_is_resumed(release, tmp_path):
    folder, key, about = release
    count = statements_of(folder, key, tmp_path / "counted")
    assert count > 15
    instants = sorted({max(1, min(count, round(part * count))) for part in KILLED_AT})
    check_killed(folder, key, about, tmp_path / "work", instants, count)


@pytest.mark.prove
def test_a_migration_killed_at_every_statement_is_resumed(release, tmp_path):
    folder, key, about = release
    count = statements_of(folder, key, tmp_path / "counted")
    step = int(os.environ.get("EVERY_NTH_STATEMENT", "1"))
    check_killed(folder, key, about, tmp_path / "work", range(1, count + 1, step), count)


def test_a_store_of_a_newer_schema_is_refused_and_not_touched(release):
    folder, key, _ = release
    opened(folder, key).close()
    engines = open_engines(folder / "store.db", key)
    with engines.writer.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    engines.dispose()
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    with pytest.raises(StoreTooNew):
        opened(folder, key)
    assert before == {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
