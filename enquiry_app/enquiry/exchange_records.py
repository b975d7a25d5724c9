"""Records of sealed exchange: the other stores this one knows, and every sealed file made or taken in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from enquiry_app.enquiry.hub_records import HubRecord

PEER_STATUSES = ("confirmed", "refused")


@dataclass(frozen=True, repr=False)
class Peer(HubRecord):
    """Another store whose fingerprint somebody here has compared. One for each `store_id`."""

    store_id: str
    status: str  # PEER_STATUSES
    kind: str  # as in records.PROFILE_KINDS
    added_at: dt.datetime
    added_by: str
    name: str = ""
    seal_to: str = ""
    sign: str = ""
    practice: bool = False
    contacts: Mapping[str, Any] = field(default_factory=dict)
    hours: Mapping[str, Any] = field(default_factory=dict)
    accepts: Mapping[str, Any] = field(default_factory=dict)
    earlier_signs: tuple[str, ...] = ()  # keys it had before, most recent last


@dataclass(frozen=True, repr=False)
class ParcelRecord(HubRecord):
    """One sealed file: `parcel_id` is the file's own, `incoming` whether it was taken in or made here."""

    parcel_id: str
    incoming: bool
    kind: str  # enquiry, reply
    store_id: str  # the other side's
    of_enquiry: str  # enquiry id
    at: dt.datetime
    by: str
    sha256: str = ""
    number: int = 0  # newest version in it
    step: int = 0  # the sender's count, so that an older reply never undoes a newer one
    told: str = ""  # of a reply made here: the status it told
    holds: tuple[str, ...] = ()  # marks of what a file made here told (`services/not_told.py`)
    trail_event: int = 0  # how far the sender's audit trail had got when it was made, with its hash
    trail_head: str = ""
