"""Finds one enquiry by what people call it: its reference, or D and a number for a draft that has none yet."""

from __future__ import annotations

import re
from dataclasses import replace

from enquiry_app.enquiry.permissions import may
from enquiry_app.enquiry.records import Enquiry
from enquiry_app.enquiry.reference import read_reference
from enquiry_app.errors import NotAllowed
from enquiry_app.services.ports import Readable
from enquiry_app.services.seat import Seat, not_found

_DRAFT_NAME = re.compile(r"\s*[dD](\d{1,9})\s*")


def name_of(enquiry: Enquiry) -> str:
    """The reference, or the draft's name."""
    return enquiry.reference or f"D{enquiry.seq}"


def find_enquiry(seat: Seat, text: str) -> Enquiry:
    """The enquiry of this name, if this person may open it.

    Raises NotFound (also for one of others, and for one kept from this person, in the same words), NotAllowed with whom to
    ask for a restricted one, CaseError for a reference with a slip in it.
    """
    with seat.store.read() as read:
        found = _look_up(read, text)
    if found is None or not _may_open(seat, replace(found, closed="")):
        raise not_found()
    if found.closed:
        raise NotAllowed(found.closed)
    return found


def _may_open(seat: Seat, found: Enquiry) -> bool:
    return may(seat.person, "open_draft", found) or may(seat.person, "open_received", found)


def _look_up(read: Readable, text: str) -> Enquiry | None:
    draft = _DRAFT_NAME.fullmatch(text)
    if draft:
        return read.enquiry_by_seq(int(draft.group(1)))
    return read.enquiry_by_reference(str(read_reference(text)))
