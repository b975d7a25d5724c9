"""Before what takes much away or hands much out, the person types their passphrase again (OWASP ASVS 5.0, 7.5.3).

A sign-in counts as typed. The proof lies with the other secrets of the sitting, in memory only, and is forgotten at the
lock. In practice there are no passwords to type, and nobody is asked.
"""

from __future__ import annotations

import datetime as dt

from enquiry_app.errors import PassphraseNeeded
from enquiry_app.services.seat import Seat

VALID_FOR = dt.timedelta(minutes=5)
MANY = 10  # documents made in one go that are an export, not everyday work


def require_confirmation(seat: Seat) -> None:
    """Raise PassphraseNeeded unless the person typed it in the last five minutes."""
    if seat.info.practice:
        return
    at = seat.held.confirmed_at
    if at is None or not dt.timedelta(0) <= seat.now() - at <= VALID_FOR:
        raise PassphraseNeeded
