"""Sealed files as witnesses: each says how far its sender's audit trail had got, the other side keeps it and says it back
in its next file. So a trail that was cut off or put back shows, though every note in this store was put back with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from enquiry_app.enquiry.exchange_records import ParcelRecord
from enquiry_app.services.ports import Readable, Work
from enquiry_app.services.seat import Seat

HEAD_LENGTH = 64  # hexadecimal characters of a hash
CONTRADICTED = (
    "But the other side knows of a later state of this store: its audit trail had reached event {event} then. This store"
    " was put back or changed by something other than this app. Please have the administrator check the audit trail."
)


@dataclass(frozen=True)
class Noted:
    """How far a trail had got: number and hash of its last event."""

    event: int
    head: str


def said_of_own_trail(read: Readable) -> dict[str, Any]:
    """What a file made here says of this store's trail."""
    event, head = read.trail_head()
    return {"event": event, "head": head}


def said_of_theirs(read: Readable, store_id: str) -> dict[str, Any]:
    """What a file made here says back of the other side's trail: the furthest it told; empty if it told nothing."""
    told = [file for file in read.hub_records(ParcelRecord, store_id=store_id, incoming=True) if file.trail_event]
    furthest = max(told, key=lambda file: file.trail_event, default=None)
    return {"event": furthest.trail_event, "head": furthest.trail_head} if furthest is not None else {}


def noted_in(about: Mapping[str, Any], name: str) -> Noted:
    """What a header says under this name; nothing (event 0) if it says nothing that can be read."""
    said = about.get(name)
    event, head = (said.get("event"), said.get("head")) if isinstance(said, Mapping) else (0, "")
    if type(event) is int and 0 < event < 1 << 53 and isinstance(head, str) and len(head) == HEAD_LENGTH:
        return Noted(event, head)
    return Noted(0, "")


def contradiction(seat: Seat, work: Work, said_back: Noted) -> str:
    """A sentence, and an event in the trail, if this store's trail is not what the other side was told; else "".

    A store that was restored from an older backup says so itself, and is not accused.
    """
    if not said_back.event or work.trail_hash(said_back.event) == said_back.head:
        return ""
    restored = work.newest_event("store:restored")
    if restored is not None and restored.number <= said_back.event:
        return ""
    seat.record(work, "audit:contradicted", "", event=str(said_back.event))
    return CONTRADICTED.format(event=said_back.event)
