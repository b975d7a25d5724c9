"""How long a screen may stand open with nobody at it: one setting of the store, the administrator's (OWASP ASVS 5.0, 7.1.1
and 7.3.1)."""

from __future__ import annotations

from dataclasses import replace

from enquiry_app.errors import AppError
from enquiry_app.services.seat import Seat
from enquiry_app.services.use_case import use_case

CHOICES = (2, 5, 10, 15)  # minutes
DEFAULT = 5
SETTING = "idle_minutes"


def idle_minutes(settings: object) -> int:
    """The minutes a store's settings ask for; the default where they say nothing that is offered."""
    wanted = settings.get(SETTING) if hasattr(settings, "get") else None
    return wanted if wanted in CHOICES else DEFAULT


class Locking:
    """Use cases of the administrator about the idle lock."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    @use_case("change_settings", "store:idle_lock")
    def set_minutes(self, minutes: int) -> None:
        """Lock after so many minutes. Raises AppError for a time that is not offered."""
        seat = self._seat
        seat.require("change_settings")
        if minutes not in CHOICES:
            raise AppError("Choose one of the times offered: 2, 5, 10 or 15 minutes.")
        with seat.store.write() as work:
            info = work.store_info()
            work.put_store_info(replace(info, settings={**info.settings, SETTING: minutes}))
            seat.record(work, "store:idle_lock", info.id, minutes=str(minutes))
            work.commit()
