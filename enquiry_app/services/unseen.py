"""Which enquiries a person may not even know of. The store leaves them out of what it gives this person; what is put
together from elsewhere asks here."""

from __future__ import annotations

from enquiry_app.services.ports import Readable
from enquiry_app.services.seat import Seat


def unseen_subjects(seat: Seat, read: Readable) -> frozenset[str]:
    """Ids of confidential enquiries this person is not named for, and of any that is about this person."""
    return read.unseen()
