"""Teams within an agency, and the trail found by who, what and when without reading all of it."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

SEQ = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "team",
        sa.Column("seq", SEQ, nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("agency_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("seq", name="pk_team"),
        sa.UniqueConstraint("id", name="uq_team_id"),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name="fk_team_agency_id_agency"),
    )
    op.create_index("ix_team_agency", "team", ["agency_id"])
    op.add_column("account", sa.Column("team_id", sa.String(length=36), server_default="", nullable=False))
    op.create_index("ix_account_team", "account", ["team_id"])
    op.create_index("ix_event_actor", "event", ["actor_id", "number"])
    op.create_index("ix_event_tag", "event", ["tag", "number"])
    op.create_index("ix_event_at", "event", ["at", "number"])
