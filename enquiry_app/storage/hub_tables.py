"""Tables of the Hub's own work on an enquiry. Narrow columns for what is listed, sorted or counted; everything else of
a record lies as JSON in `words`. `hub_rows.py` turns rows into the records of `enquiry/hub_records.py` and back.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from enquiry_app.enquiry.hub_records import (
    AMENDMENT_STATUSES,
    CHECK_STATUSES,
    DECISION_STATUSES,
    DISAGREEMENT_STATUSES,
    LETTER_STATUSES,
    LINK_KINDS,
    MESSAGE_KINDS,
    TASK_KINDS,
    TASK_STATUSES,
)
from enquiry_app.storage.column_types import Sequence, Structure
from enquiry_app.storage.tables import Row, one_of


def _seq() -> Mapped[int]:
    return mapped_column(Sequence, primary_key=True)


def _id() -> Mapped[str]:
    return mapped_column(String(36), unique=True)


def _of_enquiry() -> Mapped[int]:
    return mapped_column(Sequence, ForeignKey("enquiry.seq", ondelete="CASCADE"))


def _code(length: int = 24) -> Mapped[str]:
    return mapped_column(String(length))


def _person() -> Mapped[str]:
    return mapped_column(String(36))


def _words() -> Mapped[object]:
    return mapped_column(Structure)


class StepRow(Row):
    """A step of the Hub's work, with its reason."""

    __tablename__ = "step"
    __table_args__ = (Index("ix_step_enquiry", "enquiry_seq"),)
    seq: Mapped[int] = _seq()
    id: Mapped[str] = _id()
    enquiry_seq: Mapped[int] = _of_enquiry()
    version: Mapped[int]
    kind: Mapped[str] = _code()
    from_code: Mapped[str] = _code(40)
    to_code: Mapped[str] = _code(40)
    at: Mapped[dt.datetime]
    by: Mapped[str] = _person()
    words: Mapped[object] = _words()


class InformationCheckRow(Row):
    """What the Hub asked another agency, and what it answered."""

    __tablename__ = "information_check"
    __table_args__ = (
        CheckConstraint(one_of("status", CHECK_STATUSES), name="status"),
        Index("ix_information_check_enquiry", "enquiry_seq"),
        Index("ix_information_check_agency", "agency_id", "status", "due_at"),
    )
    seq: Mapped[int] = _seq()
    id: Mapped[str] = _id()
    enquiry_seq: Mapped[int] = _of_enquiry()
    version: Mapped[int]
    agency_id: Mapped[str] = _person()
    status: Mapped[str] = _code()
    asked_at: Mapped[dt.datetime]
    asked_by: Mapped[str] = _person()
    due_at: Mapped[dt.datetime]
    answered_at: Mapped[dt.datetime | None]
    answered_by: Mapped[str] = _person()
    words: Mapped[object] = _words()


class DecisionRow(Row):
    """A decision of the Hub, with that of each child in its words."""

    __tablename__ = "decision"
    __table_args__ = (
        CheckConstraint(one_of("status", DECISION_STATUSES), name="status"),
        Index("ix_decision_enquiry", "enquiry_seq"),
        Index("ix_decision_status", "status", "decided_at"),
    )
    seq: Mapped[int] = _seq()
    id: Mapped[str] = _id()
    enquiry_seq: Mapped[int] = _of_enquiry()
    version: Mapped[int]
    status: Mapped[str] = _code()
    outcome: Mapped[str] = _code()
    level: Mapped[str] = _code(10)
    drafted_at: Mapped[dt.datetime]
    drafted_by: Mapped[str] = _person()
    decided_at: Mapped[dt.datetime | None]
    decided_by: Mapped[str] = _person()
    words: Mapped[object] = _words()


class MessageRow(Row):
    """A message between the Hub and the referrer."""

    __tablename__ = "message"
    __table_args__ = (
        CheckConstraint(one_of("kind", MESSAGE_KINDS), name="kind"),
        Index("ix_message_enquiry", "enquiry_seq"),
    )
    seq: Mapped[int] = _seq()
    id: Mapped[str] = _id()
    enquiry_seq: Mapped[int] = _of_enquiry()
    version: Mapped[int]
    kind: Mapped[str] = _code()
    from_hub: Mapped[bool]
    written_at: Mapped[dt.datetime]
    written_by: Mapped[str] = _person()
    due_at: Mapped[dt.datetime | None]
    read_at: Mapped[dt.datetime | None]
    read_by: Mapped[str] = _person()
    words: Mapped[object] = _words()


class LetterRow(Row):
    """A letter to the referrer, or why there is none."""

    __tablename__ = "letter"
    __table_args__ = (
        CheckConstraint(one_of("status", LETTER_STATUSES), name="status"),
        Index("ix_letter_enquiry", "enquiry_seq"),
    )
    seq: Mapped[int] = _seq()
    id: Mapped[str] = _id()
    enquiry_seq: Mapped[int] = _of_enquiry()
    version: Mapped[int]
    kind: Mapped[str] = _code()
    status: Mapped[str] = _code()
    drafted_at: Mapped[dt.datetime]
    drafted_by: Mapped[str] = _person()
    sent_at: Mapped[dt.datetime | None]
    sent_by: Mapped[str] = _person()
    useful: Mapped[str] = _code()
    words: Mapped[object] = _words()


class TaskRow(Row):
    """Something a person or a team has to do."""

    __tablename__ = "task"
    __table_args__ = (
        CheckConstraint(one_of("kind", TASK_KINDS), name="kind"),
        CheckConstraint(one_of("status", TASK_STATUSES), name="status"),
        Index("ix_task_enquiry", "enquiry_seq"),
        Index("ix_task_assigned", "assigned_to", "status", "due_at"),
        Index("ix_task_kind", "kind", "status", "due_at"),
    )
    seq: Mapped[int] = _seq()
    id: Mapped[str] = _id()
    enquiry_seq: Mapped[int] = _of_enquiry()
    version: Mapped[int]
    kind: Mapped[str] = _code()
    code: Mapped[str] = _code(40)
    status: Mapped[str] = _code()
    made_at: Mapped[dt.datetime]
    made_by: Mapped[str] = _person()
    assigned_to: Mapped[str] = _person()
    due_at: Mapped[dt.datetime | None]
    done_at: Mapped[dt.datetime | None]
    done_by: Mapped[str] = _person()
    words: Mapped[object] = _words()


class DisagreementRow(Row):
    """A professional difference and its stage."""

    __tablename__ = "disagreement"
    __table_args__ = (
        CheckConstraint(one_of("status", DISAGREEMENT_STATUSES), name="status"),
        CheckConstraint("stage BETWEEN 1 AND 4", name="stage"),
        Index("ix_disagreement_enquiry", "enquiry_seq"),
        Index("ix_disagreement_status", "status", "due_at"),
    )
    seq: Mapped[int] = _seq()
    id: Mapped[str] = _id()
    enquiry_seq: Mapped[int] = _of_enquiry()
    version: Mapped[int]
    status: Mapped[str] = _code()
    stage: Mapped[int]
    reason: Mapped[str] = _code(40)
    raised_at: Mapped[dt.datetime]
    raised_by: Mapped[str] = _person()
    due_at: Mapped[dt.datetime | None]
    settled_at: Mapped[dt.datetime | None]
    settled_by: Mapped[str] = _person()
    outcome: Mapped[str] = _code()
    words: Mapped[object] = _words()


class LinkRow(Row):
    """Two enquiries, or an enquiry and an entry of the case list, said to be about the same child or family."""

    __tablename__ = "link"
    __table_args__ = (
        CheckConstraint(one_of("kind", LINK_KINDS), name="kind"),
        Index("ix_link_enquiry", "enquiry_seq"),
        Index("ix_link_other", "other_id"),
    )
    seq: Mapped[int] = _seq()
    id: Mapped[str] = _id()
    enquiry_seq: Mapped[int] = _of_enquiry()
    version: Mapped[int]
    kind: Mapped[str] = _code()
    other_id: Mapped[str] = _person()
    entry_id: Mapped[str] = _person()
    made_at: Mapped[dt.datetime]
    made_by: Mapped[str] = _person()
    undone_at: Mapped[dt.datetime | None]
    undone_by: Mapped[str] = _person()
    words: Mapped[object] = _words()


class NotReferredRow(Row):
    """Considered, not referred."""

    __tablename__ = "not_referred"
    __table_args__ = (Index("ix_not_referred_enquiry", "enquiry_seq"),)
    seq: Mapped[int] = _seq()
    id: Mapped[str] = _id()
    enquiry_seq: Mapped[int] = _of_enquiry()
    version: Mapped[int]
    signed_at: Mapped[dt.datetime]
    signed_by: Mapped[str] = _person()
    review_on: Mapped[str] = _code(10)
    reopened_at: Mapped[dt.datetime | None]
    reopened_by: Mapped[str] = _person()
    words: Mapped[object] = _words()


class AmendmentRow(Row):
    """A working copy of a sent enquiry."""

    __tablename__ = "amendment"
    __table_args__ = (
        CheckConstraint(one_of("status", AMENDMENT_STATUSES), name="status"),
        Index("ix_amendment_enquiry", "enquiry_seq"),
    )
    seq: Mapped[int] = _seq()
    id: Mapped[str] = _id()
    enquiry_seq: Mapped[int] = _of_enquiry()
    version: Mapped[int]
    status: Mapped[str] = _code()
    begun_at: Mapped[dt.datetime]
    begun_by: Mapped[str] = _person()
    words: Mapped[object] = _words()


class CaseListRow(Row):
    """An imported list of the case system."""

    __tablename__ = "case_list"
    seq: Mapped[int] = _seq()
    id: Mapped[str] = _id()
    version: Mapped[int]
    status: Mapped[str] = _code()
    imported_at: Mapped[dt.datetime]
    imported_by: Mapped[str] = _person()
    as_of: Mapped[str] = _code(10)
    words: Mapped[object] = _words()


class CaseEntryRow(Row):
    """One child of the case list."""

    __tablename__ = "case_entry"
    __table_args__ = (Index("ix_case_entry_list", "list_id"),)
    seq: Mapped[int] = _seq()
    id: Mapped[str] = _id()
    list_id: Mapped[str] = mapped_column(String(36), ForeignKey("case_list.id", ondelete="CASCADE"))
    given_names: Mapped[str]
    family_name: Mapped[str]
    birth: Mapped[str] = _code(10)
    known: Mapped[bool]
    worker: Mapped[str]
    team: Mapped[str]
    phone: Mapped[str]


class CaseEntryKeyRow(Row):
    """Blocking keys of an entry, made as those of `person_key`."""

    __tablename__ = "case_entry_key"
    __table_args__ = (Index("ix_case_entry_key_entry", "entry_seq"), {"sqlite_with_rowid": False})
    key: Mapped[str] = mapped_column(primary_key=True)
    entry_seq: Mapped[int] = mapped_column(Sequence, ForeignKey("case_entry.seq", ondelete="CASCADE"), primary_key=True)


class LookUpRow(Row):
    """A look-up in the case list, with its purpose."""

    __tablename__ = "look_up"
    __table_args__ = (Index("ix_look_up_at", "at"),)
    seq: Mapped[int] = _seq()
    id: Mapped[str] = _id()
    version: Mapped[int]
    at: Mapped[dt.datetime]
    by: Mapped[str] = _person()
    agency_id: Mapped[str] = _person()
    result: Mapped[str] = _code()
    words: Mapped[object] = _words()


class SavedFilterRow(Row):
    """A view of the queue kept under a name."""

    __tablename__ = "saved_filter"
    __table_args__ = (Index("ix_saved_filter_person", "person_id"),)
    seq: Mapped[int] = _seq()
    id: Mapped[str] = _id()
    version: Mapped[int]
    person_id: Mapped[str] = _person()
    words: Mapped[object] = _words()
