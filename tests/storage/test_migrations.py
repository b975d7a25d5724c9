"""The schema made by the migrations is the one the rows describe, on both databases; upgrades are safe (P12)."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

import pytest
import sqlalchemy as sa

from enquiry_app.errors import StoreDamaged
from enquiry_app.storage import engine, exchange_tables, hub_tables, kept_tables, upgrade
from enquiry_app.storage.tables import Row

assert {
    hub_tables.TaskRow.__tablename__,
    exchange_tables.PeerRow.__tablename__,
    kept_tables.MailRow.__tablename__,
} <= set(Row.metadata.tables)
POSTGRES = max(Path("/usr/lib/postgresql").glob("*/bin"), default=Path("none"))


def fresh(path):
    engine.make_file(path, 0o600)
    return engine.open_engines(path, b"k" * 32)


def statements(connection):
    """CREATE statements by name, each as the set of its parts: the order of constraints says nothing."""
    rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    return {name: sorted(part.strip() for part in re.split(r",\s", re.sub(r"\s+", " ", sql))) for name, sql in rows}


def plain(parts):
    return sorted(re.sub(r'^CREATE TABLE "?\w+"? \( |\s\)( WITHOUT ROWID)?$', "", part) for part in parts)


def test_head_equals_the_rows_on_sqlcipher(tmp_path):
    engines = fresh(tmp_path / "a.db")
    upgrade.migrate(engines.writer)
    modelled = sa.create_engine("sqlite://")
    Row.metadata.create_all(modelled)
    with engines.reader.connect() as migrated, modelled.connect() as wanted:
        found, expected = statements(migrated), statements(wanted)
    for name, parts in expected.items():
        assert plain(found[name]) == plain(parts), name
    extra = {name for name in set(found) - set(expected) if not name.startswith(("enquiry_search", "alembic"))}
    assert all(name.endswith(("_no_update", "_no_delete")) or name.startswith("enquiry_counted_") for name in extra)
    engines.dispose()
    modelled.dispose()


def test_the_revision_in_the_code_is_the_last_migration():
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", "enquiry_app:storage/migrations")
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_current_head() == upgrade.HEAD


def test_words_deleted_from_the_search_are_unreadable_at_once(store):
    with store.read() as reading:
        setting = "SELECT v FROM enquiry_search_config WHERE k = 'secure-delete'"
        assert reading.connection.exec_driver_sql(setting).scalar() == 1


def test_an_upgrade_copies_first_and_happens_once(tmp_path):
    engines = fresh(tmp_path / "a.db")
    asked = []
    assert upgrade.upgrade_if_needed(engines.writer, asked.append) == ""
    assert asked == []  # nothing to copy in an empty store
    assert upgrade.upgrade_if_needed(engines.writer, asked.append) is None
    with engines.writer.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")
    with pytest.raises(ZeroDivisionError):
        upgrade.upgrade_if_needed(engines.writer, lambda revision: 1 / 0)
    with engines.reader.connect() as connection:
        assert upgrade.revision_of(connection) == "0000"
    engines.dispose()


def test_a_migration_that_fails_leaves_the_store_as_it_was(tmp_path):
    """The whole upgrade is one transaction: an enquiry table that is in the way stops it before anything changed."""
    engines = fresh(tmp_path / "a.db")
    with engines.writer.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE task (x)")
    with pytest.raises(sa.exc.OperationalError):
        upgrade.migrate(engines.writer)
    with engines.reader.connect() as connection:
        names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars().all()
    assert names == ["task"]
    engines.dispose()


def test_a_copy_before_an_upgrade_is_checked(profile, store, template_profile):
    from enquiry_app.storage.backup import copy_file

    store.close()
    content = bytearray(profile.store_file.read_bytes())
    content[5 * 4096 + 99] ^= 1
    profile.store_file.write_bytes(content)
    target = profile.backup_folder / "copy.db"
    with pytest.raises(StoreDamaged):
        copy_file(profile.store_file, template_profile.data_key, target)
    assert not target.exists()


@pytest.fixture(scope="module")
def postgres():
    """A PostgreSQL server of its own, on loopback, gone afterwards; yields a URL."""
    if not POSTGRES.is_dir():
        pytest.skip("no PostgreSQL here")
    base = Path(tempfile.mkdtemp(prefix="pg-"))
    base.chmod(0o755)
    as_user = []
    if os.geteuid() == 0:
        shutil.chown(base, "postgres", "postgres")
        as_user = ["runuser", "-u", "postgres", "--"]

    def run(*command):
        subprocess.run([*as_user, *map(str, command)], check=True, capture_output=True, cwd="/")

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data, log = base / "data", base / "log"
    run(POSTGRES / "initdb", "-D", data, "-A", "trust", "-U", "postgres", "--no-sync", "--locale=C.UTF-8", "-E", "UTF8")
    options = f"-p {port} -k {base} -c listen_addresses=127.0.0.1 -c fsync=off"
    run(POSTGRES / "pg_ctl", "-D", data, "-w", "-o", options, "-l", log, "start")
    yield f"postgresql+psycopg://postgres@127.0.0.1:{port}/postgres"
    run(POSTGRES / "pg_ctl", "-D", data, "-m", "immediate", "stop")
    shutil.rmtree(base)


def test_head_equals_the_rows_on_postgresql(postgres):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    server = sa.create_engine(postgres)
    assert upgrade.upgrade_if_needed(server, None) == ""
    assert upgrade.upgrade_if_needed(server, None) is None
    with server.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), Row.metadata)
        checks = {
            check["name"]
            for table in Row.metadata.tables
            for check in sa.inspect(connection).get_check_constraints(table)
        }
    wanted = {
        str(constraint.name)
        for table in Row.metadata.tables.values()
        for constraint in table.constraints
        if isinstance(constraint, sa.CheckConstraint)
    }
    assert differences == []
    assert {name for name in wanted if not name.startswith("ck_")} == set()
    assert checks == wanted
    with server.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO event (number, at, actor_id, tag, subject_id, digest, hash) VALUES (1, 0, '', '', '', '', '')"
        )
    with pytest.raises(sa.exc.DBAPIError), server.begin() as connection:
        connection.exec_driver_sql("DELETE FROM event")
    server.dispose()


def test_children_of_an_older_store_are_found_by_the_keys_of_today(tmp_path):
    """A store of the first schema: its people get today's keys, its enquiries today's words to search."""
    engines = fresh(tmp_path / "a.db")
    upgrade.migrate(engines.writer, "0001")
    with engines.writer.begin() as connection:
        columns = "seq, id, reference, status, version, owner_id, owner_name, agency_id, agency_name, agency_kind, form"
        connection.exec_driver_sql(
            f"INSERT INTO enquiry ({columns}, matrix, urgent, created_at, updated_at, listed_at, place, level, title,"
            " initials, area, youngest, flags, lead_id, assigned_to, summary_digest)"
            " VALUES (1, 'e', 'R-1', 'sent', 1, 'o', 'O', 'a', 'A', 'school', 'f/1', 'm/1', 0, 1, 1, 1, '', '', '', '',"
            " '', '', '[]', '', '', '')"
        )
        connection.exec_driver_sql(
            "INSERT INTO person VALUES (7, 'Kateryna', 'Shevchenko', '', '2015-03-02', 0, '', '', '', 'TQ1 1AA', '1 Quay',"
            " '01632 960123', '')"
        )
        connection.exec_driver_sql("INSERT INTO enquiry_person VALUES (1, 'c1', 'subject', 7)")
        connection.exec_driver_sql("INSERT INTO person_key VALUES ('old', 7)")
        connection.exec_driver_sql("INSERT INTO answer VALUES (1, 'v', 'worry', '', '\"He was hungry again\"')")
    upgrade.migrate(engines.writer)
    with engines.reader.connect() as connection:
        keys = set(connection.exec_driver_sql("SELECT key FROM person_key").scalars())
        found = connection.exec_driver_sql("SELECT rowid FROM enquiry_search WHERE enquiry_search MATCH '\"hungry\"'")
        assert "old" not in keys
        assert len(keys) > 3
        assert found.scalars().all() == [1]
        phone = connection.exec_driver_sql(
            "SELECT rowid FROM enquiry_search WHERE enquiry_search MATCH '\"01632960123\"'"
        )
        assert phone.scalars().all() == [1]
    engines.dispose()
