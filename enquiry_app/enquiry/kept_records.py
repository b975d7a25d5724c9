"""Records that accompany an enquiry and may outlive it: what was disclosed, mailed and printed, who may or may not
open it, and what became of it under the retention schedule. `of_enquiry` is an enquiry id, "" where it is about none.

Fields without a column of their own lie in the wide part of the row, as with `hub_records`: give new ones a default.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from enquiry_app.enquiry.hub_records import HubRecord

DISCLOSURE_KINDS = ("family_copy", "subject_access", "export")
MAIL_STATUSES = ("waiting", "sent", "failed", "given_to_program", "given_up")
ACCESS_KINDS = ("restricted", "confidential", "named", "subject", "conflict")
RETENTION_KINDS = ("hold", "review", "destroyed")


@dataclass(frozen=True, repr=False)
class KeptRecord(HubRecord):
    """What all of them share: one of its kinds' codes, one status code, when and by whom it was made."""

    of_enquiry: str
    kind: str
    status: str
    at: dt.datetime
    by: str


@dataclass(frozen=True, repr=False)
class Disclosure(KeptRecord):
    """Something about a person was given to somebody: what, to whom, why and what was left out with which reason."""

    to_whom: str = ""
    purpose: str = ""
    sha256: str = ""
    withheld: Mapping[str, int] = field(default_factory=dict)  # reason code -> how many items
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, repr=False)
class MailRecord(KeptRecord):
    """One message prepared or sent: to whom, with which parts, and what the server said."""

    to: tuple[str, ...] = ()
    subject: str = ""
    message_id: str = ""
    attempts: int = 0
    last_tried: str = ""  # ISO instant
    answer: str = ""  # what the server said last, without names
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, repr=False)
class IssuedPages(KeptRecord):
    """The pages of one document handed over, so that a page can be checked later: `codes` one for each page in order."""

    reference: str = ""
    number: int = 0  # version of the enquiry
    codes: tuple[str, ...] = ()
    sha256: str = ""


@dataclass(frozen=True, repr=False)
class AccessRule(KeptRecord):
    """Who may or may not open an enquiry: it is restricted or confidential, a person is named for it, is its subject,
    or has declared a conflict. `status` is `open` until ended."""

    person_id: str = ""
    reason: str = ""
    ended_at: str = ""  # ISO instant
    ended_by: str = ""
    ended_because: str = ""


@dataclass(frozen=True, repr=False)
class RetentionItem(KeptRecord):
    """A legal hold, a review, or the certificate of a destruction."""

    reason: str = ""
    until: str = ""  # ISO day
    details: Mapping[str, Any] = field(default_factory=dict)
