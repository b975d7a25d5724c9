"""The tables, as declarative rows private to `storage`. Narrow ones for what is listed, sorted and searched; text and
bytes apart. Every constraint is named. The schema itself is made by `migrations/`; a test holds the two equal.
"""

from __future__ import annotations

import datetime as dt
from typing import cast

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    desc,
    false,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from enquiry_app.enquiry.records import PROFILE_KINDS, ROLES, STATUSES
from enquiry_app.storage.column_types import Instant, Sequence, Structure

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def one_of(column: str, values: tuple[str, ...]) -> str:
    """SQL saying that the column holds one of these codes."""
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


class Row(DeclarativeBase):
    """Base of every table."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {dt.datetime: Instant, str: Text, bytes: LargeBinary}


def table_of(row: type[Row]) -> Table:
    """The table of a row class, for statements."""
    return cast(Table, row.__table__)


def _seq() -> Mapped[int]:
    return mapped_column(Sequence, primary_key=True)


def _id() -> Mapped[str]:
    return mapped_column(String(36), unique=True)


def _of_enquiry(*, primary_key: bool = False) -> Mapped[int]:
    return mapped_column(Sequence, ForeignKey("enquiry.seq", ondelete="CASCADE"), primary_key=primary_key)


class StoreInfoRow(Row):
    """What the store says of itself: one row."""

    __tablename__ = "store_info"
    __table_args__ = (
        CheckConstraint("one = 1", name="one"),
        CheckConstraint(one_of("kind", PROFILE_KINDS), name="kind"),
    )
    one: Mapped[int] = mapped_column(Sequence, primary_key=True, autoincrement=False)
    id: Mapped[str] = mapped_column(String(36))
    kind: Mapped[str] = mapped_column(String(10))
    prefix: Mapped[str] = mapped_column(String(8))
    practice: Mapped[bool]
    organisation: Mapped[str]
    settings: Mapped[object] = mapped_column(Structure)


class StoreStateRow(Row):
    """Counters: `commits` counts transactions (compared with the anchor), `references_given` those sent."""

    __tablename__ = "store_state"
    __table_args__ = (CheckConstraint("one = 1", name="one"),)
    one: Mapped[int] = mapped_column(Sequence, primary_key=True, autoincrement=False)
    commits: Mapped[int] = mapped_column(Sequence)
    references_given: Mapped[int] = mapped_column(Sequence)


class StoreSecretRow(Row):
    """Keys and recipients that live only inside the encrypted file."""

    __tablename__ = "store_secret"
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[bytes]


class AgencyRow(Row):
    """An organisation people of this store belong to."""

    __tablename__ = "agency"
    seq: Mapped[int] = _seq()
    id: Mapped[str] = _id()
    name: Mapped[str]
    kind: Mapped[str] = mapped_column(String(60))


class TeamRow(Row):
    """People of one agency who work together. `closed_at` is set once it is no more; its row stays."""

    __tablename__ = "team"
    __table_args__ = (Index("ix_team_agency", "agency_id"),)
    seq: Mapped[int] = _seq()
    id: Mapped[str] = _id()
    agency_id: Mapped[str] = mapped_column(ForeignKey("agency.id"))
    name: Mapped[str]
    closed_at: Mapped[dt.datetime | None]


class AccountRow(Row):
    """Somebody who can sign in. `public_key` is their age recipient, so that keys can be sealed to them; `team_id` is ""
    for somebody of no team."""

    __tablename__ = "account"
    __table_args__ = (CheckConstraint(one_of("role", ROLES), name="role"), Index("ix_account_team", "team_id"))
    seq: Mapped[int] = _seq()
    id: Mapped[str] = _id()
    user_name: Mapped[str] = mapped_column(String(64), unique=True)
    display_name: Mapped[str]
    job_title: Mapped[str]
    role: Mapped[str] = mapped_column(String(20))
    agency_id: Mapped[str] = mapped_column(ForeignKey("agency.id"))
    phone: Mapped[str]
    email: Mapped[str]
    active: Mapped[bool]
    public_key: Mapped[str] = mapped_column(String(80))
    team_id: Mapped[str] = mapped_column(String(36), server_default="")


NEVER_DUE = 1 << 62  # microseconds: what is not due sorts after everything that is


class EnquiryRow(Row):
    """One enquiry without its text. `listed_at` is when it was sent, or else begun: the time lists are sorted by."""

    __tablename__ = "enquiry"
    __table_args__ = (
        CheckConstraint(one_of("status", STATUSES), name="status"),
        Index("ix_enquiry_urgent_first", desc("urgent"), "due_sort", "status", "agency_id", "level", "rating"),
        Index("ix_enquiry_due", "due_sort", "status", "agency_id", "urgent", "level", "rating"),
        Index("ix_enquiry_assigned", "assigned_to", "status", "urgent", "due_sort", "level", "rating"),
        Index("ix_enquiry_listed_at", "listed_at", "status", "agency_id", "urgent", "level"),
        Index("ix_enquiry_level", desc("level"), "listed_at", "status", "agency_id", "urgent"),
        Index("ix_enquiry_area", "area", "listed_at", "status", "agency_id", "urgent", "level"),
        Index("ix_enquiry_agency", "agency_name", "listed_at", "status", "agency_id", "urgent", "level"),
        Index("ix_enquiry_status", "status", "agency_id", "urgent", "level"),
        # Holds every filter and sort of the open ones, so that they are found and put in order without reading rows.
        Index(
            "ix_enquiry_open",
            "status",
            "due_sort",
            "listed_at",
            "urgent",
            "level",
            "rating",
            "area",
            "agency_name",
            "agency_id",
            "assigned_to",
        ),
        Index("ix_enquiry_of_agency", "agency_id", "status", "urgent", "level", "listed_at", "area", "agency_name"),
        Index("ix_enquiry_owner", "owner_id", "status", "updated_at"),
        Index("ix_enquiry_lead", "lead_id", "status", "updated_at"),
        {"sqlite_autoincrement": True},
    )
    seq: Mapped[int] = _seq()
    id: Mapped[str] = _id()
    reference: Mapped[str | None] = mapped_column(String(40), unique=True)
    status: Mapped[str] = mapped_column(String(24))
    version: Mapped[int]
    owner_id: Mapped[str] = mapped_column(String(36))
    owner_name: Mapped[str]
    agency_id: Mapped[str] = mapped_column(String(36))
    agency_name: Mapped[str]
    agency_kind: Mapped[str] = mapped_column(String(60))
    form: Mapped[str]
    matrix: Mapped[str]
    urgent: Mapped[bool]
    created_at: Mapped[dt.datetime]
    updated_at: Mapped[dt.datetime]
    listed_at: Mapped[dt.datetime]
    sent_at: Mapped[dt.datetime | None]
    received_at: Mapped[dt.datetime | None]
    place: Mapped[str]
    level: Mapped[str] = mapped_column(String(10))
    title: Mapped[str]
    initials: Mapped[str]
    area: Mapped[str] = mapped_column(String(10))
    youngest: Mapped[str]
    flags: Mapped[object] = mapped_column(Structure)
    lead_id: Mapped[str] = mapped_column(String(36))
    assigned_to: Mapped[str] = mapped_column(String(36))
    rating: Mapped[str] = mapped_column(String(8), server_default="")
    seen: Mapped[str] = mapped_column(String(12), server_default="")
    repeats: Mapped[int] = mapped_column(server_default="0")
    outcome: Mapped[str] = mapped_column(String(8), server_default="")
    due_at: Mapped[dt.datetime | None]
    due_sort: Mapped[int] = mapped_column(Sequence, server_default=str(NEVER_DUE))
    due_for: Mapped[str] = mapped_column(String(24), server_default="")
    acknowledged_at: Mapped[dt.datetime | None]
    decided_at: Mapped[dt.datetime | None]
    feedback_at: Mapped[dt.datetime | None]
    closed_at: Mapped[dt.datetime | None]
    amending: Mapped[bool] = mapped_column(server_default=false())
    summary_digest: Mapped[str] = mapped_column(String(64))


class StatusCountRow(Row):
    """How many enquiries are in each status; kept by triggers of the database on the table of enquiries."""

    __tablename__ = "status_count"
    __table_args__ = ({"sqlite_with_rowid": False},)
    status: Mapped[str] = mapped_column(String(24), primary_key=True)
    number: Mapped[int]


class PersonRow(Row):
    """A child or household member as indexed for "is this child known?"."""

    __tablename__ = "person"
    __table_args__ = (Index("ix_person_nhs_number", "nhs_number"),)
    seq: Mapped[int] = _seq()
    given_names: Mapped[str]
    family_name: Mapped[str]
    known_as: Mapped[str]
    birth: Mapped[str] = mapped_column(String(10))
    unborn: Mapped[bool]
    sex: Mapped[str]
    nhs_number: Mapped[str]
    upn: Mapped[str]
    postcode: Mapped[str]
    address: Mapped[str]
    phone: Mapped[str]
    school: Mapped[str]


class EnquiryPersonRow(Row):
    """Which person stands in which enquiry, as what. `item` is the id of the item in the form."""

    __tablename__ = "enquiry_person"
    __table_args__ = (Index("ix_enquiry_person_person", "person_seq"), {"sqlite_with_rowid": False})
    enquiry_seq: Mapped[int] = _of_enquiry(primary_key=True)
    item: Mapped[str] = mapped_column(primary_key=True)
    part: Mapped[str] = mapped_column(String(12))
    person_seq: Mapped[int] = mapped_column(Sequence, ForeignKey("person.seq", ondelete="CASCADE"))


class PersonKeyRow(Row):
    """Blocking keys of a person: people who may be the same share at least one."""

    __tablename__ = "person_key"
    __table_args__ = (Index("ix_person_key_person", "person_seq"), {"sqlite_with_rowid": False})
    key: Mapped[str] = mapped_column(primary_key=True)
    person_seq: Mapped[int] = mapped_column(Sequence, ForeignKey("person.seq", ondelete="CASCADE"), primary_key=True)


class AnswerRow(Row):
    """The current answers. `kind`: `v` a value, `i` the items of a collection; `path`: the items it lies in."""

    __tablename__ = "answer"
    __table_args__ = (CheckConstraint("kind IN ('i', 'v')", name="kind"), {"sqlite_with_rowid": False})
    enquiry_seq: Mapped[int] = _of_enquiry(primary_key=True)
    kind: Mapped[str] = mapped_column(String(1), primary_key=True)
    question: Mapped[str] = mapped_column(primary_key=True)
    path: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class AnswerChangeRow(Row):
    """What was changed when and by whom, one row a minute and address: serves replay. NULL value: taken away."""

    __tablename__ = "answer_change"
    __table_args__ = ({"sqlite_with_rowid": False},)
    enquiry_seq: Mapped[int] = _of_enquiry(primary_key=True)
    minute: Mapped[int] = mapped_column(Sequence, primary_key=True)
    kind: Mapped[str] = mapped_column(String(1), primary_key=True)
    question: Mapped[str] = mapped_column(primary_key=True)
    path: Mapped[str] = mapped_column(primary_key=True)
    by: Mapped[str] = mapped_column(String(36), primary_key=True)
    at: Mapped[dt.datetime]
    value: Mapped[str | None]


class LevelChoiceRow(Row):
    """The first level a person chose for a child, with the suggestion shown afterwards. Never changed."""

    __tablename__ = "level_choice"
    enquiry_seq: Mapped[int] = _of_enquiry(primary_key=True)
    child: Mapped[str] = mapped_column(primary_key=True)
    first_level: Mapped[str] = mapped_column(String(10))
    first_rationale: Mapped[str]
    chosen_at: Mapped[dt.datetime]
    chosen_by: Mapped[str] = mapped_column(String(36))
    suggestion: Mapped[object] = mapped_column(Structure)
    matrix: Mapped[str]


class SentVersionRow(Row):
    """A frozen version: what is known of its content. Never changed, never deleted."""

    __tablename__ = "sent_version"
    __table_args__ = (UniqueConstraint("enquiry_seq", "number"),)
    seq: Mapped[int] = _seq()
    enquiry_seq: Mapped[int] = mapped_column(Sequence, ForeignKey("enquiry.seq"))
    number: Mapped[int]
    form: Mapped[str]
    matrix: Mapped[str]
    engine: Mapped[str]
    sent_at: Mapped[dt.datetime]
    sent_by: Mapped[str] = mapped_column(String(36))
    content_hash: Mapped[str] = mapped_column(String(64))
    text_hash: Mapped[str] = mapped_column(String(64))


class SentTextRow(Row):
    """The frozen content itself: destroyable on erasure only, never changed."""

    __tablename__ = "sent_text"
    version_seq: Mapped[int] = mapped_column(Sequence, ForeignKey("sent_version.seq"), primary_key=True)
    content: Mapped[str]


class DocumentRow(Row):
    """A rendered document that was handed over: hash always, bytes until destroyed."""

    __tablename__ = "document"
    __table_args__ = (Index("ix_document_enquiry", "enquiry_seq", "copy"),)
    seq: Mapped[int] = _seq()
    enquiry_seq: Mapped[int] = _of_enquiry()
    copy: Mapped[str] = mapped_column(String(40))
    sha256: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[dt.datetime]
    data: Mapped[bytes | None]


class AttachmentRow(Row):
    """A file added to an enquiry, without the metadata of images."""

    __tablename__ = "attachment"
    __table_args__ = (Index("ix_attachment_enquiry", "enquiry_seq"),)
    seq: Mapped[int] = _seq()
    id: Mapped[str] = _id()
    enquiry_seq: Mapped[int] = _of_enquiry()
    file_name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes]


class DefinitionRow(Row):
    """A form or matrix version as canonical JSON, by its hash."""

    __tablename__ = "definition"
    __table_args__ = (UniqueConstraint("kind", "name", "sha256"),)
    seq: Mapped[int] = _seq()
    kind: Mapped[str] = mapped_column(String(12))
    name: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[str]


class TombstoneRow(Row):
    """What was deleted, so that a restored backup does not bring it back."""

    __tablename__ = "tombstone"
    subject_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    commits: Mapped[int] = mapped_column(Sequence)


class EventRow(Row):
    """One line of the audit trail, chained by hash. Never changed, never deleted."""

    __tablename__ = "event"
    __table_args__ = (
        Index("ix_event_subject", "subject_id", "number"),
        Index("ix_event_actor", "actor_id", "number"),
        Index("ix_event_tag", "tag", "number"),
        Index("ix_event_at", "at", "number"),
    )
    number: Mapped[int] = mapped_column(Sequence, primary_key=True, autoincrement=False)
    at: Mapped[dt.datetime]
    actor_id: Mapped[str]
    tag: Mapped[str] = mapped_column(String(60))
    subject_id: Mapped[str]
    digest: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class EventDetailRow(Row):
    """The details of an event, salted in its digest: destroyable on erasure without breaking the chain."""

    __tablename__ = "event_detail"
    number: Mapped[int] = mapped_column(Sequence, ForeignKey("event.number"), primary_key=True)
    salt: Mapped[bytes]
    details: Mapped[object] = mapped_column(Structure)
