"""What the Hub owes next on an enquiry, and by when. Pure; the targets are data (`resources/hub/targets.toml`).

Source: domain notes 5b and 5c; Working Together to safeguard children (a decision on the next step within one working
day). The clock starts when the enquiry arrived, runs in the Hub's hours and is never paused: waiting for the referrer
or for another agency is a reason, not an excuse.
"""

from __future__ import annotations

import datetime as dt

from enquiry_app.definitions.hub_definition import HubDefinition
from enquiry_app.enquiry.records import Enquiry
from enquiry_app.enquiry.statuses import FINISHED, OPEN_AT_THE_HUB
from enquiry_app.enquiry.working_time import due_at

# The Hub has decided: it owes the referrer an answer, counted from the decision.
_ANSWER_OWED = frozenset({"feedback_due", "linked_to_open_case", "transferred"})
_NOTHING_OWED = frozenset({"returned"})


def target_of(enquiry: Enquiry) -> str:
    """The id of the target the Hub's next step is measured by; "" if it owes nothing now."""
    status = enquiry.status
    if status in _NOTHING_OWED or (status in FINISHED and status not in _ANSWER_OWED):
        return ""
    if status in _ANSWER_OWED:
        return "" if enquiry.feedback_at else "feedback"
    if status not in OPEN_AT_THE_HUB:
        return ""
    if enquiry.rating in ("red", "amber", "green"):
        return "rating_red" if enquiry.rating == "red" else "next_step" if enquiry.rating == "green" else "rating_amber"
    return "rating_red" if enquiry.urgent else "next_step"


def next_due(enquiry: Enquiry, hub: HubDefinition) -> tuple[dt.datetime | None, str]:
    """(when it is due, by which target); (None, "") if the Hub owes nothing now."""
    target = target_of(enquiry)
    if not target:
        return None, ""
    started = enquiry.decided_at if target == "feedback" else arrived_at(enquiry)
    return due_at(hub.targets[target], started or arrived_at(enquiry), hub.hours), target


def arrived_at(enquiry: Enquiry) -> dt.datetime:
    """When the Hub got it: the clock does not wait for somebody to open it."""
    return enquiry.sent_at or enquiry.received_at or enquiry.updated_at
