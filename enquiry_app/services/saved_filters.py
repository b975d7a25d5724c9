"""Views of the queue somebody keeps under a name. They may hold words searched for, so they lie in the store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from enquiry_app.enquiry.hub_records import SavedFilter
from enquiry_app.errors import AppError, NotFound
from enquiry_app.services.new_ids import new_id
from enquiry_app.services.ports import SORTS
from enquiry_app.services.seat import Seat
from enquiry_app.services.use_case import use_case

LONGEST_NAME = 60
MOST = 30
KEYS = frozenset({"tab", "urgent_only", "level", "rating", "text"})


class SavedFilters:
    """Each person has their own."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    @use_case("keep_filters", unaudited="one's own views, nothing of a child")
    def mine(self) -> tuple[SavedFilter, ...]:
        """What this person has kept, by name."""
        self._seat.require("keep_filters")
        with self._seat.store.read() as read:
            found = read.hub_records(SavedFilter, person_id=self._seat.person.id)
        return tuple(sorted(found, key=lambda each: each.name.casefold()))

    @use_case("keep_filters", unaudited="one's own views, nothing of a child")
    def keep(self, name: str, wanted: Mapping[str, Any], sort: str) -> SavedFilter:
        """Keep a view under a name; one of the same name is replaced."""
        seat, plain = self._seat, name.strip()
        seat.require("keep_filters")
        if not plain or len(plain) > LONGEST_NAME:
            raise AppError(f"Give the view a name of at most {LONGEST_NAME} characters.")
        if sort not in SORTS or set(wanted) - KEYS:
            raise AppError("This view cannot be kept.")
        with seat.store.write() as work:
            found = work.hub_records(SavedFilter, person_id=seat.person.id)
            same = next((each for each in found if each.name.casefold() == plain.casefold()), None)
            if same is None and len(found) >= MOST:
                raise AppError(f"You have kept {MOST} views. Remove one first.")
            fresh = SavedFilter(new_id(seat.now()), 1, seat.person.id, plain, dict(wanted), sort)
            if same is None:
                kept = work.add_hub_record(fresh)
            else:
                kept = work.change_hub_record(replace(fresh, id=same.id, version=same.version), same.version)
            work.commit()
        return kept

    @use_case("keep_filters", unaudited="one's own views, nothing of a child")
    def remove(self, filter_id: str) -> None:
        """Let a view go. Raises NotFound for somebody else's."""
        seat = self._seat
        seat.require("keep_filters")
        with seat.store.write() as work:
            if work.hub_record(SavedFilter, filter_id).person_id != seat.person.id:
                raise NotFound("There is no such view here.")
            work.remove_hub_record(SavedFilter, filter_id)
            work.commit()
