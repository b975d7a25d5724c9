"""The words of one enquiry in a list: line below the title, tag, and what is new. Pure."""

from __future__ import annotations

import datetime as dt
from typing import Any

from enquiry_app.enquiry.records import Enquiry
from enquiry_app.enquiry.statuses import status_words
from ui.formatting import short_moment

_TONES = {
    "draft": "info",
    "awaiting_sign_off": "info",
    "ready_to_hand_over": "danger",
    "waiting_for_referrer": "warning",
    "returned": "warning",
    "sent": "neutral",
    "closed": "",
    "withdrawn": "",
    "transferred": "",
    "not_referred": "",
}
Mark = tuple[str, str]  # word, tone


def tag_of(enquiry: Enquiry, role: str) -> Mark:
    """Word and tone of the status tag."""
    if enquiry.status == "draft" and "signed_off" in enquiry.flags:
        return "Signed off, ready to send", "success"
    return status_words(enquiry.status, role), _TONES.get(enquiry.status, "success")


def marks_of(progress: Any) -> tuple[Mark, ...]:
    """What is new or late of a sent enquiry, as small tags; at most two, the most pressing first."""
    late = (("Overdue", "danger"),) if progress.clock.state == "overdue" else ()
    begun = (("Change not sent", "warning"),) if progress.enquiry.amending else ()
    return (*late, *begun, *((word, "info") for word in progress.news))[:2]


def review_marks(state: str) -> tuple[Mark, ...]:
    """The tag of a review that is due or overdue."""
    return {"overdue": (("Review overdue", "danger"),), "today": (("Review today", "warning"),)}.get(state, ())


def level_words(level: str) -> str:
    """A level in a few characters: `Level 3`, `Level 4 – section 47`."""
    return {"4-S17": "Level 4 – section 17", "4-S47": "Level 4 – section 47", "emergency": "Emergency"}.get(
        level, f"Level {level}" if level else ""
    )


def caption_of(enquiry: Enquiry, now: dt.datetime, person_id: str, by_when: str = "") -> str:
    """What is due, what happened when, whose it is, level and reference: what may be cut off stands last."""
    moment = enquiry.sent_at or enquiry.updated_at
    happened = f"sent {short_moment(moment, now)}" if enquiry.sent_at else f"changed {short_moment(moment, now)}"
    whose = "" if enquiry.owner_id == person_id else f"by {enquiry.owner_name}"
    words = " · ".join(filter(None, (by_when, happened, whose, level_words(enquiry.level), enquiry.reference)))
    return words[:1].upper() + words[1:]
