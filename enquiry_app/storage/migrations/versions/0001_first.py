"""First schema of the store."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SEQ = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# Rows that nobody changes afterwards: (table, forbidden, condition under which it is forbidden).
FROZEN = (
    ("event", "UPDATE", ""),
    ("event", "DELETE", ""),
    ("event_detail", "UPDATE", ""),
    ("event_detail", "DELETE", "NOT EXISTS (SELECT 1 FROM tombstone t JOIN event e ON t.subject_id = e.subject_id"
     " WHERE e.number = OLD.number)"),
    ("sent_version", "UPDATE", ""),
    ("sent_version", "DELETE", ""),
    ("sent_text", "UPDATE", ""),
    ("sent_text", "DELETE", "NOT EXISTS (SELECT 1 FROM tombstone t JOIN enquiry q ON t.subject_id = q.id"
     " JOIN sent_version v ON v.enquiry_seq = q.seq WHERE v.seq = OLD.version_seq)"),
    ("level_choice", "UPDATE", ""),
)  # fmt: skip


def upgrade() -> None:
    _create_store_tables()
    _create_people()
    _create_enquiry()
    _index_enquiry()
    _create_person_index()
    _create_answers()
    _create_sent_versions()
    _create_files()
    _create_hub_checks()
    _create_hub_messages()
    _create_events()
    if op.get_bind().dialect.name == "sqlite":
        _create_search()
        _freeze_on_sqlite()
    else:
        _freeze_on_postgresql()


def _create_store_tables() -> None:
    op.create_table(
        "store_info",
        sa.Column("one", SEQ, autoincrement=False, nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("prefix", sa.String(length=8), nullable=False),
        sa.Column("practice", sa.Boolean(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("settings", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('partner', 'hub', 'shared', 'practice')", name="ck_store_info_kind"),
        sa.CheckConstraint("one = 1", name="ck_store_info_one"),
        sa.PrimaryKeyConstraint("one", name="pk_store_info"),
    )
    op.create_table(
        "store_state",
        sa.Column("one", SEQ, autoincrement=False, nullable=False),
        sa.Column("commits", SEQ, nullable=False),
        sa.Column("references_given", SEQ, nullable=False),
        sa.CheckConstraint("one = 1", name="ck_store_state_one"),
        sa.PrimaryKeyConstraint("one", name="pk_store_state"),
    )
    op.create_table(
        "store_secret",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_store_secret"),
    )
    op.create_table(
        "definition",
        sa.Column("seq", SEQ, nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_definition"),
        sa.UniqueConstraint("kind", "name", "sha256", name="uq_definition_kind_name_sha256"),
    )
    op.create_table(
        "tombstone",
        sa.Column("subject_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("commits", SEQ, nullable=False),
        sa.PrimaryKeyConstraint("subject_id", name="pk_tombstone"),
    )


def _create_people() -> None:
    op.create_table(
        "agency",
        sa.Column("seq", SEQ, nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_agency"),
        sa.UniqueConstraint("id", name="uq_agency_id"),
    )
    op.create_table(
        "account",
        sa.Column("seq", SEQ, nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("user_name", sa.String(length=64), nullable=False),
        sa.Column("display_name", sa.Text(), nullable=False),
        sa.Column("job_title", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("agency_id", sa.String(length=36), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("public_key", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "role IN ('practitioner', 'safeguarding_lead', 'hub_worker', 'hub_manager', 'checking_agency', 'auditor',"
            " 'administrator')",
            name="ck_account_role",
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name="fk_account_agency_id_agency"),
        sa.PrimaryKeyConstraint("seq", name="pk_account"),
        sa.UniqueConstraint("id", name="uq_account_id"),
        sa.UniqueConstraint("user_name", name="uq_account_user_name"),
    )


def _create_enquiry() -> None:
    op.create_table(
        "enquiry",
        sa.Column("seq", SEQ, nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=True),
        sa.Column("status", sa.String(length=24), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.String(length=36), nullable=False),
        sa.Column("owner_name", sa.Text(), nullable=False),
        sa.Column("agency_id", sa.String(length=36), nullable=False),
        sa.Column("agency_name", sa.Text(), nullable=False),
        sa.Column("agency_kind", sa.String(length=60), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("matrix", sa.Text(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("listed_at", sa.BigInteger(), nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=True),
        sa.Column("received_at", sa.BigInteger(), nullable=True),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("level", sa.String(length=10), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("initials", sa.Text(), nullable=False),
        sa.Column("area", sa.String(length=10), nullable=False),
        sa.Column("youngest", sa.Text(), nullable=False),
        sa.Column("flags", sa.Text(), nullable=False),
        sa.Column("lead_id", sa.String(length=36), nullable=False),
        sa.Column("assigned_to", sa.String(length=36), nullable=False),
        sa.Column("summary_digest", sa.String(length=64), nullable=False),
        sa.CheckConstraint(
            "status IN ('draft', 'awaiting_sign_off', 'ready_to_hand_over', 'sent', 'received', 'in_triage',"
            " 'waiting_for_referrer', 'information_checks', 'manager_decision', 'feedback_due', 'closed', 'withdrawn',"
            " 'returned', 'linked_to_open_case', 'transferred')",
            name="ck_enquiry_status",
        ),
        sa.PrimaryKeyConstraint("seq", name="pk_enquiry"),
        sa.UniqueConstraint("id", name="uq_enquiry_id"),
        sa.UniqueConstraint("reference", name="uq_enquiry_reference"),
        sqlite_autoincrement=True,
    )


def _index_enquiry() -> None:
    op.create_index(
        "ix_enquiry_agency",
        "enquiry",
        ["agency_name", "listed_at", "status", "agency_id", "urgent", "level"],
    )
    op.create_index("ix_enquiry_area", "enquiry", ["area", "listed_at", "status", "agency_id", "urgent", "level"])
    op.create_index("ix_enquiry_lead", "enquiry", ["lead_id", "status", "updated_at"])
    op.create_index("ix_enquiry_listed_at", "enquiry", ["listed_at", "status", "agency_id", "urgent", "level"])
    op.create_index("ix_enquiry_owner", "enquiry", ["owner_id", "status", "updated_at"])
    op.create_index("ix_enquiry_status", "enquiry", ["status", "agency_id", "urgent", "level"])
    sorts = ["urgent", "level", "area", "agency_name"]
    op.create_index("ix_enquiry_open", "enquiry", ["status", "listed_at", *sorts, "agency_id"])
    op.create_index(
        "ix_enquiry_of_agency",
        "enquiry",
        ["agency_id", "status", "urgent", "level", "listed_at", "area", "agency_name"],
    )
    op.create_index(
        "ix_enquiry_urgent_first", "enquiry", [sa.text("urgent DESC"), "listed_at", "status", "agency_id", "level"]
    )
    op.create_index(
        "ix_enquiry_level", "enquiry", [sa.text("level DESC"), "listed_at", "status", "agency_id", "urgent"]
    )


def _create_person_index() -> None:
    op.create_table(
        "person",
        sa.Column("seq", SEQ, nullable=False),
        sa.Column("given_names", sa.Text(), nullable=False),
        sa.Column("family_name", sa.Text(), nullable=False),
        sa.Column("known_as", sa.Text(), nullable=False),
        sa.Column("birth", sa.String(length=10), nullable=False),
        sa.Column("unborn", sa.Boolean(), nullable=False),
        sa.Column("sex", sa.Text(), nullable=False),
        sa.Column("nhs_number", sa.Text(), nullable=False),
        sa.Column("upn", sa.Text(), nullable=False),
        sa.Column("postcode", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("school", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_person"),
    )
    op.create_index("ix_person_nhs_number", "person", ["nhs_number"])
    op.create_table(
        "enquiry_person",
        sa.Column("enquiry_seq", SEQ, nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("part", sa.String(length=12), nullable=False),
        sa.Column("person_seq", SEQ, nullable=False),
        sa.ForeignKeyConstraint(
            ["enquiry_seq"], ["enquiry.seq"], name="fk_enquiry_person_enquiry_seq_enquiry", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_seq"], ["person.seq"], name="fk_enquiry_person_person_seq_person", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("enquiry_seq", "item", name="pk_enquiry_person"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_enquiry_person_person", "enquiry_person", ["person_seq"])
    op.create_table(
        "person_key",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("person_seq", SEQ, nullable=False),
        sa.ForeignKeyConstraint(
            ["person_seq"], ["person.seq"], name="fk_person_key_person_seq_person", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("key", "person_seq", name="pk_person_key"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_person_key_person", "person_key", ["person_seq"])


def _create_answers() -> None:
    op.create_table(
        "answer",
        sa.Column("enquiry_seq", SEQ, nullable=False),
        sa.Column("kind", sa.String(length=1), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('i', 'v')", name="ck_answer_kind"),
        sa.ForeignKeyConstraint(
            ["enquiry_seq"], ["enquiry.seq"], name="fk_answer_enquiry_seq_enquiry", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("enquiry_seq", "kind", "question", "path", name="pk_answer"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "answer_change",
        sa.Column("enquiry_seq", SEQ, nullable=False),
        sa.Column("minute", SEQ, nullable=False),
        sa.Column("kind", sa.String(length=1), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=36), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["enquiry_seq"], ["enquiry.seq"], name="fk_answer_change_enquiry_seq_enquiry", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("enquiry_seq", "minute", "kind", "question", "path", "by", name="pk_answer_change"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "level_choice",
        sa.Column("enquiry_seq", SEQ, nullable=False),
        sa.Column("child", sa.Text(), nullable=False),
        sa.Column("first_level", sa.String(length=10), nullable=False),
        sa.Column("first_rationale", sa.Text(), nullable=False),
        sa.Column("chosen_at", sa.BigInteger(), nullable=False),
        sa.Column("chosen_by", sa.String(length=36), nullable=False),
        sa.Column("suggestion", sa.Text(), nullable=False),
        sa.Column("matrix", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enquiry_seq"], ["enquiry.seq"], name="fk_level_choice_enquiry_seq_enquiry", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("enquiry_seq", "child", name="pk_level_choice"),
    )


def _create_sent_versions() -> None:
    op.create_table(
        "sent_version",
        sa.Column("seq", SEQ, nullable=False),
        sa.Column("enquiry_seq", SEQ, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("matrix", sa.Text(), nullable=False),
        sa.Column("engine", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=False),
        sa.Column("sent_by", sa.String(length=36), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["enquiry_seq"], ["enquiry.seq"], name="fk_sent_version_enquiry_seq_enquiry"),
        sa.PrimaryKeyConstraint("seq", name="pk_sent_version"),
        sa.UniqueConstraint("enquiry_seq", "number", name="uq_sent_version_enquiry_seq_number"),
    )
    op.create_table(
        "sent_text",
        sa.Column("version_seq", SEQ, nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["version_seq"], ["sent_version.seq"], name="fk_sent_text_version_seq_sent_version"),
        sa.PrimaryKeyConstraint("version_seq", name="pk_sent_text"),
    )


def _create_files() -> None:
    op.create_table(
        "document",
        sa.Column("seq", SEQ, nullable=False),
        sa.Column("enquiry_seq", SEQ, nullable=False),
        sa.Column("copy", sa.String(length=40), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["enquiry_seq"], ["enquiry.seq"], name="fk_document_enquiry_seq_enquiry", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("seq", name="pk_document"),
    )
    op.create_index("ix_document_enquiry", "document", ["enquiry_seq", "copy"])
    op.create_table(
        "attachment",
        sa.Column("seq", SEQ, nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("enquiry_seq", SEQ, nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enquiry_seq"], ["enquiry.seq"], name="fk_attachment_enquiry_seq_enquiry", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("seq", name="pk_attachment"),
        sa.UniqueConstraint("id", name="uq_attachment_id"),
    )
    op.create_index("ix_attachment_enquiry", "attachment", ["enquiry_seq"])


def _create_hub_checks() -> None:
    op.create_table(
        "information_check",
        sa.Column("seq", SEQ, nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("enquiry_seq", SEQ, nullable=False),
        sa.Column("agency_id", sa.String(length=36), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("asked_by", sa.String(length=36), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.Column("answered_by", sa.String(length=36), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.CheckConstraint("status IN ('asked', 'answered', 'cancelled')", name="ck_information_check_status"),
        sa.ForeignKeyConstraint(
            ["enquiry_seq"], ["enquiry.seq"], name="fk_information_check_enquiry_seq_enquiry", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("seq", name="pk_information_check"),
        sa.UniqueConstraint("id", name="uq_information_check_id"),
    )
    op.create_index("ix_information_check_agency", "information_check", ["agency_id", "status", "due_at"])
    op.create_index("ix_information_check_enquiry", "information_check", ["enquiry_seq"])
    op.create_table(
        "decision",
        sa.Column("seq", SEQ, nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("enquiry_seq", SEQ, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("level", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("drafted_at", sa.BigInteger(), nullable=False),
        sa.Column("drafted_by", sa.String(length=36), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("decided_by", sa.String(length=36), nullable=True),
        sa.ForeignKeyConstraint(
            ["enquiry_seq"], ["enquiry.seq"], name="fk_decision_enquiry_seq_enquiry", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("seq", name="pk_decision"),
        sa.UniqueConstraint("id", name="uq_decision_id"),
    )
    op.create_index("ix_decision_enquiry", "decision", ["enquiry_seq"])


def _create_hub_messages() -> None:
    op.create_table(
        "message",
        sa.Column("seq", SEQ, nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("enquiry_seq", SEQ, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("written_at", sa.BigInteger(), nullable=False),
        sa.Column("written_by", sa.String(length=36), nullable=False),
        sa.Column("read_at", sa.BigInteger(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enquiry_seq"], ["enquiry.seq"], name="fk_message_enquiry_seq_enquiry", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("seq", name="pk_message"),
        sa.UniqueConstraint("id", name="uq_message_id"),
    )
    op.create_index("ix_message_enquiry", "message", ["enquiry_seq"])
    op.create_table(
        "task",
        sa.Column("seq", SEQ, nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("enquiry_seq", SEQ, nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("assigned_to", sa.String(length=36), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("status IN ('open', 'done', 'dropped')", name="ck_task_status"),
        sa.ForeignKeyConstraint(
            ["enquiry_seq"], ["enquiry.seq"], name="fk_task_enquiry_seq_enquiry", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("seq", name="pk_task"),
        sa.UniqueConstraint("id", name="uq_task_id"),
    )
    op.create_index("ix_task_assigned", "task", ["assigned_to", "status", "due_at"])
    op.create_index("ix_task_enquiry", "task", ["enquiry_seq"])


def _create_events() -> None:
    op.create_table(
        "event",
        sa.Column("number", SEQ, autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor_id", sa.Text(), nullable=False),
        sa.Column("tag", sa.String(length=60), nullable=False),
        sa.Column("subject_id", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_event"),
    )
    op.create_index("ix_event_subject", "event", ["subject_id", "number"])
    op.create_table(
        "event_detail",
        sa.Column("number", SEQ, nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["number"], ["event.number"], name="fk_event_detail_number_event"),
        sa.PrimaryKeyConstraint("number", name="pk_event_detail"),
    )


def _create_search() -> None:
    """Names, reference and postcode by word and prefix. Deleted words must be unreadable at once (decision 16)."""
    op.execute(
        "CREATE VIRTUAL TABLE enquiry_search USING fts5("
        "names, reference, postcode, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3')"
    )
    op.execute("INSERT INTO enquiry_search (enquiry_search, rank) VALUES ('secure-delete', 1)")


def _freeze_on_sqlite() -> None:
    for table, act, condition in FROZEN:
        when = f"WHEN {condition} " if condition else ""
        op.execute(
            f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} {when}"
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )


def _freeze_on_postgresql() -> None:
    for table, act, condition in FROZEN:
        name = f"{table}_no_{act.lower()}"
        test = f"IF {condition} THEN " if condition else ""
        end = " END IF; RETURN OLD;" if condition else ""
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {test}"
            f"RAISE EXCEPTION '{table} is append-only';{end} END $$"
        )
        op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")
