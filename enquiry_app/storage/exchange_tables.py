"""Tables of sealed exchange with other stores."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from enquiry_app.enquiry.exchange_records import PEER_STATUSES
from enquiry_app.storage.column_types import Sequence, Structure
from enquiry_app.storage.tables import Row, one_of


class PeerRow(Row):
    """Another store this one knows."""

    __tablename__ = "peer"
    __table_args__ = (
        CheckConstraint(one_of("status", PEER_STATUSES), name="status"),
        UniqueConstraint("store_id"),
    )
    seq: Mapped[int] = mapped_column(Sequence, primary_key=True)
    id: Mapped[str] = mapped_column(String(36), unique=True)
    version: Mapped[int]
    store_id: Mapped[str] = mapped_column(String(36))
    status: Mapped[str] = mapped_column(String(24))
    kind: Mapped[str] = mapped_column(String(24))
    added_at: Mapped[dt.datetime]
    added_by: Mapped[str] = mapped_column(String(36))
    words: Mapped[object] = mapped_column(Structure)


class ParcelRow(Row):
    """A sealed file made here or taken in."""

    __tablename__ = "parcel"
    __table_args__ = (
        UniqueConstraint("parcel_id", "incoming"),
        Index("ix_parcel_of_enquiry", "of_enquiry"),
    )
    seq: Mapped[int] = mapped_column(Sequence, primary_key=True)
    id: Mapped[str] = mapped_column(String(36), unique=True)
    version: Mapped[int]
    parcel_id: Mapped[str] = mapped_column(String(36))
    incoming: Mapped[bool]
    kind: Mapped[str] = mapped_column(String(24))
    store_id: Mapped[str] = mapped_column(String(36))
    of_enquiry: Mapped[str] = mapped_column(String(36))
    at: Mapped[dt.datetime]
    by: Mapped[str] = mapped_column(String(36))
    words: Mapped[object] = mapped_column(Structure)
