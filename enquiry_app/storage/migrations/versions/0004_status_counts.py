"""How many enquiries there are in each status, kept true by the database itself: counting them anew read every one of a
hub's years of closed enquiries each time its queue was shown."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

MORE = "INSERT INTO status_count (status, number) VALUES (NEW.status, 1) ON CONFLICT (status) DO UPDATE SET number = "
LESS = "UPDATE status_count SET number = number - 1 WHERE status = OLD.status"


def upgrade() -> None:
    op.create_table(
        "status_count",
        sa.Column("status", sa.String(length=24), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("status", name="pk_status_count"),
        sqlite_with_rowid=False,
    )
    op.execute("INSERT INTO status_count (status, number) SELECT status, count(*) FROM enquiry GROUP BY status")
    if op.get_bind().dialect.name == "sqlite":
        _count_on_sqlite()
    else:
        _count_on_postgresql()


def _count_on_sqlite() -> None:
    more = f"{MORE}number + 1"
    op.execute(f"CREATE TRIGGER enquiry_counted_in AFTER INSERT ON enquiry BEGIN {more}; END")
    op.execute(f"CREATE TRIGGER enquiry_counted_out AFTER DELETE ON enquiry BEGIN {LESS}; END")
    op.execute(
        "CREATE TRIGGER enquiry_counted_over AFTER UPDATE OF status ON enquiry WHEN OLD.status <> NEW.status "
        f"BEGIN {LESS}; {more}; END"
    )


def _count_on_postgresql() -> None:
    more = f"{MORE}status_count.number + 1"
    op.execute(
        "CREATE FUNCTION enquiry_counted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP <> 'INSERT' THEN {LESS}; END IF; "
        f"IF TG_OP <> 'DELETE' THEN {more}; END IF; "
        "RETURN NULL; END $$"
    )
    op.execute(
        "CREATE TRIGGER enquiry_counted AFTER INSERT OR DELETE OR UPDATE OF status ON enquiry "
        "FOR EACH ROW EXECUTE FUNCTION enquiry_counted()"
    )
