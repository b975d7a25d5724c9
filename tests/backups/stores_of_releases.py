"""What a store holds, as one digest a table: to compare a store of an earlier release before and after it is opened.

Run in a checkout of a release it makes the fixture of that release: `python stores_of_releases.py FOLDER`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
import sys
from pathlib import Path

# Derived from the other rows, and made anew by migrations where the rule changed; or the schema's own books.
DERIVED = ("enquiry_search", "person_key", "alembic_version", "sqlite_")
ENQUIRIES, SEED = 6, 20261


def _plain(value):
    return hashlib.sha256(value).hexdigest() if isinstance(value, bytes) else value


def digests(run, columns_of=None) -> dict[str, dict[str, object]]:
    """Table -> its columns, how many rows, and a digest of them. `columns_of` limits it to tables and columns of an
    earlier schema. `run(sql)` gives rows."""
    tables = [row[0] for row in run("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    found = {}
    for table in columns_of or [name for name in tables if not name.startswith(DERIVED)]:
        columns = columns_of[table] if columns_of else [row[1] for row in run(f"PRAGMA table_info({table})")]
        listed = ", ".join(f'"{column}"' for column in columns)
        rows = sorted(json.dumps([_plain(value) for value in row]) for row in run(f"SELECT {listed} FROM {table}"))
        digest = hashlib.sha256("\n".join(rows).encode()).hexdigest()
        found[table] = {"columns": columns, "rows": len(rows), "sha256": digest}
    return found


def with_a_profile(folder: Path) -> None:
    """Beside a store the keys and settings a profile has, so that a whole backup can be made of it."""
    from enquiry_app.settings import ProfileSettings, write_settings

    (folder / "keys").mkdir()
    (folder / "keys" / "store.age").write_bytes(b"sealed to everybody")
    (folder / "keys" / "ada.admin.age").write_bytes(b"behind a password")
    write_settings(folder, ProfileSettings("0" * 36, "practice", "Bay Safeguarding Hub", practice=True))


class _FixedClock:
    def now(self):
        return dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)

    def monotonic(self):
        return 0.0


def make(folder: Path) -> None:
    """Make a store of fictional people with the code of this checkout, its key and its digests beside it."""
    from enquiry_app import composition

    folder.mkdir(parents=True)
    made = composition.make_practice_profile(
        folder / "profile", enquiries=ENQUIRIES, seed=SEED, clock=_FixedClock(), with_passwords=False
    )
    store = made.application.store
    key = store.data_key.hex()
    with store.read() as reading:
        expected = digests(lambda sql: reading.connection.exec_driver_sql(sql).fetchall())
        schema = reading.connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    events = store.position().event
    made.application.close()
    shutil.copy(folder / "profile" / "store.db", folder / "store.db")
    shutil.copy(folder / "profile" / "anchor.json", folder / "anchor.json")
    shutil.rmtree(folder / "profile")
    about = {"schema": schema, "events": events, "key": key, "enquiries": len(made.enquiries), "tables": expected}
    (folder / "about.json").write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.path.insert(0, str(Path.cwd()))
    make(Path(sys.argv[1]))
