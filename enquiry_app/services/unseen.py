"""Which enquiries a person may not even know of. Every list that crosses enquiries leaves these out, and says nothing."""

from __future__ import annotations

from enquiry_app.enquiry.kept_records import AccessRule
from enquiry_app.services.ports import Readable
from enquiry_app.services.seat import Seat


def unseen_subjects(seat: Seat, read: Readable) -> frozenset[str]:
    """Ids of confidential enquiries this person is not named for, and of any that is about this person."""
    rules = read.hub_records(AccessRule, kind=("confidential", "named", "subject"), status="open")
    own = [rule for rule in rules if rule.person_id == seat.person.id]
    named = {rule.of_enquiry for rule in own if rule.kind == "named"}
    about = {rule.of_enquiry for rule in own if rule.kind == "subject"}
    confidential = {rule.of_enquiry for rule in rules if rule.kind == "confidential"}
    return frozenset((confidential - named) | about)
