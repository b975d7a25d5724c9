"""Makes the ids of new enquiries, attachments and items: UUID version 7, so that they sort by time."""

from __future__ import annotations

import datetime as dt
import secrets
import uuid
from collections.abc import Callable

RandomBytes = Callable[[int], bytes]


def new_id(at: dt.datetime, random_bytes: RandomBytes = secrets.token_bytes) -> str:
    """A UUIDv7 for this instant. Layout of RFC 9562, 5.7: 48 bits of milliseconds, then random bits."""
    milliseconds = int(at.timestamp() * 1000) & (1 << 48) - 1
    low = int.from_bytes(random_bytes(10), "big")
    value = milliseconds << 80 | 0x7 << 76 | (low >> 62 & 0xFFF) << 64 | 0b10 << 62 | low & (1 << 62) - 1
    return str(uuid.UUID(int=value))


def new_item_id(random_bytes: RandomBytes = secrets.token_bytes) -> str:
    """A short id of one item inside an enquiry (a child, a chronology row)."""
    return random_bytes(6).hex()
