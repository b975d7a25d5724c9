"""The records of the Hub's own work on an enquiry: frozen, made of plain values, printed as ids only.

Every one has an `id` (UUIDv7), a `version` that counts changes, and, where it belongs to an enquiry, `enquiry_id`.
Instants are aware UTC; days are ISO text (`2026-11-23`) or "". A person is named by id, "" for nobody yet. Fields that
have no column of their own lie in the wide part of their row, so that adding one needs no migration (give it a default).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

RATINGS = ("red", "amber", "green", "blue")
CHECK_STATUSES = ("asked", "answered", "nothing_known", "cancelled")
DECISION_STATUSES = ("draft", "awaiting_second", "returned", "final", "replaced")
MESSAGE_KINDS = ("question", "answer", "information", "disagreement", "chase")
LETTER_KINDS = ("acknowledgement", "outcome", "none")
LETTER_STATUSES = ("draft", "sent")
TASK_KINDS = ("action", "pathway", "clock", "follow_up", "repeat_review")
TASK_STATUSES = ("open", "done", "dropped")
DISAGREEMENT_STATUSES = ("open", "settled", "withdrawn")
AMENDMENT_STATUSES = ("open", "sent", "thrown_away")
LINK_KINDS = ("same_child", "sibling", "household", "case_list")


@dataclass(frozen=True, repr=False)
class HubRecord:
    """What all of them share."""

    id: str
    version: int

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.id}, v{self.version})"


@dataclass(frozen=True, repr=False)
class Step(HubRecord):
    """One step of the Hub's work as the history shows it: `kind` such as `rating`, `assigned`, `status`, `reopened`;
    what it was and became, and why in words. Written by `services/moving.py`; never changed."""

    enquiry_id: str
    kind: str
    from_code: str
    to_code: str
    at: dt.datetime
    by: str
    reason: str = ""


@dataclass(frozen=True, repr=False)
class InformationCheck(HubRecord):
    """What the Hub asked another agency, why and on what basis, and what it answered (domain notes 5d)."""

    enquiry_id: str
    agency_id: str  # the checking agency in this store; "" if it has no seat here
    status: str  # CHECK_STATUSES
    asked_at: dt.datetime
    asked_by: str
    due_at: dt.datetime
    answered_at: dt.datetime | None = None
    answered_by: str = ""
    agency_name: str = ""
    source: str = ""  # code of the list `check_source`: social care history, police, health …
    children: tuple[str, ...] = ()  # item ids asked about
    question: str = ""
    lawful_basis: str = ""  # code of the list `lawful_basis`
    necessity: str = ""  # why this agency, why now: proportionality
    agreement: str = ""  # why agreement is or is not needed
    answer: str = ""
    reliability: str = ""  # code of the list `reliability`
    may_share: str = ""  # with the family: yes, no, ask
    police_only: bool = False  # sensitive intelligence: never in letters or the family's copy
    cancelled_because: str = ""
    agreement_code: str = ""  # code of `hub/checks.toml` agreements
    told_by: str = ""  # who gave the answer, where the Hub wrote it down for an agency
    told_at: str = ""  # ISO instant they gave it
    earlier: tuple[Mapping[str, Any], ...] = ()  # answers before the newest: at, by and what they said


@dataclass(frozen=True, repr=False)
class ChildDecision:
    """What was decided for one child: outcome (D1–D12), the Hub's level, primary need where due."""

    child: str
    outcome: str
    level: str
    primary_need: str = ""


@dataclass(frozen=True, repr=False)
class Decision(HubRecord):
    """A decision of the Hub (domain notes 5e). `outcome` and `level` are the most serious of its children."""

    enquiry_id: str
    status: str  # DECISION_STATUSES
    outcome: str
    level: str
    drafted_at: dt.datetime
    drafted_by: str
    decided_at: dt.datetime | None = None
    decided_by: str = ""
    children: tuple[ChildDecision, ...] = ()
    rationale: str = ""
    siblings: str = ""  # how brothers and sisters were considered
    family_told: str = ""  # yes, no, not_safe, later
    family_told_words: str = ""
    details: Mapping[str, str] = field(default_factory=dict)  # what the outcome requires: field id -> text
    second_because: str = ""  # code why a second person has to agree; "" if none
    first_at: str = ""  # ISO instant at which `decided_by` decided, where a second person had to agree
    seconded_by: str = ""
    seconded_at: str = ""  # ISO instant
    written_by: str = ""  # who wrote in it last
    returned_because: str = ""
    returned_by: str = ""
    replaces: str = ""  # id of the decision this one changes
    changed_because: str = ""


@dataclass(frozen=True, repr=False)
class Message(HubRecord):
    """A question, an answer or news between the Hub and the referrer."""

    enquiry_id: str
    kind: str  # MESSAGE_KINDS
    from_hub: bool
    written_at: dt.datetime
    written_by: str
    due_at: dt.datetime | None = None
    read_at: dt.datetime | None = None
    read_by: str = ""
    text: str = ""
    answers: str = ""  # id of the question this answers


@dataclass(frozen=True, repr=False)
class Letter(HubRecord):
    """An acknowledgement or outcome letter, or (kind `none`) the coded reason why nobody can be told."""

    enquiry_id: str
    kind: str  # LETTER_KINDS
    status: str  # LETTER_STATUSES
    drafted_at: dt.datetime
    drafted_by: str
    sent_at: dt.datetime | None = None
    sent_by: str = ""
    useful: str = ""  # the referrer's answer: yes, partly, no
    variant: str = ""  # professional, public, anonymous, no_post
    decision_id: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)  # part id -> words, in the order of the letter's definition
    reason: str = ""  # kind `none`: code of the list `no_feedback_reason`
    reason_words: str = ""
    how: str = ""  # app, post, email, phone
    useful_words: str = ""
    suggested: str = ""  # the variant the answers speak for
    variant_because: str = ""  # why another one was chosen
    addressee: str = ""  # whom it goes to, in words
    written_by: str = ""  # who wrote in it last
    actions: tuple[Mapping[str, str], ...] = ()  # who is doing what, as sent: who, what, by
    kept: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # variant -> its words while another is shown
    read_at: str = ""  # ISO instant at which somebody of the referrer's agency first had it before them
    read_by: str = ""


def letter_copy(letter_id: str) -> str:
    """The name under which the paper of a letter is kept with its enquiry's documents (at most 40 characters)."""
    return f"letter:{letter_id.replace('-', '')}"


@dataclass(frozen=True, repr=False)
class Task(HubRecord):
    """Something a person or a team has to do: an action of "who is doing what", a pathway from the matrix, a clock
    (strategy discussion, conference, assessment), the follow-up at three months, a review of repeats."""

    enquiry_id: str
    kind: str  # TASK_KINDS
    code: str  # pathway flag, target id …; "" for an action
    status: str  # TASK_STATUSES
    made_at: dt.datetime
    made_by: str
    assigned_to: str = ""  # person id; "" if nobody of this store
    due_at: dt.datetime | None = None
    done_at: dt.datetime | None = None
    done_by: str = ""
    what: str = ""
    who: str = ""  # in words: name, agency
    reference: str = ""
    on: str = ""  # the day it was done elsewhere, e.g. MARAC referral
    result: str = ""  # follow-up: safer, better, same, worse; else words or a code
    evidence: str = ""
    child: str = ""
    in_letter: bool = True
    details: Mapping[str, str] = field(default_factory=dict)  # pathway: fact id -> what was recorded; its variant


@dataclass(frozen=True, repr=False)
class Disagreement(HubRecord):
    """A professional difference (domain notes 5h), settled at the lowest stage it can be."""

    enquiry_id: str
    status: str  # DISAGREEMENT_STATUSES
    stage: int  # 1–4
    reason: str  # code of the list `disagreement_reason`
    raised_at: dt.datetime
    raised_by: str
    due_at: dt.datetime | None = None
    settled_at: dt.datetime | None = None
    settled_by: str = ""
    outcome: str = ""  # upheld, partly, not_upheld
    about: str = ""  # what the difference is, neutrally worded
    with_whom: str = ""
    changed_for_child: str = ""
    learning: str = ""
    stages: tuple[Mapping[str, Any], ...] = ()  # each: stage, at (ISO), by, with_whom, note, due (ISO)
    urgent: bool = False  # the shorter times hold
    immediate_risk: bool = False  # a child may be at risk meanwhile: it began at stage 3
    raised_for: str = ""  # name of the agency that raised it
    withdrawn_because: str = ""
    from_store: str = ""  # the store it came from in a sealed file; "" if it was raised in this one


@dataclass(frozen=True, repr=False)
class Link(HubRecord):
    """Two enquiries (or an enquiry and an entry of the case list) said to be about the same child or family. Linking
    merges nothing and can be undone."""

    enquiry_id: str
    kind: str  # LINK_KINDS
    other_id: str  # enquiry id; "" for an entry of the case list
    entry_id: str
    made_at: dt.datetime
    made_by: str
    undone_at: dt.datetime | None = None
    undone_by: str = ""
    child: str = ""  # item id here
    other_child: str = ""  # item id there
    matched: tuple[str, ...] = ()
    undone_because: str = ""
    apart: bool = False  # the other way round: somebody looked and said that these are two people


@dataclass(frozen=True, repr=False)
class NotReferred(HubRecord):
    """Considered, not referred: the reasoned record a partner agency keeps (Keeping children safe in education)."""

    enquiry_id: str
    signed_at: dt.datetime
    signed_by: str
    review_on: str  # day
    reopened_at: dt.datetime | None = None
    reopened_by: str = ""
    advice_from: str = ""
    advice: str = ""
    reason: str = ""
    plan: str = ""
    danger: bool = False  # a sign of significant harm was marked
    danger_reason: str = ""  # why it was not referred all the same
    about: str = ""  # as it was when it was signed: whom it was about, the worry, the level, who signed
    worry: str = ""
    level: str = ""
    signed_name: str = ""
    signed_role: str = ""
    reviews: tuple[Mapping[str, Any], ...] = ()  # each: at (ISO), by, note, next (day or "")


@dataclass(frozen=True, repr=False)
class Amendment(HubRecord):
    """The referrer's working copy of a sent enquiry: what was sent stays as it is, and the Hub's work is not disturbed,
    until the change is sent. `version` counts its saves. Once sent or thrown away, its answers are emptied."""

    enquiry_id: str
    status: str  # AMENDMENT_STATUSES
    begun_at: dt.datetime
    begun_by: str
    place: str = ""  # where the person was in the form
    answers: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, repr=False)
class CaseList(HubRecord):
    """An imported list of the children the case system knows, true on the day `as_of`."""

    status: str  # current, replaced
    imported_at: dt.datetime
    imported_by: str
    as_of: str  # day
    name: str = ""  # what the list is called, e.g. the case system's name
    rows: int = 0


@dataclass(frozen=True, repr=False)
class LookUp(HubRecord):
    """Somebody asked whether a child is known to the case system: who, for what purpose, what they were told."""

    at: dt.datetime
    by: str
    agency_id: str
    result: str  # known, not_known, ask
    purpose: str = ""
    asked: Mapping[str, str] = field(default_factory=dict)
    purpose_words: str = ""
    reason: str = ""  # why the answer was to ask the Hub
    as_of: str = ""  # day of the list that answered


@dataclass(frozen=True, repr=False)
class SavedFilter(HubRecord):
    """A view of the queue somebody keeps under a name."""

    person_id: str
    name: str
    wanted: Mapping[str, Any] = field(default_factory=dict)
    sort: str = ""
