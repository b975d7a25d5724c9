"""Brings a store to the schema of this version: copy first, check the copy, migrate in one transaction, check again.

Alembic costs a quarter of a second to import, so it is imported only when there is something to do.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, Engine

from enquiry_app.errors import StoreDamaged, StoreTooNew
from enquiry_app.storage.driver_errors import DAMAGED

HEAD = "0005"

TOO_NEW = (
    "This store was made by a newer version of the app. It was left as it is. Please install the newer version on this"
    " computer."
)


def revision_of(connection: Connection) -> str:
    """The schema revision of the store; "" for an empty one."""
    if connection.dialect.name == "sqlite":
        known = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'alembic_version'"
    else:
        known = "SELECT count(*) FROM pg_tables WHERE tablename = 'alembic_version' AND schemaname = current_schema()"
    if not connection.exec_driver_sql(known).scalar_one():
        return ""
    return str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() or "")


def upgrade_if_needed(engine: Engine, copy_first: Callable[[str], object] | None) -> str | None:
    """Migrate the store behind `engine` if its schema is older. Returns the revision it had, None if nothing was done.

    `copy_first(revision)` makes and checks a copy before the first change. Raises StoreTooNew for a newer store and
    StoreDamaged if the migrated store does not pass its check.
    """
    with engine.connect() as connection:
        current = revision_of(connection)
        connection.rollback()
    if current == HEAD:
        return None
    if current > HEAD:
        raise StoreTooNew(TOO_NEW)
    if current and copy_first is not None:
        copy_first(current)
    migrate(engine)
    return current


def migrate(engine: Engine, revision: str = "head") -> None:
    """Run the migrations up to `revision` in one transaction: killed half-way, nothing has happened."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "enquiry_app:storage/migrations")
    config.set_main_option("path_separator", "os")
    on_sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        if on_sqlite:  # batch changes of a table would otherwise cascade; has no effect inside a transaction
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]
        try:
            with connection.begin():
                config.attributes["connection"] = connection
                command.upgrade(config, revision)
                if on_sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                    raise StoreDamaged(DAMAGED)
        finally:
            if on_sqlite:
                connection.connection.driver_connection.execute("PRAGMA foreign_keys=ON")  # type: ignore[union-attr]
