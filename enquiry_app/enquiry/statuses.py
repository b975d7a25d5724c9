"""The statuses of an enquiry: their words for each reader, and who may move one to another. Pure tables.

Source: domain notes 5a. One closed list (`records.STATUSES`); every word a screen shows for a status comes from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from enquiry_app.enquiry.records import ROLES, STATUSES

HUB_ROLES = frozenset({"hub_worker", "hub_manager", "checking_agency", "auditor"})
AGENCY_ROLES = frozenset({"practitioner", "safeguarding_lead"})

# Still with the agency: nobody else may see these.
WITH_THE_AGENCY = frozenset({"draft", "awaiting_sign_off", "not_referred"})
# What the people of the Hub may see once it has been handed over or has arrived.
WITH_THE_HUB = frozenset(STATUSES) - WITH_THE_AGENCY - {"ready_to_hand_over", "withdrawn"}
# Nothing more is expected of the Hub.
FINISHED = frozenset({"closed", "withdrawn", "transferred"})
# The Hub still owes the next step.
OPEN_AT_THE_HUB = WITH_THE_HUB - FINISHED


@dataclass(frozen=True)
class StatusWords:
    """How a status is called on the practitioner's and on the Hub's screens, and what it means in a sentence."""

    practitioner: str
    hub: str
    meaning: str


WORDS: Mapping[str, StatusWords] = {
    "draft": StatusWords("Draft", "Draft", "Nothing has been sent yet."),
    "awaiting_sign_off": StatusWords(
        "Waiting for sign-off", "Waiting for sign-off", "Your safeguarding lead has been asked to sign it off."
    ),
    "ready_to_hand_over": StatusWords(
        "Ready to hand over",
        "Not handed over",
        "The Hub does not have this yet. Hand it over, then record how, to whom and when.",
    ),
    "sent": StatusWords("Sent to the Hub", "New", "Handed over; the Hub has not opened it yet."),
    "received": StatusWords("Received by the Hub", "Received", "The Hub has opened it."),
    "in_triage": StatusWords(
        "Being looked at by the Hub", "In triage", "The Hub is deciding what should happen first."
    ),
    "waiting_for_referrer": StatusWords(
        "The Hub has a question for you", "Waiting for referrer", "The Hub has asked the referrer for information."
    ),
    "information_checks": StatusWords(
        "The Hub is asking other agencies", "Information checks", "Other agencies have been asked what they know."
    ),
    "manager_decision": StatusWords(
        "Waiting for the Hub's decision", "Manager decision", "A hub manager is deciding what happens next."
    ),
    "feedback_due": StatusWords(
        "Decided; letter to follow", "Feedback due", "Decided. The referrer has not been told yet."
    ),
    "closed": StatusWords("Closed", "Closed", "The Hub has decided and said so."),
    "withdrawn": StatusWords("Withdrawn", "Withdrawn", "Taken back before the Hub received it."),
    "returned": StatusWords(
        "Returned: the Hub needs more",
        "Returned for more information",
        "The Hub has sent it back for more information.",
    ),
    "linked_to_open_case": StatusWords(
        "Passed to the child's social worker",
        "Linked to open case",
        "Passed to the worker who already knows the child.",
    ),
    "transferred": StatusWords(
        "Passed to another authority", "Transferred", "Another local authority has taken it on."
    ),
    "not_referred": StatusWords(
        "Considered, not referred", "Not referred", "Thought through and, for the reasons signed, not sent to the Hub."
    ),
}

_AGENCY = ("practitioner", "safeguarding_lead")
_HUB = ("hub_worker", "hub_manager")
_MANAGER = ("hub_manager",)

# (from, to): the roles that may make this move. What is not here cannot happen.
MOVES: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("draft", "awaiting_sign_off"): _AGENCY,
    ("draft", "not_referred"): _AGENCY,
    ("not_referred", "draft"): _AGENCY,
    ("draft", "ready_to_hand_over"): _AGENCY,
    ("draft", "sent"): _AGENCY,
    ("awaiting_sign_off", "draft"): _AGENCY,
    ("awaiting_sign_off", "ready_to_hand_over"): _AGENCY,
    ("awaiting_sign_off", "sent"): _AGENCY,
    ("ready_to_hand_over", "sent"): _AGENCY,
    ("ready_to_hand_over", "received"): _HUB,
    ("ready_to_hand_over", "withdrawn"): _AGENCY,
    ("sent", "withdrawn"): _AGENCY,
    ("sent", "received"): _HUB,
    ("received", "in_triage"): _HUB,
    ("received", "linked_to_open_case"): _HUB,
    ("received", "transferred"): _HUB,
    ("received", "returned"): _HUB,
    ("in_triage", "waiting_for_referrer"): _HUB,
    ("in_triage", "information_checks"): _HUB,
    ("in_triage", "manager_decision"): _HUB,
    ("in_triage", "linked_to_open_case"): _HUB,
    ("in_triage", "transferred"): _HUB,
    ("in_triage", "returned"): _HUB,
    ("waiting_for_referrer", "in_triage"): (*_AGENCY, *_HUB),
    ("waiting_for_referrer", "information_checks"): (*_AGENCY, *_HUB),  # they answered; other agencies have not
    ("waiting_for_referrer", "manager_decision"): _HUB,
    ("information_checks", "in_triage"): (*_HUB, "checking_agency"),  # the last answer came
    ("information_checks", "waiting_for_referrer"): _HUB,
    ("information_checks", "manager_decision"): _HUB,
    ("manager_decision", "in_triage"): _MANAGER,
    ("manager_decision", "information_checks"): _MANAGER,
    ("manager_decision", "feedback_due"): _MANAGER,
    ("feedback_due", "closed"): _HUB,
    ("returned", "ready_to_hand_over"): _AGENCY,
    ("returned", "sent"): _AGENCY,
    ("returned", "in_triage"): _HUB,
    ("linked_to_open_case", "feedback_due"): _HUB,
    ("linked_to_open_case", "in_triage"): _MANAGER,
    ("transferred", "feedback_due"): _HUB,
    ("closed", "in_triage"): _MANAGER,  # re-opened
}


def may_move(role: str, status: str, to: str) -> bool:
    """Whether a person of this role may move an enquiry from `status` to `to`. Unknown words are never allowed."""
    return role in MOVES.get((status, to), ())


def moves_from(role: str, status: str) -> tuple[str, ...]:
    """The statuses this role may move to from `status`, in the order of the closed list."""
    return tuple(to for to in STATUSES if may_move(role, status, to))


def status_words(status: str, role: str) -> str:
    """What a status is called for a reader of this role. Raises KeyError for a word that is no status."""
    words = WORDS[status]
    return words.hub if role in HUB_ROLES else words.practitioner


def _check_tables() -> None:
    """The tables speak of known statuses and roles only; a slip shows at import, not at a child's expense."""
    unknown = {s for pair in MOVES for s in pair} - set(STATUSES)
    strangers = {r for roles in MOVES.values() for r in roles} - set(ROLES)
    if unknown or strangers or set(WORDS) != set(STATUSES):
        raise ValueError(f"status tables disagree: {unknown} {strangers}")


_check_tables()
