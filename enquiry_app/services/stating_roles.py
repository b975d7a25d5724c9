"""Who may do what, stated for people and partners from the one table that is enforced."""

from __future__ import annotations

from enquiry_app.enquiry.permission_words import PermissionGroup, PermissionStatement, permission_groups
from enquiry_app.services.ports import RenderedPdf
from enquiry_app.services.seat import Seat
from enquiry_app.services.use_case import use_case


class Roles:
    """Use cases of everybody signed in."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    @use_case("see_permissions", unaudited="a table of rules, no record of a child")
    def table(self) -> tuple[PermissionGroup, ...]:
        """What each role may do, in words."""
        self._seat.require("see_permissions")
        with self._seat.store.read():  # refuses somebody disabled
            return permission_groups()

    @use_case("see_permissions", "roles:printed")
    def pdf(self) -> RenderedPdf:
        """The table for partners. Raises DocumentError."""
        seat = self._seat
        seat.require("see_permissions")
        with seat.store.read() as read:
            info = read.store_info()
        rendered = seat.make_document(
            "roles", PermissionStatement(permission_groups(), info.organisation, info.practice, seat.now())
        )
        with seat.store.write() as work:
            seat.record(work, "roles:printed", info.id, sha256=rendered.sha256)
            work.commit()
        return rendered
