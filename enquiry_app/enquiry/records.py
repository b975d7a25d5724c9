"""The records services hand out: frozen, made of plain values, printed as ids only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from enquiry_app.enquiry.answers import Answers

# One closed list of statuses (domain.md 5a). The words for screens are in `enquiry/statuses.py`.
STATUSES = (
    "draft",
    "awaiting_sign_off",
    "ready_to_hand_over",  # sent by the person, but nobody has confirmed that the hub has it
    "sent",  # handed over: the store is shared with the hub, or how/when/to whom is recorded
    "received",
    "in_triage",
    "waiting_for_referrer",
    "information_checks",
    "manager_decision",
    "feedback_due",
    "closed",
    "withdrawn",
    "returned",
    "linked_to_open_case",
    "transferred",
    "not_referred",  # considered and, with reasons signed, not sent; can be reopened into a draft
)
ROLES = (
    "practitioner",
    "safeguarding_lead",
    "hub_worker",
    "hub_manager",
    "checking_agency",
    "auditor",
    "administrator",
)
PROFILE_KINDS = ("partner", "hub", "shared", "practice")


@dataclass(frozen=True)
class Agency:
    """An organisation people of this store belong to. `kind` is a code of the agency_type list; the hub's is `hub`."""

    id: str
    name: str
    kind: str


@dataclass(frozen=True)
class Team:
    """People of one agency who work together. A closed one has nobody in it and stays for the record."""

    id: str
    agency_id: str
    name: str
    closed_at: dt.datetime | None = None


@dataclass(frozen=True)
class Person:
    """Somebody who can sign in. `team_id` is "" for somebody of no team; a team is of the person's own agency."""

    id: str
    user_name: str
    display_name: str
    job_title: str
    role: str
    agency_id: str
    agency_name: str
    phone: str = ""
    email: str = ""
    active: bool = True
    team_id: str = ""
    team_name: str = ""

    def __repr__(self) -> str:
        return f"Person({self.id}, {self.role})"


@dataclass(frozen=True)
class Suggested:
    """What the matrix suggested for one child, frozen with the first choice made before it was shown."""

    child: str  # item id
    first_level: str
    first_rationale: str
    chosen_at: dt.datetime
    chosen_by: str  # person id
    suggestion: Mapping[str, Any]  # Suggestion.to_json() at that moment
    matrix: str  # id/version


@dataclass(frozen=True)
class Enquiry:
    """One enquiry without its wide text. Instants are aware UTC. `version` counts saves, for comparing writers."""

    id: str
    seq: int
    reference: str  # "" until sent
    status: str
    version: int
    owner_id: str
    owner_name: str
    agency_id: str
    agency_name: str
    agency_kind: str
    form: str  # id/version
    matrix: str  # id/version
    urgent: bool
    created_at: dt.datetime
    updated_at: dt.datetime
    sent_at: dt.datetime | None = None
    received_at: dt.datetime | None = None
    place: str = ""  # where the person was in the form when last saved
    level: str = ""  # highest level chosen by the referrer
    title: str = ""  # children's names for lists of those allowed to see them
    initials: str = ""
    area: str = ""  # outward postcode
    youngest: str = ""  # "unborn", "5 months", "9 years": for lists
    flags: tuple[str, ...] = ()  # immediate_danger, protection, unborn, refuge …
    lead_id: str = ""  # safeguarding lead asked to sign off
    assigned_to: str = ""  # hub worker's person id
    rating: str = ""  # red, amber, green, blue; "" until rated
    seen: str = ""  # of the children: seen_alone, seen, not_seen; "" not said
    repeats: int = 0  # earlier enquiries about the same child or family in the twelve months before it was sent
    outcome: str = ""  # code of the final decision
    due_at: dt.datetime | None = None  # when the Hub's next step is due; None if it owes nothing
    due_for: str = ""  # the target `due_at` comes from
    acknowledged_at: dt.datetime | None = None
    decided_at: dt.datetime | None = None
    feedback_at: dt.datetime | None = None
    closed_at: dt.datetime | None = None
    amending: bool = False  # the referrer is changing a sent one; what was sent stays until the change is sent
    closed: str = (
        ""  # for the person asking: why they may not open it and whom to ask; then nothing of the child is here
    )

    def __repr__(self) -> str:
        return f"Enquiry({self.id}, {self.status}, v{self.version})"


@dataclass(frozen=True)
class Draft:
    """An enquiry opened for work: record, answers and the reveals made so far (child item id -> Suggested)."""

    enquiry: Enquiry
    answers: Answers
    revealed: Mapping[str, Suggested] = field(default_factory=dict)
    notice: str = ""  # e.g. "the form has changed since you began"

    def __repr__(self) -> str:
        return f"Draft({self.enquiry.id})"


@dataclass(frozen=True)
class SentVersion:
    """The frozen content of a sent enquiry. `number` 1 is what was sent; amendments follow."""

    enquiry_id: str
    number: int
    answers: Answers
    form: str
    matrix: str
    engine: str
    suggestions: Mapping[str, Mapping[str, Any]]  # child item id -> Suggestion.to_json()
    revealed: Mapping[str, Suggested]
    sent_at: dt.datetime
    sent_by: str
    content_hash: str  # sha256 of the canonical JSON

    def __repr__(self) -> str:
        return f"SentVersion({self.enquiry_id}, {self.number})"


@dataclass(frozen=True)
class Event:
    """One line of the audit trail. `tag` is subject:action, e.g. `enquiry:sent`; `details` hold no narrative."""

    number: int
    at: dt.datetime
    actor_id: str
    tag: str
    subject_id: str
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class StoreInfo:
    """What the store says of itself."""

    id: str
    kind: str  # PROFILE_KINDS
    prefix: str  # random reference prefix of this store
    practice: bool
    organisation: str
    settings: Mapping[str, Any] = field(default_factory=dict)
