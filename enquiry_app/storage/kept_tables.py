"""Tables of what accompanies an enquiry and may outlive it. They are all of one shape and name the enquiry by id only,
so that a certificate of destruction stands when its enquiry is gone."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from enquiry_app.storage.column_types import Sequence, Structure
from enquiry_app.storage.tables import Row


class Kept:
    """The columns they share."""

    seq: Mapped[int] = mapped_column(Sequence, primary_key=True)
    id: Mapped[str] = mapped_column(String(36), unique=True)
    version: Mapped[int]
    of_enquiry: Mapped[str] = mapped_column(String(36))
    kind: Mapped[str] = mapped_column(String(24))
    status: Mapped[str] = mapped_column(String(24))
    at: Mapped[dt.datetime]
    by: Mapped[str] = mapped_column(String(36))
    words: Mapped[object] = mapped_column(Structure)


class DisclosureRow(Kept, Row):
    """What was given to whom."""

    __tablename__ = "disclosure"
    __table_args__ = (Index("ix_disclosure_of_enquiry", "of_enquiry"),)


class MailRow(Kept, Row):
    """A message prepared or sent."""

    __tablename__ = "mail"
    __table_args__ = (Index("ix_mail_of_enquiry", "of_enquiry"), Index("ix_mail_status", "status"))


class IssuedPagesRow(Kept, Row):
    """The check codes of a document handed over."""

    __tablename__ = "issued_pages"
    __table_args__ = (Index("ix_issued_pages_of_enquiry", "of_enquiry"),)


class AccessRuleRow(Kept, Row):
    """Who may or may not open an enquiry."""

    __tablename__ = "access_rule"
    __table_args__ = (Index("ix_access_rule_of_enquiry", "of_enquiry"), Index("ix_access_rule_person", "person_id"))
    person_id: Mapped[str] = mapped_column(String(36))


class RetentionRow(Kept, Row):
    """Holds, reviews and destructions."""

    __tablename__ = "retention"
    __table_args__ = (Index("ix_retention_of_enquiry", "of_enquiry"), Index("ix_retention_kind", "kind", "status"))
