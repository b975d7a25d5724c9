"""Shows the matrix suggestion for a child, after the person's own first choice has been kept unchangeably."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from enquiry_app.enquiry.answers import Answers
from enquiry_app.enquiry.records import Suggested
from enquiry_app.errors import NotFound, NotReady
from enquiry_app.services.judging import suggest_for
from enquiry_app.services.ports import Work
from enquiry_app.services.seat import Seat

SHORTEST_RATIONALE = 60  # characters, as the form asks for a level's reason (domain notes 4g)


def reveal(seat: Seat, work: Work, enquiry_id: str, child: str, answers: Answers) -> Suggested:
    """Freeze level, reason and time for this child of `answers`, then give the suggestion; the first stays for good."""
    before = work.revealed(enquiry_id).get(child)
    if before is not None:
        return before
    if child not in answers.items_of("children"):
        raise NotFound("This child is no longer part of the enquiry.")
    revealed = first_choice(seat, answers, child)
    work.add_revealed(enquiry_id, revealed)
    seat.record(work, "suggestion:revealed", enquiry_id, child=child, level=revealed.first_level)
    return revealed


def first_choice(seat: Seat, answers: Answers, child: str, suggestion: Mapping[str, Any] | None = None) -> Suggested:
    """The record of the person's own level and reason with what the matrix suggests at this moment.

    `suggestion`: what it suggests, where that is known already. Raises NotReady while level or reason is missing.
    """
    level = answers.get("level_chosen", (child,))
    rationale = answers.get("level_rationale", (child,))
    if not isinstance(level, str) or not level:
        raise NotReady("Choose the level you think is right first. Then you can see what the matrix suggests.")
    if not isinstance(rationale, str) or len(rationale.strip()) < SHORTEST_RATIONALE:
        raise NotReady(
            f"Say why you chose this level first, in at least {SHORTEST_RATIONALE} characters."
            " Then you can see what the matrix suggests."
        )
    return Suggested(
        child=child,
        first_level=level,
        first_rationale=rationale,
        chosen_at=seat.now(),
        chosen_by=seat.person.id,
        suggestion=suggestion or suggest_for(seat.definitions, answers, child, seat.today()),
        matrix=seat.definitions.matrix_key,
    )
