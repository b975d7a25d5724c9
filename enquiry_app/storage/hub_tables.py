"""Tables of the hub's own work on an enquiry: checks asked of agencies, decisions, messages, tasks."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from enquiry_app.storage.column_types import Sequence
from enquiry_app.storage.tables import Row


def _of_enquiry() -> Mapped[int]:
    return mapped_column(Sequence, ForeignKey("enquiry.seq", ondelete="CASCADE"))


class InformationCheckRow(Row):
    """What the hub asked another agency, why, and what it answered."""

    __tablename__ = "information_check"
    __table_args__ = (
        CheckConstraint("status IN ('asked', 'answered', 'cancelled')", name="status"),
        Index("ix_information_check_enquiry", "enquiry_seq"),
        Index("ix_information_check_agency", "agency_id", "status", "due_at"),
    )
    seq: Mapped[int] = mapped_column(Sequence, primary_key=True)
    id: Mapped[str] = mapped_column(String(36), unique=True)
    enquiry_seq: Mapped[int] = _of_enquiry()
    agency_id: Mapped[str] = mapped_column(String(36))
    status: Mapped[str] = mapped_column(String(12))
    version: Mapped[int]
    asked_at: Mapped[dt.datetime]
    asked_by: Mapped[str] = mapped_column(String(36))
    due_at: Mapped[dt.datetime]
    question: Mapped[str]
    reason: Mapped[str]
    answered_at: Mapped[dt.datetime | None]
    answered_by: Mapped[str | None] = mapped_column(String(36))
    answer: Mapped[str | None]


class DecisionRow(Row):
    """A decision of the hub, drafted by one person and, where required, approved by another."""

    __tablename__ = "decision"
    __table_args__ = (Index("ix_decision_enquiry", "enquiry_seq"),)
    seq: Mapped[int] = mapped_column(Sequence, primary_key=True)
    id: Mapped[str] = mapped_column(String(36), unique=True)
    enquiry_seq: Mapped[int] = _of_enquiry()
    version: Mapped[int]
    outcome: Mapped[str] = mapped_column(String(20))
    level: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str]
    drafted_at: Mapped[dt.datetime]
    drafted_by: Mapped[str] = mapped_column(String(36))
    decided_at: Mapped[dt.datetime | None]
    decided_by: Mapped[str | None] = mapped_column(String(36))


class MessageRow(Row):
    """A question, an answer or a letter between the hub and the referrer."""

    __tablename__ = "message"
    __table_args__ = (Index("ix_message_enquiry", "enquiry_seq"),)
    seq: Mapped[int] = mapped_column(Sequence, primary_key=True)
    id: Mapped[str] = mapped_column(String(36), unique=True)
    enquiry_seq: Mapped[int] = _of_enquiry()
    kind: Mapped[str] = mapped_column(String(20))
    written_at: Mapped[dt.datetime]
    written_by: Mapped[str] = mapped_column(String(36))
    read_at: Mapped[dt.datetime | None]
    text: Mapped[str]


class TaskRow(Row):
    """Something a person or a team has to do by a time."""

    __tablename__ = "task"
    __table_args__ = (
        CheckConstraint("status IN ('open', 'done', 'dropped')", name="status"),
        Index("ix_task_enquiry", "enquiry_seq"),
        Index("ix_task_assigned", "assigned_to", "status", "due_at"),
    )
    seq: Mapped[int] = mapped_column(Sequence, primary_key=True)
    id: Mapped[str] = mapped_column(String(36), unique=True)
    enquiry_seq: Mapped[int] = _of_enquiry()
    kind: Mapped[str] = mapped_column(String(30))
    status: Mapped[str] = mapped_column(String(12))
    version: Mapped[int]
    assigned_to: Mapped[str] = mapped_column(String(36))
    due_at: Mapped[dt.datetime]
    made_at: Mapped[dt.datetime]
    done_at: Mapped[dt.datetime | None]
