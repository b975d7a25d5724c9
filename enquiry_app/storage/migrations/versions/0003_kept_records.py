"""What accompanies an enquiry: disclosures, mail, pages handed over, who may open it, retention."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SEQ = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PERSON, CODE = sa.String(length=36), sa.String(length=24)


def upgrade() -> None:
    _table("disclosure")
    _table("mail", indexed={"status": ["status"]})
    _table("issued_pages")
    _table("access_rule", sa.Column("person_id", PERSON, nullable=False), indexed={"person": ["person_id"]})
    _table("retention", indexed={"kind": ["kind", "status"]})


def _table(name: str, *columns: sa.Column[Any], indexed: dict[str, list[str]] | None = None) -> None:
    op.create_table(
        name,
        sa.Column("seq", SEQ, nullable=False),
        sa.Column("id", PERSON, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("of_enquiry", PERSON, nullable=False),
        sa.Column("kind", CODE, nullable=False),
        sa.Column("status", CODE, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", PERSON, nullable=False),
        *columns,
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=f"pk_{name}"),
        sa.UniqueConstraint("id", name=f"uq_{name}_id"),
    )
    for ending, names in {"of_enquiry": ["of_enquiry"], **(indexed or {})}.items():
        op.create_index(f"ix_{name}_{ending}", name, names)
