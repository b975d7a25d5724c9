"""The Hub's work: clocks and rating on the enquiry, checks, decisions, messages, letters, tasks, disagreements, links,
the case list. The four tables of the first schema were never written to, so they are made anew."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from enquiry_app.storage import person_index

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SEQ = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STATUSES = (
    "draft", "awaiting_sign_off", "ready_to_hand_over", "sent", "received", "in_triage", "waiting_for_referrer",
    "information_checks", "manager_decision", "feedback_due", "closed", "withdrawn", "returned",
    "linked_to_open_case", "transferred", "not_referred",
)  # fmt: skip
PERSON, CODE = sa.String(length=36), sa.String(length=24)


def upgrade() -> None:
    for unused in ("information_check", "decision", "message", "task"):
        op.drop_table(unused)
    _widen_enquiry()
    _create_work()
    _create_differences_and_links()
    _create_case_list()
    _create_exchange()
    _index_anew()


def _column(name: str, kind: Any, *, empty: bool = False, default: Any = None) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=empty, server_default=default)


def _instant(name: str, *, empty: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.BigInteger(), nullable=empty)


def _widen_enquiry() -> None:
    held = _hold_back_trigger("sent_text_no_delete")  # it names the table, which is made anew under another name first
    _change_enquiry()
    if held:
        op.execute(held)
        op.drop_index("ix_enquiry_level", "enquiry")  # the copy has lost its descending order
        op.create_index(
            "ix_enquiry_level", "enquiry", [sa.text("level DESC"), "listed_at", "status", "agency_id", "urgent"]
        )
    _index_enquiry()
    _search_more()


def _index_enquiry() -> None:
    """What is due first: by urgency, by itself, for one person, and among the open ones."""
    last = ["status", "agency_id"]
    op.drop_index("ix_enquiry_urgent_first", "enquiry")
    op.drop_index("ix_enquiry_open", "enquiry")
    op.create_index(
        "ix_enquiry_urgent_first", "enquiry", [sa.text("urgent DESC"), "due_sort", *last, "level", "rating"]
    )
    op.create_index("ix_enquiry_due", "enquiry", ["due_sort", *last, "urgent", "level", "rating"])
    op.create_index(
        "ix_enquiry_assigned", "enquiry", ["assigned_to", "status", "urgent", "due_sort", "level", "rating"]
    )
    op.create_index(
        "ix_enquiry_open", "enquiry",
        ["status", "due_sort", "listed_at", "urgent", "level", "rating", "area", "agency_name", "agency_id", "assigned_to"],
    )  # fmt: skip


def _search_more() -> None:
    """Also telephone numbers and the words of what was sent. Deleted words must be unreadable at once (decision 16)."""
    if op.get_bind().dialect.name != "sqlite":
        return
    known = op.get_bind().exec_driver_sql("SELECT rowid, names, reference, postcode FROM enquiry_search").fetchall()
    op.execute("DROP TABLE enquiry_search")
    op.execute(
        "CREATE VIRTUAL TABLE enquiry_search USING fts5("
        "names, reference, postcode, phones, told, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3')"
    )
    op.execute("INSERT INTO enquiry_search (enquiry_search, rank) VALUES ('secure-delete', 1)")
    for row in known:
        op.get_bind().exec_driver_sql(
            "INSERT INTO enquiry_search (rowid, names, reference, postcode, phones, told) VALUES (?, ?, ?, ?, '', '')",
            tuple(row),
        )


def _hold_back_trigger(name: str) -> str:
    if op.get_bind().dialect.name != "sqlite":
        return ""
    query = "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = ?"
    text = str(op.get_bind().exec_driver_sql(query, (name,)).scalar_one())
    op.execute(f"DROP TRIGGER {name}")
    return text


def _change_enquiry() -> None:
    with op.batch_alter_table("enquiry", table_kwargs={"sqlite_autoincrement": True}) as enquiry:
        enquiry.drop_constraint("ck_enquiry_status", type_="check")
        enquiry.create_check_constraint(
            "ck_enquiry_status", f"status IN ({', '.join(repr(status) for status in STATUSES)})"
        )
        enquiry.add_column(_column("rating", sa.String(length=8), default=""))
        enquiry.add_column(_column("seen", sa.String(length=12), default=""))
        enquiry.add_column(_column("repeats", sa.Integer(), default="0"))
        enquiry.add_column(_column("outcome", sa.String(length=8), default=""))
        enquiry.add_column(_instant("due_at", empty=True))
        enquiry.add_column(_column("due_sort", SEQ, default=str(1 << 62)))
        enquiry.add_column(_column("due_for", sa.String(length=24), default=""))
        for name in ("acknowledged_at", "decided_at", "feedback_at", "closed_at"):
            enquiry.add_column(_instant(name, empty=True))
        enquiry.add_column(_column("amending", sa.Boolean(), default=sa.false()))


def _table(name: str, *columns: sa.schema.SchemaItem, of_enquiry: bool = True, words: bool = True) -> None:
    head = [_column("seq", SEQ), _column("id", PERSON)]
    tail: list[sa.schema.SchemaItem] = []
    if of_enquiry:
        head.append(_column("enquiry_seq", SEQ))
        tail.append(
            sa.ForeignKeyConstraint(
                ["enquiry_seq"], ["enquiry.seq"], name=f"fk_{name}_enquiry_seq_enquiry", ondelete="CASCADE"
            )
        )
    if words:
        head.append(_column("version", sa.Integer()))
        columns = (*columns, _column("words", sa.Text()))
    tail.append(sa.PrimaryKeyConstraint("seq", name=f"pk_{name}"))
    tail.append(sa.UniqueConstraint("id", name=f"uq_{name}_id"))
    op.create_table(name, *head, *columns, *tail)
    if of_enquiry:
        op.create_index(f"ix_{name}_enquiry", name, ["enquiry_seq"])


def _check(table: str, column: str, *values: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"{column} IN ({', '.join(map(repr, values))})", name=f"ck_{table}_{column}")


def _create_work() -> None:
    _table(
        "step", _column("kind", CODE), _column("from_code", sa.String(length=40)),
        _column("to_code", sa.String(length=40)), _instant("at"), _column("by", PERSON),
    )  # fmt: skip
    _table(
        "information_check", _column("agency_id", PERSON), _column("status", CODE), _instant("asked_at"),
        _column("asked_by", PERSON), _instant("due_at"), _instant("answered_at", empty=True),
        _column("answered_by", PERSON),
        _check("information_check", "status", "asked", "answered", "nothing_known", "cancelled"),
    )  # fmt: skip
    op.create_index("ix_information_check_agency", "information_check", ["agency_id", "status", "due_at"])
    _table(
        "decision", _column("status", CODE), _column("outcome", CODE), _column("level", sa.String(length=10)),
        _instant("drafted_at"), _column("drafted_by", PERSON), _instant("decided_at", empty=True),
        _column("decided_by", PERSON),
        _check("decision", "status", "draft", "awaiting_second", "returned", "final", "replaced"),
    )  # fmt: skip
    op.create_index("ix_decision_status", "decision", ["status", "decided_at"])
    _table(
        "message", _column("kind", CODE), _column("from_hub", sa.Boolean()), _instant("written_at"),
        _column("written_by", PERSON), _instant("due_at", empty=True), _instant("read_at", empty=True),
        _column("read_by", PERSON),
        _check("message", "kind", "question", "answer", "information", "disagreement", "chase"),
    )  # fmt: skip
    _table(
        "letter", _column("kind", CODE), _column("status", CODE), _instant("drafted_at"),
        _column("drafted_by", PERSON), _instant("sent_at", empty=True), _column("sent_by", PERSON),
        _column("useful", CODE), _check("letter", "status", "draft", "sent"),
    )  # fmt: skip
    _table(
        "task", _column("kind", CODE), _column("code", sa.String(length=40)), _column("status", CODE),
        _instant("made_at"), _column("made_by", PERSON), _column("assigned_to", PERSON),
        _instant("due_at", empty=True), _instant("done_at", empty=True), _column("done_by", PERSON),
        _check("task", "kind", "action", "pathway", "clock", "follow_up", "repeat_review"),
        _check("task", "status", "open", "done", "dropped"),
    )  # fmt: skip
    op.create_index("ix_task_assigned", "task", ["assigned_to", "status", "due_at"])
    op.create_index("ix_task_kind", "task", ["kind", "status", "due_at"])


def _create_differences_and_links() -> None:
    _table(
        "disagreement", _column("status", CODE), _column("stage", sa.Integer()),
        _column("reason", sa.String(length=40)), _instant("raised_at"), _column("raised_by", PERSON),
        _instant("due_at", empty=True), _instant("settled_at", empty=True), _column("settled_by", PERSON),
        _column("outcome", CODE), _check("disagreement", "status", "open", "settled", "withdrawn"),
        sa.CheckConstraint("stage BETWEEN 1 AND 4", name="ck_disagreement_stage"),
    )  # fmt: skip
    op.create_index("ix_disagreement_status", "disagreement", ["status", "due_at"])
    _table(
        "link", _column("kind", CODE), _column("other_id", PERSON), _column("entry_id", PERSON),
        _instant("made_at"), _column("made_by", PERSON), _instant("undone_at", empty=True),
        _column("undone_by", PERSON), _check("link", "kind", "same_child", "sibling", "household", "case_list"),
    )  # fmt: skip
    op.create_index("ix_link_other", "link", ["other_id"])
    _table(
        "not_referred", _instant("signed_at"), _column("signed_by", PERSON),
        _column("review_on", sa.String(length=10)), _instant("reopened_at", empty=True),
        _column("reopened_by", PERSON),
    )  # fmt: skip
    _table(
        "amendment", _column("status", CODE), _instant("begun_at"), _column("begun_by", PERSON),
        _check("amendment", "status", "open", "sent", "thrown_away"),
    )  # fmt: skip


def _create_case_list() -> None:
    _table(
        "case_list", _column("status", CODE), _instant("imported_at"), _column("imported_by", PERSON),
        _column("as_of", sa.String(length=10)), of_enquiry=False,
    )  # fmt: skip
    _table(
        "case_entry", _column("list_id", PERSON), _column("given_names", sa.Text()),
        _column("family_name", sa.Text()), _column("birth", sa.String(length=10)),
        _column("known", sa.Boolean()), _column("worker", sa.Text()), _column("team", sa.Text()),
        _column("phone", sa.Text()),
        sa.ForeignKeyConstraint(
            ["list_id"], ["case_list.id"], name="fk_case_entry_list_id_case_list", ondelete="CASCADE"
        ),
        of_enquiry=False, words=False,
    )  # fmt: skip
    op.create_index("ix_case_entry_list", "case_entry", ["list_id"])
    op.create_table(
        "case_entry_key",
        _column("key", sa.Text()),
        _column("entry_seq", SEQ),
        sa.ForeignKeyConstraint(
            ["entry_seq"], ["case_entry.seq"], name="fk_case_entry_key_entry_seq_case_entry", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("key", "entry_seq", name="pk_case_entry_key"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_case_entry_key_entry", "case_entry_key", ["entry_seq"])
    _table(
        "look_up", _instant("at"), _column("by", PERSON), _column("agency_id", PERSON), _column("result", CODE),
        of_enquiry=False,
    )  # fmt: skip
    op.create_index("ix_look_up_at", "look_up", ["at"])
    _table("saved_filter", _column("person_id", PERSON), of_enquiry=False)
    op.create_index("ix_saved_filter_person", "saved_filter", ["person_id"])


def _index_anew() -> None:
    """What is worked out from the record: the keys children are found by, and the words searched. Both know more now."""
    connection = op.get_bind()
    for seq in connection.exec_driver_sql("SELECT seq FROM enquiry").scalars().all():
        person_index.key_anew(connection, int(seq))
        person_index.write_words(connection, int(seq))


def _create_exchange() -> None:
    _table(
        "peer", _column("store_id", PERSON), _column("status", CODE), _column("kind", CODE), _instant("added_at"),
        _column("added_by", PERSON), _check("peer", "status", "confirmed", "refused"),
        sa.UniqueConstraint("store_id", name="uq_peer_store_id"),
        of_enquiry=False,
    )  # fmt: skip
    _table(
        "parcel", _column("parcel_id", PERSON), _column("incoming", sa.Boolean()), _column("kind", CODE),
        _column("store_id", PERSON), _column("of_enquiry", PERSON), _instant("at"), _column("by", PERSON),
        sa.UniqueConstraint("parcel_id", "incoming", name="uq_parcel_parcel_id_incoming"),
        of_enquiry=False,
    )  # fmt: skip
    op.create_index("ix_parcel_of_enquiry", "parcel", ["of_enquiry"])
